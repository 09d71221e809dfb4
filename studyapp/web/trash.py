"""The trash: what was deleted, bringing it back, and emptying it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from questions.faces import plain_stem
from studyapp import cards, trash
from studyapp.errors import RefusedError
from studyapp.learners import Clock
from studyapp.tables import StoredQuestion
from studyapp.trash import KEPT_FOR
from studyapp.web.finding import answer_line
from studyapp.web.page import day_label
from studyapp.web.state import clock as clock_of
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext

blueprint = Blueprint("trash", __name__, url_prefix="/trash")
Restoring = Callable[[Session, str, str, datetime], None]


@dataclass(frozen=True)
class TrashRow:
    """Something in the trash: its words, when it was deleted, and where to bring it back."""

    title: str
    note: str
    removed: str
    days_left: int
    url: str


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Show what lies in the trash."""
    with database().reading() as session:
        found, clock = trash.contents(session, learner_id()), clock_of(session)
    return render_template(
        "trash/show.html",
        days=KEPT_FOR.days,
        is_empty=found.is_empty,
        decks=[
            _row(
                one.title,
                _questions(one.questions),
                one.removed_at,
                url_for("trash.restore_deck", deck_id=one.id),
                clock,
            )
            for one in found.decks
        ],
        documents=[
            _row(
                one.title,
                "",
                one.removed_at,
                url_for("trash.restore_document", document_id=one.id),
                clock,
            )
            for one in found.documents
        ],
        questions=[_question_row(row, clock) for row in found.latest],
        more=found.questions - len(found.latest),
    )


def _questions(number: int) -> str:
    return ngettext("with %(num)s question", "with %(num)s questions", number) if number else ""


def _question_row(row: StoredQuestion, clock: Clock) -> TrashRow:
    question = cards.question_of(row)
    removed_at = row.removed_at or clock.now
    place = url_for("trash.restore_question", question_id=row.id)
    return _row(plain_stem(question), answer_line(question), removed_at, place, clock)


def _row(title: str, note: str, removed_at: datetime, url: str, clock: Clock) -> TrashRow:
    return TrashRow(
        title=title,
        note=note,
        removed=day_label(removed_at.astimezone(clock.zone).date()),
        days_left=max(0, round((removed_at + KEPT_FOR - clock.now) / timedelta(days=1))),
        url=url,
    )


@blueprint.post("/questions/<id:question_id>/restoration")
def restore_question(question_id: str) -> ResponseReturnValue:
    """Bring a question back."""
    return _restored(trash.restore_question, question_id)


@blueprint.post("/decks/<id:deck_id>/restoration")
def restore_deck(deck_id: str) -> ResponseReturnValue:
    """Bring a deck back with what went with it."""
    return _restored(trash.restore_deck, deck_id)


@blueprint.post("/documents/<id:document_id>/restoration")
def restore_document(document_id: str) -> ResponseReturnValue:
    """Bring a document back."""
    return _restored(trash.restore_document, document_id)


def _restored(restore: Restoring, key: str) -> ResponseReturnValue:
    moment = now()
    database().write(lambda session: restore(session, learner_id(), key, moment))
    flash(_("It is back where it was."))
    return redirect(url_for("trash.show"), code=303)


@blueprint.post("/emptying")
def emptying() -> ResponseReturnValue:
    """Delete for good what lies in the trash."""
    if request.form.get("sure") != "1":
        raise RefusedError(_("Tick that you are sure: this cannot be undone."))
    number = database().write(lambda session: trash.empty(session, learner_id()))
    if number:
        flash(
            ngettext("%(num)s thing is gone for good.", "%(num)s things are gone for good.", number)
        )
    return redirect(url_for("trash.show"), code=303)
