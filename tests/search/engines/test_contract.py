"""What every engine promises: the same tests against each of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.interface import Engine, Facet, Near, Point, Sort

from .samples import TIANJIN, asked, catalogue, ids, project


class TestWriting:
    def test_an_empty_engine_answers_with_nothing(self, engine: Engine) -> None:
        result = engine.search(asked("皮影戏"))
        assert (result.total, result.hits, result.engine) == (0, (), engine.name)
        assert engine.suggest("皮影") == ()
        assert engine.versions() == {}

    def test_a_document_is_findable_on_return(self, engine: Engine) -> None:
        assert engine.index([project(1, "泥人彩塑")]) == 1
        assert ids(engine.search(asked("泥人"))) == ["project-1"]

    def test_a_newer_version_replaces_the_older(self, engine: Engine) -> None:
        engine.index([project(1, "泥人彩塑", version=1)])
        engine.index([project(1, "面人彩塑", version=2)])
        assert engine.search(asked("泥人", wider=False)).total == 0
        assert ids(engine.search(asked("面人"))) == ["project-1"]
        assert engine.versions() == {"project-1": 2}
        assert engine.search(asked()).total == 1

    def test_of_one_id_twice_in_a_batch_the_last_counts(self, engine: Engine) -> None:
        engine.index([project(1, "泥人彩塑"), project(1, "面人彩塑")])
        assert engine.search(asked()).total == 1
        assert engine.search(asked("面人")).total == 1

    def test_what_is_removed_is_gone_on_return(self, engine: Engine) -> None:
        engine.index(catalogue())
        assert engine.remove(["project-1", "project-404"]) == 2
        assert "project-1" not in ids(engine.search(asked("泥人")))
        assert "project-1" not in engine.versions()
        assert len(engine.versions()) == len(catalogue()) - 1

    def test_nothing_to_write_is_no_error(self, engine: Engine) -> None:
        assert engine.index([]) == 0
        assert engine.remove([]) == 0

    def test_health_counts_the_documents(self, filled: Engine) -> None:
        health = filled.health()
        assert health.ok
        assert health.documents == len(catalogue())

    def test_a_card_comes_back_as_it_was_given(self, engine: Engine) -> None:
        card = {"name": "泥人", "levels": ["国家级"], "picture": None, "year": 2008}
        engine.index([project(1, "泥人", card=card)])
        assert engine.search(asked("泥人")).hits[0].card == card


class TestWords:
    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("直沽泥人", "project-1"),  # the part in brackets
            ("彩塑", "project-1"),
            ("泥娃娃", "project-1"),  # an alias
            ("娃娃", "project-1"),
            ("clay", "project-1"),
            ("lay fig", "project-1"),  # pieces of foreign words
            ("皮影戏", "project-4"),  # the whole name before a part of one
            ("驴皮影", "project-3"),
            ("皮影戲", "project-4"),  # traditional characters
            ("李长河", "project-1"),  # an inheritor named on the project
            ("直沽酒厂", "project-2"),
            ("欧阳守拙", "inheritor-1"),
            ("登嘎甘\ue81b", "project-6"),  # a private-use character
            ("\ue81b", "project-6"),
            ("民间舞蹈", "project-6"),  # the category's name before 2008
            ("七分画", "project-1"),  # running text
            ("船家", "project-1"),
            ("大桥道", "base-1"),
            ("跷", "project-5"),  # one character
        ],
    )
    def test_finds(self, filled: Engine, text: str, first: str) -> None:
        assert ids(filled.search(asked(text)))[:1] == [first]

    @pytest.mark.parametrize(
        "text",
        ["nirencaisu", "ni ren cai su", "Ní rén cǎi sù", "zhiguniren", "nrcs", "zgnr", "caisu"],
    )
    def test_finds_by_pinyin_and_initials(self, filled: Engine, text: str) -> None:
        assert "project-1" in ids(filled.search(asked(text)))[:3]

    @pytest.mark.parametrize(
        "text",
        [
            "Ⅷ-89",
            "VIII-89",
            "viii—89",
            "8-89",
            "８－８９",
            "Ⅷ－89\u00a0",
            "Ⅷ-089_02_120102",
            "Ⅷ 89",
        ],
    )
    def test_finds_codes_in_every_shape(self, filled: Engine, text: str) -> None:
        result = filled.search(asked(text))
        assert ids(result) == ["project-1"]
        assert result.hits[0].matched[0].field == "code"

    def test_finds_a_whole_category_by_its_numeral(self, filled: Engine) -> None:
        assert set(ids(filled.search(asked("Ⅳ")))) == {"project-3", "project-4"}

    @pytest.mark.parametrize(
        "text", ["泥人 直沽", "直沽 泥人", "泥人　欧阳守拙", "天津 泥人 传统技艺"]
    )
    def test_words_in_any_order_must_all_be_there(self, filled: Engine, text: str) -> None:
        assert "project-1" in ids(filled.search(asked(text)))
        assert "project-2" not in ids(filled.search(asked(text)))

    @pytest.mark.parametrize(
        "text",
        [
            "河东区直沽泥人",
            "直沽泥人河东区",
            "天津的泥人",
            "泥人彩塑直沽泥人",
            "泥人彩塑(直沽泥人)",
            "彩塑欧阳守拙",
        ],
    )
    def test_words_written_together_are_taken_apart(self, filled: Engine, text: str) -> None:
        result = filled.search(asked(text))
        assert "project-1" in ids(result)
        assert not any(hit.guess for hit in result.hits)

    def test_exact_name_then_part_then_alias_then_text(self, engine: Engine) -> None:
        engine.index(
            [
                project(1, "灯谜会", texts=(("简介", "风筝也在这里放。" * 9),)),
                project(2, "纸鸢", aliases=("津门风筝",)),
                project(3, "杨记风筝扎制"),
                project(4, "风筝"),
            ]
        )
        assert ids(engine.search(asked("风筝"))) == [
            "project-4",
            "project-3",
            "project-2",
            "project-1",
        ]

    def test_frequent_words_in_a_short_text_come_first(self, engine: Engine) -> None:
        engine.index(
            [
                project(1, "甲", texts=(("简介", "庙会。" + "别的事情很多。" * 40),)),
                project(2, "乙", texts=(("简介", "庙会上看庙会。" + "别的。" * 3),)),
            ]
        )
        assert ids(engine.search(asked("庙会"))) == ["project-2", "project-1"]

    def test_quotation_marks_mean_a_phrase(self, filled: Engine) -> None:
        assert ids(filled.search(asked('"皮影艺人"'))) == ["project-5"]
        assert ids(filled.search(asked("“河东区文化馆”"))) == ["project-1"]
        assert filled.search(asked('"直沽彩塑"')).total == 0

    @pytest.mark.parametrize("minus", ["-", "－", "―", "–"])
    def test_a_leading_minus_excludes(self, filled: Engine, minus: str) -> None:
        assert "project-3" in ids(filled.search(asked("皮影戏")))
        assert "project-3" not in ids(filled.search(asked(f"皮影戏 {minus}大直沽")))

    def test_a_minus_before_a_phrase_excludes_the_phrase(self, filled: Engine) -> None:
        found = ids(filled.search(asked('皮影戏 -"本地方言"')))
        assert "project-3" not in found
        assert "project-4" in found

    def test_phrases_do_not_reach_across_punctuation(self, engine: Engine) -> None:
        engine.index([project(1, "甲", texts=(("简介", "先扎纸，花灯后做。"),))])
        assert engine.search(asked("纸花", wider=False)).total == 0
        assert engine.search(asked("花灯")).total == 1

    @pytest.mark.parametrize(
        "text",
        ["，。！？", "🎭🎭", "“", '"""', "-皮影", "－", "()（）", "\x00", "甲" * 10_000, "皮影 " * 3_000,
         "a" * 10_000, "-" * 500, "\"皮影 -'", "[1 TO 2]", "name:皮影 AND *", "\ud83d"],
    )  # fmt: skip
    def test_odd_queries_are_no_error(self, filled: Engine, text: str) -> None:
        result = filled.search(asked(text))
        assert result.total >= len(result.hits) >= 0
        filled.suggest(text)

    @pytest.mark.parametrize("text", ["，。！？", "🎭", "-皮影", '""'])
    def test_a_query_without_words_finds_nothing(self, filled: Engine, text: str) -> None:
        result = filled.search(asked(text))
        assert (result.total, result.hits, result.wider) == (0, (), ())


class TestGuesses:
    @pytest.mark.parametrize(
        "text",
        ["泥人采塑", "泥人塑", "泥彩人塑", "泥人的彩塑", "尼人彩塑", "直姑烧锅", "登嘎干\ue81b"],
    )
    def test_one_character_wrong_is_forgiven(self, filled: Engine, text: str) -> None:
        result = filled.search(asked(text))
        guesses = [hit for hit in result.hits if hit.guess]
        if text == "泥人的彩塑":
            assert ids(result)[0] == "project-1"
            return
        assert guesses
        assert guesses[0].id in {"project-1", "project-2", "project-6"}
        assert guesses[0].matched[0].field == "guess"
        assert result.did_you_mean

    def test_guesses_come_after_what_was_really_found(self, engine: Engine) -> None:
        engine.index(
            [
                project(1, "直沽皮影戏"),
                project(2, "灯会", texts=(("简介", "直沽皮影系着红绳。"),)),
            ]
        )
        hits = engine.search(asked("直沽皮影系")).hits
        assert [(hit.id, hit.guess) for hit in hits] == [("project-2", False), ("project-1", True)]

    def test_short_names_are_not_guessed_at(self, engine: Engine) -> None:
        engine.index([project(1, "皮影戏")])
        assert engine.search(asked("皮具戏")).total == 0

    def test_aliases_are_guessed_at_too(self, engine: Engine) -> None:
        engine.index([project(1, "甲", aliases=("四大名旦戏",))])
        hits = engine.search(asked("四大名但戏")).hits
        assert [(hit.id, hit.guess) for hit in hits] == [("project-1", True)]

    def test_little_found_offers_wider_results_apart(self, filled: Engine) -> None:
        result = filled.search(asked("直沽木版年画"))
        assert result.total == 0
        assert result.wider
        assert not set(ids(result)) & {hit.id for hit in result.wider}
        assert filled.search(asked("直沽木版年画", wider=False)).wider == ()


class TestFacets:
    def counts(self, engine: Engine, facet: Facet, **values: object) -> dict[str, int]:
        result = engine.search(asked(**values))
        return {each.value: each.count for each in result.facets[facet]}

    def test_count_what_one_would_see(self, filled: Engine) -> None:
        assert self.counts(filled, Facet.KIND) == {
            "project": 6, "inheritor": 1, "base": 1, "workshop": 1,
        }  # fmt: skip
        assert self.counts(filled, Facet.PICTURES) == {"no": 8, "yes": 1}
        assert self.counts(filled, Facet.AREA, text="皮影戏")["370000"] == 1

    def test_a_facet_ignores_its_own_choice(self, filled: Engine) -> None:
        filters = {Facet.CATEGORY: ("传统戏剧",), Facet.KIND: ("project",)}
        result = filled.search(asked(filters=filters))
        assert set(ids(result)) == {"project-3", "project-4"}
        counts = {each.value: (each.count, each.chosen) for each in result.facets[Facet.CATEGORY]}
        assert counts["传统戏剧"] == (2, True)
        assert counts["传统技艺"] == (2, False)
        kinds = {each.value: each.count for each in result.facets[Facet.KIND]}
        assert kinds == {"project": 2}
        assert {each.value for each in result.facets[Facet.AREA]} == {"120000", "120102", "370000"}

    def test_several_values_of_a_facet_are_joined_by_or(self, filled: Engine) -> None:
        filters = {Facet.CATEGORY: ("民俗", "传统舞蹈")}
        assert set(ids(filled.search(asked(filters=filters)))) == {"project-5", "project-6"}

    def test_a_chosen_value_shows_even_without_a_hit(self, filled: Engine) -> None:
        result = filled.search(asked("皮影戏", filters={Facet.TAG: ("彩绘",)}))
        assert [(each.value, each.count, each.chosen) for each in result.facets[Facet.TAG]] == [
            ("彩绘", 0, True)
        ]

    def test_an_area_holds_all_below_it(self, filled: Engine) -> None:
        assert filled.search(asked(filters={Facet.AREA: ("120000",)})).total == 8
        assert filled.search(asked(filters={Facet.AREA: ("120102",)})).total == 7

    def test_a_facet_shows_the_commonest_values_only(self, filled: Engine) -> None:
        result = filled.search(asked(facet_size=1, facets=(Facet.CATEGORY,)))
        assert [each.value for each in result.facets[Facet.CATEGORY]] == ["传统技艺"]
        assert set(result.facets) == {Facet.CATEGORY}

    def test_values_with_blanks_and_marks_are_values(self, engine: Engine) -> None:
        engine.index([project(1, "甲", tags=("手 工", '"a"', "传统体育、游艺与杂技"))])
        for tag in ("手 工", '"a"', "传统体育、游艺与杂技"):
            assert engine.search(asked(filters={Facet.TAG: (tag,)})).total == 1

    def test_years(self, filled: Engine) -> None:
        assert ids(filled.search(asked(year_from=2014))) == ["project-2"]
        assert ids(filled.search(asked(year_to=2008))) == ["project-1"]
        assert filled.search(asked(year_from=2009, year_to=2011)).total == 0
        assert filled.search(asked(year_from=2020, year_to=2001)).total == 0


class TestNearAndOrder:
    centre = Point(39.1220, 117.2450)

    def test_within_a_circle(self, filled: Engine) -> None:
        near = Near(self.centre, 1.0)
        result = filled.search(asked(near=near))
        assert ids(result) == ["base-1"]
        assert result.hits[0].kilometres == pytest.approx(0.095, abs=0.01)
        assert {each.value for each in result.facets[Facet.KIND]} == {"base"}

    def test_nearest_first(self, filled: Engine) -> None:
        result = filled.search(asked(near=Near(self.centre, 50), sort=Sort.DISTANCE))
        assert ids(result) == ["base-1", "workshop-1"]
        far = [hit.kilometres for hit in result.hits]
        assert far == sorted(far)  # type: ignore[type-var]

    def test_the_corners_of_the_box_are_outside(self, engine: Engine) -> None:
        corner = Point(self.centre.latitude + 0.085, self.centre.longitude + 0.11)
        engine.index([project(1, "甲", point=corner)])
        assert engine.search(asked(near=Near(self.centre, 10))).total == 0
        assert engine.search(asked(near=Near(self.centre, 14))).total == 1

    def test_a_circle_with_words_and_filters(self, filled: Engine) -> None:
        near = Near(self.centre, 50)
        assert ids(filled.search(asked("直沽", near=near))) == ["base-1"]
        filters = {Facet.KIND: ("workshop",)}
        assert ids(filled.search(asked(near=near, filters=filters))) == ["workshop-1"]

    def test_by_name_is_by_pinyin(self, engine: Engine) -> None:
        engine.index([project(n, name) for n, name in enumerate(["直沽", "八卦", "面塑", "安塞"])])
        result = engine.search(asked(sort=Sort.NAME))
        assert [hit.card["name"] for hit in result.hits] == ["安塞", "八卦", "面塑", "直沽"]
        assert ids(engine.search(asked())) == ids(result)

    def test_by_code_records_without_one_come_last(self, filled: Engine) -> None:
        found = ids(filled.search(asked(sort=Sort.CODE)))
        assert found[:4] == ["project-3", "project-4", "project-2", "project-1"]

    def test_by_date_the_newest_first_and_none_last(self, filled: Engine) -> None:
        found = ids(filled.search(asked(sort=Sort.DATE)))
        assert found[0] == "project-2"
        assert set(found[-3:]) == {"inheritor-1", "base-1", "workshop-1"}

    def test_pages_fit_together(self, engine: Engine) -> None:
        engine.index([project(n, "同名技艺", weight=n % 2) for n in range(57)])
        for sort in (Sort.RELEVANCE, Sort.NAME):
            pages = [
                ids(engine.search(asked("同名", sort=sort, page=page, page_size=10)))
                for page in range(1, 7)
            ]
            assert [len(page) for page in pages] == [10, 10, 10, 10, 10, 7]
            assert len({each for page in pages for each in page}) == 57

    @pytest.mark.parametrize("size", [7, 20])
    def test_pages_fit_together_however_many_hits_are_equal(
        self, engine: Engine, size: int
    ) -> None:
        engine.index([project(1000 + n * 67 % 150, "同名技艺") for n in range(150)])
        pages = [
            ids(engine.search(asked("同名", page=page, page_size=size)))
            for page in range(1, 150 // size + 2)
        ]
        assert [each for page in pages for each in page] == [
            f"project-{n}" for n in range(1000, 1150)
        ]

    def test_of_very_many_equal_hits_each_is_on_one_page(self, engine: Engine) -> None:
        engine.index([project(1000 + n * 67 % 300, "同名技艺") for n in range(300)])
        engine.index([project(2000 + n, "同名技艺", weight=9) for n in range(30)])
        pages = [
            ids(engine.search(asked("同名", page=page, page_size=40))) for page in range(1, 10)
        ]
        found = [each for page in pages for each in page]
        assert found[:30] == [f"project-{n}" for n in range(2000, 2030)]
        assert sorted(found[30:]) == sorted(f"project-{n}" for n in range(1000, 1300))

    def test_beyond_the_last_page_there_is_nothing(self, filled: Engine) -> None:
        result = filled.search(asked("泥人", page=99))
        assert result.hits == ()
        assert result.total == filled.search(asked("泥人")).total

    @pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.NAME])
    def test_beyond_ten_thousand_there_is_nothing_to_page_to(
        self, filled: Engine, sort: Sort
    ) -> None:
        result = filled.search(asked("直沽", page=600, page_size=20, sort=sort))
        assert result.hits == ()
        assert result.total == filled.search(asked("直沽")).total

    def test_a_higher_level_goes_first_among_equals(self, engine: Engine) -> None:
        engine.index([project(1, "甲乙剪纸", weight=1), project(2, "丙丁剪纸", weight=9)])
        assert ids(engine.search(asked("剪纸"))) == ["project-2", "project-1"]


class TestWhyItMatched:
    def test_marks_the_words_in_the_documents_own_characters(self, engine: Engine) -> None:
        engine.index([project(1, "皮影戲（ＡＢＣ影）")])
        match = engine.search(asked("皮影戏 abc")).hits[0].matched[0]
        assert match.field == "name"
        assert match.pieces == (
            ("皮影戲", True), ("（", False), ("ＡＢＣ", True), ("影）", False),
        )  # fmt: skip

    def test_shows_the_passage_of_a_text(self, filled: Engine) -> None:
        match = filled.search(asked("船家")).hits[0].matched[0]
        assert (match.field, match.label) == ("text", "历史渊源")
        assert ("船家", True) in match.pieces

    @pytest.mark.parametrize(
        ("text", "field"),
        [
            ("李长河", "person"),
            ("直沽酒厂", "unit"),
            ("彩绘 七分", "tag"),
            ("驴皮", "alias"),
            ("传统手工技艺", "category"),
            ("大桥道", "place"),
            ("nrcs", "pinyin"),
        ],
    )
    def test_names_the_field(self, filled: Engine, text: str, field: str) -> None:
        assert field in {match.field for match in filled.search(asked(text)).hits[0].matched}

    def test_every_piece_together_is_the_text_again(self, filled: Engine) -> None:
        for hit in filled.search(asked("直沽")).hits:
            for match in hit.matched:
                if match.field == "name":
                    assert "".join(piece for piece, _ in match.pieces) == hit.card["name"]


class TestSuggestions:
    def texts(self, engine: Engine, typed: str) -> list[str]:
        return [each.text for each in engine.suggest(typed)]

    @pytest.mark.parametrize(
        "typed", ["泥", "泥人", "nire", "ni ren c", "nrc", "泥ren", "彩塑", "泥娃"]
    )
    def test_names(self, filled: Engine, typed: str) -> None:
        assert "泥人彩塑（直沽泥人）" in self.texts(filled, typed)

    @pytest.mark.parametrize(
        ("typed", "text", "kind"),
        [
            ("李长", "李长河", "person"),
            ("lich", "李长河", "person"),
            ("直沽酒", "直沽酒厂", "unit"),
            ("hedong", "河东区", "area"),
            ("传统技", "传统技艺", "category"),
        ],
    )
    def test_people_units_places_categories(
        self, filled: Engine, typed: str, text: str, kind: str
    ) -> None:
        assert (text, kind) in [(each.text, each.kind) for each in filled.suggest(typed)]

    def test_point_to_the_record_and_mark_what_was_typed(self, filled: Engine) -> None:
        first = filled.suggest("拦街")[0]
        assert (first.id, first.kind) == ("project-5", "project")
        assert first.pieces == (("拦街", True), ("高跷", False))

    def test_keep_to_the_limit(self, filled: Engine) -> None:
        assert len(filled.suggest("直沽", limit=2)) == 2
        assert filled.suggest("", limit=5) == ()


def test_words_of_a_kind_narrow_a_search(filled: Engine) -> None:
    found = ids(filled.search(asked("泥人 传承人")))
    assert found[0] == "inheritor-1"


def test_the_same_document_again_changes_nothing(engine: Engine) -> None:
    engine.index(catalogue())
    before = engine.search(asked("直沽"))
    engine.index([replace(each) for each in catalogue()])
    assert ids(engine.search(asked("直沽"))) == ids(before)
    assert engine.search(asked(filters={Facet.AREA: TIANJIN[1:]})).total == 7
