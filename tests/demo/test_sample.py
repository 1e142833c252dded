"""Sample data: rich enough to try everything, repeatable, and never among real records."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from demo.accounts import ACCOUNTS
from demo.removing import RECORDS
from media.models import HeritageImage
from messaging.enums import MessageState
from messaging.models import Envelope, Message
from registry import queries
from registry.models import (
    Act,
    BaseType,
    Batch,
    CreativeProduct,
    HeritageProject,
    Inheritor,
    PracticeBase,
    ProtectingUnit,
    Workshop,
)
from tests.factories.registry import make_project

pytestmark = pytest.mark.django_db


def load(*options: str) -> str:
    out = StringIO()
    call_command("load_demo", *options, stdout=out, verbosity=0)
    return out.getvalue()


def names() -> list[str]:
    return sorted(
        name for model in RECORDS for name in model.objects.values_list("name", flat=True)
    )


def test_the_sample_has_something_of_everything(loaded):
    projects = HeritageProject.objects.filter(live=True)
    assert projects.count() >= 40
    assert set(projects.values_list("category__ordinal", flat=True)) == set(range(1, 11))
    assert max(node.generation for node in queries.lineage(projects.get(name="大王庄剪纸"))) >= 3
    types = set(PracticeBase.objects.values_list("base_type__name", flat=True))
    assert types == set(BaseType.objects.values_list("name", flat=True))
    assert Workshop.objects.exists()
    assert CreativeProduct.objects.exists()
    assert Inheritor.objects.filter(bearer_kind="group").exists()
    with_picture = projects.filter(pictures__isnull=False).distinct().count()
    assert 0 < with_picture < projects.count()


def test_every_record_is_marked_as_sample_data(loaded, client):
    for model in RECORDS:
        assert not model.objects.filter(sample_data=False).exists()
    page = client.get("/catalogue/projects/da-wang-zhuang-jian-zhi/").content.decode()
    assert "示例数据" in page


def test_the_secret_section_of_a_sample_is_secret(loaded, client):
    page = client.get("/catalogue/projects/shi-li-tang-gao-yao-ao-zhi-fa/").content.decode()
    assert "滴水成珠" in page
    assert "配伍与火候口诀" not in page


def test_nothing_of_the_sample_waits_to_be_sent(loaded):
    """Its people have no mailboxes: a first start must not bury its addresses under their letters."""
    states = set(Message.objects.values_list("state", flat=True))
    assert MessageState.SENT in states
    assert states & {MessageState.QUEUED, MessageState.SENDING, MessageState.FAILED} == set()
    assert not Envelope.objects.exclude(message__state=MessageState.HELD).exists()


def test_loading_again_changes_nothing(loaded):
    before = names(), HeritageImage.objects.count(), Batch.objects.count()
    assert "已经在库中" in load()
    assert (names(), HeritageImage.objects.count(), Batch.objects.count()) == before


def test_resetting_brings_back_the_same_records(loaded):
    before = names(), HeritageImage.objects.count(), ProtectingUnit.objects.count()
    HeritageProject.objects.filter(name="大王庄剪纸").update(name="改过的名字")
    load("--reset")
    assert (names(), HeritageImage.objects.count(), ProtectingUnit.objects.count()) == before
    assert not Act.objects.filter(batches=None, document_number__startswith="示例〔").exists()


def test_resetting_refuses_once_real_records_have_joined_the_sample(loaded):
    make_project("真实项目")
    with pytest.raises(CommandError):
        load("--reset")
    assert "大王庄剪纸" in names()


def test_the_sample_accounts_can_sign_in_with_what_is_printed(loaded):
    out = StringIO()
    call_command("sample_accounts", stdout=out)
    lines = [line.split("　") for line in out.getvalue().splitlines()]
    assert len(lines) == len(ACCOUNTS)
    for _role, rest in lines:
        login, password = rest.split(" / ")
        client = Client()
        sent = {"login": login, "password": password}
        assert client.post("/account/login/?next=/admin/", sent).url == "/admin/"
        works_in_the_admin = "@" not in login
        assert (client.get("/admin/").status_code == 200) is works_in_the_admin, login
