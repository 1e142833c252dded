"""The screens on which staff check messages, and who never sees them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR, ROLE_REVIEWER
from accounts.models import User
from messaging.enums import MessageState
from messaging.models import Message
from tests.factories.messaging import MessageFactory, failed, held
from tests.registry.admin.conftest import client_of, member

pytestmark = pytest.mark.django_db

INDEX = "/admin/messaging/"
BULK = "/admin/bulk/messaging/message/release/"


@pytest.fixture
def reviewer() -> User:
    return member(ROLE_REVIEWER, "shenhe")


@pytest.fixture
def browser(reviewer: User) -> Client:
    return client_of(reviewer)


def page(message: Message) -> str:
    return reverse("messaging:message", args=[message.pk])


def words(message: Message, **changes: str) -> dict[str, str]:
    return {"subject": message.subject, "body": message.body, **changes}


class TestWhoMay:
    @pytest.mark.parametrize("role", [ROLE_REVIEWER, ROLE_ADMINISTRATOR])
    def test_reviewers_and_administrators_see_them(self, role) -> None:
        message = held(body="您的身份证复印件不清楚。")
        browser = client_of(member(role, "staff"))

        assert message.address in browser.get(INDEX).text
        assert "身份证复印件" in browser.get(page(message)).text
        assert INDEX in browser.get("/admin/").text

    def outsiders(self) -> list[Client]:
        """An editor, an editor with permissions that mean nothing here, a citizen, nobody."""
        odd = member(ROLE_EDITOR, "odd")
        odd.user_permissions.add(*Permission.objects.filter(content_type__app_label="accounts"))
        citizen = client_of(User.objects.create_user("citizen"))
        return [client_of(member(ROLE_EDITOR, "editor")), client_of(odd), citizen, Client()]

    def test_nobody_else_sees_or_moves_one(self) -> None:
        message = held(body="您的身份证复印件不清楚。")
        for browser in self.outsiders():
            for url in (INDEX, f"{INDEX}results/", page(message), f"{BULK}?id={message.pk}"):
                answer = browser.get(url, follow=True)
                assert message.address not in answer.text, url
                assert message.body not in answer.text, url
            browser.post(page(message), {"step": "release"})
            browser.post(page(message), words(message, body="别的"))
            browser.post(f"{BULK}?id={message.pk}", {})

        before = message.body
        message.refresh_from_db()
        assert (message.state, message.body) == (MessageState.HELD, before)

    def test_an_editor_has_no_menu_entry(self) -> None:
        assert INDEX not in client_of(member(ROLE_EDITOR, "editor")).get("/admin/").text

    def test_not_even_a_superuser_deletes_one_or_adds_one(self) -> None:
        message = held()
        browser = client_of(User.objects.create_superuser("root"))

        assert browser.get(INDEX).status_code == 200
        assert (
            browser.post(f"/admin/bulk/messaging/message/delete/?id={message.pk}").status_code
            == 404
        )
        assert browser.get("/admin/snippets/messaging/message/").status_code == 404
        assert Message.objects.filter(pk=message.pk).exists()


class TestHomePage:
    def test_it_counts_what_waits_and_leads_there(self, browser) -> None:
        for _one in range(3):
            held()
        failed()
        MessageFactory(state=MessageState.SENT)

        page = browser.get("/admin/").text

        panel = page[page.index('id="messaging-home"') :]
        panel = " ".join(panel[: panel.index("</section>")].split())
        assert f'<a href="{INDEX}?state=held">等待核对后发出</a> <strong>3</strong>' in panel
        assert f'<a href="{INDEX}?state=failed">没有发出，需要处理</a> <strong>1</strong>' in panel
        assert browser.get(f"{INDEX}?state=held").context["object_list"].count() == 3

    def test_with_nothing_waiting_it_says_so_without_a_link(self, browser) -> None:
        page = browser.get("/admin/").text
        assert "等待核对后发出" in page
        assert f"{INDEX}?state=held" not in page

    def test_who_may_not_handle_messages_is_told_nothing(self) -> None:
        held()
        page = client_of(member(ROLE_EDITOR, "editor")).get("/admin/").text
        assert "messaging-home" not in page


class TestOneMessage:
    def test_a_held_one_is_changed_and_waits_on(self, browser) -> None:
        message = held()

        answer = browser.post(page(message), words(message, body="改过的正文。"), follow=True)

        assert "已保存，尚未发出" in answer.text
        assert "修改了标题或正文" in answer.text
        message.refresh_from_db()
        assert (message.state, message.body) == (MessageState.HELD, "改过的正文。")

    def test_it_is_changed_and_released_with_one_button(self, browser, reviewer) -> None:
        message = held()

        browser.post(page(message), words(message, body="改过的正文。", step="release"))

        message.refresh_from_db()
        assert (message.state, message.body) == (MessageState.QUEUED, "改过的正文。")

    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, browser) -> None:
        message = held()

        answer = browser.post(
            page(message), words(message, subject="", body="改过的", step="release")
        )

        assert "没有保存" in answer.text
        assert "改过的" in answer.text
        message.refresh_from_db()
        assert message.state == MessageState.HELD

    def test_one_that_went_out_meanwhile_is_not_changed(self, browser) -> None:
        message = held()
        Message.objects.filter(pk=message.pk).update(state=MessageState.SENT)

        answer = browser.post(page(message), words(message, body="太晚的修改"))

        assert "不能再修改" in answer.text
        message.refresh_from_db()
        assert message.body != "太晚的修改"

    def test_it_is_cancelled(self, browser) -> None:
        message = held()
        assert "不会发出" in browser.post(page(message), {"step": "cancel"}, follow=True).text
        message.refresh_from_db()
        assert message.state == MessageState.CANCELLED

    def test_a_failed_one_says_why_and_is_sent_again(self, browser) -> None:
        message = failed()
        assert "550 no such user" in browser.get(page(message)).text

        browser.post(page(message), {"step": "retry"})

        message.refresh_from_db()
        assert message.state == MessageState.QUEUED

    def test_a_sent_one_offers_nothing_and_refuses_politely(self, browser) -> None:
        message = MessageFactory(state=MessageState.SENT)
        assert 'name="step"' not in browser.get(page(message)).text

        answer = browser.post(page(message), {"step": "cancel"}, follow=True)

        assert "现在是“已发送”，不能取消" in answer.text

    def test_an_unknown_one_and_an_unknown_step(self, browser) -> None:
        message = held()
        assert browser.get(f"{INDEX}999999/").status_code == 404
        assert browser.post(page(message), {"step": "burn"}).status_code == 302
        message.refresh_from_db()
        assert message.state == MessageState.HELD


class TestListing:
    def test_it_is_filtered_by_state_way_and_day_and_searched(self, browser) -> None:
        held(subject="要核对的", about="申报 2026-0012")
        failed(subject="失败的")

        def shown(query: str) -> str:
            answer = browser.get(f"{INDEX}?{query}")
            assert answer.status_code == 200
            return "".join(name for name in ("要核对的", "失败的") if name in answer.text)

        assert shown("") == "要核对的失败的"
        assert shown("state=held") == "要核对的"
        assert shown("channel=sms") == ""
        assert shown("created_at_from=2999-01-01") == ""
        assert shown("q=2026-0012") == "要核对的"
        assert shown("q=%00") == "要核对的失败的"

    def test_its_queries_do_not_grow_with_its_rows(
        self, browser, reviewer, django_assert_max_num_queries
    ) -> None:
        MessageFactory.create_batch(2, recipient=reviewer)
        browser.get(INDEX)
        with django_assert_max_num_queries(40) as few:
            browser.get(INDEX)
        MessageFactory.create_batch(20, recipient=reviewer)
        with django_assert_max_num_queries(len(few)):
            browser.get(INDEX)

    def test_several_are_released_and_the_others_left(self, browser) -> None:
        waiting = [held(), held()]
        sent = MessageFactory(state=MessageState.SENT)
        ids = "&".join(f"id={message.pk}" for message in [*waiting, sent])

        asked = browser.get(f"{BULK}?{ids}&next={INDEX}")
        assert "以下 2 条将马上发出" in asked.text
        assert "另有 1 条不在“待核对”" in asked.text
        answer = browser.post(f"{BULK}?{ids}&next={INDEX}", follow=True)

        assert "已发出 2 条" in answer.text
        assert Message.objects.filter(state=MessageState.QUEUED).count() == 2

    def test_an_address_bar_holds_anything(self, browser) -> None:
        assert browser.get(f"{BULK}?id=x&id=%00&id=99999999999999999999").status_code == 200
