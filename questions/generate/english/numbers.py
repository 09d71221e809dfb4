"""Numbers: words for small ones, values of written ones, ordinals."""

from __future__ import annotations

import re

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}  # fmt: skip
_ALONE = {"half": 0.5, "quarter": 0.25, "a half": 0.5, "a quarter": 0.25, "a couple": 2.0}
_VALUES: dict[str, float] = {
    "a": 1,
    "an": 1,
    **{word: value for value, word in enumerate(_ONES)},
    **{word: value * 10 for value, word in enumerate(_TENS) if value},
}
_IRREGULAR = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_DIGITS = re.compile(r"[-+−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+−]?\d+(?:\.\d+)?")


def number_word(value: int) -> str:
    """Write a whole number below a thousand in words: thirty-one."""
    if not 0 <= value < 1000:
        raise ValueError(f"{value} is not written in words")
    if value < 20:
        return _ONES[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]
    hundreds, rest = divmod(value, 100)
    head = f"{_ONES[hundreds]} hundred"
    return f"{head} and {number_word(rest)}" if rest else head


def number_value(text: str) -> float | None:
    """Read a number in digits, words or both: 1,200; thirty-one; 3.5 million; None for others."""
    words = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text.strip().lower()).split()
    if (alone := _ALONE.get(" ".join(words))) is not None:
        return alone
    total = current = 0.0
    last = ""
    for word in words:
        if word == "and" and last in _SCALES:
            continue
        value = _single(word)
        if value is not None and _follows(last, word):
            current += value
        elif word in _SCALES and (current or not last):
            total, current = _scaled(total, current or 1, word)
        else:
            return None
        last = word
    return total + current if words and last not in {"a", "an"} else None


def ordinal(value: int) -> str:
    """Write first to twentieth in words, the rest in digits: 21st, 112th."""
    if value < 1:
        raise ValueError(f"{value} has no ordinal")
    if value <= 20:
        word = number_word(value)
        return _IRREGULAR.get(word) or (f"{word[:-1]}ieth" if word[-1] == "y" else f"{word}th")
    ending = {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{'th' if value % 100 in {11, 12, 13} else ending}"


def _single(word: str) -> float | None:
    if _DIGITS.fullmatch(word):
        return float(word.replace(",", "").replace("−", "-"))
    return _VALUES.get(word)


def _follows(last: str, word: str) -> bool:
    """Tell whether a value may stand after *last*: twenty one, a hundred and five."""
    if not last or last in _SCALES or last in {"a", "an"}:
        return True
    return last in _TENS[2:] and word in _ONES[1:10]


def _scaled(total: float, current: float, scale: str) -> tuple[float, float]:
    """Multiply what was read: a hundred stays open for a thousand after it."""
    if scale in {"hundred", "dozen"}:
        return total, current * _SCALES[scale]
    return total + current * _SCALES[scale], 0.0
