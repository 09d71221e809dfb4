"""Write a package: the questions as notes, where their cards stand, the log, and the media."""

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import zstandard

from questions import faces
from questions.bank import Bank
from questions.formats.anki import database, memory, outgoing, stock, wire
from questions.formats.anki.database import Contents, NoteRow
from questions.formats.anki.records import Object
from questions.formats.media import MediaFile
from questions.formats.results import Problem, Writing
from questions.formats.schedule import CardState, Schedule
from questions.model import Question

_PLACEHOLDER = "This package was made for a newer version of Anki. Please update Anki to read it."
_START = datetime(2020, 1, 1, 4, tzinfo=UTC)
_FIRST_ID = 1_577_851_200_000
_DEFAULT = 1
# The zip's clock begins here; a fixed moment keeps two exports of the same bank equal.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_LEVEL = 3


def write(
    bank: Bank,
    media: Mapping[str, MediaFile],
    schedule: Schedule | None,
    *,
    is_legacy: bool = False,
) -> Writing:
    """Write *bank* as a package of today's generation, or of the one before."""
    build = _Build(bank, schedule or Schedule())
    build.add_notes()
    build.add_reviews()
    files = _files(bank, media)
    with tempfile.TemporaryDirectory(prefix="anki-") as folder:
        path = Path(folder) / "collection"
        database.write(path, build.contents, database.OLD if is_legacy else database.NEW)
        placeholder = Path(folder) / "placeholder"
        database.write(placeholder, _placeholder(build.contents.changed_at), database.OLD)
        data = _zipped(path.read_bytes(), placeholder.read_bytes(), files, is_legacy=is_legacy)
    return Writing(data, tuple(build.problems))


@dataclass(slots=True)
class _Build:
    bank: Bank
    schedule: Schedule
    problems: list[Problem] = field(default_factory=list)
    contents: Contents = field(init=False)
    _taken: set[int] = field(default_factory=set)
    _next: int = _FIRST_ID
    _type_ids: dict[str, int] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)
    _decks: dict[str, int] = field(default_factory=dict)
    _cards: dict[int, int] = field(default_factory=dict)
    _day_nought: date = field(init=False)

    def __post_init__(self) -> None:
        started = self.schedule.started_at or _START
        settings = _settings(self.schedule)
        told = self.schedule.held.get("day_nought")
        self._day_nought = date.fromisoformat(told) if isinstance(told, str) else started.date()
        changed = max((one.id // 1000 for one in self.schedule.reviews), default=0)
        self.contents = Contents(
            int(started.timestamp()), max(changed, _FIRST_ID // 1000), settings
        )
        self._add_presets()
        self._add_decks()

    def add_notes(self) -> None:
        """Add each question with its cards."""
        types = outgoing.Types(getattr(self.bank, "note_types", None) or {})
        states: dict[str, list[CardState]] = {}
        for state in self.schedule.cards:
            states.setdefault(state.question, []).append(state)
        for question in self.bank.questions:
            made = outgoing.written(question, types)
            if made is None:
                reason = f"Anki has no questions of the kind {question.kind.value}"
                self.problems.append(Problem(question.id[:80], reason, question.stem[:200]))
                continue
            if made.loss:
                self.problems.append(
                    Problem(question.id[:80], made.loss, question.stem[:200], "reduced")
                )
            self._add_note(question, made, states.get(question.id, []))

    def _add_note(
        self, question: Question, made: outgoing.Written, states: list[CardState]
    ) -> None:
        told = question.extra.get("anki")
        held: Mapping[str, Any] = told if isinstance(told, dict) else {}
        key = self._id(held.get("id"))
        type_id = self._type(made.type)
        self.contents.notes.append(
            NoteRow(
                id=key,
                guid=str(held.get("guid") or _guid(question)),
                type=type_id,
                changed_at=int(held.get("changed_at") or self.contents.changed_at),
                tags=[one.replace(" ", "_") for one in question.tags],
                fields=made.fields,
                sort_field=int(made.type.get("sortf") or 0),
            )
        )
        position = len(self.contents.notes)
        for part in made.ordinals:
            if not any(one.part == part for one in states) and self._is_asked(question, part):
                states = [*states, _unseen(question, part, position)]
        for state in states:
            ordinal = made.ordinals.get(state.part, -1)
            if ordinal >= 0:
                self._add_card(key, ordinal, state)

    def _is_asked(self, question: Question, part: str) -> bool:
        """Say whether a part without a state is a new card; a file with states has all of them."""
        return not self.schedule.cards or part in faces.parts_of(question)

    def _add_card(self, note: int, ordinal: int, state: CardState) -> None:
        key = self._id(state.id)
        self._cards[state.id] = key
        deck = self._deck(state.deck or self.bank.title)
        held = state.held or self._numbers(state)
        flags, changed = state.flag, held.get("mod") or self.contents.changed_at
        self.contents.cards.append(
            (key, note, deck, ordinal, changed, -1, held["type"], held["queue"], held["due"],
             held["ivl"], held["factor"], state.reps, state.lapses, held["left"], 0, 0, flags,
             held["data"])
        )  # fmt: skip

    def add_reviews(self) -> None:
        """Add the log of the cards that are there."""
        for one in self.schedule.reviews:
            if card := self._cards.get(one.card):
                kind = memory.KINDS.index(one.kind)
                self.contents.reviews.append(
                    (one.id, card, -1, one.rating, one.interval, one.last_interval, one.ease,
                     one.ms, kind)
                )  # fmt: skip

    def _numbers(self, state: CardState) -> Object:
        return memory.numbers_of(state, self._day_nought)

    def _type(self, held: Object) -> int:
        told = json.dumps(held, sort_keys=True, default=str)
        key = self._type_ids.get(told)
        if key is None:
            key = self._type_ids[told] = self._id(outgoing.number_in(held.get("id")))
            name = _unlike(str(held.get("name") or "Note type"), self._names)
            parts = {part: _named_apart(held[part]) for part in ("flds", "tmpls")}
            own = {"id": key, "name": name, "usn": -1, "mod": 0}
            self.contents.note_types[key] = {"did": None, "req": [], **held, **parts, **own}
        return key

    def _add_presets(self) -> None:
        self.contents.presets[_DEFAULT] = stock.preset()
        for one in self.schedule.presets:
            held = {**memory.preset_written(one, stock.preset()), **one.held, "name": one.name}
            key = _DEFAULT if one.name == "Default" else self._id(held.get("id"))
            self.contents.presets[key] = {**held, "id": key, "mod": 0, "usn": 0}

    def _add_decks(self) -> None:
        presets = {str(one["name"]): key for key, one in self.contents.presets.items()}
        self.contents.decks[_DEFAULT] = stock.deck(_DEFAULT, "Default")
        self._decks["default"] = _DEFAULT
        for one in self.schedule.decks:
            key = self._deck(one.title, one.held.get("id"))
            held = {**stock.deck(key, one.title), "desc": one.description, **one.held}
            conf = presets.get(one.preset or "", _DEFAULT)
            own = {"id": key, "name": one.title, "conf": conf, "mod": 0, "usn": -1, "dyn": 0}
            self.contents.decks[key] = held | own

    def _deck(self, title: str, wanted: object = None) -> int:
        folded = title.casefold()
        if folded not in self._decks:
            parent = title.rpartition("::")[0]
            if parent:
                self._deck(parent)
            key = self._id(wanted)
            self._decks[folded] = key
            self.contents.decks[key] = {**stock.deck(key, title), "mod": 0, "usn": -1}
        return self._decks[folded]

    def _id(self, wanted: object = None) -> int:
        """Return the id that was wanted if it is free, else the next."""
        if isinstance(wanted, int) and 0 < wanted < 2**53 and wanted not in self._taken:
            self._taken.add(wanted)
            return wanted
        while self._next in self._taken:
            self._next += 1
        self._taken.add(self._next)
        return self._next


def _unlike(name: str, taken: set[str]) -> str:
    """Return a name that nothing else has: Anki marks the second with a plus as well."""
    while name.casefold() in taken:
        name += "+"
    taken.add(name.casefold())
    return name


def _named_apart(parts: list[Object]) -> list[Object]:
    taken: set[str] = set()
    return [{**one, "name": _unlike(str(one.get("name") or "1"), taken)} for one in parts]


_USUAL: Object = {
    "schedVer": 2,
    "sched2021": True,
    "nextPos": 1,
    "curDeck": 1,
    "activeDecks": [1],
    "sortType": "noteFld",
    "sortBackwards": False,
    "addToCur": True,
    "creationOffset": 0,
    "collapseTime": 1200,
    "newSpread": 0,
    "timeLim": 0,
    "estTimes": True,
    "dueCounts": True,
    "dayLearnFirst": False,
}


def _settings(schedule: Schedule) -> Object:
    held = schedule.held.get("settings")
    told = dict(held) if isinstance(held, dict) else {}
    usual: Object = {**_USUAL}
    kept = {
        key: told[key] for key in ("creationOffset", "rollover", "fsrs", "nextPos") if key in told
    }
    # A moment that old collections do not tell the zone of was read as a study day's beginning.
    if told and "creationOffset" not in told:
        usual.pop("creationOffset")
    return usual | kept


def _unseen(question: Question, part: str, position: int) -> CardState:
    return CardState(0, question.id, part, question.deck or "", "new", position)


def _guid(question: Question) -> str:
    digest = hashlib.blake2b(question.id.encode(), digest_size=8).hexdigest()
    return f"sa-{digest}"


def _placeholder(changed_at: int) -> Contents:
    contents = Contents(int(_START.timestamp()), changed_at, _settings(Schedule()))
    held = stock.note_type(stock.BASIC)
    contents.note_types[held["id"]] = held
    contents.decks[_DEFAULT] = stock.deck(_DEFAULT, "Default")
    contents.presets[_DEFAULT] = stock.preset()
    contents.notes = [NoteRow(1, "placeholder", held["id"], changed_at, (), (_PLACEHOLDER, ""))]
    contents.cards = [(1, 1, 1, 0, changed_at, -1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, "")]
    return contents


def _files(bank: Bank, media: Mapping[str, MediaFile]) -> dict[str, bytes]:
    """Return the files by the names that notes call them; one content may have several."""
    found = {one.name: one.data for one in media.values()}
    for question in bank.questions:
        named = question.extra.get("files")
        for name, key in (named if isinstance(named, dict) else {}).items():
            if isinstance(key, str) and key in media:
                found.setdefault(name, media[key].data)
    return found


def _zipped(
    collection: bytes, placeholder: bytes, files: Mapping[str, bytes], *, is_legacy: bool
) -> bytes:
    into = io.BytesIO()
    # What is packed already by zstd is stored as it is.
    method = zipfile.ZIP_DEFLATED if is_legacy else zipfile.ZIP_STORED
    with zipfile.ZipFile(into, "w", method) as zipped:
        for name, data in _members(collection, placeholder, files, is_legacy=is_legacy):
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = method
            zipped.writestr(info, data)
    return into.getvalue()


def _members(
    collection: bytes, placeholder: bytes, files: Mapping[str, bytes], *, is_legacy: bool
) -> Iterator[tuple[str, bytes]]:
    yield "meta", wire.varint(1, 2 if is_legacy else 3)
    pack = zstandard.ZstdCompressor(level=_LEVEL).compress
    yield (
        ("collection.anki21", collection) if is_legacy else ("collection.anki21b", pack(collection))
    )
    yield "collection.anki2", placeholder
    yield "media", _list(files) if is_legacy else pack(_messages(files.items()))
    for number, data in enumerate(files.values()):
        yield str(number), data if is_legacy else pack(data)


def _list(files: Iterable[str]) -> bytes:
    return json.dumps(dict(enumerate(files)), ensure_ascii=False).encode()


def _messages(files: Iterable[tuple[str, bytes]]) -> bytes:
    parts = []
    for name, data in files:
        digest = hashlib.sha1(data, usedforsecurity=False).digest()
        inside = wire.octets(1, name.encode()) + wire.varint(2, len(data)) + wire.octets(3, digest)
        parts.append(wire.octets(1, inside))
    return b"".join(parts)
