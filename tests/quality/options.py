"""Choice questions: are their options sound, and does the place of the key tell nothing?"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from questions.model import Kind, Question
from tests.quality.answers import tokens

_FEWEST, _MOST = 3, 4


@dataclass(frozen=True)
class Validity:
    """How many of the choice questions break no rule, and how often each rule is broken."""

    sound: int
    total: int
    broken: dict[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        return self.sound / self.total if self.total else 1.0


@dataclass(frozen=True)
class KeyPositions:
    """A chi-square test of "each place is as likely"; *p* is 1 without any choice question."""

    statistic: float
    degrees: int
    p: float


def choices_among(questions: Iterable[Question]) -> tuple[Question, ...]:
    return tuple(one for one in questions if one.kind is Kind.CHOICE)


def validity(questions: Sequence[Question]) -> Validity:
    """Judge every choice question among *questions* (of one document) by the rules."""
    accepted = _accepted_by_stem(questions)
    chosen = choices_among(questions)
    faults = [_faults(one, accepted) for one in chosen]
    broken = Counter(name for several in faults for name in several)
    return Validity(sum(not one for one in faults), len(chosen), dict(broken))


def together(some: Iterable[Validity]) -> Validity:
    """Add the results of several documents."""
    sound = total = 0
    broken: Counter[str] = Counter()
    for one in some:
        sound, total = sound + one.sound, total + one.total
        broken.update(one.broken)
    return Validity(sound, total, dict(broken))


def key_positions(questions: Iterable[Question]) -> KeyPositions:
    """Test whether the right option stands as often in each place."""
    places: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for one in choices_among(questions):
        right = [place for place, choice in enumerate(one.choices) if choice.fraction > 0]
        if len(right) == 1:
            places[len(one.choices)][right[0]] += 1
    statistic, degrees = 0.0, 0
    for size, counts in places.items():
        expected = counts.total() / size
        statistic += sum((counts[place] - expected) ** 2 / expected for place in range(size))
        degrees += size - 1
    return KeyPositions(statistic, degrees, chi_square_tail(statistic, degrees))


def chi_square_tail(statistic: float, degrees: int) -> float:
    """Return the chance of a chi-square at least as great, for a whole number of degrees."""
    if degrees == 0:
        return 1.0
    half = statistic / 2
    odd = degrees % 2
    tail = math.erfc(math.sqrt(half)) if odd else math.exp(-half)
    for step in range(degrees // 2 - (0 if odd else 1)):
        shape = step + (0.5 if odd else 1)
        tail += math.exp(shape * math.log(half) - half - math.lgamma(shape + 1)) if half else 0.0
    return min(1.0, tail)


def _accepted_by_stem(questions: Iterable[Question]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in questions:
        if one.kind in {Kind.CHOICE, Kind.SHORT, Kind.NUMERIC}:
            right = [choice.text for choice in one.choices if choice.fraction > 0]
            found[_folded(one.stem)].update(
                _folded(text) for text in (*right, *(answer.text for answer in one.answers))
            )
    return found


def _faults(question: Question, accepted: dict[str, set[str]]) -> list[str]:
    keys = [one.text for one in question.choices if one.fraction > 0]
    wrong = [one.text for one in question.choices if one.fraction <= 0]
    also_right = accepted.get(_folded(question.stem), set())
    return [name for name, rule in _RULES.items() if rule(question, keys, wrong, also_right)]


def _count(question: Question, keys: list[str], wrong: list[str], also: set[str]) -> bool:
    return not (_FEWEST <= len(question.choices) <= _MOST and len(keys) == 1) and not (
        question.multiple and keys and wrong
    )


def _alike(question: Question, keys: list[str], wrong: list[str], also: set[str]) -> bool:
    every = [_folded(one) for one in (*keys, *wrong)]
    return len(set(every)) < len(every) or any(
        _alias(one, other) for number, one in enumerate(every) for other in every[:number]
    )


def _formats_differ(question: Question, keys: list[str], wrong: list[str], also: set[str]) -> bool:
    return len({_format(one) for one in (*keys, *wrong)}) > 1


def _in_source(question: Question, keys: list[str], wrong: list[str], also: set[str]) -> bool:
    """A wrong option of the source sentence may be right in part; which-is-NOT needs them."""
    if "NOT" in question.stem.split():
        return False
    quoted = f" {' '.join(tokens(' '.join(one.quote for one in question.sources)))} "
    return any(f" {' '.join(tokens(one))} " in quoted for one in wrong)


def _also_right(question: Question, keys: list[str], wrong: list[str], also: set[str]) -> bool:
    return any(_folded(one) in also for one in wrong)


def _length_tells(question: Question, keys: list[str], wrong: list[str], also: set[str]) -> bool:
    if not keys or not wrong:
        return False
    mean = sum(len(one) for one in wrong) / len(wrong)
    return not all(0.5 * mean <= len(one) <= 2 * mean for one in keys)


def _folded(text: str) -> str:
    return " ".join(tokens(text))


def _alias(one: str, other: str) -> bool:
    """PSF and Python Software Foundation, Putin and Vladimir Putin are the same option."""
    short, long = sorted((one, other), key=len)
    initials = "".join(word[0] for word in long.split())
    return short.replace(" ", "") == initials or f" {short} " in f" {long} "


def _format(text: str) -> str:
    """Name how an option looks: a bare year, a number with words, a name, small words."""
    if re.fullmatch(r"\d{3,4}", text):
        return "year"
    if re.search(r"\d", text):
        return "digits" + (" and words" if re.search(r"[a-z]{3}", text) else "")
    return "name" if re.search(r"\b[A-Z]", text) else "words"


_Rule = Callable[[Question, list[str], list[str], set[str]], bool]
_RULES: dict[str, _Rule] = {
    "number of options": _count,
    "the same twice": _alike,
    "formats differ": _formats_differ,
    "wrong option in the source": _in_source,
    "wrong option is right elsewhere": _also_right,
    "length tells the key": _length_tells,
}
