"""No English is left in the screens staff work in."""

from __future__ import annotations

import ast
import gettext
import re
from collections import deque
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Comment
from django.conf import settings
from django.test import Client

from outreach.models import TravelTime
from registry.models import Apprenticeship, Category, PersonalDetails, YearlyTarget
from tests.factories.outreach import make_programme, make_teacher, make_venue
from tests.factories.registry import (
    make_base,
    make_inheritor,
    make_inscription,
    make_product,
    make_project,
    make_unit,
    make_workshop,
)

LOCALE = Path(settings.LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES"
ENGLISH = re.compile(r"[A-Za-z]{3,}")
MOST_PAGES = 260
SKIPPED = re.compile(
    r"logout|/bulk/media|/bulk/[^?]*$|/bulk/[^?]*\?next|/sprite|jsi18n|export=|styleguide|\.js|/files/|/pages/|/sites/|redirects|forms/"
    r"|collections/\d+/privacy|ordering=|/results/|contrast|/view/$|page-types-usage|[?&]p=\d{2,}"
)
"""Downloads, scripts, and the rooms of Wagtail the bureau's roles do not work in."""
KEPT = re.compile(
    r"""^( WGS | PDF | XLSX | CSV | HTML | URL | JPEG | JPG | PNG | WEBP | AVIF | GIF | SVG | HEIC
    | DOCX | XLS | TXT | MP[34] | WAV | OGG | WEBM | ODT | PPTX? | DOC | RTF | ZIP | HEIF | JFIF
    | GB | Wagtail | https? | www | example | cn | com | Ctrl | Shift | Alt | Enter | Esc | Cmd
    | JavaScript | OFD | Word | Excel | PowerPoint | JSONL | WebM | FLAC | CC | BY | BY-NC.* | SA | CC0
    | MB | KB | English | kbd
    | admin | bianji | shenhe | guanli | moderation
    )$""",
    re.VERBOSE | re.IGNORECASE,
)


def visible_english(html: str, data: set[str]) -> set[str]:
    """Texts with English words in what a reader sees or a screen reader says."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(["script", "style", "svg", "code", "pre"]):
        tag.decompose()
    for tag in soup.select("[data-side-panel-toggle-counter], [data-side-panel-toggle-count]"):
        tag.decompose()  # hidden until a script puts a number in
    texts = [str(text) for text in soup.find_all(string=True) if not isinstance(text, Comment)]
    for tag in soup.find_all(True):
        texts += [
            str(tag[name])
            for name in (
                "title",
                "aria-label",
                "placeholder",
                "alt",
                "data-w-tooltip-content-value",
                "data-w-progress-active-value",
            )
            if tag.has_attr(name)
        ]
        if tag.name == "input" and tag.get("type") in ("submit", "button"):
            texts.append(str(tag.get("value", "")))
    found = set()
    for text in texts:
        words = [word for word in ENGLISH.findall(text) if not KEPT.match(word)]
        if any(word.lower() not in data for word in words):
            found.add(" ".join(text.split())[:160])
    return found


def a_small_registry() -> set[str]:
    """One record of each kind; the words of its pinyin and addresses are no English."""
    project = make_project(
        "蔚县剪纸",
        aliases=("窗花",),
        inscriptions=[make_inscription()],
        unit=make_unit("天津市河东区文化馆"),
    )
    draft = make_project("河东评书", publish=False)
    master = make_inheritor("张大山", project=project)
    pupil = make_inheritor(
        "张小山", project=project, masters=[Apprenticeship(master=master, project=project)]
    )
    PersonalDetails.objects.create(inheritor=master, phone="13812345678")
    YearlyTarget.objects.create(year=2026, metric="registered-projects", value=160)
    make_programme(project, title="直沽剪纸入门")
    make_teacher(project, name="张大山", email="", inheritor=master)
    ways = make_venue(name="大王庄社区"), make_venue(name="河东书房")
    TravelTime.objects.create(origin=ways[0], destination=ways[1], minutes=20)
    records = [
        project,
        draft,
        master,
        pupil,
        make_base("直沽传习所", project=project),
        make_workshop("柳编工坊", project=project),
        make_product("灯笼", project=project),
    ]
    words = {word for record in records for word in re.split(r"[\W_]+", record.slug)}
    english_names = " ".join(Category.objects.values_list("name_en", flat=True))
    return words | {word.lower() for word in ENGLISH.findall(english_names)}


def crawl(client: Client, start: list[str]) -> dict[str, str]:
    """Pages reached from ``start`` by links and fragments, of each shape of address only two."""
    client.raise_request_exception = False
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en-US,en;q=0.9"  # the bureau's browser is no matter
    waiting, seen = deque(start), set(start)
    shapes: dict[str, int] = {}
    pages: dict[str, str] = {}
    broken: list[str] = []
    while waiting and len(pages) < MOST_PAGES:
        url = waiting.popleft()
        response = client.get(url)
        if response.status_code in (301, 302):
            targets = [response["Location"]]
        else:
            if response.status_code != 200:
                broken.append(f"{url}: {response.status_code}")
                continue
            if not response.get("Content-Type", "").startswith("text/html"):
                continue
            pages[url] = response.content.decode()
            soup = BeautifulSoup(pages[url], "html.parser")
            targets = [str(tag["href"]) for tag in soup.find_all("a", href=True)]
            targets += re.findall(r'"url": "(/admin/[^"]+)"', pages[url])
        for target in targets:
            parts = urlsplit(urljoin(url, target))
            address = parts.path + (f"?{parts.query}" if parts.query else "")
            shape = re.sub(r"\d+", "N", parts.path)
            if (
                parts.netloc not in ("", "testserver")
                or not parts.path.startswith("/admin/")
                or SKIPPED.search(address)
                or address in seen
                or shapes.get(shape, 0) >= 2
            ):
                continue
            shapes[shape] = shapes.get(shape, 0) + 1
            seen.add(address)
            waiting.append(address)
    assert broken == []
    return pages


@pytest.mark.django_db
def test_no_screen_shows_english(as_administrator: Client, as_reviewer: Client) -> None:
    data = a_small_registry()
    left: dict[str, set[str]] = {}
    bulk = "/admin/bulk/registry/heritageproject"
    actions = (
        "publish",
        "withdraw",
        "category",
        "viability",
        "division",
        "add-tags",
        "remove-tags",
    )
    pages = crawl(
        as_administrator,
        [
            "/admin/",
            "/admin/registry/bulk/",
            "/admin/registry/reading-log/",
            f"{bulk}/delete/?id=1&id=2",
            *(f"{bulk}/registry-{action}/?id=1&id=2" for action in actions),
        ],
    )
    for address in ("/admin/login/", "/admin/password_reset/"):
        stranger = Client(headers={"accept-language": "en-US"})
        pages[address] = stranger.get(address).content.decode()
    for url, html in pages.items():
        for text in visible_english(html, data):
            left.setdefault(text, set()).add(url)
    assert len(pages) > 60
    assert left == {}, "\n".join(f"{text}  ← {min(urls)}" for text, urls in sorted(left.items()))


def entries(po: Path) -> dict[str, str]:
    """msgid and translation of a .po file; of plurals the one form Chinese has."""
    found: dict[str, str] = {}
    msgid, state = "", ""
    for line in po.read_text(encoding="utf-8").splitlines():
        if line.startswith("msgid "):
            msgid, state = ast.literal_eval(line[6:]), "id"
        elif line.startswith("msgstr"):
            found[msgid] = ast.literal_eval(line.split(" ", 1)[1])
            state = "str"
        elif line.startswith('"') and state == "str":
            found[msgid] += ast.literal_eval(line)
    return found


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_compiled_catalogue_is_that_of_the_text(domain: str) -> None:
    written = entries(LOCALE / f"{domain}.po")
    with (LOCALE / f"{domain}.mo").open("rb") as file:
        compiled: dict[Any, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    singular = {key[0] if isinstance(key, tuple) else key: value for key, value in compiled.items()}
    assert {key: value for key, value in written.items() if key} == {
        key: value for key, value in singular.items() if key
    }


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_translations_keep_their_placeholders(domain: str) -> None:
    for source, translation in entries(LOCALE / f"{domain}.po").items():
        if not source:
            continue
        names = set(re.findall(r"%\((\w+)\)", translation)) | set(
            re.findall(r"\{(\w+)\}", translation)
        )
        allowed = set(re.findall(r"%\((\w+)\)", source)) | set(re.findall(r"\{(\w+)\}", source))
        assert names <= allowed | {"counter", "num_user", "live_descendant_count"}, source
