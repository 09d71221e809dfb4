"""Dates: which can be understood on any later day, and what they are in ISO form."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

MONTHS = (
    "January February March April May June July August September October November December"
).split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SEASONS = "spring summer autumn fall winter".split()

_SHORT = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTH = (
    r"(?P<month>" + "|".join(MONTHS) + r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1\d{3}|20\d{2}|[1-9]\d{2}(?= (?:AD|CE))|\d{1,4}(?= ?(?:BCE?|B\.C\.)))"
_ERA = r"(?: ?(?P<era>AD|CE|BCE?|B\.C\.(?:E\.)?|A\.D\.))?"
_WEEKDAY = r"(?:(?:" + "|".join(WEEKDAYS) + r"),? (?:the )?)?"
_PART = r"(?:(?:the )?(?:early|late|mid|end of|beginning of|start of|middle of)[ -])?"
_FORMS = (
    re.compile(rf"{_WEEKDAY}{_MONTH} {_DAY},? {_YEAR}{_ERA}"),
    re.compile(rf"{_WEEKDAY}(?:the )?{_DAY} (?:of )?{_MONTH},? {_YEAR}{_ERA}"),
    re.compile(rf"{_PART}{_MONTH},? (?:of )?{_YEAR}{_ERA}"),
    re.compile(rf"{_PART}(?:the )?(?P<season>{'|'.join(SEASONS)}) (?:of )?{_YEAR}", re.I),
    re.compile(rf"{_PART}(?:the )?(?:year )?{_YEAR}{_ERA}"),
    re.compile(r"(?P<year>\d{4})-(?P<digits>[01]\d)-(?P<day>[0-3]\d)"),
)
_DECADE = re.compile(rf"{_PART}(?:the )?(?:mid-)?(?P<year>1\d{{2}}0|20\d0)[’']?s")
_RANGE = re.compile(
    r"(?:from )?(?P<first>1\d{3}|20\d{2}) ?(?:–|—|-|to|until) ?(?P<last>1\d{3}|20\d{2}|\d\d)"
)
_BETWEEN = re.compile(r"between (?P<first>1\d{3}|20\d{2}) and (?P<last>1\d{3}|20\d{2})")
_CENTURY = re.compile(
    rf"{_PART}(?:the )?(?P<number>\d{{1,2}})(?:st|nd|rd|th)[ -]centur(?:y|ies){_ERA}"
)
_WORDED = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
).split()
_WORDED_CENTURY = re.compile(
    rf"{_PART}(?:the )?(?P<word>{'|'.join(_WORDED)})[ -]century{_ERA}", re.I
)
#: Where a date may begin in running text; every absolute date holds one of these.
ABSOLUTE = re.compile(
    "|".join(
        re.sub(r"\(\?P<\w+>", "(?:", form.pattern)
        for form in (*_FORMS[:3], _DECADE, _CENTURY, _WORDED_CENTURY, _BETWEEN, _RANGE)
    )
)
#: A year alone: not part of a longer number, a time, a page or a sum.
YEAR = re.compile(
    r"(?<![\d.,:/$€£№#-])(?<!No\. )(?:1[0-9]\d{2}|20\d{2})(?: ?(?:BCE?|AD|CE)\b)?"
    r"(?![\d:/%]|[.,-]\d|’s|'s)"
)


def iso(text: str) -> str | None:
    """Return 2013-11-05, 2013-11, 2013, or first/last day or year of a stretch; None if relative.

    Years before Christ are negative: -0043 is written for 44 BC, as ISO 8601 has it.
    """
    words = text.strip().strip(",")
    for form in _FORMS:
        if match := form.fullmatch(words):
            return _single(match)
    return _stretch(words)


def _single(match: re.Match[str]) -> str | None:
    found = match.groupdict()
    year = _year(int(found["year"]), found.get("era"))
    month = found.get("digits") or found.get("month")
    if month is None:
        return year
    number = int(month) if month.isdigit() else _SHORT[month[:3].lower()]
    if not found.get("day"):
        return f"{year}-{number:02}"
    day = int(found["day"])
    valid = 1 <= day <= monthrange(2000, number)[1] if 1 <= number <= len(MONTHS) else False
    return f"{year}-{number:02}-{day:02}" if valid else None


def _year(number: int, era: str | None) -> str:
    if era and era.startswith("B"):
        return f"-{number - 1:04}"
    return f"{number:04}"


def _stretch(words: str) -> str | None:
    if match := _DECADE.fullmatch(words):
        first = int(match["year"])
        return f"{first:04}/{first + 9:04}"
    if match := _BETWEEN.fullmatch(words) or _RANGE.fullmatch(words):
        last = match["last"]
        return f"{match['first']}/{match['first'][: 4 - len(last)]}{last}"
    if match := _CENTURY.fullmatch(words):
        return _century(int(match["number"]), match["era"])
    if match := _WORDED_CENTURY.fullmatch(words):
        return _century(_WORDED.index(match["word"].lower()) + 1, match["era"])
    return None


def _century(number: int, era: str | None) -> str:
    if era and era.startswith("B"):
        return f"-{number * 100 - 1:04}/-{(number - 1) * 100:04}"
    return f"{(number - 1) * 100 + 1:04}/{number * 100:04}"


def written(day: date) -> str:
    """Write a day as a text of today does: 4 May 2012."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


_LAST = re.compile(r"(?P<which>last|this|next) (?P<unit>month|year|week)", re.I)
_AGO = re.compile(r"(?P<count>a|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) "
                  r"(?P<unit>day|week|month|year|decade)s? ago", re.I)  # fmt: skip
_COUNTS = {word: number for number, word in enumerate(
    "zero one two three four five six seven eight nine ten".split())} | {"a": 1}  # fmt: skip
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1, "tonight": 0}


def from_relative(text: str, said: date) -> str | None:
    """Write what *yesterday* or *last month* means in a text of the day *said*, with its marker.

    Returns None for words that cannot be told so exactly that the answer stays true.
    """
    words = re.sub(r"^(?:on|in) ", "", text.strip(), flags=re.I).lower()
    if words in _DAYS:
        return f"on {written(said + timedelta(days=_DAYS[words]))}"
    if words.capitalize() in WEEKDAYS:
        back = (said.weekday() - WEEKDAYS.index(words.capitalize())) % 7
        return f"on {written(said - timedelta(days=back))}"
    if match := _LAST.fullmatch(words):
        return _shifted({"last": -1, "this": 0, "next": 1}[match["which"]], match["unit"], said)
    if match := _AGO.fullmatch(words):
        count = match["count"]
        return _shifted(-(int(count) if count.isdigit() else _COUNTS[count]), match["unit"], said)
    return None


def _shifted(count: int, unit: str, said: date) -> str | None:
    if unit == "day":
        return f"on {written(said + timedelta(days=count))}"
    if unit == "year":
        return f"in {said.year + count}"
    if unit == "month":
        months = said.year * 12 + said.month - 1 + count
        return f"in {MONTHS[months % 12]} {months // 12}"
    return None
