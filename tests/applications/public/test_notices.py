"""Notices: what the public sees, for how long, and what may still be changed."""

from __future__ import annotations

import datetime
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from applications.domain import noticing
from applications.domain.objecting import Statement, decide, make_objection, take_over
from applications.domain.transitioning import transition
from applications.enums import Decision, NoticeState, ObjectionState, State
from applications.models import Case, Notice
from registry.domain.publishing import save_record
from registry.models import HeritageProject
from tests.factories import applications as made
from tests.racing import race

pytestmark = pytest.mark.django_db
ZONE = timezone.get_default_timezone()


def ready(count: int = 1, **told):
    """Cases the committee wants on notice, all of one round."""
    round_ = made.make_round()
    secretary = made.make_staff("secretary")
    cases = []
    for _one in range(count):
        case = made.make_case(State.COMMITTEE, round_=round_, **told)
        made.decide(case, Decision.NOTICE, by=secretary, now=case.state_since)
        cases.append(case)
    return cases


def drafted(cases, by=None) -> Notice:
    return noticing.draft_notice(
        round_=cases[0].round,
        title="示例公示",
        text="现予公示。",
        objection_contact="示例街 1 号",
        cases=cases,
        by=by or made.make_staff("publisher"),
    )


def published(cases, now=None) -> Notice:
    publisher = made.make_staff("publisher")
    return noticing.publish_notice(notice=drafted(cases, publisher), by=publisher, now=now)


def state_of(case) -> str:
    return Case.objects.get(pk=case.pk).state


def after(notice: Notice) -> datetime.datetime:
    """The first minute of the day after the last one."""
    day = notice.last_day + datetime.timedelta(days=1)
    return datetime.datetime.combine(day, datetime.time(0, 1), ZONE)


@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (23, 59)])
def test_a_case_walked_to_its_notice_is_on_it_the_same_day_at_any_time(hour, minute):
    moment = timezone.localtime().replace(hour=hour, minute=minute, second=59)
    case = made.make_case(State.ON_NOTICE, now=moment)
    notice = case.candidacies.get().notice
    assert notice.first_day == moment.date()
    assert notice.takes_objections(moment.date())


def test_publishing_puts_every_candidate_on_notice_for_twenty_days():
    cases = ready(2)
    notice = published(cases)
    assert {state_of(one) for one in cases} == {State.ON_NOTICE}
    assert (notice.last_day - notice.first_day).days == 20
    case = Case.objects.get(pk=cases[0].pk)
    assert case.due_on == notice.last_day


def test_a_draft_is_nothing_to_the_public(client):
    notice = drafted(ready())
    assert client.get(f"/notices/{notice.pk}/").status_code == 404
    assert client.get(f"/notices/{notice.pk}/object/").status_code == 404
    assert notice.title not in client.get("/notices/").content.decode()


def test_all_or_nothing():
    cases = ready(2)
    publisher = made.make_staff("publisher")
    notice = drafted(cases, publisher)
    transition(case_id=cases[1].pk, name="withdraw", by=cases[1].applicant, reason="不申报了")
    with pytest.raises(ValidationError):
        noticing.publish_notice(notice=notice, by=publisher)
    notice.refresh_from_db()
    assert (notice.state, state_of(cases[0])) == (NoticeState.DRAFT, State.COMMITTEE)


def test_only_what_the_committee_decided_can_be_chosen():
    undecided = made.make_case(State.COMMITTEE)
    with pytest.raises(ValidationError, match="委员会"):
        drafted([undecided])


@pytest.mark.parametrize("role", ["officer", "secretary", "guide"])
def test_only_publishers_publish(role):
    notice = drafted(ready())
    with pytest.raises(PermissionDenied):
        noticing.publish_notice(notice=notice, by=made.make_staff(role))


def test_the_public_page_shows_candidates_days_and_how_to_object(client):
    cases = ready(title="示例<b>技艺</b>")
    notice = published(cases)
    shown = client.get(f"/notices/{notice.pk}/").content.decode()
    assert "示例&lt;b&gt;技艺&lt;/b&gt;" in shown
    assert "还有 20 天" in shown
    assert "示例街 1 号" in shown
    assert "13800000000" not in shown


def test_pages_take_the_same_queries_for_one_and_for_three(client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 3):
        notice = published(ready(number))
        client.get(f"/notices/{notice.pk}/")
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/notices/{notice.pk}/")
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_it_is_not_closed_before_the_day_after_its_last():
    notice = published(ready())
    secretary = made.make_staff("secretary")
    last_minute = datetime.datetime.combine(notice.last_day, datetime.time(23, 59), ZONE)
    with pytest.raises(ValidationError, match="期满"):
        noticing.close_notice(notice=notice, by=secretary, now=last_minute)
    done = noticing.close_notice(notice=notice, by=secretary, now=after(notice))
    assert len(done.closed) == 1
    notice.refresh_from_db()
    assert notice.state == NoticeState.CLOSED


def test_an_open_objection_holds_its_candidate_and_no_other():
    cases = ready(2)
    notice = published(cases)
    held = notice.candidates.get(case=cases[0])
    make_objection(
        candidate=held, statement=Statement("李某", "13900000000", "传承人不是他，另有其人。")
    )
    done = noticing.close_notice(notice=notice, by=made.make_staff("secretary"), now=after(notice))
    assert [one.case_id for one in done.closed] == [cases[1].pk]
    assert state_of(cases[0]) == State.ON_NOTICE
    notice.refresh_from_db()
    assert notice.state == NoticeState.PUBLISHED


def test_an_upheld_objection_sends_the_case_back_with_a_correction_notice(client):
    cases = ready()
    notice = published(cases)
    handler = made.make_staff("handler")
    objection = make_objection(
        candidate=notice.candidates.get(),
        statement=Statement("李某", "13900000000", "传承人不是他，另有其人。"),
    )
    take_over(objection=objection, by=handler)
    for to in (ObjectionState.INVESTIGATING, ObjectionState.UPHELD, ObjectionState.REPLIED):
        decide(objection=objection, to=to, text="经核实情况属实。", by=handler)
    secretary = made.make_staff("secretary")
    done = noticing.close_notice(notice=notice, by=secretary, now=after(notice))
    assert done.closed == []
    transition(
        case_id=cases[0].pk,
        name="uphold_objection",
        by=secretary,
        reason="异议成立",
        wanted={"correction": "因异议成立，移出名单。"},
    )
    assert state_of(cases[0]) == State.COMMITTEE
    shown = client.get(f"/notices/{notice.pk}/").content.decode()
    assert "因异议成立，移出名单。" in shown


def test_a_published_candidate_changes_only_with_a_correction_notice(client):
    notice = published(ready())
    publisher = made.make_staff("publisher")
    candidate = notice.candidates.get()
    texts = noticing.Texts("改后的名称", candidate.unit, candidate.text)
    with pytest.raises(ValidationError, match="更正公告"):
        noticing.change_candidate(candidate=candidate, texts=texts, correction=" ", by=publisher)
    candidate.refresh_from_db()
    assert candidate.name != "改后的名称"
    noticing.change_candidate(
        candidate=candidate, texts=texts, correction="名称写错，更正。", by=publisher
    )
    shown = client.get(f"/notices/{notice.pk}/").content.decode()
    assert "改后的名称" in shown
    assert "名称写错，更正。" in shown


def test_days_can_be_added_never_taken():
    notice = published(ready())
    publisher = made.make_staff("publisher")
    day = datetime.timedelta(days=1)
    with pytest.raises(ValidationError, match="只能延长"):
        noticing.extend_notice(
            notice=notice, last_day=notice.last_day - day, correction="改期", by=publisher
        )
    longer = noticing.extend_notice(
        notice=notice, last_day=notice.last_day + day, correction="延长一天", by=publisher
    )
    assert longer.last_day == notice.last_day + day


def test_after_promulgation_the_notice_leads_to_the_record(client):
    cases = ready(title="示例年画")
    notice = published(cases)
    noticing.close_notice(notice=notice, by=made.make_staff("secretary"), now=after(notice))
    transition(
        case_id=cases[0].pk,
        name="promulgate",
        by=made.make_staff("administrator"),
        now=after(notice),
        wanted={
            "document_number": "河东政发〔2026〕5号",
            "issuer": "天津市河东区人民政府",
            "published_on": timezone.localdate(),
        },
    )
    project = HeritageProject.objects.get(name="示例年画")
    page = f"/notices/{notice.pk}/"
    assert f"/catalogue/projects/{project.slug}/" not in client.get(page).content.decode()
    save_record(record=project.get_latest_revision_as_object(), by=None, publish=True)
    assert f"/catalogue/projects/{project.slug}/" in client.get(page).content.decode()


def test_two_secretaries_close_at_once(racing_database):
    notice = published(ready())
    people = [made.make_staff("secretary"), made.make_staff("secretary")]
    calls = [
        partial(noticing.close_notice, notice=notice, by=one, now=after(notice)) for one in people
    ]
    found = sorted(type(one).__name__ for one in race(*calls))
    assert found == ["Closing", "ValidationError"]
    assert state_of(notice.candidates.get().case) == State.REPORTING


def test_staff_draft_publish_and_close_in_the_admin(client):
    cases = ready()
    client.force_login(made.make_staff("publisher"))
    place = "/admin/applications/notices/"
    assert "可以公示的申报" in client.get(place).content.decode()
    told = {
        "title": "示例公示九",
        "text": "现予公示。",
        "objection_contact": "示例街 1 号",
        "cases": [cases[0].pk],
    }
    client.post(f"{place}rounds/{cases[0].round_id}/new/", told)
    notice = Notice.objects.get(title="示例公示九")
    assert "示例公示九" in client.get(f"{place}{notice.pk}/preview/").content.decode()
    client.post(f"{place}{notice.pk}/", {"publish": "1"})
    assert state_of(cases[0]) == State.ON_NOTICE
    client.force_login(made.make_staff("officer"))
    assert client.get(place).status_code == 302
