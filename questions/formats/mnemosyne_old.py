"""Mnemosyne's first version: its XML, and its collection, which is a pickle that is never run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from lxml import etree

from questions.errors import BankFormatError
from questions.faces import parts_of
from questions.formats import pickled
from questions.formats.collecting import Collector
from questions.formats.pickled import Record
from questions.formats.results import Reading
from questions.formats.schedule import CardState, Schedule
from questions.messages import say
from questions.model import Kind, Question

NAME: Final = "mnemosyne"
DEFAULT: Final = ("<default>", "__UNTAGGED__", "")
_HEAD: Final = b"--- Mnemosyne Data Base ---"
_CLASSES: Final = frozenset(
    {"StartTime", "Category", "Item", "CardType", "date", "datetime", "object", "_reconstructor"}
)
_NUMBER: Final = re.compile(r"-?\d{1,12}")
_FIRST, _LAST = 631_152_000, 4_102_444_800
_LONGEST_INTERVAL: Final = 36_500
# What the collection calls what the XML calls otherwise.
_NAMES: Final = {
    "last_rep": "l_rp",
    "next_rep": "n_rp",
    "grade": "gr",
    "easiness": "e",
    "acq_reps": "ac_rp",
    "ret_reps": "rt_rp",
    "lapses": "lps",
}
Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Item:
    """A card; one that is asked backwards is an item of its own, with `.inv` after the key."""

    key: str
    category: str
    front: str
    back: str
    told: Fields = field(default_factory=dict)


def is_pickled(data: bytes) -> bool:
    """Tell the collection by the line that it begins with."""
    return data.startswith(_HEAD)


def read_pickle(data: bytes, name: str) -> Reading:
    """Read the collection as what it says, without running it."""
    value = pickled.records(data[data.find(b"\n") + 1 :], _CLASSES)
    if not (isinstance(value, list) and len(value) > 2 and isinstance(value[2], list)):
        raise BankFormatError(say("the file holds no collection"))
    items = [one for one in value[2] if isinstance(one, Record) and one.name == "Item"]
    started = value[0].state.get("time") if isinstance(value[0], Record) else None
    begun = moment(f"{started:.0f}") if isinstance(started, int | float) else None
    return _reading([_pickled_item(one, at) for at, one in enumerate(items)], begun, name)


def _pickled_item(record: Record, number: int) -> _Item:
    held = record.state
    category = held.get("cat")
    named = category.state.get("name", "") if isinstance(category, Record) else ""
    given = ((ours, held.get(theirs)) for theirs, ours in _NAMES.items())
    told = {name: str(value) for name, value in given if isinstance(value, int | float)}
    told["u"] = "1" if held.get("unseen") else "0"
    texts = (_string(held.get(key)) for key in ("id", "q", "a"))
    key, front, back = texts
    return _Item(key or f"#{number}", _string(named), front, back, told)


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def read_xml(root: etree._Element, name: str) -> Reading:
    """Read the XML of the first version."""
    if root.get("core_version") != "1":
        version = repr(root.get("core_version", "none"))
        raise BankFormatError(
            say("this is version %(version)s; version 1 can be read", version=version)
        )
    items = [
        _Item(
            one.get("id") or f"#{number}",
            (one.findtext("cat") or "").strip(),
            one.findtext("Q") or "",
            one.findtext("A") or "",
            {str(key): str(value) for key, value in one.attrib.items()},
        )
        for number, one in enumerate(root.iter("item"))
    ]
    return _reading(items, moment(root.get("time_of_start")), name)


def _reading(items: list[_Item], begun: datetime | None, name: str) -> Reading:
    collector = Collector()
    backwards = {one.key.removesuffix(".inv"): one for one in items if one.key.endswith(".inv")}
    known = {one.key for one in items}
    states: list[CardState] = []
    for item in items:
        if item.key.endswith(".inv") and item.key.removesuffix(".inv") in known:
            continue
        turned = backwards.get(item.key)
        key = "" if item.key.startswith("#") else item.key
        question = collector.add(_question(item, turned), key=key)
        if question:
            both = [item] if turned is None else [item, turned]
            states += _states(question, both, begun, len(states))
    return collector.reading(NAME, name, schedule=Schedule(cards=tuple(states)) if states else None)


def _question(item: _Item, turned: _Item | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": Kind.FLASHCARD,
        "format": "html",
        "stem": with_breaks(item.front),
        "answers": [{"text": with_breaks(item.back)}],
        "reverse": turned is not None,
    }
    if item.category not in DEFAULT:
        told["deck"] = item.category.replace("::", ":")[:200]
    return told


def _states(
    question: Question, items: list[_Item], begun: datetime | None, before: int
) -> Iterator[CardState]:
    for number, (part, item) in enumerate(zip(parts_of(question), items, strict=False), 1):
        last, following = whole(item.told.get("l_rp")), whole(item.told.get("n_rp"))
        in_reach = max(last, following) < _LONGEST_INTERVAL
        if begun and item.told.get("u") == "0" and following > 0 and in_reach:
            days = begun + timedelta(days=last), begun + timedelta(days=following)
            yield state(question, part, before + number, *days, item.told)


def with_breaks(text: str) -> str:
    """Keep line ends, which its texts mean although they are HTML."""
    return text.strip().replace("\n", "<br>")


def state(
    question: Question, part: str, number: int, last: datetime, due: datetime, card: Fields
) -> CardState:
    """Return where a card stands, by the names that Mnemosyne has for it."""
    return CardState(
        id=number,
        question=question.id,
        part=part,
        deck=question.deck or "",
        state="review",
        due_day=due.date(),
        interval=min(max((due - last).days, 1), _LONGEST_INTERVAL),
        reps=whole(card.get("ac_rp")) + whole(card.get("rt_rp")),
        lapses=whole(card.get("lps")),
        last_review_at=last,
        held={"easiness": card.get("e", "")},
    )


def moment(text: str | None) -> datetime | None:
    """Return the moment that a number of seconds means; None for nonsense."""
    seconds = int(text) if text and _NUMBER.fullmatch(text) else 0
    return datetime.fromtimestamp(seconds, UTC) if _FIRST < seconds < _LAST else None


def whole(text: str | None) -> int:
    """Return a count, 0 for nonsense."""
    return max(0, int(text)) if text and _NUMBER.fullmatch(text) and len(text) < 8 else 0
