"""Quizzes: set-up, one question a page, the map, and the result."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from questions.scoring import Response, form_of
from studyapp import quizzes
from studyapp.errors import RefusedError
from studyapp.learners import Clock
from studyapp.quizzes import Given, Scope, Wish
from studyapp.tables import Quiz
from studyapp.web import deck_looks, quiz_forms, quiz_pages
from studyapp.web.answering import pairs_sent
from studyapp.web.page import form_id, safe_next
from studyapp.web.quiz_pages import AskedView
from studyapp.web.state import clock as clock_of
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext, told_why

blueprint = Blueprint("quizzes", __name__, url_prefix="/quizzes")
blueprint.before_request(deck_looks.allow_shown)
T = TypeVar("T")
_CERTAINTIES = {1, 2, 3}
_LAST_PAGE = 10_000


@blueprint.get("")
def index() -> ResponseReturnValue:
    """List the quizzes that go on and those that are over."""
    page = max(1, min(request.args.get("page", 1, type=int), _LAST_PAGE))
    with database().reading() as session:
        last = quizzes.last_drawn(session, learner_id())
        found = quizzes.past(session, learner_id(), page=page)
        numbers = quizzes.numbers_by_group(session, learner_id(), Scope(), clock_of(session))
        return render_template(
            "quizzes/index.html",
            going=quizzes.past(session, learner_id(), is_open=True) if page == 1 else [],
            past=[quiz_pages.standing_view(one) for one in found[: quizzes.PAGE]],
            page=page,
            more=len(found) > quizzes.PAGE,
            last=last,
            usual=Wish(),
            total=sum(numbers.values()),
        )


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """Show the set-up: as the last quiz was, unless the address says where to draw from."""
    with database().reading() as session:
        last = quizzes.last_drawn(session, learner_id())
        wish = Wish.from_json(last.wish) if last else Wish()
        if request.args or quiz_forms.is_fixed(wish.scope):
            wish = quiz_forms.drawn_from(wish, quiz_forms.scope_sent())
        return _setup(session, wish, clock_of(session), quiz_forms.problems(wish))


@blueprint.post("")
def create() -> ResponseReturnValue:
    """Start a quiz."""
    quiz_id, wish = form_id(), quiz_forms.wish_sent()
    with database().reading() as session:
        clock = clock_of(session)
        if problems := quiz_forms.problems(wish):
            return _setup(session, wish, clock, problems), 422
        title = quiz_forms.title_of(session, wish.scope)
    try:
        database().write(
            lambda session: quizzes.start(session, learner_id(), quiz_id, title, wish, clock)
        )
    except RefusedError as error:
        with database().reading() as session:
            return _setup(session, wish, clock, [told_why(error)]), 422
    return _to(quiz_id)


def _setup(session: Session, wish: Wish, clock: Clock, errors: list[str]) -> str:
    return render_template("quizzes/new.html", **quiz_forms.setup(session, wish, clock, errors))


@blueprint.get("/<id:quiz_id>")
def show(quiz_id: str) -> ResponseReturnValue:
    """Show the result; a quiz that goes on leads to its next question."""
    with database().reading() as session:
        quiz = quizzes.get(session, learner_id(), quiz_id)
        if quiz.finished_at is None:
            return redirect(_going_on(session, quiz), code=303)
        found = quizzes.result(session, quiz)
        return render_template(
            "quizzes/show.html",
            quiz=quiz,
            cells=quiz_pages.quiz_map(session, quiz),
            **quiz_pages.result_view(session, found),
        )


def _going_on(session: Session, quiz: Quiz) -> str:
    open_ones = [row.position for row in quizzes.cells(session, quiz) if not row.answered_at]
    if open_ones:
        return url_for("quizzes.question", quiz_id=quiz.id, position=open_ones[0])
    return url_for("quizzes.overview", quiz_id=quiz.id)


@blueprint.get("/<id:quiz_id>/questions/<int:position>")
def question(quiz_id: str, position: int) -> ResponseReturnValue:
    """Show one question; with its verdict where it has been answered and that may be told."""
    with database().reading() as session:
        quiz = quizzes.get(session, learner_id(), quiz_id)
        if quiz.finished_at:
            return redirect(url_for("quizzes.show", quiz_id=quiz_id) + f"#q{position}", code=303)
        return _question(session, quiz, position, [])


def _question(session: Session, quiz: Quiz, position: int, errors: list[str]) -> str:
    row = quizzes.answer_of(session, quiz, position)
    asked = quiz_pages.asked_view(row)
    judged = quiz.feedback == "now" and asked.answered
    revealed = _is_revealed(asked)
    told = quiz_pages.judged_view(session, row) if judged or revealed else None
    return render_template(
        "quizzes/question.html",
        quiz=quiz,
        asked=asked,
        told=told,
        judged=told if judged else None,
        revealed=revealed,
        cells=quiz_pages.quiz_map(session, quiz, position),
        shown_at=int(now().timestamp() * 1000),
        errors=errors,
    )


def _is_revealed(asked: AskedView) -> bool:
    """Who judges oneself has to see the answer first; an essay is written before that."""
    wanted = asked.answered or request.args.get("answer") == "1"
    if asked.form == "write":
        return (wanted or bool(asked.typed)) and request.args.get("write") != "1"
    return asked.form == "tell" and wanted


@blueprint.post("/<id:quiz_id>/questions/<int:position>/answer")
def answer(quiz_id: str, position: int) -> ResponseReturnValue:
    """Keep an answer, and show its verdict or lead on."""
    given, moment = _given(), now()
    with database().reading() as session:
        quiz = quizzes.get(session, learner_id(), quiz_id)
        row = quizzes.answer_of(session, quiz, position)
        is_open = quiz.finished_at is None and row.answered_at is None
        # Who judged oneself has seen the verdict already.
        tells_now = quiz.feedback == "now" and given.response.knew is None
        # An essay is shown beside its rubric before it is judged.
        asked = form_of(quizzes.question_of(row), row.part)
        writes = asked == "write" and bool(given.response.typed.strip()) and not _is_told(given)
        if tells_now and is_open and _is_empty(given):
            nothing = [_("Nothing is answered yet. Answer, or say that you do not know.")]
            return _question(session, quiz, position, nothing), 422
        total = quiz.questions
    database().write(
        lambda session: quizzes.answer(session, learner_id(), quiz_id, position, given, moment)
    )
    if tells_now or writes:
        return _to(quiz_id, position)
    return _to(quiz_id, position + 1) if position < total else _to_overview(quiz_id)


def _given() -> Given:
    form = request.form
    begun, certainty = form.get("shown_at", type=int), form.get("certainty", type=int)
    unknown = "unknown" in form
    return Given(
        response=Response()
        if unknown
        else Response(
            picked=tuple(form.getlist("chosen")),
            typed=form.get("typed", "").replace("\r\n", "\n"),
            filled=pairs_sent(form),
            knew={"1": True, "0": False}.get(form.get("knew", "")),
        ),
        certainty=certainty if certainty in _CERTAINTIES else None,
        ms=int(now().timestamp() * 1000) - begun if begun else 0,
    )


def _is_told(given: Given) -> bool:
    return given.response.knew is not None or "unknown" in request.form


def _is_empty(given: Given) -> bool:
    response = given.response
    filled = any(text.strip() for _name, text in response.filled)
    something = response.picked or response.typed.strip() or filled or response.knew is not None
    return not something and "unknown" not in request.form


@blueprint.post("/<id:quiz_id>/questions/<int:position>/flag")
def flag(quiz_id: str, position: int) -> ResponseReturnValue:
    """Flag a question, or take the flag away; the form says which."""
    flagged, moment = request.form.get("flagged") == "1", now()
    database().write(
        lambda session: quizzes.flag(session, learner_id(), quiz_id, position, flagged, moment)
    )
    return redirect(safe_next(_path(quiz_id, position)), code=303)


@blueprint.post("/<id:quiz_id>/questions/<int:position>/overruling")
def overruling(quiz_id: str, position: int) -> ResponseReturnValue:
    """Count as right what was typed and marked wrong."""
    moment = now()
    database().write(
        lambda session: quizzes.overrule(session, learner_id(), quiz_id, position, moment)
    )
    return redirect(safe_next(_path(quiz_id, position)), code=303)


@blueprint.get("/<id:quiz_id>/overview")
def overview(quiz_id: str) -> ResponseReturnValue:
    """Show all questions at a glance, and the way to the end."""
    with database().reading() as session:
        quiz = quizzes.get(session, learner_id(), quiz_id)
        if quiz.finished_at:
            return _to(quiz_id)
        return render_template(
            "quizzes/overview.html",
            quiz=quiz,
            cells=quiz_pages.quiz_map(session, quiz),
            rows=quiz_pages.overview_rows(session, quiz),
        )


@blueprint.post("/<id:quiz_id>/completion")
def completion(quiz_id: str) -> ResponseReturnValue:
    """End the quiz and show what came of it."""
    moment = now()
    _write(lambda session: quizzes.finish(session, learner_id(), quiz_id, moment))
    return _to(quiz_id)


@blueprint.post("/<id:quiz_id>/repetition")
def repetition(quiz_id: str) -> ResponseReturnValue:
    """Start another quiz with the questions that were missed, or with all of them."""
    again_id, only_missed = form_id(), request.form.get("which") == "missed"
    with database().reading() as session:
        clock = clock_of(session)
        quiz = quizzes.get(session, learner_id(), quiz_id)
        wish = quizzes.again(session, quiz, only_missed=only_missed)
        title = quiz.title
    if not wish.scope.questions:
        raise RefusedError(_("No question of this quiz was missed."))
    database().write(
        lambda session: quizzes.start(session, learner_id(), again_id, title, wish, clock)
    )
    return _to(again_id)


@blueprint.post("/<id:quiz_id>/review")
def review(quiz_id: str) -> ResponseReturnValue:
    """Make the cards of what was missed due now."""
    with database().reading() as session:
        clock = clock_of(session)

    def action(session: Session) -> int:
        quiz = quizzes.get(session, learner_id(), quiz_id)
        missed = quizzes.missed(session, quiz)
        return quizzes.into_review(session, learner_id(), missed, clock)

    flash(_brought(_write(action)))
    return _to(quiz_id)


def _brought(number: int) -> str:
    if not number:
        return _("The cards of these questions wait in the review already.")
    return ngettext(
        "%(num)s card is due now. Undo puts it back.",
        "%(num)s cards are due now. Undo puts them back.",
        number,
    )


@blueprint.get("/<id:quiz_id>/paper")
def paper(quiz_id: str) -> ResponseReturnValue:
    """Show the quiz as a sheet to print, with the answers on a page of their own."""
    with database().reading() as session:
        quiz = quizzes.get(session, learner_id(), quiz_id)
        rows = quizzes.result(session, quiz).answers
        return render_template(
            "quizzes/paper.html",
            quiz=quiz,
            sheet=[quiz_pages.asked_view(row) for row in rows],
            key=[quiz_pages.judged_view(session, row) for row in rows],
            with_key=request.args.get("key") != "0",
        )


@blueprint.post("/<id:quiz_id>/removal")
def removal(quiz_id: str) -> ResponseReturnValue:
    """Put a quiz away."""
    moment = now()
    _write(lambda session: quizzes.remove(session, learner_id(), quiz_id, moment))
    flash(_("The quiz is removed. Undo brings it back."))
    return redirect(url_for("quizzes.index"), code=303)


def _write(action: Callable[[Session], T]) -> T:
    return database().write(action)


def _path(quiz_id: str, position: int | None = None) -> str:
    if position is None:
        return url_for("quizzes.show", quiz_id=quiz_id)
    return url_for("quizzes.question", quiz_id=quiz_id, position=position)


def _to(quiz_id: str, position: int | None = None) -> ResponseReturnValue:
    return redirect(_path(quiz_id, position), code=303)


def _to_overview(quiz_id: str) -> ResponseReturnValue:
    return redirect(url_for("quizzes.overview", quiz_id=quiz_id), code=303)
