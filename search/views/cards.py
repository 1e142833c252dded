"""Hits as HTML, quickly.

What a card shows of its record is the same in every listing, so it is rendered by its template
once and kept under its own content; it can never be stale. Only two places differ from search to
search, the name with its marks and why the record was found. The template leaves a slot for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from search.interface import Hit, Match
from search.views.labels import MATCH_LABELS, category_label, said
from search.wording import gettext_if, in_chinese, one

SLOT = "\x00"
KEPT = 8_192  # cards of about 2 kB: 16 MB a process at the most
REASONS = 2  # besides the name
PASSAGE = 60  # characters of a passage, so that it stays within two lines


class CardCache:
    """Cards by content and language, the oldest thrown out first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: dict[tuple[str, str], tuple[str, str, str]] = {}

    def parts(self, language: str, card: Mapping[str, Any]) -> tuple[str, str, str]:
        """The card's HTML before the name, between name and reasons, and after them."""
        key = (language, str(card))
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= self._size:
                self._kept.pop(next(iter(self._kept)), None)
            kept = self._kept[key] = _rendered(card)
        return kept

    def clear(self) -> None:
        self._kept.clear()


cards = CardCache(KEPT)


def _rendered(card: Mapping[str, Any]) -> tuple[str, str, str]:
    tidy = {key: _without_slots(value) for key, value in card.items()}
    seal = seal_parts(tidy)
    if not in_chinese():
        tidy |= _translated(tidy)
    template = get_template("components/card.html")
    html = template.render({"card": tidy, "seal": seal, "slot": SafeString(SLOT)})
    before, between, after = html.split(SLOT)
    return before, between, after


def _translated(card: Mapping[str, Any]) -> dict[str, Any]:
    """What the index holds in the vocabularies' own words, in the visitor's; names stay as they are.

    The seal stays Chinese too, so its level is among the facts.
    """
    level = str(card.get("level_label") or card.get("level") or "")
    return {
        "kind_label": one(str(card.get("kind_label", ""))),
        "standing": gettext_if(str(card.get("standing", ""))),
        "category": category_label(str(card.get("category", ""))),
        "level_words": gettext_if(level),
    }


def _without_slots(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace(SLOT, "")
    return [_without_slots(v) for v in value] if isinstance(value, list | tuple) else value


def seal_parts(card: Mapping[str, Any]) -> tuple[str, str] | None:
    """Level and batch as the seal writes them: 国家级, 第一批."""
    level = str(card.get("level_label") or card.get("level") or "")
    if not level:
        return None
    batch = str(card.get("batch") or "").removeprefix(str(card.get("level") or ""))
    return level, batch


def render_cards(hits: Iterable[Hit]) -> SafeString:
    """The hits one after the other, for inside a ``<ol class="cards">``."""
    language = get_language() or ""
    return SafeString("".join([_card(language, hit) for hit in hits]))


def _card(language: str, hit: Hit) -> str:
    before, between, after = cards.parts(language, hit.card)
    return f"{before}{_name(hit)}{between}{_reasons(hit)}{after}"


def _name(hit: Hit) -> str:
    """The name, with what was found in it marked, and told apart when it is a guess."""
    own = str(hit.card.get("name", ""))
    inside = next((m for m in hit.matched if _reads(m) == own), None)
    name = marked(inside.pieces) if inside else escape(own)
    if hit.guess:
        name += f' <span class="guess" lang="{get_language()}">{escape(said("近似"))}</span>'
    return name


def _reads(match: Match) -> str:
    return "".join(text for text, _hit in match.pieces)


def _reasons(hit: Hit) -> str:
    """Why it was found, when the marks in the name do not say it."""
    own = str(hit.card.get("name", ""))
    shown = [m for m in hit.matched if m.pieces and _reads(m) != own][:REASONS]
    lines = [_reason(match) for match in shown]
    if hit.kilometres is not None:
        distance = _("距离约 %(km)s 千米") % {"km": f"{hit.kilometres:.1f}"}
        lines.append(f"<li>{escape(distance)}</li>")
    return f'<ul class="card-why">{"".join(lines)}</ul>' if lines else ""


def _reason(match: Match) -> str:
    label = gettext_if(match.label) or said(MATCH_LABELS.get(match.field, "") or match.field)
    passage = marked(shorten(match.pieces))
    if not in_chinese():
        passage = f'<span lang="zh-Hans">{passage}</span>'
    return f'<li><span class="why-field">{escape(label)}</span>{passage}</li>'


def marked(pieces: Iterable[tuple[str, bool]]) -> str:
    """The passage with its hits in ``<mark>``."""
    return "".join(f"<mark>{escape(text)}</mark>" if hit else escape(text) for text, hit in pieces)


def shorten(pieces: tuple[tuple[str, bool], ...]) -> list[tuple[str, bool]]:
    """Around the first hit, at most ``PASSAGE`` characters; an ellipsis stands for what is left out."""
    if sum(len(text) for text, _hit in pieces) <= PASSAGE:
        return list(pieces)
    first = next((i for i, (_text, hit) in enumerate(pieces) if hit), 0)
    short: list[tuple[str, bool]] = []
    before = "".join(text for text, _hit in pieces[:first])
    if before:
        lead = before[-PASSAGE // 4 :]
        short.append((lead if lead == before else "…" + lead, False))
    room = PASSAGE - sum(len(text) for text, _hit in short)
    for text, hit in pieces[first:]:
        if len(text) > room:
            short.append((text[: max(room, 1)] + "…", hit))
            break
        short.append((text, hit))
        room -= len(text)
    return short
