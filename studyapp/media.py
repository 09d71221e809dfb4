"""Pictures and sounds: files by their SHA-256 in the data folder, a row for each learner's use.

What a file is, is told by its first bytes and never by its name, and only a few types are taken:
those that every browser shows and that cannot carry programs.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from studyapp.errors import NotFoundError, RefusedError
from studyapp.messages import say
from studyapp.tables import Media

_LONGEST_NAME = 200
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
)
# The four letters after a RIFF header, or in an ftyp box, say what is inside.
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_FTYP = {b"avif": "image/avif", b"M4A ": "audio/mp4", b"mp42": "audio/mp4", b"isom": "audio/mp4"}


@dataclass(frozen=True)
class Kept:
    """A file that lies in the data folder."""

    sha256: str
    media_type: str
    size: int
    name: str


def type_of(data: bytes) -> str:
    """Return the media type of a picture or sound; refuse anything else."""
    for start, media_type in _STARTS:
        if data.startswith(start):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] in _RIFF:
        return _RIFF[data[8:12]]
    if data[4:8] == b"ftyp" and data[8:12] in _FTYP:
        return _FTYP[data[8:12]]
    raise RefusedError(
        say(
            "This is no picture or sound that can be shown: take PNG, JPEG, GIF, WebP or "
            "AVIF, or MP3, Ogg, WAV, FLAC or M4A."
        )
    )


def keep(folder: Path, data: bytes, name: str) -> Kept:
    """Put a file into *folder*, under its SHA-256; the same content is kept once."""
    media_type = type_of(data)
    sha256 = hashlib.sha256(data).hexdigest()
    place = path_of(folder, sha256)
    if not place.exists():
        _write(place, data)
    return Kept(sha256, media_type, len(data), _plain_name(name))


def _write(place: Path, data: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
    with half.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    half.replace(place)


def _plain_name(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[-_LONGEST_NAME:]


def path_of(folder: Path, sha256: str) -> Path:
    """Return where a file lies."""
    return folder / sha256[:2] / sha256


def id_of(sha256: str) -> str:
    """Return the id that a file has in addresses."""
    return sha256[:32]


def add(session: Session, learner_id: str, kept: Kept, now: datetime) -> None:
    """Note that a learner uses a file."""
    if session.get(Media, (learner_id, id_of(kept.sha256))):
        return
    session.add(
        Media(
            learner_id=learner_id,
            id=id_of(kept.sha256),
            sha256=kept.sha256,
            media_type=kept.media_type,
            name=kept.name,
            size=kept.size,
            created_at=now,
        )
    )


def get(session: Session, learner_id: str, media_id: str) -> Media:
    """Return a learner's file."""
    row = session.get(Media, (learner_id, media_id))
    if row is None:
        raise NotFoundError("file", media_id)
    return row


def rows_of(session: Session, learner_id: str, hashes: Collection[str]) -> dict[str, Media]:
    """Return by SHA-256 those files that the learner has."""
    if not hashes:
        return {}
    rows = session.exec(
        select(Media).where(Media.learner_id == learner_id, col(Media.sha256).in_(hashes))
    )
    return {row.sha256: row for row in rows}
