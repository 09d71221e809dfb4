"""Fitting the parameters of memory to what a learner answered, as a job.

The optimiser runs in a child process: it would hold this one's interpreter for seconds. What was
found is kept as a `fit`; if it predicts better what it had not seen, the preset takes it, and
every card's stability and difficulty are computed anew from the log. No due date moves.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO

import numpy as np
from sqlalchemy import String, and_, cast, func, select, type_coerce
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from studyapp import changes, jobs
from studyapp.changes import Effect
from studyapp.db import Database
from studyapp.errors import RefusedError
from studyapp.ids import derived_id
from studyapp.learners import preset_of
from studyapp.messages import say
from studyapp.scheduling import DEFAULT_PARAMETERS
from studyapp.scheduling.fitting import Found, Log, fit, is_possible, states, whole_histories
from studyapp.tables import Card, Deck, Fit, Job, Preset, Review

KIND = "fit"
BETTER, NO_BETTER, TOO_FEW = "better", "no-better", "too-few"
# Answers that move the schedule; the others are kept for the record.
LEARNING_KINDS = ("learn", "review", "relearn")
SECONDS = 300
_CARD: Any = Card.__table__  # type: ignore[attr-defined]
_REVIEW: Any = Review.__table__  # type: ignore[attr-defined]
_POLL = 1.0
Now = Callable[[], datetime]


def request(session: Session, learner_id: str, preset_id: str, job_id: str, now: datetime) -> Job:
    """Ask for a fit of a preset; one that is under way is not asked for again.

    Raises:
        RefusedError: the optimiser is not installed
    """
    preset_of(session, learner_id, preset_id)
    if not is_possible():
        raise RefusedError(
            say("Fitting needs the package fsrs-rs-python: pip install 'studyapp[fsrs]'.")
        )
    under_way = jobs.latest(session, learner_id, preset_id, KIND)
    if under_way and under_way.state in jobs.OPEN:
        return under_way
    return jobs.enqueue(session, learner_id, job_id, KIND, now, document_id=preset_id)


def latest(session: Session, learner_id: str, preset_id: str) -> Fit | None:
    """Return what the last fit of a preset found."""
    return session.exec(
        select_rows(Fit)
        .where(Fit.learner_id == learner_id, Fit.preset_id == preset_id)
        .order_by(col(Fit.made_at).desc(), col(Fit.id).desc())
        .limit(1)
    ).first()


def in_use(session: Session, learner_id: str, preset: Preset) -> Fit | None:
    """Return the fit whose parameters a preset has; None if they came from elsewhere."""
    fits = session.exec(
        select_rows(Fit)
        .where(Fit.learner_id == learner_id, Fit.preset_id == preset.id)
        .order_by(col(Fit.made_at).desc())
    )
    return next((one for one in fits if one.parameters == preset.parameters), None)


def run(database: Database, job: jobs.Claim, now: Now, *, stop: Callable[[], bool]) -> None:
    """Fit a preset's parameters and, if they predict better, let it take them."""
    preset_id = str(job.document_id)
    with database.reading() as session:
        preset = session.get(Preset, (job.learner_id, preset_id))
        if preset is None:
            database.write(lambda session: jobs.finish(session, job, now()))
            return
        present = tuple(preset.parameters or DEFAULT_PARAMETERS)
        used = in_use(session, job.learner_id, preset)
        log, _card_ids = log_of(session, job.learner_id, preset_id)
    since = milliseconds(used.made_at) if used else 0
    found = _fitted_apart(log, present, since, _keeper(database, job, now, stop))
    if found is not None:
        database.write(lambda session: _take(session, job, preset_id, found, now()))


def milliseconds(moment: datetime) -> int:
    """Return a moment as a log orders it."""
    return int(moment.timestamp() * 1000)


def _keeper(
    database: Database, job: jobs.Claim, now: Now, stop: Callable[[], bool]
) -> Callable[[], bool]:
    def going() -> bool:
        moment = now()
        return not stop() and database.write(lambda session: jobs.renew(session, job, moment))

    return going


def log_of(
    session: Session, learner_id: str, preset_id: str, card_ids: Collection[str] = ()
) -> tuple[Log, list[str]]:
    """Return the log of a preset's cards, and the id of each card that the log numbers.

    There may be hundreds of thousands of answers: ids and times come as the database holds them,
    and arrays are made of whole columns.
    """
    only = [_REVIEW.c.card_id.in_(card_ids)] if card_ids else []
    key, at, day = _as_held(session)
    rows = session.execute(
        select(key, at, day, _REVIEW.c.rating, _REVIEW.c.state).where(
            _REVIEW.c.learner_id == learner_id,
            _REVIEW.c.voided_at.is_(None),
            _REVIEW.c.kind.in_(LEARNING_KINDS),
            *only,
        )
    ).all()
    theirs = _cards_of(session, learner_id, preset_id, key.type)
    return _as_log([row for row in rows if row[0] in theirs])


def _as_held(session: Session) -> tuple[Any, Any, Any]:
    """Return card, moment (UTC) and day of an answer: the id as it is held, the times as text."""
    if session.get_bind().dialect.name == "sqlite":
        # Dates are text there; hex digits and objects for each row would cost the most.
        columns = (_REVIEW.c.card_id, _REVIEW.c.reviewed_at, _REVIEW.c.day)
        return tuple(type_coerce(column, String()) for column in columns)  # type: ignore[return-value]
    at = cast(func.timezone("UTC", _REVIEW.c.reviewed_at), String)
    return _REVIEW.c.card_id, at, cast(_REVIEW.c.day, String)


def _cards_of(session: Session, learner_id: str, preset_id: str, held_as: Any) -> set[Any]:
    found = session.execute(
        select(type_coerce(_CARD.c.id, held_as))
        .join(Deck, and_(col(Deck.learner_id) == learner_id, col(Deck.id) == _CARD.c.deck_id))
        .where(_CARD.c.learner_id == learner_id, col(Deck.preset_id) == preset_id)
    )
    return set(found.scalars())


def _as_log(rows: Sequence[Any]) -> tuple[Log, list[str]]:
    keys, moments, days, ratings, before = zip(*rows, strict=True) if rows else ((),) * 5
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    since_1970 = np.array(days, dtype="datetime64[D]").astype(np.int64)
    log = whole_histories(
        np.array([numbers[key] for key in keys], dtype=np.int64),
        np.array(moments, dtype="datetime64[us]").astype(np.int64) // 1000,
        since_1970 + date(1970, 1, 1).toordinal(),
        np.array(ratings, dtype=np.int64),
        np.array([state == "new" for state in before], dtype=bool),
    )
    return log, [key.hex() if isinstance(key, bytes) else key for key in numbers]


def _take(session: Session, job: jobs.Claim, preset_id: str, found: Found, now: datetime) -> None:
    """Keep what was found, if the job is still this worker's and the preset still there."""
    preset = session.get(Preset, (job.learner_id, preset_id))
    if not jobs.finish(session, job, now) or preset is None:
        return
    session.add(
        Fit(
            learner_id=job.learner_id,
            id=derived_id(job.id, "fit"),
            preset_id=preset_id,
            made_at=now,
            reviews=found.reviews,
            outcome=found.outcome,
            parameters=list(found.parameters),
            scores=found.scores,
        )
    )
    if found.outcome == BETTER:
        adopt(session, preset, found.parameters, now, "fit")


def adopt(
    session: Session,
    preset: Preset,
    parameters: Sequence[float] | None,
    now: datetime,
    label: str,
    *,
    key: str | None = None,
) -> None:
    """Let a preset have parameters (None: the published ones); its cards' memory follows."""
    effects = [changes.changed(preset, parameters=list(parameters) if parameters else None)]
    session.flush()
    effects += recomputed(session, preset)
    changes.record(session, preset.learner_id, label, effects, now, key=key)


def recomputed(session: Session, preset: Preset) -> list[Effect]:
    """Compute the stability and difficulty of a preset's cards from the log."""
    log, card_ids = log_of(session, preset.learner_id, preset.id)
    if not len(log):
        return []
    stability, difficulty = states(preset.parameters or DEFAULT_PARAMETERS, log)
    last = np.append(np.flatnonzero(log.first)[1:], len(log)) - 1
    wanted = {
        card_ids[card]: (round(s, 4), round(d, 3))
        for card, s, d in zip(
            log.card[last].tolist(),
            stability[last].tolist(),
            difficulty[last].tolist(),
            strict=True,
        )
    }
    rows = session.execute(
        select(col(Card.id), col(Card.stability), col(Card.difficulty), col(Card.version))
        .join(Deck, and_(col(Deck.learner_id) == preset.learner_id, col(Deck.id) == Card.deck_id))
        .where(
            col(Card.learner_id) == preset.learner_id,
            col(Deck.preset_id) == preset.id,
            # A card that was made new again has forgotten its log.
            col(Card.stability).is_not(None),
        )
    )
    told = [
        (key, _memory(s, d, version), _memory(*wanted[key], version + 1))
        for key, s, d, version in rows
        if key in wanted and wanted[key] != (s, d)
    ]
    return changes.changed_many(session, Card, preset.learner_id, told)


def _memory(stability: float, difficulty: float, version: int) -> dict[str, Any]:
    return {"stability": stability, "difficulty": difficulty, "version": version}


def answers_in(session: Session, learner_id: str, preset_id: str) -> int:
    """Return how many answers a fit of a preset would read."""
    number: int = session.execute(
        select(func.count())
        .select_from(Review)
        .join(Card, and_(col(Card.learner_id) == learner_id, col(Card.id) == Review.card_id))
        .join(Deck, and_(col(Deck.learner_id) == learner_id, col(Deck.id) == Card.deck_id))
        .where(
            col(Review.learner_id) == learner_id,
            col(Deck.preset_id) == preset_id,
            col(Review.voided_at).is_(None),
            col(Review.kind).in_(LEARNING_KINDS),
        )
    ).scalar_one()
    return number


# -- The child ---------------------------------------------------------------------------


def _fitted_apart(
    log: Log, present: Sequence[float], since: int, going: Callable[[], bool]
) -> Found | None:
    """Fit in a child process; None as soon as *going*, asked each second, says no."""
    with tempfile.TemporaryFile() as sent:
        np.savez(
            sent,
            card=log.card,
            at=log.at,
            day=log.day,
            rating=log.rating,
            first=log.first,
            present=np.array(present),
            since=np.array(since),
        )
        sent.seek(0)
        with _child(sent) as child:
            answer = _asked(child, going)
    if answer is None:
        return None
    if child.returncode or not answer:
        raise RuntimeError(f"the fit ended with {child.returncode}")
    told = json.loads(answer)
    return Found(told["outcome"], told["reviews"], tuple(told["parameters"]), told["scores"])


@contextlib.contextmanager
def _child(question: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Start the child; it is gone when the block is left, however that happens."""
    child = subprocess.Popen(
        [sys.executable, "-m", "studyapp.fitting"],
        # A file and not a pipe: nobody has to stay and feed it.
        stdin=question,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parent.parent,
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()


def _asked(child: subprocess.Popen[bytes], going: Callable[[], bool]) -> bytes | None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        try:
            return child.communicate(timeout=_POLL)[0]
        except subprocess.TimeoutExpired:
            if not going():
                return None
    raise RuntimeError(f"the fit took more than {SECONDS} seconds")


def answer(stream: BinaryIO) -> dict[str, Any]:
    """Fit what comes on *stream*, as the child."""
    sent = np.load(io.BytesIO(stream.read()), allow_pickle=False)
    log = Log(sent["card"], sent["at"], sent["day"], sent["rating"], sent["first"])
    return asdict(fit(log, sent["present"].tolist(), since=int(sent["since"])))


def main() -> None:
    """Answer one question, as the child."""
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer)))


if __name__ == "__main__":
    main()
