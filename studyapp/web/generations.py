"""The making of drafts: how far it is, stopping it, going on with it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_number
from sqlmodel import Session

from questions.faces import face, parts_of
from questions.model import Question
from studyapp import documents, generation, jobs
from studyapp.ids import new_id
from studyapp.tables import Draft
from studyapp.web.fragments import wants_fragment
from studyapp.web.marks import heading_of, part_shown, text_view
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import told_kept

blueprint = Blueprint("generations", __name__, url_prefix="/documents/<id:document_id>/generation")
_PREVIEWED = 3


@dataclass(frozen=True)
class GenerationView:
    """How far the drafts of a document are."""

    document_id: str
    state: str
    done: int
    total: int
    drafts: int
    clean: int
    kept: int
    rejected: int
    spare: int
    is_plain: bool
    error: str | None
    preview: list[tuple[str, str]]
    is_foreign: bool

    @property
    def done_shown(self) -> str:
        return str(format_number(self.done))

    @property
    def total_shown(self) -> str:
        return str(format_number(self.total))


def view_of(session: Session, learner_id: str, document_id: str) -> GenerationView:
    """Return how far the drafts of a document are."""
    job = jobs.latest(session, learner_id, document_id)
    language = documents.get(session, learner_id, document_id).language
    tally = generation.tally(session, learner_id, document_id)
    drafts = documents.drafts_about(session, learner_id, document_id, most=1)
    return GenerationView(
        document_id=document_id,
        state=job.state if job else "none",
        done=min(job.done, job.total) if job else 0,
        total=job.total if job else 0,
        drafts=tally.waiting,
        clean=tally.clean,
        kept=tally.kept,
        rejected=tally.rejected,
        spare=tally.spare,
        is_plain=any(generation.is_plain(draft) for draft in drafts),
        error=told_kept(job.error) if job else "",
        preview=[
            _previewed(draft)
            for draft in generation.first_waiting(session, learner_id, document_id, _PREVIEWED)
        ],
        is_foreign=language is not None and language.partition("-")[0] != "en",
    )


def _previewed(draft: Draft) -> tuple[str, str]:
    question = Question.model_validate(draft.body)
    side = face(question, parts_of(question)[0])
    return "".join("____" if part.gap else part.text for part in side.stem), side.answer


@blueprint.get("")
def show(document_id: str) -> ResponseReturnValue:
    """Answer the page that asks how far the work is."""
    with database().reading() as session:
        document = documents.get(session, learner_id(), document_id)
        if not wants_fragment():
            return redirect(url_for("documents.show", document_id=document_id), code=303)
        progress = view_of(session, learner_id(), document_id)
        # While the work goes on the text would be the same each second; at its end it has marks.
        with_text = progress.state not in jobs.OPEN
        return make_response(
            render_template(
                "generations/_progress.html",
                generation=progress,
                document=heading_of(document),
                view=text_view(session, document, part=part_shown()) if with_text else None,
                part=part_shown(),
            )
        )


@blueprint.post("")
def create(document_id: str) -> ResponseReturnValue:
    """Make drafts, or go on where the last attempt ended."""
    job_id, moment = new_id(), now()
    database().write(
        lambda session: generation.resume(session, learner_id(), document_id, job_id, moment)
    )
    return _back(document_id)


@blueprint.post("/cancellation")
def cancellation(document_id: str) -> ResponseReturnValue:
    """Stop the work and keep what it made."""
    moment = now()

    def action(session: Session) -> None:
        documents.get(session, learner_id(), document_id)
        job = jobs.latest(session, learner_id(), document_id)
        if job:
            jobs.cancel(session, learner_id(), job.id, moment)

    database().write(action)
    return _back(document_id)


def _back(document_id: str) -> ResponseReturnValue:
    place = "generations.show" if wants_fragment() else "documents.show"
    return redirect(url_for(place, document_id=document_id, part=part_shown()), code=303)
