"""A question of a file made ready for the database: its names, its words, its parts.

All of this is reckoned before the transaction, which only looks up and writes.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from questions.faces import parts_of
from questions.formats import Reading
from questions.garbage import uncollected
from questions.model import Question, fingerprint
from studyapp import indexing

Policy = Literal["update", "skip", "add"]
POLICIES: tuple[Policy, ...] = ("update", "skip", "add")
# A question keeps the licence of the bank that it came in.
LICENCE = "licence"
_SORTED = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
_SPACE = re.compile(r"\s+")
# A name so long is the file's own for this question alone; a short one may be in any file.
_GLOBAL_NAME = 8
# What an import gives a question from outside the file, or what says nothing of its words.
_NOT_SAID = frozenset({"id", "deck", "findings", "sources", "origin"})


@dataclass(frozen=True)
class Wanted:
    """What a learner wants of a file; an empty *deck* takes the file's own decks or its title."""

    deck: str = ""
    tags: tuple[str, ...] = ()
    changed: Policy = "update"

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Wanted:
        """Read what was kept of a form."""
        policy = told.get("changed")
        return cls(
            str(told.get("deck", "")),
            tuple(told.get("tags", ())),
            policy if policy in POLICIES else "update",
        )


@dataclass(frozen=True)
class Incoming:
    """A question with all that is known of it before the database is asked."""

    question: Question
    deck: str
    key: str
    hash: str
    fingerprint: str
    parts: tuple[str, ...]
    body: Mapping[str, Any]
    index: Mapping[str, Any]
    position: int


def incoming(reading: Reading, wanted: Wanted) -> list[Incoming]:
    """Make the questions of a file ready, each under its deck, with the tags that were wanted."""
    with uncollected():
        return list(_made(reading, wanted))


def _made(reading: Reading, wanted: Wanted) -> Iterator[Incoming]:
    times: Counter[str] = Counter()
    for position, question in enumerate(reading.bank.questions):
        deck = wanted.deck or question.deck or reading.bank.title
        name = _name(question, reading, deck)
        # The same front twice in a file is two things to know.
        times[name] += 1
        key = _digest(f"{name}\x1f{times[name]}") if times[name] > 1 else _digest(name)
        yield _ready(question, deck, key, wanted, position, reading.bank.licence)


def _ready(
    question: Question, deck: str, key: str, wanted: Wanted, position: int, licence: str | None
) -> Incoming:
    tags = tuple(dict.fromkeys((*question.tags, *wanted.tags)))
    extra = question.extra | ({LICENCE: licence} if licence else {})
    is_as_read = tags == question.tags and extra == question.extra
    tagged = question if is_as_read else question.model_copy(update={"tags": tags, "extra": extra})
    body = tagged.model_dump(mode="json", exclude_defaults=True)
    own = body if is_as_read else question.model_dump(mode="json", exclude_defaults=True)
    return Incoming(
        question=tagged,
        deck=deck,
        key=key,
        hash=_said(own),
        fingerprint=fingerprint(question),
        parts=parts_of(tagged),
        body=body,
        index=indexing.values_of(tagged),
        position=position,
    )


def _name(question: Question, reading: Reading, deck: str) -> str:
    """Name a question by what its file calls it, else by what it asks and in which deck."""
    own = reading.keys.get(question.id)
    if own and len(own) >= _GLOBAL_NAME and not own.isdigit():
        return f"own\x1f{own}"
    if own:
        return f"file\x1f{reading.bank.title}\x1f{own}"
    root = deck.partition("::")[0]
    plain = _SPACE.sub(" ", unicodedata.normalize("NFC", question.stem)).strip().casefold()
    return f"asks\x1f{root}\x1f{question.kind.value}\x1f{plain}"


def _said(body: Mapping[str, Any]) -> str:
    """Name all that a file says of a question."""
    held = {name: value for name, value in body.items() if name not in _NOT_SAID}
    return _digest(_SORTED.encode(held))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def decks_of(questions: Sequence[Incoming]) -> list[str]:
    """Return the decks in the order of the file."""
    return list(dict.fromkeys(one.deck for one in questions))
