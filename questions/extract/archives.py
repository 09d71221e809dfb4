"""Zip archives from anywhere: opened only if they are small enough when unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lxml import etree

from questions.errors import DocumentError
from questions.messages import Message, say

MAX_UNPACKED = 400 * 1024 * 1024
MAX_XML = 64 * 1024 * 1024
_MAX_MEMBERS = 20_000
# Text packs to a twentieth at best; a member of nothing but zeros to a thousandth.
_MAX_RATIO = 200
_SMALL = 2 * 1024 * 1024
_ENCRYPTED = 0x1
_XML = re.compile(r"\.(?:xml|rels|opf|ncx)$", re.IGNORECASE)


class Archive:
    """A zip file whose members can be read; *name* names it in errors."""

    def __init__(self, data: bytes, name: Message | str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
            raise self.damaged() from None
        self._members = {info.filename: info for info in self._zip.infolist()}
        self._check(self._zip.infolist())

    def __contains__(self, member: str) -> bool:
        return member in self._members

    @property
    def members(self) -> frozenset[str]:
        return frozenset(self._members)

    def read(self, member: str) -> bytes:
        """Return the bytes of *member*; zipfile gives no more than the directory states."""
        info = self._members.get(member)
        if info is None or info.file_size > MAX_XML:
            raise self.damaged() if info is None else self._too_large()
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError):
            raise self.damaged() from None
        except NotImplementedError:
            raise self.damaged() from None

    def xml(self, member: str) -> etree._Element:
        """Parse *member* without entities, network and depth without end."""
        try:
            root = etree.fromstring(self.read(member), _parser())
        except (etree.XMLSyntaxError, ValueError):
            raise self.damaged() from None
        return root

    def check_parts(self) -> None:
        """Refuse declarations in the XML of an office document: none has them, bombs do."""
        for member in self._members:
            if _XML.search(member):
                # A declaration stands before the first element.
                head = self.read(member)[:4096]
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head or b"<\x00!\x00D\x00" in head:
                    raise self._declares()

    def damaged(self) -> DocumentError:
        """Return the error of an archive that lacks parts, or holds some that are broken."""
        return DocumentError(
            say(
                "%(file)s is damaged: parts of it are missing or cannot be unpacked. Open it in "
                "the program that made it and save it anew, or get another copy.",
                file=self.name,
            )
        )

    def _declares(self) -> DocumentError:
        return DocumentError(
            say(
                "%(file)s has declarations that no office document has, and they can do harm. "
                "Save it anew from the program that made it.",
                file=self.name,
            )
        )

    def _too_large(self) -> DocumentError:
        most = MAX_UNPACKED // 1_000_000
        return DocumentError(
            say(
                "%(file)s grows beyond %(most)s MB when it is unpacked. Give it in parts, or copy "
                "its text and paste it.",
                file=self.name,
                most=most,
            )
        )

    def _check(self, members: list[zipfile.ZipInfo]) -> None:
        if any(one.flag_bits & _ENCRYPTED for one in members):
            raise DocumentError(
                say(
                    "%(file)s is locked with a password. Save a copy without it, and give that.",
                    file=self.name,
                )
            )
        swollen = any(
            one.file_size > _SMALL and one.file_size > _MAX_RATIO * max(one.compress_size, 1)
            for one in members
        )
        if (
            swollen
            or len(members) > _MAX_MEMBERS
            or sum(one.file_size for one in members) > MAX_UNPACKED
        ):
            raise self._too_large()


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
