"""Numbers as people write them in options: 1,000, 5 %, $2.50, 300 BC, 10-20, more than 5."""

import math
import re
from dataclasses import dataclass

from questions.checks.words import MONTHS, NUMERALS
from questions.folding import numbers_unified

_INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Range:
    """From *low* to *high*, both of them meant too."""

    low: float
    high: float
    years: bool

    def meets(self, other: "Range") -> bool:
        """Tell whether one value could lie in both; ages of history may touch."""
        if self.years and other.years and self.low != other.low and self.high != other.high:
            return self.low < other.high and other.low < self.high
        return self.low <= other.high and other.low <= self.high


def number_of(text: str) -> float | None:
    """Read an option that is one number, with its currency or unit; None for anything else."""
    found = _NUMBER.fullmatch(" ".join(text.split()))
    if found is None or (found["unit"] or "").lower() in MONTH_NAMES:
        return None
    value = float(numbers_unified(found["number"], "en").replace(",", "").replace(" ", ""))
    value *= _TIMES.get((found["times"] or "").lower(), 1)
    before = found["sign"] or (found["unit"] or "").upper() in {"BC", "BCE"}
    return -value if before else value


def is_numeric(text: str) -> bool:
    """Tell whether an option is a number, a range or a date rather than words."""
    plain = " ".join(text.split())
    if re.search(r" [A-Z][a-z]+ [A-Z]?[a-z]", plain) and not _DATE.fullmatch(plain):
        return False
    return (
        number_of(plain) is not None
        or range_of(plain) is not None
        or _DATE.fullmatch(plain) is not None
        or _WORDED.fullmatch(plain.lower()) is not None
    )


def range_of(text: str) -> Range | None:
    """Read *10-20*, *from 10 to 20*, *more than 5*, *before 1900*; None for anything else."""
    plain = " ".join(text.split())
    if found := _BETWEEN.fullmatch(plain):
        low, high = (_value(found[key]) for key in ("low", "high"))
        years = all(_YEAR.fullmatch(found[key]) for key in ("low", "high"))
        return Range(min(low, high), max(low, high), years)
    found = _BEYOND.fullmatch(plain)
    if found is None:
        return None
    word, value = found["word"].lower(), _value(found["number"])
    upwards = word in _UPWARDS
    if word not in _INCLUDED:
        value = math.nextafter(value, _INFINITE if upwards else -_INFINITE)
    return Range(value, _INFINITE, False) if upwards else Range(-_INFINITE, value, False)


def _value(text: str) -> float:
    return float(text.replace(",", "").replace(" ", ""))


MONTH_NAMES = frozenset(month.lower() for month in MONTHS)
_PLAIN = r"\d{1,15}(?:,\d{3}){0,5}(?:\.\d{1,9})?"
_UNIT = (
    r"(?:%|°[CF]?|[a-zµμΩ°][\w²³/°%.-]{0,14}(?: [a-z][\w²³/-]{0,14}){0,2}|BCE?|AD|CE|[KCFVWAJN]|"
    r"[kMGTm]?(?:Hz|W|V|B|Pa|J|bit|eV)|hPa)"
)
_NUMBER = re.compile(
    rf"(?:about |around |approximately |c\. |~)?(?P<sign>[-−])?[$€£¥]? ?(?P<number>{_PLAIN})"
    rf"(?: ?(?P<times>thousand|million|billion|trillion))?(?: ?(?P<unit>{_UNIT}))?\.?"
)
_TIMES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_BETWEEN = re.compile(
    rf"(?:from |between )?[$€£]?(?P<low>{_PLAIN}) ?%?(?:\s?[-–—]\s?| to | and )[$€£]?"
    rf"(?P<high>{_PLAIN})(?: ?{_UNIT})?\.?",
    re.IGNORECASE,
)
_BEYOND = re.compile(
    rf"(?P<word>more than|less than|fewer than|over|under|above|below|at least|at most|up "
    rf"to|before|"
    rf"after|since|until) [$€£]?(?P<number>{_PLAIN})(?: ?{_UNIT})?\.?",
    re.IGNORECASE,
)
_UPWARDS = frozenset({"more than", "over", "above", "at least", "after", "since"})
_INCLUDED = frozenset({"at least", "at most", "up to", "since", "until"})
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_MONTH = "|".join(MONTHS)
_DATE = re.compile(
    rf"(?:(?:in|on|since|by) )?(?:(?:{_MONTH}) ?(?:\d{{1,2}})?,? ?(?:\d{{4}})?"
    rf"|\d{{1,2}} (?:{_MONTH})(?: \d{{4}})?|(?:in|since|by|c\.) \d{{3,4}}s?|\d{{3,4}}s|"
    r"(?:the )?\d{1,2}(?:st|nd|rd|th) century(?: BC| AD| BCE| CE)?)",
    re.IGNORECASE,
)
_NUMERAL = "|".join(NUMERALS)
_WORDED = re.compile(
    rf"(?:(?:(?:more|less|fewer) than|at least|about|around|over|almost|nearly|every|an?|"
    rf"the|half|once|twice|several|few) )*"
    rf"(?:(?:{_NUMERAL}|hundreds|thousands|millions|dozens?|half|third|quarter|thirds|quarters|fifths?|"
    rf"tenths?)(?:[ -]|$)(?:and |an? |of an? )?)+(?:[a-z]+ ?){{0,3}}"
    r"|once|twice|(?:every|each|once an?|twice an?|per) (?:second )?"
    r"(?:second|minute|hour|day|week|month|year|decade|century)|daily|weekly|monthly|yearly|annually"
)
