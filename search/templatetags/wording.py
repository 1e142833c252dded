"""Words of the catalogue in the visitor's language, for templates."""

from __future__ import annotations

import datetime

from django import template
from django.utils.safestring import SafeString

from registry.models import Batch, Category
from search import wording

register = template.Library()


@register.filter
def han(text: object) -> SafeString:
    """``{{ record.name|han }}``: Chinese inside another language's page, marked as such."""
    return wording.marked_han(text)


@register.filter
def lang_of(text: object) -> SafeString:
    """``<option{{ label|lang_of }}>``: for elements in which no other can stand."""
    return wording.lang_of(text)


@register.filter
def marked_options(field: object) -> SafeString:
    """``{{ field|marked_options }}``: a form field, its choices in Chinese marked as such."""
    return wording.marked_options(field)


@register.filter
def day(value: datetime.date | None) -> str:
    """``{{ batch.announced_on|day }}``: 2021年5月24日, 24 May 2021."""
    return wording.day(value)


@register.filter
def batch(value: Batch) -> str:
    """``{{ row.batch|batch }}``: 国家级第一批（2006年）."""
    return wording.batch_words(value)


@register.filter
def category(value: Category) -> str:
    """``{{ category|category }}``: its name alone."""
    return wording.category_name(value)
