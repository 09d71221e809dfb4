"""From a question to a note: as it came, with what was edited since, or as a stock note."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questions import faces
from questions.formats.anki import mapping, stock, templates
from questions.formats.anki.mapping import Note
from questions.formats.anki.notetypes import NoteType, note_type_of
from questions.formats.anki.records import Object
from questions.markup import sources
from questions.model import Kind, Question
from questions.pictures import is_occluded

_KEPT_KINDS = frozenset({Kind.FLASHCARD, Kind.CLOZE, Kind.SHORT})


@dataclass(frozen=True, slots=True)
class Written:
    """A question as a note, the number of the card of each part, and what was lost."""

    type: Object
    fields: tuple[str, ...]
    ordinals: Mapping[str, int]
    loss: str | None = None


class Types:
    """The note types of a bank, by the id that its questions name."""

    def __init__(self, held: Mapping[str, Any]) -> None:
        self._held = {key: one for key, one in held.items() if isinstance(one, dict)}
        self._read: dict[str, NoteType | None] = {}

    def get(self, key: str) -> NoteType | None:
        if key not in self._read:
            held = self._held.get(key)
            self._read[key] = note_type_of(number_in(key), held) if held else None
        return self._read[key]


def number_in(key: object) -> int:
    """Return the number in front of a note type's key; old programs wrote ids as texts too."""
    digits = str(key).partition(".")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0


def written(question: Question, types: Types) -> Written | None:
    """Return a question as a note; None where no card could ask it."""
    told = question.extra.get("anki")
    if isinstance(told, dict) and question.kind in _KEPT_KINDS:
        note_type = types.get(str(told.get("type")))
        note = note_of(question, told, note_type) if note_type else None
        if note and (made := _as_it_came(question, note)):
            return made
    loss = "its own note type, which does not show what was edited" if told else None
    return _stock(question, loss)


def note_of(question: Question, told: Mapping[str, Any], note_type: NoteType) -> Note | None:
    """Return the note that a question was made of."""
    fields = told.get("fields")
    if not isinstance(fields, list) or len(fields) != len(note_type.fields):
        return None
    ordinals = told.get("ordinals")
    return Note(
        id=int(told.get("id") or 0),
        guid=str(told.get("guid") or ""),
        type=note_type,
        fields=tuple(str(one) for one in fields),
        tags=question.tags,
        deck=question.deck or "",
        ordinals=tuple(ordinals) if isinstance(ordinals, list) else (),
    )


def _as_it_came(question: Question, note: Note) -> Written | None:
    made = mapping.mapped(note, question.id)
    held = dict(note.type.held)
    ordinals = {part: ordinal for ordinal, part in made.parts.items()}
    if _essence(made.question) == _essence(question):
        return Written(held, note.fields, ordinals)
    if fields := _edited(question, note):
        return Written(held, fields, ordinals | _parts(question))
    return None


def _essence(question: Question) -> tuple[object, ...]:
    answers = tuple(one.text for one in question.answers[:1])
    return (
        question.kind,
        question.stem.strip(),
        answers,
        question.explanation.strip(),
        question.reverse,
        question.extra.get("faces"),
    )


def _edited(question: Question, note: Note) -> tuple[str, ...] | None:
    """Put edited words back into the fields that show them, where it is plain which these are."""
    plan = mapping.plan_of(note.type)
    fields = list(note.fields)
    if plan.kind == "basic" and question.kind is Kind.FLASHCARD:
        if question.reverse != (plan.switch is not None):
            return None
        fields[plan.front], fields[plan.back] = _html(question, question.stem), _back(question)
        return tuple(fields)
    if plan.kind != "cloze" or question.kind is not Kind.CLOZE or "occlusion" in question.extra:
        return None
    shown = templates.parse(note.type.templates[0].front).nodes
    if len(shown) != 1 or shown[0].filters != ("cloze",) or shown[0].value not in note.type.fields:
        return None
    fields[note.type.fields.index(shown[0].value)] = _html(question, question.stem)
    return tuple(fields)


def _back(question: Question) -> str:
    answer = question.answers[0].text if question.answers else ""
    return "" if answer == mapping.BLANK else _html(question, answer)


def _parts(question: Question) -> dict[str, int]:
    return {part: _ordinal(part, at) for at, part in enumerate(faces.parts_of(question))}


def _ordinal(part: str, place: int) -> int:
    if part.startswith("card") and part[4:].isdigit():
        return int(part[4:]) - 1
    return int(part[1:]) - 1 if part[:1] == "c" and part[1:].isdigit() else place


def _html(question: Question, text: str) -> str:
    return sources.as_html(text, question.format)


def _stock(question: Question, loss: str | None) -> Written | None:
    parts = faces.parts_of(question)
    if not parts:
        return None
    if is_occluded(question):
        return Written(
            stock.note_type(stock.OCCLUSION), _on_picture(question), _parts(question), loss
        )
    if question.kind is Kind.CLOZE:
        fields = (_html(question, question.stem), _html(question, question.explanation))
        return Written(stock.note_type(stock.CLOZE), fields, _parts(question), loss)
    front, back = _two_sides(question, parts[0])
    if question.explanation.strip() and question.kind is not Kind.ESSAY:
        back = f"{back}<br><br>{_html(question, question.explanation)}"
    name = stock.REVERSED if question.reverse else stock.BASIC
    if question.kind in {Kind.SHORT, Kind.NUMERIC} and not question.explanation.strip():
        name = stock.TYPED
    if question.kind not in _KEPT_KINDS:
        loss = loss or f"it is written as a plain card: Anki has no {question.kind.value} questions"
    return Written(stock.note_type(name), (front, back), _parts(question), loss)


def _on_picture(question: Question) -> tuple[str, ...]:
    told = question.extra["occlusion"]
    held: Mapping[str, Any] = told if isinstance(told, dict) else {}
    header = _html(question, str(held.get("header") or ""))
    explanation = _html(question, question.explanation)
    return question.stem, str(held.get("image") or ""), header, explanation, ""


def _two_sides(question: Question, part: str) -> tuple[str, str]:
    shown = faces.face(question, part)
    stem = _html(question, question.stem)
    if question.kind is Kind.GAPS:
        stem = "".join("[…]" if one.gap else _html(question, one.text) for one in shown.stem)
    texts = [one.text for one in question.choices]
    texts += [one.text for one in question.spots if one.text]
    texts += question.items
    texts += [pair.left for pair in question.pairs if pair.left]
    if texts and question.kind is not Kind.HOTTEXT:
        listed = "".join(f"<li>{_html(question, one)}</li>" for one in texts)
        stem = f"{stem}<ul>{listed}</ul>"
    lines = [_html(question, one) for one in shown.answer.split("\n")]
    return stem, "<br>".join(lines) if question.format == "text" else _html(question, shown.answer)
