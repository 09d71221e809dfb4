"""GIFT, the text format in which people write questions for Moodle by hand."""

import re
from typing import Final

from questions.errors import BankFormatError
from questions.formats import decoding
from questions.formats.base import CERTAIN, LIKELY, NO, Format
from questions.formats.gift.bundles import HOLDS_MEDIA, is_bundle, read_bundle, write_bundle
from questions.formats.gift.reading import read
from questions.formats.gift.writing import HOLDS, write

_SURE: Final = 0.9
_SAMPLE: Final = 64 * 1024
_CATEGORY: Final = re.compile(r"^\s*\$CATEGORY:", re.MULTILINE)
_TITLED: Final = re.compile(r"^\s*::(?:[^:\n]|:(?!:)){1,500}::", re.MULTILINE)
# An answer block holds one of its marks; that of a Cloze question begins with its points.
_ANSWERS: Final = re.compile(
    r"\{\s*(?:\[\w{4,8}\]\s*)?(?:[=~][^{}]|#+\s*[-+=\d.%]|(?:T|F|TRUE|FALSE)\s*[#}]|\})"
)
_FOREIGN: Final = re.compile(
    r"\s*(?:<\?xml|<[a-zA-Z!]|\{\s*[\"}\]]|\[\s*[\"{\[])|.*\{\{c\d", re.DOTALL
)


def recognises(data: bytes, name: str) -> float:
    """Tell GIFT by its titles, categories and answers in braces."""
    try:
        text = decoding.decode(_beginning(data)).text
    except BankFormatError:
        return NO
    if _FOREIGN.match(text[:4096]):
        return NO
    if _CATEGORY.search(text):
        return CERTAIN
    answers = len(_ANSWERS.findall(text))
    if _TITLED.search(text):
        return CERTAIN if answers else LIKELY
    # Notes about programs have braces too, and so have tables of formulas.
    if not answers or name.lower().endswith((".md", ".markdown", ".csv", ".tsv")):
        return NO
    return _SURE if answers > 2 else LIKELY


def _beginning(data: bytes) -> bytes:
    """Cut a long file between two characters."""
    cut = data[: _SAMPLE & ~3]
    return cut if len(cut) == len(data) or b"\n" not in cut else cut[: cut.rfind(b"\n") & ~1]


FORMAT: Final = Format(
    name="gift",
    title="GIFT",
    suffixes=(".gift", ".gift.txt", ".txt"),
    recognises=recognises,
    read=read,
    write=write,
    holds=HOLDS,
    media_type="text/plain",
)
WITH_MEDIA: Final = Format(
    name="gift-zip",
    title="GIFT with pictures",
    suffixes=(".zip",),
    recognises=lambda data, name: CERTAIN if is_bundle(data) else NO,
    read=read_bundle,
    write=write_bundle,
    holds=HOLDS_MEDIA,
    media_type="application/zip",
)
