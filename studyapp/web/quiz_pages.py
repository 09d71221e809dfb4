"""What the pages of a quiz show: a question, the map of all, and the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from sqlmodel import Session

from questions import choices
from questions.faces import Segment, face
from questions.grading import grade
from questions.markup.safe import NOWHERE
from questions.model import Question, fingerprint
from questions.plain import words_in
from questions.scoring import Form, Mark, Outcome, Response, Score, form_of, mark, outcome_of
from studyapp import cards, quizzes
from studyapp.quizzes.results import CERTAIN, Group
from studyapp.quizzes.sitting import question_of
from studyapp.tables import Quiz, QuizAnswer, StoredQuestion
from studyapp.web import answering, deck_looks
from studyapp.web import show as shown
from studyapp.web.answering import AskView
from studyapp.web.asking import feedback_for, pick_sentence
from studyapp.web.media import MediaView, media_of
from studyapp.web.picks import OptionView
from studyapp.web.rich import shows
from studyapp.web.state import learner_id
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext


@dataclass(frozen=True)
class Cell:
    """One question on the map: its number, how it is drawn, and the same in words."""

    position: int
    look: str
    words: str
    flagged: bool


@dataclass(frozen=True)
class AskedView:
    """A question of a quiz as a page shows it."""

    position: int
    form: Form
    kind: str
    stem: tuple[Segment, ...]
    answer: str
    options: list[OptionView]
    multiple: bool
    language: str
    deck_title: str
    marker: str
    flagged: bool
    answered: bool
    typed: str
    knew: bool | None
    certainty: int | None
    media: list[MediaView]
    """What the question shows beside its text; *files* are those in the text, too."""
    answer_media: list[MediaView]
    files: list[MediaView]
    ask: AskView
    given: bool


@dataclass(frozen=True)
class JudgedView:
    """The same with its verdict: what was right, why, and the sentence that says so."""

    asked: AskedView
    outcome: Outcome
    almost: bool
    overruled: bool
    pieces: list[tuple[str, str]]
    expected: str
    sentence: str
    explanation: str
    source: shown.SourceView | None
    quote: str
    points: float
    earned: float
    certain: bool
    question_id: str
    stands: str
    """Whether the question is still as it was asked: "same", "edited" or "gone"."""


def asked_view(row: QuizAnswer, *, judged: bool = False) -> AskedView:
    """Return the question of *row*; its options tell what is right only when *judged*."""
    question = question_of(row)
    side = face(question, row.part)
    media, answer_media = media_of(question, row.part)
    form = _form(row, question, [*media, *answer_media], judged)
    drawn = form.figure.picture if form.figure else None
    return AskedView(
        position=row.position,
        form=form_of(question, row.part),
        kind=question.kind.value,
        stem=answering.in_words(question, side.stem),
        answer=side.answer,
        options=form.options
        if judged
        else [replace(one, right=False, feedback="") for one in form.options],
        multiple=question.multiple,
        language=row.language,
        deck_title=row.deck_title,
        marker=row.marker,
        flagged=row.flagged,
        answered=row.answered_at is not None,
        typed=row.typed,
        knew=row.knew,
        certainty=row.certainty,
        media=[one for one in media if one != drawn and not shows(question, one.sha256)],
        answer_media=[
            one for one in answer_media if one != drawn and not shows(question, one.sha256)
        ],
        files=[one for one in media if one != drawn],
        ask=form,
        given=bool(row.chosen or row.typed or row.filled),
    )


def _form(row: QuizAnswer, question: Question, media: list[MediaView], judged: bool) -> AskView:
    response = quizzes.response_of(row)
    shown = answering.Shown(
        question,
        row.part,
        f"{row.quiz_id}/{row.question_id}",
        response,
        _mark(row, question, response) if judged else None,
        choices.ordered(question, row.options),
        hosts=deck_looks.hosts_by_deck().get(row.deck_title, NOWHERE),
    )
    return answering.view_of(shown, media)


def _mark(row: QuizAnswer, question: Question, response: Response) -> Mark:
    readable = answering.readable(question)
    return mark(readable, row.part, response, language=row.language)


def judged_view(session: Session, row: QuizAnswer) -> JudgedView:
    """Return the question of *row* with all that can be learned from it."""
    question = question_of(row)
    asked = asked_view(row, judged=True)
    outcome = outcome_of(row.fraction or 0)
    verdict = None
    if asked.form == "type" and row.typed:
        verdict = grade(question, row.part, row.typed, language=row.language)
    return JudgedView(
        asked=asked,
        outcome=outcome,
        almost=row.almost,
        overruled=row.overruled,
        pieces=[(piece.op, piece.text) for piece in verdict.pieces] if verdict else [],
        expected=verdict.expected if verdict else asked.answer,
        sentence=_sentence(question, row, outcome),
        explanation=question.explanation,
        source=shown.source_of(session, learner_id(), row.document_id, question),
        quote=question.sources[0].quote if question.sources else "",
        points=row.points,
        earned=row.points * (row.fraction or 0),
        certain=row.certainty == CERTAIN,
        question_id=row.question_id,
        stands=_stands(session, row, question),
    )


def _sentence(question: Question, row: QuizAnswer, outcome: Outcome) -> str:
    if options := choices.ordered(question, row.options):
        said = pick_sentence(question, options, row.chosen or (), outcome)
    else:
        said = _feedback(question, row)
    return " ".join(filter(None, (said, feedback_for(question, outcome))))


def _feedback(question: Question, row: QuizAnswer) -> str:
    """Return what the question says to the very answer that was typed."""
    response = quizzes.response_of(row)
    told = mark(question, row.part, response, language=row.language).feedback
    return words_in(question, told)


def _stands(session: Session, row: QuizAnswer, question: Question) -> str:
    stored = session.get(StoredQuestion, (row.learner_id, row.question_id))
    if stored is None or stored.removed_at:
        return "gone"
    same = fingerprint(cards.question_of(stored)) == fingerprint(question)
    return "same" if same else "edited"


def quiz_map(session: Session, quiz: Quiz, here: int = 0) -> list[Cell]:
    """Return the map of a quiz; what is right it tells only where the learner may know."""
    tells = quiz.feedback == "now" or quiz.finished_at is not None
    return [_cell(row, tells, here) for row in quizzes.cells(session, quiz)]


def _cell(row: Any, tells: bool, here: int) -> Cell:
    look, words = "todo", _("not answered")
    if row.answered_at and not tells:
        look, words = "answered", _("answered")
    elif row.answered_at:
        look = outcome_of(row.fraction or 0)
        words = _("almost right") if row.almost else outcome_words(look)
    if row.position == here:
        look = f"{look} here"
    if row.flagged:
        words = _("%(state)s, flagged", state=words)
    return Cell(row.position, look, words, row.flagged)


def outcome_words(outcome: str) -> str:
    """Say in words how good an answer was."""
    return {"right": _("right"), "partly": _("partly right"), "wrong": _("wrong")}[outcome]


def overview_rows(session: Session, quiz: Quiz) -> list[SimpleNamespace]:
    """Return the questions of a quiz by their words, with where each stands."""
    cells = quiz_map(session, quiz)
    answers = quizzes.result(session, quiz).answers
    return [
        SimpleNamespace(cell=cell, stem=_told_in_words(row), language=row.language)
        for cell, row in zip(cells, answers, strict=True)
    ]


def _told_in_words(row: QuizAnswer) -> tuple[Segment, ...]:
    question = question_of(row)
    return answering.in_words(question, face(question, row.part).stem)


def result_view(session: Session, found: quizzes.Result) -> dict[str, Any]:
    """Return what the result page shows, the missed questions first."""
    judged = [judged_view(session, row) for row in found.answers]
    missed = [one for one in judged if one.outcome != "right"]
    return {
        "score": score_view(found.score),
        "missed": missed,
        "right": [one for one in judged if one.outcome == "right"],
        "sure_and_wrong": sum(one.certain for one in missed),
        "almost": found.almost,
        "time": duration(found.ms),
        "groups": [
            (title, group_views(groups))
            for title, groups in (
                (_("By section"), found.sections),
                (_("By deck"), found.decks),
                (_("By tag"), found.tags),
            )
            if groups
        ],
    }


def standing_view(standing: quizzes.Standing) -> SimpleNamespace:
    """Return a finished quiz as it stands in the list."""
    return SimpleNamespace(
        id=standing.id,
        title=standing.title,
        finished_at=standing.finished_at,
        questions=standing.questions,
        percent=None if standing.share is None else round(100 * standing.share),
    )


def score_view(score: Score) -> SimpleNamespace:
    """Return a score as figures and a sentence on how much it can say."""
    share, margin = score.share, score.margin
    return SimpleNamespace(
        percent=None if share is None else round(100 * share),
        points=figure(score.points),
        most=figure(score.most),
        questions=score.questions,
        right=score.right,
        # Where every question is worth one point, points are answers.
        counts=score.most == score.questions and score.points == score.right,
        low=round(100 * margin[0]) if margin else 0,
        high=round(100 * margin[1]) if margin else 0,
    )


def figure(points: float) -> str:
    """Write points without a tail of zeros."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def group_views(groups: Sequence[Group]) -> list[SimpleNamespace]:
    """Return groups with their figures."""
    return [SimpleNamespace(title=one.title, score=score_view(one.score)) for one in groups]


def duration(ms: int) -> str:
    """Say how long something took."""
    seconds = round(ms / 1000)
    if seconds < 90:
        return ngettext("%(num)s second", "%(num)s seconds", seconds)
    return ngettext("%(num)s minute", "%(num)s minutes", round(seconds / 60))
