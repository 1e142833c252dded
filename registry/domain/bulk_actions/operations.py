"""What a bulk action can do to one record: read the state it changes, describe it, set it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Revision

from accounts.models import User
from registry.domain.publishing import save_record, withdraw
from registry.enums import Viability
from registry.models import Category, Division, Record
from registry.rules import may

ALL_KINDS = ("project", "inheritor", "base", "workshop", "product")


@dataclass(frozen=True, slots=True)
class Outcome:
    """State after the change, and whether the public sees it now."""

    after: Any
    published: bool


class Operation(ABC):
    """One kind of change. ``state`` is something JSON can hold."""

    code: str
    label: Any
    kinds: tuple[str, ...] = ALL_KINDS
    permission = "change"

    @abstractmethod
    def state(self, record: Record) -> Any:
        """What the record is now, in the respect this operation changes."""

    @abstractmethod
    def wanted(self, record: Record) -> Any:
        """What it would be."""

    @abstractmethod
    def describe(self, state: Any) -> str:
        """A state in words."""

    @abstractmethod
    def change(self, record: Record, state: Any, by: User) -> Outcome:
        """Bring the record to ``state``; raises ValidationError."""

    def objection(self, record: Record) -> str:
        """Why this operation has nothing to do here; empty where it has."""
        return ""

    def title(self) -> str:
        """The action in words, for the list of recent ones."""
        return str(self.label)


def saved(record: Record, draft: Record, by: User) -> bool:
    """Save a changed draft the way its form would; whether it was published as well.

    A record whose public version is the latest stays public with the change, if the user may
    publish. A pending draft is kept a draft: what else stands in it was not meant to go out.
    """
    publish = record.live and not record.has_unpublished_changes and may(by, "publish", record)
    draft.full_clean()
    if not record.live:
        draft.save()  # its listing shows the columns
    save_record(record=draft, by=by, publish=publish, clean=False)
    return publish


class FieldOperation(Operation):
    """Sets one column."""

    field: str

    def __init__(self, value: Any = None) -> None:
        self.value = value

    def state(self, record: Record) -> Any:
        return getattr(record.get_latest_revision_as_object(), self.field)

    def wanted(self, record: Record) -> Any:
        return self.value

    def change(self, record: Record, state: Any, by: User) -> Outcome:
        draft = record.get_latest_revision_as_object()
        setattr(draft, self.field, state)
        return Outcome(state, saved(record, draft, by))

    def title(self) -> str:
        return f"{self.label}：{self.describe(self.value)}"


class SetCategory(FieldOperation):
    """类别."""

    code, label, field, kinds = "category", gettext_lazy("设置类别"), "category_id", ("project",)

    def describe(self, state: Any) -> str:
        found = Category.objects.filter(pk=state).first()
        return found.name if found else _("（无）")


class SetViability(FieldOperation):
    """存续状况评估."""

    code, label, field, kinds = (
        "viability",
        gettext_lazy("设置存续状况"),
        "viability",
        ("project",),
    )

    def describe(self, state: Any) -> str:
        return str(dict(Viability.choices).get(state, state))


class SetDivision(FieldOperation):
    """所在区划."""

    code, label, field = "division", gettext_lazy("设置所在区划"), "division_id"
    kinds = ("project", "inheritor", "base", "workshop")

    def describe(self, state: Any) -> str:
        found = Division.objects.filter(pk=state).first()
        return found.full_name if found else _("（无）")


class Tags(Operation):
    """What adding and removing tags share."""

    kinds = ("project", "base", "workshop", "product")

    def __init__(self, names: list[str] | None = None) -> None:
        self.names = names or []

    def state(self, record: Record) -> Any:
        draft: Any = record.get_latest_revision_as_object()
        return sorted(tag.name for tag in draft.tags.all())

    def describe(self, state: Any) -> str:
        return "、".join(state) or _("（无）")

    def change(self, record: Record, state: Any, by: User) -> Outcome:
        draft: Any = record.get_latest_revision_as_object()
        draft.tags.set(state)
        return Outcome(state, saved(record, draft, by))

    def title(self) -> str:
        return f"{self.label}：{'、'.join(self.names)}"


class AddTags(Tags):
    """添加标签."""

    code, label = "add-tags", gettext_lazy("添加标签")

    def wanted(self, record: Record) -> Any:
        return sorted({*self.state(record), *self.names})


class RemoveTags(Tags):
    """去掉标签."""

    code, label = "remove-tags", gettext_lazy("去掉标签")

    def wanted(self, record: Record) -> Any:
        return sorted(set(self.state(record)) - set(self.names))


class Publication(Operation):
    """What publishing and withdrawing share. The state is the key of the public revision."""

    permission = "publish"

    def state(self, record: Record) -> Any:
        return record.live_revision_id or (0 if record.live else None)

    def describe(self, state: Any) -> str:
        return _("未公开") if state is None else _("已公开")

    @transaction.atomic
    def change(self, record: Record, state: Any, by: User) -> Outcome:
        if state is None:
            withdraw(record=record, by=by)
            return Outcome(None, False)
        revision = Revision.objects.filter(pk=state).first() if state else None
        if revision is not None and revision.pk != record.latest_revision_id:
            revision.publish(user=by)
        else:
            save_record(record=record.get_latest_revision_as_object(), by=by, publish=True)
        record.refresh_from_db()
        return Outcome(record.live_revision_id, True)


class Publish(Publication):
    """公开."""

    code, label = "publish", gettext_lazy("公开")

    def wanted(self, record: Record) -> Any:
        return record.latest_revision_id or 0

    def objection(self, record: Record) -> str:
        if record.live and not record.has_unpublished_changes:
            return _("已经公开，没有未发布的修改")
        try:
            record.get_latest_revision_as_object().full_clean()
        except ValidationError as error:
            return _("内容不完整：%(problems)s") % {"problems": " ".join(error.messages)}
        return ""


class Withdraw(Publication):
    """撤下."""

    code, label = "withdraw", gettext_lazy("撤下")

    def wanted(self, record: Record) -> Any:
        return None

    def objection(self, record: Record) -> str:
        return "" if record.live else _("没有公开，无须撤下")


OPERATIONS: dict[str, type[Operation]] = {
    operation.code: operation
    for operation in (
        SetCategory,
        SetViability,
        SetDivision,
        AddTags,
        RemoveTags,
        Publish,
        Withdraw,
    )
}
