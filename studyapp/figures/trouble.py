"""Figures of single questions: which are hard, which are leeches, which cost the most time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlalchemy import select
from sqlmodel import col

from questions import choices
from studyapp.figures import lapses
from studyapp.figures.asked import Asked
from studyapp.figures.figure import Cell, Figure
from studyapp.figures.items import row_question, stems_of
from studyapp.figures.packing import KINDS
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
    seen = source.asked.where(source.asked.reviews >= _FEWEST)
    found = seen.where(seen.passed < seen.reviews)
    found = found.ordered(found.most, -found.reviews)
    return _figure("hard", source, found, {"questions": len(seen), "missed": len(found)})


def leeches(source: Source) -> Figure:
    """Return the questions with a card that lapsed as often as its preset calls a leech."""
    whose = (source.session, source.learner_id, source.condition)
    lapsed = lapses.of_questions(*whose, lapses.leeches(*whose))
    found = source.asked.of(list(lapsed))
    number = np.array([lapsed[key] for key in found.ids], dtype=np.int64)
    found = found.ordered(-number, -found.ms)
    return _figure("leeches", source, found, _time_of(found, source.asked))


def sinks(source: Source) -> Figure:
    """Return the questions that took the most time in the range."""
    everything = source.asked.where(source.asked.ms > 0)
    found = everything.ordered(-everything.ms).where(slice(MOST // 3))
    return _figure("sinks", source, found, _time_of(found, everything))


def luck(source: Source) -> Figure:
    """Return the share of right reviews by kind of question, corrected for guessing.

    Of c right among k to choose from, (c - 1/k) / (1 - 1/k) were known if who did not know
    guessed blindly; where nothing can be guessed it is c.
    """
    reviewed = source.asked.where(source.asked.reviews > 0)
    guessed = np.isin(reviewed.kind, _GUESSED)
    groups = _by_kind(reviewed.where(~guessed)) | _by_guess(source, reviewed.where(guessed))
    table = [_luck_row(*group, *sums) for group, sums in sorted(groups.items())]
    return Figure("luck", ("kind", "of", "reviews", *_LUCK), tuple(table), _luck_facts(table))


_LUCK = ("share", "corrected", "corrected_low", "corrected_high")


def without_guessing(part: float | None, guess: float) -> float | None:
    """Return what was known of a share of right answers, at least 0."""
    return None if part is None else round(max(0.0, (part - guess) / (1 - guess)), 4)


def _luck_row(kind: str, number: int, reviews: int, passed: int) -> tuple[Cell, ...]:
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


_GUESSED = [KINDS.index(kind.value) for kind in choices.GUESSABLE]
_Groups = dict[tuple[str, int], tuple[int, int]]
"""Reviews and those that were passed, by kind and by the number to choose from, or 0."""


def _by_kind(reviewed: Asked) -> _Groups:
    columns = (reviewed.reviews, reviewed.passed)
    every, passed = (np.bincount(reviewed.kind, one, len(KINDS)) for one in columns)
    return {
        (kind, 0): (int(every[at]), int(passed[at])) for at, kind in enumerate(KINDS) if every[at]
    }


def _by_guess(source: Source, reviewed: Asked) -> _Groups:
    keys = reviewed.ids
    number = _alternatives(source, keys)
    found: _Groups = {}
    columns = (reviewed.kind, reviewed.reviews, reviewed.passed)
    for key, kind, every, right in zip(keys, *(one.tolist() for one in columns), strict=True):
        group = KINDS[kind], number[key]
        before = found.get(group, (0, 0))
        found[group] = before[0] + every, before[1] + right
    return found


def _alternatives(source: Source, wanted: Sequence[str]) -> dict[str, int]:
    """Return among how many answers a guess chooses, for questions with a choice."""
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


def _time_of(found: Asked, everything: Asked) -> dict[str, Cell]:
    spent, whole = (int(several.ms.sum()) for several in (found, everything))
    return {
        "questions": len(found),
        "minutes": round(spent / 60_000, 1),
        "share_of_time": share(spent, whole),
    }


def _figure(name: str, source: Source, found: Asked, facts: dict[str, Cell]) -> Figure:
    shown = found.where(slice(MOST))
    keys = shown.ids
    stems = stems_of(source.session, source.learner_id, keys)
    lapsed = lapses.of_questions(source.session, source.learner_id, source.condition, keys)
    sums = zip(*(getattr(shown, one).tolist() for one in _SUMS), strict=True)
    table = tuple(
        (stems[key], *_row(lapsed[key], *one)) for key, one in zip(keys, sums, strict=True)
    )
    return Figure(name, (*_COLUMNS, "seconds", "minutes"), table, facts, tuple(keys))


_SUMS = ("answers", "reviews", "passed", "ms")


def _row(lapsed: int, answers: int, reviews: int, passed: int, ms: int) -> tuple[Cell, ...]:
    return (
        reviews,
        passed,
        share(passed, reviews),
        *wilson(passed, reviews),
        lapsed,
        answers,
        round(ms / answers / 1000, 1) if answers else None,
        round(ms / 60_000, 1),
    )
