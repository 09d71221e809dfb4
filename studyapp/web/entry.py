"""Quick entry: a term, Tab, its definition, Enter; or two columns pasted at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from questions.model import Answer, Kind, Question
from studyapp import columns, decks, editing, learners
from studyapp.columns import LONGEST, MOST_ROWS, Row
from studyapp.editing import Entered
from studyapp.ids import derived_id, new_id
from studyapp.web.page import form_id
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext

blueprint = Blueprint("entry", __name__, url_prefix="/decks/<id:deck_id>/entry")
_FEWEST_ROWS = 8
_MOST_NAMED = 10


@dataclass(frozen=True)
class Typed:
    """What the form holds: *rows* are all, *written* those that do not stand in the paste."""

    rows: list[Row]
    pasted: str = ""
    kind: str = Kind.FLASHCARD.value
    reverse: bool = False
    written: Sequence[Row] = ()


@blueprint.get("")
def show(deck_id: str) -> ResponseReturnValue:
    """Show two empty columns."""
    kind = request.args.get("kind", "")
    reverse = request.args.get("reverse") == "1"
    return _page(deck_id, new_id(), Typed([], kind=kind, reverse=reverse), [])


@blueprint.post("")
def add(deck_id: str) -> ResponseReturnValue:
    """Make a card of each row that is whole; the others stay in the form, with what is missing."""
    key, typed = form_id(), _typed()
    whole = [row for row in typed.rows if row.is_whole and not row.is_too_long]
    half = [row for row in typed.rows if not row.is_whole or row.is_too_long]
    if not whole or len(typed.rows) > MOST_ROWS:
        return _page(deck_id, key, typed, _problems(typed, half)), 422
    entered = _added(deck_id, key, typed, whole)
    flash(_said(entered))
    if half:
        left = Typed(half, "", typed.kind, typed.reverse, half)
        return _page(deck_id, derived_id(key, "rest"), left, _problems(typed, half)), 422
    reverse = "1" if typed.reverse else None
    place = url_for("entry.show", deck_id=deck_id, kind=typed.kind, reverse=reverse)
    return redirect(place, code=303)


def _typed() -> Typed:
    form = request.form
    pairs = zip(form.getlist("term"), form.getlist("definition"), strict=False)
    cells = [(term.strip(), text.strip()) for term, text in pairs]
    rows = [Row(number, *cell) for number, cell in enumerate(cells, 1) if any(cell)]
    pasted = form.get("pasted", "").replace("\r\n", "\n")
    kind = Kind.SHORT if form.get("kind") == Kind.SHORT.value else Kind.FLASHCARD
    return Typed(
        rows=[*rows, *columns.rows_of(pasted)],
        pasted=pasted,
        kind=kind.value,
        reverse=form.get("reverse") == "1" and kind is Kind.FLASHCARD,
        written=rows,
    )


def _problems(typed: Typed, half: list[Row]) -> list[str]:
    if not typed.rows:
        return [_("Write a term and its definition, or paste two columns.")]
    if len(typed.rows) > MOST_ROWS:
        return [_("At most %(most)s rows at once.", most=MOST_ROWS)]
    long = [row for row in half if row.is_too_long]
    single = [row for row in half if not row.is_too_long]
    told = []
    if single:
        told.append(
            ngettext(
                "Row %(lines)s has only one side, so no card was made of it.",
                "Rows %(lines)s have only one side, so no cards were made of them.",
                len(single),
                lines=_lines(single),
            )
        )
    if long:
        told.append(
            ngettext(
                "Row %(lines)s has more than %(most)s letters on a side.",
                "Rows %(lines)s have more than %(most)s letters on a side.",
                len(long),
                lines=_lines(long),
                most=LONGEST,
            )
        )
    return told


def _lines(rows: list[Row]) -> str:
    return ", ".join(str(row.line) for row in rows[:_MOST_NAMED])


def _added(deck_id: str, key: str, typed: Typed, whole: list[Row]) -> Entered:
    questions = [
        Question(
            id=derived_id(key, f"question/{number}"),
            kind=Kind(typed.kind),
            stem=row.term,
            answers=(Answer(text=row.definition),),
            reverse=typed.reverse,
        )
        for number, row in enumerate(whole)
    ]
    moment = now()

    def action(session: Session) -> Entered:
        clock = learners.clock_of(learners.load(session, learner_id()), moment)
        return editing.add_all(session, learner_id(), deck_id, questions, key=key, clock=clock)

    return database().write(action)


def _said(entered: Entered) -> str:
    added = ngettext("%(num)s question added.", "%(num)s questions added.", entered.added)
    if not entered.known:
        return added
    known = ngettext("%(num)s was there already.", "%(num)s were there already.", entered.known)
    return f"{added} {known}" if entered.added else known


def _page(deck_id: str, key: str, typed: Typed, errors: list[str]) -> str:
    with database().reading() as session:
        deck = decks.get(session, learner_id(), deck_id)
    empty = [Row(0, "", "")] * max(2, _FEWEST_ROWS - len(typed.written))
    return render_template(
        "decks/entry.html",
        deck=deck,
        key=key,
        rows=[*typed.written, *empty],
        typed=typed,
        errors=errors,
    )
