"""A deck whose cards have a look of their own, and pictures of another site in its text."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from questions.formats.anki import mapping, stock
from questions.formats.anki.mapping import Note
from questions.formats.anki.notetypes import read_note_type
from questions.model import Question
from studyapp.ids import new_id
from studyapp.tables import NoteType
from tests.makers import Kept, a_question

HOST = "pictures.example.org"
FAR = f'<img src="http://{HOST}/volga.png" alt="The Volga">'


def scripted(script: str, css: str = "#box { color: #060 }") -> dict[str, Any]:
    """Return a note type that runs *script* on the front of its cards."""
    held = stock.note_type(stock.BASIC)
    front = f"<div id=box>{{{{Front}}}}</div><script>{script}</script>"
    template = {**held["tmpls"][0], "qfmt": front, "afmt": "{{FrontSide}}<hr>{{Back}}"}
    return {**held, "tmpls": [template], "css": css}


def note_of(held: dict[str, Any], front: str, back: str) -> Question:
    made = read_note_type(held["id"], held)
    return mapping.mapped(Note(1, new_id(), made, (front, back), (), "D", (0,)), new_id()).question


def a_note(
    session: Session, learner_id: str, held: dict[str, Any], front: str, back: str = "A river"
) -> Kept:
    """Keep a note as an import does: the question, and its note type beside it."""
    key = read_note_type(held["id"], held).key
    session.add(NoteType(learner_id=learner_id, id=new_id(), key=key, body=held))
    return a_question(session, learner_id, note_of(held, front, back))
