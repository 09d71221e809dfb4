"""Which questions a quiz asks: what the learner wished for, and a draw that can be repeated."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlmodel import Session, col

from questions.model import Kind
from questions.text import Block
from studyapp import decks, documents, search
from studyapp.learners import Clock
from studyapp.messages import Message, say
from studyapp.tables import StoredQuestion

MOST = 500
USUAL_NUMBER = 10
ORDERS = ("random", "document")
FEEDBACKS = ("now", "end")
# How the set-up groups the kinds: by what the learner does to answer.
GROUPS: Mapping[str, tuple[Kind, ...]] = {
    "choice": (Kind.CHOICE,),
    "truefalse": (Kind.TRUEFALSE,),
    "short": (Kind.SHORT, Kind.NUMERIC),
    "cloze": (Kind.CLOZE, Kind.GAPS),
    "flashcard": (Kind.FLASHCARD,),
    "arrange": (Kind.MATCHING, Kind.ORDERING),
    "mark": (Kind.HOTTEXT, Kind.HOTSPOT),
    "long": (Kind.ESSAY, Kind.COMPOSITE),
}


@dataclass(frozen=True)
class Scope:
    """Where the questions come from. What is left empty does not narrow the choice."""

    decks: tuple[str, ...] = ()
    document: str | None = None
    sections: tuple[str, ...] = ()
    search: str = ""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wish:
    """What a learner wants to be asked; *number* None means all there are."""

    scope: Scope = Scope()
    groups: tuple[str, ...] = ()
    number: int | None = USUAL_NUMBER
    order: str = "random"
    feedback: str = "now"
    certainty: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the wish as the quiz keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Wish:
        """Return the wish that `as_json` wrote."""
        scope: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in kept["scope"].items()
        }
        groups = tuple(kept["groups"])
        return cls(**{**kept, "scope": Scope(**scope), "groups": groups})


@dataclass(frozen=True)
class Section:
    """A part of a document under one heading, and how many questions it has."""

    title: str
    questions: int


def problems(wish: Wish) -> list[Message]:
    """Say in words what is wrong with a wish, if anything."""
    number = wish.number
    checks = (
        (
            number is None or 1 <= number <= MOST,
            say("Choose between 1 and %(most)s questions.", most=MOST),
        ),
        (wish.order in ORDERS, say("Choose one of the orders.")),
        (wish.feedback in FEEDBACKS, say("Choose when the answers are shown.")),
        (set(wish.groups) <= set(GROUPS), say("Choose kinds of the list.")),
        (
            len(wish.scope.questions) <= MOST,
            say("At most %(most)s questions can be chosen.", most=MOST),
        ),
    )
    return [problem for fine, problem in checks if not fine]


def numbers_by_group(
    session: Session, learner_id: str, scope: Scope, clock: Clock
) -> dict[str, int]:
    """Return how many questions of each group of kinds *scope* holds."""
    groups = {kind.value: group for group, kinds in GROUPS.items() for kind in kinds}
    found = Counter(row.kind for row in _pool(session, learner_id, scope, clock, ()))
    counted = Counter(dict.fromkeys(GROUPS, 0))
    for kind, number in found.items():
        counted[groups[kind]] += number
    return dict(counted)


def draw(
    session: Session, learner_id: str, wish: Wish, clock: Clock, seed: str
) -> list[StoredQuestion]:
    """Return the questions that *seed* draws for *wish*, in the order in which they are asked."""
    pool = _pool(session, learner_id, wish.scope, clock, wish.groups)
    drawn = sorted(pool, key=lambda row: chance(seed, row.id))
    drawn = drawn[: MOST if wish.number is None else wish.number]
    if wish.order == "document":
        drawn.sort(key=lambda row: (row.document_id or "~", row.source_start or 0, row.id))
    return search.rows_of(session, learner_id, [row.id for row in drawn])


def chance(seed: str, name: str) -> bytes:
    """Draw for *name*; the same seed draws the same."""
    return hashlib.blake2b(f"{seed}/{name}".encode(), digest_size=8).digest()


def sections(session: Session, learner_id: str, document_id: str) -> list[Section]:
    """Return the sections of a document that hold questions; [] where there are not two."""
    document = documents.get(session, learner_id, document_id)
    blocks = documents.blocks_of(document)
    depth = telling_depth(block.section for block in blocks)
    rows = documents.questions_about(session, learner_id, document_id)
    paths = [section_of(blocks, row.source_start) for row in rows if row.reported is None]
    counted = Counter(title_at(path, depth) for path in paths)
    counted.pop("", None)
    return [Section(title, number) for title, number in counted.items()] if depth else []


def section_of(blocks: Sequence[Block], start: int | None) -> tuple[str, ...]:
    """Return the headings under which a place of a document stands."""
    number = bisect_right(blocks, start, key=lambda block: block.start) if start is not None else 0
    return blocks[number - 1].section if number else ()


def telling_depth(paths: Iterable[Sequence[str]]) -> int:
    """Return down to which heading paths must be read to tell them apart; 0 if none can be."""
    found = {tuple(path) for path in paths if path}
    for depth in range(1, max(map(len, found), default=0) + 1):
        if len({path[:depth] for path in found}) > 1:
            return depth
    return 0


def title_at(path: Sequence[str], depth: int) -> str:
    """Return the heading of *path* at *depth*, the last one where it is not so deep."""
    return path[min(depth, len(path)) - 1] if path and depth else ""


def _pool(
    session: Session, learner_id: str, scope: Scope, clock: Clock, groups: Sequence[str]
) -> list[Row[Any]]:
    """Return id, kind and place of every question that could be asked."""
    own = col(StoredQuestion.learner_id) == learner_id
    kinds = [kind.value for group in groups or GROUPS for kind in GROUPS[group]]
    conditions = [
        col(StoredQuestion.removed_at).is_(None),
        col(StoredQuestion.reported).is_(None),
        col(StoredQuestion.kind).in_(kinds),
        *_within(session, learner_id, scope),
    ]
    statement = select(
        StoredQuestion.id,  # type: ignore[call-overload]
        StoredQuestion.kind,
        StoredQuestion.document_id,
        StoredQuestion.source_start,
    ).where(own, *conditions)
    rows = list(session.execute(statement))
    rows = _in_sections(session, learner_id, scope, rows)
    if not scope.search.strip():
        return rows
    found = set(search.ids(session, learner_id, search.parse(scope.search), clock))
    return [row for row in rows if row.id in found]


def _within(session: Session, learner_id: str, scope: Scope) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if scope.questions:
        conditions.append(col(StoredQuestion.id).in_(scope.questions))
    if scope.decks:
        conditions.append(
            col(StoredQuestion.deck_id).in_(_with_sub_decks(session, learner_id, scope))
        )
    if scope.document:
        conditions.append(col(StoredQuestion.document_id) == scope.document)
    return conditions


def _with_sub_decks(session: Session, learner_id: str, scope: Scope) -> list[str]:
    titles = [decks.get(session, learner_id, deck_id).title for deck_id in scope.decks]
    prefixes = tuple(f"{title}::" for title in titles)
    inside = [
        deck.id for deck in decks.all_of(session, learner_id) if deck.title.startswith(prefixes)
    ]
    return [*scope.decks, *inside]


def _in_sections(
    session: Session, learner_id: str, scope: Scope, rows: list[Row[Any]]
) -> list[Row[Any]]:
    if not (scope.document and scope.sections):
        return rows
    document = documents.get(session, learner_id, scope.document)
    blocks = documents.blocks_of(document)
    depth = telling_depth(block.section for block in blocks)
    return [
        row
        for row in rows
        if title_at(section_of(blocks, row.source_start), depth) in scope.sections
    ]
