"""Sample data is never loaded beside real records, and is the same each time."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from demo import reading
from demo.pictures import draw
from registry.models import HeritageProject
from tests.factories.registry import make_inheritor, make_project

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("options", [(), ("--reset",)])
@pytest.mark.parametrize("publish", [True, False])
def test_beside_real_records_it_refuses_and_touches_nothing(options, publish):
    make_project("真实项目", publish=publish)
    with pytest.raises(CommandError, match="已有真实记录"):
        call_command("load_demo", *options)
    assert list(HeritageProject.objects.values_list("name", flat=True)) == ["真实项目"]
    assert not User.objects.filter(username="editor").exists()


def test_the_sample_can_be_removed_from_beside_real_records(loaded):
    real = make_project("真实项目")
    linked = make_inheritor("真实传承人", project=HeritageProject.objects.get(name="大王庄剪纸"))

    with pytest.raises(CommandError, match="引用了示例数据"):
        call_command("load_demo", "--remove")
    assert HeritageProject.objects.filter(sample_data=True).count() > 40
    assert User.objects.get(username="editor").is_active

    linked.delete()
    call_command("load_demo", "--remove")
    assert list(HeritageProject.objects.all()) == [real]
    assert not User.objects.filter(username="editor", is_active=True).exists()


def test_pictures_are_the_same_each_time_and_differ_by_name():
    assert draw("大王庄剪纸", 7) == draw("大王庄剪纸", 7)
    assert draw("大王庄剪纸", 7) != draw("河东面塑", 7)


def test_what_the_samples_name_is_there():
    projects = {entry["name"] for entry in reading.projects()}
    people = {entry["name"] for entry in reading.people()}
    for entry in [*reading.bases(), *reading.workshops(), *reading.products()]:
        assert set(entry["projects"]) <= projects
    for entry in reading.people():
        assert set(entry.get("masters", [])) <= people
