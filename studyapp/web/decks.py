"""Decks: one deck with its questions, making, changing, merging and removing decks."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from studyapp import banks, decks, decktree, presets, progress, search
from studyapp.decks import NESTED, Counts
from studyapp.errors import RefusedError
from studyapp.ids import is_id, new_id
from studyapp.learners import MARKERS
from studyapp.search import Term
from studyapp.tables import Deck
from studyapp.web import deck_looks, finding, scopes
from studyapp.web.page import form_id, safe_next
from studyapp.web.state import clock as clock_of
from studyapp.web.state import database, learner, learner_id, now
from studyapp.web.texts import gettext as _
from studyapp.web.texts import told_why

blueprint = Blueprint("decks", __name__, url_prefix="/decks")


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """Show the form that makes a deck."""
    return _new_form(new_id(), request.args.get("above", ""), "", [])


@blueprint.post("")
def create() -> ResponseReturnValue:
    """Make a deck."""
    key, moment = form_id(), now()
    above, name = request.form.get("above", ""), request.form.get("title", "")
    title = f"{above}{NESTED}{name}" if above else name
    try:
        deck_id = database().write(
            lambda session: decktree.make(session, learner_id(), key, title, moment)
        )
    except RefusedError as error:
        return _new_form(key, above, name, [told_why(error)]), 422
    return redirect(url_for("decks.show", deck_id=deck_id), code=303)


def _new_form(key: str, above: str, title: str, errors: list[str]) -> str:
    with database().reading() as session:
        titles = [deck.title for deck in decks.all_of(session, learner_id())]
    return render_template(
        "decks/new.html", key=key, above=above, title=title, titles=titles, errors=errors
    )


@blueprint.get("/<id:deck_id>")
def show(deck_id: str) -> ResponseReturnValue:
    """Show a deck with its questions, and those of the decks below it."""
    with database().reading() as session:
        deck = decks.get(session, learner_id(), deck_id)
        clock = clock_of(session)
        query = Term("deck", deck.title, literal=True)
        waiting = progress.today(session, learner(session), clock)
        counts = scopes.waiting_in(session, waiting, deck.id, clock)
        return render_template(
            "decks/show.html",
            deck=_view(deck, counts, waiting),
            above=_above(session, deck),
            preset=presets.get(session, learner_id(), deck.preset_id),
            found=finding.found_view(session, query, str(query), clock, own_deck=deck.title),
            query=str(query),
        )


def _view(deck: Deck, counts: Counts, waiting: progress.Today) -> SimpleNamespace:
    return SimpleNamespace(
        id=deck.id,
        title=deck.title,
        name=deck.title.rpartition(NESTED)[2],
        marker=deck.marker,
        language=deck.language,
        is_demo=deck.is_demo,
        due=counts.due,
        new=counts.new,
        learning=counts.learning,
        minutes=waiting.minutes(counts) if counts.cards else 0,
    )


def _above(session: Session, deck: Deck) -> list[SimpleNamespace]:
    """Return the decks above, from the top; those that do not exist lead nowhere."""
    parts = deck.title.split(NESTED)[:-1]
    titles = [NESTED.join(parts[:number]) for number in range(1, len(parts) + 1)]
    found = ((title, decks.titled(session, learner_id(), title)) for title in titles)
    return [
        SimpleNamespace(name=title.rpartition(NESTED)[2], id=one.id if one else None)
        for title, one in found
    ]


@blueprint.get("/<id:deck_id>/edit")
def edit(deck_id: str) -> ResponseReturnValue:
    """Show what can be changed of a deck."""
    with database().reading() as session:
        deck = decks.get(session, learner_id(), deck_id)
        values = SimpleNamespace(
            title=deck.title,
            marker=deck.marker,
            preset=deck.preset_id,
            language=deck.language or "",
        )
        return _edit_form(session, deck, values, [])


def _edit_form(session: Session, deck: Deck, values: SimpleNamespace, errors: list[str]) -> str:
    everything = decks.all_of(session, learner_id())
    below = f"{deck.title}{NESTED}"
    return render_template(
        "decks/edit.html",
        deck=deck,
        values=values,
        errors=errors,
        markers=_markers(),
        presets=presets.all_of(session, learner_id()),
        others=[one for one in everything if one.id != deck.id],
        looks=deck_looks.settings_of(session, deck),
        number_below=sum(one.title.startswith(below) for one in everything),
        questions=search.count(
            session, learner_id(), Term("deck", deck.title, literal=True), clock_of(session)
        ),
    )


def _markers() -> list[tuple[str, str]]:
    names = {
        "yellow": _("Yellow"),
        "pink": _("Pink"),
        "green": _("Green"),
        "blue": _("Blue"),
        "orange": _("Orange"),
    }
    return [(marker, names[marker]) for marker in MARKERS]


@blueprint.post("/<id:deck_id>")
def update(deck_id: str) -> ResponseReturnValue:
    """Rename or move a deck, and give it its marker, preset and language."""
    form, moment = request.form, now()
    values = SimpleNamespace(
        title=form.get("title", ""),
        marker=form.get("marker", ""),
        preset=form.get("preset", ""),
        language=form.get("language", "").strip(),
    )

    def action(session: Session) -> None:
        deck = decks.get(session, learner_id(), deck_id)
        wanted = decktree.Settings(
            title=values.title or deck.title,
            marker=values.marker or deck.marker,
            preset_id=values.preset if is_id(values.preset) else deck.preset_id,
            language=values.language or None,
        )
        decktree.change(session, learner_id(), deck_id, wanted, moment)

    try:
        database().write(action)
    except RefusedError as error:
        with database().reading() as session:
            deck = decks.get(session, learner_id(), deck_id)
            return _edit_form(session, deck, values, [told_why(error)]), 422
    flash(_("Saved."))
    return redirect(url_for("decks.show", deck_id=deck_id), code=303)


@blueprint.post("/<id:deck_id>/merging")
def merging(deck_id: str) -> ResponseReturnValue:
    """Put a deck's questions into another deck, and remove it."""
    into, moment = request.form.get("into", ""), now()
    if not is_id(into):
        raise RefusedError(_("Choose the deck to merge it into."))
    database().write(lambda session: decktree.merge(session, learner_id(), deck_id, into, moment))
    flash(_("The decks are merged. Undo parts them again."))
    return redirect(url_for("decks.show", deck_id=into), code=303)


@blueprint.post("/<id:deck_id>/removal")
def removal(deck_id: str) -> ResponseReturnValue:
    """Remove a deck with those below it; the demo goes with its article."""
    moment = now()

    def action(session: Session) -> None:
        if decks.even_removed(session, learner_id(), deck_id).is_demo:
            banks.remove_demo(session, learner_id(), deck_id, moment)
        else:
            decktree.remove(session, learner_id(), deck_id, moment)

    database().write(action)
    flash(_("The deck is in the trash. Undo brings it back."))
    return redirect(safe_next(url_for("library.show")), code=303)
