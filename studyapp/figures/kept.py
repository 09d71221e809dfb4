"""Figures that are kept: sums of study days and packed cards, as a cache of cards and log.

Triggers of the database (migration 0011) write down, in the transaction of whatever changes a card
or an answer, which day and which card the cache does not know any more. Reading takes what is kept
and counts the rest anew, so that a page is right whether or not anybody renewed the cache; renewing
makes the next page quick. It can all be thrown away: `studyapp stats --rebuild` makes it again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Date,
    LargeBinary,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    type_coerce,
)
from sqlmodel import Session, col

from studyapp.figures import columns, dayanswers
from studyapp.figures.columns import Answers
from studyapp.figures.days import WIDTH, Days, counted
from studyapp.figures.packing import Packed, shorts, unpacked
from studyapp.figures.reading import (
    Rows,
    cards_of,
    decays_of,
    joined,
    log_and_cards,
    log_of,
    packed_cards,
    read,
)
from studyapp.figures.rows import Floats, Integers, Log, frame_of
from studyapp.ids import Id, RawId
from studyapp.learners import Clock
from studyapp.tables import (
    Card,
    DayAnswers,
    KeptCards,
    Review,
    StoredQuestion,
    StudyDay,
    TouchedCard,
)

Place = tuple[str, date]
"""A deck, or the learner for all decks, and a study day."""
WORTH_KEEPING = 5_000
"""A log below so many answers is counted as quickly as a cache is read."""
_WORN_CARDS, _WORN_DAYS = 300, 2
_FEW_DAYS = 60
_AT_ONCE = 500
_SHIFT = 2**32
_PUT = text(
    "INSERT INTO study_day (learner_id, deck_id, day, body) VALUES (:owner, :deck, :on, :body) "
    "ON CONFLICT (learner_id, deck_id, day) DO UPDATE SET body = excluded.body"
).bindparams(
    bindparam("owner", type_=Id),
    bindparam("deck", type_=Id),
    bindparam("on", type_=Date),
    bindparam("body", type_=LargeBinary),
)


def quick(
    session: Session,
    learner_id: str,
    clock: Clock,
    period: str,
    condition: ColumnElement[bool] | None = None,
    deck_ids: Collection[str] | None = None,
) -> Rows:
    """Read as `read` does, from what is kept where that is possible.

    *deck_ids* says that *condition* means the cards of these decks and nothing else.
    """
    is_kept = _head(session, learner_id) is not None
    if not is_kept or (condition is not None and deck_ids is None):
        return read(session, learner_id, clock, period, condition)
    decays = decays_of(session, learner_id)
    owners = [learner_id] if deck_ids is None else sorted(deck_ids)
    days = _days(session, learner_id, clock, decays, owners)
    within = _cards_in(learner_id, deck_ids)
    return Rows(
        frame_of(clock, period),
        days,
        lambda: cards_of(_packed(session, learner_id, deck_ids), decays, clock),
        lambda: log_of(session, learner_id, clock, decays, within),
    )


def cards(
    session: Session,
    learner_id: str,
    condition: ColumnElement[bool] | None = None,
    deck_ids: Collection[str] | None = None,
) -> Packed:
    """Return the cards of kept questions that *condition* picks, as `quick` takes it."""
    if _head(session, learner_id) is None:
        return packed_cards(session, learner_id, condition)
    packed = _packed(session, learner_id, deck_ids)
    if condition is None or deck_ids is not None:
        return packed
    ids = select(type_coerce(col(Card.id), RawId)).join(StoredQuestion, joined())
    found = session.execute(ids.where(col(Card.learner_id) == learner_id, condition))
    keys = columns.shorts_of(found.scalars().all())
    return packed.where(np.isin(packed.key, keys))


def answers(session: Session, learner_id: str, clock: Clock, first: date | None) -> Answers:
    """Return every answer that counts since the day *first*, to whatever card."""
    if _head(session, learner_id) is None:
        since = None if first is None else col(Review.day) >= first
        return columns.read_log(session, learner_id, clock, since, few=first is not None)
    return dayanswers.read(session, learner_id, clock, first)


def waited_by_deck(
    session: Session, learner_id: str, clock: Clock, first: date
) -> dict[str, tuple[int, int]] | None:
    """Return by deck how many reviews since *first* waited a day or longer, and were right.

    None where nothing is kept to tell it from.
    """
    if _head(session, learner_id) is None:
        return None
    decays = decays_of(session, learner_id)
    since = (col(StudyDay.deck_id) != learner_id) & (col(StudyDay.day) >= first)
    places, sums = _sums(session, learner_id, clock, decays, since)
    days = Days(np.array([day.toordinal() for _deck, day in places], dtype=np.int64), sums)
    found: dict[str, tuple[int, int]] = {}
    for (deck_id, _day), waited in zip(places, days.part("waited").sum(axis=1), strict=True):
        number, passed = found.get(deck_id, (0, 0))
        found[deck_id] = number + int(waited.sum()), passed + int(waited[1])
    return found


def are_worn(session: Session, learner_id: str) -> bool:
    """Say whether renewing what is kept would make figures quicker."""
    if _head(session, learner_id) is None:
        return _has_more_than(session, col(Review.id), learner_id, WORTH_KEEPING)
    if _has_more_than(session, col(TouchedCard.card_id), learner_id, _WORN_CARDS):
        return True
    stale = select(func.count()).where(
        col(StudyDay.learner_id) == learner_id,
        col(StudyDay.deck_id) == learner_id,
        col(StudyDay.body).is_(None),
    )
    return bool(session.execute(stale).scalar_one() > _WORN_DAYS)


def renew(session: Session, learner_id: str, clock: Clock) -> None:
    """Bring what is kept up to now; where nothing is kept, make all of it."""
    # One at a time: whoever renews as well waits here.
    kept = select(col(KeptCards.body)).where(col(KeptCards.learner_id) == learner_id)
    body = session.execute(kept.with_for_update()).scalar_one_or_none()
    if body is None:
        _make(session, learner_id, clock)
        return
    touched = delete(TouchedCard).where(col(TouchedCard.learner_id) == learner_id)
    keys = list(session.execute(touched.returning(col(TouchedCard.card_id))).scalars())
    packed = unpacked(body)
    for some in _portions(keys):
        fresh = packed_cards(session, learner_id, col(Card.id).in_(some))
        packed = packed.mended(shorts(some), fresh)
    _store_cards(session, learner_id, packed, clock)
    places = _stale(session, learner_id)
    found = _counted(session, learner_id, clock, decays_of(session, learner_id), places)
    _store_days(session, learner_id, places, found, clock)


def rebuild(session: Session, learner_id: str, clock: Clock) -> None:
    """Throw away what is kept and make it again from cards and log."""
    forget(session, learner_id)
    _make(session, learner_id, clock)


def forget(session: Session, learner_id: str) -> None:
    """Throw away what is kept: before much changes at once, so that it is not followed in steps."""
    for table in (TouchedCard, StudyDay, DayAnswers, KeptCards):
        owner: Any = table.learner_id
        session.execute(delete(table).where(col(owner) == learner_id))


# -- Cards ---------------------------------------------------------------------------------


def _head(session: Session, learner_id: str) -> str | None:
    statement = select(col(KeptCards.learner_id)).where(col(KeptCards.learner_id) == learner_id)
    found: str | None = session.execute(statement).scalar_one_or_none()
    return found


def _packed(session: Session, learner_id: str, deck_ids: Collection[str] | None) -> Packed:
    """Return the cards as they are now, of some decks or of all; they have to be kept."""
    kept = select(col(KeptCards.body)).where(col(KeptCards.learner_id) == learner_id)
    packed = _mended(session, learner_id, unpacked(session.execute(kept).scalar_one()))
    if deck_ids is None:
        return packed
    return packed.where(np.isin(packed.deck, shorts(deck_ids)))


def _mended(session: Session, learner_id: str, packed: Packed) -> Packed:
    """Put in what cards became since they were packed."""
    touched = select(col(TouchedCard.card_id)).where(col(TouchedCard.learner_id) == learner_id)
    keys = session.execute(touched).scalars().all()
    if not keys:
        return packed
    return packed.mended(shorts(keys), packed_cards(session, learner_id, col(Card.id).in_(touched)))


def _store_cards(session: Session, learner_id: str, packed: Packed, clock: Clock) -> None:
    session.execute(delete(KeptCards).where(col(KeptCards.learner_id) == learner_id))
    session.execute(
        insert(KeptCards),
        {"learner_id": learner_id, "body": packed.as_bytes(), "kept_at": clock.now},
    )


def _cards_in(learner_id: str, deck_ids: Collection[str] | None) -> Any:
    if deck_ids is None:
        return None
    found = select(col(Card.id)).join(StoredQuestion, joined())
    return found.where(
        col(Card.learner_id) == learner_id,
        col(Card.deck_id).in_(deck_ids),
        col(StoredQuestion.removed_at).is_(None),
    )


# -- Days ----------------------------------------------------------------------------------


def _days(
    session: Session,
    learner_id: str,
    clock: Clock,
    decays: Mapping[str, float],
    owners: Sequence[str],
) -> Days:
    """Return the days of decks, or of all: those that are kept, and the others counted."""
    wanted = col(StudyDay.deck_id).in_(owners)
    places, sums = _sums(session, learner_id, clock, decays, wanted)
    days = np.array([day.toordinal() for _deck, day in places], dtype=np.int64)
    found = Days(days, sums)
    found = found if len(owners) == 1 else found.ordered()
    some = found.answers > 0
    return Days(found.day[some], found.sums[some])


def _sums(
    session: Session,
    learner_id: str,
    clock: Clock,
    decays: Mapping[str, float],
    wanted: ColumnElement[bool],
) -> tuple[list[Place], Floats]:
    """Return the places that are *wanted*, in order, with a row of sums for each."""
    rows = session.execute(
        select(col(StudyDay.deck_id), col(StudyDay.day), col(StudyDay.body))
        .where(col(StudyDay.learner_id) == learner_id, wanted)
        .order_by(col(StudyDay.deck_id), col(StudyDay.day))
    ).all()
    stale = [(row[0], row[1]) for row in rows if row[2] is None]
    sums = np.empty((len(rows), WIDTH))
    is_kept = np.array([row[2] is not None for row in rows], dtype=bool)
    sums[is_kept] = np.frombuffer(b"".join(row[2] or b"" for row in rows)).reshape(-1, WIDTH)
    sums[~is_kept] = _counted(session, learner_id, clock, decays, stale)
    return [(row[0], row[1]) for row in rows], sums


def _stale(session: Session, learner_id: str) -> list[Place]:
    statement = (
        select(col(StudyDay.deck_id), col(StudyDay.day))
        .where(col(StudyDay.learner_id) == learner_id, col(StudyDay.body).is_(None))
        .order_by(col(StudyDay.deck_id), col(StudyDay.day))
    )
    # An answer that comes meanwhile waits, and makes its day stale again.
    rows = session.execute(statement.with_for_update())
    return [(row[0], row[1]) for row in rows]


def _counted(
    session: Session,
    learner_id: str,
    clock: Clock,
    decays: Mapping[str, float],
    places: Sequence[Place],
) -> Floats:
    """Count days anew: a row of sums for each of *places*."""
    if not places:
        return np.zeros((0, WIDTH))
    days = {day for _deck, day in places}
    cards = None
    if len(days) <= _FEW_DAYS:
        # All answers to the cards of these days: a prediction needs the one before.
        cards = select(col(Review.card_id)).where(
            col(Review.learner_id) == learner_id, col(Review.day).in_(days)
        )
    log, card_ids = log_and_cards(session, learner_id, clock, decays, cards)
    numbers = {one: at for at, one in enumerate(sorted({deck for deck, _day in places}), 1)}
    wanted = np.array([numbers[deck] * _SHIFT + day.toordinal() for deck, day in places])
    sums = np.zeros((len(places), WIDTH))
    if learner_id in numbers:
        sums += counted(log, _at(wanted, numbers[learner_id], log), len(places))
    if numbers.keys() - {learner_id}:
        homes = _homes(session, learner_id, numbers)
        home = np.array([homes.get(one, 0) for one in card_ids], dtype=np.int64)
        sums += counted(log, _at(wanted, home[log.card], log), len(places))
    return sums


def _at(wanted: Integers, owner: Integers | int, log: Log) -> Integers:
    """Return at which of the wanted places, which are in order, each answer counts; else -1."""
    codes = owner * _SHIFT + log.day
    at = np.minimum(np.searchsorted(wanted, codes), len(wanted) - 1)
    return np.where(wanted[at] == codes, at, -1)


def _homes(session: Session, learner_id: str, numbers: Mapping[str, int]) -> dict[str, int]:
    """Return the number of its deck for each card whose question is kept."""
    rows = session.execute(
        select(col(Card.id), col(Card.deck_id))
        .join(StoredQuestion, joined())
        .where(col(Card.learner_id) == learner_id, col(StoredQuestion.removed_at).is_(None))
    )
    return {card_id: numbers.get(deck_id, 0) for card_id, deck_id in rows}


def _make(session: Session, learner_id: str, clock: Clock) -> None:
    """Keep everything there is."""
    session.execute(delete(TouchedCard).where(col(TouchedCard.learner_id) == learner_id))
    _store_cards(session, learner_id, packed_cards(session, learner_id), clock)
    days = col(Review.day)
    answered = col(Review.learner_id) == learner_id
    every = session.execute(select(days).distinct().where(answered)).scalars()
    of_decks = session.execute(
        select(col(Card.deck_id), days)
        .distinct()
        .join(Card, (col(Card.learner_id) == learner_id) & (col(Card.id) == col(Review.card_id)))
        .where(answered)
    )
    places = sorted({(learner_id, day) for day in every} | {(one[0], one[1]) for one in of_decks})
    decays = decays_of(session, learner_id)
    found = _counted(session, learner_id, clock, decays, places)
    _store_days(session, learner_id, places, found, clock)


def _store_days(
    session: Session, learner_id: str, places: Sequence[Place], sums: Floats, clock: Clock
) -> None:
    """Put sums into the rows of their places; a day with answers still to come stays stale."""
    future = _future_days(session, learner_id, clock)
    rows = (
        {"owner": learner_id, "deck": deck, "on": day, "body": None if day in future else one}
        for (deck, day), one in zip(places, map(np.ndarray.tobytes, sums), strict=True)
    )
    for some in _portions(rows):
        session.execute(_PUT, some)
    whole = [day for deck, day in places if deck == learner_id]
    dayanswers.store(session, learner_id, clock, whole)


def _future_days(session: Session, learner_id: str, clock: Clock) -> set[date]:
    found = select(col(Review.day)).where(
        col(Review.learner_id) == learner_id, col(Review.reviewed_at) > clock.now
    )
    return set(session.execute(found).scalars())


def _has_more_than(session: Session, column: Any, learner_id: str, number: int) -> bool:
    owner = column.class_.learner_id
    statement = select(column).where(owner == learner_id).offset(number).limit(1)
    return session.execute(statement).first() is not None


def _portions(values: Iterable[Any]) -> Iterable[list[Any]]:
    rest = iter(values)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
