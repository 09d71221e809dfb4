"""Zip files from strangers: named members only, counted while they are unpacked."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final

from lxml import etree

from questions.errors import BankFormatError
from questions.messages import say

MAX_MEMBERS: Final = 10_000
MAX_MEMBER: Final = 256 * 1024 * 1024
MAX_RATIO: Final = 200
_RATIO_COUNTS_FROM: Final = 10 * 1024 * 1024
# What a zip file from strangers makes the standard library raise.
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, NotImplementedError,
    RuntimeError, ValueError,
)  # fmt: skip


class Archive:
    """The members of a zip file, each read within a budget."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.names = frozenset(self._zip.namelist())
        except _BROKEN:
            raise BankFormatError(say("the file is a damaged zip: save it anew")) from None
        if len(self._zip.infolist()) > MAX_MEMBERS:
            raise BankFormatError(
                say("the file holds more than %(most)s parts", most=f"{MAX_MEMBERS:,}")
            )

    def elements(self, name: str, tag: str) -> Iterator[etree._Element]:
        """Yield the elements called *tag* of an XML member, each forgotten once it was used."""
        with self._opened(name) as stream:
            try:
                yield from _elements(stream, tag, name)
            except etree.XMLSyntaxError as error:
                raise _damaged(name, error.msg) from None
            except _BROKEN as error:
                raise _damaged(name, str(error)) from None

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        try:
            info = self._zip.getinfo(name)
            _check(info)
            stream = self._zip.open(info)
        except KeyError:
            raise BankFormatError(say("the file lacks its part %(name)s", name=name)) from None
        except _BROKEN as error:
            raise BankFormatError(
                say(
                    "%(name)s inside the file cannot be read: %(error)s",
                    name=name,
                    error=str(error)[:200],
                )
            ) from None
        with stream:
            yield stream


def _damaged(name: str, error: str | None) -> BankFormatError:
    return BankFormatError(
        say(
            "%(name)s inside the file is damaged: %(error)s",
            name=name[:80],
            error=(error or "")[:200],
        )
    )


def _check(info: zipfile.ZipInfo) -> None:
    size, packed = info.file_size, max(1, info.compress_size)
    if size > MAX_MEMBER or (size > _RATIO_COUNTS_FROM and size > packed * MAX_RATIO):
        raise BankFormatError(
            say(
                "%(filename)s inside the file unpacks to %(size)s bytes: that cannot be honest",
                filename=info.filename[:80],
                size=f"{size:,}",
            )
        )


def _elements(stream: IO[bytes], tag: str, name: str) -> Iterator[etree._Element]:
    """Go through the elements without keeping any, whatever the size of the member."""
    parsing = etree.iterparse(
        stream, events=("end",), tag=tag, resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    is_checked = False
    for _event, element in parsing:
        if not is_checked and element.getroottree().docinfo.internalDTD is not None:
            raise BankFormatError(
                say("%(name)s inside the file declares entities: that is not allowed", name=name)
            )
        is_checked = True
        yield element
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]
