"""A question as the fields of a form say it, and the question that they describe. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from questions import cloze
from questions.model import Answer, Choice, Kind, Question, Source, is_number
from questions.pictures import is_occluded
from studyapp import arranging, covering
from studyapp.arranging import NOTHING, Arranged, arranged_of
from studyapp.bulk import LONGEST_TAG, MOST_TAGS
from studyapp.errors import RefusedError
from studyapp.ids import new_id
from studyapp.messages import Message, say
from studyapp.search import folded

_ROUNDING = 1e-4
_LETTERS = frozenset({Kind.SHORT, Kind.CLOZE, Kind.GAPS})
# The kinds that can be written here; the words of others can be mended all the same.
KINDS = (
    Kind.FLASHCARD,
    Kind.CLOZE,
    Kind.SHORT,
    Kind.CHOICE,
    Kind.TRUEFALSE,
    Kind.NUMERIC,
    Kind.MATCHING,
    Kind.ORDERING,
    Kind.GAPS,
    Kind.HOTTEXT,
    Kind.HOTSPOT,
    Kind.ESSAY,
    Kind.COMPOSITE,
    Kind.INFO,
)
OCCLUSION = "occlusion"
_NEED_NO_WORDS = frozenset({Kind.COMPOSITE, Kind.HOTSPOT})
_ANSWERED = frozenset({Kind.FLASHCARD, Kind.SHORT, Kind.NUMERIC})
MOST_OPTIONS = 20
# More than anybody can recall at once; what is longer stays in the form, to be cut by its writer.
LONGEST = 20_000
MOST_MEDIA = 20


@dataclass(frozen=True)
class Option:
    """A choice as it is written; *worth* is percent of the points, "" for an even share."""

    text: str
    right: bool = False
    feedback: str = ""
    worth: str = ""


@dataclass(frozen=True)
class MediaNote:
    """A picture or sound of the question: its description, and which side shows it."""

    sha256: str
    alt: str = ""
    place: str = "question"


@dataclass(frozen=True)
class Wording:
    """What the form of a question says, as it was typed.

    An *occluded* cloze hides parts of a picture; its stem here is what stands above the picture.
    """

    kind: Kind
    stem: str = ""
    answer: str = ""
    accepted: tuple[str, ...] = ()
    reverse: bool = False
    case: bool = False
    accents: bool = False
    options: tuple[Option, ...] = ()
    multiple: bool = False
    truth: str = ""
    explanation: str = ""
    tags: str = ""
    media: tuple[MediaNote, ...] = ()
    more: Arranged = NOTHING
    occluded: bool = False

    @property
    def form(self) -> str:
        """Name the form that it is written on: its kind, or "occlusion"."""
        return OCCLUSION if self.occluded else self.kind.value


def wording_of(question: Question) -> Wording:
    """Return what the form of *question* shows."""
    texts = [answer.text for answer in question.answers]
    has_first = question.kind in _ANSWERED
    return Wording(
        kind=question.kind,
        stem=covering.header_of(question) if is_occluded(question) else question.stem,
        answer=texts[0] if texts and has_first else "",
        accepted=tuple(texts[1:] if has_first else texts if question.kind is Kind.CLOZE else ()),
        reverse=question.reverse,
        case=question.case,
        accents=question.accents,
        options=tuple(_option(one, question) for one in question.choices),
        multiple=question.multiple,
        truth=texts[0] if texts and question.kind is Kind.TRUEFALSE else "",
        explanation=question.explanation,
        tags=" ".join(question.tags),
        media=_media_of(question),
        more=arranged_of(question),
        occluded=is_occluded(question),
    )


def _option(choice: Choice, question: Question) -> Option:
    """Show a worth only where it is not an even share, which needs no words."""
    right = [one for one in question.choices if one.fraction > 0]
    usual = (1 / len(right) if question.multiple else 1.0) if choice.fraction > 0 else 0.0
    is_usual = abs(choice.fraction - usual) < _ROUNDING
    worth = "" if is_usual else f"{round(100 * choice.fraction, 3):g}"
    return Option(choice.text, choice.fraction > 0, choice.feedback, worth)


def _media_of(question: Question) -> tuple[MediaNote, ...]:
    notes = question.extra.get("media")
    known: Mapping[str, Any] = notes if isinstance(notes, dict) else {}
    found = []
    for sha256 in question.media:
        note = known.get(sha256)
        told = note if isinstance(note, dict) else {}
        found.append(
            MediaNote(sha256, str(told.get("alt", "")), str(told.get("place", "question")))
        )
    return tuple(found)


def of_kind(wording: Wording, kind: Kind) -> Wording:
    """Return what the form shows when the kind is changed: nothing that was typed is lost."""
    changed: dict[str, Any] = {"kind": kind}
    right = [one.text for one in wording.options if one.right and one.text.strip()]
    if kind in {Kind.FLASHCARD, Kind.SHORT} and not wording.answer.strip() and right:
        changed["answer"] = right[0]
    if kind is Kind.CHOICE and not any(one.text.strip() for one in wording.options):
        changed["options"] = (Option(wording.answer, right=True),) if wording.answer.strip() else ()
    if wording.occluded or (wording.kind is Kind.CLOZE and kind is not Kind.CLOZE):
        changed["stem"] = cloze.plain(wording.stem)
    return replace(wording, **changed)


def problems(wording: Wording) -> dict[str, Message]:
    """Say by field what is missing before the question can be asked."""
    found: dict[str, Message] = {}
    if not wording.stem.strip() and not (wording.occluded or wording.kind in _NEED_NO_WORDS):
        found["stem"] = say("A question needs words. Write what you want to be asked.")
    if wording.occluded:
        found |= covering.problems(wording.more.covers, bool(wording.media))
    elif rule := _RULES.get(wording.kind):
        found |= rule(wording)
    found |= arranging.problems(wording.kind, wording.stem, wording.answer, wording.more)
    if len(tags_of(wording.tags)) > MOST_TAGS or any(
        len(tag) > LONGEST_TAG for tag in tags_of(wording.tags)
    ):
        found["tags"] = say("A tag has at most %(most)s letters.", most=LONGEST_TAG)
    return found | _too_long(wording)


def _too_long(wording: Wording) -> dict[str, Message]:
    options = [text for one in wording.options for text in (one.text, one.feedback)]
    texts = {
        "stem": [wording.stem],
        "answer": [wording.answer],
        "accepted": wording.accepted,
        "option": options,
        "explanation": [wording.explanation],
    }
    told = say(
        "At most %(most)s letters. Shorten it, or make several questions of it.", most=LONGEST
    )
    return {name: told for name, said in texts.items() if max(map(len, said), default=0) > LONGEST}


def _needs_answer(wording: Wording) -> dict[str, Message]:
    if wording.answer.strip():
        return {}
    return {"answer": say("A question needs an answer. Write what is right.")}


def _needs_deletion(wording: Wording) -> dict[str, Message]:
    if not wording.stem.strip() or cloze.numbers(wording.stem):
        return {}
    return {"stem": say("Say which words to hide: write {{c1::words}} around them.")}


def _needs_options(wording: Wording) -> dict[str, Message]:
    written = [one for one in wording.options if one.text.strip()]
    right = sum(one.right for one in written)
    if len(written) < 2:
        return {"option": say("A choice needs two options or more.")}
    if not right:
        return {"option": say("Say which option is right.")}
    if right > 1 and not wording.multiple and not any(one.worth.strip() for one in written):
        return {"option": say("Several options are right: say that several can be picked.")}
    if not all(_is_worth(one) for one in written):
        return {"option": say("What an option is worth is a number from −100 to 100 percent.")}
    return {}


def _is_worth(option: Option) -> bool:
    """Tell whether a worth can be read, and fits what is ticked."""
    text = option.worth.strip().replace("\u2212", "-")
    if not text:
        return True
    return is_number(text) and -100 <= float(text) <= 100 and (float(text) > 0) is option.right


def _needs_truth(wording: Wording) -> dict[str, Message]:
    if wording.truth in {"true", "false"}:
        return {}
    return {"truth": say("Say whether the statement is true.")}


_RULES: Mapping[Kind, Callable[[Wording], dict[str, Message]]] = {
    Kind.FLASHCARD: _needs_answer,
    Kind.SHORT: _needs_answer,
    Kind.CLOZE: _needs_deletion,
    Kind.CHOICE: _needs_options,
    Kind.TRUEFALSE: _needs_truth,
}


def tags_of(text: str) -> tuple[str, ...]:
    """Return the tags in a line, with blanks or commas between; once each."""
    by_name = {folded(word): word for word in reversed(text.replace(",", " ").split())}
    return tuple(reversed(by_name.values()))


def written(base: Question | None, wording: Wording, source: Source | None = None) -> Question:
    """Return the question that the form describes, or refuse what could not be asked.

    What the form does not show stays as it is in *base*; *source* is its only source.
    """
    if found := problems(wording):
        raise RefusedError(*found.values())
    values: dict[str, Any] = base.model_dump(mode="json") if base else {"id": new_id()}
    extra = _extra(base, wording)
    values |= {
        "kind": wording.kind.value,
        "stem": wording.stem.strip(),
        "explanation": wording.explanation.strip(),
        "tags": tags_of(wording.tags),
        "media": tuple(one.sha256 for one in wording.media),
        "extra": extra,
        "sources": [source.model_dump(mode="json")] if source else [],
    }
    if base is None or base.kind in KINDS:
        values |= _asked(base, wording)
    if wording.occluded:
        values |= _covered(base, wording, extra)
    if wording.kind is Kind.NUMERIC:
        values["extra"] = _with_units(base, wording, extra)
    try:
        return Question.model_validate(values)
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise RefusedError(say("This cannot be asked: %(reason)s.", reason=reason)) from error


def _with_units(base: Question | None, wording: Wording, extra: dict[str, Any]) -> dict[str, Any]:
    said = wording.more.units
    if base and arranged_of(base).units == said:
        return extra
    units = arranging.other_units(said)
    rest = {key: value for key, value in extra.items() if key != "units"}
    return rest | ({"units": units} if units else {})


def _covered(base: Question | None, wording: Wording, extra: dict[str, Any]) -> dict[str, Any]:
    more = wording.more
    made = covering.values(base, wording.stem, more.covers, more.hides_all)
    return {"stem": made["stem"], "extra": extra | {OCCLUSION: made["occlusion"]}}


def _asked(base: Question | None, wording: Wording) -> dict[str, Any]:
    """Return the fields that belong to the kind; those of other kinds are emptied."""
    kind = wording.kind
    return {
        "answers": _answers(base, wording),
        "choices": _choices(base, wording) if kind is Kind.CHOICE else (),
        "multiple": wording.multiple and kind is Kind.CHOICE,
        "reverse": wording.reverse and kind is Kind.FLASHCARD,
        "case": wording.case and kind in _LETTERS,
        "accents": wording.accents and kind in _LETTERS,
        **arranging.values(kind, base, wording.stem, wording.more),
    }


def _answers(base: Question | None, wording: Wording) -> tuple[Answer, ...]:
    kind = wording.kind
    if kind is Kind.TRUEFALSE:
        return (Answer(text=wording.truth),)
    if kind not in {*_ANSWERED, Kind.CLOZE}:
        return ()
    first = () if kind is Kind.CLOZE else (wording.answer,)
    texts = dict.fromkeys(text.strip() for text in (*first, *wording.accepted))
    if kind is Kind.NUMERIC:
        return _numbers(base, texts, wording.more.tolerance)
    known = {one.text: one for one in base.answers} if base else {}
    return tuple(known.get(text) or Answer(text=text) for text in texts if text)


def _numbers(base: Question | None, texts: Iterable[str], tolerance: str) -> tuple[Answer, ...]:
    """Keep tolerances of their own only as long as the form says the same."""
    plain = [text.replace("\u2212", "-").replace(",", ".") for text in texts if text]
    shown = arranged_of(base).tolerance if base else None
    known = {one.text: one for one in base.answers} if base and shown == tolerance else {}
    return tuple(known.get(text) or Answer(text=text) for text in plain)


def _choices(base: Question | None, wording: Wording) -> tuple[Choice, ...]:
    """A right option is worth an even share, unless the form says what it is worth."""
    shown = {(one.text, _option(one, base).worth): one for one in base.choices} if base else {}
    options = [one for one in wording.options if one.text.strip()]
    share = 1 / max(1, sum(one.right for one in options)) if wording.multiple else 1.0
    return tuple(
        Choice(
            text=one.text.strip(),
            fraction=_fraction(one, share, shown.get((one.text.strip(), one.worth.strip()))),
            feedback=one.feedback.strip(),
        )
        for one in options
    )


def _fraction(option: Option, share: float, known: Choice | None) -> float:
    if known and option.worth.strip() and (known.fraction > 0) is option.right:
        return known.fraction
    text = option.worth.strip().replace("\u2212", "-")
    return float(text) / 100 if text else share if option.right else 0.0


def _extra(base: Question | None, wording: Wording) -> dict[str, Any]:
    extra: dict[str, Any] = dict(base.extra) if base else {}
    notes = {
        one.sha256: {"alt": one.alt.strip(), "place": one.place}
        for one in wording.media
        if one.alt.strip() or one.place != "question"
    }
    extra.pop("media", None)
    if not wording.occluded:
        extra.pop(OCCLUSION, None)
    return extra | ({"media": notes} if notes else {})
