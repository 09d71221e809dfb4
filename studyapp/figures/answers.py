"""Figures of the log: what was done, and how much of it was remembered."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from studyapp.figures.figure import Cell, Figure
from studyapp.figures.rows import CRAM, KINDS, LEARN, RELEARN, REVIEW, Integers, Log, Rows
from studyapp.figures.shares import share, wilson

_PHASES = ("learning", "young", "mature")
_SPANS = (("today", 1), ("yesterday", 1), ("week", 7), ("month", 30), ("year", 365), ("all", None))


def today(rows: Rows) -> Figure:
    """Return what was answered since the day began: answers of each kind, right ones, minutes."""
    log = _of_days(rows.log, rows.frame.today, 1)
    table = tuple(_kind_row(name, log.where(log.kind == at)) for at, name in enumerate(KINDS))
    mature = log.where(log.is_mature & (log.kind != CRAM))
    facts: dict[str, Cell] = {
        "answers": len(log),
        "right": int(log.was_right.sum()),
        "minutes": _minutes(log.ms),
        "mature": len(mature),
        "mature_right": int(mature.was_right.sum()),
    }
    return Figure("today", ("kind", "answers", "right", "minutes"), table, facts)


def reviews(rows: Rows) -> Figure:
    """Return the answers of each day by what the card was, and the minutes spent."""
    log = rows.recent
    first, number = _days_of(rows, log)
    at = log.day - first
    parts = [np.bincount(at[flags], minlength=number) for flags in _phases(log)]
    spent = np.bincount(at, weights=log.ms, minlength=number) / 60_000
    days = [date.fromordinal(first + one).isoformat() for one in range(number)]
    columns = ("day", "learn", "relearn", "young", "mature", "cram", "minutes")
    table: list[tuple[Cell, ...]] = [
        (day, *(int(part[one]) for part in parts), round(float(spent[one]), 2))
        for one, day in enumerate(days)
    ]
    return Figure("reviews", columns, tuple(table), _habits(log, number))


def hours(rows: Rows) -> Figure:
    """Return answers and right ones for each hour of the day, with the 95 % interval."""
    log = rows.recent.where(rows.recent.kind != CRAM)
    every = np.bincount(log.hour, minlength=24)
    right = np.bincount(log.hour[log.was_right], minlength=24)
    table = tuple((hour, *_share_row(int(right[hour]), int(every[hour]))) for hour in range(24))
    return Figure("hours", ("hour", "answers", "right", "share", "low", "high"), table)


def buttons(rows: Rows) -> Figure:
    """Return how often each button was pressed, for cards in learning, young and mature ones."""
    log = rows.recent
    is_learning = log.kind != REVIEW
    groups = (is_learning, ~is_learning & ~log.is_mature, ~is_learning & log.is_mature)
    table = tuple(
        _button_row(name, log.rating[flags]) for name, flags in zip(_PHASES, groups, strict=True)
    )
    return Figure("buttons", ("cards", "again", "hard", "good", "easy", "right"), table)


def retention(rows: Rows) -> Figure:
    """Return how many reviews were passed, by span and by how mature the card was."""
    log = rows.log.where(rows.log.counts)
    table = []
    for name, days in _SPANS:
        last = rows.frame.today - timedelta(days=name == "yesterday")
        spell = _of_days(log, last, days)
        young, mature = spell.where(~spell.is_mature), spell.where(spell.is_mature)
        table.append((name, *_passed(young), *_passed(mature), *_told(spell)))
    columns = ("span", "young_passed", "young_failed", "mature_passed", "mature_failed")
    return Figure("retention", (*columns, "share", "low", "high"), tuple(table))


def weeks(rows: Rows) -> Figure:
    """Return the share of reviews that were passed in each week, Monday to Sunday.

    Only the first answer of a day for each card counts, as for Anki's true retention.
    """
    log = rows.recent.where(rows.recent.counts)
    log = log.where(_is_first_of_day(log))
    monday = log.day - (log.day - 1) % 7
    table = [
        (date.fromordinal(int(one)).isoformat(), *_share_row(_right(log, monday == one), number))
        for one, number in zip(*np.unique(monday, return_counts=True), strict=True)
    ]
    facts = dict(zip(("answers", "right", "share", "low", "high"), _whole(log), strict=True))
    return Figure(
        "weeks", ("week", "answers", "right", "share", "low", "high"), tuple(table), facts
    )


def _right(log: Log, flags: np.ndarray) -> int:
    return int(log.was_right[flags].sum())


def _whole(log: Log) -> tuple[Cell, ...]:
    return _share_row(int(log.was_right.sum()), len(log))


def _share_row(hits: int, number: int) -> tuple[Cell, ...]:
    """Return number, hits, share and its interval."""
    number, hits = int(number), int(hits)
    return number, hits, share(hits, number), *wilson(hits, number)


def _phases(log: Log) -> tuple[np.ndarray, ...]:
    """Return which answers were learning, relearning, young, mature and cram."""
    plain = log.kind == REVIEW
    return (
        log.kind == LEARN,
        log.kind == RELEARN,
        plain & ~log.is_mature,
        plain & log.is_mature,
        log.kind == CRAM,
    )


def _habits(log: Log, days: int) -> dict[str, Cell]:
    studied = len(np.unique(log.day))
    return {
        "answers": len(log),
        "days": days,
        "days_studied": studied,
        "answers_a_day": round(len(log) / days, 2) if days else None,
        "answers_a_day_studied": round(len(log) / studied, 2) if studied else None,
        "minutes": _minutes(log.ms),
        "seconds_an_answer": round(float(log.ms.mean()) / 1000, 2) if len(log) else None,
    }


def _days_of(rows: Rows, log: Log) -> tuple[int, int]:
    """Return the first day of the range, and how many it has up to today."""
    last = rows.frame.last_day_number
    if rows.frame.first is not None:
        return rows.frame.first.toordinal(), last - rows.frame.first.toordinal() + 1
    first = int(log.day.min()) if len(log) else last
    # A day may lie ahead where somebody flew westwards over the date line.
    return first, max(last, int(log.day.max()) if len(log) else last) - first + 1


def _of_days(log: Log, last: date, days: int | None) -> Log:
    """Return the answers of *days* days up to *last*; of all days before it if None."""
    number = last.toordinal()
    if days is None:
        return log
    return log.where((log.day <= number) & (log.day > number - days))


def _kind_row(name: str, log: Log) -> tuple[Cell, ...]:
    return name, len(log), int(log.was_right.sum()), _minutes(log.ms)


def _button_row(name: str, ratings: Integers) -> tuple[Cell, ...]:
    pressed = [int((ratings == one).sum()) for one in range(1, 5)]
    return name, *pressed, share(sum(pressed[1:]), sum(pressed))


def _passed(log: Log) -> tuple[int, int]:
    right = int(log.was_right.sum())
    return right, len(log) - right


def _told(log: Log) -> tuple[Cell, ...]:
    right = int(log.was_right.sum())
    return share(right, len(log)), *wilson(right, len(log))


def _minutes(ms: Integers) -> float:
    return round(int(ms.sum()) / 60_000, 2)


def _is_first_of_day(log: Log) -> np.ndarray:
    """Say which answers are the first of their card on their day; the log is in order of time."""
    pairs = log.card * 10_000_000 + log.day
    _pairs, first = np.unique(pairs, return_index=True)
    flags = np.zeros(len(log), dtype=bool)
    flags[first] = True
    return flags
