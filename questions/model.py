"""What a question is: frozen values that cannot hold a question nobody can answer."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, model_validator

from questions import cloze

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_NUMBER = re.compile(r"[-+]?(\d{1,300}(\.\d{0,300})?|\.\d{1,300})([eE][-+]?\d{1,3})?")


def storable(text: str) -> str:
    """Refuse what no database can keep; it would fail much later, far from its cause."""
    # Nearly every text is plain ASCII, which is told faster than it is searched.
    if text.isascii() and "\x00" not in text:
        return text
    if found := _UNSTORABLE.search(text):
        raise ValueError(f"the character U+{ord(found[0]):04X} cannot be stored")
    return text


Text = Annotated[str, AfterValidator(storable)]
Name = Annotated[Text, Field(min_length=1, max_length=500)]
Fraction = Annotated[float, Field(ge=-1, le=1)]


class Value(BaseModel):
    """A frozen value; keys it does not know are kept and written back.

    What goes from one process to another is only what differs from the defaults.
    """

    model_config = ConfigDict(frozen=True, extra="allow", allow_inf_nan=False)

    @classmethod
    def trusted(cls, **values: Any) -> Self:
        """Make a value of sound parts, each of its type, without looking into each of them."""
        made = cls.__new__(cls)
        made.__setstate__({"held": values, "extra": {}})
        return made

    def __getstate__(self) -> dict[Any, Any]:
        usual = _usual(type(self))
        held = {name: value for name, value in vars(self).items() if value is not usual[name]}
        return {"held": held, "extra": self.__pydantic_extra__}

    def __setstate__(self, state: dict[Any, Any]) -> None:
        held = state["held"]
        whole = {**_usual(type(self)), **held}
        for name in _own_dicts(type(self)) - held.keys():
            whole[name] = {}
        object.__setattr__(self, "__dict__", whole)
        object.__setattr__(self, "__pydantic_fields_set__", set(held))
        object.__setattr__(self, "__pydantic_extra__", state["extra"])
        object.__setattr__(self, "__pydantic_private__", None)


@cache
def _usual(model: type[Value]) -> dict[str, Any]:
    """Return the fields of a model in their order, with their defaults."""
    return {name: field.default for name, field in model.model_fields.items()}


@cache
def _own_dicts(model: type[Value]) -> frozenset[str]:
    """Name the fields that are a new, empty mapping in each value."""
    fields = model.model_fields.items()
    return frozenset(name for name, field in fields if field.default_factory is dict)


class Kind(StrEnum):
    FLASHCARD = "flashcard"
    CLOZE = "cloze"
    CHOICE = "choice"
    TRUEFALSE = "truefalse"
    SHORT = "short"
    NUMERIC = "numeric"
    MATCHING = "matching"
    ORDERING = "ordering"
    GAPS = "gaps"
    HOTTEXT = "hottext"
    HOTSPOT = "hotspot"
    ESSAY = "essay"
    COMPOSITE = "composite"
    INFO = "info"
    OPAQUE = "opaque"


class Source(Value):
    """Where the learner can read it: `text[start:end] == quote` in the document."""

    document: Name
    start: int = Field(ge=0)
    end: int
    quote: Text = Field(min_length=1)
    prefix: Text = ""
    suffix: Text = ""

    @model_validator(mode="after")
    def _as_long_as_its_quote(self) -> "Source":
        if self.end - self.start != len(self.quote):
            raise ValueError(
                f"the source runs from {self.start} to {self.end}, "
                f"but its quote has {len(self.quote)} characters"
            )
        return self


class Finding(Value):
    """One reason why a question may be flawed, and where: *field* is `stem` or `choices.2.text`.

    *start* and *end* count the characters of the field as it is written, marks included; without
    them all of it is meant, and without a field the question as a whole.
    """

    name: Name
    reason: Text
    field: Text | None = None
    start: int | None = None
    end: int | None = None


class Answer(Value):
    """An answer and what it is worth; *part* names the one cloze part it belongs to.

    A *tolerance* of its own counts instead of the question's.
    """

    text: Text
    fraction: Fraction = 1
    feedback: Text = ""
    part: Text | None = None
    tolerance: float | None = Field(default=None, ge=0)


class Choice(Value):
    """An option to pick, and what picking it is worth."""

    text: Text
    fraction: Fraction = 0
    feedback: Text = ""


class Pair(Value):
    """Two things that belong together; a lure has nothing on its left."""

    left: Text | None
    right: Text


class Gap(Value):
    """What belongs in the place `[[id]]` of the stem; *points* weigh it against the other gaps.

    Of the choices of a *multiple* gap several are picked.
    """

    id: Name
    kind: Literal["short", "numeric", "choice"] = "short"
    answers: tuple[Answer, ...] = ()
    choices: tuple[Choice, ...] = ()
    points: float = Field(default=1, ge=0)
    multiple: bool = False
    case: bool = False
    accents: bool = False

    @model_validator(mode="after")
    def _picked_to_be_several(self) -> "Gap":
        if self.multiple and self.kind != "choice":
            raise ValueError(f"several can be picked only in a gap of choices, not in {self.id}")
        return self

    @property
    def options(self) -> tuple[Answer | Choice, ...]:
        return (*self.answers, *self.choices)


class Spot(Value):
    """A place to point at: words of the stem, or a shape on a picture.

    The shape is a `rect` (left, top, right, bottom), an `ellipse` (its middle and two radii) or a
    `polygon` (the corners); all coordinates are shares of the picture's width and height.
    """

    text: Text = ""
    fraction: Fraction = 0
    feedback: Text = ""
    shape: Text | None = None
    coords: tuple[float, ...] = ()


class Origin(Value):
    """What made the question, and how sure it was."""

    engine: Text
    method: Text = ""
    version: Text = ""
    score: float | None = None
    reasons: tuple[Text, ...] = ()  # names of what raised or lowered the score most


class Question(Value):
    """One thing worth knowing."""

    id: Name
    kind: Kind
    title: Text | None = None
    deck: Text | None = None
    stem: Text = ""
    format: Literal["text", "markdown", "html"] = "text"
    points: float = Field(default=1, ge=0)
    tags: tuple[Text, ...] = ()
    difficulty: Text | float | None = None
    choices: tuple[Choice, ...] = ()
    multiple: bool = False
    shuffle: bool = True
    scoring: Text | None = None
    answers: tuple[Answer, ...] = ()
    reverse: bool = False
    case: bool = False
    accents: bool = False
    tolerance: float | None = Field(default=None, ge=0)
    unit: Text | None = None
    pairs: tuple[Pair, ...] = ()
    items: tuple[Text, ...] = ()
    gaps: tuple[Gap, ...] = ()
    spots: tuple[Spot, ...] = ()
    rubric: Text | None = None
    parts: tuple["Question", ...] = ()
    raw: Text | None = None
    explanation: Text = ""
    feedback: dict[Text, Text] = Field(default_factory=dict)
    hints: tuple[Text, ...] = ()
    sources: tuple[Source, ...] = ()
    media: tuple[Text, ...] = ()
    origin: Origin | None = None
    findings: tuple[Finding, ...] = ()
    extra: dict[str, JsonValue] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _can_be_answered(self) -> "Question":
        if reason := why_unanswerable(self):
            raise ValueError(reason)
        return self


def why_unanswerable(question: Question) -> str | None:
    """Say why nobody can answer a question; None if somebody can."""
    if not question.stem.strip() and question.kind not in _NEED_NO_STEM:
        return "the question has no stem"
    rule = _RULES.get(question.kind)
    return rule(question) if rule else None


def fingerprint(question: Question) -> str:
    """Name what is asked and answered, so that the same question is known when it comes again."""
    told = _COMPACT.encode(_essence(question))
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def _essence(question: Question) -> list[object]:
    """Keep what makes a question another one; tags, deck and comments do not."""
    return [
        question.kind,
        _normal(question.stem),
        [[_normal(answer.text), answer.fraction] for answer in question.answers],
        [[_normal(choice.text), choice.fraction] for choice in question.choices],
        [[_normal(pair.left or ""), _normal(pair.right)] for pair in question.pairs],
        [_normal(item) for item in question.items],
        [_gap_essence(gap) for gap in question.gaps],
        [[_normal(spot.text), spot.fraction, spot.coords] for spot in question.spots],
        [fingerprint(part) for part in question.parts],
        question.raw,
    ]


def _gap_essence(gap: Gap) -> list[object]:
    return [gap.id, *([_normal(one.text), one.fraction] for one in gap.options)]


def _normal(text: str) -> str:
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


def is_number(text: str) -> bool:
    """Tell whether *text* is a plain decimal number, as numeric answers are stored."""
    return _NUMBER.fullmatch(text.strip()) is not None


def _no_answer(question: Question) -> str | None:
    if any(answer.text.strip() and answer.fraction > 0 for answer in question.answers):
        return None
    return "the question has no right answer"


def _no_deletion(question: Question) -> str | None:
    if cloze.numbers(question.stem):
        return None
    return "the cloze has no hidden words: write them as {{c1::words}}"


def _no_right_choice(question: Question) -> str | None:
    if len(question.choices) < 2:
        return "a choice question needs two choices or more"
    if any(choice.fraction > 0 for choice in question.choices):
        return None
    return "none of the choices is right"


def _neither_true_nor_false(question: Question) -> str | None:
    if question.answers and question.answers[0].text in {"true", "false"}:
        return None
    return "a true/false question needs the answer true or false"


def _no_number(question: Question) -> str | None:
    for answer in question.answers:
        if answer.text != "*" and not is_number(answer.text):
            return f"the answer {answer.text[:40]!r} is not a number"
    right = (answer for answer in question.answers if answer.text != "*" and answer.fraction > 0)
    return None if any(right) else "the question has no right answer"


def _no_pair(question: Question) -> str | None:
    if any(pair.left is not None for pair in question.pairs):
        return None
    return "a matching question needs a pair"


def _no_order(question: Question) -> str | None:
    return None if len(question.items) > 1 else "an ordering question needs two items or more"


def _no_gap(question: Question) -> str | None:
    if not question.gaps:
        return "the question has no gap"
    for gap in question.gaps:
        if f"[[{gap.id}]]" not in question.stem:
            return f"the stem has no place [[{gap.id}]] for its gap"
        if not any(one.fraction > 0 for one in gap.options):
            return f"the gap {gap.id} has no right answer"
    return None


def _no_spot(question: Question) -> str | None:
    if any(spot.fraction > 0 for spot in question.spots):
        return None
    return "none of the places to point at is right"


def _no_part(question: Question) -> str | None:
    return None if question.parts else "the question has no parts"


def _nothing_kept(question: Question) -> str | None:
    return None if question.raw else "the question has neither a known kind nor its raw form"


_NEED_NO_STEM = frozenset({Kind.OPAQUE, Kind.COMPOSITE, Kind.HOTSPOT})
_RULES: dict[Kind, Callable[[Question], str | None]] = {
    Kind.FLASHCARD: _no_answer,
    Kind.CLOZE: _no_deletion,
    Kind.CHOICE: _no_right_choice,
    Kind.TRUEFALSE: _neither_true_nor_false,
    Kind.SHORT: _no_answer,
    Kind.NUMERIC: _no_number,
    Kind.MATCHING: _no_pair,
    Kind.ORDERING: _no_order,
    Kind.GAPS: _no_gap,
    Kind.HOTTEXT: _no_spot,
    Kind.HOTSPOT: _no_spot,
    Kind.COMPOSITE: _no_part,
    Kind.OPAQUE: _nothing_kept,
}
