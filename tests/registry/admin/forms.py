"""What a browser posts from a record's form."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from registry.models import Category, Division, HeritageProject

LIST = "/admin/snippets/registry/heritageproject/"


def edit_url(record: Any, what: str = "edit") -> str:
    """An address of a record's admin pages."""
    model = record._meta.model_name
    return f"/admin/snippets/registry/{model}/{what}/{record.pk}/"


def narrative(*sections: tuple[str, str]) -> dict[str, Any]:
    """Sections as (kind, text)."""
    return streamfield(
        [
            (
                "section",
                {
                    "section": kind,
                    "access": "public",
                    "body": streamfield([("paragraph", rich_text(f"<p>{text}</p>"))]),
                },
            )
            for kind, text in sections
        ]
    )


def project_data(name: str = "河东剪纸", **changes: Any) -> dict[str, Any]:
    """A whole project form; ``changes`` replace parts of it."""
    data: dict[str, Any] = {
        "name": name,
        "name_pinyin": "",
        "name_en": "",
        "slug": "",
        "category": Category.objects.get(ordinal=7).pk,
        "tags": "剪纸、春节，窗花",
        "division": Division.objects.get(code="120102").pk,
        "place_as_declared": "",
        "address": "",
        "latitude": "",
        "longitude": "",
        "viability": "unknown",
        "viability_assessed_on": "",
        "narrative": narrative(("summary", "一张红纸，一把剪刀。")),
        "go_live_at": "",
        "expire_at": "",
    }
    empty = (
        "names",
        "inscriptions",
        "pictures",
        "recordings",
        "documents",
        "sources",
        "assignments",
        "relations",
    )
    data.update({relation: inline_formset([]) for relation in empty})
    data.update(changes)
    return nested_form_data(data)


def inheritor_data(name: str = "张大山", **changes: Any) -> dict[str, Any]:
    """A whole inheritor form."""
    data: dict[str, Any] = {
        "name": name,
        "name_pinyin": "",
        "name_en": "",
        "slug": "",
        "bearer_kind": "person",
        "ethnicity": "",
        "sex": "",
        "portrait": "",
        "birth_year": "",
        "death_year": "",
        "honours": "",
        "members": "",
        "division": "",
        "place_as_declared": "",
        "biography": rich_text("<p>生于直沽。</p>"),
        "consent": "unknown",
        "consent_on": "",
        "consent_text": "",
        "consent_document": "",
        "go_live_at": "",
        "expire_at": "",
        "recognitions": inline_formset([]),
        "masters": inline_formset([]),
    }
    data.update(changes)
    return nested_form_data(data)


def create_project(client: Client, **changes: Any) -> HeritageProject:
    """A project made through the form; the test fails with the form's errors otherwise."""
    action = changes.pop("action", None)
    data = project_data(**changes)
    if action:
        data[f"action-{action}"] = "1"
    response = client.post(LIST + "add/", data)
    assert response.status_code == 302, errors(response)
    return HeritageProject.objects.latest("pk")


def errors(response: Any) -> str:
    """Every message of a returned form."""
    form = response.context and response.context.get("form")
    if form is None:
        return str(response.status_code)
    found = {"form": form.errors.get_json_data()}
    for name, formset in form.formsets.items():
        found[name] = [json.loads(row.errors.as_json()) for row in formset] + [
            str(error) for error in formset.non_form_errors()
        ]
    return json.dumps(found, ensure_ascii=False)
