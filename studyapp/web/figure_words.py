"""What figures say in words: the names of columns, cells, and a sentence for each figure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from flask_babel import format_datetime

from studyapp.figures import ENOUGH, Cell, Figure
from studyapp.web.finding import kind_name
from studyapp.web.page import day_words
from studyapp.web.texts import gettext as _
from studyapp.web.texts import grouped, lazy_gettext, ngettext

_FITS = 0.02
_LONG = 9.95
_HOURS = 120
_SHARES = frozenset(
    (
        "share", "low", "high", "predicted", "corrected", "corrected_low", "corrected_high",
        "score", "facility", "deviation", "guess", "chance",
    )
)  # fmt: skip
_NAMED = frozenset(("kind", "state", "span", "cards", "verdict", "rating", "told"))


def percent(part: Cell) -> str:
    """Write a share as a whole percentage."""
    return "–" if part is None else f"{float(part):.0%}"


def word(name: str) -> str:
    """Return the words for a name that stands in a cell."""
    return str(_WORDS.get(name, name))


_WORDS: Mapping[str, Any] = MappingProxyType(
    {
        "learn": lazy_gettext("learned"),
        "review": lazy_gettext("reviewed"),
        "relearn": lazy_gettext("learned again"),
        "cram": lazy_gettext("crammed"),
        "new": lazy_gettext("new"),
        "learning": lazy_gettext("in learning"),
        "relearning": lazy_gettext("learned again"),
        "young": lazy_gettext("young"),
        "mature": lazy_gettext("mature"),
        "suspended": lazy_gettext("set aside"),
        "buried": lazy_gettext("put off"),
        "today": lazy_gettext("today"),
        "yesterday": lazy_gettext("yesterday"),
        "week": lazy_gettext("7 days"),
        "month": lazy_gettext("30 days"),
        "year": lazy_gettext("365 days"),
        "all": lazy_gettext("ever"),
        "wrong": lazy_gettext("wrong"),
        "right": lazy_gettext("right"),
        "again": lazy_gettext("Again"),
        "hard": lazy_gettext("Hard"),
        "good": lazy_gettext("Good"),
        "easy": lazy_gettext("Easy"),
        "past": lazy_gettext("past"),
        "coming": lazy_gettext("to come"),
    }
)


def cell(column: str, value: Cell) -> str:
    """Write one cell of a table."""
    if value is None:
        return "–"
    if column in {"day", "week"}:
        return day_words(date.fromisoformat(str(value)), "d MMM y")
    if column == "moment":
        moment = datetime.fromisoformat(str(value))
        return str(format_datetime(moment, "d MMM y, HH:mm", rebase=False))
    if column in _SHARES or (column == "right" and isinstance(value, float)):
        return percent(value)
    if isinstance(value, str):
        return _worded(column, value)
    return f"{value:,.10g}"


def _worded(column: str, value: str) -> str:
    """Write a name in words, and what a learner wrote as it is."""
    if column == "kind":
        told = word(value)
        return kind_name(value) if told == value else told
    return word(value) if column in _NAMED else value


def sentence(figure: Figure, goal: float) -> str:
    """Return what *figure* says; *goal* is the retention that is wanted."""
    return _SENTENCES[figure.name](figure, goal)


def number_of(figure: Figure, name: str) -> int:
    """Return a fact that is a whole number."""
    return int(figure.facts[name] or 0)


def whole(value: Cell) -> str:
    """Write a number without its fraction."""
    return "–" if value is None else grouped(round(float(value)))


def short(value: Cell) -> str:
    """Write a number, one below ten with its tenth if it has any."""
    number = float(value or 0)
    return f"{number:.1f}".removesuffix(".0") if number < _LONG else grouped(round(number))


def spent(minutes: Cell) -> str:
    """Say how long something took, in the unit that fits."""
    number = float(minutes or 0)
    if number < 1:
        return ngettext("%(num)s second", "%(num)s seconds", min(59, _seconds(number * 60)))
    if number < _HOURS:
        return ngettext("%(num)s minute", "%(num)s minutes", round(number))
    return _("%(number)s hours", number=short(number / 60))


def each(seconds: Cell) -> str:
    """Say how long one of several took."""
    return ngettext("%(num)s second each", "%(num)s seconds each", _seconds(float(seconds or 0)))


def _seconds(number: float) -> int:
    """Round, but what took some time did not take none."""
    return math.ceil(number) if number < 1 else round(number)


def few(number: int) -> str:
    """Say that there are too few answers for a figure."""
    return ngettext(
        "There is %(num)s answer so far. A figure is told from %(enough)s on.",
        "There are %(num)s answers so far. A figure is told from %(enough)s on.",
        number,
        enough=ENOUGH,
    )


def _nothing_learned() -> str:
    return _("No card was learned yet.")


def _today(figure: Figure, _goal: float) -> str:
    if not number_of(figure, "answers"):
        return _("Nothing was answered yet today.")
    return ngettext(
        "%(num)s answer, %(right)s right, in %(time)s.",
        "%(num)s answers, %(right)s right, in %(time)s.",
        number_of(figure, "answers"),
        right=figure.facts["right"],
        time=spent(figure.facts["minutes"]),
    )


def _weeks(figure: Figure, goal: float) -> str:
    facts, number = figure.facts, number_of(figure, "answers")
    if number < ENOUGH:
        return few(number)
    return _(
        "%(share)s of %(number)s reviews were right; you want %(goal)s. "
        "By chance it may be anything from %(low)s to %(high)s.",
        share=percent(facts["share"]),
        number=number,
        goal=percent(goal),
        low=percent(facts["low"]),
        high=percent(facts["high"]),
    )


def _calibration(figure: Figure, _goal: float) -> str:
    facts, number = figure.facts, number_of(figure, "answers")
    if number < ENOUGH:
        return few(number)
    told = _(
        "Recall was predicted at %(said)s on average, and %(came)s of %(number)s reviews were "
        "right.",
        said=percent(facts["predicted"]),
        came=percent(facts["real"]),
        number=number,
    )
    return f"{told} {_leaning(float(facts['real'] or 0) - float(facts['predicted'] or 0))}"


def _leaning(gap: float) -> str:
    if abs(gap) < _FITS:
        return _("That fits.")
    if gap > 0:
        return _("You remember more than was thought: cards could come back later.")
    return _("You remember less than was thought: cards should come back sooner.")


def _reviews(figure: Figure, _goal: float) -> str:
    facts = figure.facts
    if not facts["answers"]:
        return _("Nothing was answered in this time.")
    return ngettext(
        "%(num)s answer on %(studied)s of %(days)s days, %(time)s in all, %(each)s.",
        "%(num)s answers on %(studied)s of %(days)s days, %(time)s in all, %(each)s.",
        number_of(figure, "answers"),
        studied=facts["days_studied"],
        days=facts["days"],
        time=spent(facts["minutes"]),
        each=each(facts["seconds_an_answer"]),
    )


def _due(figure: Figure, _goal: float) -> str:
    facts = figure.facts
    if not facts["cards"] and not facts["overdue"]:
        return _("No card is waiting for a day to come.")
    coming = ngettext(
        "%(num)s card comes back in this time, %(tomorrow)s of them tomorrow.",
        "%(num)s cards come back in this time, %(tomorrow)s of them tomorrow.",
        number_of(figure, "cards"),
        tomorrow=facts["tomorrow"],
    )
    overdue = ngettext(
        "%(num)s card is overdue.", "%(num)s cards are overdue.", number_of(figure, "overdue")
    )
    load = _("In the long run that makes about %(load)s a day.", load=short(facts["daily_load"]))
    return " ".join([coming, *([overdue] if facts["overdue"] else []), load])


def _counts(figure: Figure, _goal: float) -> str:
    by_state = dict(zip(figure.column("state"), figure.column("cards"), strict=True))
    return ngettext(
        "%(num)s card, %(mature)s of them mature.",
        "%(num)s cards, %(mature)s of them mature.",
        number_of(figure, "cards"),
        mature=by_state["mature"],
    )


def _retention(figure: Figure, goal: float) -> str:
    month = dict(zip(figure.columns, figure.rows[3], strict=True))
    ages = {
        age: (int(month[f"{age}_passed"] or 0), int(month[f"{age}_failed"] or 0))
        for age in ("young", "mature")
    }
    number = sum(sum(pair) for pair in ages.values())
    if number < ENOUGH:
        return few(number)
    return _(
        "In 30 days you knew %(young)s of young cards and %(mature)s of mature ones; "
        "you want %(goal)s.",
        young=_share_of(*ages["young"]),
        mature=_share_of(*ages["mature"]),
        goal=percent(goal),
    )


def _share_of(passed: int, failed: int) -> str:
    number = passed + failed
    if number < ENOUGH:
        return _("too few to tell (%(number)s)", number=number)
    return percent(passed / number)


def _retrievability(figure: Figure, _goal: float) -> str:
    facts = figure.facts
    if not facts["cards"]:
        return _nothing_learned()
    return _(
        "Asked now, you would know about %(known)s of the %(number)s cards that you have begun: "
        "%(average)s.",
        known=whole(facts["known_cards"]),
        number=facts["cards"],
        average=percent(facts["average"]),
    )


def _stability(figure: Figure, _goal: float) -> str:
    if not figure.facts["cards"]:
        return _nothing_learned()
    return _(
        "Half of your cards hold for %(days)s days or longer.", days=whole(figure.facts["median"])
    )


def _intervals(figure: Figure, _goal: float) -> str:
    if not figure.facts["cards"]:
        return _nothing_learned()
    return _(
        "Half of your cards wait %(days)s days or less; 19 of 20 wait %(most)s or less.",
        days=whole(figure.facts["median"]),
        most=whole(figure.facts["most_95"]),
    )


def _difficulty(figure: Figure, _goal: float) -> str:
    if not figure.facts["cards"]:
        return _nothing_learned()
    middle = percent(float(figure.facts["median"] or 0) / 100)
    return _("Half of your cards are at %(middle)s or harder.", middle=middle)


def _hours(figure: Figure, _goal: float) -> str:
    rows = [row for row in figure.rows if int(row[1] or 0) >= ENOUGH]
    number = sum(figure.column("answers"))
    if not rows:
        return few(number) if number < ENOUGH else _("No hour has enough answers yet.")
    if len(rows) == 1:
        return _(
            "Only the hour from %(hour)s:00 has enough answers: %(share)s of %(number)s right.",
            hour=rows[0][0],
            share=percent(rows[0][3]),
            number=rows[0][1],
        )
    best = max(rows, key=lambda row: float(row[4] or 0))
    return _(
        "Your surest hour begins at %(hour)s:00, with %(share)s right of %(number)s answers.",
        hour=best[0],
        share=percent(best[3]),
        number=best[1],
    )


def _buttons(figure: Figure, _goal: float) -> str:
    number = sum(sum(figure.column(name)) for name in ("again", "hard", "good", "easy"))
    if number < ENOUGH:
        return few(number)
    again = percent(sum(figure.column("again")) / number)
    return _("You pressed Again for %(share)s of %(number)s answers.", share=again, number=number)


def _added(figure: Figure, _goal: float) -> str:
    return ngettext(
        "%(num)s card was added in this time.",
        "%(num)s cards were added in this time.",
        number_of(figure, "cards"),
    )


_SENTENCES: Mapping[str, Callable[[Figure, float], str]] = MappingProxyType(
    {
        "today": _today,
        "weeks": _weeks,
        "calibration": _calibration,
        "reviews": _reviews,
        "due": _due,
        "counts": _counts,
        "retention": _retention,
        "retrievability": _retrievability,
        "stability": _stability,
        "difficulty": _difficulty,
        "intervals": _intervals,
        "hours": _hours,
        "buttons": _buttons,
        "added": _added,
    }
)
