"""Figures: numbers, years and dates beside a key, written as the key is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from questions.generate.english import number_value, number_word, ordinal


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in whole steps of its own precision, and how a value is written in its place.

    Options lie from *low* to *high*, no nearer than *gap* to each other and, with luck, no
    farther than *reach* from the key.
    """

    value: int
    write: Callable[[int], str]
    low: int
    high: int
    gap: int
    reach: int


def figure(text: str, latest: int | None = None) -> Figure | None:
    """Read a key; None where it holds no single figure.

    *latest* is the document's last year: give it for dates alone, where 476 and 1500 are years.
    """
    if len(text) > _LONGEST or text != text.strip():
        return None
    return next((found for read in _READERS if (found := read(text, latest))), None)


def options(
    key: Figure, chance: Random, known: Collection[int] = (), count: int = 3
) -> tuple[str, ...] | None:
    """Return the options in order, the key among them at any rank alike; None if too few fit.

    Of *known* values, which the document holds elsewhere, as many as lie near are taken.
    """
    below = sorted(one for one in known if key.value - key.reach <= one < key.value)
    above = sorted(one for one in known if key.value < one <= key.value + key.reach)
    rank = chance.randint(0, count)
    room = (key.value - key.low) // key.gap, (key.high - key.value) // key.gap
    rank = max(min(rank, room[0]), count - room[1])
    if not 0 <= rank <= count or rank > room[0]:
        return None
    lower = _side(key, chance, rank, -1, below[::-1])
    upper = _side(key, chance, count - rank, 1, above)
    written = [key.write(one) for one in (*lower[::-1], key.value, *upper)]
    return tuple(written) if len(set(written)) == count + 1 else None


def near_values(texts: Sequence[str], like: Figure, latest: int | None = None) -> list[int]:
    """Return the values of those *texts* that are written just as the figure would write them."""
    return [
        one.value
        for text in texts
        if (one := figure(text, latest))
        and like.low <= one.value <= like.high
        and like.write(one.value) == text
    ]


def _side(key: Figure, chance: Random, wanted: int, sign: int, known: list[int]) -> list[int]:
    """Choose values on one side of the key, outwards."""
    chosen: list[int] = []
    edge = key.low if sign < 0 else key.high
    for left in range(wanted, 0, -1):
        last = chosen[-1] if chosen else key.value
        room = abs(edge - last) - (left - 1) * key.gap
        near = [one for one in known if key.gap <= (one - last) * sign <= room]
        if near and chance.random() < _OF_THE_TEXT:
            chosen.append(near[0])
            continue
        far = min(room, max(key.gap, key.reach // max(wanted, 2)))
        chosen.append(last + sign * chance.randint(key.gap, far))
    return chosen


def _year(text: str, latest: int | None) -> Figure | None:
    match = re.fullmatch(r"(?P<year>[1-9]\d{2,3})(?P<more>s| BC| BCE| AD| CE)?", text)
    if match is None or latest is None:
        return None
    year, more = int(match["year"]), match["more"] or ""
    step = 10 if more == "s" else 1
    last = max(latest, year) // step
    reach = min(40, 8 + (last * step - year) // 12) if step == 1 else 4
    return Figure(
        year // step, lambda value: f"{value * step}{more}", low=1, high=last + (step == 1),
        gap=1 if reach < 15 else 2, reach=reach,
    )  # fmt: skip


def _full_date(text: str, latest: int | None) -> Figure | None:
    found = _parsed(_DATES, text)
    if found is None:
        return None
    day, order = found
    end = date.max.toordinal() - 400
    return Figure(day.toordinal(), lambda value: _dated(order, value), 400, end, gap=4, reach=120)


def _parsed(forms: Sequence[tuple[str, str]], text: str) -> tuple[date, str] | None:
    """Return the day in *text*, of 2001 if no year is told, and how it was written."""
    for pattern, order in forms:
        if match := re.fullmatch(pattern, text):
            parts = match.groupdict()
            month = _MONTHS.index(parts["month"]) + 1
            try:
                return date(int(parts.get("year", 2001)), month, int(parts["day"])), order
            except ValueError:
                return None
    return None


def _dated(order: str, value: int) -> str:
    day = date.min + timedelta(days=value - 1)
    return order.format(day=day.day, month=_MONTHS[day.month - 1], year=day.year)


def _day_and_month(text: str, latest: int | None) -> Figure | None:
    """Read *May 5* and *5 May*; every year has 365 days here."""
    found = _parsed(_DAYS, text)
    if found is None:
        return None
    day, order = found
    first = date(2001, 1, 1).toordinal()
    return Figure(
        day.toordinal(), lambda value: _dated(order, value), first, first + 364, gap=4, reach=100
    )


def _month_and_year(text: str, latest: int | None) -> Figure | None:
    match = re.fullmatch(rf"(?P<month>{_MONTH})(?P<between>,? )(?P<year>\d{{4}})", text)
    if match is None:
        return None
    between, months = match["between"], int(match["year"]) * 12 + _MONTHS.index(match["month"])

    def write(value: int) -> str:
        return f"{_MONTHS[value % 12]}{between}{value // 12}"

    return Figure(months, write, low=12, high=months + 24, gap=1, reach=14)


def _century(text: str, latest: int | None) -> Figure | None:
    match = re.fullmatch(r"(?P<number>\d{1,2})(?:st|nd|rd|th)(?P<rest>[- ]century(?: BCE?)?)", text)
    if match is None:
        return None
    rest = match["rest"]
    return Figure(int(match["number"]), lambda value: f"{_suffixed(value)}{rest}", 1, 21, 1, 3)


def _ordinal(text: str, latest: int | None) -> Figure | None:
    """Read *eighth* and *8th*."""
    match = re.fullmatch(r"(?P<number>\d{1,4})(?:st|nd|rd|th)", text)
    if match:
        value = int(match["number"])
        return Figure(value, _suffixed, 1, 9999, 1, max(3, value // 3)) if value > 1 else None
    small = text.lower()
    value = next((one for one in range(2, 21) if ordinal(one) == small), 0)
    return Figure(value, _cased(text, ordinal), 1, 20, 1, 5) if value else None


def _counted(text: str, latest: int | None) -> Figure | None:
    """Read a number in digits with what is around it: $3.5 million, 1,200 km, 31 %."""
    found = list(_NUMBER.finditer(text))
    if len(found) != 1 or re.search(r"\d", text[: found[0].start()] + text[found[0].end() :]):
        return None
    match = found[0]
    if re.match(r"0\d", match[0]):
        return None  # 03 is a label
    digits, decimals = match[0].replace(",", ""), len(match[0].partition(".")[2])
    before, after = text[: match.start()], text[match.end() :]
    if not _AROUND.fullmatch(before) or after[:1].isalpha():
        return None
    value, step = _rounded(int(digits.replace(".", "")))
    comma = "," in match[0] or not re.search(r"\d{4}", digits.partition(".")[0])
    share = re.match(r" ?(?:%|per ?cent)", after) is not None

    def write(steps: int) -> str:
        return f"{before}{_digits(steps * step, decimals, comma=comma)}{after}"

    return _spread(value, write, 100 * 10**decimals // step if share else None)


def _spelled(text: str, latest: int | None) -> Figure | None:
    """Read a number in words with what is counted after it: thirty-one countries."""
    words = text.split(" ")
    value = number_value(words[0].lower())
    if value is None or not 3 <= value <= 99 or value != int(value) or words[0].isdigit():
        return None
    if len(words) > 1 and words[1].lower() in _SCALES:
        return None
    rest = text[len(words[0]) :]
    write = _cased(words[0], number_word)
    found = int(value)
    if found <= 12:
        return Figure(found, lambda one: write(one) + rest, 2, 20, 1, 4)
    return _spread(found, lambda one: write(one) + rest, 99)


def _spread(value: int, write: Callable[[int], str], high: int | None) -> Figure | None:
    """Allow about half more and half less, and never less than two of anything."""
    if value < 3:
        return None
    most = max(value * 3, value + 12)
    top = min(most, high) if high else most
    gap = max(1, value // 14)
    return Figure(value, write, 2, top, gap, max(5, value // 2, gap * 4))


def _rounded(value: int) -> tuple[int, int]:
    """Return a number as steps and the size of a step: 1200 is twelve hundreds."""
    step = 1
    while value and value % (step * 10) == 0:
        step *= 10
    steps = value // step
    finer = 5 if steps == 1 else 2
    return (steps * finer, step // finer) if steps < 4 and step > 1 else (steps, step)


def _digits(value: int, decimals: int, *, comma: bool) -> str:
    whole, part = divmod(value, 10**decimals)
    shown = f"{whole:,}" if comma else str(whole)
    return f"{shown}.{part:0{decimals}d}" if decimals else shown


def _suffixed(value: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{'th' if value % 100 in {11, 12, 13} else ending}"


def _cased(model: str, write: Callable[[int], str]) -> Callable[[int], str]:
    return (lambda value: write(value).capitalize()) if model[:1].isupper() else write


_LONGEST = 80  # characters of a key
_OF_THE_TEXT = 0.6
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_MONTH = "|".join(_MONTHS)
_DAY = r"(?P<day>\d{1,2})"
_DATES = (
    (rf"{_DAY} (?P<month>{_MONTH}) (?P<year>\d{{4}})", "{day} {month} {year}"),
    (rf"{_DAY} (?P<month>{_MONTH}), (?P<year>\d{{4}})", "{day} {month}, {year}"),
    (rf"(?P<month>{_MONTH}) {_DAY}, (?P<year>\d{{4}})", "{month} {day}, {year}"),
    (rf"(?P<month>{_MONTH}) {_DAY} (?P<year>\d{{4}})", "{month} {day} {year}"),
)
_DAYS = (
    (rf"{_DAY} (?P<month>{_MONTH})", "{day} {month}"),
    (rf"(?P<month>{_MONTH}) {_DAY}", "{month} {day}"),
)
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
#: *More than 6,000* is true of 7,000 too, so it has no wrong options; *about 6,000* has.
_AROUND = re.compile(
    r"(?:(?:about|around|some|approximately|roughly|an estimated|circa|c\.) )?(?:US|A|C)?[$€£¥]?",
    re.IGNORECASE,
)
_SCALES = frozenset({"hundred", "thousand", "million", "billion", "trillion", "dozen", "and"})
_READERS: tuple[Callable[[str, int | None], Figure | None], ...] = (
    _full_date, _month_and_year, _day_and_month, _century, _ordinal, _year, _counted, _spelled,
)  # fmt: skip
