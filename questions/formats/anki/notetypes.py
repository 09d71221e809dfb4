"""Note types: the fields of a note, and the templates that make its cards."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from questions.formats.anki.records import Object

MAX_FIELDS, MAX_TEMPLATES = 500, 500
_CLOZE = 1


@dataclass(frozen=True, slots=True)
class Template:
    """What one kind of card shows: its front and its back, as HTML with fields between braces."""

    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """Names the fields of its notes and how their cards look.

    A cloze type has one template and a card for each number of its clozes. *held* is the whole as
    the collection keeps it.
    """

    id: int
    key: str
    name: str
    is_cloze: bool
    fields: tuple[str, ...]
    templates: tuple[Template, ...]
    css: str = ""
    held: Mapping[str, Any] = field(default_factory=dict)


def note_type_of(key: int, held: Object) -> NoteType | None:
    """Read a note type; None where it has no field or no template and so can make no card."""
    if not _objects(held.get("flds")) or not _objects(held.get("tmpls")):
        return None
    return read_note_type(key, held)


def read_note_type(key: int, held: Object) -> NoteType:
    """Read a note type that has fields and templates."""
    fields = [_text(one.get("name")) for one in _objects(held.get("flds"))][:MAX_FIELDS]
    templates = [_template(one) for one in _objects(held.get("tmpls"))][:MAX_TEMPLATES]
    return NoteType(
        id=key,
        key=f"{key}.{_mark(held)}",
        name=_text(held.get("name")) or "Note type",
        is_cloze=held.get("type") == _CLOZE,
        fields=tuple(fields),
        templates=tuple(templates),
        css=_text(held.get("css")),
        held=held,
    )


def _mark(held: Object) -> str:
    """Return a mark of what a note type says: decks of two makers use the same number."""
    told = json.dumps(held, sort_keys=True, default=str).encode()
    return hashlib.blake2b(told, digest_size=6).hexdigest()


def _template(held: Object) -> Template:
    return Template(
        _text(held.get("name")) or "Card", _text(held.get("qfmt")), _text(held.get("afmt"))
    )


def _objects(held: object) -> list[Object]:
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def _text(held: object) -> str:
    return held.replace("\0", "") if isinstance(held, str) else ""
