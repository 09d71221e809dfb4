"""Bytes to text: what is not text is named and refused."""

import codecs
import re
from pathlib import PurePath

from questions.errors import DocumentError
from questions.messages import Message, say

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"{\\rtf", say("a rich text document")),
    (b"\x89PNG", say("a picture")),
    (b"\xff\xd8\xff", say("a picture")),
    (b"GIF8", say("a picture")),
    (b"RIFF", say("a picture, sound or film")),
    (b"ID3", say("a sound")),
    (b"\x1f\x8b", say("a compressed file")),
    (b"7z\xbc\xaf", say("a compressed file")),
    (b"Rar!", say("a compressed file")),
    (b"(\xb5/\xfd", say("a compressed file")),
    (b"SQLite format 3\x00", say("a database")),
    (b"\x7fELF", say("a program")),
    (b"MZ", say("a program")),
)
_PACKED = {
    ".pdf": say("a PDF"),
    ".docx": say("a DOCX"),
    ".pptx": say("a PPTX"),
    ".epub": say("an EPUB"),
}
_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w-]+)""")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decoded(data: bytes | str, name: str) -> str:
    """Give the text of *data*, its line ends made the same."""
    text = data if isinstance(data, str) else _text_of(data, name)
    if not text.strip():
        raise DocumentError(
            say("%(file)s is empty. Give a text with sentences in it.", file=named(name))
        )
    if len(_CONTROL.findall(text)) * 100 > len(text):
        raise _refusal(name, say("not text"))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n")


def _text_of(data: bytes, name: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding, name)
    for signature, what in _SIGNATURES:
        if data.startswith(signature) and not _reads_as_text(data, signature):
            raise _refusal(name, what)
    for encoding in _guesses(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _undecodable(name)


def _guesses(data: bytes) -> tuple[str, ...]:
    """Try UTF-8, what the file says of itself, and last what Windows writes in the West."""
    wide = _wide(data)
    if wide:
        return (wide,)
    declared = _DECLARED.search(data[:2048])
    named = (_known(declared[1].decode()),) if declared else ()
    return ("utf-8", *filter(None, named), "cp1252")


def _wide(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark by its zeros: every other byte of Western text is one."""
    sample = data[:4096]
    if len(sample) < 4 or sample.count(0) * 3 < len(sample):
        return None
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _known(encoding: str) -> str | None:
    try:
        codec = codecs.lookup(encoding)
    except LookupError:
        return None
    return codec.name if codec.name in _TEXT_CODECS or codec.name.startswith(_FAMILIES) else None


def _reads_as_text(data: bytes, signature: bytes) -> bool:
    """Let a text through that only begins like a file of another kind, as "MZ" may."""
    if len(signature) > 4 or any(byte > 127 for byte in signature):
        return False
    sample = data[:2048]
    return all(byte >= 32 or byte in b"\t\n\r\x0c" for byte in sample)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise _undecodable(name) from None


def _undecodable(name: str) -> DocumentError:
    if claimed := _PACKED.get(PurePath(name.lower()).suffix):
        return DocumentError(
            say(
                "%(file)s is called %(kind)s and is none, or it is damaged. Open it in the "
                "program that made it and save it anew, or get another copy.",
                file=named(name),
                kind=claimed,
            )
        )
    return DocumentError(
        say(
            "%(file)s is text in an unknown encoding, or damaged. Save it as UTF-8.",
            file=named(name),
        )
    )


def _refusal(name: str, what: Message) -> DocumentError:
    return DocumentError(
        say(
            "%(file)s is %(what)s. Give a PDF, DOCX, PPTX, EPUB, HTML, Markdown, text or subtitle "
            "file, or copy the text and paste it.",
            file=named(name),
            what=what,
        )
    )


def named(name: str) -> Message:
    """Return how a message names a file."""
    return say("“%(name)s”", name=name[:80]) if name.strip("- ") else say("The text")


_FAMILIES = ("iso8859", "cp125", "koi8", "mac")
_TEXT_CODECS = frozenset(
    {"utf-8", "ascii", "gb2312", "gbk", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"}
)
