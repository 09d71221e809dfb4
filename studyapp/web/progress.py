"""Progress: what was done and what is known, each figure a question with its answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from studyapp import figures, learners, search
from studyapp.figures import FIGURES, PERIODS, Figure, Rows
from studyapp.search import QueryError
from studyapp.web import charts, figure_drawings, figure_words, finding
from studyapp.web.state import clock as clock_of
from studyapp.web.state import database, learner_id

blueprint = Blueprint("progress", __name__, url_prefix="/progress")
_USUAL = "month"


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Show every figure, for a range of time and for what a search finds."""
    text, period = request.args.get("q", "").strip(), _period()
    with database().reading() as session:
        try:
            found = _made(_rows(session, text, period))
        except QueryError as error:
            return _page(text, period, {}, finding.fault_view(error, text)), 422
        goal = learners.preset_of(
            session, learner_id(), learners.default_preset_id(learner_id())
        ).desired_retention
    views = {name: _view(figure, goal) for name, figure in found.items()}
    return _page(text, period, views)


@blueprint.get("/table")
def table() -> ResponseReturnValue:
    """Give one figure as a file: the very numbers of the page, as CSV or JSON."""
    name, text = request.args.get("figure", ""), request.args.get("q", "").strip()
    form = request.args.get("as", "csv")
    if name not in FIGURES or form not in {"csv", "json"}:
        abort(404)
    with database().reading() as session:
        try:
            figure = FIGURES[name](_rows(session, text, _period()))
        except QueryError:
            abort(404)
    if form == "json":
        # Not sorted by name: the columns stand in the order of the table.
        told = json.dumps(figure.as_json(), ensure_ascii=False, indent=1)
        return Response(told, mimetype="application/json")
    headers = {"Content-Disposition": f"attachment; filename={name}.csv"}
    return Response(figure.as_csv(), mimetype="text/csv", headers=headers)


def _period() -> str:
    period = request.args.get("range", _USUAL)
    return period if period in PERIODS else _USUAL


def _page(text: str, period: str, views: Mapping[str, SimpleNamespace], fault: Any = None) -> str:
    return render_template(
        "progress/show.html", query=text, period=period, figures=views, fault=fault
    )


def _rows(session: Session, text: str, period: str) -> Rows:
    """Read what a search finds; a QueryError says what is wrong with the search."""
    clock = clock_of(session)
    condition = None
    if text:
        condition = search.cards_under(session, learner_id(), search.parse(text), clock)
    return figures.read(session, learner_id(), clock, period, condition)


def _made(rows: Rows) -> dict[str, Figure]:
    return {} if rows.are_empty else {name: make(rows) for name, make in FIGURES.items()}


def _view(figure: Figure, goal: float) -> SimpleNamespace:
    drawing = figure_drawings.drawing(figure, goal)
    return SimpleNamespace(
        name=figure.name,
        sentence=figure_words.sentence(figure, goal),
        labels=[figure_words.label(name) for name in figure.columns],
        rows=[
            [figure_words.cell(name, one) for name, one in zip(figure.columns, row, strict=True)]
            for row in figure.rows
        ],
        drawing=drawing,
        mirrored=charts.mirrored(drawing) if drawing else None,
        legend=figure_drawings.legend(figure),
    )
