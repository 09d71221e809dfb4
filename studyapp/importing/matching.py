"""Which questions of a file are new, changed or the same, asked of the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from studyapp.importing.incoming import Incoming
from studyapp.tables import Deck, StoredQuestion

# SQLite takes some thousand values in one statement.
_AT_ONCE = 500
_IN_DECK = and_(
    col(Deck.learner_id) == col(StoredQuestion.learner_id),
    col(Deck.id) == col(StoredQuestion.deck_id),
)


@dataclass
class Matched:
    """What becomes of the questions of a file; a changed one with the id of its row."""

    new: list[Incoming] = field(default_factory=list)
    changed: list[tuple[Incoming, str]] = field(default_factory=list)
    same: list[Incoming] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Return how many there are of each."""
        return {"new": len(self.new), "changed": len(self.changed), "same": len(self.same)}

    def status(self) -> dict[int, str]:
        """Return by position in the file what becomes of a question."""
        found = {one.position: "new" for one in self.new}
        found |= {one.position: "changed" for one, _row in self.changed}
        return found | {one.position: "same" for one in self.same}


def matched(session: Session, learner_id: str, questions: Sequence[Incoming]) -> Matched:
    """Compare by the name that the file gives, else by the words.

    A question that its learner edited since is the same as long as the file says what it said.
    """
    keys = _by_key(session, learner_id, [one.key for one in questions])
    known = _fingerprints(session, learner_id, [one.fingerprint for one in questions])
    found = Matched()
    for one in questions:
        row = keys.get(one.key)
        if row and row[1] != one.hash:
            found.changed.append((one, row[0]))
        elif row or one.fingerprint in known:
            found.same.append(one)
        else:
            known.add(one.fingerprint)
            found.new.append(one)
    return found


def home(session: Session, learner_id: str, questions: Sequence[Incoming]) -> str | None:
    """Return the title of the deck that holds most of these very questions already, if one does.

    A file that was edited and got another name on the way still means the questions that it means.
    """
    found: Counter[str] = Counter()
    for wanted in _parts([one.fingerprint for one in questions]):
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
    found: dict[str, tuple[str, str | None]] = {}
    for wanted in _parts(keys):
        rows = session.execute(
            select(
                col(StoredQuestion.source_key),
                col(StoredQuestion.id),
                col(StoredQuestion.source_hash),
            ).where(_kept(learner_id), col(StoredQuestion.source_key).in_(wanted))
        )
        found |= {key: (row_id, said) for key, row_id, said in rows}
    return found


def _fingerprints(session: Session, learner_id: str, marks: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for wanted in _parts(marks):
        rows = session.execute(
            select(col(StoredQuestion.fingerprint)).where(
                _kept(learner_id), col(StoredQuestion.fingerprint).in_(wanted)
            )
        )
        found |= {mark for (mark,) in rows}
    return found


def _kept(learner_id: str) -> ColumnElement[bool]:
    return (col(StoredQuestion.learner_id) == learner_id) & col(StoredQuestion.removed_at).is_(None)


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
