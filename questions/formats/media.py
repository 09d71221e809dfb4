"""A picture, a sound or another file that a bank file carries."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file by the name that questions call it; *type* is told by its bytes, None if unknown."""

    name: str
    data: bytes
    type: str | None = None
