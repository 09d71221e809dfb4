"""Moodle's XML, in which quizzes go from one Moodle to another with their pictures."""

import re
from typing import Final

from questions.formats.base import CERTAIN, LIKELY, NO, Format
from questions.formats.moodle_xml.reading import NAME, read
from questions.formats.moodle_xml.writing import HOLDS, write

_QUIZ: Final = re.compile(rb"<quiz[\s>/]")
_EMPTY: Final = re.compile(rb"<quiz\s*/?>")
_QUESTION: Final = re.compile(rb"<question\s+type\s*=")
_SAMPLE: Final = 64 * 1024


def recognises(data: bytes, name: str) -> float:
    """Tell a quiz by its elements, in whatever encoding."""
    head = data[:_SAMPLE].replace(b"\x00", b"")
    start = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if start.lstrip()[:1] != b"<":
        return NO
    if _QUESTION.search(head):
        return CERTAIN if _QUIZ.search(head) else LIKELY
    return LIKELY if _EMPTY.search(head) else NO


FORMAT: Final = Format(
    name=NAME,
    title="Moodle XML",
    suffixes=(".xml",),
    recognises=recognises,
    read=read,
    write=write,
    holds=HOLDS,
    media_type="application/xml",
)
