"""Errors as pages for people: what happened, and what to do."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Mapping

from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from studyapp.errors import BusyError, NotFoundError, RefusedError, SignedOutError, StudyError
from studyapp.web.fragments import wants_fragment
from studyapp.web.state import state
from studyapp.web.texts import gettext as _
from studyapp.web.texts import told_why

_AS_TEXT = {"Content-Type": "text/plain; charset=utf-8"}
_LOG = logging.getLogger("studyapp")
# What a form carries besides what was typed into it, and what nobody may read over a shoulder.
_SECRET = {
    "act",
    "csrf_token",
    "do",
    "document",
    "end",
    "full",
    "id",
    "media",
    "new_password",
    "next",
    "password",
    "rating",
    "review_id",
    "shown_at",
    "step",
    "version",
}
_LONGEST_CHOICE = 20
_IS_ID = re.compile(r"[0-9a-f]{32}")


def install(app: Flask) -> None:
    """Answer every error of *app* with a page."""
    app.register_error_handler(CSRFError, _forgery)
    app.register_error_handler(StudyError, _study_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _bug)


def _answer(code: int, heading: str, message: str, remedy: str) -> ResponseReturnValue:
    template = "errors/_message.html" if wants_fragment() else "errors/show.html"
    page = render_template(
        template, code=code, heading=heading, message=message, remedy=remedy, typed=_typed()
    )
    return make_response(page, code)


def _typed() -> list[tuple[str, str]]:
    """Return what was typed with the name of its field, so that an error loses none of it."""
    if request.method != "POST" or (request.content_length or 0) > _most():
        return []
    try:
        fields = list(request.form.items(multi=True))
    except HTTPException:
        return []
    labels = _labels()
    return [
        (labels.get(name, _("What you typed")), text)
        for name, text in fields
        if name not in _SECRET and _is_typed(name, text, labels)
    ]


def _is_typed(name: str, text: str, labels: Mapping[str, str]) -> bool:
    """Tell words from what a choice or a tick sends: one short word under a name unknown here."""
    if _IS_ID.fullmatch(text) or not text.strip():
        return False
    return name in labels or len(text.split()) > 1 or len(text) > _LONGEST_CHOICE


def _labels() -> dict[str, str]:
    """Return what the fields that take words are called on their pages."""
    return {
        "accepted": _("Also right"),
        "answer": _("Answer"),
        "deck": _("Deck"),
        "definition": _("Definition"),
        "explanation": _("Explanation"),
        "find": _("Find"),
        "name": _("Name"),
        "option": _("Option"),
        "option_feedback": _("Why it is right or wrong"),
        "pasted": _("Paste two columns"),
        "q": _("Search"),
        "question": _("Question"),
        "replace": _("Replace with"),
        "stem": _("Question"),
        "tags": _("Tags"),
        "term": _("Term"),
        "text": _("Text"),
        "title": _("Title"),
        "typed": _("Your answer"),
    }


def _most() -> int:
    return state().settings.max_upload_bytes


def _study_error(error: StudyError) -> ResponseReturnValue:
    if isinstance(error, NotFoundError):
        return _not_found()
    if isinstance(error, BusyError):
        return _answer(503, _("Busy just now"), told_why(error), _("Try again in a few seconds."))
    if isinstance(error, SignedOutError):
        remedy = _("Sign in, in a new tab if you like; what you typed still stands here.")
        return _answer(401, _("You are signed out"), told_why(error), remedy)
    if isinstance(error, RefusedError):
        return _answer(422, _("That did not work"), told_why(error), "")
    raise error


def _not_found() -> ResponseReturnValue:
    return _answer(
        404,
        _("Not here"),
        _("This page does not exist, or what it showed was removed."),
        _("If you removed it a moment ago, Undo brings it back."),
    )


def _forgery(_error: CSRFError) -> ResponseReturnValue:
    return _answer(
        400,
        _("The page was too old"),
        _("The form did not carry this browser's mark, so nothing was done."),
        _("Open the page again and send it once more. Cookies must be allowed."),
    )


def _http_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code == 404:
        return _not_found()
    if code == 413:
        limit = _limit_mb()
        message = _("What was sent is larger than %(limit)s MB, so nothing was taken.", limit=limit)
        remedy = _("Go back, where your text still stands, and add it in smaller parts.")
        return _answer(413, _("Too much at once"), message, remedy)
    if code < 400:
        return error
    return _answer(code, _("That did not work"), _reason(error), "")


def _limit_mb() -> int:
    """Return the limit that was crossed: files of questions may be larger than all else."""
    settings = state().settings
    is_large = (request.content_length or 0) > settings.max_import_bytes
    takes_banks = request.endpoint in {"imports.create", "documents.create"}
    return settings.max_import_mb if takes_banks and is_large else settings.max_upload_mb


def _reason(error: HTTPException) -> str:
    """Return what was said when it was raised, or what its code means to a learner."""
    own = error.description
    if own and own != type(error).description:
        return own
    by_code = {
        401: _("You are signed out here, so nothing was done."),
        403: _("This is not for you to see or do, so nothing was done."),
        405: _("Nothing was done: this address takes no such request. Use the page's own buttons."),
        415: _("What was sent is of a kind that is not taken here."),
    }
    return by_code.get(
        error.code or 0, _("What was sent could not be understood. Load the page again.")
    )


def _bug(error: Exception) -> ResponseReturnValue:
    number = secrets.token_hex(4)
    _LOG.error("error %s at %s", number, request.path, exc_info=error)
    heading = _("A fault of ours")
    message = _("Something went wrong here. What you had saved is safe.")
    remedy = _("Try again. If it stays, report the number %(number)s.", number=number)
    try:
        return _answer(500, heading, message, remedy)
    except Exception:  # noqa: BLE001 - whatever broke the page may break this one too
        _LOG.exception("the page for error %s failed as well", number)
        return make_response(f"{heading}\n\n{message}\n{remedy}\n", 500, _AS_TEXT)
