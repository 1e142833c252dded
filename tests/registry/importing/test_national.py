"""The national lists: each defect that is really in them, and the whole of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Revision

from registry.enums import Level, SectionKind
from registry.models import (
    Batch,
    HeritageProject,
    ImportRow,
    Inheritor,
    Inscription,
    ProtectingUnit,
    Recognition,
    RecordChange,
)
from registry.narrative import sections
from tests.registry.importing.conftest import (
    national_row,
    outcomes,
    person_row,
    reasons,
    to_csv,
    to_jsonl,
)

pytestmark = pytest.mark.django_db
PROJECTS, INHERITORS = "ihchina-projects", "ihchina-inheritors"


def test_a_project_is_published_with_all_that_the_list_says(write: Any, import_file: Any) -> None:
    content = "&lt;p&gt;申报地区或单位：天津市河东区&lt;/p&gt;&lt;p&gt;示例正文。&lt;/p&gt;"
    import_file(write(to_jsonl([national_row(content=content)]), "a.jsonl"), PROJECTS)
    project = HeritageProject.objects.get()
    inscription = project.inscriptions.get()
    assert project.live
    assert project.latest_revision_id == project.live_revision_id
    assert project.category.name == "传统技艺"
    assert project.division.code == "120102"
    assert project.place_as_declared == "天津市河东区"
    assert [unit.unit.name for unit in project.assignments.all()] == ["天津市河东区文化馆"]
    (section,) = sections(project)
    assert section.kind == SectionKind.SUMMARY
    assert section.text == "示例正文。"
    assert inscription.level == Level.NATIONAL
    assert inscription.batch == Batch.objects.get(subject="project", level=1, ordinal=5)
    assert inscription.act is not None
    assert inscription.act.document_number == "国发〔2021〕8号"
    assert inscription.inscribed_on.isoformat() == "2021-05-24"
    assert inscription.kind == "extension"
    assert (inscription.code_as_written, inscription.code) == ("Ⅷ-82", "Ⅷ-82")
    assert inscription.sub_number == "Ⅷ-082_05_120102"
    assert inscription.declaring_unit == "天津市河东区"


def test_a_code_that_ends_in_a_no_break_space(write: Any, import_file: Any) -> None:
    run = import_file(write(to_csv([national_row(num="Ⅳ-16\xa0")])), PROJECTS)
    inscription = Inscription.objects.get()
    assert inscription.code_as_written == "Ⅳ-16\xa0"
    assert inscription.code == "Ⅳ-16"
    assert outcomes(run) == ["created"]
    assert "不间断空格" in reasons(run)


def test_a_batch_with_a_line_break_tag(write: Any, import_file: Any) -> None:
    import_file(write(to_csv([national_row(rx_time="2008</br>(第二批)")])), PROJECTS)
    assert Inscription.objects.get().batch.ordinal == 2


def test_a_number_that_stands_twice_makes_two_projects(write: Any, import_file: Any) -> None:
    rows = [
        national_row(id="1", title="示例烧饼制作技艺", project_num="Ⅷ-160_10_331122"),
        national_row(
            id="2", title="示例泡馍制作技艺", project_num="Ⅷ-160_10_331122", unit="陕西省",
            address="610000", city="", area="",
        ),
    ]  # fmt: skip
    run = import_file(write(to_csv(rows)), PROJECTS)
    assert outcomes(run) == ["created", "created"]
    assert HeritageProject.objects.count() == 2


def test_equal_titles_in_different_places_are_projects_of_their_own(
    write: Any, import_file: Any
) -> None:
    rows = [
        national_row(id="1", title="京剧", unit="北京市"),
        national_row(id="2", title="京剧", unit="天津市"),
        national_row(id="3", title="京剧", unit="天津市"),
    ]
    import_file(write(to_csv(rows)), PROJECTS)
    slugs = list(HeritageProject.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == ["jing-ju", "jing-ju-2", "jing-ju-3"]


def test_an_abolished_place_and_a_wrong_code_are_told(write: Any, import_file: Any) -> None:
    rows = [
        national_row(id="1", unit="天津市宁河县", area="120221"),
        national_row(id="2", unit="宁夏回族自治区", address="320000", city="320600", area="320682"),
        national_row(id="3", unit="中国棋院", address="990121", city="", area=""),
    ]
    run = import_file(write(to_csv(rows)), PROJECTS)
    assert outcomes(run) == ["created"] * 3
    named = HeritageProject.objects.order_by("pk").values_list("division__full_name", flat=True)
    assert list(named) == ["天津市宁河区", "宁夏回族自治区", None]
    text = reasons(run)
    assert "天津市宁河县已撤销" in text
    assert "以文字为准" in text
    assert "没有这一代码" in text


def test_private_use_and_rare_characters_are_kept(write: Any, import_file: Any) -> None:
    rows = [
        national_row(id="1", title="登嘎甘\ue81b（熊猫舞）"),
        national_row(id="2", title="㑇舞"),
    ]
    run = import_file(write(to_csv(rows)), PROJECTS)
    assert set(HeritageProject.objects.values_list("name", flat=True)) == {
        "登嘎甘\ue81b（熊猫舞）",
        "㑇舞",
    }
    assert "U+E81B" in reasons(run)
    assert run.rows.get(name="㑇舞").problems == []


def test_a_mixed_bracket_pair_is_mended_and_told(write: Any, import_file: Any) -> None:
    run = import_file(write(to_csv([national_row(title="剪纸（蔚县剪纸)")])), PROJECTS)
    assert HeritageProject.objects.get().name == "剪纸（蔚县剪纸）"
    assert "括号" in reasons(run)


def test_a_broken_line_of_a_jsonl_file_is_refused_alone(write: Any, import_file: Any) -> None:
    content = to_jsonl([national_row(id="1")]) + b'\n{"id": "2", "title"\n'
    run = import_file(write(content, "a.jsonl"), PROJECTS)
    assert outcomes(run) == ["created", "refused"]
    assert run.rows.get(outcome="refused").number == 2


def _with_projects(write: Any, import_file: Any) -> None:
    rows = [
        national_row(id="1"),
        national_row(
            id="2", title="示例烧饼制作技艺", num="Ⅷ-160", project_num="Ⅷ-160_10_331122",
            unit="浙江省缙云县",
        ),
        national_row(
            id="3", title="示例泡馍制作技艺", num="Ⅷ-160", project_num="Ⅷ-160_10_331122",
            unit="陕西省",
        ),
    ]  # fmt: skip
    import_file(write(to_csv(rows), "projects.csv"), PROJECTS)


def test_an_inheritor_is_linked_by_the_project_number(write: Any, import_file: Any) -> None:
    _with_projects(write, import_file)
    import_file(write(to_csv([person_row()])), INHERITORS)
    person = Inheritor.objects.get()
    recognition = person.recognitions.get()
    assert person.live
    assert (person.sex, person.ethnicity) == ("male", "汉族")
    assert not person.details_public
    assert recognition.project.name == "剧装戏具制作技艺"
    assert recognition.batch.ordinal == 5
    assert recognition.number == "05-0001"


def test_a_number_of_two_projects_is_settled_by_the_name(write: Any, import_file: Any) -> None:
    _with_projects(write, import_file)
    rows = [person_row(child_num="Ⅷ-160_10_331122", project="示例泡馍制作技艺", unit="陕西省")]
    run = import_file(write(to_csv(rows)), INHERITORS)
    assert Recognition.objects.get().project.name == "示例泡馍制作技艺"
    assert "同一编号" in reasons(run)


def test_an_unknown_number_is_settled_by_code_and_name(write: Any, import_file: Any) -> None:
    _with_projects(write, import_file)
    run = import_file(write(to_csv([person_row(child_num="Ⅷ-082_04_\xa0999999")])), INHERITORS)
    assert Recognition.objects.get().project.name == "剧装戏具制作技艺"
    assert "没有这一项目编号" in reasons(run)


def test_an_inheritor_of_an_unknown_project_is_refused_and_told(
    write: Any, import_file: Any
) -> None:
    rows = [person_row(child_num="Ⅰ-001_01_522622", project_num="Ⅰ-1", project="苗族古歌")]
    run = import_file(write(to_csv(rows)), INHERITORS)
    assert outcomes(run) == ["refused"]
    assert "苗族古歌" in reasons(run)
    assert "请先导入或登记该项目" in reasons(run)
    assert not Inheritor.objects.exists()


def test_people_of_one_name_stay_apart(write: Any, import_file: Any) -> None:
    _with_projects(write, import_file)
    rows = [
        person_row(id="1"),
        person_row(id="2", child_num="Ⅷ-160_10_331122", unit="浙江省缙云县"),
    ]
    rows += [person_row(id="3", nation="回族")]
    import_file(write(to_csv(rows)), INHERITORS)
    assert Inheritor.objects.filter(name="张三").count() == 3


def test_variants_of_a_name_stay_in_their_brackets(write: Any, import_file: Any) -> None:
    _with_projects(write, import_file)
    import_file(write(to_csv([person_row(title="周昌智（周昌志）")])), INHERITORS)
    assert Inheritor.objects.get().name == "周昌智（周昌志）"


@pytest.fixture
def whole(national_data: Path, import_file: Callable[..., Any]) -> tuple[Any, Any]:
    folder = national_data / "national"
    return (
        import_file(folder / "projects_raw.jsonl", PROJECTS),
        import_file(folder / "inheritors.csv", INHERITORS),
    )


def test_the_whole_of_both_lists(
    whole: tuple[Any, Any], national_data: Path, import_file: Callable[..., Any]
) -> None:
    """One test, because importing 6,775 records takes its time."""
    projects, inheritors = whole
    assert Counter(outcomes(projects)) == {"created": 3215}
    assert Counter(outcomes(inheritors)) == {"created": 3560}
    assert HeritageProject.objects.filter(live=True).count() == 3215
    assert Inheritor.objects.filter(live=True).count() == 3560
    assert Recognition.objects.count() == 3560
    numbers = Counter(Inscription.objects.values_list("sub_number", flat=True))
    assert sum(count - 1 for count in numbers.values() if count > 1) == 8
    assert Inscription.objects.filter(batch__isnull=True).count() == 0
    names = Counter(Inheritor.objects.values_list("name", flat=True))
    assert sum(1 for count in names.values() if count > 1) > 15
    assert ProtectingUnit.objects.filter(name="台江县非物质文化遗产保护中心").count() == 1
    own = HeritageProject.objects.filter(division__code="120102").values_list("name", flat=True)
    assert "剧装戏具制作技艺（戏剧靴子制作技艺）" in own

    before = (Revision.objects.count(), RecordChange.objects.count())
    for name, format_name in (
        ("projects_raw.jsonl", PROJECTS),
        ("projects.csv", PROJECTS),
        ("inheritors.csv", INHERITORS),
    ):
        again = import_file(national_data / "national" / name, format_name)
        assert set(outcomes(again)) == {ImportRow.Outcome.UNCHANGED}
    assert (Revision.objects.count(), RecordChange.objects.count()) == before
