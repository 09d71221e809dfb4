"""What the form for material brings: text and files, read at once or left to the worker."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from flask import request
from sqlmodel import Session

from questions.errors import DocumentError
from questions.text import Extracted
from studyapp import changes, documents, extraction, generation, uploads
from studyapp.ids import derived_id
from studyapp.uploads import Given
from studyapp.web.state import state
from studyapp.web.texts import gettext as _
from studyapp.web.texts import told

_MOST_FILES = 50


@dataclass
class Taken:
    """What was given: read already, left to the worker (both by the ids of their documents)."""

    read: dict[str, Extracted] = field(default_factory=dict)
    slow: dict[str, Given] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def taken(key: str, text: str, title: str) -> Taken:
    """Read everything that was given; what cannot be read is told by name.

    The page waits for a few seconds in all. What takes longer is left to the worker.
    """
    files = [file for file in request.files.getlist("files") if file.filename]
    if len(files) > _MOST_FILES:
        return Taken(errors=[_("At most %(most)s files at once. Choose fewer.", most=_MOST_FILES)])
    found = Taken()
    until = time.monotonic() + extraction.PATIENCE
    for number, given in enumerate(_given(text, title, len(files))):
        _take(found, derived_id(key, f"document/{number}"), given, until)
    return found


def _given(text: str, title: str, files: int) -> Iterator[Given | str]:
    """Yield the text, if any, and the files; a title is meant for the one thing that is given."""
    has_text = bool(text.strip()) or not files
    wanted = title if has_text + files == 1 else ""
    if has_text:
        yield text
    for file in request.files.getlist("files"):
        if file.filename:
            yield Given(file.read(), file.filename, file.mimetype, wanted)


def _take(found: Taken, document_id: str, given: Given | str, until: float) -> None:
    try:
        found.read[document_id] = _read(given, until)
    except extraction.TooSlowError:
        if isinstance(given, str):
            name = _wanted_title() or _("Pasted text")
            given = Given(given.encode("utf-8", "replace"), name, "text/plain", _wanted_title())
        found.slow[document_id] = given
    except DocumentError as error:
        name = "" if isinstance(given, str) else given.name
        why = told(error.told)
        found.errors.append(why if not name or name[:80] in why else f"{name}: {why}")


def _wanted_title() -> str:
    return request.form.get("title", "").strip()


def _read(given: Given | str, until: float) -> Extracted:
    most, left = state().settings.max_upload_bytes, until - time.monotonic()
    if isinstance(given, str):
        name = _wanted_title()
        one = extraction.extract_while_waiting(given, name, "text/plain", most, left)
        return replace(one, title=name) if name else one
    one = extraction.extract_while_waiting(given.data, given.name, given.media_type, most, left)
    return replace(one, title=given.title) if given.title else one


def keep(session: Session, learner_id: str, found: Taken, now: datetime) -> None:
    """Keep what was read, with a job for its questions, and what the worker is to read."""
    effects = []
    for document_id, extracted in found.read.items():
        document, is_new = documents.keep(session, learner_id, document_id, extracted, now)
        if is_new:
            job = derived_id(document_id, "generate")
            generation.request(session, document, extracted.blocks, job, now)
            effects.append(documents.arrival(document, now))
    changes.record(session, learner_id, "document", effects, now)
    for upload_id, given in found.slow.items():
        uploads.keep(session, learner_id, upload_id, given, now)
