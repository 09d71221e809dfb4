"""What every view needs: the database, the settings, the clock, the learner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from flask import current_app, g
from sqlmodel import Session

from studyapp import learners
from studyapp.db import Database
from studyapp.errors import SignedOutError
from studyapp.learners import Clock
from studyapp.messages import say
from studyapp.settings import Settings
from studyapp.start import first_learner
from studyapp.tables import Learner

T = TypeVar("T")


@dataclass
class State:
    """What belongs to one application; `single` is the learner of an install without accounts."""

    settings: Settings
    database: Database
    now: Callable[[], datetime]
    single: str | None = field(default=None)


def state() -> State:
    """Return the state of the application that handles this request."""
    found: State = current_app.extensions["studyapp"]
    return found


def database() -> Database:
    """Return the database."""
    return state().database


def now() -> datetime:
    """Return the moment of this request: one request, one moment."""
    if "now" not in g:
        g.now = state().now()
    moment: datetime = g.now
    return moment


def learner_id() -> str:
    """Return whose request this is. The first request of an install makes its learner."""
    here = state()
    if here.settings.has_accounts:
        return signed_in().id
    if here.single is None:
        here.single = first_learner(here.database, now())
    return here.single


def signed_in() -> Learner:
    """Return the learner who is signed in, on an install with accounts; refuse anyone else."""
    if g.get("visitor") is None:
        raise SignedOutError(say("You are signed out here, so nothing was done."))
    found: Learner = g.visitor.learner
    return found


def nobody() -> bool:
    """Say whether this request comes from somebody who is not signed in."""
    return state().settings.has_accounts and g.get("visitor") is None


def learner(session: Session) -> Learner:
    """Return the learner's row as it was when this request first asked; not to be changed."""
    if state().settings.has_accounts:
        return signed_in()
    if "learner" not in g:
        row = learners.load(session, learner_id())
        session.expunge(row)
        g.learner = row
    found: Learner = g.learner
    return found


def clock(session: Session) -> Clock:
    """Return the learner's clock at this request's moment."""
    return learners.clock_of(learner(session), now())
