"""Read a package or a bare collection: questions, their schedule and their media."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path, PurePath
from urllib.parse import unquote

from pydantic import JsonValue

from questions.bank import Bank
from questions.errors import BankFormatError
from questions.formats.anki import collection as collections
from questions.formats.anki import mapping, memory, notes, templates
from questions.formats.anki.collection import Collection
from questions.formats.anki.mapping import Mapped, Note
from questions.formats.anki.notes import CardRow, Report
from questions.formats.anki.notetypes import NoteType, note_type_of
from questions.formats.anki.package import MAX_MEDIA, Entry, Package, Refused
from questions.formats.anki.records import Object
from questions.formats.media import MediaFile
from questions.formats.pieces import Asked, Piece
from questions.formats.results import Reading
from questions.formats.schedule import CardState, LoggedReview, Schedule

NAME = "apkg"
_NAMED = re.compile(
    r"(?:src|data)\s*=\s*(?:\"([^\"]{1,400})\"|'([^']{1,400})'|([^\s>\"']{1,400}))"
    r"|\[sound:([^\]]{1,400})\]"
    r"|url\(\s*[\"']?([^\"')]{1,400})",
    re.IGNORECASE,
)


def pieces(source: bytes | Path, name: str) -> Iterator[Piece]:
    """Read a package a note at a time; what is not sound is left out or mended, by name."""
    report = Report()
    package = Package(source)
    media, hashes = _media(package, report)
    with collections.opened(package.collection()) as opened:
        reader = _Reader(opened, report, hashes)
        yield from reader.asked()
        yield from reader.reviews()
        bank, schedule = reader.bank(name), reader.schedule()
    yield Reading(bank, report.all(), NAME, media, schedule)


class _Reader:
    def __init__(self, collection: Collection, report: Report, hashes: Mapping[str, str]) -> None:
        self._collection, self._report, self._hashes = collection, report, hashes
        self._types = _types(collection, report)
        self._held_decks = collection.decks()
        self._titles = _titles(self._held_decks, report)
        self._cards = notes.cards_of(collection, report)
        self._settings = collection.settings()
        self._day_nought = memory.first_day(collection.started_at, self._settings)
        self._used: dict[str, NoteType] = {}
        self._used_decks: set[str] = set()
        self._known: set[int] = set()

    def asked(self) -> Iterator[Asked]:
        """Yield the questions with where their cards stand."""
        for note, made in self._mapped():
            states = tuple(self._states(note, made))
            self._known.update(one.id for one in states)
            self._used_decks.update((made.question.deck or "", *(one.deck for one in states)))
            yield Asked(made.question, note.guid, states)
        self._name_orphans()

    def _states(self, note: Note, made: Mapped) -> Iterator[CardState]:
        for row in self._cards.pop(note.id, ()):
            deck = self._deck_of(row)
            part = made.parts.get(row.ordinal, f"card{row.ordinal + 1}")
            yield memory.state_of(row, made.question.id, part, deck, self._day_nought)

    def reviews(self) -> Iterator[LoggedReview]:
        """Yield the log of the cards that were yielded before."""
        is_old = memory.is_old_scheduler(self._settings)
        return memory.reviews_of(self._collection, self._known, self._report, is_old=is_old)

    def schedule(self) -> Schedule:
        """Return what there is beside cards and log."""
        presets = {key: memory.preset_of(one) for key, one in self._collection.presets().items()}
        return Schedule(
            presets=tuple(presets.values()),
            decks=tuple(
                memory.deck_of(one, presets)
                for one in self._held_decks.values()
                if not one.get("dyn") and _is_used(memory.title_of(one), self._used_decks)
            ),
            started_at=memory.moment(self._collection.started_at),
            held={
                "day_nought": self._day_nought.isoformat(),
                "settings": self._settings,
                "note_types": {key: dict(one.held) for key, one in self._used.items()},
            },
        )

    def bank(self, name: str) -> Bank:
        """Return the bank without its questions."""
        used = self._used
        return Bank.model_construct(
            title=_title(name),
            language="und",
            licence=None,
            documents=(),
            questions=(),
            note_types={key: dict(used[key].held) for key in sorted(used)},
        )

    def _mapped(self) -> Iterator[tuple[Note, Mapped]]:
        taken: set[str] = set()
        found = notes.notes_of(
            self._collection, self._types, self._cards, self._titles, self._report
        )
        for note in found:
            key = note.guid[:400] if note.guid not in taken else f"{note.guid[:400]}#{note.id}"
            try:
                made = mapping.mapped(note, key)
            except ValueError as error:
                self._report.add(f"note {note.id}", f"it cannot be asked: {error}"[:200])
                self._cards.pop(note.id, None)
                continue
            taken.add(key)
            self._used[note.type.key] = note.type
            for reason in made.notes:
                self._report.add(f"note {note.id}", reason, note.fields[0], "reduced")
            yield note, self._with_media(note, made)

    def _with_media(self, note: Note, made: Mapped) -> Mapped:
        files = {
            name: self._hashes[name]
            for one in note.fields
            for name in names_in(one)
            if name in self._hashes
        }
        if not files:
            return made
        known: dict[str, JsonValue] = {**files}
        question = made.question.model_copy(
            update={
                "media": tuple(dict.fromkeys(files.values())),
                "extra": {**made.question.extra, "files": known},
            }
        )
        return Mapped(question, made.parts, made.notes)

    def _deck_of(self, row: CardRow) -> str:
        if row.deck not in self._titles:
            reason = "its deck is not in the package; it goes to Default"
            self._report.add(f"card {row.id}", reason, "", "repaired")
        return self._titles.get(row.deck, notes.DEFAULT_DECK)

    def _name_orphans(self) -> None:
        for cards in self._cards.values():
            for card in cards:
                self._report.add(f"card {card.id}", "its note is not in the package")


def names_in(text: str) -> Iterator[str]:
    """Yield the names of the files that the HTML of a field shows or plays."""
    if "=" not in text and "[sound:" not in text and "url(" not in text:
        return
    for found in _NAMED.finditer(text):
        raw = next(one for one in found.groups() if one is not None)
        told = unescape(raw)
        yield unicodedata.normalize("NFC", told)
        if "%" in told:
            yield unicodedata.normalize("NFC", unquote(told))


def _media(package: Package, report: Report) -> tuple[dict[str, MediaFile], dict[str, str]]:
    """Read the files that the package lists by SHA-256, and which one each name means."""
    found: dict[str, MediaFile] = {}
    hashes: dict[str, str] = {}
    total = 0
    try:
        for entry in package.entries():
            if isinstance(entry, Refused):
                report.add(f"file {entry.name[:80]}", entry.reason)
            elif data := _bytes(package, entry, report):
                total += len(data)
                if total > MAX_MEDIA:
                    report.add("package", "its files are too large together; the rest was left out")
                    break
                hashes[entry.name] = key = hashlib.sha256(data).hexdigest()
                found.setdefault(key, MediaFile(entry.name, data))
    except BankFormatError as error:
        report.add("package", str(error.message))
    return found, hashes


def _bytes(package: Package, entry: Entry, report: Report) -> bytes | None:
    try:
        return package.media(entry)
    except BankFormatError as error:
        report.add(f"file {entry.name[:80]}", str(error.message))
        return None


def _types(collection: Collection, report: Report) -> dict[int, NoteType]:
    found = {}
    for key, held in collection.note_types().items():
        if note_type := note_type_of(key, held):
            found[key] = note_type
            _name_faults(note_type, report)
        else:
            report.add(
                f"note type {str(held.get('name'))[:80]}", "it has no fields or no templates"
            )
    return found


def _name_faults(note_type: NoteType, report: Report) -> None:
    """Name the templates that cannot be right; their cards show the fields plainly."""
    known = {*note_type.fields, *templates.SPECIAL, ""}
    for made in note_type.templates:
        where = f"note type {note_type.name[:80]}, template {made.name[:80]}"
        for parsed in map(templates.parse, (made.front, made.back)):
            for fault in parsed.faults:
                report.add(where, f"{fault}; its fields are shown plainly", "", "repaired")
            for name in sorted(parsed.names - known):
                if not templates.CARD_NUMBER.fullmatch(name):
                    report.add(where, f"it asks for a field that is not there: {name[:80]}", "",
                               "reduced")  # fmt: skip


def _titles(held: Mapping[int, Object], report: Report) -> dict[int, str]:
    found: dict[int, str] = {}
    for key, one in held.items():
        title = memory.title_of(one)
        if title != one.get("name") and len(str(one.get("name"))) > memory.LONGEST_TITLE:
            report.add(f"deck {title[:80]}", "its title was too long and was cut", "", "reduced")
        if title in found.values():
            report.add(f"deck {title[:80]}", "another deck has its title; they are one here", "",
                       "repaired")  # fmt: skip
        found[key] = title
    return found


def _is_used(title: str, used: set[str]) -> bool:
    return any(one == title or one.startswith(f"{title}::") for one in used)


def _title(name: str) -> str:
    return PurePath(name.replace("\0", "")).name.rpartition(".")[0] or name or "Anki"
