"""Pictures and sounds, shown to their owner and to nobody else."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from questions.model import Question
from studyapp import media
from studyapp.tables import Media
from studyapp.web.state import database, learner_id, state
from studyapp.web.texts import gettext as _

blueprint = Blueprint("media", __name__, url_prefix="/media")
# Whatever a browser may take the file for, nothing in it runs and nothing is fetched.
_POLICY = "sandbox; default-src 'none'"
_A_YEAR = 31_536_000
QUESTION, ANSWER = "question", "answer"


@dataclass(frozen=True)
class MediaView:
    """A picture or a sound of a question; *place* is the side that shows it."""

    sha256: str
    url: str
    is_picture: bool
    alt: str
    name: str
    place: str


@blueprint.get("/<id:media_id>")
def show(media_id: str) -> ResponseReturnValue:
    """Send a file, as what its bytes are."""
    with database().reading() as session:
        row = media.get(session, learner_id(), media_id)
        sha256, media_type, name = row.sha256, row.media_type, row.name
    place = media.path_of(state().settings.media_dir, sha256)
    if not place.is_file():
        abort(404)
    answer = send_file(
        place, mimetype=media_type, download_name=name or sha256, conditional=True, etag=sha256
    )
    return harmless(answer)


def harmless(answer: Response) -> Response:
    """Let nothing in a file of a stranger run or fetch; what it is never changes."""
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = f"private, max-age={_A_YEAR}, immutable"
    return answer


def media_views(session: Session, question: Question) -> list[MediaView]:
    """Return the pictures and sounds of a question that are there."""
    if not question.media:
        return []
    rows = media.rows_of(session, learner_id(), question.media)
    return [view(rows[one], question) for one in question.media if one in rows]


def media_of(question: Question, part: str) -> tuple[list[MediaView], list[MediaView]]:
    """Return what the two sides of a card show; most questions show nothing, and ask nothing."""
    if not question.media:
        return [], []
    with database().reading() as session:
        views = media_views(session, question)
    return on_side(views, QUESTION, part), on_side(views, ANSWER, part)


def on_side(views: list[MediaView], side: str, part: str) -> list[MediaView]:
    """Return what one side of a card shows; a card that is asked backwards has them changed."""
    other = {QUESTION: ANSWER, ANSWER: QUESTION}
    wanted = other[side] if part == "backward" else side
    return [one for one in views if one.place == wanted]


def view(row: Media, question: Question | None = None) -> MediaView:
    """Return a file as a page shows it, described as *question* describes it."""
    told = notes_of(question).get(row.sha256, {}) if question else {}
    is_picture = row.media_type.startswith("image/")
    return MediaView(
        sha256=row.sha256,
        url=url_for("media.show", media_id=row.id),
        is_picture=is_picture,
        alt=told.get("alt", ""),
        name=row.name or (_("picture") if is_picture else _("sound")),
        place=ANSWER if told.get("place") == ANSWER else QUESTION,
    )


def notes_of(question: Question) -> dict[str, dict[str, str]]:
    """Return what a question says of its files: by SHA-256 a description and the side."""
    notes = question.extra.get("media")
    if not isinstance(notes, dict):
        return {}
    return {
        sha256: {name: text for name, text in note.items() if isinstance(text, str)}
        for sha256, note in notes.items()
        if isinstance(note, dict)
    }
