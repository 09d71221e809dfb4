"""One paragraph of a document: its sentences, what is asked about them, and more of it."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from studyapp import documents, generation, paragraphs
from studyapp.coverage import Mark, Tally
from studyapp.paragraphs import Fact, Known, Line, Paragraph
from studyapp.web.finding import kind_name
from studyapp.web.fragments import answer
from studyapp.web.marks import heading_of, mark_name
from studyapp.web.page import form_id
from studyapp.web.show import anchor
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext, told_kept

blueprint = Blueprint(
    "paragraphs", __name__, url_prefix="/documents/<id:document_id>/paragraphs/<int:start>"
)


@blueprint.get("")
def show(document_id: str, start: int) -> ResponseReturnValue:
    """Show a paragraph sentence by sentence."""
    with database().reading() as session:
        document = documents.get(session, learner_id(), document_id)
        found = paragraphs.read(session, document, start)
        waiting = generation.tally(session, learner_id(), document_id).waiting
        return answer(
            "paragraphs/show.html",
            "paragraphs/_paragraph.html",
            document=heading_of(document),
            paragraph=_view(document_id, found, waiting),
            looking=SimpleNamespace(
                state=found.job.state if found.job else "none",
                error=told_kept(found.job.error) if found.job else "",
            ),
        )


@blueprint.post("/more")
def more(document_id: str, start: int) -> ResponseReturnValue:
    """Bring spare drafts of a paragraph, or look for more in it."""
    job_id, moment = form_id(), now()

    def action(session: Session) -> int:
        return paragraphs.more(session, learner_id(), document_id, start, job_id=job_id, now=moment)

    if brought := database().write(action):
        flash(
            ngettext(
                "%(num)s more draft waits for you.", "%(num)s more drafts wait for you.", brought
            )
        )
    return redirect(url_for("paragraphs.show", document_id=document_id, start=start), code=303)


def _view(document_id: str, found: Paragraph, waiting: int) -> SimpleNamespace:
    return SimpleNamespace(
        start=found.block.start,
        anchor=anchor(found.lines[0].start) if found.lines else "text",
        section=" › ".join(found.block.section),
        sentence=_sentence(found.tally),
        lines=[_line_view(document_id, found.block.start, line) for line in found.lines],
        waiting=found.waiting,
        document_waiting=waiting,
        spare=found.spare,
    )


def _sentence(tally: Tally) -> str:
    return _(
        "Sentences with a question: %(asked)s of %(total)s.", asked=tally.asked, total=tally.total
    )


def _line_view(document_id: str, start: int, line: Line) -> SimpleNamespace:
    words = {
        Mark.QUESTION: _("Has a question that you keep."),
        Mark.DRAFT: _("A draft waits for you."),
        Mark.SPARE: _("No question yet; a draft can be brought."),
        Mark.NONE: _("No question yet."),
    }
    here = url_for("paragraphs.show", document_id=document_id, start=start)
    return SimpleNamespace(
        start=line.start,
        text=line.text,
        mark=mark_name(line.mark),
        words=words[line.mark],
        facts=[_fact_view(one, here) for one in line.facts],
    )


def _fact_view(fact: Fact, here: str) -> SimpleNamespace:
    groups = {
        Mark.QUESTION: _("question"),
        Mark.DRAFT: _("draft that waits"),
        Mark.SPARE: _("could be asked, too"),
    }
    return SimpleNamespace(
        after=fact.after,
        groups=[
            SimpleNamespace(words=words, known=[_known_view(one, here) for one in several])
            for mark, words in groups.items()
            if (several := [one for one in fact.known if one.mark is mark])
        ],
    )


def _known_view(one: Known, here: str) -> SimpleNamespace:
    url = None
    if one.mark is Mark.QUESTION:
        url = url_for("questions.edit", question_id=one.key, next=here)
    elif one.mark is Mark.DRAFT:
        url = url_for("drafts.edit", draft_id=one.key, next=here)
    return SimpleNamespace(kind=kind_name(one.kind), url=url)
