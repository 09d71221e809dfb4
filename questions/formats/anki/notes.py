"""The notes of a collection, each checked: what is not sound is mended or left out, by name."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from questions.formats.anki import stock
from questions.formats.anki.collection import Collection
from questions.formats.anki.mapping import Note
from questions.formats.anki.notetypes import MAX_FIELDS, NoteType, read_note_type
from questions.formats.results import Outcome, Problem

MAX_FIELD = 1_000_000
MAX_NAMED = 50
_SEPARATOR = "\x1f"
_BAD = "\ufffd"
_LONGEST_TAG = 100
_MOST_TAGS = 200


@dataclass(slots=True)
class Report:
    """Collects problems: the first of each kind by name, the rest by number."""

    problems: list[Problem] = field(default_factory=list)
    _times: Counter[str] = field(default_factory=Counter)
    _left: int = 0

    def add(self, where: str, reason: str, raw: object = "", outcome: Outcome = "refused") -> None:
        """Note one problem; a kind that comes again and again is only counted."""
        self._times[reason] += 1
        if self._times[reason] <= MAX_NAMED:
            self.problems.append(Problem(where, reason, str(raw)[:500], outcome))

    def all(self) -> tuple[Problem, ...]:
        """Return what was collected, with one line for each kind that was cut short."""
        rest = [
            Problem("package", f"{reason}: {times - MAX_NAMED:,} more")
            for reason, times in self._times.items()
            if times > MAX_NAMED
        ]
        return (*self.problems, *rest)


class CardRow(NamedTuple):
    """A card as the collection keeps it, each number within reason."""

    id: int
    note: int
    deck: int
    ordinal: int
    type: int
    queue: int
    due: int
    interval: int
    factor: int
    reps: int
    lapses: int
    left: int
    flags: int
    data: str
    changed_at: int


def notes_of(
    collection: Collection,
    types: Mapping[int, NoteType],
    cards: Mapping[int, Sequence[CardRow]],
    decks: Mapping[int, str],
    report: Report,
) -> Iterator[Note]:
    """Yield the notes that are sound, or can be mended, in the order they were made."""
    statement = "SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id"
    for key, guid, mid, changed_at, tags, flds in collection.rows(statement):
        where = f"note {key}"
        note_type = types.get(mid)
        if note_type is None:
            report.add(where, "its note type is missing; it became a plain card", flds, "repaired")
            note_type = stand_in(mid, flds)
        fields = _fields(flds, where, note_type, report)
        if fields is None:
            continue
        own = cards.get(key, ())
        if not own:
            report.add(where, "it has no cards; they are made anew", fields[0][:80], "repaired")
        yield Note(
            id=key,
            guid=_line(guid) or f"note-{key}",
            type=note_type,
            fields=fields,
            tags=_tags(tags, where, report),
            deck=decks.get(own[0].deck, DEFAULT_DECK) if own else _usual_deck(decks),
            ordinals=tuple(sorted({card.ordinal for card in own})),
            changed_at=changed_at if isinstance(changed_at, int) else 0,
        )


def stand_in(key: object, flds: object) -> NoteType:
    """Return a plain note type for notes whose own is missing: the first field asks the others."""
    count = min(max(flds.count(_SEPARATOR) + 1 if isinstance(flds, str) else 2, 2), MAX_FIELDS)
    number = key if isinstance(key, int) and 0 < key < 2**50 else 1
    held = stock.plain(number * 1_000 + count, f"Notes {number}", count)
    return read_note_type(number * 1_000 + count, held)


def _fields(
    held: object, where: str, note_type: NoteType, report: Report
) -> tuple[str, ...] | None:
    if not isinstance(held, str):
        report.add(where, "its fields are no text", repr(held))
        return None
    if _BAD in held:
        report.add(where, "letters in it could not be read and stand as \ufffd", held, "repaired")
    text = held.replace("\0", "")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    parts = text.split(_SEPARATOR)
    wanted = len(note_type.fields)
    if len(parts) > wanted:
        report.add(
            where, "it has more fields than its type; the rest stands in the last", held, "repaired"
        )
        parts = [*parts[: wanted - 1], "<br>".join(parts[wanted - 1 :])]
    elif len(parts) < wanted:
        report.add(where, "it has fewer fields than its type; the rest is empty", held, "repaired")
        parts += [""] * (wanted - len(parts))
    if any(len(one) > MAX_FIELD for one in parts):
        report.add(
            where,
            f"a field is longer than {MAX_FIELD:,} letters and was cut",
            parts[0][:80],
            "reduced",
        )
        parts = [one[:MAX_FIELD] for one in parts]
    return tuple(parts)


def _tags(held: object, where: str, report: Report) -> tuple[str, ...]:
    if not isinstance(held, str):
        report.add(where, "its tags are no text", repr(held), "reduced")
        return ()
    words = {one.casefold(): one for one in reversed(_line(held).split())}.values()
    kept = [one[:_LONGEST_TAG] for one in words][:_MOST_TAGS]
    if len(kept) < len(words) or any(len(one) > _LONGEST_TAG for one in words):
        report.add(where, "its tags are too many or too long; they were cut", held, "reduced")
    return tuple(sorted(kept))


def _line(held: object) -> str:
    """Return a short text that can be kept, in the usual form of its letters."""
    if not isinstance(held, str):
        return ""
    text = held.replace("\0", "")
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())


def _usual_deck(decks: Mapping[int, str]) -> str:
    others = [title for title in decks.values() if title != DEFAULT_DECK]
    return others[0] if len(others) == 1 else DEFAULT_DECK


DEFAULT_DECK = "Default"
_CARDS = (
    "SELECT id, nid, did, ord, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, "
    "flags, data, mod FROM cards ORDER BY id"
)
_LEAST, _MOST = -(2**31), 2**31 - 1
# Of each number what it may be, and what it becomes if it is not that.
_RANGES: tuple[tuple[str, int, int], ...] = (
    ("type", 0, 3),
    ("queue", -3, 4),
    ("due", _LEAST, 2**33),
    ("ivl", _LEAST, 36_500 * 10),
    ("factor", 0, 65_535),
    ("reps", 0, 1_000_000),
    ("lapses", 0, 1_000_000),
    ("left", _LEAST, _MOST),
)
_LAST_ORDINAL = 499


def cards_of(collection: Collection, report: Report) -> dict[int, list[CardRow]]:
    """Return the cards by note; numbers without reason are brought within it."""
    found: dict[int, list[CardRow]] = {}
    seen: set[tuple[int, int]] = set()
    for row in collection.rows(_CARDS):
        card = _card(row, report)
        if card is None or (card.note, card.ordinal) in seen:
            report.add(f"card {row[0]}", "its note or number cannot be, or another has it", row[:4])
            continue
        seen.add((card.note, card.ordinal))
        found.setdefault(card.note, []).append(card)
    return found


def _card(row: tuple[Any, ...], report: Report) -> CardRow | None:
    if _is_sound(row):
        return CardRow._make((*row[:12], row[14] & 7, row[15], row[16]))
    key, note, deck, ordinal, *numbers, odue, odid, flags, data, changed_at = row
    if not all(isinstance(one, int) for one in (note, deck, ordinal)):
        return None
    if not 0 <= ordinal <= _LAST_ORDINAL:
        return None
    kept = [_within(value, *limits) for value, limits in zip(numbers, _RANGES, strict=True)]
    if kept != numbers:
        report.add(f"card {key}", "numbers of its schedule were beyond reason", numbers, "repaired")
    state, queue, due, interval, factor, reps, lapses, left = kept
    if isinstance(odid, int) and odid:
        # It is lent to a filtered deck: it goes home.
        deck, due = odid, odue if isinstance(odue, int) and odue else due
        queue = _HOME_QUEUE[state] if queue >= 0 else queue
    return CardRow(
        key, note, deck, ordinal, state, queue, due, interval, factor, reps, lapses, left,
        flags & 7 if isinstance(flags, int) else 0,
        data if isinstance(data, str) else "",
        changed_at if isinstance(changed_at, int) else 0,
    )  # fmt: skip


def _is_sound(row: tuple[Any, ...]) -> bool:
    """Say whether a card is as nearly all are: numbers within reason, not lent to another deck."""
    numbers = row[:15]
    if {*map(type, numbers)} != _WHOLE or type(row[15]) is not str or type(row[16]) is not int:
        return False
    _key, _note, _deck, ordinal, state, queue, due, interval, factor, reps, lapses, left = row[:12]
    return (
        not row[13]
        and 0 <= ordinal <= _LAST_ORDINAL
        and 0 <= state <= 3
        and -3 <= queue <= 4
        and _LEAST <= due <= 2**33
        and _LEAST <= interval <= 365_000
        and 0 <= factor <= 65_535
        and 0 <= reps <= 1_000_000
        and 0 <= lapses <= 1_000_000
        and _LEAST <= left <= _MOST
    )


_WHOLE = {int}
_HOME_QUEUE = {0: 0, 1: 1, 2: 2, 3: 1}


def _within(value: object, _name: str, least: int, most: int) -> int:
    if not isinstance(value, int):
        return max(0, least)
    return min(max(value, least), most)
