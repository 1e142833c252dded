"""Lists: as of any date, codes shared across places, codes as written."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from registry import queries
from registry.domain.publishing import save_record
from registry.enums import Level
from registry.models import Act, Batch
from registry.models.acts import ordinal_label
from tests.factories.registry import division, make_inscription, make_project, national_batch

pytestmark = pytest.mark.django_db


def on(*numbers: int) -> datetime.date:
    return datetime.date(*numbers)


def test_a_code_is_kept_as_written_and_normalised_beside_it():
    project = make_project(inscriptions=[make_inscription("VIII—89\xa0")])
    inscription = project.inscriptions.get()
    assert inscription.code_as_written == "VIII—89\xa0"
    assert inscription.code == "Ⅷ-89"


def test_the_day_comes_from_the_batch_when_none_is_given():
    project = make_project(inscriptions=[make_inscription(batch=national_batch(5))])
    assert project.inscriptions.get().inscribed_on == on(2021, 5, 24)


def test_without_a_batch_the_day_is_that_on_which_the_act_was_published():
    act = Act.objects.create(title="示例通知", issuer="示例政府", published_on=on(2010, 6, 10))
    dateless = Batch.objects.create(level=Level.COUNTY, jurisdiction=division(), ordinal=7, act=act)
    own = make_project(inscriptions=[make_inscription(level=Level.COUNTY, act=act)])
    by_batch = make_project(inscriptions=[make_inscription(level=Level.COUNTY, batch=dateless)])
    for project in (own, by_batch):
        assert project.inscriptions.get().inscribed_on == on(2010, 6, 10)


def test_a_list_is_in_the_order_of_its_codes_and_what_has_none_comes_last():
    for code in ("Ⅷ-10", "", "Ⅷ-9", "VIII-100", "Ⅷ-2"):
        make_project(f"技艺{code}", inscriptions=[make_inscription(code)])
    listed = [entry.code for entry in queries.list_as_of(on(2020, 1, 1))]
    assert listed == ["Ⅷ-2", "Ⅷ-9", "Ⅷ-10", "Ⅷ-100", ""]


def test_what_has_no_day_is_counted_apart():
    dateless = Batch.objects.create(level=Level.COUNTY, jurisdiction=division(), ordinal=7)
    project = make_project(inscriptions=[make_inscription(level=Level.COUNTY, batch=dateless)])
    make_project(publish=False, inscriptions=[make_inscription(level=Level.COUNTY, batch=dateless)])
    assert not queries.list_as_of(on(2020, 1, 1)).exists()
    assert [entry.project for entry in queries.listed_without_day()] == [project]
    assert not queries.listed_without_day(level=Level.NATIONAL).exists()


def test_the_list_as_of_a_day_holds_what_was_in_force_on_it():
    early = make_project("甲", inscriptions=[make_inscription(batch=national_batch(1))])
    late = make_project("乙", inscriptions=[make_inscription(batch=national_batch(5))])
    gone = make_project(
        "丙", inscriptions=[make_inscription(batch=national_batch(1), removed_on=on(2012, 1, 1))]
    )
    make_project("草稿", publish=False, inscriptions=[make_inscription()])

    def names(day: datetime.date) -> set[str]:
        return {entry.project.name for entry in queries.list_as_of(day)}

    assert names(on(2006, 5, 19)) == set()
    assert names(on(2006, 5, 20)) == {early.name, gone.name}
    assert names(on(2011, 12, 31)) == {early.name, gone.name}
    assert names(on(2012, 1, 1)) == {early.name}
    assert names(on(2021, 5, 24)) == {early.name, late.name}


def test_the_list_can_be_narrowed_to_one_level_and_place():
    batch = Batch.objects.create(
        level=Level.COUNTY, jurisdiction=division(), ordinal=8, announced_on=on(2019, 1, 1)
    )
    local = make_project(
        "本区", inscriptions=[make_inscription("", level=Level.COUNTY, batch=batch)]
    )
    make_project("全国", inscriptions=[make_inscription()])
    entries = queries.list_as_of(on(2020, 1, 1), level=Level.COUNTY, jurisdiction=division())
    assert [entry.project for entry in entries] == [local]


def test_projects_of_other_places_under_one_code_know_each_other():
    here = make_project("泥塑(天津)", inscriptions=[make_inscription("Ⅶ-47")])
    there = make_project("泥塑(无锡)", inscriptions=[make_inscription("VII-47 ")])
    make_project("别的", inscriptions=[make_inscription("Ⅶ-48")])
    assert list(queries.sharing_code(here)) == [there]
    assert list(queries.sharing_code(there)) == [here]


def test_a_bare_numeral_or_an_empty_code_ties_nothing_together():
    one = make_project(inscriptions=[make_inscription("Ⅷ")])
    make_project(inscriptions=[make_inscription("Ⅷ")])
    make_project(inscriptions=[make_inscription("")])
    assert not queries.sharing_code(one).exists()


def test_below_the_national_list_a_code_counts_within_one_place_only():
    batches = [
        Batch.objects.create(level=Level.COUNTY, jurisdiction=division(code), ordinal=1)
        for code in ("120102", "120103")
    ]
    one, _ = (
        make_project(inscriptions=[make_inscription("Ⅷ-1", level=Level.COUNTY, batch=batch)])
        for batch in batches
    )
    assert not queries.sharing_code(one).exists()


def test_registered_projects_are_counted_once_however_often_listed():
    batch = Batch.objects.create(level=Level.COUNTY, jurisdiction=division(), ordinal=1)
    make_project(
        inscriptions=[make_inscription(), make_inscription("", level=Level.COUNTY, batch=batch)]
    )
    make_project()
    make_project(division=division("120103"), inscriptions=[make_inscription()])
    assert queries.registered_projects().count() == 2
    assert queries.registered_projects(division="120102").count() == 1


def test_a_removal_before_the_inscription_is_refused_in_words():
    project = make_project()
    project.inscriptions = [
        make_inscription(inscribed_on=on(2010, 1, 1), removed_on=on(2009, 1, 1))
    ]
    with pytest.raises(ValidationError, match="退出日期不能早于列入日期"):
        project.inscriptions.all()[0].full_clean(exclude=["project"])


def test_the_same_batch_cannot_be_entered_twice_nationally_or_locally():
    with pytest.raises(ValidationError, match="已经登记"):
        Batch(level=Level.NATIONAL, ordinal=1).full_clean()
    Batch.objects.create(level=Level.COUNTY, jurisdiction=division(), ordinal=1)
    with pytest.raises(ValidationError, match="已经登记"):
        Batch(level=Level.COUNTY, jurisdiction=division(), ordinal=1).full_clean()


def test_a_municipality_calls_its_own_list_shi_ji():
    tianjin, hebei = division("120000"), division("130000")
    names = [
        str(Batch(level=Level.PROVINCIAL, jurisdiction=place, ordinal=2, year=2009))
        for place in (tianjin, hebei)
    ]
    assert names == ["天津市市级第二批（2009年）", "河北省省级第二批（2009年）"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "第一批"),
        (10, "第十批"),
        (12, "第十二批"),
        (20, "第二十批"),
        (31, "第三十一批"),
        (100, "第100批"),
    ],
)
def test_batches_are_counted_in_chinese(number, words):
    assert ordinal_label(number) == words


def test_saving_again_keeps_inscriptions_as_they_were():
    project = make_project(inscriptions=[make_inscription("Ⅷ-89", sub_number="Ⅷ-089_02_120105")])
    key = project.inscriptions.get().pk
    save_record(record=project, by=None, publish=True)
    assert project.inscriptions.get().pk == key
