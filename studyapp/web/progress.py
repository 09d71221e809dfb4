"""Progress: what was done and what is known, each figure a question with its answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType, SimpleNamespace
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from studyapp import decks, learners, nextsteps, progress, search
from studyapp.figures import (
    EVERY,
    FIGURES,
    PERIODS,
    Figure,
    Source,
    answers_to_come,
    are_worn,
    renew,
)
from studyapp.nextsteps import Step
from studyapp.search import QueryError, Term
from studyapp.web import (
    charts,
    figure_calendar,
    figure_drawings,
    figure_lists,
    figure_pictures,
    figure_sentences,
    figure_words,
    finding,
    picking_figures,
)
from studyapp.web.figure_headings import WORDS
from studyapp.web.figure_labels import label
from studyapp.web.fragments import answer as answered
from studyapp.web.page import reads_leftwards
from studyapp.web.state import clock as clock_of
from studyapp.web.state import database, learner, learner_id

blueprint = Blueprint("progress", __name__, url_prefix="/progress")
_USUAL = "month"
FORMS = ("csv", "json")
# A longer table would make the page slow to come and long to scroll.
_MOST_ROWS = 120
OVERVIEW = "overview"
_OF_CARDS = ("due", "counts", "retrievability", "stability", "difficulty", "intervals", "added")
PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        OVERVIEW: ("calendar", *(name for name in FIGURES if name not in _OF_CARDS)),
        "cards": _OF_CARDS,
        "material": ("decks", "documents", "tags"),
        "questions": ("hard", "leeches", "sinks", "luck", "options", "quizzes", "facility"),
        "time": ("ahead", "knowledge"),
    }
)
"""Which figures stand on which page."""
PLACES = MappingProxyType(
    {
        OVERVIEW: "progress.show",
        "cards": "progress.cards",
        "material": "progress.material",
        "questions": "progress.questions",
        "time": "progress.time",
    }
)


@dataclass(frozen=True)
class Wish:
    """What the address asks for."""

    text: str
    period: str


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Show the next step and what was answered."""
    return _page(OVERVIEW)


@blueprint.get("/cards")
def cards() -> ResponseReturnValue:
    """Show how the cards stand and when they come back."""
    return _page("cards")


@blueprint.get("/material")
def material() -> ResponseReturnValue:
    """Show how decks, documents and tags stand."""
    return _page("material")


@blueprint.get("/questions")
def questions() -> ResponseReturnValue:
    """Show which questions are hard, cost time or were guessed, and what quizzes were worth."""
    return _page("questions")


@blueprint.get("/time")
def time() -> ResponseReturnValue:
    """Show what is coming, and what was known over time."""
    return _page("time")


@blueprint.get("/figure")
def figure() -> ResponseReturnValue:
    """Show one figure with its whole table, however long."""
    name, wish = request.args.get("figure", "calendar"), _wish()
    if name not in EVERY:
        abort(404)
    _renewed()
    with database().reading() as session:
        try:
            found = EVERY[name](_source(session, wish))
        except QueryError as error:
            fault = finding.fault_view(error, wish.text)
            return _rendered(_part_of(name), wish, {}, fault=fault), 422
        goal = _goal(session)
    part = _part_of(name)
    view = _view(found, goal, wish, whole=True)
    return render_template(
        "progress/figure.html",
        figure=view,
        place=PLACES[part],
        query=wish.text,
        period=wish.period,
    )


@blueprint.get("/choices")
def choices() -> ResponseReturnValue:
    """Show what figures can be narrowed to; a learner may have very many tags."""
    wish, part = _wish(), request.args.get("part", OVERVIEW)
    with database().reading() as session:
        found = picking_figures.choices(session, learner_id(), wish.text)
    here = url_for(PLACES.get(part, PLACES[OVERVIEW]))
    return answered(
        "progress/choices.html", "progress/_choices.html",
        choices=found, here=here, period=wish.period,
    )  # fmt: skip


def _part_of(name: str) -> str:
    return next(part for part, names in PARTS.items() if name in names)


@blueprint.get("/table")
def table() -> ResponseReturnValue:
    """Give one figure as a file: the very numbers of the page, as CSV or JSON."""
    name, wish = request.args.get("figure", ""), _wish()
    form = request.args.get("as", "csv")
    if name not in EVERY or form not in FORMS:
        abort(404)
    with database().reading() as session:
        try:
            figure = EVERY[name](_source(session, wish))
        except QueryError:
            abort(404)
    return file_of(figure, form)


def file_of(figure: Figure, form: str) -> Response:
    """Return a figure as a file, "csv" or "json"."""
    if form == "json":
        # Not sorted by name: the columns stand in the order of the table.
        told = json.dumps(figure.as_json(), ensure_ascii=False, indent=1)
        return Response(told, mimetype="application/json")
    headers = {"Content-Disposition": f"attachment; filename={figure.name}.csv"}
    return Response(figure.as_csv(), mimetype="text/csv", headers=headers)


def _wish() -> Wish:
    period = request.args.get("range", _USUAL)
    return Wish(request.args.get("q", "").strip(), period if period in PERIODS else _USUAL)


def _renewed() -> None:
    """Bring what is kept of figures up to now, where much has changed since."""
    with database().reading() as session:
        if not are_worn(session, learner_id()):
            return
        clock, owner = clock_of(session), learner_id()
    database().write(lambda session: renew(session, owner, clock))


def _page(part: str) -> ResponseReturnValue:
    wish = _wish()
    _renewed()
    with database().reading() as session:
        has_choices = bool(decks.all_of(session, learner_id()))
        try:
            found = _made(_source(session, wish), part)
        except QueryError as error:
            fault = finding.fault_view(error, wish.text)
            return _rendered(part, wish, {}, has_choices=has_choices, fault=fault), 422
        goal = _goal(session)
        step = _step(session, wish, part)
        to_come = answers_to_come(session, learner_id(), clock_of(session))
    query = str(Term("deck", step.title, literal=True)) if step else ""
    views = {name: _view(figure, goal, wish) for name, figure in found.items()}
    return _rendered(
        part, wish, views, has_choices=has_choices, step=step, step_query=query, to_come=to_come
    )


def _goal(session: Session) -> float:
    """Return the share that the learner wants to remember."""
    preset_id = learners.default_preset_id(learner_id())
    return learners.preset_of(session, learner_id(), preset_id).desired_retention


def _rendered(part: str, wish: Wish, views: Mapping[str, SimpleNamespace], **more: Any) -> str:
    return render_template(
        "progress/show.html",
        places=PLACES,
        part=part,
        query=wish.text,
        period=wish.period,
        figures=views,
        preset_id=learners.default_preset_id(learner_id()),
        **{"fault": None, "step": None, "to_come": 0, "has_choices": False, **more},
    )


def _step(session: Session, wish: Wish, part: str) -> Step | None:
    """Return the next step; only where all that there is is looked at."""
    if wish.text or part != OVERVIEW:
        return None
    clock = clock_of(session)
    waiting = progress.today(session, learner(session), clock)
    return nextsteps.next_step(session, learner_id(), waiting, clock)


def _source(session: Session, wish: Wish) -> Source:
    """Return what a search finds; a QueryError says what is wrong with the search."""
    clock = clock_of(session)
    if not wish.text:
        return Source(session, learner_id(), clock, wish.period)
    query = search.parse(wish.text)
    condition = search.cards_under(session, learner_id(), query, clock)
    deck_ids = search.decks_under(session, learner_id(), query, clock)
    return Source(session, learner_id(), clock, wish.period, condition, deck_ids)


def _made(source: Source, part: str) -> dict[str, Figure]:
    """Make the figures of a page; none where there is neither a card nor an answer."""
    is_empty = not source.sittings and _is_bare(source, part)
    return {} if is_empty else {name: EVERY[name](source) for name in PARTS[part]}


def _is_bare(source: Source, part: str) -> bool:
    if part in {OVERVIEW, "cards"}:
        return source.rows.are_empty
    # The whole log is only read where there is no card, but an answer may be left.
    return not len(source.cards) and (source.condition is not None or source.rows.are_empty)


def _view(figure: Figure, goal: float, wish: Wish, *, whole: bool = False) -> SimpleNamespace:
    about: dict[str, Any] = {"figure": figure.name, "range": wish.period, "q": wish.text or None}
    files = {form: url_for("progress.table", **about | {"as": form}) for form in FORMS}
    is_long = len(figure.rows) > _MOST_ROWS and not whole
    place = url_for("progress.figure", **about) if is_long else ""
    return view_of(figure, goal, files, wish.period, place)


def view_of(
    figure: Figure, goal: float, files: Mapping[str, str], period: str = _USUAL, place: str = ""
) -> SimpleNamespace:
    """Return what a template shows of a figure; *files* are addresses by FORMS.

    A long table has a *place* of its own, and is not shown here.
    """
    drawing = figure_pictures.drawing(figure, goal)
    heading, definition = WORDS[figure.name]
    return SimpleNamespace(
        name=figure.name,
        heading=str(heading),
        definition=str(definition),
        sentence=figure_sentences.sentence(figure, goal),
        labels=[label(name) for name in figure.columns],
        rows=[
            [figure_words.cell(name, one) for name, one in zip(figure.columns, row, strict=True)]
            for row in (() if place else figure.rows)
        ],
        number=len(figure.rows),
        place=place,
        drawing=charts.mirrored(drawing) if drawing and reads_leftwards() else drawing,
        legend=figure_drawings.legend(figure),
        calendar=figure_calendar.view(figure) if figure.name == "calendar" else None,
        files=files,
        listing=figure_lists.listing(figure, period),
    )
