"""Introductions from other people's systems."""

from __future__ import annotations

from registry.importing.markup import paragraphs


def test_doubly_escaped_markup_becomes_clean_paragraphs() -> None:
    written = (
        "&lt;p&gt;申报地区或单位：天津市河东区&lt;/p&gt;&lt;p&gt;第一段&amp;nbsp;有空格&lt;br /&gt;\r\n　　第二段"
        "&lt;/p&gt;&lt;div style=&quot;text-align:justify;&quot;&gt;第三段&lt;/div&gt;"
    )
    assert paragraphs(written) == ["第一段 有空格", "第二段", "第三段"]


def test_scripts_never_survive() -> None:
    written = "&lt;script&gt;alert(1)&lt;/script&gt;正文&lt;img src=x onerror=alert(1)&gt;"
    text = "".join(paragraphs(written))
    assert "正文" in text
    assert "<" not in text
    assert "onerror" not in text
    assert "alert" not in text


def test_angle_brackets_around_a_title_are_text() -> None:
    assert paragraphs("见&lt;绍兴儿歌述略&gt;一文") == ["见<绍兴儿歌述略>一文"]


def test_only_the_lead_line_is_dropped() -> None:
    assert paragraphs("申报地区或单位：甲地<br/>正文一<br/>申报地区或单位：乙地") == [
        "正文一",
        "申报地区或单位：乙地",
    ]


def test_nothing_stays_nothing() -> None:
    assert paragraphs(" &lt;br /&gt; \u3000 ") == []
