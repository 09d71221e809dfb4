"""What the figures can be narrowed to without writing a search: decks, tags, documents."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from studyapp import decks, documents, search
from studyapp.search import Term

_MOST = 200


@dataclass(frozen=True)
class Choice:
    """One thing to choose, and the search that stands for it."""

    name: str
    query: str
    chosen: bool


@dataclass(frozen=True)
class Choices:
    """What a learner can choose from, by what it is."""

    decks: tuple[Choice, ...]
    tags: tuple[Choice, ...]
    documents: tuple[Choice, ...]

    def __bool__(self) -> bool:
        return bool(self.decks or self.tags or self.documents)


def choices(session: Session, learner_id: str, query: str) -> Choices:
    """Return the learner's decks, tags and documents; *query* is the search that is shown."""
    tags = [one.name for one in search.names_found(session, learner_id, "tag_list")]
    return Choices(
        _choices("deck", [one.title for one in decks.all_of(session, learner_id)], query),
        _choices("tag", tags, query),
        _choices("source", [one.title for one in documents.all_of(session, learner_id)], query),
    )


def _choices(key: str, names: list[str], query: str) -> tuple[Choice, ...]:
    found = []
    for name in dict.fromkeys(names[:_MOST]):
        its = str(Term(key, name, literal=True))
        found.append(Choice(name, its, its == query))
    return tuple(found)
