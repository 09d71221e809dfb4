"""Pictures and sounds beside a question, put into its text for a format that has no beside.

The editor keeps files in `media`, with side and description in `extra["media"]`; a text of HTML
names its files in `extra["files"]`. Formats of other programs know the second way only.
"""

import html
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final

from questions.formats.media import MediaFile
from questions.markup.sources import as_html
from questions.model import Kind, Question
from questions.pictures import is_occluded

_ANSWER: Final = "answer"
# What is drawn on the first picture, by the program that knows the kind.
_DRAWN: Final = frozenset({Kind.HOTSPOT})
_SOUNDS: Final = (".mp3", ".ogg", ".oga", ".wav", ".flac", ".m4a")


def embedded(question: Question, media: Mapping[str, MediaFile]) -> Question:
    """Return the question with its loose files in its text; as it is if it has none."""
    if is_occluded(question):
        return _on_picture(question, media)
    loose = list(_loose(question, media))
    if not loose:
        return question
    notes = question.extra.get("media")
    told = notes if isinstance(notes, dict) else {}
    names = {sha256: _own_name(sha256, media) for sha256 in loose}
    sides: dict[bool, list[str]] = {True: [], False: []}
    for sha256, name in names.items():
        note = told.get(sha256)
        note = note if isinstance(note, dict) else {}
        shown = _reference(name, media[sha256], str(note.get("alt") or ""))
        sides[note.get("place") == _ANSWER].append(shown)
    named = question.extra.get("files")
    files = named if isinstance(named, dict) else {}
    extra = question.extra | {"files": {**files, **{name: sha for sha, name in names.items()}}}
    return _with_texts(question, sides[False], sides[True]).model_copy(update={"extra": extra})


def _on_picture(question: Question, media: Mapping[str, MediaFile]) -> Question:
    """Return a question that hides parts of a picture with that picture in a field of its own."""
    told = question.extra["occlusion"]
    picture = next((one for one in question.media if one in media), None)
    if picture is None or not isinstance(told, dict) or told.get("image"):
        return question
    name = _own_name(picture, media)
    notes = question.extra.get("media")
    note = notes.get(picture) if isinstance(notes, dict) else None
    alt = str(note.get("alt") or "") if isinstance(note, dict) else ""
    image = _reference(name, media[picture], alt)
    named = question.extra.get("files")
    files: dict[str, Any] = {**(named if isinstance(named, dict) else {}), name: picture}
    more = {"occlusion": {**told, "image": image}, "files": files}
    return question.model_copy(update={"extra": question.extra | more})


def _loose(question: Question, media: Mapping[str, MediaFile]) -> Iterator[str]:
    if question.kind in _DRAWN:
        return
    named = question.extra.get("files")
    shown = set(named.values()) if isinstance(named, dict) else set()
    yield from (one for one in question.media if one in media and one not in shown)


def _own_name(sha256: str, media: Mapping[str, MediaFile]) -> str:
    """Call a file as it is called, or so that no other file has its name."""
    name = PurePath(media[sha256].name).name
    is_taken = any(one.name == name for key, one in media.items() if key != sha256)
    return f"{sha256[:8]}-{name}" if is_taken or not name else name


def _reference(name: str, file: MediaFile, alt: str) -> str:
    is_sound = (file.type or "").startswith("audio/") or name.lower().endswith(_SOUNDS)
    if is_sound:
        return f"[sound:{html.escape(name, quote=False)}]"
    described = f' alt="{html.escape(alt)}"' if alt else ""
    return f'<img src="{html.escape(name)}"{described}>'


def _with_texts(question: Question, front: Sequence[str], back: Sequence[str]) -> Question:
    """Return the question as HTML, with more on its two sides; what is typed stays plain."""

    def marked(text: str) -> str:
        return as_html(text, question.format)

    def texts(ones: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(one.model_copy(update={"text": marked(one.text)}) for one in ones)

    is_card = question.kind is Kind.FLASHCARD
    return question.model_copy(
        update={
            "format": "html",
            "stem": "<br>".join(filter(None, (marked(question.stem), *front))),
            "explanation": "<br>".join(filter(None, (marked(question.explanation), *back))),
            "answers": texts(question.answers) if is_card else question.answers,
            "choices": texts(question.choices),
            "items": tuple(marked(one) for one in question.items),
            "pairs": tuple(
                one.model_copy(
                    update={
                        "left": None if one.left is None else marked(one.left),
                        "right": marked(one.right),
                    }
                )
                for one in question.pairs
            ),
            "gaps": tuple(
                one.model_copy(update={"choices": texts(one.choices)}) for one in question.gaps
            ),
        }
    )
