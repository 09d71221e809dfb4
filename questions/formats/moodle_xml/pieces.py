"""Elements of Moodle's XML as text."""

import base64
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from questions.formats.media import MediaFile
from questions.formats.moodle.files import outward
from questions.formats.moodle.texts import Format
from questions.model import Question

# XML 1.0 has no such characters, not even as references.
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SIGN: Final = re.compile(r"[&<>\"\r]")
_REFERENCES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_FORMATS: Final[Mapping[Format, str]] = {
    "text": "plain_text",
    "html": "html",
    "markdown": "markdown",
}


class Sheet:
    """Writes the texts of one question, each with the files that it shows."""

    def __init__(self, form: Format, files: Mapping[str, MediaFile]) -> None:
        self.form = form
        self.files = files

    def text(self, tag: str, text: str, *, also: Mapping[str, MediaFile] | None = None) -> str:
        """Return an element with a text in the format of the question."""
        inside = f"<text>{escaped(outward(text, self.files))}</text>{self._files(text, also)}"
        return f'<{tag} format="{_FORMATS[self.form]}">{inside}</{tag}>'

    def open_text(self, text: str) -> str:
        """Return a text with its files, to stand in an element that says its format."""
        return f"<text>{escaped(outward(text, self.files))}</text>{self._files(text, None)}"

    @property
    def format(self) -> str:
        return _FORMATS[self.form]

    def is_shown(self, name: str, question: Question) -> bool:
        """Tell whether a text other than the stem brings the file along."""
        return _names(name, question.model_dump_json(exclude={"extra", "media", "stem"}))

    def lost(self, question: Question) -> str | None:
        """Say what no element can hold."""
        if _UNWRITABLE.search(question.stem):
            return "characters that XML does not have are left out"
        if question.kind == "info" and question.points != 1:
            return "its points are left out: it is not asked"
        if question.accents:
            return "that accents count is left out"
        return None

    def _files(self, text: str, also: Mapping[str, MediaFile] | None) -> str:
        shown = {name: file for name, file in self.files.items() if _names(name, text)}
        return "".join(_file(name, file) for name, file in (shown | dict(also or {})).items())


def value(tag: str, text: str) -> str:
    """Return an element that holds a plain value."""
    return f"<{tag}>{escaped(text)}</{tag}>"


def escaped(text: str) -> str:
    """Return a text as it may stand in XML."""
    clean = _UNWRITABLE.sub("", text)
    return _SIGN.sub(lambda found: _REFERENCES[found[0]], clean)


def _names(name: str, text: str) -> bool:
    return name in text or quote(name, safe="/") in text


def _file(path: str, file: MediaFile) -> str:
    folder, _, name = path.rpartition("/")
    place = f"/{folder}/" if folder else "/"
    data = base64.b64encode(file.data).decode()
    head = f'<file name="{escaped(name)}" path="{escaped(place)}" encoding="base64">'
    return f"{head}{data}</file>"
