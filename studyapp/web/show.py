"""From rows to what templates show: decks, sources, intervals, charts in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from questions.faces import Segment, face
from questions.model import Question
from questions.text import Block
from studyapp import decks, documents
from studyapp.decks import Counts
from studyapp.learners import Clock
from studyapp.progress import Coming, Today
from studyapp.scheduling import Schedule
from studyapp.scheduling.words import words_for
from studyapp.tables import Card, Deck, Document
from studyapp.web.page import day_label
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext

_AROUND = 240


@dataclass(frozen=True)
class DeckRow:
    """A deck in a list, with what waits in it today."""

    id: str
    title: str
    marker: str
    due: int
    new: int
    learning: int
    minutes: int
    is_demo: bool


@dataclass(frozen=True)
class SourceView:
    """A quoted sentence with the words around it, and where to find it."""

    before: str
    quote: str
    after: str
    document_id: str
    document_title: str
    anchor: str
    page: int | None = None


@dataclass(frozen=True)
class DayView:
    """One bar of the chart of what is coming."""

    label: str
    date: str
    count: int
    is_today: bool


@dataclass(frozen=True)
class ComingView:
    """What is coming, as bars and as a sentence."""

    days: list[DayView]
    sentence: str
    enough: bool
    total: int


def deck_row(deck: Deck, waiting: Today) -> DeckRow:
    """Return *deck* as it stands in a list."""
    counts = waiting.by_deck.get(deck.id, Counts())
    return DeckRow(
        id=deck.id,
        title=deck.title,
        marker=deck.marker,
        due=counts.due,
        new=counts.new,
        learning=counts.learning,
        minutes=waiting.minutes(counts),
        is_demo=deck.is_demo,
    )


def deck_rows(session: Session, learner_id: str, waiting: Today) -> list[DeckRow]:
    """Return a learner's decks as a list."""
    return [deck_row(deck, waiting) for deck in decks.all_of(session, learner_id)]


def coming_view(days: Sequence[Coming], today: date) -> ComingView:
    """Put into words and bars how many cards fall due on the next days."""
    total = sum(one.count for one in days)
    busiest = max(days, key=lambda one: one.count)
    views = [
        DayView(
            _("Today") if one.day == today else day_label(one.day),
            one.day.isoformat(),
            one.count,
            one.day == today,
        )
        for one in days
    ]
    return ComingView(views, _coming_sentence(days, total, busiest, today), total > 0, total)


def _coming_sentence(days: Sequence[Coming], total: int, busiest: Coming, today: date) -> str:
    if not total:
        return _("No card has a day to come back on yet.")
    when = _("today") if busiest.day == today else _("on %(day)s", day=day_label(busiest.day))
    if busiest.count == total:
        return ngettext(
            "%(num)s card comes back, %(when)s.",
            "%(num)s cards come back, all of them %(when)s.",
            total,
            when=when,
        )
    return _(
        "%(total)s cards come back in the next %(days)s days, the most %(when)s (%(most)s).",
        total=total,
        days=len(days),
        when=when,
        most=busiest.count,
    )


def source_view(
    document: Document | None, blocks: Sequence[Block], question: Question
) -> SourceView | None:
    """Return the sentence that a question came from; None without a document to show it in."""
    if not question.sources or document is None or document.removed_at:
        return None
    source = question.sources[0]
    if document.text[source.start : source.end] != source.quote:
        return None
    block = _block_of(blocks, source.start, source.end)
    start = block.start if block else max(0, source.start - _AROUND)
    end = block.end if block else min(len(document.text), source.end + _AROUND)
    return SourceView(
        before=_clipped_start(document.text[start : source.start]),
        quote=source.quote,
        after=_clipped_end(document.text[source.end : end]),
        document_id=document.id,
        document_title=document.title,
        anchor=anchor(source.start),
        page=_page_of(blocks, source.start),
    )


def anchor(start: int) -> str:
    """Return the id that the sentence at *start* has on its document's page."""
    return f"at-{start}"


def _block_of(blocks: Sequence[Block], start: int, end: int) -> Block | None:
    return next((one for one in blocks if one.start <= start and end <= one.end), None)


def _page_of(blocks: Sequence[Block], start: int) -> int | None:
    """Return the page on which the block at *start* begins, where the document has pages."""
    return next((one.page for one in blocks if one.start <= start < one.end), None)


def _clipped_start(text: str) -> str:
    return (
        text.strip() if len(text) <= _AROUND else "… " + text[-_AROUND:].split(" ", 1)[-1].strip()
    )


def _clipped_end(text: str) -> str:
    return text.strip() if len(text) <= _AROUND else text[:_AROUND].rsplit(" ", 1)[0].strip() + " …"


def source_of(
    session: Session, learner_id: str, document_id: str | None, question: Question
) -> SourceView | None:
    """Return the sentence that a question came from, read from the database."""
    if not document_id:
        return None
    document = session.get(Document, (learner_id, document_id))
    blocks = documents.blocks_of(document) if document else ()
    return source_view(document, blocks, question)


def asked(question: Question, part: str) -> tuple[tuple[Segment, ...], str]:
    """Return the stem and the answer of one card of *question*."""
    side = face(question, part)
    return side.stem, side.answer


def when(schedule: Schedule) -> str:
    """Say in words when a card would come back."""
    unit, number = words_for(schedule)
    words = {
        "seconds": ngettext("in %(num)s second", "in %(num)s seconds", number),
        "minutes": ngettext("in %(num)s minute", "in %(num)s minutes", number),
        "hours": ngettext("in %(num)s hour", "in %(num)s hours", number),
        "days": ngettext("in %(num)s day", "in %(num)s days", number),
        "months": ngettext("in %(num)s month", "in %(num)s months", number),
        "years": ngettext("in %(num)s year", "in %(num)s years", number),
    }
    return words[unit]


def due_label(card: Card, clock: Clock) -> str:
    """Say in words when a card is due."""
    if card.state == "new" or card.suspended:
        return ""
    days = (card.due_day - clock.today).days
    if days <= 0:
        return _("due today")
    return ngettext("due in %(num)s day", "due in %(num)s days", days)


def state_label(card: Card) -> str:
    """Say in words where a card stands."""
    words = {
        "new": _("new"),
        "learning": _("learning"),
        "review": _("in review"),
        "relearning": _("relearning"),
    }
    return words[card.state]
