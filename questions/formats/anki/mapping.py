"""From a note to a question: what is asked stands in the question, the note itself in `extra`.

The usual note types become what they are: a flashcard, one that is asked both ways, a typed
answer, a cloze, a picture with hidden parts. Any other becomes a flashcard with one face for each
template, rendered here. `extra["anki"]` keeps the fields, so that the note can be written again.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import JsonValue

from questions import cloze, occlusion
from questions.formats.anki import filters, templates
from questions.formats.anki.notetypes import NoteType, Template
from questions.formats.anki.templates import Node, Parsed, Scene
from questions.model import Answer, Kind, Question, storable, why_unanswerable
from questions.plain import plain_text

# A text that is not empty and shows nothing: some backs are, and a question has an answer.
BLANK = "<br>"
_DIVIDER = re.compile(r"\s*(?:<hr[^>]*>|<br ?/?>|\s)*", re.IGNORECASE)
_TYPED = re.compile(r"\[\[type:([^\]]*)\]\]")
_EMPTY_CARD = "it has cards whose cloze is gone; nothing can be asked on them: left out"
_BEYOND = re.compile(r"\{\{c(?:50[1-9]|5[1-9]\d|[6-9]\d\d|\d{4,12})(?:::|,)")
_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Note:
    """A note of a collection, its fields as many as its type has."""

    id: int
    guid: str
    type: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    deck: str
    ordinals: tuple[int, ...] = ()
    changed_at: int = 0


@dataclass(frozen=True, slots=True)
class Mapped:
    """A note as a question, the part that each card asks, and what was reduced."""

    question: Question
    parts: Mapping[int, str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What the notes of a type become; *front* and *back* number the fields that are the sides."""

    kind: str
    front: int = 0
    back: int = 0
    switch: int | None = None


def mapped(note: Note, key: str) -> Mapped:
    """Return the question with the id *key* that a note is."""
    plan = plan_of(note.type)
    if note.type.is_cloze and any(occlusion.shapes(one) for one in note.fields):
        return _occluded(note, key)
    made = _MAKERS[plan.kind](note, plan, key)
    return made or _faced(note, plan, key)


def plan_of(note_type: NoteType) -> Plan:
    """Say what the notes of a type become."""
    return _plan(note_type.is_cloze, note_type.fields, note_type.templates)


@lru_cache(maxsize=1024)
def _plan(is_cloze: bool, fields: tuple[str, ...], made: tuple[Template, ...]) -> Plan:
    sides = [(templates.parse(one.front), templates.parse(one.back)) for one in made]
    if any(parsed.faults for pair in sides for parsed in pair):
        return Plan("faces")
    if is_cloze:
        asks = any(
            re.fullmatch(r"c\d+", name) for pair in sides for one in pair for name in one.names
        )
        return Plan("faces" if asks else "cloze")
    plain = [_plain(pair, fields) for pair in sides]
    first = plain[0]
    if first is None or len(sides) > 2:
        return Plan("typed" if len(sides) == 1 and _asks_to_type(sides[0][0]) else "faces")
    if len(sides) == 1:
        return Plan("basic", first[0], first[1])
    second = plain[1]
    if second is None or second[:2] != (first[1], first[0]) or first[2] is not None:
        return Plan("faces")
    return Plan("basic", first[0], first[1], second[2] if second[2] is not None else -1)


def _asks_to_type(front: Parsed) -> bool:
    return any("type" in node.filters for node in front.nodes)


def _plain(
    pair: tuple[Parsed, Parsed], fields: Sequence[str]
) -> tuple[int, int, int | None] | None:
    """Return the fields on the two sides, and the one that switches the card on, if that is all."""
    front = [node for node in pair[0].nodes if node.kind != "text" or node.value.strip()]
    switch = None
    if len(front) == 3 and front[0].kind == "section" and front[0].value in fields:
        switch = fields.index(front[0].value)
        front = front[1:2]
    back = [node for node in pair[1].nodes if not _is_divider(node)]
    if len(front) != 1 or len(back) != 1 or not (_is_bare(front[0]) and _is_bare(back[0])):
        return None
    if front[0].value not in fields or back[0].value not in fields:
        return None
    return fields.index(front[0].value), fields.index(back[0].value), switch


def _is_bare(node: Node) -> bool:
    return node.kind == "field" and not node.filters


def _is_divider(node: Node) -> bool:
    if node.kind == "text":
        return _DIVIDER.fullmatch(node.value) is not None
    return node.kind == "field" and node.value == "FrontSide"


def _basic(note: Note, plan: Plan, key: str) -> Mapped | None:
    front, back = note.fields[plan.front], note.fields[plan.back]
    reverse = plan.switch is not None and (
        1 in note.ordinals
        or (not note.ordinals and (plan.switch < 0 or bool(note.fields[plan.switch].strip())))
    )
    if templates.is_empty(front) or (reverse and templates.is_empty(back)):
        return None
    question = _question(
        note,
        key,
        Kind.FLASHCARD,
        front,
        answers=(Answer.trusted(text=_not_blank(back)),),
        reverse=reverse,
    )
    return Mapped(question, {0: "forward", 1: "backward"})


def _typed(note: Note, _plan: Plan, key: str) -> Mapped | None:
    front, back = rendered(note, 0)
    asked = _TYPED.search(front)
    if asked is None:
        return None
    name = asked[1].rpartition(":")[2]
    right = plain_text(_values(note).get(name, "")).strip()
    stem = _TYPED.sub("", front)
    if not right or templates.is_empty(stem):
        return None
    rest = _TYPED.sub("", _own_part(back, stem.rstrip()))
    question = _question(
        note,
        key,
        Kind.SHORT,
        stem.rstrip(),
        answers=(Answer.trusted(text=right),),
        explanation=rest,
    )
    return Mapped(question, {0: "answer"})


def _cloze(note: Note, _plan: Plan, key: str) -> Mapped | None:
    def kept(text: str, _ordinal: int, _is_back: bool) -> str:
        return text

    def left_out(_text: str, _ordinal: int, _is_back: bool) -> str:
        return ""

    made = note.type.templates[0]
    stem = templates.render(templates.parse(made.front), _scene(note, 0, kept))
    rest = templates.render(templates.parse(made.back), _scene(note, 0, left_out, is_back=True))
    stem = _TYPED.sub("", stem).rstrip()
    numbers = cloze.numbers(stem)
    if not numbers:
        return None
    question = _question(
        note, key, Kind.CLOZE, stem, explanation=_own_part(_TYPED.sub("", rest), "")
    )
    parts = {number - 1: f"c{number}" for number in numbers}
    parts |= {one: f"c{one + 1}" for one in note.ordinals}
    empty = any(one + 1 not in numbers for one in note.ordinals)
    return Mapped(question, parts, (*_reductions(stem), *((_EMPTY_CARD,) if empty else ())))


def _reductions(stem: str) -> Iterator[str]:
    if _BEYOND.search(stem):
        yield "cloze numbers above 500 make no card"
    if "}}" * (cloze.DEEPEST + 1) in stem:
        yield f"clozes nest deeper than {cloze.DEEPEST} levels; the inner ones are not hidden"


def _occluded(note: Note, key: str) -> Mapped:
    place = next(at for at, one in enumerate(note.fields) if occlusion.shapes(one))
    picture = next((found[0] for one in note.fields if (found := _PICTURE.search(one))), "")
    others = [one for at, one in enumerate(note.fields) if at != place and not _PICTURE.search(one)]
    told: dict[str, JsonValue] = {
        "image": picture,
        "shapes": note.fields[place],
        "header": others[0] if others else "",
    }
    question = _question(
        note,
        key,
        Kind.CLOZE,
        note.fields[place],
        explanation="<br>".join(filter(str.strip, others[1:])),
        extra={"occlusion": told},
    )
    numbers = {
        number for shape in occlusion.shapes(note.fields[place]) for number in shape.ordinals
    }
    reduced = () if picture else ("the picture that it hides parts of is missing",)
    return Mapped(question, {one - 1: f"c{one}" for one in sorted(numbers)}, reduced)


def _faced(note: Note, _plan: Plan, key: str) -> Mapped:
    """Render each card: any templates, any filters."""
    ordinals = note.ordinals or generated(note)
    sides = {ordinal: _sides(note, ordinal) for ordinal in ordinals}
    shown = [front for front, _back in sides.values() if not templates.is_empty(front)]
    stem = shown[0] if shown else _all_fields(note)
    first = next(iter(sides))
    notes = () if shown else ("its front is blank",)
    if len(sides) == 1:
        answer = Answer.trusted(text=_not_blank(sides[first][1]))
        question = _question(note, key, Kind.FLASHCARD, stem, answers=(answer,))
        return Mapped(question, {first: "forward"}, notes)
    faces: dict[str, JsonValue] = {
        f"card{ordinal + 1}": {"front": _not_blank(front), "back": _not_blank(back)}
        for ordinal, (front, back) in sides.items()
    }
    answer = Answer.trusted(text=_not_blank(sides[first][1]))
    question = _question(note, key, Kind.FLASHCARD, stem, answers=(answer,), extra={"faces": faces})
    return Mapped(question, {ordinal: f"card{ordinal + 1}" for ordinal in sides}, notes)


def _sides(note: Note, ordinal: int) -> tuple[str, str]:
    """Return front and back of a card without what the back repeats; what is typed is shown."""
    front, back = rendered(note, ordinal)
    values = _values(note)

    def told(match: re.Match[str]) -> str:
        return values.get(match[1].rpartition(":")[2], "")

    plain = _TYPED.sub("", front).rstrip()
    return plain, _TYPED.sub(told, _own_part(back, plain))


def _own_part(back: str, front: str) -> str:
    """Return what a back shows beyond the front."""
    own = back[len(front) :] if front and back.startswith(front) else back
    return own[divider.end() :] if (divider := _DIVIDER.match(own)) else own


def rendered(note: Note, ordinal: int) -> tuple[str, str]:
    """Return both sides of a card as its templates show them, the back without the front."""
    made = template_of(note, ordinal)
    if made is None:
        return "", ""
    fault = templates.parse(made.front).faults or templates.parse(made.back).faults
    if fault:
        return note.fields[0], "<br>".join(filter(str.strip, note.fields[1:]))
    front = templates.render(templates.parse(made.front), _scene(note, ordinal))
    back = templates.render(templates.parse(made.back), _scene(note, ordinal, is_back=True))
    return front, back


def template_of(note: Note, ordinal: int) -> Template | None:
    """Return the template of a card: a cloze type has one for all."""
    made = note.type.templates
    if note.type.is_cloze:
        return made[0]
    return made[ordinal] if 0 <= ordinal < len(made) else None


def generated(note: Note) -> tuple[int, ...]:
    """Return the cards that the templates make of a note."""
    if note.type.is_cloze:
        found = {number - 1 for one in note.fields for number in cloze.numbers(one)}
        return tuple(sorted(found)) or (0,)
    return tuple(
        ordinal
        for ordinal, made in enumerate(note.type.templates)
        if templates.shows_something(templates.parse(made.front), Scene(_values(note), ordinal))
    ) or (0,)


def _scene(
    note: Note,
    ordinal: int,
    reveal: Callable[[str, int, bool], str] = filters.revealed,
    *,
    is_back: bool = False,
) -> Scene:
    return Scene(_values(note), ordinal, is_back, reveal, special_of(note, ordinal))


def special_of(note: Note, ordinal: int) -> dict[str, str]:
    """Return what templates can ask for beside fields."""
    made = template_of(note, ordinal)
    is_many = note.type.is_cloze
    return {
        "Tags": " ".join(note.tags),
        "Type": note.type.name,
        "Deck": note.deck,
        "Subdeck": note.deck.rpartition("::")[2],
        "Card": (f"{made.name} {ordinal + 1}" if is_many else made.name) if made else "",
        "CardFlag": "flag0",
        "FrontSide": "",
    }


def _values(note: Note) -> dict[str, str]:
    return dict(zip(note.type.fields, note.fields, strict=False))


def _all_fields(note: Note) -> str:
    return "<br>".join(filter(str.strip, note.fields)) or "&nbsp;"


def _not_blank(text: str) -> str:
    return text if text.strip() else BLANK


def _question(
    note: Note,
    key: str,
    kind: Kind,
    stem: str,
    *,
    answers: tuple[Answer, ...] = (),
    reverse: bool = False,
    explanation: str = "",
    extra: Mapping[str, JsonValue] | None = None,
) -> Question:
    """Make the question; only what comes out of the file is looked at, for the rest is ours."""
    told: dict[str, JsonValue] = {
        "guid": note.guid,
        "id": note.id,
        "type": note.type.key,
        "fields": list(note.fields),
        "ordinals": list(note.ordinals),
        "changed_at": note.changed_at,
    }
    told_to_show = (stem, explanation, note.deck, *(one.text for one in answers), *note.tags)
    for text in told_to_show:
        if not text.isascii() or "\0" in text:
            storable(text)
    question = Question.trusted(
        id=key,
        kind=kind,
        deck=note.deck,
        stem=stem,
        format="html",
        tags=note.tags,
        answers=answers,
        reverse=reverse,
        explanation=explanation,
        extra={"anki": told, **(extra or {})},
    )
    if reason := why_unanswerable(question):
        raise ValueError(reason)
    return question


_MAKERS: Mapping[str, Callable[[Note, Plan, str], Mapped | None]] = {
    "basic": _basic,
    "typed": _typed,
    "cloze": _cloze,
    "faces": _faced,
}
