"""How a request is answered, the same on every engine: one search, and second thoughts if needed.

An engine brings run() and run_all(), which carry out plans; everything people see of a search is
decided here. An ordinary search is one call to the engine. Only where no name was hit and little
else is a second call made, which takes apart words written together, guesses at misspelt names,
and looks for partial matches to offer apart.
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from search.interface import (
    Hit,
    Match,
    SearchRequest,
    SearchResult,
    Sort,
    Suggestion,
)
from search.text.characters import fold
from search.text.guessing import best_meant
from search.text.query import Query, WordKind, parse

from . import ranking, second_thoughts
from .counting import counted_in, facets_of
from .distance import kilometres
from .keeping import Asked, Facets, KeptAnswers
from .matching import Spellings, guess_match, matches, spellings_of
from .plan import Answer, Plan, Row, Without
from .suggesting import suggestions

FEW = 5  # fewer hits than this are little
SLOW_SECONDS = 0.5  # after a first answer that took so long there is no time for a second call
_CANDIDATES = 40  # documents looked at for guesses and wider results
_MOST_GUESSES = 10
_MOST_WIDER = 10
_SORT_FIELDS = {
    Sort.NAME: "by_name",
    Sort.CODE: "by_code",
    Sort.DATE: "by_date",
    Sort.DISTANCE: "distance",
}


_LETTERS = (WordKind.PINYIN, WordKind.LATIN)  # a last syllable may not be typed to its end


class Answering:
    """What both engines have in common: from a request to a result."""

    name = ""

    def __init__(self) -> None:
        self.kept = KeptAnswers()

    def run(self, plan: Plan, state: Hashable = None) -> Answer:
        """Carry out one plan. Who has just asked for the state hands it on."""
        raise NotImplementedError

    def run_all(self, plans: Sequence[Plan]) -> list[Answer]:
        """Carry out several plans in one call to the engine."""
        raise NotImplementedError

    def state(self) -> Hashable:
        """What the index holds, as something that changes with it; None if that is not known."""
        return None

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a request, or give the answer that is kept for it."""
        state = self.state()  # before the search: what it finds is at least as new
        asked = Asked.of(request, state)
        kept = self.kept.result(asked)
        if kept is not None:
            return kept
        query = parse(request.text)
        if query.empty:
            return SearchResult(total=0, hits=(), facets=facets_of(request, {}), engine=self.name)
        begin = time.monotonic()
        result = self._searched(request, query, asked)
        if time.monotonic() - begin < SLOW_SECONDS:  # a slow one had no second thoughts
            self.kept.keep_result(asked, result)
        return result

    def _searched(self, request: SearchRequest, query: Query, asked: Asked) -> SearchResult:
        plan = _plan(request, query)
        facets = self.kept.facets(asked)
        begin = time.monotonic()
        answer = self.run(plan if facets is None else replace(plan, facets=False), asked.state)
        in_time = time.monotonic() - begin < SLOW_SECONDS
        guesses: list[tuple[Row, dict[str, str]]] = []
        slips: dict[str, dict[str, str]] = {}
        wider: list[Row] = []
        if request.wider and in_time and self._found_little(query, answer, plan, asked.state):
            answer, guesses, wider = self._think_again(query, plan)
            answer = answer._replace(rows=answer.rows[: plan.limit])
            slips = _slips(query, answer.rows)
            facets = None  # other documents than those that are kept by the words alone
        elif facets is None:
            facets = facets_of(request, answer.counts)
            self.kept.keep_facets(asked, facets)
        return self._result(query, plan, answer, facets, guesses, slips, wider)

    def suggest(self, text: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """Names, people, places, units and categories that fit what is being typed."""
        return suggestions(self, text, limit)

    def _found_little(self, query: Query, answer: Answer, plan: Plan, state: Hashable) -> bool:
        """No word was hit in a name, and either there is little or a long word asks for one.

        The best hit decides, whatever page or order was asked for: pages must fit together.
        """
        long = any(word.kind is WordKind.HAN and len(word.text) > 3 for word in query.words)
        if query.blank or not (answer.total < FEW or long):
            return False
        if answer.total == 0:
            return True
        if plan.sort is not None or plan.offset or not answer.rows:
            first = replace(plan, sort=None, offset=0, limit=1, facets=False)
            answer = self.run(first, state)
        unfinished = any(word.kind in _LETTERS for word in query.words) and answer.total < FEW
        enough = ranking.FOUND_WHOLE if unfinished else ranking.FOUND
        return not answer.rows or answer.rows[0].score < enough * len(query.words)

    def _think_again(
        self, query: Query, plan: Plan
    ) -> tuple[Answer, list[tuple[Row, dict[str, str]]], list[Row]]:
        # Of few hits all are looked at, however short the page: none is offered twice.
        plan = replace(plan, limit=max(plan.limit, FEW)) if plan.limit else plan
        broader = replace(plan, node=second_thoughts.broadened(query))
        near, partly = second_thoughts.near_names(query), second_thoughts.partly(query)
        extra = replace(plan, sort=None, offset=0, limit=_CANDIDATES, facets=False)
        loose = second_thoughts.loosely(query)
        plans = [broader, *(replace(extra, node=node) for node in (near, partly) if node)]
        if loose is not None:
            plans.append(replace(plan, node=loose))
        answers = self.run_all(plans)
        answer = answers[0]
        last = answers.pop() if loose is not None else None
        guesses: list[tuple[Row, dict[str, str]]] = []
        if near is not None:
            candidates = answers[1].rows
            if answer.total > len(answer.rows):  # a hit of another page is no guess
                candidates = self.run(replace(extra, node=Without(near, (broader.node,)))).rows
            shown = {row.stored["id"] for row in answer.rows}
            guesses = _guesses(
                query, [each for each in candidates if each.stored["id"] not in shown]
            )
        if last is not None and answer.total == 0 and not guesses:
            answer = last
        apart = plan.offset == 0 and partly is not None and answer.total < FEW
        shown = {row.stored["id"] for row in (*answer.rows, *(row for row, _ in guesses))}
        wider = [row for row in answers[-1].rows if row.stored["id"] not in shown] if apart else []
        return answer, guesses, wider[:_MOST_WIDER]

    def _result(
        self,
        query: Query,
        plan: Plan,
        answer: Answer,
        facets: Facets | None,
        guesses: list[tuple[Row, dict[str, str]]],
        slips: Mapping[str, dict[str, str]],
        wider: list[Row],
    ) -> SearchResult:
        request = plan.request
        wanted = spellings_of(query)
        hits = [
            _hit(query, wanted, request, row, slips.get(row.stored["id"]) if slips else None)
            for row in answer.rows
        ]
        if plan.sort is None:
            hits.sort(key=lambda hit: hit.guess)
        start = max(plan.offset - answer.total, 0)
        room = plan.limit - len(hits)
        if plan.offset + plan.limit > answer.total:
            for row, meant in guesses[start : start + room]:
                hits.append(_hit(query, wanted, request, row, meant))
        if answer.total == 0 and guesses:
            guessed = [row.stored for row, _ in guesses]
            facets = facets_of(request, counted_in(guessed, request.facets))
        return SearchResult(
            total=answer.total + len(guesses),
            hits=tuple(hits),
            facets=facets_of(request, answer.counts) if facets is None else facets,
            wider=tuple(_hit(query, wanted, request, row) for row in wider),
            did_you_mean=_words_meant(query, guesses),
            engine=self.name,
        )


def _plan(request: SearchRequest, query: Query) -> Plan:
    sort = request.sort
    if sort is Sort.DISTANCE and request.near is None:
        sort = Sort.RELEVANCE
    if sort is Sort.RELEVANCE and query.blank:
        sort = Sort.NAME
    size = max(request.page_size, 0)
    return Plan(
        node=ranking.wanted(query),
        request=request,
        sort=_SORT_FIELDS.get(sort),
        offset=(max(request.page, 1) - 1) * size,
        limit=size,
    )


def _guesses(query: Query, rows: Sequence[Row]) -> list[tuple[Row, dict[str, str]]]:
    """Of the candidates those that hold every word, their name some of them but for one slip."""
    words = [word.text for word in query.words if word.kind is WordKind.HAN]
    found: list[tuple[Row, dict[str, str]]] = []
    known: dict[tuple[tuple[str, ...], ...], dict[str, str] | None] = {}
    for row in rows:
        stored = row.stored
        if len(found) == _MOST_GUESSES:
            break
        names = (stored["name"], *stored["aliases"])
        asked = _not_elsewhere(words, stored), names
        if asked not in known:
            known[asked] = best_meant(*asked)
        meant = known[asked]
        if meant:
            found.append((row, meant))
    return found


def _slips(query: Query, rows: Sequence[Row]) -> dict[str, dict[str, str]]:
    """Rows that only the halves of a word found, while their name has it but for one slip.

    杨柳木版年画 finds 杨柳青木版年画 by its halves: a guess all the same. One character too many is
    none: 天津的剪纸 says plainly what is meant.
    """
    words = [word.text for word in query.words if word.kind is WordKind.HAN]
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        stored = row.stored
        names = (stored["name"], *stored["aliases"])
        meant = best_meant(_not_elsewhere(words, stored), names) or {}
        if any(len(part) >= len(word) for word, part in meant.items()):
            everything = stored["short"] + fold("\n".join(body for _, body in stored["texts"]))
            if not all(word in everything for word in meant):
                found[stored["id"]] = meant
    return found


def _not_elsewhere(words: Sequence[str], stored: Mapping[str, Any]) -> tuple[str, ...]:
    """The words that are in none of a document's names, places, people, …: 天津 津门发鼓."""
    return tuple(word for word in words if word not in stored["short"])


def _words_meant(query: Query, guesses: list[tuple[Row, dict[str, str]]]) -> tuple[str, ...]:
    """The query again with what was probably meant in place of what was typed."""
    found: dict[str, None] = {}
    for _, meant in guesses:
        found[" ".join(meant.get(word.text, word.text) for word in query.words)] = None
    return tuple(found)[:3]


def _hit(
    query: Query,
    wanted: Spellings,
    request: SearchRequest,
    row: Row,
    meant: Mapping[str, str] | None = None,
) -> Hit:
    stored = row.stored
    far = None
    if request.near is not None and stored["point"]:
        centre = (request.near.centre.latitude, request.near.centre.longitude)
        far = kilometres(centre, (stored["point"][0], stored["point"][1]))
    if meant:
        matched: tuple[Match, ...] = (guess_match(meant.values(), stored),)
    else:
        matched = matches(query, wanted, stored) if wanted else ()
    return Hit(stored["id"], stored["card"], matched, bool(meant), far)
