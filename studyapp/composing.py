"""The parts of a question that has several, as its form describes them. Pure.

Each part is a question of its own, written with as few fields as will do: what is asked, what is
right and what is wrong, one on each line. A part that the form cannot describe is kept as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from questions import cloze
from questions.faces import plain_stem
from questions.model import Kind, Question, is_number
from studyapp.messages import Message, say

KINDS = (
    Kind.SHORT,
    Kind.CHOICE,
    Kind.TRUEFALSE,
    Kind.NUMERIC,
    Kind.CLOZE,
    Kind.MATCHING,
    Kind.ORDERING,
    Kind.ESSAY,
    Kind.INFO,
)
MOST_PARTS = 20
_ARROWS = ("→", "->", "=>")


@dataclass(frozen=True)
class PartText:
    """A part as it is written; *old* is its place in the question that is edited, from 0, or "".

    *right* and *wrong* have one answer on each line, in the words of its kind: pairs stand with an
    arrow between, things to order in their order, what an essay should say line by line.
    """

    old: str = ""
    kind: str = Kind.SHORT.value
    stem: str = ""
    right: str = ""
    wrong: str = ""
    points: str = ""
    place: str = ""

    @property
    def is_written(self) -> bool:
        """Tell whether the part says anything; one that does not is left out.

        What its fields cannot describe has a place, until that is emptied.
        """
        if self.is_foreign:
            return bool(self.place.strip())
        return bool(self.stem.strip() or self.right.strip() or self.wrong.strip())

    @property
    def is_foreign(self) -> bool:
        """Tell whether the part is of a kind that its fields cannot describe."""
        return self.kind not in {kind.value for kind in KINDS}


def parts_of(question: Question) -> tuple[PartText, ...]:
    """Return the parts that the form of *question* shows."""
    return tuple(_shown(part, number) for number, part in enumerate(question.parts))


def _shown(part: Question, number: int) -> PartText:
    points = "" if part.points == 1 else f"{part.points:g}"
    if part.kind not in KINDS:
        return PartText(
            str(number), part.kind.value, plain_stem(part), points=points, place=str(number + 1)
        )
    right, wrong = _LINES[part.kind](part) if part.kind in _LINES else ((), ())
    return PartText(
        old=str(number),
        kind=part.kind.value,
        stem=part.stem,
        right="\n".join(right),
        wrong="\n".join(wrong),
        points=points,
        place=str(number + 1),
    )


def in_order(parts: Iterable[PartText]) -> tuple[PartText, ...]:
    """Return the parts that are written, each at the place that it asks for."""
    written = [one for one in parts if one.is_written]
    numbers = {at: _place(one, at) for at, one in enumerate(written)}
    order = sorted(range(len(written)), key=lambda at: numbers[at])
    return tuple(replace(written[at], place=str(number)) for number, at in enumerate(order, 1))


def _place(part: PartText, at: int) -> float:
    """Return where a part wants to be: moved up before the one that is there, down behind it."""
    here = at + 1
    wanted = int(part.place) if part.place.isdecimal() and len(part.place) < 4 else here
    return wanted + 0.5 * ((wanted > here) - (wanted < here))


# -- What is missing -----------------------------------------------------------------------------


def problems(parts: Sequence[PartText]) -> dict[str, Message]:
    """Say what is missing before the parts can be asked."""
    written = in_order(parts)
    if not any(one.kind != Kind.INFO.value for one in written):
        return {"part": say("Write a part that asks something.")}
    for number, one in enumerate(written, 1):
        if one.points.strip() and not _is_worth(one.points):
            return {
                "part": say("Part %(number)s: points are a number of 0 or more.", number=number)
            }
        if not one.is_foreign and (told := _missing(one, number)):
            return {"part": told}
    return {}


def _is_worth(text: str) -> bool:
    return is_number(text.replace(",", ".")) and float(text.replace(",", ".")) >= 0


def _missing(part: PartText, number: int) -> Message | None:
    """Say what the first thing is that keeps a part from being asked."""
    if not part.stem.strip():
        return say("Part %(number)s needs words.", number=number)
    check = _CHECKS.get(Kind(part.kind))
    return check(part, number) if check else None


def _check_typed(part: PartText, number: int) -> Message | None:
    return (
        None if _lines(part.right) else say("Part %(number)s: write what is right.", number=number)
    )


def _check_number(part: PartText, number: int) -> Message | None:
    right = _lines(part.right)
    if right and all(is_number(_plain(one)) for one in right):
        return None
    return say("Part %(number)s: the answer must be a number.", number=number)


def _check_choice(part: PartText, number: int) -> Message | None:
    if _lines(part.right) and not _lines(part.wrong):
        return say("Part %(number)s: write a wrong answer, too.", number=number)
    return _check_typed(part, number)


def _check_statement(part: PartText, number: int) -> Message | None:
    if part.right.strip() in {"true", "false"}:
        return None
    return say("Part %(number)s: say whether it is true.", number=number)


def _check_hidden(part: PartText, number: int) -> Message | None:
    if cloze.numbers(part.stem):
        return None
    return say("Part %(number)s: write {{c1::words}} around what to hide.", number=number)


def _check_order(part: PartText, number: int) -> Message | None:
    if len(_lines(part.right)) > 1:
        return None
    return say("Part %(number)s: ordering needs two things or more.", number=number)


def _check_pairs(part: PartText, number: int) -> Message | None:
    pairs = _lines(part.right)
    if len(pairs) > 1 and all(map(_pair, pairs)):
        return None
    return say(
        "Part %(number)s: write two pairs or more, each with an arrow -> between.", number=number
    )


# -- What the parts become -----------------------------------------------------------------------


def values(base: Question | None, parts: Sequence[PartText]) -> list[dict[str, Any]]:
    """Return the parts of the question; one that says the same as before stays what it was."""
    old = list(base.parts) if base and base.kind is Kind.COMPOSITE else []
    taken = {part.id for part in old}
    found = []
    for one in in_order(parts):
        known = old[int(one.old)] if one.old.isdecimal() and int(one.old) < len(old) else None
        value = _value(known, one)
        if known is None:
            value["id"] = _free_id(taken)
            taken.add(value["id"])
        found.append(value)
    return found


def _free_id(taken: set[str]) -> str:
    return next(name for number in range(1, 1000) if (name := f"part-{number}") not in taken)


def _value(known: Question | None, part: PartText) -> dict[str, Any]:
    values: dict[str, Any] = known.model_dump(mode="json") if known else {"id": "new"}
    values["points"] = float(_plain(part.points)) if part.points.strip() else 1.0
    kind = Kind(part.kind)
    if kind not in KINDS or (known and _same(_shown(known, 0), part)):
        return values
    emptied: dict[str, Any] = {
        "answers": [],
        "choices": [],
        "pairs": [],
        "items": [],
        "rubric": None,
    }
    if known is None or known.kind is not kind:
        emptied |= {"gaps": [], "spots": [], "parts": [], "raw": None, "multiple": False}
    make = _MADE.get(kind)
    made = make(known, _lines(part.right), _lines(part.wrong)) if make else {}
    return values | emptied | {"kind": kind.value, "stem": part.stem.strip()} | made


def _same(shown: PartText, part: PartText) -> bool:
    return all(
        _lines(getattr(shown, name)) == _lines(getattr(part, name))
        for name in ("kind", "stem", "right", "wrong")
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _plain(text: str) -> str:
    return text.strip().replace("\u2212", "-").replace(",", ".")


def _pair(line: str) -> tuple[str, str] | None:
    for arrow in _ARROWS:
        left, found, right = line.partition(arrow)
        if found and left.strip() and right.strip():
            return left.strip(), right.strip()
    return None


def _kept(known: Sequence[Any], text: str, fraction: float) -> dict[str, Any]:
    """Keep the comment and the worth of an answer whose words stay."""
    for one in known:
        if one.text == text and (one.fraction > 0) is (fraction > 0):
            return dict(one.model_dump(mode="json"))
    return {"text": text, "fraction": fraction}


def _answers(known: Question | None, right: list[str], _wrong: list[str]) -> dict[str, Any]:
    answers = known.answers if known else ()
    # What is worth nothing is there for its comment, which the fields do not show.
    is_typed = known is not None and known.kind in {Kind.SHORT, Kind.NUMERIC}
    unseen = [one.model_dump(mode="json") for one in answers if is_typed and one.fraction <= 0]
    return {"answers": [*(_kept(answers, text, 1.0) for text in dict.fromkeys(right)), *unseen]}


def _numbers(known: Question | None, right: list[str], wrong: list[str]) -> dict[str, Any]:
    return _answers(known, [_plain(one) for one in right], wrong)


def _statement(known: Question | None, right: list[str], _wrong: list[str]) -> dict[str, Any]:
    others = [one.model_dump(mode="json") for one in (known.answers[1:] if known else ())]
    return {"answers": [{"text": right[0]}, *others]}


def _choices(known: Question | None, right: list[str], wrong: list[str]) -> dict[str, Any]:
    old = known.choices if known else ()
    share = 1 / max(1, len(right))
    as_many = len(right) == sum(one.fraction > 0 for one in old)
    choices = [_kept(old, text, share) for text in right]
    if not as_many:
        choices = [one | {"fraction": share} for one in choices]
    choices += [_kept(old, text, 0.0) for text in wrong]
    places = {one.text: at for at, one in enumerate(old)}
    choices.sort(key=lambda one: places.get(one["text"], len(places)))
    return {"choices": choices, "multiple": len(right) > 1}


def _pairs(_known: Question | None, right: list[str], wrong: list[str]) -> dict[str, Any]:
    pairs = [{"left": found[0], "right": found[1]} for one in right if (found := _pair(one))]
    return {"pairs": [*pairs, *({"left": None, "right": one} for one in wrong)]}


def _items(_known: Question | None, right: list[str], _wrong: list[str]) -> dict[str, Any]:
    return {"items": right}


def _rubric(_known: Question | None, right: list[str], _wrong: list[str]) -> dict[str, Any]:
    return {"rubric": "\n".join(right) or None}


def _by_worth(options: Iterable[Any]) -> tuple[list[str], list[str]]:
    several = list(options)
    return (
        [one.text for one in several if one.fraction > 0],
        [one.text for one in several if one.fraction <= 0],
    )


def _pair_lines(part: Question) -> tuple[list[str], list[str]]:
    pairs = [f"{one.left} → {one.right}" for one in part.pairs if one.left is not None]
    return pairs, [one.right for one in part.pairs if one.left is None]


_CHECKS: Mapping[Kind, Callable[[PartText, int], Message | None]] = {
    Kind.SHORT: _check_typed,
    Kind.NUMERIC: _check_number,
    Kind.CHOICE: _check_choice,
    Kind.TRUEFALSE: _check_statement,
    Kind.CLOZE: _check_hidden,
    Kind.ORDERING: _check_order,
    Kind.MATCHING: _check_pairs,
}
_LINES: Mapping[Kind, Callable[[Question], tuple[Sequence[str], Sequence[str]]]] = {
    Kind.SHORT: lambda part: (_by_worth(part.answers)[0], ()),
    Kind.NUMERIC: lambda part: (_by_worth(part.answers)[0], ()),
    Kind.CHOICE: lambda part: _by_worth(part.choices),
    Kind.TRUEFALSE: lambda part: ([part.answers[0].text], ()),
    Kind.MATCHING: _pair_lines,
    Kind.ORDERING: lambda part: (part.items, ()),
    Kind.ESSAY: lambda part: ((part.rubric or "").splitlines(), ()),
}
_MADE: Mapping[Kind, Callable[[Question | None, list[str], list[str]], dict[str, Any]]] = {
    Kind.SHORT: _answers,
    Kind.NUMERIC: _numbers,
    Kind.CHOICE: _choices,
    Kind.TRUEFALSE: _statement,
    Kind.MATCHING: _pairs,
    Kind.ORDERING: _items,
    Kind.ESSAY: _rubric,
}
