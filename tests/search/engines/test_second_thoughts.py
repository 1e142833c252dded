"""What both engines make of words typed together, with a slip, or half by sound."""

from __future__ import annotations

import pytest

from search.interface import Engine, Kind, SearchDocument, Sort

from .samples import asked, catalogue, ids, project


class TestWordsTypedApart:
    def test_are_all_wanted(self, filled: Engine) -> None:
        """Half of them will do only within a sentence: 京剧 泥人张 is no search for 京剧."""
        result = filled.search(asked("皮影戏 船长"))
        assert (result.total, result.hits) == (0, ())
        assert "project-4" in [hit.id for hit in result.wider]

    def test_one_of_them_may_have_a_slip(self, filled: Engine) -> None:
        result = filled.search(asked("河东区 拦街高桥"))
        assert [(hit.id, hit.guess) for hit in result.hits] == [("project-5", True)]
        assert result.did_you_mean == ("河东区 拦街高跷",)

    @pytest.mark.parametrize("text", ["泥人 非遗", "非物质文化遗产 泥人", "请问 泥人"])
    def test_what_says_nothing_beside_others_is_passed_over(
        self, filled: Engine, text: str
    ) -> None:
        assert "project-1" in ids(filled.search(asked(text)))

    def test_a_word_for_a_kind_brings_that_kind_first(self, engine: Engine) -> None:
        engine.index(catalogue())
        engine.index([project(20, "泥人彩塑记", texts=(("简介", "传承人都在此留名。"),))])
        assert ids(engine.search(asked("泥人彩塑 传承人")))[0] == "inheritor-1"
        assert ids(engine.search(asked("泥人彩塑的传承人")))[0] == "inheritor-1"


class TestSingleCharacters:
    def test_are_looked_for_in_texts_where_no_name_has_them(self, engine: Engine) -> None:
        in_text = project(1, "皮影戏", texts=(("简介", "以纛旗开场。"),))
        engine.index([in_text, project(2, "剪纸")])
        result = engine.search(asked("纛"))
        assert ids(result) == ["project-1"]
        assert [match.field for match in result.hits[0].matched] == ["text"]
        assert ids(engine.search(asked("皮影 纛"))) == ["project-1"]
        assert engine.search(asked("剪纸 纛")).total == 0
        engine.index([project(3, "纛旗制作")])
        assert ids(engine.search(asked("纛"))) == ["project-3"]


class TestWordsTypedTogether:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("国家级传统技艺项目", "project-1"),
            ("传统戏剧类", "project-3"),
            ("谁会做泥人", "project-1"),
            ("天津泥人彩塑传承人有谁", "inheritor-1"),
            ("附近有没有皮影的", "project-4"),
        ],
    )
    def test_are_known_by_what_records_are_filed_under(
        self, filled: Engine, text: str, expected: str
    ) -> None:
        assert expected in ids(filled.search(asked(text)))

    def test_are_marked_each_where_it_stands(self, filled: Engine) -> None:
        (hit, *_) = filled.search(asked("河东区直沽泥人")).hits
        marks = {(match.field, text) for match in hit.matched for text, on in match.pieces if on}
        assert marks == {("name", "直沽泥人"), ("unit", "河东区")}

    def test_a_long_place_is_told_from_what_follows_it(self, engine: Engine) -> None:
        place = "西双版纳傣族自治州"
        engine.index([project(1, "傣族象脚鼓舞", places=("云南省", place))])
        assert ids(engine.search(asked(f"{place}傣族象脚鼓舞"))) == ["project-1"]


class TestPlaces:
    @pytest.mark.parametrize(
        ("place", "typed"),
        [
            ("积石山保安族东乡族撒拉族自治县", "积石山县"),
            ("湘西土家族苗族自治州", "湘西州"),
            ("东乡族自治县", "东乡县"),
            ("双江拉祜族佤族布朗族傣族自治县", "shuangjiangxian"),
        ],
    )
    def test_autonomous_ones_by_the_name_people_use(
        self, engine: Engine, place: str, typed: str
    ) -> None:
        engine.index([project(1, "泥人", places=(place,)), project(2, "面人", places=("河东区",))])
        assert ids(engine.search(asked(typed, wider=False))) == ["project-1"]


class TestSounds:
    def test_pinyin_in_quotation_marks_is_read(self, filled: Engine) -> None:
        assert ids(filled.search(asked('"pi ying xi"')))[0] == "project-4"

    def test_initials_in_quotation_marks_are_not(self, filled: Engine) -> None:
        assert filled.search(asked('"pyx"', wider=False)).total == 0

    @pytest.mark.parametrize("text", ["皮影x", "拦街g"])
    def test_a_name_may_go_on_by_sound(self, filled: Engine, text: str) -> None:
        expected = "project-4" if text.startswith("皮") else "project-5"
        assert ids(filled.search(asked(text)))[0] == expected
        assert filled.suggest(text)[0].id == expected


class TestSuggestions:
    def test_a_word_whose_halves_stand_apart_in_a_name(self, filled: Engine) -> None:
        lines = [line.text for line in filled.suggest("泥人直沽")]
        assert lines == ["泥人彩塑（直沽泥人）", "直沽泥人传习所"]

    def test_halves_are_looked_at_for_want_of_others_only(self, engine: Engine) -> None:
        person = SearchDocument(id="inheritor-9", kind=Kind.INHERITOR, name="泥人直沽生")
        engine.index([*catalogue(), person])
        assert [line.id for line in engine.suggest("泥人直沽")] == ["inheritor-9"]


class TestPages:
    """Whatever page or order is asked for, the same hits and guesses are counted."""

    @pytest.fixture
    def many(self, engine: Engine) -> Engine:
        plain = [
            project(n, "胡琴新曲", texts=(("简介", "二泉映月的曲调"),)) for n in range(100, 106)
        ]
        apart = [project(n, f"二泉琴社映月会{n}") for n in range(200, 207)]
        slips = [project(n, "二泉迎月曲") for n in range(300, 303)]
        engine.index([*plain, *apart, *slips])
        return engine

    @pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.NAME])
    @pytest.mark.parametrize("size", [2, 5, 50])
    def test_fit_together(self, many: Engine, sort: Sort, size: int) -> None:
        first = many.search(asked("二泉映月", sort=sort, page_size=size))
        assert first.total == 16
        pages = [
            many.search(asked("二泉映月", sort=sort, page=page, page_size=size))
            for page in range(1, 16 // size + 2)
        ]
        assert {page.total for page in pages} == {16}
        found = [each for page in pages for each in ids(page)]
        assert len(found) == len(set(found)) == 16

    @pytest.mark.parametrize("size", [1, 2, 20])
    def test_no_hit_of_another_page_is_offered_apart(self, filled: Engine, size: int) -> None:
        result = filled.search(asked("河东区直沽泥人", page_size=size))
        every = ids(filled.search(asked("河东区直沽泥人")))
        assert result.total == len(every)
        assert not {hit.id for hit in result.wider} & set(every)
