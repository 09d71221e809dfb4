"""Accounts: names with passwords, and the browsers in which their learners are signed in."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from studyapp import learners
from studyapp.errors import NotFoundError, RefusedError
from studyapp.ids import is_id
from studyapp.messages import Message, say
from studyapp.tables import Learner, SignIn

LONGEST_NAME = 60
# A browser that was not used for a month, or for a year whatever it did, signs in again.
IDLE = timedelta(days=30)
LONGEST = timedelta(days=365)
# When a browser was last seen is written at most this often: reading costs no write.
_SEEN_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Ticket:
    """What a browser shows to be let in."""

    learner_id: str
    sign_in_id: str
    secret: str

    def __str__(self) -> str:
        """Return the ticket as a cookie holds it."""
        return f"{self.learner_id}.{self.sign_in_id}.{self.secret}"


@dataclass(frozen=True)
class Device:
    """A browser in which a learner is signed in, as a list shows it."""

    id: str
    device: str
    created_at: datetime
    seen_at: datetime


def name_key(name: str) -> str:
    """Return a name as it is compared: case, width and outer spaces make no difference."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def name_problems(name: str) -> list[Message]:
    """Say in words why *name* will not do."""
    key = name_key(name)
    if not key:
        return [say("Choose a name to sign in with.")]
    if len(key) > LONGEST_NAME:
        return [say("The name can have at most %(most)s characters.", most=LONGEST_NAME)]
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cs"} for letter in name):
        return [say("The name holds a character that cannot be seen. Type it anew.")]
    return []


def there_are_any(session: Session) -> bool:
    """Say whether anyone has an account yet."""
    found = session.exec(select(Learner.id).where(col(Learner.password_hash).is_not(None)).limit(1))
    return found.first() is not None


def find(session: Session, name: str) -> Learner | None:
    """Return the learner with an account of that name."""
    return session.exec(select(Learner).where(Learner.name_key == name_key(name))).first()


def open_account(
    session: Session, learner_id: str, name: str, password_hash: str, zone: str, now: datetime
) -> str:
    """Make an account and return whose it is.

    The first one is the admin's, and takes over what was studied here without accounts. Raises
    RefusedError for a name that is taken.
    """
    if problems := name_problems(name):
        raise RefusedError(*problems)
    known = find(session, name)
    if known is not None:
        if known.id == learner_id:  # the same form, sent twice
            return known.id
        raise RefusedError(say("This name is taken. Choose another."))
    is_first = not there_are_any(session)
    learner = learners.single(session) if is_first else None
    if learner is None:
        learner = learners.add(session, name, zone, now, key=learner_id)
    learner.name, learner.name_key = " ".join(name.split()), name_key(name)
    learner.password_hash, learner.is_admin = password_hash, is_first
    session.add(learner)
    session.flush()
    return learner.id


def set_password(session: Session, learner_id: str, password_hash: str, keep: str = "") -> None:
    """Change a password; every browser but the sign-in *keep* has to sign in again."""
    learner = learners.load(session, learner_id)
    learner.password_hash = password_hash
    learner.name_key = learner.name_key or name_key(learner.name)
    session.add(learner)
    end_others(session, learner_id, keep)


def begin(session: Session, learner_id: str, sign_in_id: str, device: str, now: datetime) -> Ticket:
    """Sign a browser in, under an id that the page brought, and return its ticket."""
    ticket = Ticket(learner_id, sign_in_id, secrets.token_urlsafe(32))
    session.execute(
        delete(SignIn).where(col(SignIn.learner_id) == learner_id, col(SignIn.seen_at) < now - IDLE)
    )
    session.merge(
        SignIn(
            learner_id=learner_id,
            id=sign_in_id,
            secret_hash=_digest(ticket.secret),
            device=device[:300],
            created_at=now,
            seen_at=now,
        )
    )
    return ticket


def read_ticket(text: str) -> Ticket | None:
    """Return the ticket that a cookie holds, if it is one."""
    learner_id, _, rest = text.partition(".")
    sign_in_id, _, secret = rest.partition(".")
    return (
        Ticket(learner_id, sign_in_id, secret) if is_id(learner_id) and is_id(sign_in_id) else None
    )


def holder(session: Session, ticket: Ticket, now: datetime) -> tuple[Learner, SignIn] | None:
    """Return who comes with *ticket*, unless it was ended, has run out or is made up."""
    row = session.exec(
        select(Learner, SignIn)
        .join(SignIn, col(SignIn.learner_id) == col(Learner.id))
        .where(SignIn.learner_id == ticket.learner_id, SignIn.id == ticket.sign_in_id)
    ).first()
    if row is None:
        return None
    learner, sign_in = row
    fits = secrets.compare_digest(sign_in.secret_hash, _digest(ticket.secret))
    fresh = now - sign_in.seen_at < IDLE and now - sign_in.created_at < LONGEST
    return (learner, sign_in) if fits and fresh else None


def is_stale(sign_in: SignIn, now: datetime) -> bool:
    """Say whether it is time to write down that this browser was seen."""
    return now - sign_in.seen_at >= _SEEN_EVERY


def seen(session: Session, learner_id: str, sign_in_id: str, now: datetime) -> None:
    """Write down that a browser was used."""
    row = session.get(SignIn, (learner_id, sign_in_id))
    if row is not None:
        row.seen_at = now
        session.add(row)


def devices(session: Session, learner_id: str, now: datetime) -> list[Device]:
    """Return the browsers in which a learner is signed in, the last used first."""
    rows = session.exec(
        select(SignIn)
        .where(SignIn.learner_id == learner_id, col(SignIn.seen_at) >= now - IDLE)
        .order_by(col(SignIn.seen_at).desc(), col(SignIn.id).desc())
    )
    return [Device(row.id, row.device, row.created_at, row.seen_at) for row in rows]


def end_if_there(session: Session, learner_id: str, sign_in_id: str) -> None:
    """Sign a browser out that may be signed out already."""
    row = session.get(SignIn, (learner_id, sign_in_id))
    if row is not None:
        session.delete(row)


def end(session: Session, learner_id: str, sign_in_id: str) -> None:
    """Sign a browser out: its ticket opens nothing any more."""
    row = session.get(SignIn, (learner_id, sign_in_id))
    if row is None:
        raise NotFoundError("sign-in", sign_in_id)
    session.delete(row)


def end_others(session: Session, learner_id: str, keep: str = "") -> None:
    """Sign every browser of a learner out, but for the sign-in *keep*."""
    which = delete(SignIn).where(col(SignIn.learner_id) == learner_id)
    session.execute(which.where(col(SignIn.id) != keep) if keep else which)


def remove(session: Session, learner_id: str) -> None:
    """Delete a learner with everything that is theirs; this cannot be undone."""
    learner = learners.load(session, learner_id)
    admins = select(func.count()).select_from(Learner).where(col(Learner.is_admin))
    others = session.exec(
        select(Learner.id).where(col(Learner.password_hash).is_not(None), Learner.id != learner_id)
    ).first()
    if learner.is_admin and others and session.exec(admins).one() == 1:
        raise RefusedError(say("This is the only admin. Make another learner admin first."))
    session.delete(learner)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
