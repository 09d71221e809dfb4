"""What an answer in a quiz is worth, and what the answers make together. Facts in, figures out."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from questions import choices, filling
from questions.choices import options_of
from questions.faces import face, parts_of
from questions.filling import FieldMark, Typing, fields_of, mark_fields, mark_typed, offers
from questions.grading import Verdict, grade
from questions.measures import units_of
from questions.model import Kind, Question

Outcome = Literal["right", "partly", "wrong"]
Form = Literal["pick", "type", "fill", "parts", "write", "tell"]
PICKED, TYPED, FIELD, PART = "chosen", "typed", "f.", "p"


@dataclass(frozen=True, slots=True)
class Response:
    """What a learner gave: keys that were picked, words that were typed, or a word on oneself.

    *filled* are the fields of a form: pairs of name and value. `f.3` is the field 3 of
    `questions/filling.py`; the names of a part of a composite question begin with its place and
    card: `p0.answer.chosen`, `p1.c1.typed`. Everything empty is an answer too: the learner does
    not know.
    """

    picked: tuple[str, ...] = ()
    typed: str = ""
    knew: bool | None = None
    filled: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A card of a part of a composite question; names of its fields begin with *prefix*."""

    prefix: str
    question: Question
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What a response is worth, 0 to 1; what is *almost* right is for the learner to decide.

    *fields* tell how each field was filled, *parts* what each part of a composite question is
    worth, None where the learner judges alone; *feedback* is what the answer that fits says.
    """

    fraction: float
    almost: bool = False
    verdict: Verdict | None = None
    fields: tuple[FieldMark, ...] = ()
    parts: tuple["Mark | None", ...] = ()
    feedback: str = ""

    @property
    def outcome(self) -> Outcome:
        """Say in one word how good it was."""
        return outcome_of(self.fraction)


@dataclass(frozen=True, slots=True)
class Score:
    """Points earned of points that there were, over so many questions."""

    points: float
    most: float
    questions: int
    right: int

    @property
    def share(self) -> float | None:
        """Return the part earned, 0 to 1; None where nothing could be."""
        return self.points / self.most if self.most else None

    @property
    def margin(self) -> tuple[float, float] | None:
        """Return between which shares the learner's true one lies, 19 times in 20 (Wilson)."""
        return None if self.share is None else _wilson(self.share, self.questions)


def outcome_of(fraction: float) -> Outcome:
    """Say in one word what *fraction* of the marks means."""
    if fraction >= 1 - _ROUNDING:
        return "right"
    return "partly" if fraction > _ROUNDING else "wrong"


def form_of(question: Question, part: str) -> Form:
    """Say how this card of *question* is answered: by picking, typing, filling in, writing…

    "parts" is a composite question with something to judge, "tell" leaves it to the learner.
    """
    if options_of(question):
        return "pick"
    if question.kind in filling.KINDS:
        return "fill"
    if question.kind is Kind.ESSAY:
        return "write"
    if question.kind is Kind.COMPOSITE:
        judged = any(_is_judged(one) for one in parts_within(question))
        return "parts" if judged else "tell"
    return "type" if face(question, part).typed else "tell"


def parts_within(question: Question) -> tuple[Part, ...]:
    """List the cards of the parts of a composite question, in their order."""
    return tuple(
        Part(f"{PART}{number}.{name}.", part, name)
        for number, part in enumerate(question.parts)
        for name in parts_of(part)
    )


def below(filled: Iterable[tuple[str, str]], prefix: str) -> Response:
    """Return what was given to the part whose fields begin with *prefix*."""
    own = [(name.removeprefix(prefix), text) for name, text in filled if name.startswith(prefix)]
    return Response(
        picked=tuple(text for name, text in own if name == PICKED),
        typed=next((text for name, text in own if name == TYPED), ""),
        filled=tuple((name, text) for name, text in own if name not in {PICKED, TYPED}),
    )


def values_of(response: Response) -> dict[str, str]:
    """Return what was given by field; what was given to one name stands with blanks between."""
    given: dict[str, list[str]] = {}
    for name, text in response.filled:
        if name.startswith(FIELD):
            given.setdefault(name.removeprefix(FIELD), []).append(text)
    return {name: " ".join(texts) for name, texts in given.items()}


def known(question: Question, part: str, response: Response) -> Response:
    """Leave out what the question does not offer; a field that is empty was not filled."""
    keys = [option.key for option in options_of(question)] or criteria_keys(question)
    return Response(
        picked=tuple(key for key in keys if key in response.picked),
        typed=response.typed.strip() and response.typed,
        knew=response.knew,
        filled=tuple(_known_pairs(question, response)),
    )


def _known_pairs(question: Question, response: Response) -> Iterator[tuple[str, str]]:
    values = values_of(response)
    for field in sorted(fields_of(question, ""), key=lambda field: field.key):
        if offers(field, values.get(field.key, "")):
            yield FIELD + field.key, values[field.key]
    for one in parts_within(question):
        given = known(one.question, one.name, below(response.filled, one.prefix))
        yield from ((one.prefix + PICKED, key) for key in given.picked)
        if given.typed:
            yield one.prefix + TYPED, given.typed
        yield from ((one.prefix + name, text) for name, text in given.filled)


def criteria(question: Question) -> tuple[str, ...]:
    """List what a rubric asks for, where it has a line for each; () where it is one text."""
    lines = [_BULLET.sub("", line).strip() for line in (question.rubric or "").splitlines()]
    found = tuple(line for line in lines if line)
    return found if question.kind is Kind.ESSAY and len(found) > 1 else ()


def criteria_keys(question: Question) -> list[str]:
    """Name the criteria as a form does."""
    return [str(number) for number in range(len(criteria(question)))]


def mark(question: Question, part: str, response: Response, *, language: str = "en") -> Mark:
    """Judge *response* by the question's own rules; a key that is no option is a KeyError."""
    form = form_of(question, part)
    if form == "pick":
        return Mark(choices.worth(question, response.picked))
    if form == "fill":
        return _filled(question, response, language)
    if form == "parts":
        return _in_parts(question, response, language)
    if form == "type":
        return _typed(question, part, response.typed, language)
    return Mark(_own_judgement(question, response))


def _own_judgement(question: Question, response: Response) -> float:
    asked = criteria(question)
    if asked and response.knew:
        return len(set(response.picked) & set(criteria_keys(question))) / len(asked)
    return float(response.knew is True)


def _filled(question: Question, response: Response, language: str) -> Mark:
    fields = mark_fields(question, values_of(response), language=language)
    fraction = filling.total(question, fields)
    missed = [one for one in fields if one.fraction < 1]
    almost = fraction < 1 and all(one.almost for one in missed)
    return Mark(fraction, almost=almost, fields=fields)


def _in_parts(question: Question, response: Response, language: str) -> Mark:
    found = [
        (one, mark(one.question, one.name, below(response.filled, one.prefix), language=language))
        if _is_judged(one)
        else (one, None)
        for one in parts_within(question)
    ]
    judged = [(one, made) for one, made in found if made is not None]
    if question.scoring == choices.ALL_OR_NOTHING:
        fraction = float(all(outcome_of(made.fraction) == "right" for _one, made in judged))
    else:
        fraction = score((one.question.points, made.fraction) for one, made in judged).share or 0.0
    return Mark(fraction, parts=tuple(made for _one, made in found))


def _is_judged(part: Part) -> bool:
    return form_of(part.question, part.name) not in {"tell", "write"}


def right_response(question: Question, part: str) -> Response:
    """Return a response that earns all the points."""
    form = form_of(question, part)
    if form == "pick":
        right = tuple(one.key for one in options_of(question) if one.right)
        return Response(picked=right if choices.takes_several(question) else right[:1])
    if form == "fill":
        fields = filling.right_fields(question).items()
        return Response(filled=tuple((FIELD + key, value) for key, value in fields))
    if form == "parts":
        return Response(filled=tuple(_right_pairs(question)))
    if form == "type":
        return Response(typed=grade(question, part, "").expected)
    return Response(picked=tuple(criteria_keys(question)), knew=True)


def _right_pairs(question: Question) -> Iterator[tuple[str, str]]:
    for one in parts_within(question):
        if _is_judged(one):
            given = right_response(one.question, one.name)
            yield from ((one.prefix + PICKED, key) for key in given.picked)
            yield from ((one.prefix + TYPED, text) for text in filter(None, (given.typed,)))
            yield from ((one.prefix + name, text) for name, text in given.filled)


def score(marks: Iterable[tuple[float, float]]) -> Score:
    """Add up pairs of what a question was worth and which fraction of that was earned."""
    pairs = list(marks)
    return Score(
        points=math.fsum(points * fraction for points, fraction in pairs),
        most=math.fsum(points for points, _fraction in pairs),
        questions=len(pairs),
        right=sum(outcome_of(fraction) == "right" for _points, fraction in pairs),
    )


def _typed(question: Question, part: str, typed: str, language: str) -> Mark:
    if not typed.strip():
        return Mark(0.0)
    verdict = grade(question, part, typed, language=language)
    if question.kind is Kind.CLOZE:
        return Mark(float(verdict.right), almost=verdict.almost, verdict=verdict)
    rules = Typing(
        question.answers,
        is_number=question.kind is Kind.NUMERIC,
        case=question.case,
        accents=question.accents,
        tolerance=question.tolerance,
        unit=question.unit,
        units=units_of(question),
        language=language,
    )
    found = mark_typed(typed, rules)
    almost = verdict.almost and not found.fraction
    return Mark(found.fraction, almost=almost, verdict=verdict, feedback=found.feedback)


def _wilson(share: float, number: int) -> tuple[float, float]:
    spread = _Z * math.sqrt(share * (1 - share) / number + _Z**2 / (4 * number**2))
    middle, whole = share + _Z**2 / (2 * number), 1 + _Z**2 / number
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)


_ROUNDING = 1e-6
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+")
_Z = 1.959964
