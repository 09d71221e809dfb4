"""Fields to fill in: things to pair, to put in order, gaps of a text. Pure.

A field is named by its place in the question, however things are shuffled. What a learner gives is
text by field: words for a gap that is typed, the key of an option for one that is picked (the keys
with blanks between where several are), a number from 1 for the place of an item.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from questions.choices import ALL_OR_NOTHING, Option, mixed, summed
from questions.grading import Piece, Verdict, grade_number, grade_typed
from questions.measures import units_of
from questions.model import Answer, Choice, Gap, Kind, Question

KINDS = frozenset({Kind.MATCHING, Kind.ORDERING, Kind.GAPS})
Control = Literal["text", "number", "pick", "picks", "place"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in: its *key* in the form, what it is for, and what can be picked."""

    key: str
    control: Control
    label: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldMark:
    """What one field got, in words, and what that is worth, 0 to 1."""

    key: str
    label: str
    given: str
    expected: str
    fraction: float
    almost: bool = False
    feedback: str = ""
    pieces: tuple[Piece, ...] = ()


def fields_of(question: Question, seed: str) -> tuple[Field, ...]:
    """List what is to be filled in, in the order that *seed* draws; () for any other kind."""
    make = _FIELDS.get(question.kind)
    return make(question, seed) if make else ()


def offers(asked: Field, value: str) -> bool:
    """Tell whether a form can have sent *value* for *asked*."""
    if asked.control in {"text", "number"}:
        return bool(value.strip())
    keys = {option.key for option in asked.options}
    picked = value.split()
    return bool(picked) and keys.issuperset(picked) and (asked.control == "picks" or value in keys)


def mark_fields(
    question: Question, given: Mapping[str, str], *, language: str = "en"
) -> tuple[FieldMark, ...]:
    """Judge each field; one that *given* lacks was left empty."""
    return _MARKS[question.kind](question, given, language)


def total(question: Question, marks: Sequence[FieldMark]) -> float:
    """Return what the marks make together, 0 to 1."""
    if question.scoring == ALL_OR_NOTHING:
        return float(all(one.fraction >= 1 for one in marks))
    if question.kind is Kind.ORDERING:
        return _agreeing(question, marks)
    weights = _weights(question, marks)
    whole = sum(weights)
    if not whole:
        return float(all(one.fraction >= 1 for one in marks))
    earned = sum(one.fraction * weight for one, weight in zip(marks, weights, strict=True))
    return min(1.0, max(0.0, earned / whole))


def right_fields(question: Question) -> dict[str, str]:
    """Return what earns all the points."""
    if question.kind is Kind.MATCHING:
        keys = {option.text: option.key for option in _rights(question)}
        return {key: keys[right] for key, _left, right in _pairs(question)}
    if question.kind is Kind.ORDERING:
        return {str(number): str(number + 1) for number in range(len(question.items))}
    return {gap.id: _right_value(gap) for gap in question.gaps}


def _right_value(gap: Gap) -> str:
    if gap.multiple:
        return " ".join(one.key for one in _gap_options(gap) if one.right)
    if gap.kind == "choice":
        best = max(range(len(gap.options)), key=lambda number: gap.options[number].fraction)
        return str(best)
    return max(gap.options, key=lambda one: (one.fraction, "*" not in one.text)).text


# -- Pairs ---------------------------------------------------------------------------------------


def _pairs(question: Question) -> list[tuple[str, str, str]]:
    """List key, left and right of each pair; a lure is none."""
    return [
        (str(number), pair.left, pair.right)
        for number, pair in enumerate(question.pairs)
        if pair.left is not None
    ]


def _rights(question: Question) -> tuple[Option, ...]:
    """List what can be paired, each text once, keyed by where it stands first."""
    first: dict[str, int] = {}
    for number, pair in enumerate(question.pairs):
        first.setdefault(pair.right, number)
    return tuple(Option(str(number), text, False, 0.0) for text, number in first.items())


def _matching_fields(question: Question, seed: str) -> tuple[Field, ...]:
    options = mixed(_rights(question), seed)
    lefts = tuple(Option(key, left, False, 0.0) for key, left, _right in _pairs(question))
    if question.shuffle:
        # Options in an order of their own stay in it, and must not stand beside their partners.
        lefts = mixed(lefts, f"{seed}/lefts")
    return tuple(Field(one.key, "pick", one.text, options) for one in lefts)


def _matching_marks(
    question: Question, given: Mapping[str, str], _language: str
) -> tuple[FieldMark, ...]:
    texts = {option.key: option.text for option in _rights(question)}
    marks = []
    for key, left, right in _pairs(question):
        picked = texts.get(given.get(key, ""), "")
        marks.append(FieldMark(key, left, picked, right, float(picked == right)))
    return tuple(marks)


# -- Order ---------------------------------------------------------------------------------------


def _ordering_fields(question: Question, seed: str) -> tuple[Field, ...]:
    items = tuple(
        Option(str(number), text, False, 0.0) for number, text in enumerate(question.items)
    )
    shown = tuple(sorted(items, key=lambda item: _drawn(seed, item.key)))
    if [item.text for item in shown] == list(question.items):
        # The right order would be given away.
        shown = (*shown[1:], shown[0])
    places = tuple(
        Option(str(number), str(number), False, 0.0) for number in range(1, len(items) + 1)
    )
    return tuple(Field(item.key, "place", item.text, places) for item in shown)


def _drawn(seed: str, key: str) -> bytes:
    return hashlib.blake2b(f"{seed}/{key}".encode(), digest_size=8).digest()


def in_given_order(question: Question, given: Mapping[str, str]) -> list[int]:
    """List the items, by their places in the question, in the order that was *given*.

    Items that share a number keep the order in which they were given; those without one are last.
    """
    count = len(question.items)
    known = [key for key in given if key.isdecimal() and int(key) < count]
    rest = [str(number) for number in range(count) if str(number) not in given]
    return [int(key) for key in (*sorted(known, key=lambda key: _place(given[key], count)), *rest)]


def _place(value: str, last: int) -> int:
    return int(value) if value.isdecimal() and len(value) <= _DIGITS else last + 1


def _ordering_marks(
    question: Question, given: Mapping[str, str], _language: str
) -> tuple[FieldMark, ...]:
    """Judge each item in the order that was given; a number that two items share is no place."""
    taken = Counter(given.values())
    marks = []
    for number in in_given_order(question, given):
        key, text = str(number), question.items[number]
        place = given.get(key, "")
        at = _place(place, len(question.items)) - 1
        right = taken[place] == 1 and text in question.items[at : at + 1]
        # An item that stands twice may stand at either place.
        expected = place if right else str(number + 1)
        marks.append(FieldMark(key, text, place, expected, float(right)))
    return tuple(marks)


def _agreeing(question: Question, marks: Sequence[FieldMark]) -> float:
    """Return by how much the pairs that stand the right way round outnumber the others.

    One item that is moved costs little, the order reversed earns nothing, and so does chance on
    average. Two items with one number stand no way round.
    """
    if any(not one.given for one in marks):
        return 0.0
    wanted: dict[str, list[int]] = {}
    for place, text in enumerate(question.items):
        wanted.setdefault(text, []).append(place)
    last = len(question.items)
    order = [(_place(one.given, last), wanted[one.label].pop(0)) for one in marks]
    pairs = list(combinations(order, 2))
    agreeing = sum((a < b) == (x < y) and a != b for (a, x), (b, y) in pairs)
    return max(0.0, (2 * agreeing - len(pairs)) / len(pairs))


# -- Gaps ----------------------------------------------------------------------------------------


def gaps_in_order(question: Question) -> list[Gap]:
    """List the gaps as the stem has them."""
    return sorted(question.gaps, key=lambda gap: question.stem.find(f"[[{gap.id}]]"))


def _gap_fields(question: Question, seed: str) -> tuple[Field, ...]:
    return tuple(_gap_field(gap, question, seed) for gap in gaps_in_order(question))


def _gap_field(gap: Gap, question: Question, seed: str) -> Field:
    if gap.kind != "choice":
        return Field(gap.id, "number" if gap.kind == "numeric" else "text", "")
    options = _gap_options(gap)
    shown = mixed(options, f"{seed}/{gap.id}") if question.shuffle else options
    return Field(gap.id, "picks" if gap.multiple else "pick", "", shown)


def _gap_options(gap: Gap) -> tuple[Option, ...]:
    return tuple(
        Option(str(number), one.text, one.fraction > 0, one.fraction, one.feedback)
        for number, one in enumerate(gap.options)
    )


def _gap_marks(
    question: Question, given: Mapping[str, str], language: str
) -> tuple[FieldMark, ...]:
    return tuple(
        _gap_mark(gap, question, given.get(gap.id, ""), language) for gap in gaps_in_order(question)
    )


def _gap_mark(gap: Gap, question: Question, value: str, language: str) -> FieldMark:
    if gap.multiple:
        return _ticked_mark(gap, value)
    if gap.kind == "choice":
        return _picked_mark(gap, value)
    rules = Typing(
        answers=gap.answers or tuple(_as_answer(one) for one in gap.choices),
        is_number=gap.kind == "numeric",
        case=gap.case or question.case,
        accents=gap.accents or question.accents,
        tolerance=question.tolerance,
        unit=question.unit,
        units=units_of(question),
        language=language,
    )
    typed = mark_typed(value, rules)
    verdict = typed.verdict
    return FieldMark(
        key=gap.id,
        label="",
        given=value.strip(),
        expected=verdict.expected,
        fraction=typed.fraction,
        almost=verdict.almost and not typed.fraction,
        feedback=typed.feedback,
        pieces=verdict.pieces,
    )


def _as_answer(choice: Choice) -> Answer:
    return Answer(text=choice.text, fraction=choice.fraction, feedback=choice.feedback)


def _picked_mark(gap: Gap, value: str) -> FieldMark:
    options = _gap_options(gap)
    best = max(options, key=lambda option: option.fraction)
    picked = next((option for option in options if option.key == value), None)
    if picked is None:
        return FieldMark(gap.id, "", "", best.text, 0.0)
    worth = max(0.0, picked.fraction / best.fraction)
    return FieldMark(gap.id, "", picked.text, best.text, worth, feedback=picked.feedback)


def _ticked_mark(gap: Gap, value: str) -> FieldMark:
    options = _gap_options(gap)
    picked = [option for option in options if option.key in value.split()]
    told = "; ".join(filter(None, (option.feedback for option in picked)))
    return FieldMark(
        key=gap.id,
        label="",
        given=", ".join(option.text for option in picked),
        expected=", ".join(option.text for option in options if option.right),
        fraction=summed(options, picked) if picked else 0.0,
        feedback=told,
    )


def _weights(question: Question, marks: Sequence[FieldMark]) -> list[float]:
    points = {gap.id: gap.points for gap in question.gaps}
    return [points.get(one.key, 1.0) for one in marks]


# -- Typed words, of a gap or of a whole card ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Typing:
    """What is accepted where words or a number are typed, and how strictly."""

    answers: tuple[Answer, ...]
    is_number: bool = False
    case: bool = False
    accents: bool = False
    tolerance: float | None = None
    unit: str | None = None
    units: Mapping[str, float] = field(default_factory=dict)
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Typed:
    """What typed words are worth, the verdict on them, and what the answer that fits says."""

    fraction: float
    verdict: Verdict
    feedback: str = ""


def mark_typed(value: str, rules: Typing) -> Typed:
    """Find the answer worth most that *value* fits."""
    most = max((one.fraction for one in rules.answers), default=0.0)
    first = _verdict(value, [one for one in rules.answers if one.fraction == most], rules)
    for answer in sorted(rules.answers, key=lambda one: -one.fraction):
        if value.strip() and _verdict(value, [answer], rules).right:
            worth = max(0.0, answer.fraction / most) if most > 0 else 0.0
            verdict = first if worth < 1 else _verdict(value, [answer], rules)
            return Typed(worth, verdict, answer.feedback)
    return Typed(0.0, first)


def _verdict(value: str, answers: Sequence[Answer], rules: Typing) -> Verdict:
    if rules.is_number:
        return grade_number(
            value,
            answers,
            tolerance=rules.tolerance,
            unit=rules.unit,
            units=rules.units,
            language=rules.language,
        )
    texts = [answer.text for answer in answers]
    return grade_typed(
        value, texts, case=rules.case, accents=rules.accents, language=rules.language
    )


_DIGITS = 4
_FIELDS: Mapping[Kind, Callable[[Question, str], tuple[Field, ...]]] = {
    Kind.MATCHING: _matching_fields,
    Kind.ORDERING: _ordering_fields,
    Kind.GAPS: _gap_fields,
}
_MARKS: Mapping[Kind, Callable[[Question, Mapping[str, str], str], tuple[FieldMark, ...]]] = {
    Kind.MATCHING: _matching_marks,
    Kind.ORDERING: _ordering_marks,
    Kind.GAPS: _gap_marks,
}
