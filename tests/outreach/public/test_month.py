"""The month, the day, the map and the venue's page."""

from __future__ import annotations

import datetime
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from outreach.drawing.points import HEIGHT, MARK, WIDTH, Place, drawn_map
from outreach.enums import SessionState, VenueType
from outreach.models import OpeningHours
from tests.factories.outreach import at, make_programme, make_session, make_teacher, make_venue
from tests.factories.registry import make_project

pytestmark = pytest.mark.django_db
MONTH = "/classes/calendar/"


def page(client, address) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def cell(soup, day: int):
    """The cell of the month's own day."""
    for found in soup.select("table.month td:not(.is-outside)"):
        if found.select_one(".month-day").get_text(strip=True).removesuffix("今天") == str(day):
            return found
    raise AssertionError(day)


def titles(part) -> list[str]:
    return [name.text for name in part.select(".line-name")]


def test_a_month_is_a_table_of_weeks_from_monday(client):
    soup = page(client, f"{MONTH}?month=2026-12")

    heads = soup.select("table.month th[scope=col]")
    assert [head.text for head in heads] == ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
    first = soup.select("table.month tbody tr")[0].select("td")
    assert [td.select_one(".month-day").get_text(strip=True) for td in first[:2]] == ["30", "1"]
    assert soup.select_one("h2#month").text.startswith("2026年12月")
    links = {link["rel"][0]: link["href"] for link in soup.select(".month-nav a[rel]")}
    assert links == {"prev": f"{MONTH}?month=2026-11", "next": f"{MONTH}?month=2027-01"}


def test_sessions_stand_on_their_local_day(client):
    make_session(title="零点", begins_at=at(datetime.date(2026, 12, 5), 0), state=SessionState.OPEN)
    make_session(
        title="深夜", begins_at=at(datetime.date(2026, 12, 31), 23), state=SessionState.OPEN
    )
    soup = page(client, f"{MONTH}?month=2026-12")

    assert titles(cell(soup, 5)) == ["零点"]
    assert titles(cell(soup, 4)) == []
    assert titles(cell(soup, 31)) == ["深夜"]
    january = page(client, f"{MONTH}?month=2027-01")
    assert titles(cell(january, 1)) == ["深夜"], "it runs past midnight"
    assert "续" in cell(january, 1).text


def test_a_session_that_ends_at_midnight_is_not_on_the_next_day(client):
    make_session(
        title="到零点",
        begins_at=at(datetime.date(2026, 12, 5), 22),
        minutes=120,
        state=SessionState.OPEN,
    )
    soup = page(client, f"{MONTH}?month=2026-12")

    assert titles(cell(soup, 5)) == ["到零点"]
    assert titles(cell(soup, 6)) == []


def test_a_given_up_session_stays_and_says_so_and_a_draft_is_not_there(client):
    day = datetime.date(2026, 12, 8)
    make_session(title="停了", day=day, state=SessionState.CANCELLED)
    make_session(title="草稿", day=day)

    found = cell(page(client, f"{MONTH}?month=2026-12"), 8)

    assert titles(found) == ["停了"]
    assert "已取消" in found.text


def test_a_full_day_leads_to_a_page_of_its_own(client):
    day = datetime.date(2026, 12, 9)
    for hour in range(8, 15):
        make_session(title=f"{hour}点", day=day, hour=hour, state=SessionState.OPEN)

    found = cell(page(client, f"{MONTH}?month=2026-12"), 9)
    assert titles(found) == ["8点", "9点", "10点"]
    assert found.select_one(".month-more")["href"] == f"{MONTH}2026-12-09/"
    assert "还有 4 场" in found.text
    names = page(client, f"{MONTH}2026-12-09/").select(".class-name")
    assert [name.text for name in names] == [f"{hour}点" for hour in range(8, 15)]


def test_the_agenda_of_a_phone_has_the_same_classes(client):
    make_session(title="一门课", day=datetime.date(2026, 12, 9), state=SessionState.OPEN)
    soup = page(client, f"{MONTH}?month=2026-12")

    assert titles(soup.select_one(".agenda")) == ["一门课"]


def test_filters_of_the_list_hold_in_the_month_and_in_its_links(client):
    day = datetime.date(2026, 12, 9)
    project = make_project("风筝示例")
    school = make_venue(VenueType.SCHOOL)
    programme = make_programme(project)
    make_session(
        title="在学校", day=day, venue=school, programme=programme, state=SessionState.OPEN
    )
    make_session(title="在别处", day=day, state=SessionState.OPEN)
    asked = f"project={project.slug}&venue_type=school"

    soup = page(client, f"{MONTH}?{asked}&month=2026-12")

    assert titles(cell(soup, 9)) == ["在学校"]
    assert soup.select_one("a[rel=next]")["href"] == f"{MONTH}?{asked}&month=2027-01"
    assert soup.select_one(".looks a")["href"] == f"/classes/?{asked}"
    assert len(soup.select(".chips a.chip")) == 3


@pytest.mark.parametrize("month", ["2026-13", "x", "9999-12", "0001-01", "2026-1", "２０２６-12"])
def test_a_month_nobody_knows_is_this_one_and_that_is_said(client, month):
    soup = page(client, f"{MONTH}?month={month}")
    today = timezone.localdate()

    assert f"{today.year}年{today.month}月" in soup.select_one("h2#month").text
    assert "看不懂" in soup.select_one(".notice").text


@pytest.mark.parametrize("day", ["2026-02-30", "2026-1-1", "9999-12-31", "0001-01-01", "today"])
def test_a_day_no_calendar_has_is_no_address(client, day):
    assert client.get(f"{MONTH}{day}/").status_code == 404


def test_links_end_where_nobody_plans(client):
    """A robot would follow them for ever."""
    far = timezone.localdate().year + 3
    assert not page(client, f"{MONTH}?month={far}-12").select("a[rel=next]")


def test_month_and_map_are_narrowed_where_one_is(client):
    """The same conditions as the list's, without a script; the month stays the one that is shown."""
    first = (timezone.localdate().replace(day=1) + datetime.timedelta(days=62)).replace(day=1)
    programme = make_programme(make_project("泥人示例"))
    for kind, number in ((VenueType.SCHOOL, 3), (VenueType.MALL, 5)):
        day = first + datetime.timedelta(days=number)
        make_session(
            programme=programme,
            title=f"{kind.label}课",
            venue=make_venue(kind),
            day=day,
            state=SessionState.OPEN,
        )
    shown = f"{first:%Y-%m}"
    for address, fixed in ((f"{MONTH}?month={shown}", {"month": shown}), ("/classes/map/", {})):
        soup = page(client, address)
        form = soup.select_one(".look-filter form")
        hidden = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
        assert hidden == fixed
        names = {one["name"] for one in form.select("input:not([type=hidden])")}
        assert names >= {"age", "free", "category", "project", "venue_type", "weekday", "area"}
        asked = urlencode({**hidden, "venue_type": "mall"})
        found = page(client, f"{form['action']}?{asked}")
        assert "商圈课" in found.main.text
        assert "校园课" not in found.select_one(".month, .place-list").text
        [chip] = found.select("a.chip")
        assert chip["href"] == address


def test_a_month_costs_two_queries_and_three_at_most(client, django_assert_num_queries):
    day = timezone.localdate().replace(day=15)
    project = make_project("泥人示例")
    programme, slug = make_programme(project), project.slug
    for number in range(30):
        make_session(
            programme=programme,
            day=day + datetime.timedelta(number % 9),
            hour=8 + number % 9,
            state=SessionState.OPEN,
        )
    with django_assert_num_queries(2):
        client.get(MONTH)
    with django_assert_num_queries(3):
        client.get(f"{MONTH}?project={slug}&venue=99&teacher=99&area=110101&category=x")


# ---- the map ----


def place(pk: int, latitude: float, longitude: float) -> Place:
    return Place(pk, f"场地{pk}", latitude, longitude, 1)


def test_north_is_up_and_east_is_right():
    drawing = drawn_map([place(1, 39.15, 117.20), place(2, 39.10, 117.30)])

    north_west, south_east = drawing.marks
    assert north_west.y < south_east.y
    assert north_west.x < south_east.x


def test_the_scale_is_true_both_ways():
    """A hundredth of a degree of latitude is 1.1132 km; of longitude here about 0.864 km."""
    drawing = drawn_map([place(1, 39.10, 117.20), place(2, 39.11, 117.20), place(3, 39.10, 117.21)])
    origin, north, east = drawing.marks
    per_km = drawing.scale_length / drawing.scale_km

    assert (origin.point_y - north.point_y) / per_km == pytest.approx(1.1132, rel=0.001)
    assert (east.point_x - origin.point_x) / per_km == pytest.approx(0.8638, rel=0.002)


def test_marks_of_one_building_can_be_told_apart():
    drawing = drawn_map([place(number, 39.12, 117.25) for number in range(12)])
    marks = drawing.marks

    for index, one in enumerate(marks):
        assert MARK <= one.x <= WIDTH - MARK
        assert MARK <= one.y <= HEIGHT - MARK
        for other in marks[index + 1 :]:
            assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (2 * MARK - 1) ** 2


def test_the_map_numbers_what_its_list_says(client):
    here = make_venue(name="有坐标", latitude="39.12", longitude="117.25")
    there = make_venue(name="没坐标")
    make_session(title="图上", venue=here, state=SessionState.OPEN)
    make_session(title="图外", venue=there, state=SessionState.OPEN)
    make_session(title="草稿", venue=make_venue(latitude="39.2", longitude="117.2"))

    soup = page(client, "/classes/map/")

    [mark] = soup.select("svg.map a.map-mark")
    assert mark["href"] == f"#place-{here.pk}"
    assert mark["aria-label"] == "1 有坐标，1 场"
    assert "图上" in soup.select_one(f"ol #place-{here.pk}").text
    assert "图外" in soup.select_one(f"ul #place-{there.pk}").text


def test_the_map_asks_for_nothing_elsewhere_and_costs_the_same(client, django_assert_num_queries):
    for number in range(12):
        venue = make_venue(latitude=f"39.1{number}", longitude="117.25")
        make_session(venue=venue, state=SessionState.OPEN)
    with django_assert_num_queries(3):
        html = client.get("/classes/map/").content.decode()
    assert "<img" not in html
    assert 'src="http' not in html


# ---- a venue ----


def test_a_venue_says_how_to_get_there_and_what_is_on(client):
    venue = make_venue(
        name="示例社区", address="示例路 3 号", public_note="从东门进", contact_phone="55550000"
    )
    OpeningHours.objects.create(venue=venue, weekday=2, opens="09:00", closes="17:00")
    make_session(title="要来的课", venue=venue, state=SessionState.OPEN)
    past = timezone.localdate() - datetime.timedelta(days=20)
    make_session(title="归档的课", venue=venue, day=past, state=SessionState.ARCHIVED)
    make_session(title="还没归档", venue=venue, day=past, hour=15, state=SessionState.HELD)

    soup = page(client, f"/classes/venues/{venue.pk}/")

    for words in (
        "示例社区",
        "示例路 3 号",
        "从东门进",
        "周三 09:00–17:00",
        "要来的课",
        "归档的课",
    ):
        assert words in soup.text
    assert "还没归档" not in soup.text
    assert "55550000" not in soup.text


def test_a_venue_nobody_was_told_of_is_not_found(client):
    venue = make_venue()
    make_session(venue=venue)

    assert client.get(f"/classes/venues/{venue.pk}/").status_code == 404


def test_a_venue_costs_the_same_with_many_classes(client, django_assert_max_num_queries):
    venue, programme, teacher = make_venue(), make_programme(), make_teacher()
    common = {"venue": venue, "programme": programme, "teacher": teacher, "minutes": 60}
    make_session(hour=7, state=SessionState.OPEN, **common)
    with django_assert_max_num_queries(7) as few:
        client.get(f"/classes/venues/{venue.pk}/")
    for hour in range(8, 20):
        make_session(hour=hour, state=SessionState.OPEN, **common)
    with django_assert_max_num_queries(len(few)):
        client.get(f"/classes/venues/{venue.pk}/")


@pytest.mark.parametrize("day", ["2000-01-01", "2100-12-31"])
def test_the_first_and_the_last_day_lead_nowhere_beyond(client, day):
    links = {link["href"] for link in page(client, f"{MONTH}{day}/").select(".month-nav a")}
    assert len(links) == 1
    for address in links:
        assert client.get(address).status_code == 200
