"""What a learner decided about drafts: stored as readings, and what they say of other drafts.

Each draft has one decision: kept, edited, or rejected, with a reason of the same name that judges
use (docs/quality.md). What the draft was (kind, method, features, score, findings) is stored with
it, so that many decisions can teach the ranker as verdicts do. They leave the installation only as
a file that the learner asks for, having agreed; here they move that learner's drafts alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, cast, delete, func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from questions.generate.ranking.personal import Decided, Taste
from questions.model import Question, fingerprint
from studyapp import changes, learners
from studyapp.changes import Effect
from studyapp.tables import Decision, Document, Draft

KEEP, EDIT, REJECT = "keep", "edit", "reject"
#: Why a draft is rejected: which of the judges' questions it fails.
REASONS = ("correct", "fluent", "alone", "only", "worth", "options")
FORMAT, VERSION = "studyapp-decisions", 1
#: Features with these beginnings have a word of the document in their name.
_WORDED = ("head=", "verb=")
_AT_ONCE = 500


@dataclass(frozen=True)
class Summary:
    """How many decisions there are, by act, and whether the learner gives them away."""

    kept: int = 0
    edited: int = 0
    rejected: int = 0
    gives: bool = False

    @property
    def number(self) -> int:
        return self.kept + self.edited + self.rejected


@dataclass
class Decider:
    """Notes decisions of one act, and gathers the effects of it."""

    session: Session
    document: Document
    now: datetime
    effects: list[Effect] = field(default_factory=list)
    _known: dict[str, Decision] = field(default_factory=dict)

    def know(self, drafts: Iterable[Draft]) -> None:
        """Read what was decided about *drafts* before, all at once."""
        keys = [draft.id for draft in drafts]
        for start in range(0, len(keys), _AT_ONCE):
            found = self.session.exec(
                select_rows(Decision).where(
                    Decision.learner_id == self.document.learner_id,
                    col(Decision.id).in_(keys[start : start + _AT_ONCE]),
                )
            )
            self._known |= {one.id: one for one in found}

    def note(self, draft: Draft, act: str, **values: Any) -> list[Effect]:
        """Store that *act* was done with a draft; *values* are columns of the decision."""
        values = {"act": act, "decided_at": self.now, **values}
        known = self._known.get(draft.id)
        if known is not None:
            return [changes.changed(known, **values)]
        made = Decision(**_what_it_is(self.document, draft), **values)
        self.session.add(made)
        self._known[draft.id] = made
        return [changes.created(made)]


def decider(
    session: Session, document: Document, drafts: Sequence[Draft], now: datetime
) -> Decider:
    """Return what notes decisions about *drafts* of a document."""
    made = Decider(session, document, now)
    made.know(drafts)
    return made


def _what_it_is(document: Document, draft: Draft) -> dict[str, Any]:
    question = Question.model_validate(draft.body)
    origin = question.origin
    return {
        "learner_id": draft.learner_id,
        "id": draft.id,
        "document_id": document.id,
        "digest": document.sha256[:16],
        "start": draft.source_start,
        "kind": draft.kind,
        "method": (origin.method if origin else "")[:64],
        "engine": (origin.engine if origin else "")[:32],
        "version": (origin.version if origin else "")[:32],
        "score": origin.score if origin else None,
        "told": list(origin.reasons) if origin else [],
        "findings": [one.name for one in question.findings],
        "features": draft.features or {},
    }


def edited(draft: Draft, after: Question) -> dict[str, Any]:
    """Return what a decision says of an edit: {} where no word was changed."""
    before = Question.model_validate(draft.body)
    if fingerprint(before) == fingerprint(after):
        return {}
    return {"edited": True, "before": dict(draft.body)}


def taste(session: Session, learner_id: str) -> Taste:
    """Return what a learner's decisions say of drafts; those kept unseen with others say nothing.

    Drafts that a model made count among themselves: their methods are others.
    """
    edits = func.sum(cast(col(Decision.edited), Integer))
    rows = session.execute(
        select(col(Decision.kind), col(Decision.method), col(Decision.act), func.count(), edits)
        .where(col(Decision.learner_id) == learner_id, col(Decision.together).is_(False))
        .group_by(col(Decision.kind), col(Decision.method), col(Decision.act))
    )
    found: dict[tuple[str, str], dict[str, int]] = {}
    for kind, method, act, number, changed in rows:
        told = found.setdefault((kind, method), {"kept": 0, "edited": 0, "rejected": 0})
        changed = number if act == EDIT else int(changed or 0)
        if act == REJECT:
            told["rejected"] += number
        else:
            told["edited"] += changed
            told["kept"] += number - changed
    return Taste(Decided(kind, method, **told) for (kind, method), told in found.items())


def summary(session: Session, learner_id: str) -> Summary:
    """Count a learner's decisions."""
    rows = session.execute(
        select(col(Decision.act), func.count())
        .where(col(Decision.learner_id) == learner_id)
        .group_by(col(Decision.act))
    )
    by = {act: int(number) for act, number in rows}
    gives = learners.load(session, learner_id).gives_decisions
    return Summary(by.get(KEEP, 0), by.get(EDIT, 0), by.get(REJECT, 0), gives)


def agree(session: Session, learner_id: str, *, gives: bool, now: datetime) -> None:
    """Say whether the decisions may be taken along as a file to be given away."""
    learner = learners.load(session, learner_id)
    effect = changes.changed(learner, gives_decisions=gives)
    session.add(learner)
    changes.record(session, learner_id, "settings", [effect], now)


def forget(session: Session, learner_id: str) -> int:
    """Delete every decision for good; return how many there were. Questions and drafts stay."""
    gone = delete(Decision).where(col(Decision.learner_id) == learner_id)
    return int(session.execute(gone).rowcount)  # type: ignore[attr-defined]


def rows(session: Session, learner_id: str, *, with_words: bool) -> Iterator[dict[str, Any]]:
    """Yield every decision in the shape of a verdict (tests/quality/rows.py), the oldest first.

    Without *with_words* nothing in them is of a document: where it lies is told by a hash of the
    whole text and an offset. With them come the words of the draft, and as it was before an edit.
    """
    found = session.exec(
        select_rows(Decision)
        .where(Decision.learner_id == learner_id)
        .order_by(col(Decision.decided_at), col(Decision.id))
        .execution_options(yield_per=_AT_ONCE)
    )
    judge = hashlib.sha256(f"judge/{learner_id}".encode()).hexdigest()[:12]
    for one in found:
        row = _row(one, judge)
        if with_words:
            draft = session.get(Draft, (learner_id, one.id))
            row["words"] = {"question": draft.body if draft else None, "before": one.before}
        else:
            row["features"] = _wordless(one.features)
        yield row


def _row(one: Decision, judge: str) -> dict[str, Any]:
    return {
        "round": f"use-{one.decided_at:%Y-%m-%d}",
        "item": one.id,
        "judge": judge,
        "origin": "use",
        "document": one.digest,
        "digest": one.digest,
        "genre": "own",
        "start": one.start,
        "kind": one.kind,
        "method": one.method,
        "score": one.score,
        "answers": _answers(one),
        "reason": "",
        "features": dict(one.features),
        "use": {
            "act": one.act,
            "edited": one.edited,
            "together": one.together,
            "engine": one.engine,
            "version": one.version,
            "findings": list(one.findings),
        },
    }


def _answers(one: Decision) -> dict[str, bool]:
    """Say in the judges' words what a decision says: nothing about what was not asked."""
    if one.act == REJECT:
        return {one.reason or "kept": False}
    return {"kept": True, "as it was": not one.edited}


def _wordless(features: Mapping[str, float]) -> dict[str, float]:
    return {name: by for name, by in features.items() if not name.startswith(_WORDED)}
