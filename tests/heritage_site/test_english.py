"""Visitors who read English find no chrome in Chinese; what is Chinese by nature is marked as such."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from django.utils.translation.template import templatize

from applications.domain.noticing import draft_notice, publish_notice
from applications.enums import Decision, LetterKind, State
from applications.notifications import compose
from registry.enums import Consent, Level, SectionKind, Standing
from registry.models import Apprenticeship, Batch, Recognition
from registry.models.acts import ordinal_label
from search.documents import all_documents
from search.engines.embedded import EmbeddedEngine
from search.views.cards import cards
from search.views.labels import category_names
from search.wording import batch_value_words, batch_words, day, marked_han
from tests.factories import applications as made
from tests.factories.registry import (
    division,
    make_base,
    make_inheritor,
    make_inscription,
    make_product,
    make_project,
    make_unit,
    make_workshop,
    national_batch,
)
from tests.heritage_site.english import HAN, left_in_chinese, unmarked
from tests.search.views.conftest import answered_by

ROOT = Path(settings.BASE_DIR)
ENGLISH = ROOT / "heritage_site" / "locale" / "en" / "LC_MESSAGES"
STAFF_ONLY = {
    *("公共检索", "待写入检索索引", "补录", "课程计划"),
    *("请确认：%(title)s", "%(party)s不能参加：%(title)s", "没有说明"),
    "%(when)s 在%(venue)s有一场“%(title)s”，请打开链接答复能否安排，不用登录：%(link)s",
    "%(when)s 在%(venue)s的“%(title)s”，%(party)s不能参加。对方说：%(note)s",
}
"""Names the administration shows, and what teachers, venues and planners are written: no visitor sees them."""


def _for_visitors(*patterns: str) -> list[Path]:
    """What of an app is not the staff's, whose screens are in Chinese."""
    staff = {"admin", "management", "migrations", "models", "wagtailusers"}
    found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    return [path for path in found if not staff.intersection(path.relative_to(ROOT).parts)]


READ_BY_VISITORS = [
    *ROOT.glob("heritage_site/templates/**/*.html"),
    *ROOT.glob("search/templates/**/*.html"),
    *_for_visitors("accounts/templates/**/*.html", "accounts/templates/**/*.txt"),
    *_for_visitors("applications/templates/**/*.html"),
    *_for_visitors("outreach/templates/**/*.html"),
]
SPEAKING_TO_VISITORS = [
    *(path for path in ROOT.glob("search/**/*.py") if "management" not in path.parts),
    ROOT / "registry" / "enums.py",
    *_for_visitors("accounts/signin/*.py", "accounts/views/*.py", "accounts/domain/*.py"),
    *(
        ROOT / "accounts" / f"{name}.py"
        for name in ("enums", "forms", "notifications", "validators")
    ),
    *_for_visitors("applications/views/*.py"),
    *(
        ROOT / "applications" / f"{name}.py"
        for name in (
            *("answering", "enums", "personal_data", "progress", "sheets", "tasks", "wording"),
            *(f"forms/{form}" for form in ("beginning", "dossier", "guidance", "public", "review")),
            *("domain/answers", "domain/appointments", "domain/completeness", "domain/editing"),
            *("domain/guiding", "domain/materials", "domain/objecting"),
            *("domain/guards", "domain/table", "domain/tracking", "domain/transitioning"),
        )
    ),
    *_for_visitors("outreach/views/**/*.py", "outreach/finding/*.py"),
    *(
        ROOT / "outreach" / f"{name}.py"
        for name in (
            *("enums", "feeds", "figures", "joining_messages", "personal_data"),
            *("notifications", "request_messages", "request_progress", "requester_data"),
            *("feed_links", "wording"),
            *(f"forms/{form}" for form in ("confirming", "joining", "requesting")),
            *("domain/answering", "domain/confirming", "domain/joining", "domain/parties"),
            *("domain/asking", "domain/requesting", "domain/waiting"),
        )
    ),
    ROOT / "safeguards" / "limiting.py",
    *(
        ROOT / "media" / name
        for name in ("domain/refusals.py", "domain/uploads.py", "upload_views.py")
    ),
]


@pytest.fixture
def records(db, monkeypatch, tmp_path):
    """One record of each kind with most of what a page can show, and an index that holds them."""
    project = make_project(
        "泥人示例",
        category=7,
        aliases=("泥塑",),
        unit=make_unit("示例文化馆"),
        sections={SectionKind.HISTORY: "清代传入本地。", SectionKind.VALUE: "可以传家。"},
        inscriptions=[
            make_inscription("Ⅶ—47", batch=national_batch(1)),
            make_inscription("Ⅶ-3", level=Level.COUNTY, batch=_district_batch()),
        ],
    )
    make_project("风筝示例", category=7)
    master = make_inheritor("张一", project=project)
    pupil = make_inheritor(
        "李二",
        project=project,
        consent=Consent.GIVEN,
        consent_on="2026-01-05",
        birth_year=1956,
        biography="<p>自幼学艺。</p>",
        masters=[Apprenticeship(master=master, project=project, from_year=1975)],
    )
    gone = Recognition(
        project=project,
        level=Level.NATIONAL,
        batch=national_batch(1, Batch.SUBJECT_INHERITOR),
        standing=Standing.DECEASED,
    )
    pupil_of_old = make_inheritor("王三", recognitions=[gone])
    made = [
        *(project, master, pupil, pupil_of_old),
        make_base("示例基地", project=project, capacity=30, latitude="39.128", longitude="117.252"),
        make_workshop("示例工坊", project=project, people_employed=12),
        make_product("示例文创", project=project, released_in=2024),
    ]
    engine = EmbeddedEngine(tmp_path / "index")
    engine.rebuild(all_documents())
    answered_by(monkeypatch, engine)
    cards.clear()
    category_names.forget()
    return made


def _district_batch() -> Batch:
    return Batch.objects.create(
        level=Level.COUNTY, jurisdiction=division(), ordinal=8, year=2019, announced_on="2019-06-03"
    )


def addresses(records) -> Iterator[str]:
    yield "/"
    yield from (reverse(f"catalogue:{one.kind}s", args=[one.slug]) for one in records)
    batches = ("project-national-1", "inheritor-national-1", "project-county-120102-8")
    yield from (reverse("catalogue:batch", args=[slug]) for slug in batches)
    yield from ("/catalogue/categories/", "/catalogue/areas/", "/catalogue/batches/")
    yield reverse("catalogue:category", args=[records[0].category.slug])
    yield reverse("catalogue:area", args=["120102"])
    yield from ("/catalogue/as-of/", "/catalogue/as-of/?on=2019-07-01", "/catalogue/as-of/?on=x")
    yield "/catalogue/"
    yield "/catalogue/?view=grid&kind=project&level=国家级&category=传统美术&batch=国家级第一批"
    yield "/catalogue/?q=清代&year_from=2000&year_to=2012&sort=name"
    yield "/catalogue/?q=泥人示倒"
    yield "/catalogue/?q=乌有之乡&year_from=x&page=y&sort=z&level=q"
    yield from ("/catalogue/?area=120102&pictures=no", "/catalogue/nothing/", "/nothing/泥人/")


def test_no_chrome_is_left_in_chinese(client, records):
    left = {}
    for address in addresses(records):
        response = client.get(address, headers={"cookie": "django_language=en"})
        page = BeautifulSoup(response.content, "html.parser")
        assert page.html["lang"] == "en", address
        found = list(unmarked(page))
        if found:
            left[address] = found
    assert left == {}


def test_no_chrome_is_left_in_chinese_where_people_apply(client, db):
    case = made.make_case(State.COMMITTEE, title="示例面塑")
    made.decide(case, Decision.NOTICE, by=made.make_staff("secretary"), now=case.state_since)
    publisher = made.make_staff("publisher")
    notice = draft_notice(
        round_=case.round,
        title="示例公示",
        text="现予公示。",
        objection_contact="示例街 1 号",
        cases=[case],
        by=publisher,
    )
    publish_notice(notice=notice, by=publisher)
    strangers = ["/apply/", "/notices/", f"/notices/{notice.pk}/", "/track/"]
    strangers += [reverse("account_login"), reverse("account_signup")]
    strangers += [reverse("account_reset_password")]
    assert left_in_chinese(client, strangers) == {}
    person = made.make_user("A Person")
    client.force_login(person)
    own = ["/apply/", reverse("applications:slots"), reverse("account:overview")]
    own += [reverse(f"account:{name}") for name in ("profile", "data")]
    assert left_in_chinese(client, own) == {}
    client.cookies["django_language"] = "en"
    told = client.post("/track/", {"number": case.number, "code": case.query_code})
    assert list(unmarked(BeautifulSoup(told.content, "html.parser"))) == []
    assert "On public notice" in told.content.decode()


def test_letters_are_in_chinese_whatever_the_applicant_reads(db):
    case = made.make_case(State.SUBMITTED, title="示例面塑")
    with override("en"):
        assert str(case.get_kind_display()) == "Heritage projects"
        letter = compose(case=case, letter=LetterKind.RECEIPT)
    assert "代表性项目" in letter.body
    assert "Heritage" not in letter.body


def test_the_vocabularies_are_read_in_english(client, records):
    html = client.get(
        "/catalogue/?level=国家级", headers={"cookie": "django_language=en"}
    ).content.decode()
    for words in ("Traditional fine arts", "National", "Batch 1 of the national list"):
        assert words in BeautifulSoup(html, "html.parser").get_text(" "), words
    assert 'value="国家级第一批"' in html, "values of filters are the same in every language"
    assert "国家级" in BeautifulSoup(html, "html.parser").select_one(".seal").get_text()


def test_a_page_in_english_leaves_those_in_chinese_as_they_were(client, records):
    address = reverse("catalogue:projects", args=[records[0].slug])
    before = client.get(address).content
    client.get(address, headers={"cookie": "django_language=en"})
    assert client.get(address).content == before
    assert "国家级第一批（2006年）" in before.decode()


def test_the_language_is_chosen_with_a_button_and_remembered(client, db):
    assert 'value="en"' in client.get("/").content.decode()
    client.post("/display/", {"language": "en", "next": "/"})
    assert 'lang="en"' in client.get("/").content.decode()
    client.post("/display/", {"language": "zh-hans", "next": "/"})
    assert 'lang="zh-hans"' in client.get("/").content.decode()


def test_days_and_batches_as_each_language_writes_them(db):
    national, district = national_batch(1), _district_batch()
    assert batch_words(national) == str(national) == "国家级第一批（2006年）"
    assert batch_words(district) == str(district)
    assert day(district.announced_on and national.announced_on) == "2006年5月20日"
    with override("en"):
        assert batch_words(national) == "Batch 1 of the national list (2006)"
        assert batch_words(district) == "Batch 8 of the district list, 河东区 (2019)"
        assert day(national.announced_on) == "20 May 2006"
        assert batch_value_words("区县级第十二批") == "Batch 12 of the district or county list"
        assert batch_value_words("随便写的") == "随便写的"


def test_chinese_is_marked_once_and_everything_else_escaped():
    assert marked_han("泥人<b>") == "泥人&lt;b&gt;"
    with override("en"):
        assert marked_han("Ⅷ 泥人 & co") == 'Ⅷ <span lang="zh-Hans">泥人</span> &amp; co'
        assert ordinal_label(3) == "第三批"


@pytest.mark.parametrize(
    "path", READ_BY_VISITORS, ids=lambda path: str(path.relative_to(ROOT)).replace("/", ".")
)
def test_every_message_of_a_public_template_is_translated(path):
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    written = re.findall(r"gettext\(u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\)", source)
    written += re.findall(r"pgettext\((u?'[^']*', u?'(?:[^'\\]|\\.)*')\)", source)
    messages = [ast.literal_eval(message) for message in written]
    messages = [m if isinstance(m, str) else "\x04".join(m) for m in messages]
    messages += [
        ast.literal_eval(said) for said in re.findall(r"(?<!\w)_\(('.*?'|\".*?\")\)", source)
    ]
    counted = re.findall(r"ngettext\(u?('.*?(?<!\\)'|\".*?\")", source)
    messages += [f"{ast.literal_eval(message)}\x03{form}" for message in counted for form in (0, 1)]
    messages += re.findall(r'\|dated:"(.+?)"', path.read_text(encoding="utf-8"))
    assert [message for message in messages if message not in translations()] == []


def test_every_message_of_public_python_is_translated():
    found = {message for path in SPEAKING_TO_VISITORS for message in messages_of(path)}
    internal = {"尚未征询", "本人同意", "本人不同意", "已撤回"}  # consent is never shown
    assert found - set(translations()) - STAFF_ONLY - internal == set()
    assert len(found) > 100, "the messages were not found at all"


def messages_of(path: Path) -> Iterator[str]:
    marking = {"_", "said", "gettext_lazy", "gettext_noop", "gettext"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        first = node.args[0]
        if node.func.id in marking and isinstance(first, ast.Constant):
            yield str(first.value)
        if node.func.id == "ngettext" and isinstance(first, ast.Constant):
            yield from (f"{first.value}\x03{form}" for form in (0, 1))


def translations() -> dict[str, str]:
    with (ENGLISH / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {
        key if isinstance(key, str) else f"{key[0]}\x03{key[1]}": value
        for key, value in catalogue.items()
        if key
    }


def test_what_is_compiled_is_what_is_written():
    text = (ENGLISH / "django.po").read_text(encoding="utf-8")
    strings = r'((?:"(?:[^"\\]|\\.)*"\n?)+)'
    context = r'(?:msgctxt "(\w+)"\n)?'
    entries = re.findall(rf"^{context}msgid {strings}msgstr {strings}", text, re.MULTILINE)
    written = {
        (f"{where}\x04" if where else "") + joined(msgid): joined(msgstr)
        for where, msgid, msgstr in entries
    }
    written.pop("")
    plural = rf"^msgid {strings}msgid_plural .*\nmsgstr\[0\] {strings}msgstr\[1\] {strings}"
    for msgid, *forms in re.findall(plural, text, re.MULTILINE):
        written |= {f"{joined(msgid)}\x03{n}": joined(form) for n, form in enumerate(forms)}
    assert written == translations()
    assert all(written.values()), "a message without its translation"
    assert not any(HAN.search(words) for words in written.values())


def joined(strings: str) -> str:
    return "".join(ast.literal_eval(line) for line in strings.splitlines() if line)


def test_each_translation_keeps_the_places_to_be_filled():
    fields = re.compile(r"%\(\w+\)[sd]")
    for message, english in translations().items():
        assert set(fields.findall(message)) == set(fields.findall(english)), message


def test_what_a_browser_is_set_up_for_does_not_turn_the_site_english(client, db):
    home = client.get("/", headers={"accept-language": "en-US,en;q=0.9"})
    assert 'lang="zh-hans"' in home.content.decode()
    chosen = client.post("/display/", {"language": "en", "next": "/"}, follow=True)
    assert '<html lang="en"' in chosen.content.decode()


@pytest.mark.parametrize("cookie", ["xx", "../../etc", "EN", "zh-hans'"])
def test_a_language_nobody_offers_is_no_language(client, db, cookie):
    client.cookies["django_language"] = cookie
    assert 'lang="zh-hans"' in client.get("/").content.decode()
