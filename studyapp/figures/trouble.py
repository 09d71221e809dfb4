"""Figures of single questions: which are hard, which are leeches, which cost the most time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import col

from questions import choices
from studyapp.figures.figure import Cell, Figure
from studyapp.figures.items import Asked, Item, row_question, stems_of
from studyapp.figures.shares import share, wilson
from studyapp.figures.source import Source
from studyapp.tables import StoredQuestion

MOST = 30
_FEWEST = 3
_AT_ONCE = 500
_COLUMNS = ("question", "reviews", "passed", "share", "low", "high", "lapses", "answers")


def hard(source: Source) -> Figure:
    """Return the questions that are surely the hardest, from three reviews on.

    The order is by the upper end of the 95 % interval, so that two slips of two do not lead.
    """
    seen = [one for one in source.asked if one.sums.reviews >= _FEWEST]
    found = [one for one in seen if one.sums.passed < one.sums.reviews]
    found.sort(key=lambda one: (one.most, -one.sums.reviews, one.question_id))
    return _figure("hard", source, found, {"questions": len(seen), "missed": len(found)})


def leeches(source: Source) -> Figure:
    """Return the questions with a card that lapsed as often as its preset calls a leech."""
    everything = source.asked
    found = [one for one in everything if one.is_leech]
    found.sort(key=lambda one: (-one.lapses, -one.sums.ms, one.question_id))
    return _figure("leeches", source, found, _time_of(found, everything))


def sinks(source: Source) -> Figure:
    """Return the questions that took the most time in the range."""
    everything = [one for one in source.asked if one.sums.ms]
    found = sorted(everything, key=lambda one: (-one.sums.ms, one.question_id))[: MOST // 3]
    return _figure("sinks", source, found, _time_of(found, everything))


def luck(source: Source) -> Figure:
    """Return the share of right reviews by kind of question, corrected for guessing.

    Of c right among k to choose from, (c - 1/k) / (1 - 1/k) were known if who did not know
    guessed blindly; where nothing can be guessed it is c.
    """
    guessed = _alternatives(source)
    groups: dict[tuple[str, int], list[Item]] = defaultdict(list)
    for one in source.items:
        groups[one.kind, guessed.get(one.question_id, 0)].append(one)
    table = [
        row
        for (kind, number), items in sorted(groups.items())
        if (row := _luck_row(kind, number, items))[2]
    ]
    return Figure("luck", ("kind", "of", "reviews", *_LUCK), tuple(table), _luck_facts(table))


_LUCK = ("share", "corrected", "corrected_low", "corrected_high")


def without_guessing(part: float | None, guess: float) -> float | None:
    """Return what was known of a share of right answers, at least 0."""
    return None if part is None else round(max(0.0, (part - guess) / (1 - guess)), 4)


def _luck_row(kind: str, number: int, items: Sequence[Item]) -> tuple[Cell, ...]:
    reviews = sum(one.sums.reviews for one in items)
    passed = sum(one.sums.passed for one in items)
    guess = 1 / number if number > 1 else 0.0
    part = share(passed, reviews)
    ends = (without_guessing(one, guess) for one in (part, *wilson(passed, reviews)))
    return kind, number or None, reviews, part, *ends


def _luck_facts(table: Sequence[Sequence[Cell]]) -> dict[str, Cell]:
    number = sum(int(row[2] or 0) for row in table)
    means = [
        round(sum(int(row[2] or 0) * float(row[at] or 0) for row in table) / number, 4)
        if number
        else None
        for at in (3, 4)
    ]
    return {"reviews": number, "share": means[0], "corrected": means[1]}


def _alternatives(source: Source) -> dict[str, int]:
    """Return among how many answers a guess chooses, for the reviewed questions with a choice."""
    kinds = {kind.value for kind in choices.GUESSABLE}
    wanted = sorted(
        {one.question_id for one in source.items if one.kind in kinds and one.sums.reviews}
    )
    found: dict[str, int] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        rows = source.session.execute(
            select(col(StoredQuestion.id), col(StoredQuestion.body)).where(
                col(StoredQuestion.learner_id) == source.learner_id,
                col(StoredQuestion.id).in_(wanted[start : start + _AT_ONCE]),
            )
        )
        found |= {key: choices.alternatives(row_question(key, body)) for key, body in rows}
    return found


def _time_of(found: Sequence[Asked], everything: Sequence[Asked]) -> dict[str, Cell]:
    spent, whole = (sum(one.sums.ms for one in several) for several in (found, everything))
    return {
        "questions": len(found),
        "minutes": round(spent / 60_000, 1),
        "share_of_time": share(spent, whole),
    }


def _figure(name: str, source: Source, found: Sequence[Asked], facts: dict[str, Cell]) -> Figure:
    shown = found[:MOST]
    stems = stems_of(source.session, source.learner_id, [one.question_id for one in shown])
    table = tuple((stems[one.question_id], *_row(one)) for one in shown)
    keys = tuple(one.question_id for one in shown)
    return Figure(name, (*_COLUMNS, "seconds", "minutes"), table, facts, keys)


def _row(one: Asked) -> tuple[Cell, ...]:
    answers, reviews, passed, ms = one.sums
    return (
        reviews,
        passed,
        share(passed, reviews),
        *wilson(passed, reviews),
        one.lapses,
        answers,
        round(ms / answers / 1000, 1) if answers else None,
        round(ms / 60_000, 1),
    )
