"""Chance: the same document, seed and question always draw the same lots."""

import hashlib
from random import Random


def chance(seed: int, *about: str) -> Random:
    """Return the lots for what is *about*: another stem draws others, another process does not."""
    told = "\n".join((str(seed), *about))
    digest = hashlib.blake2b(told.encode(), digest_size=8).digest()
    return Random(int.from_bytes(digest, "big"))  # noqa: S311 - nothing here is a secret
