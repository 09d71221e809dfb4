"""What is known of a question of a file before anybody says what is wanted of it.

The process that reads the file finds it out, so that it is found out once and questions need not be
made anew on the other side: what goes from there to here are texts, ready for the database.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from questions.faces import parts_of
from questions.formats import Asked
from questions.formats.schedule import CardState
from questions.model import Question, fingerprint
from questions.search_words import listed, words_of

_SORTED = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
# As the columns of JSON are written, for some look-ups search their text.
_PLAIN = json.JSONEncoder()
_SPACE = re.compile(r"\s+")
# What an import gives a question from outside the file, or what says nothing of its words.
_NOT_SAID = frozenset({"id", "deck", "findings", "sources", "origin"})

_JSON = {"extra"}


class Told(NamedTuple):
    """A question as texts: *body* is its JSON, *key* what its file calls it, *asks* what it asks.

    *place* is the document of its first source, with where the source begins and ends. *held* are
    its cards as plain tuples, which are handed over for half of what `states` would cost.
    """

    id: str
    kind: str
    deck: str | None
    key: str | None
    asks: str
    hash: str
    fingerprint: str
    parts: tuple[str, ...]
    body: str
    search_text: str
    tag_list: str
    finding_list: str
    place: tuple[str, int, int] | None = None
    held: tuple[tuple[Any, ...], ...] = ()

    @property
    def states(self) -> tuple[CardState, ...]:
        """Make what the file tells of its cards."""
        return tuple(map(CardState._make, self.held))

    @property
    def question(self) -> Question:
        """Make the question."""
        return Question.model_validate_json(self.body)


def told(asked: Asked) -> Told:
    """Say what is known of a question."""
    question = asked.question
    body = _body(question)
    source = question.sources[0] if question.sources else None
    return Told(
        id=question.id,
        kind=body["kind"],
        deck=question.deck,
        key=asked.key,
        asks="" if asked.key else plainly(question.stem),
        hash=_said(body),
        fingerprint=fingerprint(question),
        parts=parts_of(question),
        body=_PLAIN.encode(body),
        search_text=words_of(question),
        tag_list=listed(question.tags),
        finding_list=listed(one.name for one in question.findings),
        place=(source.document, source.start, source.end) if source else None,
        held=tuple(map(tuple, asked.cards)),
    )


def _body(question: Question) -> dict[str, Any]:
    """Return a question as JSON; what is JSON already is taken as it is, for it is the most."""
    body = question.model_dump(mode="json", exclude_defaults=True, exclude=_JSON)
    return body | {"extra": question.extra} if question.extra else body


def worded(known: Told, question: Question) -> Told:
    """Return the same with the words of *question*; it keeps the names that its file gave it."""
    new = told(Asked(question, known.key, known.states))
    return new._replace(hash=known.hash, fingerprint=known.fingerprint, asks=known.asks)


def plainly(stem: str) -> str:
    """Reduce a stem to what is compared where a file has no name for a question."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", stem)).strip().casefold()


def _said(body: Mapping[str, Any]) -> str:
    """Name all that a file says of a question."""
    held = {name: value for name, value in body.items() if name not in _NOT_SAID}
    return digest(_SORTED.encode(held))


def digest(text: str) -> str:
    """Name a text."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
