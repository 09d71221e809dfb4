"""Figures as lists: a line of words and a bar for each deck, question or option."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Any

from flask import url_for

from studyapp.figures import ENOUGH, Figure
from studyapp.search import Term
from studyapp.web.figure_sentences import facility_band
from studyapp.web.figure_words import each, percent, spent, whole
from studyapp.web.finding import kind_name
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext

SHOWN = 10
Bar = tuple[tuple[float, float, str], ...]


@dataclass(frozen=True)
class Entry:
    """A line of a list: `bar` are start, width (in percent) and look of its parts."""

    title: str
    href: str
    words: str
    bar: Bar


@dataclass(frozen=True)
class Listing:
    """The first lines of a figure, how many more its table has, and what the looks mean."""

    entries: tuple[Entry, ...]
    more: int
    legend: tuple[tuple[str, str], ...]


def listing(figure: Figure, period: str) -> Listing | None:
    """Return a figure as a list; None if it is none, or has nothing to list."""
    make = _MAKERS.get(figure.name)
    if make is None or not figure.rows:
        return None
    entries = [make(row, period) for row in _rows(figure)]
    return Listing(tuple(entries[:SHOWN]), max(0, len(entries) - SHOWN), _legend(figure.name))


def _rows(figure: Figure) -> Iterator[dict[str, Any]]:
    """Yield the rows as mappings; what a question was answered with is one row with its options."""
    several: list[dict[str, Any]] = []
    for at, row in enumerate(figure.rows):
        key = figure.keys[at] if figure.keys else ""
        several.append(dict(zip(figure.columns, row, strict=True)) | {"key": key, "name": row[0]})
    if figure.name == "sinks":
        longest = max(row["minutes"] for row in several)
        yield from (row | {"longest": longest} for row in several)
        return
    if figure.name != "options":
        yield from several
        return
    for _key, options in groupby(several, key=lambda one: one["key"]):
        found = list(options)
        yield found[0] | {"picks": found}


def _legend(name: str) -> tuple[tuple[str, str], ...]:
    if name in {"decks", "documents", "tags"}:
        return (
            ("mature", _("known now")),
            ("young", _("begun")),
            ("floor", _("not begun")),
        )
    if name == "luck":
        return (("mature", _("known")), ("young", _("right by luck")))
    if name in {"hard", "leeches", "facility"}:
        return (("mature", _("share right")), ("floor", _("how far chance may move it")))
    return ()


def _place(noun: str) -> Callable[[dict[str, Any], str], Entry]:
    """Return what makes lines of decks, documents or tags; each leads to its own figures."""

    def entry(row: dict[str, Any], period: str) -> Entry:
        query = str(Term({"document": "source"}.get(noun, noun), str(row["name"]), literal=True))
        known = _("%(known)s of %(cards)s known", known=whole(row["known"]), cards=row["cards"])
        return Entry(
            str(row["name"]),
            url_for("progress.show", q=query, range=period),
            " · ".join((known, _right(row), spent(row["minutes"]))),
            _known_bar(row),
        )

    return entry


def _known_bar(row: dict[str, Any]) -> Bar:
    known, begun = (100 * row[name] / row["cards"] for name in ("known", "begun"))
    return (
        (0, round(known, 2), "mature"),
        (round(known, 2), round(begun - known, 2), "young"),
        (round(begun, 2), round(100 - begun, 2), "floor"),
    )


def _right(row: dict[str, Any]) -> str:
    """Say how many reviews were right: a range below twenty, with the margin above."""
    number = row["reviews"]
    if not number:
        return _("no review in this time")
    low, high = percent(row["low"]), percent(row["high"])
    if number < ENOUGH:
        return _(
            "%(passed)s of %(number)s right (%(low)s to %(high)s)",
            passed=row["passed"],
            number=number,
            low=low,
            high=high,
        )
    return _(
        "%(share)s right (%(low)s to %(high)s)", share=percent(row["share"]), low=low, high=high
    )


def _question(row: dict[str, Any], _period: str) -> Entry:
    lapses = ngettext("%(num)s lapse", "%(num)s lapses", row["lapses"])
    time = (spent(row["minutes"]), each(row["seconds"])) if row["answers"] else ()
    words = (_right(row), lapses, *time)
    return Entry(str(row["name"]), _page_of(row), " · ".join(words), _margin(row))


def _sink(row: dict[str, Any], _period: str) -> Entry:
    """Return a line whose bar is the time, as a part of the longest."""
    answers = ngettext("%(num)s answer", "%(num)s answers", row["answers"])
    wide = round(100 * row["minutes"] / (row["longest"] or 1), 2)
    bar = ((0.0, 100.0, "heat-0"), (0.0, min(100.0, wide), "young"))
    words = " · ".join((spent(row["minutes"]), answers, each(row["seconds"]), _right(row)))
    return Entry(str(row["name"]), _page_of(row), words, bar)


def _page_of(row: dict[str, Any]) -> str:
    return url_for("questions.edit", question_id=row["key"])


def _margin(row: dict[str, Any]) -> Bar:
    """Return a bar from the low to the high end with a mark at the share."""
    if row["share"] is None:
        return ()
    low, high = (round(100 * row[name], 2) for name in ("low", "high"))
    mark = min(99.0, max(0.0, round(100 * row["share"] - 0.5, 2)))
    return (0.0, 100.0, "heat-0"), (low, round(high - low, 2), "floor"), (mark, 1.0, "mature")


def _facility(row: dict[str, Any], _period: str) -> Entry:
    """Return a line with the facility: below twenty answers only how far it may lie."""
    low, high = percent(row["low"]), percent(row["high"])
    facility = _("facility %(low)s to %(high)s", low=low, high=high)
    if row["attempts"] >= ENOUGH:
        facility = _("facility %(share)s", share=percent(row["facility"]))
        facility = f"{facility}, {facility_band(row['facility'])}"
    attempts = ngettext("%(num)s answer", "%(num)s answers", row["attempts"])
    words = [facility, attempts]
    if row["guess"]:
        words.append(_("a guess earns %(share)s", share=percent(row["guess"])))
    bar = _margin(row | {"share": row["facility"]})
    return Entry(str(row["name"]), _page_of(row), " · ".join(words), bar)


def _option(row: dict[str, Any], _period: str) -> Entry:
    """Return a line for a question with the wrong options that were picked, the worst first."""
    wrong = [one for one in row["picks"] if one["verdict"] == "wrong" and one["picked"]]
    told = [
        ngettext(
            "“%(option)s” %(num)s time", "“%(option)s” %(num)s times", one["picked"], option=name
        )
        for one in wrong
        for name in [{"true": _("True"), "false": _("False")}.get(one["option"], one["option"])]
    ]
    answers = ngettext("of %(num)s answer", "of %(num)s answers", row["of"])
    part = sum(one["share"] for one in wrong)
    return Entry(str(row["name"]), _page_of(row), " · ".join([*told, answers]), _track(part))


def _track(part: float) -> Bar:
    """Return a bar in orange that takes a share of its track."""
    wide = round(100 * min(1.0, part), 2)
    return (0.0, wide, "relearn"), (wide, round(100 - wide, 2), "heat-0")


def _luck(row: dict[str, Any], _period: str) -> Entry:
    title = kind_name(str(row["kind"]))
    if row["of"]:
        title = _("%(kind)s, one of %(number)s", kind=title, number=row["of"])
    words = [_("%(share)s of %(number)s right", share=percent(row["share"]), number=row["reviews"])]
    if row["of"]:
        words.append(
            _(
                "without guessing %(known)s (%(low)s to %(high)s)",
                known=percent(row["corrected"]),
                low=percent(row["corrected_low"]),
                high=percent(row["corrected_high"]),
            )
        )
    known, right = 100 * (row["corrected"] or 0), 100 * (row["share"] or 0)
    bar = (
        (0.0, round(known, 2), "mature"),
        (round(known, 2), round(max(0.0, right - known), 2), "young"),
        (round(right, 2), round(100 - right, 2), "heat-0"),
    )
    return Entry(title, "", " · ".join(words), bar)


_MAKERS: Mapping[str, Callable[[dict[str, Any], str], Entry]] = MappingProxyType(
    {
        "decks": _place("deck"),
        "documents": _place("document"),
        "tags": _place("tag"),
        "hard": _question,
        "leeches": _question,
        "sinks": _sink,
        "luck": _luck,
        "facility": _facility,
        "options": _option,
    }
)
