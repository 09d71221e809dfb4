"""Review: the card that is next, its answer, and the grade."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from questions.faces import Face, Segment, face, parts_of
from questions.grading import Verdict, grade
from questions.model import Question
from studyapp import cards, decks, learners, progress, queue, reviews
from studyapp.errors import RefusedError, StaleCardError
from studyapp.ids import is_id, new_id
from studyapp.learners import Clock
from studyapp.scheduling import Rating
from studyapp.scheduling.ratings import rating_for
from studyapp.tables import Card, Deck
from studyapp.web import show as shown
from studyapp.web.fragments import answer as answered
from studyapp.web.page import form_id
from studyapp.web.state import clock as clock_of
from studyapp.web.state import database, learner, learner_id, now
from studyapp.web.texts import gettext as _

blueprint = Blueprint("reviews", __name__)
_STRIP = 40
_LONGEST_TYPED = 2000


@dataclass(frozen=True)
class CardView:
    """A card as the page shows it."""

    id: str
    version: int
    question_id: str
    deck_id: str
    deck_title: str
    marker: str
    kind: str
    stem: tuple[Segment, ...]
    answer: str
    typed: bool
    language: str
    marked: bool
    source: shown.SourceView | None
    explanation: str
    state: str
    siblings: bool


@dataclass(frozen=True)
class Grade:
    """A button: what it is called and when the card would come back."""

    rating: int
    name: str
    when: str
    key: str
    main: bool
    proposed: bool


@dataclass(frozen=True)
class Asked:
    """A card with what its page needs from the database."""

    card: Card
    question: Question
    side: Face
    deck: Deck
    view: CardView


@blueprint.get("/review")
def show() -> ResponseReturnValue:
    """Show the next card, or that there is none."""
    with database().reading() as session:
        clock = clock_of(session)
        scope = _scope(session)
        waiting = progress.today(session, learner(session), clock)
        card_id = queue.next_card(session, learner_id(), clock, waiting.new_left, scope or None)
        if card_id is None:
            return _done(session, clock, scope)
        shown_at = int(now().timestamp() * 1000)
        return _page(session, card_id, clock, waiting, scope, new_id(), shown_at)


@blueprint.get("/cards/<id:card_id>/answer")
def answer(card_id: str) -> ResponseReturnValue:
    """Show a card's answer, with what was typed compared to it."""
    review_id = request.args.get("review_id", "")
    with database().reading() as session:
        clock = clock_of(session)
        return _page(
            session,
            card_id,
            clock,
            progress.today(session, learner(session), clock),
            _scope(session),
            review_id if is_id(review_id) else new_id(),
            request.args.get("shown_at", type=int) or int(now().timestamp() * 1000),
            typed=request.args.get("typed", "")[:_LONGEST_TYPED],
        )


@blueprint.post("/cards/<id:card_id>/reviews")
def create(card_id: str) -> ResponseReturnValue:
    """Record an answer; one sent twice, or to a card that has changed, counts once."""
    attempt, moment = _attempt(card_id), now()

    # The learner is shown the card as it stands now, whether the answer counted or was stale.
    with suppress(StaleCardError):
        database().write(lambda session: reviews.record(session, learner_id(), attempt, moment))
    return _next()


@blueprint.post("/cards/<id:card_id>/acceptances")
def accept(card_id: str) -> ResponseReturnValue:
    """Take what was typed as right from now on, and show the answer again."""
    typed, moment = request.form.get("typed", "").strip()[:_LONGEST_TYPED], now()
    if not typed:
        raise RefusedError(_("Nothing was typed that could be right."))
    database().write(lambda session: cards.accept(session, learner_id(), card_id, typed, moment))
    place = url_for(
        "reviews.answer",
        card_id=card_id,
        typed=typed,
        deck=request.form.get("deck") or None,
        shown_at=request.form.get("shown_at"),
        review_id=request.form.get("review_id"),
    )
    return redirect(place, code=303)


def _next() -> ResponseReturnValue:
    return redirect(url_for("reviews.show", deck=request.form.get("deck") or None), code=303)


def _scope(session: Session) -> str:
    """Return the id of the deck that the sitting is about; "" for all of them."""
    wanted = request.values.get("deck", "")
    if not is_id(wanted):
        return ""
    return decks.get(session, learner_id(), wanted).id


def _attempt(card_id: str) -> reviews.Attempt:
    form = request.form
    rating, version = form.get("rating", type=int), form.get("version", type=int)
    if rating not in set(Rating) or version is None:
        raise RefusedError(_("This answer was not complete. Load the page again."))
    begun = form.get("shown_at", type=int)
    ms = int(now().timestamp() * 1000) - begun if begun else 0
    typed, correct = form.get("typed"), form.get("correct", "")
    return reviews.Attempt(
        id=form_id(),
        card_id=card_id,
        rating=Rating(rating),
        version=version,
        ms=ms,
        format="typed" if typed else "flip",
        typed=typed[:_LONGEST_TYPED] if typed else None,
        correct={"1": True, "0": False}.get(correct),
    )


def _asked(session: Session, card_id: str, *, with_source: bool) -> Asked:
    card, row = cards.get(session, learner_id(), card_id)
    question = cards.question_of(row)
    side = face(question, card.part)
    deck = decks.get(session, learner_id(), card.deck_id)
    source = (
        shown.source_of(session, learner_id(), row.document_id, question) if with_source else None
    )
    view = CardView(
        id=card.id,
        version=card.version,
        question_id=row.id,
        deck_id=deck.id,
        deck_title=deck.title,
        marker=deck.marker,
        kind=row.kind,
        stem=side.stem,
        answer=side.answer,
        typed=side.typed,
        language=deck.language or "en",
        marked=card.marked,
        source=source,
        explanation=question.explanation,
        state=card.state,
        siblings=len(parts_of(question)) > 1,
    )
    return Asked(card, question, side, deck, view)


def _page(
    session: Session,
    card_id: str,
    clock: Clock,
    waiting: progress.Today,
    scope: str,
    review_id: str,
    shown_at: int,
    typed: str | None = None,
) -> ResponseReturnValue:
    card, _row = cards.get(session, learner_id(), card_id)
    if card.available_at is None:
        return redirect(url_for("reviews.show", deck=scope or None), code=303)
    asked = _asked(session, card_id, with_source=typed is not None)
    verdict = _verdict(asked, typed) if typed is not None and asked.side.typed else None
    return answered(
        "reviews/show.html",
        "reviews/_card.html",
        card=asked.view,
        shown=typed is not None,
        typed_text=typed or "",
        verdict=_verdict_view(verdict) if verdict else None,
        grades=_grades(session, asked, clock, verdict, typed) if typed is not None else [],
        review_id=review_id,
        shown_at=shown_at,
        scope=scope,
        **_sitting(session, clock, waiting, scope),
    )


def _verdict(asked: Asked, typed: str) -> Verdict | None:
    """Compare what was typed; an empty field means that the learner only wants to look."""
    if not typed.strip():
        return None
    return grade(asked.question, asked.card.part, typed, language=asked.view.language)


def _verdict_view(verdict: Verdict) -> SimpleNamespace:
    if verdict.right:
        sentence = ""
    elif verdict.almost:
        sentence = _("You decide whether it counts.")
    else:
        sentence = _("The answer is %(answer)s.", answer=verdict.expected)
    return SimpleNamespace(
        right=verdict.right,
        almost=verdict.almost,
        expected=verdict.expected,
        pieces=[(piece.op, piece.text) for piece in verdict.pieces],
        sentence=sentence,
    )


def _grades(
    session: Session, asked: Asked, clock: Clock, verdict: Verdict | None, typed: str | None
) -> list[Grade]:
    preset = learners.preset_of(session, learner_id(), asked.deck.preset_id)
    proposed = None
    if verdict:
        proposed = rating_for(asked.view.kind, verdict.right or verdict.almost)
    found = reviews.schedules(asked.card, preset, clock)
    return [
        Grade(
            rating=int(rating),
            name=_rating_name(rating),
            when=shown.when(schedule),
            key=str(int(rating)),
            main=rating is Rating.GOOD,
            proposed=rating is proposed,
        )
        for rating, schedule in found.items()
    ]


def _rating_name(rating: Rating) -> str:
    names = {
        Rating.AGAIN: _("Again"),
        Rating.HARD: _("Hard"),
        Rating.GOOD: _("Good"),
        Rating.EASY: _("Easy"),
    }
    return names[rating]


def _sitting(session: Session, clock: Clock, waiting: progress.Today, scope: str) -> dict[str, Any]:
    counts = waiting.by_deck.get(scope, decks.Counts()) if scope else waiting.total
    done = reviews.answered_today(session, learner_id(), clock)
    cells = ["right" if rating > 1 else "wrong" for rating, _ms, _state in done]
    ahead = max(1, counts.cards)
    room = max(8, _STRIP - min(ahead, _STRIP // 2))
    todo = ["todo"] * min(ahead - 1, _STRIP - min(len(cells), room) - 1)
    return {
        "strip": [*cells[-room:], "now", *todo],
        "left": ahead,
        "minutes": waiting.minutes(counts),
    }


def _done(session: Session, clock: Clock, scope: str) -> ResponseReturnValue:
    today = progress.answered(session, learner_id(), clock.today)
    tomorrow = clock.today + timedelta(days=1)
    coming = {one.day: one.count for one in progress.coming(session, learner_id(), clock)}
    summary = SimpleNamespace(
        answered=today.answers,
        right=today.right,
        minutes=round(today.milliseconds / 60_000),
        tomorrow=coming.get(tomorrow, 0),
    )
    return answered(
        "reviews/show.html", "reviews/_done.html", card=None, summary=summary, scope=scope
    )
