"""Old versions that name what was deleted since can still be opened."""

from __future__ import annotations

from typing import Any

from django.db import models
from modelcluster.models import ClusterableModel, get_all_child_relations


class ReadableRevisions(ClusterableModel):
    """A record whose revisions stay readable after a picture, a batch, … they name was deleted.

    Reading a revision whose protected foreign key leads nowhere fails in modelcluster; here the
    key is emptied, and a row that cannot be without it is left out.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Any:
        try:
            return super().from_serializable_data(data, check_fks, strict_fks)
        except Exception as error:
            if not str(error).startswith("can't currently handle on_delete"):
                raise
        return super().from_serializable_data(_without_dangling(cls, data), check_fks, strict_fks)


def _without_dangling(model: type[models.Model], data: dict[str, Any]) -> dict[str, Any]:
    whole = {**data, **dict.fromkeys(_dangling(model, data))}
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        rows = []
        for row in whole.get(name) or []:
            lost = _dangling(relation.related_model, row)
            if all(relation.related_model._meta.get_field(field).null for field in lost):
                rows.append({**row, **dict.fromkeys(lost)})
        whole[name] = rows
    return whole


def _dangling(model: type[models.Model], data: dict[str, Any]) -> list[str]:
    return [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is models.PROTECT
        and data.get(field.name) is not None
        and not field.remote_field.model._base_manager.filter(pk=data[field.name]).exists()
    ]
