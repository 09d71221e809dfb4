"""Review: the card that is next, its answer, and the grade."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlmodel import Session

from studyapp import cards, progress, queue, reviews
from studyapp.errors import RefusedError, StaleCardError
from studyapp.ids import is_id, new_id
from studyapp.learners import Clock
from studyapp.web import asking, deck_looks, scopes
from studyapp.web.asking import Given
from studyapp.web.attempts import (
    LONGEST_TYPED,
    attempt_sent,
    given_sent,
    hints_sent,
    shown_at_sent,
)
from studyapp.web.fragments import answer as answered
from studyapp.web.state import clock as clock_of
from studyapp.web.state import database, learner, learner_id, now
from studyapp.web.texts import gettext as _

blueprint = Blueprint("reviews", __name__)
blueprint.before_request(deck_looks.allow_shown)
_STRIP = 40


@blueprint.get("/review")
def show() -> ResponseReturnValue:
    """Show the next card, or that there is none."""
    with database().reading() as session:
        clock = clock_of(session)
        scope = _scope(session)
        waiting = progress.today(session, learner(session), clock)
        about = scopes.in_queue(session, scope, clock)
        card_id = queue.next_card(session, learner_id(), clock, waiting.share, about)
        if card_id is None:
            return _done(session, clock, scope)
        shown_at = int(now().timestamp() * 1000)
        return _page(session, card_id, clock, waiting, scope, new_id(), shown_at)


@blueprint.get("/cards/<id:card_id>/answer")
def answer(card_id: str) -> ResponseReturnValue:
    """Show a card's answer, with what was typed compared to it; or only one hint more."""
    wants_hint = request.args.get("more") == "1"
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
            shown_at_sent(),
            None if wants_hint else given_sent(),
            hints=hints_sent() + wants_hint,
        )


@blueprint.post("/cards/<id:card_id>/reviews")
def create(card_id: str) -> ResponseReturnValue:
    """Record an answer; one sent twice, or to a card that has changed, counts once."""
    moment = now()

    # The learner is shown the card as it stands now, whether the answer counted or was stale.
    with suppress(StaleCardError):
        attempt = attempt_sent(card_id)
        done = database().write(
            lambda session: reviews.record(session, learner_id(), attempt, moment)
        )
        _tell_leech(done.leech, card_id)
    return _next()


def _tell_leech(leech: str, card_id: str) -> None:
    said = {
        "suspend": _("You forget this card again and again, so it is set aside."),
        "mark": _("You forget this card again and again, so it is marked."),
    }
    if leech in said:
        place = url_for("cards.show_advice", card_id=card_id)
        link = Markup('{} <a href="{}">{}</a>')
        flash(link.format(said[leech], place, _("See why, and mend it.")))


@blueprint.post("/cards/<id:card_id>/acceptances")
def accept(card_id: str) -> ResponseReturnValue:
    """Take what was typed as right from now on, and show the answer again."""
    typed, moment = request.form.get("typed", "").strip()[:LONGEST_TYPED], now()
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
    """Return what the sitting is about: a deck, a search, or "" for everything."""
    return scopes.checked(session, request.values.get("deck", ""))


def _page(
    session: Session,
    card_id: str,
    clock: Clock,
    waiting: progress.Today,
    scope: str,
    review_id: str,
    shown_at: int,
    given: Given | None = None,
    *,
    hints: int = 0,
) -> ResponseReturnValue:
    found = cards.with_deck(session, learner_id(), card_id)
    if found[0].available_at is None:
        return redirect(url_for("reviews.show", deck=scope or None), code=303)
    asked = asking.ask(session, found, given)
    verdict = asking.verdict_of(asked, given) if given else None
    helped = asking.hints_shown(asked, hints)
    return answered(
        "reviews/show.html",
        "reviews/_card.html",
        card=asked.view,
        shown=given is not None,
        typed_text=given.typed if given else request.args.get("typed", "")[:LONGEST_TYPED],
        verdict=verdict,
        hints=helped,
        lapses=asked.card.lapses,
        grades=asking.grades(session, asked, clock, verdict, helped.level) if given else [],
        review_id=review_id,
        shown_at=shown_at,
        scope=scope,
        place=_place(card_id, scope),
        **_sitting(session, clock, waiting, scope),
    )


def _place(card_id: str, scope: str) -> asking.Place:
    return asking.Place(
        ask=url_for("reviews.answer", card_id=card_id),
        answer=url_for("reviews.create", card_id=card_id),
        again=url_for("reviews.show", deck=scope or None),
        fields={"deck": scope},
        schedules=True,
    )


def _sitting(session: Session, clock: Clock, waiting: progress.Today, scope: str) -> dict[str, Any]:
    counts = scopes.waiting_in(session, waiting, scope, clock)
    ratings = reviews.last_ratings(session, learner_id(), clock, _STRIP)
    ahead = max(1, counts.cards)
    return {
        "strip": strip(ratings, ahead),
        "left": ahead,
        "minutes": waiting.minutes(counts),
    }


def strip(ratings: Sequence[int], ahead: int) -> list[str]:
    """Return the cells of a sitting: the last answers, the card that is shown, those to come."""
    cells = ["right" if rating > 1 else "wrong" for rating in ratings]
    room = max(8, _STRIP - min(ahead, _STRIP // 2))
    todo = ["todo"] * min(ahead - 1, _STRIP - min(len(cells), room) - 1)
    return [*cells[-room:], "now", *todo]


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
