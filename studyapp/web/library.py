"""The library: decks and documents."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from studyapp import documents, generation, jobs, progress
from studyapp.learners import Clock
from studyapp.tables import Document
from studyapp.web import show as shown
from studyapp.web.page import day_label
from studyapp.web.state import clock as clock_of
from studyapp.web.state import database, learner, learner_id

blueprint = Blueprint("library", __name__, url_prefix="/library")


@dataclass(frozen=True)
class DocumentRow:
    """A document in the list."""

    id: str
    title: str
    words: int
    created: str
    questions: int
    drafts: int
    state: str


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Show all decks and documents."""
    with database().reading() as session:
        clock = clock_of(session)
        waiting = progress.today(session, learner(session), clock)
        return render_template(
            "library/show.html",
            decks=shown.deck_rows(session, learner_id(), waiting),
            documents=[
                _row(session, document, clock)
                for document in documents.all_of(session, learner_id())
            ],
        )


def _row(session: Session, document: Document, clock: Clock) -> DocumentRow:
    job = jobs.latest(session, learner_id(), document.id)
    return DocumentRow(
        id=document.id,
        title=document.title,
        words=document.words,
        created=day_label(document.created_at.astimezone(clock.zone).date()),
        questions=len(documents.questions_about(session, learner_id(), document.id)),
        drafts=generation.tally(session, learner_id(), document.id).waiting,
        state=job.state if job else "none",
    )
