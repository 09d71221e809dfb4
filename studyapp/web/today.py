"""Today: what waits, and the one thing to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from studyapp import documents, jobs, progress, queue
from studyapp.learners import Clock
from studyapp.shelf import waiting_drafts
from studyapp.web import show as shown
from studyapp.web.page import day_label
from studyapp.web.state import clock as clock_of
from studyapp.web.state import database, learner, learner_id
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext, told_kept

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
            sorting=_sorting(decks, work),
            first_time=_is_first_time(session, decks),
            done_today=progress.answered(session, learner_id(), clock.today).answers,
            next_due=_next_due(session, clock),
        )


def _work(session: Session) -> Work:
    found = documents.all_of(session, learner_id())
    titles = {document.id: document.title for document in found}
    open_jobs = jobs.in_states(session, learner_id(), *jobs.OPEN)
    last = jobs.latest_by_document(session, learner_id())
    drafts = waiting_drafts(session, learner_id())
    return Work(
        working=[
            (job.document_id, titles[job.document_id], job.done, job.total)
            for job in open_jobs
            if job.document_id in titles and job.document_id
        ],
        waiting=[(key, titles[key], drafts[key]) for key in titles if key in drafts],
        failed=[
            (key, titles[key], told_kept(last[key][1]) or _("The work stopped."))
            for key in titles
            if key in last and last[key][0] == jobs.FAILED
        ],
    )


def _sorting(decks: list[shown.DeckRow], work: Work) -> tuple[str, int] | None:
    """Return the document whose drafts come first, and their number, if nothing else does.

    New cards of the demo do not: whoever gave a text wants to learn that.
    """
    due = any(deck.due or deck.learning or (deck.new and not deck.is_demo) for deck in decks)
    return None if due or not work.waiting else (work.waiting[0][0], work.waiting[0][2])


def _is_first_time(session: Session, decks: list[shown.DeckRow]) -> bool:
    own = [deck for deck in decks if not deck.is_demo]
    return not own and not jobs.in_states(
        session, learner_id(), *jobs.OPEN, jobs.DONE, jobs.CANCELLED, jobs.FAILED
    )


def _next_due(session: Session, clock: Clock) -> str | None:
    moment = queue.next_moment(session, learner_id(), clock.now)
    if moment is None:
        return None
    if moment < clock.starts_at(clock.today + timedelta(days=1)):
        minutes = max(1, round((moment - clock.now).total_seconds() / 60))
        return ngettext("in %(num)s minute", "in %(num)s minutes", minutes)
    days = 1 + (moment - clock.starts_at(clock.today + timedelta(days=1))).days
    return ngettext("tomorrow", "in %(num)s days", days)
