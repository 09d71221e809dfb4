"""Passwords: which are good enough, and how they are kept (argon2id, 19 MiB, 2 passes)."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from studyapp.messages import Message, say

LEAST, MOST = 8, 128
# What the judge of passwords reads; it refuses longer ones, which are good anyway.
_READ = 72
# Below about a million guesses a password falls to whoever has the list of common ones.
_LEAST_SCORE = 2
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Each hash takes 19 MiB and 20 ms of a core; more at once would only wait for each other.
_AT_ONCE = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Check:
    """Whether a password was right, and the hash to keep from now on where that changed."""

    right: bool
    renewed: str | None = None


def problems(password: str, known: Sequence[str] = ()) -> list[Message]:
    """Say in words why *password* will not do; *known* are words that anyone would try first."""
    if len(password) < LEAST:
        return [
            say("The password needs at least %(least)s characters; 15 are better.", least=LEAST)
        ]
    if len(password) > MOST:
        return [say("The password can have at most %(most)s characters.", most=MOST)]
    if _score(password, known) < _LEAST_SCORE:
        return [say("This password is one of the first that are tried. Put some words together.")]
    return []


def _score(password: str, known: Sequence[str]) -> int:
    # Its lists of words take 30 MB, and only a new password needs them.
    from zxcvbn import zxcvbn

    score: int = zxcvbn(password[:_READ], user_inputs=[*known, "studyapp"])["score"]
    return score


def hashed(password: str) -> str:
    """Return what is kept of *password*."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def check(kept: str | None, password: str) -> Check:
    """Compare *password* with a hash; without one the same work is done, and it is wrong."""
    # Nobody sends so much by hand, and hashing it would cost more than the others do.
    tried = password[: MOST + 1]
    with _AT_ONCE:
        try:
            _HASHER.verify(kept or _nobodys(), tried)
        except (VerificationError, InvalidHashError):
            return Check(right=False)
    if kept is None:
        return Check(right=False)
    return Check(right=True, renewed=hashed(tried) if _HASHER.check_needs_rehash(kept) else None)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _HASHER.hash("a password that nobody has")
