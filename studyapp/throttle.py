"""How long who guesses passwords has to wait: by name and by address, longer each time.

A try is counted before the password is looked at and taken off again when it was right, so that
tries sent at once do not slip through together. A name waits a minute at most: nobody can lock
a learner out for long. Names that nobody has are counted like the others.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from studyapp.tables import Throttle

_FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True)
class Guard:
    """One thing that is counted: its row, how many tries are free, and the longest wait."""

    name: str
    free: int
    longest: timedelta

    def wait(self, row: Throttle | None, now: datetime) -> timedelta:
        """Return how long the next try has to wait."""
        if row is None or row.failures < self.free:
            return timedelta()
        pause = min(self.longest, timedelta(seconds=2 ** min(row.failures - self.free, 20)))
        return max(timedelta(), row.last_at + pause - now)


def guards(name_key: str, address: str) -> tuple[Guard, Guard]:
    """Return what a try with this name from this address counts against."""
    return (
        Guard(_digest("name", name_key), free=5, longest=timedelta(minutes=1)),
        Guard(_digest("address", _network(address)), free=20, longest=timedelta(minutes=15)),
    )


def begin(session: Session, guarded: Sequence[Guard], now: datetime) -> timedelta:
    """Count a try, or return how long it has to wait; then it is not counted."""
    rows = [_row(session, guard, now) for guard in guarded]
    wait = max(guard.wait(row, now) for guard, row in zip(guarded, rows, strict=True))
    if wait:
        return wait
    for row in rows:
        row.failures += 1
        row.last_at = now
        session.add(row)
    return wait


def passed(session: Session, guarded: Sequence[Guard]) -> None:
    """Forget a try that was right; the name is free again, the address keeps its other tries."""
    name, address = guarded
    session.execute(delete(Throttle).where(col(Throttle.name) == name.name))
    row = session.get(Throttle, address.name)
    if row:
        row.failures = max(0, row.failures - 1)
        session.add(row)


def tidy(session: Session, now: datetime) -> None:
    """Remove what is long ago."""
    session.execute(delete(Throttle).where(col(Throttle.last_at) < now - _FORGOTTEN))


def _row(session: Session, guard: Guard, now: datetime) -> Throttle:
    row = session.get(Throttle, guard.name)
    if row is None:
        return Throttle(name=guard.name, failures=0, last_at=now)
    if row.last_at < now - _FORGOTTEN:
        row.failures = 0
    return row


def _network(address: str) -> str:
    """Return what one household has: an IPv4 address, or the first half of an IPv6 address."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    prefix = 64 if found.version == 6 else 32
    return str(ipaddress.ip_network((found, prefix), strict=False))


def _digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()
