"""Today: what waits, and the one thing to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlmodel import Session, col

from studyapp import documents, generation, jobs, progress
from studyapp.learners import Clock
from studyapp.tables import Card
from studyapp.web import show as shown
from studyapp.web.page import day_label
from studyapp.web.state import clock as clock_of
from studyapp.web.state import database, learner, learner_id
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext

blueprint = Blueprint("today", __name__)


@dataclass(frozen=True)
class Work:
    """What goes on, waits or went wrong with the learner's documents."""

    working: list[tuple[str, str, int, int]]
    waiting: list[tuple[str, str, int]]
    failed: list[tuple[str, str, str]]


@blueprint.get("/")
def show() -> ResponseReturnValue:
    """Show what waits today."""
    with database().reading() as session:
        clock = clock_of(session)
        waiting = progress.today(session, learner(session), clock)
        decks = shown.deck_rows(session, learner_id(), waiting)
        work = _work(session)
        return render_template(
            "today/show.html",
            day_label=day_label(clock.today, long=True),
            due=waiting.total.due,
            new=waiting.total.new,
            learning=waiting.total.learning,
            minutes=waiting.minutes(),
            decks=decks,
            coming=shown.coming_view(progress.coming(session, learner_id(), clock), clock.today),
            working=work.working,
            waiting=work.waiting,
            failed=work.failed,
            first_time=_is_first_time(session, decks),
            done_today=progress.answered(session, learner_id(), clock.today).answers,
            next_due=_next_due(session, clock),
        )


def _work(session: Session) -> Work:
    found = documents.all_of(session, learner_id())
    titles = {document.id: document.title for document in found}
    open_jobs = jobs.in_states(session, learner_id(), *jobs.OPEN)
    last = {document.id: jobs.latest(session, learner_id(), document.id) for document in found}
    waiting = [
        (document.id, document.title, number)
        for document in found
        if (number := generation.tally(session, learner_id(), document.id).waiting)
    ]
    return Work(
        working=[
            (job.document_id, titles[job.document_id], job.done, job.total)
            for job in open_jobs
            if job.document_id in titles and job.document_id
        ],
        waiting=waiting,
        failed=[
            (key, titles[key], job.error or _("The work stopped."))
            for key, job in last.items()
            if job and job.state == jobs.FAILED
        ],
    )


def _is_first_time(session: Session, decks: list[shown.DeckRow]) -> bool:
    own = [deck for deck in decks if not deck.is_demo]
    return not own and not jobs.in_states(
        session, learner_id(), *jobs.OPEN, jobs.DONE, jobs.CANCELLED, jobs.FAILED
    )


def _next_due(session: Session, clock: Clock) -> str | None:
    moment = session.execute(
        select(col(Card.available_at))
        .where(col(Card.learner_id) == learner_id(), col(Card.available_at) > clock.now)
        .order_by(col(Card.available_at))
        .limit(1)
    ).scalar()
    if moment is None:
        return None
    if moment < clock.starts_at(clock.today + timedelta(days=1)):
        minutes = max(1, round((moment - clock.now).total_seconds() / 60))
        return ngettext("in %(num)s minute", "in %(num)s minutes", minutes)
    days = 1 + (moment - clock.starts_at(clock.today + timedelta(days=1))).days
    return ngettext("tomorrow", "in %(num)s days", days)
