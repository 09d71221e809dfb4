"""Whole pages and parts of pages: the only module that knows flask-htmx."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, make_response, render_template
from flask_htmx import HTMX

htmx = HTMX()


def init_htmx(app: Flask) -> None:
    """Let *app* tell requests of htmx from others."""
    htmx.init_app(app)

    @app.after_request
    def vary(response: Response) -> Response:
        # Without it the Back button would show a bare fragment.
        response.vary.add("HX-Request")
        return response


def wants_fragment() -> bool:
    """Say whether htmx asked for a part of the page, and not for a page for its history."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def answer(page: str, fragment: str, status: int = 200, **context: Any) -> Response:
    """Render *fragment* for htmx, the whole *page* for everybody else."""
    if not wants_fragment():
        return make_response(render_template(page, **context), status)
    parts = [render_template(fragment, **context)]
    # A part that has no page of its own only tells how far something is.
    if page != fragment:
        parts.append(render_template("_flashes.html", again=True))
    return make_response("\n".join(parts), status)
