"""Learners: who studies here, and each one's clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from studyapp import changes, looks
from studyapp.errors import NotFoundError, RefusedError
from studyapp.ids import derived_id, new_id
from studyapp.messages import Message, say
from studyapp.scheduling import DEFAULT_PARAMETERS, Preset, day_starts_at, study_day
from studyapp.tables import Deck, Learner
from studyapp.tables import Preset as StoredPreset

THEMES = ("auto", "light", "dark")
_BY_ID = select(Learner).where(col(Learner.id) == bindparam("learner_id"))
MARKERS = ("yellow", "pink", "green", "blue", "orange")


@dataclass(frozen=True)
class Clock:
    """Now, for one learner: the zone and the hour at which the study day turns."""

    now: datetime
    zone: ZoneInfo
    rollover_hour: int

    @property
    def today(self) -> date:
        """Return the study day."""
        return study_day(self.now, self.zone, self.rollover_hour)

    def starts_at(self, day: date) -> datetime:
        """Return when study day *day* begins, in UTC."""
        return day_starts_at(day, self.zone, self.rollover_hour)


@dataclass(frozen=True)
class Wishes:
    """How a learner wants the app: `look` by the names in studyapp/looks.py."""

    zone: str
    rollover_hour: int
    theme: str
    new_per_day: int
    desired_retention: float
    look: Mapping[str, str] = field(default_factory=dict)
    two_buttons: bool = False


def clock_of(learner: Learner, now: datetime) -> Clock:
    """Return the clock of *learner*."""
    return Clock(now, ZoneInfo(learner.zone), learner.rollover_hour)


def single(session: Session) -> Learner | None:
    """Return the one learner of an install without accounts: the first there ever was."""
    return session.exec(select(Learner).order_by(col(Learner.created_at), col(Learner.id))).first()


def add(
    session: Session, name: str, zone: str, now: datetime, *, key: str | None = None
) -> Learner:
    """Add a learner, under the id *key* if one is given, with the default preset."""
    learner = Learner(id=key or new_id(), name=name, zone=zone, is_admin=True, created_at=now)
    session.add(learner)
    session.flush()
    session.add(default_preset(learner.id))
    session.flush()
    return learner


def default_preset_id(learner_id: str) -> str:
    """Return the id of the preset that every learner has."""
    return derived_id(learner_id, "preset")


def default_preset(learner_id: str) -> StoredPreset:
    """Return a fresh row of the preset that every learner has."""
    return StoredPreset(
        learner_id=learner_id,
        id=default_preset_id(learner_id),
        name="Default",
        learning_steps=[60, 600],
        relearning_steps=[600],
    )


def preset_of(session: Session, learner_id: str, preset_id: str) -> StoredPreset:
    """Return a learner's preset."""
    preset = session.get(StoredPreset, (learner_id, preset_id))
    if preset is None:
        raise NotFoundError("preset", preset_id)
    return preset


def preset_values(row: StoredPreset) -> Preset:
    """Return what the scheduler needs of a stored preset."""
    return Preset(
        parameters=tuple(row.parameters or DEFAULT_PARAMETERS),
        desired_retention=row.desired_retention,
        learning_steps=tuple(row.learning_steps),
        relearning_steps=tuple(row.relearning_steps),
        maximum_interval=row.maximum_interval,
    )


def load(session: Session, learner_id: str) -> Learner:
    """Return the learner."""
    learner = session.execute(_BY_ID, {"learner_id": learner_id}).scalar()
    if learner is None:
        raise NotFoundError("learner", learner_id)
    found: Learner = learner
    return found


def by_name(session: Session, name: str) -> Learner:
    """Return the learner called *name*."""
    learner = session.exec(select(Learner).where(Learner.name == name)).first()
    if learner is None:
        raise NotFoundError("learner", name)
    return learner


def set_up(session: Session, learner: Learner, wishes: Wishes, now: datetime) -> None:
    """Change how the app behaves for *learner*."""
    if problems := setting_problems(wishes):
        raise RefusedError(*problems)
    effect = changes.changed(
        learner,
        zone=wishes.zone,
        rollover_hour=wishes.rollover_hour,
        theme=wishes.theme,
        new_per_day=wishes.new_per_day,
        look=looks.chosen(wishes.look),
        two_buttons=wishes.two_buttons,
    )
    preset = preset_of(session, learner.id, default_preset_id(learner.id))
    retention = changes.changed(preset, desired_retention=wishes.desired_retention)
    session.add_all([learner, preset])
    changes.record(session, learner.id, "settings", [effect, retention], now)


def set_keys(session: Session, learner: Learner, keys: Mapping[str, str], now: datetime) -> None:
    """Change keys: by the shipped key, what replaces it; an empty one switches it off."""
    effect = changes.changed(learner, keys=dict(keys))
    session.add(learner)
    changes.record(session, learner.id, "settings", [effect], now)


def setting_problems(wishes: Wishes) -> list[Message]:
    """Say in words what is wrong with settings, if anything."""
    checks = (
        (
            wishes.zone in available_timezones(),
            say("There is no time zone “%(zone)s”. Choose one of the list.", zone=wishes.zone),
        ),
        (0 <= wishes.rollover_hour <= 23, say("The day can turn at an hour between 0 and 23.")),
        (wishes.theme in THEMES, say("Choose a light, a dark or the automatic theme.")),
        (0 <= wishes.new_per_day <= 9999, say("New cards a day: between 0 and 9999.")),
        (0.7 <= wishes.desired_retention <= 0.97, say("Desired retention: between 70 % and 97 %.")),
    )
    problems = [problem for fine, problem in checks if not fine]
    return problems + looks.look_problems(wishes.look)


def next_marker(session: Session, learner_id: str) -> str:
    """Return the marker colour that the next deck takes."""
    rows = session.exec(select(Deck.id).where(Deck.learner_id == learner_id)).all()
    return MARKERS[len(rows) % len(MARKERS)]
