"""The form in which a question is written: what was sent, and what the page shows of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flask import request
from sqlmodel import Session
from werkzeug.datastructures import FileStorage

from questions.checks import can_mend, mended
from questions.choices import options_of
from questions.faces import Segment, face, parts_of
from questions.markup.safe import NOWHERE
from questions.model import Finding, Kind, Question, Source
from studyapp import decks, documents, editing, media, writing
from studyapp.errors import NotFoundError, RefusedError
from studyapp.ids import is_id
from studyapp.picking import Sentence, sentences_with
from studyapp.tables import Document, Media
from studyapp.web import deck_looks
from studyapp.web.answering import AskView, Shown, view_of
from studyapp.web.arrangements import arrangement_sent, arrangement_shown
from studyapp.web.finding import kind_name
from studyapp.web.media import MediaView, media_views, on_side, view
from studyapp.web.picks import OptionView, option_views
from studyapp.web.rich import rich_line, shows
from studyapp.web.state import database, learner_id, now, state
from studyapp.web.texts import gettext as _
from studyapp.web.texts import told_why
from studyapp.writing import (
    KINDS,
    MOST_MEDIA,
    MOST_OPTIONS,
    OCCLUSION,
    MediaNote,
    Option,
    Wording,
)

FEWEST_ROWS = 4
_MORE_ROWS = 2
_MOST_PREVIEWS = 6
KEEP, NONE = "keep", "none"


@dataclass(frozen=True)
class Place:
    """Where the question comes from: a document, words to look for in it, and what was chosen."""

    document: str = ""
    words: str = ""
    chosen: str = KEEP


@dataclass(frozen=True)
class Sent:
    """What the form says; *deck* is a title, *rows* how many options there is room for."""

    wording: Wording
    deck: str
    place: Place
    rows: int
    problems: dict[str, str]


@dataclass(frozen=True)
class CardPreview:
    """A card as it would be asked, and its answer; *ask* where the kind has a form of its own."""

    stem: tuple[Segment, ...]
    answer: str
    options: list[OptionView]
    ask: AskView
    media: list[MediaView]
    answer_media: list[MediaView]


@dataclass(frozen=True)
class Preview:
    """What would be asked, what may be wrong with it, or what is missing yet.

    With each finding stands whether it can be mended at the press of a button.
    """

    cards: list[CardPreview]
    findings: list[tuple[Finding, bool]]
    twin: str | None
    missing: str
    is_empty: bool


def step() -> str:
    """Return what the button that was pressed is for; "" to save."""
    return request.values.get("do", "")


def sent(base: Question | None) -> Sent:
    """Return what the form says; a form with only some of the fields leaves the others alone."""
    form = request.form
    known = writing.wording_of(base) if base else Wording(Kind.FLASHCARD)
    if form.get("full") != "1":
        partial = replace(known, **_texts(known))
        return Sent(partial, form.get("deck", ""), Place(), FEWEST_ROWS, {})
    wording = replace(
        known,
        kind=_kind(form.get("kind", ""), known.kind),
        occluded=form.get("kind") == OCCLUSION,
        **_texts(known),
        tags=form.get("tags", ""),
        reverse=form.get("reverse") == "1",
        case=form.get("case") == "1",
        accents=form.get("accents") == "1",
        multiple=form.get("multiple") == "1",
        truth=form.get("truth", ""),
        options=_options(),
        media=_media(),
        more=arrangement_sent(known.more),
    )
    place = Place(form.get("document", ""), form.get("words", "")[:200], form.get("source", KEEP))
    rows = max(FEWEST_ROWS, len(form.getlist("option")), len(form.getlist("left")))
    rows = max(rows, *(len(form.getlist(name)) for name in ("spot_coords", "cover_coords")))
    rows = max(rows, len(wording.more.parts))
    return Sent(wording, form.get("deck", ""), place, min(rows, MOST_OPTIONS), {})


def _texts(known: Wording) -> dict[str, Any]:
    """Return the words that the form holds, and those of *known* that it does not show."""
    form = request.form
    found: dict[str, Any] = {
        name: form.get(name, getattr(known, name)).replace("\r\n", "\n")
        for name in ("stem", "answer", "explanation")
    }
    if "accepted" in form:
        found["accepted"] = tuple(form["accepted"].splitlines())
    return found


def _kind(text: str, usual: Kind) -> Kind:
    if text == OCCLUSION:
        return Kind.CLOZE
    return next((kind for kind in KINDS if kind.value == text), usual)


def _options() -> tuple[Option, ...]:
    form = request.form
    texts, feedback = (
        [text.replace("\r\n", "\n") for text in form.getlist(name)]
        for name in ("option", "option_feedback")
    )
    right = set(form.getlist("right"))
    told = [*feedback, *[""] * (len(texts) - len(feedback))]
    return tuple(
        Option(text, str(number) in right, told[number])
        for number, text in enumerate(texts[:MOST_OPTIONS])
    )


def _media() -> tuple[MediaNote, ...]:
    form = request.form
    gone = set(form.getlist("media_gone"))
    rows = zip(
        form.getlist("media"), form.getlist("media_alt"), form.getlist("media_place"), strict=False
    )
    return tuple(
        MediaNote(sha256, alt[:500], "answer" if place == "answer" else "question")
        for sha256, alt, place in rows
        if sha256 not in gone
    )[:MOST_MEDIA]


def with_more_options(given: Sent) -> Sent:
    """Return the form with room for more options."""
    return replace(given, rows=min(given.rows + _MORE_ROWS, MOST_OPTIONS))


def with_uploads(given: Sent) -> Sent:
    """Keep the files that were sent, and return the form with them."""
    files = [file for file in request.files.getlist("upload") if file.filename]
    notes, problems = list(given.wording.media), dict(given.problems)
    for file in files:
        try:
            sha256 = _kept(file)
        except RefusedError as error:
            problems["upload"] = f"{file.filename}: {told_why(error)}"
            continue
        if sha256 not in {note.sha256 for note in notes} and len(notes) < MOST_MEDIA:
            notes.append(MediaNote(sha256))
    return replace(given, wording=replace(given.wording, media=tuple(notes)), problems=problems)


def _kept(file: FileStorage) -> str:
    here, moment = state().settings, now()
    data = file.read(here.max_upload_bytes + 1)
    if len(data) > here.max_upload_bytes:
        raise RefusedError(_("This file is larger than %(limit)s MB.", limit=here.max_upload_mb))
    kept = media.keep(here.media_dir, data, file.filename or "")
    database().write(lambda session: media.add(session, learner_id(), kept, moment))
    return kept.sha256


def source_wanted(session: Session, given: Sent, base: Question | None) -> Source | None:
    """Return the source that the form asks for, which may be the one the question has."""
    place = given.place
    if place.chosen == NONE:
        return None
    if place.chosen == KEEP or not is_id(place.document):
        return base.sources[0] if base and base.sources else None
    start, _dash, end = place.chosen.partition("-")
    if not (start.isdecimal() and end.isdecimal() and len(place.chosen) < 24):
        raise RefusedError(_("Choose the sentence again."))
    document = documents.get(session, learner_id(), place.document)
    return editing.source_at(document, int(start), int(end))


def preview_of(session: Session, given: Sent, base: Question | None, own_id: str | None) -> Preview:
    """Return what the question would look like and what may be wrong with it."""
    is_empty = not given.wording.stem.strip()
    try:
        question = writing.written(base, given.wording, source_wanted(session, given, base))
    except (RefusedError, NotFoundError) as error:
        return Preview([], [], None, told_why(error), is_empty)
    question = editing.checked(session, learner_id(), question, given.deck)
    twin = editing.same_as(session, learner_id(), question, own_id)
    found = [(finding, can_mend(finding)) for finding in question.findings]
    files = media_views(session, question)
    hosts = deck_looks.hosts_by_deck().get(given.deck, NOWHERE)
    return Preview(_cards(question, files, hosts), found, twin, "", is_empty)


def with_mend(session: Session, given: Sent, base: Question | None) -> Sent:
    """Return the form without the flaw that it asks to have mended, as far as that goes."""
    try:
        question = writing.written(base, given.wording, source_wanted(session, given, base))
    except (RefusedError, NotFoundError):
        return given
    question = editing.checked(session, learner_id(), question, given.deck)
    wanted = request.form.get("mend", "")
    finding = next((one for one in question.findings if one.name == wanted), None)
    text = editing.text_of(session, learner_id(), question)
    better = mended(question, finding, text) if finding else None
    if better is None:
        return given
    wording = replace(writing.wording_of(better), tags=given.wording.tags)
    if better.sources == question.sources or not better.sources:
        return replace(given, wording=wording)
    moved = better.sources[0]
    place = replace(
        given.place, document=moved.document, chosen=f"{moved.start}-{moved.end}", words=""
    )
    return replace(given, wording=wording, place=place)


def _cards(question: Question, files: list[MediaView], hosts: frozenset[str]) -> list[CardPreview]:
    options = option_views(options_of(question), (), partial(rich_line, question, hosts=hosts))
    parts = parts_of(question)[:_MOST_PREVIEWS]
    return [_card(Shown(question, one, question.id, hosts=hosts), options, files) for one in parts]


def _card(shown: Shown, options: list[OptionView], files: list[MediaView]) -> CardPreview:
    question, part = shown.question, shown.part
    side = face(question, part)
    loose = [one for one in files if not shows(question, one.sha256)]
    return CardPreview(
        stem=side.stem,
        answer=side.answer,
        options=options,
        ask=view_of(shown, files),
        media=on_side(loose, "question", part),
        answer_media=on_side(loose, "answer", part),
    )


def context(
    session: Session, given: Sent, base: Question | None, *, own_id: str | None = None
) -> dict[str, Any]:
    """Return what the form shows."""
    wording = given.wording
    options = [*wording.options, *[Option("")] * max(0, given.rows - len(wording.options))]
    return {
        "wording": wording,
        "options": options,
        **arrangement_shown(wording, given.rows),
        "raw": base.raw if base else None,
        "problems": given.problems,
        "kinds": _kinds(wording),
        "decks": [deck.title for deck in decks.all_of(session, learner_id())],
        "deck_title": given.deck,
        "media": _views(session, wording),
        "preview": preview_of(session, given, base, own_id),
        "limit_mb": state().settings.max_upload_mb,
        **places(session, given, base),
    }


def _kinds(wording: Wording) -> list[tuple[str, str]]:
    """Return the forms that a question can be written on."""
    if wording.kind not in KINDS:
        return [(wording.kind.value, kind_name(wording.kind.value))]
    found = [(kind.value, kind_name(kind.value)) for kind in KINDS]
    after = next(at for at, (value, _name) in enumerate(found) if value == Kind.HOTSPOT.value)
    return [*found[: after + 1], (OCCLUSION, _("Hidden parts of a picture")), *found[after + 1 :]]


def _views(session: Session, wording: Wording) -> list[MediaView]:
    rows = media.rows_of(session, learner_id(), [note.sha256 for note in wording.media])
    found = [(note, rows[note.sha256]) for note in wording.media if note.sha256 in rows]
    return [_view(note, row) for note, row in found]


def _view(note: MediaNote, row: Media) -> MediaView:
    return replace(view(row), alt=note.alt, place=note.place)


def places(session: Session, given: Sent, base: Question | None) -> dict[str, Any]:
    """Return what the choice of a source shows: documents, and sentences of the chosen one."""
    source = base.sources[0] if base and base.sources else None
    wanted = given.place.document or (source.document if source else "")
    document = session.get(Document, (learner_id(), wanted)) if is_id(wanted) else None
    if document and document.removed_at:
        document = None
    return {
        "documents": documents.all_of(session, learner_id()),
        "document_id": wanted,
        "words": given.place.words,
        "chosen": given.place.chosen if source or given.place.chosen != KEEP else NONE,
        "source": source,
        "sentences": _sentences(document, given.place) if document else [],
    }


def _sentences(document: Document, place: Place) -> list[Sentence]:
    return sentences_with(document.text, documents.blocks_of(document), place.words)


def fresh(kind: str, deck_title: str) -> Sent:
    """Return the form for a new question."""
    wording = Wording(_kind(kind, Kind.FLASHCARD), occluded=kind == OCCLUSION)
    return Sent(wording, deck_title, Place(chosen=NONE), FEWEST_ROWS, {})


def shown(base: Question, deck_title: str) -> Sent:
    """Return the form as it shows a question that is there."""
    wording = writing.wording_of(base)
    more = wording.more
    lists = (wording.options, more.pairs, more.spots, more.covers, more.parts)
    rows = min(MOST_OPTIONS, max(FEWEST_ROWS, max(map(len, lists)) + 1))
    return Sent(wording, deck_title, Place(), rows, {})
