"""SuperMemo's XML: elements inside elements, whose titles are the path of a deck."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from lxml import etree

from questions.errors import BankFormatError
from questions.faces import parts_of
from questions.formats.base import CERTAIN, NO, NO_OPTIONS, Format, Options
from questions.formats.collecting import Collector
from questions.formats.moodle.texts import has_markup
from questions.formats.results import Reading
from questions.formats.schedule import CardState, Schedule
from questions.formats.xml_tree import parse
from questions.messages import say
from questions.model import Kind, Question

NAME: Final = "supermemo"
_ELEMENT: Final = "SuperMemoElement"
_DATE: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_NUMBER: Final = re.compile(r"\d{1,7}")
_MOST_LEVELS: Final = 20
_LONGEST_LEVEL: Final = 100
_ONE_DAY: Final = timedelta(days=1)


def recognises(data: bytes, name: str) -> float:
    """Tell a collection by its first element."""
    return CERTAIN if b"<SuperMemoCollection" in data[:4096].replace(b"\x00", b"") else NO


def read(data: bytes, name: str, options: Options = NO_OPTIONS) -> Reading:
    """Read the items of a collection, each with where it stands."""
    root = parse(data)
    if root.tag != "SuperMemoCollection":
        raise BankFormatError(say("this XML is no SuperMemo collection"))
    collector = Collector()
    cards: list[CardState] = []
    for element in root.iter(_ELEMENT):
        if _text(element, "Type") == "Item":
            _add(element, collector, cards)
    schedule = Schedule(cards=tuple(cards)) if cards else None
    return collector.reading(NAME, name, schedule=schedule)


def _add(element: etree._Element, collector: Collector, cards: list[CardState]) -> None:
    front, back = _text(element, "Content/Question"), _text(element, "Content/Answer")
    is_html = has_markup(html.unescape(front)) or has_markup(html.unescape(back))
    if not is_html:
        front, back = html.unescape(front), html.unescape(back)
    told: dict[str, object] = {
        "kind": Kind.FLASHCARD, "stem": front, "answers": [{"text": back}],
        "format": "html" if is_html else "text",
    }  # fmt: skip
    if deck := _deck(element):
        told["deck"] = deck
    key = _text(element, "ID")
    question = collector.add(told, key=key, raw=f"{front}\n{back}", line=element.sourceline)
    if question and (state := _state(element, question, len(cards) + 1)):
        cards.append(state)


def _deck(element: etree._Element) -> str:
    """Return the titles of the elements around, from the outside in."""
    titles = [_text(one, "Title") for one in element.iterancestors(_ELEMENT)]
    named = [title.replace("::", ":")[:_LONGEST_LEVEL] for title in reversed(titles) if title]
    return "::".join(named[:_MOST_LEVELS])


def _state(element: etree._Element, question: Question, number: int) -> CardState | None:
    """Return where an item stands; None for one that was never repeated."""
    reps = _whole(_text(element, "LearningData/Repetitions"))
    last = _day(_text(element, "LearningData/LastRepetition"))
    interval = _whole(_text(element, "LearningData/Interval"))
    if not reps or last is None or not interval:
        return None
    return CardState(
        id=number,
        question=question.id,
        part=parts_of(question)[0],
        deck=question.deck or "",
        state="review",
        due_day=last + min(interval, 36_500) * _ONE_DAY,
        interval=min(interval, 36_500),
        reps=reps,
        lapses=_whole(_text(element, "LearningData/Lapses")),
        last_review_at=datetime(last.year, last.month, last.day, 12, tzinfo=UTC),
        held={"afactor": _text(element, "LearningData/AFactor").replace(",", ".")},
    )


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _whole(text: str) -> int:
    return int(text) if _NUMBER.fullmatch(text) else 0


def _day(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    try:
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None
    return day if day and 1985 <= day.year <= 2200 else None


FORMAT: Final = Format(
    name=NAME,
    title="SuperMemo",
    suffixes=(".xml",),
    recognises=recognises,
    read=read,
    media_type="application/xml",
)
