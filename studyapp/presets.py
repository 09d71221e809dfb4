"""Presets: named settings that decks take, with words for what cannot work."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from studyapp import changes, fitting
from studyapp.changes import Effect
from studyapp.errors import NotFoundError, RefusedError
from studyapp.learners import default_preset_id
from studyapp.messages import Message, say
from studyapp.scheduling import DEFAULT_PARAMETERS, EASE, check_parameters
from studyapp.tables import Card, Deck, Preset

SUSPEND, MARK = "suspend", "mark"
MADE, RANDOM = "made", "random"
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_STEP = re.compile(r"(\d{1,7})\s*(s|m|h|d)?")
_LONGEST_STEP = 30 * 86400
_MOST_STEPS = 10
_LONGEST_NAME = 200
_MOST_NUMBERS = 100
_LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Wanted:
    """The settings of a preset; steps are seconds, the interval is days."""

    name: str
    desired_retention: float
    learning_steps: tuple[int, ...]
    relearning_steps: tuple[int, ...]
    maximum_interval: int
    new_per_day: int | None
    new_order: str
    bury_siblings: bool
    leech_threshold: int
    leech_action: str
    spread: bool = True
    easy_days: tuple[str, ...] = ()
    parameters: tuple[float, ...] = ()
    """The 21 of FSRS-6; none for the published ones."""


def parameters_of(text: str) -> tuple[float, ...]:
    """Read parameters as they are copied from elsewhere; none where nothing is said."""
    words = text.strip(" []()\n\t").replace(",", " ").split()
    try:
        numbers = tuple(float(word) for word in words[:_MOST_NUMBERS])
        if numbers:
            check_parameters(numbers)
    except ValueError as error:
        reason = "" if "could not convert" in str(error) else f"{str(error).capitalize()}."
        told = say("These are no parameters of FSRS-6.")
        raise RefusedError(told, *filter(None, [reason])) from error
    return () if numbers == DEFAULT_PARAMETERS else numbers


def steps_of(text: str) -> tuple[int, ...]:
    """Read steps as people write them: "1m 10m 1d"; minutes where no unit is said."""
    found: list[int] = []
    for word in re.sub(r"(?<=\d)\s+(?=[smhd]\b)", "", text.lower().replace(",", " ")).split():
        match = _STEP.fullmatch(word)
        if match is None:
            raise RefusedError(
                say("“%(word)s” is no step. Write steps like 1m 10m 1d.", word=word[:20])
            )
        found.append(int(match[1]) * _UNITS[match[2] or "m"])
    if len(found) > _MOST_STEPS:
        raise RefusedError(say("At most %(most)s steps.", most=_MOST_STEPS))
    if any(not 1 <= step <= _LONGEST_STEP for step in found):
        raise RefusedError(say("A step lasts between one second and 30 days."))
    return tuple(found)


def words_of(steps: tuple[int, ...] | list[int]) -> str:
    """Write steps as `steps_of` reads them."""
    return " ".join(map(_step_words, steps))


def _step_words(seconds: int) -> str:
    for unit in ("d", "h", "m"):
        if seconds % _UNITS[unit] == 0:
            return f"{seconds // _UNITS[unit]}{unit}"
    return f"{seconds}s"


def problems(wanted: Wanted) -> dict[str, Message]:
    """Say by field what cannot work."""
    most_new = wanted.new_per_day
    checks: Mapping[str, tuple[bool, Message]] = {
        "name": (
            0 < len(wanted.name.strip()) <= _LONGEST_NAME,
            say("A preset needs a name of at most 200 letters."),
        ),
        "desired_retention": (
            0.7 <= wanted.desired_retention <= 0.97,
            say("Share to remember: between 0.70 and 0.97."),
        ),
        "maximum_interval": (
            1 <= wanted.maximum_interval <= 36500,
            say("Longest wait: between 1 and 36500 days."),
        ),
        "new_per_day": (
            most_new is None or 0 <= most_new <= 9999,
            say("New cards a day: between 0 and 9999, or empty for no limit of its own."),
        ),
        "new_order": (wanted.new_order in {MADE, RANDOM}, say("Choose one of the two orders.")),
        "leech_threshold": (
            0 <= wanted.leech_threshold <= 99,
            say("Too hard after: between 1 and 99 times, or 0 for never."),
        ),
        "leech_action": (
            wanted.leech_action in {SUSPEND, MARK},
            say("Choose what happens with cards that are too hard."),
        ),
        "easy_days": (
            len(wanted.easy_days) in {0, 7} and set(wanted.easy_days) <= EASE.keys(),
            say("Choose for each day whether it is a usual or an easy one."),
        ),
    }
    return {name: words for name, (fine, words) in checks.items() if not fine}


def get(session: Session, learner_id: str, preset_id: str) -> Preset:
    """Return a learner's preset."""
    row = session.get(Preset, (learner_id, preset_id))
    if row is None:
        raise NotFoundError("preset", preset_id)
    return row


def all_of(session: Session, learner_id: str) -> list[tuple[Preset, int]]:
    """Return a learner's presets, each with how many decks take it, by name."""
    counted = session.execute(
        select(col(Deck.preset_id), func.count())
        .where(col(Deck.learner_id) == learner_id, col(Deck.removed_at).is_(None))
        .group_by(col(Deck.preset_id))
    )
    numbers = {row[0]: row[1] for row in counted}
    rows = session.exec(
        select_rows(Preset)
        .where(Preset.learner_id == learner_id)
        .order_by(func.lower(Preset.name), col(Preset.id))
    )
    return [(row, numbers.get(row.id, 0)) for row in rows]


def wanted_of(row: Preset) -> Wanted:
    """Return the settings of a preset."""
    return Wanted(
        name=row.name,
        desired_retention=row.desired_retention,
        learning_steps=tuple(row.learning_steps),
        relearning_steps=tuple(row.relearning_steps),
        maximum_interval=row.maximum_interval,
        new_per_day=row.new_per_day,
        new_order=row.new_order,
        bury_siblings=row.bury_siblings,
        leech_threshold=row.leech_threshold,
        leech_action=row.leech_action,
        spread=row.spread,
        easy_days=tuple(row.easy_days),
        parameters=tuple(row.parameters or ()),
    )


def add(session: Session, learner_id: str, preset_id: str, wanted: Wanted, now: datetime) -> None:
    """Add a preset under the id that the form was given; sent again, it adds nothing."""
    _refuse(session, learner_id, preset_id, wanted)
    if session.get(Preset, (learner_id, preset_id)):
        return
    row = Preset(learner_id=learner_id, id=preset_id, **_columns(wanted))
    session.add(row)
    session.flush()
    changes.record(session, learner_id, "preset-new", [changes.created(row)], now)


def change(
    session: Session, learner_id: str, preset_id: str, wanted: Wanted, now: datetime
) -> None:
    """Change a preset; new cards line up anew by another order, memory follows parameters."""
    row = get(session, learner_id, preset_id)
    _refuse(session, learner_id, preset_id, wanted)
    reordered = row.new_order != wanted.new_order
    refitted = tuple(row.parameters or ()) != wanted.parameters
    effects = [changes.changed(row, **_columns(wanted))]
    session.flush()
    if reordered:
        decks = select(col(Deck.id)).where(
            col(Deck.learner_id) == learner_id, col(Deck.preset_id) == preset_id
        )
        effects += lined_up(session, learner_id, col(Card.deck_id).in_(decks), wanted.new_order)
    if refitted:
        effects += fitting.recomputed(session, row)
    changes.record(session, learner_id, "preset", effects, now)


def remove(session: Session, learner_id: str, preset_id: str, now: datetime) -> None:
    """Remove a preset; its decks take the default, which itself stays."""
    row = session.get(Preset, (learner_id, preset_id))
    if row is None:
        return
    default = get(session, learner_id, default_preset_id(learner_id))
    if row.id == default.id:
        raise RefusedError(say("The default preset stays: every new deck takes it."))
    effects = _moved_to(session, row, default)
    session.delete(row)
    session.flush()
    effects.append({**changes.created(row), "b": changes.created(row)["a"], "a": None})
    changes.record(session, learner_id, "preset-removal", effects, now)


def _moved_to(session: Session, row: Preset, default: Preset) -> list[Effect]:
    of_preset = [col(Deck.learner_id) == row.learner_id, col(Deck.preset_id) == row.id]
    # Those in the trash too: they may come back.
    decks = session.execute(select(col(Deck.id)).where(*of_preset)).scalars().all()
    effects = changes.changed_many(
        session,
        Deck,
        row.learner_id,
        [(key, {"preset_id": row.id}, {"preset_id": default.id}) for key in decks],
    )
    if row.new_order != default.new_order:
        waiting = col(Card.deck_id).in_(decks)
        effects += lined_up(session, row.learner_id, waiting, default.new_order)
    return effects


def take(session: Session, deck: Deck, preset_id: str) -> list[Effect]:
    """Let a deck take a preset and return the effects."""
    wanted = get(session, deck.learner_id, preset_id)
    before = get(session, deck.learner_id, deck.preset_id)
    effects = [changes.changed(deck, preset_id=wanted.id)]
    session.flush()
    if before.new_order != wanted.new_order:
        waiting = col(Card.deck_id) == deck.id
        effects += lined_up(session, deck.learner_id, waiting, wanted.new_order)
    return effects


def lined_up(session: Session, learner_id: str, which: Any, order: str) -> list[Effect]:
    """Let new cards that wait stand in line as *order* says, and return the effects."""
    rows = session.execute(
        select(col(Card.id), col(Card.due_at), col(Card.available_at)).where(
            col(Card.learner_id) == learner_id,
            which,
            col(Card.state) == "new",
            col(Card.available_at).is_not(None),
            col(Card.buried_until).is_(None),
        )
    )
    place: Callable[[str, datetime], datetime] = place_of_new(order)
    return changes.changed_many(
        session,
        Card,
        learner_id,
        [(key, {"available_at": at}, {"available_at": place(key, made)}) for key, made, at in rows],
    )


def place_in_deck(
    session: Session, learner_id: str, deck_id: str
) -> Callable[[str, datetime], datetime]:
    """Return what says where a new card of a deck stands in line."""
    deck = session.get_one(Deck, (learner_id, deck_id))
    return place_of_new(get(session, learner_id, deck.preset_id).new_order)


class Line:
    """Where cards stand that are brought back: new ones at their places, others when due."""

    def __init__(self, session: Session, learner_id: str) -> None:
        self._place_in = cache(partial(place_in_deck, session, learner_id))

    def moment(self, card_id: str, deck_id: str, state: str, due_at: datetime) -> datetime:
        """Return from when on a card is asked."""
        return self._place_in(deck_id)(card_id, due_at) if state == "new" else due_at

    def of(self, card: Card) -> datetime:
        """Return from when on *card* is asked."""
        return self.moment(card.id, card.deck_id, card.state, card.due_at)


def place_of_new(order: str) -> Callable[[str, datetime], datetime]:
    """Return what says where a new card, by its id and the moment it was made, stands in line."""
    return _drawn if order == RANDOM else lambda _card_id, made_at: made_at


def _drawn(card_id: str, _made_at: datetime) -> datetime:
    # A moment long ago that is drawn from the id: the same card always stands at the same place.
    return _LONG_AGO + timedelta(milliseconds=int(card_id[-10:], 16))


def _refuse(session: Session, learner_id: str, preset_id: str, wanted: Wanted) -> None:
    if found := problems(wanted):
        raise RefusedError(*found.values())
    same = session.exec(
        select_rows(Preset).where(
            Preset.learner_id == learner_id,
            func.lower(Preset.name) == wanted.name.strip().lower(),
            Preset.id != preset_id,
        )
    ).first()
    if same:
        raise RefusedError(say("Another preset has this name."))


def _columns(wanted: Wanted) -> dict[str, Any]:
    return {
        **asdict(wanted),
        "name": wanted.name.strip(),
        "learning_steps": list(wanted.learning_steps),
        "relearning_steps": list(wanted.relearning_steps),
        # All days alike are no easy days.
        "easy_days": list(wanted.easy_days) if len(set(wanted.easy_days)) > 1 else [],
        "parameters": list(wanted.parameters) or None,
    }
