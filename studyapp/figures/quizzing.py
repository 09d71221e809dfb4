"""Figures of quizzes: scores without the luck, how hard questions were, which options fool."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from statistics import stdev
from typing import Any

from sqlalchemy import Text, cast, func, select
from sqlmodel import col

from studyapp.decks import OF_QUESTION
from studyapp.figures.figure import Cell, Figure
from studyapp.figures.items import row_question, stems_of
from studyapp.figures.shares import share, wilson
from studyapp.figures.sittings import Sitting, options_in
from studyapp.figures.source import Source
from studyapp.tables import Card, Review, StoredQuestion

MOST = 30
_Z = 1.959964
_CHOICES = ("choice", "truefalse")
Options = tuple[tuple[str, str, bool], ...]


def quizzes(source: Source) -> Figure:
    """Return the score of each finished quiz, as earned and corrected for guessing.

    A mark m where a blind guess earns g on average becomes (m - g) / (1 - g); what was left out
    stays 0. The interval is that of a mean of the corrected marks (95 %).
    """
    groups: dict[str, list[Sitting]] = defaultdict(list)
    for one in source.sittings:
        groups[one.quiz_id].append(one)
    table = tuple(_quiz_row(source, several) for several in groups.values())
    whole = _scored(source.sittings)
    facts: dict[str, Cell] = {"quizzes": len(groups), "questions": len(source.sittings)}
    facts |= dict(zip(("score", *_SCORE), whole, strict=True))
    columns = ("day", "quiz", "questions", "score", *_SCORE)
    return Figure("quizzes", columns, table, facts, tuple(groups))


_SCORE = ("corrected", "corrected_low", "corrected_high")


def facility(source: Source) -> Figure:
    """Return the facility of each question: its mean mark as a share, as in Moodle.

    Every answer counts as an attempt, what was left out as 0. `deviation` is the standard
    deviation of the marks, `guess` the random guess score; `low` and `high` are Wilson's ends, and
    the order is by `high`. Discrimination needs several learners.
    """
    groups: dict[str, list[Sitting]] = defaultdict(list)
    for one in source.sittings:
        groups[one.question_id].append(one)
    order = sorted(groups, key=lambda key: (_interval(groups[key])[1] or 0, key))
    stems = stems_of(source.session, source.learner_id, order[:MOST])
    shown = [key for key in order if key in stems][:MOST]
    table = tuple((stems[key], *_facility_row(groups[key])) for key in shown)
    facts: dict[str, Cell] = {
        "questions": len(groups),
        "attempts": len(source.sittings),
        "facility": round(_mean(source.sittings), 4) if source.sittings else None,
    }
    columns = ("question", "attempts", "facility", "low", "high", "deviation", "guess")
    return Figure("facility", columns, table, facts, tuple(shown))


def options(source: Source) -> Figure:
    """Return how often each option was picked, for the questions whose wrong ones fool the most.

    Picks in quizzes and in reviews count alike. An option that nobody picks is no distractor.
    """
    picks, known = _picks(source)
    wrong = {key: _wrong(picks[key], known[key]) for key in picks}
    order = sorted((key for key in wrong if wrong[key]), key=lambda key: (-wrong[key], key))
    stems = stems_of(source.session, source.learner_id, order[:MOST])
    table, keys = [], []
    for key in (one for one in order[:MOST] if one in stems):
        for row in _option_rows(picks[key], known[key]):
            table.append((stems[key], *row))
            keys.append(key)
    facts: dict[str, Cell] = {"questions": len(picks), "fooling": len(order)}
    columns = ("question", "option", "verdict", "picked", "of", "share")
    return Figure("options", columns, tuple(table), facts, tuple(keys))


def _quiz_row(source: Source, several: Sequence[Sitting]) -> tuple[Cell, ...]:
    first = several[0]
    day = first.finished_at.astimezone(source.clock.zone).date().isoformat()
    return day, first.title, len(several), *_scored(several)


def _scored(several: Sequence[Sitting]) -> tuple[Cell, ...]:
    """Return the score, the corrected one, and its ends."""
    most = sum(one.points for one in several)
    if not most:
        return None, None, None, None
    earned = sum(one.points * (one.mark or 0) for one in several) / most
    known = sum(one.points * one.corrected for one in several) / most
    reach = _Z * _error(several, most)
    ends = (known, known - reach, known + reach)
    return round(earned, 4), *(round(min(1.0, max(0.0, one)), 4) for one in ends)


def _error(several: Sequence[Sitting], most: float) -> float:
    """Return the standard error of a corrected score.

    Like Agresti and Coull's interval it adds two right and two wrong, or ten of ten would be sure.
    """
    weights = sum(one.points**2 for one in several) / most**2
    marks = [*(one.corrected for one in several), 0.0, 0.0, 1.0, 1.0]
    return math.sqrt(weights) * stdev(marks)


def _facility_row(several: Sequence[Sitting]) -> tuple[Cell, ...]:
    marks = [one.mark or 0.0 for one in several]
    spread = round(stdev(marks), 4) if len(marks) > 1 else None
    mean, guess = round(_mean(several), 4), round(several[-1].guess, 4)
    return len(marks), mean, *_interval(several), spread, guess


def _interval(several: Sequence[Sitting]) -> tuple[float | None, float | None]:
    """Return the ends of the 95 % interval of a mean mark, by Wilson."""
    return wilson(sum(one.mark or 0.0 for one in several), len(several))


def _mean(several: Sequence[Sitting]) -> float:
    return sum(one.mark or 0.0 for one in several) / max(1, len(several))


def _wrong(picked: Counter[str], known: Options) -> int:
    return sum(picked[text] for _key, text, is_right in known if not is_right)


def _option_rows(picked: Counter[str], known: Options) -> Iterator[tuple[Cell, ...]]:
    """Yield the right options first, then the wrong ones by how often they were picked."""
    number = sum(picked[text] for _key, text, _is_right in known)
    order = sorted(known, key=lambda one: (not one[2], -picked[one[1]], one[0]))
    for _key, text, is_right in order:
        verdict = "right" if is_right else "wrong"
        yield text, verdict, picked[text], number, share(picked[text], number)


def _picks(source: Source) -> tuple[dict[str, Counter[str]], dict[str, Options]]:
    """Return by question how often each text was picked, and its options as they stand."""
    picks: dict[str, Counter[str]] = defaultdict(Counter)
    for one in source.sittings:
        texts = {key: text for key, text, _is_right in one.options}
        picks[one.question_id].update(texts[key] for key in one.chosen if key in texts)
    for question_id, chosen, number in _reviewed(source):
        for text in json.loads(chosen) or []:
            picks[question_id][" ".join(text.split())] += number
    known = _options(source, sorted(key for key in picks if picks[key]))
    return {key: picks[key] for key in known}, known


def _reviewed(source: Source) -> Iterator[tuple[str, str, int]]:
    """Yield what was picked in reviews of the range, as JSON: of which question, how often."""
    chosen = cast(col(Review.chosen), Text)
    statement: Any = (
        select(col(Card.question_id), chosen, func.count())
        .select_from(Review)
        .join(Card, (col(Card.learner_id) == Review.learner_id) & (col(Card.id) == Review.card_id))
        .join(StoredQuestion, OF_QUESTION)
        .where(
            col(Review.learner_id) == source.learner_id,
            col(StoredQuestion.removed_at).is_(None),
            col(StoredQuestion.kind).in_(_CHOICES),
            col(Review.voided_at).is_(None),
            col(Review.chosen).is_not(None),
            # Also where all days are asked for: it is what the index of picks is found by.
            col(Review.day) >= (source.frame.first or date.min),
            col(Review.reviewed_at) <= source.clock.now,
        )
        .group_by(col(Card.question_id), chosen)
    )
    if source.condition is not None:
        statement = statement.where(source.condition)
    yield from source.session.execute(statement)


def _options(source: Source, question_ids: Sequence[str]) -> dict[str, Options]:
    found: dict[str, Options] = {}
    for start in range(0, len(question_ids), 500):
        rows = source.session.execute(
            select(col(StoredQuestion.id), col(StoredQuestion.body)).where(
                col(StoredQuestion.learner_id) == source.learner_id,
                col(StoredQuestion.id).in_(question_ids[start : start + 500]),
                col(StoredQuestion.removed_at).is_(None),
            )
        )
        found |= {key: options_in(row_question(key, body)) for key, body in rows}
    return {key: several for key, several in found.items() if several}
