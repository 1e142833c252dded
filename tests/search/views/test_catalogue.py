"""The catalogue's list: every state is an address, nothing breaks it, and it says what it did."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from search.engines.embedded import EmbeddedEngine
from search.interface import (
    Facet,
    Hit,
    Match,
    SearchRequest,
    SearchResult,
    SearchUnavailable,
    Suggestion,
)
from search.views import labels

from .catalogue_documents import documents
from .conftest import answered_by

pytestmark = pytest.mark.django_db

LIST = "/catalogue/"
HTMX = {"HX-Request": "true", "HX-Target": "results"}


class Answer:
    """An engine that gives one prepared answer and keeps what it was asked."""

    name = "prepared"

    def __init__(self, result: SearchResult | None = None) -> None:
        self.result = result
        self.asked: list[SearchRequest] = []

    def search(self, request: SearchRequest) -> SearchResult:
        self.asked.append(request)
        if self.result is None:
            raise SearchUnavailable("down")
        return self.result

    def suggest(self, text: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
        raise SearchUnavailable("down")


def page_of(client: Client, address: str = "", **headers: str) -> BeautifulSoup:
    response = client.get(LIST + address, headers=headers)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def names(page: BeautifulSoup, inside: str = "#results > .cards") -> list[str]:
    return [link.get_text(strip=True) for link in page.select(f"{inside} .card-name a")]


def options(page: BeautifulSoup, facet: Facet) -> dict[str, str]:
    """Value → count as the facet shows them."""
    return {
        box["value"]: box.find_parent("label").select_one(".option-count").text  # type: ignore
        for box in page.select(f'#facets input[name="{facet}"]')
    }


class TestTheList:
    def test_shows_everything_by_name_with_counts(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        page = page_of(client)
        assert len(names(page)) == 20
        assert page.select_one(".results-count").text.strip() == f"共 {len(documents())} 条记录"  # type: ignore
        assert options(page, Facet.KIND) == {"project": "46", "inheritor": "2"}
        assert options(page, Facet.LEVEL) == {"国家级": "5", "市级": "1", "区县级": "42"}
        # In the national list's order, not by count.
        assert list(options(page, Facet.CATEGORY))[:2] == ["民间文学", "传统音乐"]
        # By number: 第三批 before 第十批.
        assert list(options(page, Facet.BATCH))[-2:] == ["区县级第三批", "区县级第十批"]
        assert page.select_one('[name="q"]')["value"] == ""  # type: ignore

    def test_finds_and_marks_what_was_found(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        page = page_of(client, "?q=年画")
        assert names(page)[0] == "杨柳青年画"
        first = page.select_one("#results .card")
        assert isinstance(first, Tag)
        assert first.select_one(".card-name mark").text == "年画"  # type: ignore
        assert first.select_one(".seal").text == "国家级第一批"  # type: ignore

    def test_says_why_a_record_was_found_elsewhere_than_in_its_name(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        card = page_of(client, "?q=套印").select_one("#results .card")
        assert isinstance(card, Tag)
        why = card.select_one(".card-why")
        assert isinstance(why, Tag)
        assert why.select_one(".why-field").text == "历史渊源"  # type: ignore
        assert why.select_one("mark").text == "套印"  # type: ignore

    def test_nothing_from_a_record_or_an_address_is_taken_for_html(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        page = page_of(client, '?q=船&unit="><script>alert(1)</script>&tag=<i>')
        assert not page.select("#main script, #main i, #main b")
        page = page_of(client, "?q=尖括号")
        assert names(page) == ["大沽<船>菜 & 面"]

    def test_asks_the_database_nothing_once_the_labels_are_kept(
        self,
        catalogue: EmbeddedEngine,
        client: Client,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        labels.divisions.forget()
        labels.categories.forget()
        with django_assert_num_queries(2):  # the two kept lists of labels
            client.get(LIST + "?open=area")
        with django_assert_num_queries(0):
            client.get(LIST)
        with django_assert_num_queries(0):
            client.get(LIST + "?q=技艺&view=grid&page=2")

    def test_areas_are_named(self, catalogue: EmbeddedEngine, client: Client) -> None:
        page = page_of(client, "?open=area")
        shown = [label.text for label in page.select("#facet-area .option-label")]
        assert shown == ["天津市", "河东区"]


class TestFilters:
    def test_values_of_one_facet_are_joined_by_or_across_facets_by_and(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        page = page_of(client, "?level=国家级&level=市级&category=曲艺")
        assert set(names(page)) == {"天津时调", "京东大鼓"}

    def test_a_facet_counts_as_if_its_own_choice_were_not_made(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        page = page_of(client, "?level=市级")
        assert options(page, Facet.LEVEL) == {"国家级": "5", "市级": "1", "区县级": "42"}
        assert options(page, Facet.CATEGORY) == {"曲艺": "1"}

    def test_every_filter_is_a_chip_that_can_be_taken_off(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        page = page_of(client, "?q=画&level=国家级&category=传统美术&year_from=2006&view=grid")
        chips = {
            chip.select_one("span").contents[-1].strip(): chip["href"]  # type: ignore
            for chip in page.select(".chips a.chip:not(.is-plain)")
        }
        assert list(chips) == ["传统美术", "国家级", "2006 年起"]
        left = parse_qs(urlsplit(str(chips["国家级"])).query)
        assert left == {
            "q": ["画"],
            "category": ["传统美术"],
            "year_from": ["2006"],
            "view": ["grid"],
        }
        cleared = page.select_one(".chip.is-plain")
        assert isinstance(cleared, Tag)
        assert parse_qs(urlsplit(str(cleared["href"])).query) == {"q": ["画"], "view": ["grid"]}

    def test_the_button_on_a_phone_says_how_many_filters_are_on(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        button = page_of(client, "?level=国家级&year_to=2010").select_one(".filters-button")
        assert isinstance(button, Tag)
        assert button.text == "筛选（已选 2）"
        assert button["popovertarget"] == "filters"

    def test_chosen_values_are_checked_and_never_missing_from_the_form(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        page = page_of(client, "?unit=不存在的单位&level=国家级")
        checked = {(box["name"], box["value"]) for box in page.select("#facets input[checked]")}
        assert checked == {("unit", "不存在的单位"), ("level", "国家级")}

    def test_order_and_view_survive_the_form(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        page = page_of(client, "?sort=code&view=grid")
        hidden = {box["name"]: box["value"] for box in page.select("input[type=hidden]")}
        assert {"sort": "code", "view": "grid"}.items() <= hidden.items()
        assert page.select_one(".cards.is-grid")

    def test_years(self, catalogue: EmbeddedEngine, client: Client) -> None:
        page = page_of(client, "?year_from=2007&year_to=2008&q=大鼓")
        assert names(page) == ["京东大鼓"]
        assert not names(page_of(client, "?year_to=2007&q=大鼓"))


class TestGroupsOfManyValues:
    """Area, unit and tag are counted when somebody wants to see them, and not before."""

    FOLDED = (Facet.AREA, Facet.UNIT, Facet.TAG)

    def test_a_page_asks_only_for_what_it_shows(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        engine = Answer(SearchResult(total=1, hits=(Hit("project-1", {}),), facets={}))
        answered_by(monkeypatch, engine)
        page = page_of(client)
        page_of(client, "?unit=泥人社&tag=")
        page_of(client, "?open=tag&open=kind&open=x")
        asked = [set(request.facets) for request in engine.asked]
        few = set(Facet) - set(self.FOLDED)
        assert asked == [few, few | {Facet.UNIT}, few | {Facet.TAG}]
        for facet in self.FOLDED:
            assert not options(page, facet)
            assert not page.select_one(f"#facet-{facet}").has_attr("open")  # type: ignore

    def test_the_link_in_a_group_opens_it_on_the_same_question(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        page = page_of(client, "?q=画&level=国家级&page=1&view=grid&open=tag")
        link = page.select_one("#facet-area [data-unfold]")
        assert isinstance(link, Tag)
        assert link.text == "列出可选的地区"
        address = urlsplit(str(link["href"]))
        assert parse_qs(address.query) == {
            "q": ["画"],
            "level": ["国家级"],
            "view": ["grid"],
            "open": ["area", "tag"],
        }
        opened = page_of(client, f"?{address.query}")
        group = opened.select_one(f"#{address.fragment}")
        assert isinstance(group, Tag)
        assert group.has_attr("open")
        assert options(opened, Facet.AREA) == {"120000": "1", "120102": "1"}
        assert names(opened) == names(page)
        # Which groups are open is no question of its own.
        assert (
            opened.select_one('link[rel="canonical"]')["href"]
            == (  # type: ignore
                page.select_one('link[rel="canonical"]')["href"]  # type: ignore
            )
        )

    def test_the_script_gets_the_group_alone_with_the_counts_of_the_whole_page(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        address = "?level=市级&open=area"
        response = client.get(
            LIST + address, headers={"HX-Request": "true", "HX-Target": "facet-area-values"}
        )
        assert "HX-Push-Url" not in response
        assert "HX-Target" in response["Vary"]
        part = BeautifulSoup(response.content, "html.parser")
        assert [tag["id"] for tag in part.find_all(recursive=False)] == ["facet-area-values"]
        whole = page_of(client, address).select_one("#facet-area-values")
        assert part.find("fieldset") == whole
        # So that the next choice, which sends the form, finds it open again.
        assert part.select_one("input[type=hidden]").attrs == {  # type: ignore
            "type": "hidden",
            "name": "open",
            "value": "area",
        }

    @pytest.mark.parametrize("text", ["杨柳清年画", "杨柳青风筝放飞", "年画"])
    def test_it_counts_what_the_page_shows_guesses_too(
        self, catalogue: EmbeddedEngine, client: Client, text: str
    ) -> None:
        address = f"?q={text}&open=area"
        whole = page_of(client, address).select_one("#facet-area-values")
        part = page_of(client, address, **{"HX-Request": "true", "HX-Target": "facet-area-values"})
        assert part.find("fieldset") == whole

    def test_an_opened_group_counts_as_if_its_own_choice_were_not_made(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        page = page_of(client, "?area=120102")
        assert set(options(page, Facet.AREA)) == {"120000", "120102"}
        assert page.select_one("#facet-area .chip-count").text == "已选 1"  # type: ignore

    def test_one_without_values_says_so(self, catalogue: EmbeddedEngine, client: Client) -> None:
        page = page_of(client, "?open=tag&level=市级")
        group = page.select_one("#facet-tag-values")
        assert isinstance(group, Tag)
        assert "这些结果里没有可选的" in group.text

    def test_none_stands_beside_an_empty_list(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        page = page_of(client, "?q=乌有之乡")
        assert not [facet for facet in self.FOLDED if page.select_one(f"#facet-{facet}")]

    def test_while_the_engine_is_away_the_group_says_so_and_offers_to_try_again(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answered_by(monkeypatch, Answer())
        response = client.get(
            LIST + "?open=unit", headers={"HX-Request": "true", "HX-Target": "facet-unit-values"}
        )
        assert response.status_code == 503
        part = BeautifulSoup(response.content, "html.parser")
        assert part.select_one("[role=status]").text == "检索暂时不可用，请稍后再试。"  # type: ignore
        assert part.select_one("#facet-unit-values a").text == "再试一次"  # type: ignore


class TestPaging:
    def test_pages_hold_every_record_once(self, catalogue: EmbeddedEngine, client: Client) -> None:
        found = [n for number in (1, 2, 3) for n in names(page_of(client, f"?page={number}"))]
        assert len(found) == len(documents())

    def test_a_page_past_the_end_shows_the_last_one(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        page = page_of(client, "?page=400")
        assert page.select_one(".pagination [aria-current]").text == "3"  # type: ignore
        assert len(names(page)) == 8

    def test_links_keep_the_state(self, catalogue: EmbeddedEngine, client: Client) -> None:
        page = page_of(client, "?q=技艺&sort=code")
        after = page.select_one('.pagination [rel="next"]')
        assert isinstance(after, Tag)
        asked = parse_qs(urlsplit(str(after["href"])).query)
        assert asked == {"q": ["技艺"], "sort": ["code"], "page": ["2"]}


class TestNoDeadEnd:
    def test_nothing_found_offers_ways_on(self, catalogue: EmbeddedEngine, client: Client) -> None:
        page = page_of(client, "?q=乌有之乡&level=国家级")
        empty = page.select_one(".empty")
        assert isinstance(empty, Tag)
        assert "没有找到“乌有之乡”" in empty.text
        without_filters = empty.select_one(".hints a")
        assert isinstance(without_filters, Tag)
        assert parse_qs(urlsplit(str(without_filters["href"])).query) == {"q": ["乌有之乡"]}
        assert len(empty.select(".chips a")) == 10  # every category holds something

    def test_wider_results_stand_apart(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        [exact, other, *_rest] = documents()
        result = SearchResult(
            total=1,
            hits=(Hit(exact.id, exact.card),),
            facets={},
            wider=(Hit(other.id, other.card),),
            did_you_mean=("杨柳青木版年画",),
        )
        answered_by(monkeypatch, Answer(result))
        page = page_of(client, "?q=杨柳")
        assert names(page) == ["杨柳青年画"]
        assert names(page, ".wider") == ["泥人张彩塑"]
        meant = page.select_one(".meant a")
        assert isinstance(meant, Tag)
        assert parse_qs(urlsplit(str(meant["href"])).query) == {"q": ["杨柳青木版年画"]}

    def test_guesses_are_marked(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        document = documents()[0]
        match = Match("guess", "", (("杨柳", True), ("青年画", False)))
        hit = Hit(document.id, document.card, (match,), guess=True)
        answered_by(monkeypatch, Answer(SearchResult(1, (hit,), {})))
        assert page_of(client, "?q=扬柳青").select_one(".card-name .guess").text == "近似"  # type: ignore

    def test_says_when_the_stand_in_answers(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answered_by(monkeypatch, Answer(SearchResult(0, (), {}, limited=True)))
        assert "备用索引" in page_of(client).select_one(".notice").text  # type: ignore

    def test_stands_without_any_engine(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answered_by(monkeypatch, Answer(None))
        response = client.get(LIST + "?q=年画")
        assert response.status_code == 503
        assert "搜索暂时用不了" in response.text
        assert 'value="年画"' in response.text


class TestAddresses:
    @pytest.mark.parametrize(
        "address",
        [
            "?q=%00%ff%fe",
            "?q=" + "长" * 3000,
            "?page=0&page=x",
            "?page=99999999999999999999",
            "?year_from=--&year_to=³",
            "?level=&kind=%20",
            "?" + "&".join(f"area={n:06d}" for n in range(900)),
            "?sort=distance",
            "?q=" + "(" * 90,
            '?q="-"" -',
            "?unknown=1&utm_source=x",
            "?q=%F0%A0%80%80",
        ],
    )
    def test_no_parameter_breaks_the_page(
        self, catalogue: EmbeddedEngine, client: Client, address: str
    ) -> None:
        page = page_of(client, address)
        assert page.select_one("#results")

    def test_bad_values_are_told(self, catalogue: EmbeddedEngine, client: Client) -> None:
        page = page_of(client, "?level=宇宙级")
        assert "没有「宇宙级」这样的筛选条件" in page.select_one(".notice").text  # type: ignore

    def test_the_canonical_address_is_one_for_each_state(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        pages = [
            page_of(client, a)
            for a in ("?level=市级&q=大鼓&utm_source=x", "?q=大鼓&level=市级&page=1&sort=")
        ]
        one, other = (page.select_one('link[rel="canonical"]')["href"] for page in pages)  # type: ignore
        assert one == other

    def test_other_methods_are_refused(self, catalogue: EmbeddedEngine, client: Client) -> None:
        assert client.post(LIST).status_code == 405


class TestWithHtmx:
    def test_sends_only_what_moves_and_the_canonical_address(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        response = client.get(LIST + "?level=市级&q=大鼓&year_from=", headers=HTMX)
        page = BeautifulSoup(response.content, "html.parser")
        assert not page.find("html")
        assert names(page, ".cards") == ["京东大鼓"]
        swapped = {part["id"] for part in page.select("[hx-swap-oob]")}
        assert swapped == {"facets", "results-status", "catalogue-title"}
        assert parse_qs(urlsplit(response["HX-Push-Url"]).query) == {
            "q": ["大鼓"],
            "level": ["市级"],
        }
        assert {"HX-Request", "HX-Target", "Cookie"} <= {
            name.strip() for name in response["Vary"].split(",")
        }

    def test_going_back_in_the_history_gets_the_whole_page(
        self, catalogue: EmbeddedEngine, client: Client
    ) -> None:
        page = page_of(client, **{**HTMX, "HX-History-Restore-Request": "true"})
        assert page.find("html")


class TestSuggestions:
    def test_lists_records_while_typing(self, catalogue: EmbeddedEngine, client: Client) -> None:
        response = client.get(reverse("catalogue:suggest"), {"q": "年画"})
        page = BeautifulSoup(response.content, "html.parser")
        first = page.select_one('[role="option"]')
        assert isinstance(first, Tag)
        assert first["data-text"] == "杨柳青年画"

    @pytest.mark.parametrize("text", ["", "   ", "\x00", "<script>", "長" * 900])
    def test_has_nothing_to_say_to_nothing(
        self, catalogue: EmbeddedEngine, client: Client, text: str
    ) -> None:
        response = client.get(reverse("catalogue:suggest"), {"q": text})
        assert response.status_code == 200
        assert "option" not in response.text

    def test_is_silent_without_an_engine(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answered_by(monkeypatch, Answer(None))
        response = client.get(reverse("catalogue:suggest"), {"q": "年画"})
        assert (response.status_code, response.text.strip()) == (200, "")


def test_asks_the_engine_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    document = documents()[0]
    engine: Any = Answer(SearchResult(1, (Hit(document.id, document.card),), {}))
    answered_by(monkeypatch, engine)
    client.get(LIST + "?q=年画")
    assert len(engine.asked) == 1
