"""Row ids: UUIDv7, written everywhere in Python as 32 lower-case hex digits."""

from __future__ import annotations

import hashlib
import re
import uuid
from typing import Any

import uuid_utils
from sqlalchemy import LargeBinary, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

_HEX = re.compile(r"[0-9a-f]{32}\Z")


def new_id() -> str:
    """Return a fresh UUIDv7."""
    return uuid_utils.uuid7().hex


def is_id(text: str) -> bool:
    """Say whether *text* is an id as this app writes them."""
    return bool(_HEX.match(text))


def derived_id(parent: str, name: str) -> str:
    """Return the id of the row that *parent* always makes under *name*.

    It keeps the time of *parent* in front, so that rows made together lie together, and it is
    the same whenever the act is repeated, so that a repeated act makes nothing twice.
    """
    tail = hashlib.sha256(f"{parent}/{name}".encode()).digest()[:10]
    octets = bytearray(bytes.fromhex(parent)[:6] + tail)
    octets[6] = 0x70 | (octets[6] & 0x0F)
    octets[8] = 0x80 | (octets[8] & 0x3F)
    return octets.hex()


def numbered_id(key: str, number: int) -> str:
    """Return the id of one of many rows that an act makes: they lie together, in their order.

    An index takes rows in order more cheaply than rows in disorder.
    """
    return f"{key[:20]}{number:012x}"


def drawn_id(key: str, number: int) -> str:
    """Return a numbered id of which the last ten digits are as good as drawn.

    Places of new cards are drawn from those; the digits before keep the rows in their order.
    """
    place = f"{number:08x}"
    tail = hashlib.blake2b(f"{key}/{number}".encode(), digest_size=5).hexdigest()
    return f"{key[:12]}7{place[:3]}8{place[3:]}{tail}"


class Id(TypeDecorator[str]):
    """An id: 16 bytes on SQLite, `uuid` on PostgreSQL, 32 hex digits in Python."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the native type where there is one."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Uuid(as_uuid=True))
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """Turn hex digits into what the database keeps."""
        if value is None:
            return None
        return uuid.UUID(hex=value) if dialect.name == "postgresql" else bytes.fromhex(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Turn what the database keeps into hex digits."""
        if value is None:
            return None
        return value.hex if dialect.name == "postgresql" else bytes(value).hex()


class RawId(TypeDecorator[Any]):
    """An id as the database hands it over, for comparing many without writing each in digits."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the type that `Id` has."""
        return Id().load_dialect_impl(dialect)
