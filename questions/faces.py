"""The sides of a card: what it shows of a question, and what it wants to hear."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from questions import cloze
from questions.choices import options_of
from questions.model import Answer, Choice, Kind, Question, Spot
from questions.plain import words_in
from questions.sides import own_face, own_parts


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a stem; a gap's text is what it hides."""

    text: str
    gap: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """One card of a question: its stem, the answer to show, the answers to accept."""

    stem: tuple[Segment, ...]
    answer: str
    accepted: tuple[str, ...]
    typed: bool


def parts_of(question: Question) -> tuple[str, ...]:
    """Name the cards that a question makes; what cannot be asked makes none."""
    if question.kind in {Kind.INFO, Kind.OPAQUE}:
        return ()
    if question.kind is Kind.CLOZE:
        return tuple(f"c{number}" for number in cloze.numbers(question.stem))
    if question.kind is Kind.FLASHCARD:
        if own := own_parts(question):
            return own
        return ("forward", "backward") if question.reverse else ("forward",)
    return ("answer",)


def face(question: Question, part: str) -> Face:
    """Show *question* as its card *part*; a part it no longer has is a KeyError."""
    if part not in parts_of(question):
        raise KeyError(part)
    if question.kind is Kind.CLOZE:
        return _cloze_face(question, part)
    if own := own_face(question, part):
        back = words_in(question, own[1])
        return Face((Segment(words_in(question, own[0])),), back, (back,), typed=False)
    if part == "backward":
        asked = (Segment(words_in(question, _best(question.answers))),)
        told = words_in(question, question.stem)
        return Face(asked, told, (told,), typed=False)
    accepted = _accepted(question)
    stem = _gapped(question) if question.kind is Kind.GAPS else (Segment(question.stem),)
    return Face(stem, _ANSWERS[question.kind](question), accepted, question.kind in _TYPED)


def accepting(question: Question, part: str, typed: str) -> Question:
    """Take *typed* as right from now on for this card of the question."""
    if typed in face(question, part).accepted:
        return question
    variant = Answer(text=typed, part=part if question.kind is Kind.CLOZE else None)
    return question.model_copy(update={"answers": (*question.answers, variant)})


def plain_stem(question: Question) -> str:
    """Write the stem on one line for a list: marks gone, hidden words shown."""
    if question.kind is Kind.GAPS:
        shown = "".join(segment.text for segment in _gapped(question))
    elif question.kind is Kind.CLOZE:
        shown = _header(question) or cloze.plain(question.stem)
    else:
        shown = question.stem or question.title or _first_stem(question)
    return " ".join(words_in(question, shown).split())


def _first_stem(question: Question) -> str:
    return next((plain_stem(part) for part in question.parts if part.stem), "")


def _header(question: Question) -> str:
    """Return what stands over a picture of which parts are hidden; "" where words are."""
    told = question.extra.get("occlusion")
    if not isinstance(told, dict):
        return ""
    return words_in(question, str(told.get("header") or "")) or question.title or "?"


def _cloze_face(question: Question, part: str) -> Face:
    if header := _header(question):
        return Face((Segment(header),), "", (), typed=False)
    number = int(part[1:])
    stem = _hidden(question.stem, number)
    answer = ", ".join(words_in(question, segment.text) for segment in stem if segment.gap)
    only = len(parts_of(question)) == 1
    variants = tuple(
        one.text
        for one in question.answers
        if one.fraction > 0 and (one.part == part or (one.part is None and only))
    )
    return Face(stem, answer, tuple(dict.fromkeys((answer, *variants))), typed=True)


def _hidden(stem: str, number: int) -> tuple[Segment, ...]:
    """Join the runs under one mark, so that a mark within a mark stays one gap."""
    segments: list[Segment] = []
    for mark, group in groupby(cloze.runs(stem), lambda run: _outermost(run, number)):
        text = "".join(run.text for run in group)
        segments.append(Segment(text, mark is not None, mark.hint if mark else ""))
    return tuple(segments)


def _outermost(run: cloze.Run, number: int) -> cloze.Mark | None:
    return next((mark for mark in run.marks if number in mark.numbers), None)


def _gapped(question: Question) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    rest = question.stem
    for gap in sorted(question.gaps, key=lambda gap: question.stem.find(f"[[{gap.id}]]")):
        before, _, rest = rest.partition(f"[[{gap.id}]]")
        told = [one.text for one in gap.options if gap.multiple and one.fraction > 0]
        segments += [Segment(before), Segment(", ".join(told) or _best(gap.options), gap=True)]
    return tuple(segment for segment in (*segments, Segment(rest)) if segment.text)


def _accepted(question: Question) -> tuple[str, ...]:
    """List what counts as fully right; where nothing does, the best there is."""
    most = max((answer.fraction for answer in question.answers), default=0)
    return tuple(answer.text for answer in question.answers if 0 < answer.fraction >= most)


def _best(answers: tuple[Answer | Choice | Spot, ...]) -> str:
    """Choose what to show: the most worth, and no wildcard where there is a plain one."""
    return max(answers, key=lambda one: (one.fraction, "*" not in one.text)).text


def _right_options(question: Question) -> str:
    return "\n".join(option.text for option in options_of(question) if option.right)


def _right_spots(question: Question) -> str:
    return "\n".join(spot.text for spot in question.spots if spot.fraction > 0)


def _part_answers(question: Question) -> str:
    askable = ((part, name) for part in question.parts for name in parts_of(part))
    return "\n".join(face(part, name).answer for part, name in askable)


def _gap_answers(question: Question) -> str:
    return ", ".join(segment.text for segment in _gapped(question) if segment.gap)


def _pairings(question: Question) -> str:
    return "\n".join(f"{pair.left} → {pair.right}" for pair in question.pairs if pair.left)


def _numbered(question: Question) -> str:
    return "\n".join(f"{number}. {item}" for number, item in enumerate(question.items, 1))


def _measure(question: Question) -> str:
    return " ".join(filter(None, (_best(question.answers), question.unit)))


_TYPED = frozenset({Kind.SHORT, Kind.NUMERIC})
_ANSWERS: dict[Kind, Callable[[Question], str]] = {
    Kind.FLASHCARD: lambda question: words_in(question, _best(question.answers)),
    Kind.TRUEFALSE: lambda question: question.answers[0].text,
    Kind.SHORT: lambda question: _best(question.answers),
    Kind.NUMERIC: _measure,
    Kind.CHOICE: _right_options,
    Kind.HOTTEXT: _right_spots,
    Kind.HOTSPOT: _right_spots,
    Kind.MATCHING: _pairings,
    Kind.ORDERING: _numbered,
    Kind.GAPS: _gap_answers,
    Kind.ESSAY: lambda question: question.rubric or question.explanation,
    Kind.COMPOSITE: _part_answers,
}
