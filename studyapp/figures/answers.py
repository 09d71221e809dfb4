"""Figures of the log: what was done, and how much of it was remembered."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from studyapp.figures.days import WAS, Days
from studyapp.figures.figure import Cell, Figure
from studyapp.figures.reading import Rows
from studyapp.figures.shares import share, wilson

_SPANS = (("today", 1), ("yesterday", 1), ("week", 7), ("month", 30), ("year", 365), ("all", None))
_NAMES = (*WAS[:-1], "cram")
_REVIEWS = ("day", *_NAMES, "minutes", *(f"{name}_minutes" for name in _NAMES))
_KINDS = {"learn": (0,), "review": (2, 3), "relearn": (1,), "cram": (4,)}
_PHASES = {"learning": (0, 1, 4), "young": (2,), "mature": (3,)}


def today(rows: Rows) -> Figure:
    """Return what was answered since the day began: answers of each kind, right ones, minutes."""
    number = rows.frame.last_day_number
    day = rows.days.between(number, number)
    ratings, ms = day.counts("ratings"), day.counts("ms")
    table = tuple(
        (name, *_with_right(ratings[list(at)]), _minutes(ms[list(at)]))
        for name, at in _KINDS.items()
    )
    mature, mature_right = day.counts("old").tolist()
    answers, right = _with_right(ratings)
    facts: dict[str, Cell] = {
        "answers": answers,
        "right": right,
        "minutes": _minutes(ms),
        "mature": mature,
        "mature_right": mature_right,
    }
    return Figure("today", ("kind", "answers", "right", "minutes"), table, facts)


def reviews(rows: Rows) -> Figure:
    """Return the answers of each day by what the card was, and the minutes spent."""
    recent = rows.recent
    first, number = days_of(rows)
    at = recent.day - first
    answers = np.zeros((number, len(WAS)), dtype=np.int64)
    answers[at] = recent.part("ratings").sum(axis=2)
    spent = np.zeros((number, 1 + len(WAS)))
    spent[at, 1:] = recent.part("ms")
    spent[:, 0] = spent.sum(axis=1)
    days = [date.fromordinal(first + one).isoformat() for one in range(number)]
    minutes = np.round(spent / 60_000, 2).tolist()
    table = tuple(
        (day, *some, *times)
        for day, some, times in zip(days, answers.tolist(), minutes, strict=True)
    )
    return Figure("reviews", _REVIEWS, table, _habits(recent, number))


def hours(rows: Rows) -> Figure:
    """Return answers and right ones for each hour of the day, with the 95 % interval."""
    found = rows.recent.counts("hours").tolist()
    table = tuple((hour, *_share_row(right, every)) for hour, (every, right) in enumerate(found))
    return Figure("hours", ("hour", "answers", "right", "share", "low", "high"), table)


def buttons(rows: Rows) -> Figure:
    """Return how often each button was pressed, for cards in learning, young and mature ones."""
    ratings = rows.recent.counts("ratings")
    table = tuple(
        _button_row(name, ratings[list(at)].sum(axis=0).tolist()) for name, at in _PHASES.items()
    )
    return Figure("buttons", ("cards", "again", "hard", "good", "easy", "right"), table)


def retention(rows: Rows) -> Figure:
    """Return how many reviews were passed, by span and by how mature the card was."""
    table = []
    last = rows.frame.last_day_number
    for name, number in _SPANS:
        end = last - (name == "yesterday")
        spell = rows.days if number is None else rows.days.between(end - number + 1, end)
        (young_failed, young), (mature_failed, mature) = spell.counts("waited").tolist()
        every = young + young_failed + mature + mature_failed
        told = _share_row(young + mature, every)[2:]
        table.append((name, young, young_failed, mature, mature_failed, *told))
    columns = ("span", "young_passed", "young_failed", "mature_passed", "mature_failed")
    return Figure("retention", (*columns, "share", "low", "high"), tuple(table))


def weeks(rows: Rows) -> Figure:
    """Return the share of reviews that were passed in each week, Monday to Sunday.

    Only the first answer of a day for each card counts, as for Anki's true retention.
    """
    recent = rows.recent
    monday, at = np.unique(recent.day - (recent.day - 1) % 7, return_inverse=True)
    first = recent.part("first")
    found = np.stack([np.bincount(at, first[:, one], len(monday)) for one in (0, 1)], axis=1)
    table = tuple(
        (date.fromordinal(day).isoformat(), *_share_row(int(right), int(every)))
        for day, (every, right) in zip(monday.tolist(), found.tolist(), strict=True)
        if every
    )
    columns = ("answers", "right", "share", "low", "high")
    every, right = recent.counts("first").tolist()
    facts = dict(zip(columns, _share_row(right, every), strict=True))
    return Figure("weeks", ("week", *columns), table, facts)


def days_of(rows: Rows) -> tuple[int, int]:
    """Return the first day of the range, and how many it has up to today.

    A day may lie ahead where somebody flew westwards over the date line.
    """
    recent, last = rows.recent, rows.frame.last_day_number
    if rows.frame.first is not None:
        first = rows.frame.first.toordinal()
    else:
        first = min(last, int(recent.day[0])) if len(recent) else last
    return first, max(last, int(recent.day[-1]) if len(recent) else last) - first + 1


def _share_row(hits: int, number: int) -> tuple[Cell, ...]:
    """Return number, hits, share and its interval."""
    return number, hits, share(hits, number), *wilson(hits, number)


def _with_right(ratings: Any) -> tuple[int, int]:
    """Return how many answers there are, and how many were not Again."""
    return int(ratings.sum()), int(ratings[:, 1:].sum())


def _habits(recent: Days, days: int) -> dict[str, Cell]:
    answers, studied, ms = int(recent.answers.sum()), len(recent), recent.counts("ms")
    return {
        "answers": answers,
        "days": days,
        "days_studied": studied,
        "answers_a_day": round(answers / days, 2) if days else None,
        "answers_a_day_studied": round(answers / studied, 2) if studied else None,
        "minutes": _minutes(ms),
        "seconds_an_answer": round(int(ms.sum()) / answers / 1000, 2) if answers else None,
    }


def _button_row(name: str, pressed: list[int]) -> tuple[Cell, ...]:
    return name, *pressed, share(sum(pressed[1:]), sum(pressed))


def _minutes(ms: Any) -> float:
    return round(int(ms.sum()) / 60_000, 2)
