"""Which questions of a file are new, changed or the same, asked of the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from studyapp.importing.incoming import Arrivals
from studyapp.tables import Deck, StoredQuestion

_IN_DECK = and_(
    col(Deck.learner_id) == col(StoredQuestion.learner_id),
    col(Deck.id) == col(StoredQuestion.deck_id),
)


Status = Literal["new", "changed", "same"]


@dataclass
class Matched:
    """What becomes of each question of a file, by its place in it.

    *rows* holds the ids of the rows that the changed ones are, by place as well.
    """

    status: list[Status] = field(default_factory=list)
    rows: dict[int, str] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """Return how many there are of each."""
        times = Counter(self.status)
        return {"new": times["new"], "changed": times["changed"], "same": times["same"]}


def matched(session: Session, learner_id: str, questions: Arrivals) -> Matched:
    """Compare by the name that the file gives, else by the words.

    A question that its learner edited since is the same as long as the file says what it said.
    """
    found = Matched()
    seen: set[str] = set()
    for some in questions.portions():
        keys = _by_key(session, learner_id, [one.key for one in some])
        known = _fingerprints(session, learner_id, [one.told.fingerprint for one in some])
        for one in some:
            mark = one.told.fingerprint
            row = keys.get(one.key)
            if row and row[1] != one.told.hash:
                found.status.append("changed")
                found.rows[one.position] = row[0]
            elif row or mark in known or mark in seen:
                found.status.append("same")
            else:
                seen.add(mark)
                found.status.append("new")
    return found


def home(session: Session, learner_id: str, questions: Arrivals) -> str | None:
    """Return the title of the deck that holds most of these very questions already, if one does.

    A file that was edited and got another name on the way still means the questions that it means.
    """
    found: Counter[str] = Counter()
    for some in questions.portions():
        wanted = [one.told.fingerprint for one in some]
        rows = session.execute(
            select(col(Deck.title), func.count())
            .select_from(StoredQuestion)
            .join(Deck, _IN_DECK)
            .where(
                _kept(learner_id),
                col(StoredQuestion.fingerprint).in_(wanted),
                col(Deck.removed_at).is_(None),
            )
            .group_by(col(Deck.title))
        )
        for title, number in rows:
            found[title] += number
    title, number = max(found.items(), key=lambda one: one[1], default=("", 0))
    return title if 2 * number >= len(questions) > 0 else None


def _by_key(
    session: Session, learner_id: str, keys: Sequence[str]
) -> dict[str, tuple[str, str | None]]:
    rows = session.execute(
        select(
            col(StoredQuestion.source_key),
            col(StoredQuestion.id),
            col(StoredQuestion.source_hash),
        ).where(_kept(learner_id), col(StoredQuestion.source_key).in_(keys))
    )
    return {key: (row_id, said) for key, row_id, said in rows}


def _fingerprints(session: Session, learner_id: str, marks: Sequence[str]) -> set[str]:
    rows = session.execute(
        select(col(StoredQuestion.fingerprint)).where(
            _kept(learner_id), col(StoredQuestion.fingerprint).in_(marks)
        )
    )
    return {mark for (mark,) in rows}


def _kept(learner_id: str) -> ColumnElement[bool]:
    return (col(StoredQuestion.learner_id) == learner_id) & col(StoredQuestion.removed_at).is_(None)
