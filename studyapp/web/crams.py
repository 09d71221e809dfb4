"""Cram: any cards, due or not, each until it was recalled once. Nothing is scheduled by it."""

from __future__ import annotations

import math
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from studyapp import cards, cramming, progress
from studyapp.cramming import Sitting, Standing
from studyapp.errors import StaleCardError
from studyapp.ids import is_id
from studyapp.scheduling import Hint, Rating
from studyapp.web import asking, deck_looks, scopes
from studyapp.web.asking import Asked, Given, Grade, Place
from studyapp.web.attempts import (
    LONGEST_TYPED,
    attempt_sent,
    given_sent,
    hints_sent,
    shown_at_sent,
)
from studyapp.web.fragments import answer as answered
from studyapp.web.reviews import strip
from studyapp.web.state import clock as clock_of
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _

blueprint = Blueprint("crams", __name__)
blueprint.before_request(deck_looks.allow_shown)
# Whoever comes back later than this begins anew.
_LONGEST = timedelta(days=7)


@blueprint.get("/cram")
def show() -> ResponseReturnValue:
    """Show the next card of a sitting, or that all are through; without a beginning, begin."""
    since = _since_sent()
    with database().reading() as session:
        scope = scopes.checked(session, request.values.get("deck", ""))
        if since is None:
            return redirect(_address(scope, now()), code=303)
        sitting = _sitting(session, scope, since)
        card_id = cramming.next_card(session, learner_id(), sitting)
        if card_id is None:
            return _done(session, sitting, scope)
        key = cramming.answer_id(session, learner_id(), card_id, since)
        return _page(session, card_id, sitting, scope, key)


@blueprint.get("/cards/<id:card_id>/cram")
def answer(card_id: str) -> ResponseReturnValue:
    """Show a card's answer, with what was given compared to it; or only one hint more."""
    wants_hint = request.args.get("more") == "1"
    since = _since_sent() or now()
    with database().reading() as session:
        scope = scopes.checked(session, request.values.get("deck", ""))
        sent = request.args.get("review_id", "")
        key = sent if is_id(sent) else cramming.answer_id(session, learner_id(), card_id, since)
        given = None if wants_hint else given_sent()
        hints = hints_sent() + wants_hint
        return _page(session, card_id, _sitting(session, scope, since), scope, key, given, hints)


@blueprint.post("/cards/<id:card_id>/crams")
def create(card_id: str) -> ResponseReturnValue:
    """Log an answer; one sent twice, or to a card that has changed, counts once."""
    moment = now()
    with suppress(StaleCardError):
        attempt = attempt_sent(card_id)
        database().write(lambda session: cramming.record(session, learner_id(), attempt, moment))
    return redirect(_address(request.form.get("deck", ""), _since_sent() or moment), code=303)


def _since_sent() -> datetime | None:
    """Return when the sitting began; None if nobody says, or it was too long ago."""
    sent, moment = request.values.get("since", type=int), now()
    if sent is None or not _stamp(moment - _LONGEST) <= sent <= _stamp(moment):
        return None
    return datetime.fromtimestamp(sent / 1000, UTC)


def _stamp(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _address(scope: str, since: datetime) -> str:
    return url_for("crams.show", deck=scope or None, since=_stamp(since))


def _sitting(session: Session, scope: str, since: datetime) -> Sitting:
    return Sitting(scopes.in_queue(session, scope, clock_of(session)), since)


def _page(
    session: Session,
    card_id: str,
    sitting: Sitting,
    scope: str,
    review_id: str,
    given: Given | None = None,
    hints: int = 0,
) -> ResponseReturnValue:
    found = cards.with_deck(session, learner_id(), card_id)
    if found[0].available_at is None:
        return redirect(_address(scope, sitting.since), code=303)
    asked = asking.ask(session, found, given)
    verdict = asking.verdict_of(asked, given) if given else None
    helped = asking.hints_shown(asked, hints)
    standing = cramming.standing(session, learner_id(), sitting)
    return answered(
        "crams/show.html",
        "reviews/_card.html",
        card=asked.view,
        shown=given is not None,
        typed_text=given.typed if given else request.args.get("typed", "")[:LONGEST_TYPED],
        verdict=verdict,
        hints=helped,
        grades=_grades(asked, verdict, helped.level) if given else [],
        review_id=review_id,
        shown_at=shown_at_sent(),
        scope=scope,
        place=_place(card_id, scope, sitting.since),
        strip=strip(standing.ratings, max(1, standing.left)),
        left=standing.left,
        minutes=_minutes(session, standing),
    )


def _place(card_id: str, scope: str, since: datetime) -> Place:
    return Place(
        ask=url_for("crams.answer", card_id=card_id),
        answer=url_for("crams.create", card_id=card_id),
        again=_address(scope, since),
        fields={"deck": scope, "since": str(_stamp(since))},
        schedules=False,
    )


def _minutes(session: Session, standing: Standing) -> int:
    return math.ceil(standing.left * progress.seconds_per_answer(session, learner_id()) / 60)


def _grades(asked: Asked, verdict: SimpleNamespace | None, hint: Hint) -> list[Grade]:
    """Return the two buttons; the one is proposed that the answer itself speaks for."""
    proposed = asking.proposed_for(asked, verdict, hint)
    when = {Rating.AGAIN: _("once more"), Rating.GOOD: _("done")}
    return [
        Grade(
            rating=int(rating),
            name=asking.rating_name(rating),
            when=words,
            key=str(int(rating)),
            main=rating is Rating.GOOD,
            proposed=proposed is not None and (proposed > 1) == (rating > 1),
            promised="",
        )
        for rating, words in when.items()
    ]


def _done(session: Session, sitting: Sitting, scope: str) -> ResponseReturnValue:
    standing = cramming.standing(session, learner_id(), sitting)
    summary = SimpleNamespace(
        cards=cramming.cards_in(session, learner_id(), sitting.scope),
        answered=len(standing.ratings),
        right=sum(rating > 1 for rating in standing.ratings),
        minutes=round(standing.milliseconds / 60_000),
    )
    return answered(
        "crams/show.html",
        "crams/_done.html",
        card=None,
        summary=summary,
        scope=scope,
        again=_address(scope, sitting.since),
    )
