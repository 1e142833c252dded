"""Turning introductions from other people's systems into plain paragraphs."""

from __future__ import annotations

import html
import re

import nh3

_LEAD = re.compile(r"^\s*申报地区或单位\s*[:：]")
_BREAK = re.compile(r"</?(?:p|div|li|ul|ol|h[1-6]|tr|table|blockquote)\b[^>]*>|<br\s*/?>", re.I)
_SPACE = re.compile(r"[ \t\r\f\v\u3000\xa0]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f]")
ROUNDS = 3
"""How often text may have been escaped one time too many."""


def paragraphs(markup: str) -> list[str]:
    """The paragraphs of an introduction, without markup however often it was escaped.

    A leading line that only repeats the declaring unit ("申报地区或单位：…") is dropped.
    """
    text = markup
    for _round in range(ROUNDS):
        once = html.unescape(text)
        if once == text:
            break
        text = once
    text = _BREAK.sub("\n", nh3.clean(text, tags={"p", "div", "br", "li", "tr", "h3", "h4"}))
    text = html.unescape(nh3.clean(text, tags=set()))
    lines = [_SPACE.sub(" ", _INVISIBLE.sub("", line)).strip() for line in text.split("\n")]
    kept = [line for line in lines if line]
    if kept and _LEAD.match(kept[0]):
        kept = kept[1:]
    return kept
