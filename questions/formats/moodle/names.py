"""What Moodle calls a question that nobody gave a name: the beginning of its text."""

import html
import re
from typing import Final

_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_LONGEST: Final = 80


def name_of(stem: str) -> str:
    """Return a name for a question without a title."""
    text = " ".join(html.unescape(_TAG.sub(" ", stem)).split())
    if len(text) <= _LONGEST:
        return text or "Question"
    return f"{text[:_LONGEST].rpartition(' ')[0] or text[:_LONGEST]} ..."
