"""The demo bank: how many of its questions are as the engine made them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from questions import banks
from questions.bank import Bank
from questions.extract import extract
from questions.formats import read
from questions.model import fingerprint
from questions.text import Extracted
from tests.quality.demo_making import read_review
from tests.quality.making import make

_AS_MADE, _EDITED, _ADDED = "kept", "edited", "written"


@dataclass(frozen=True)
class DemoBank:
    """*as_generated*, *edited* and *added* make up the bank; *dropped* were kept by default.

    *made_today* of those that are as generated come out of the engine as it is now.
    """

    as_generated: int
    edited: int
    dropped: int
    added: int
    made_today: int


def demo_bank() -> DemoBank:
    """Read what the bank says of each question, and make its document's questions again."""
    bank = read(banks.demo(), "demo.studybank.json").bank
    says = Counter(str(one.extra.get("review", "")) for one in bank.questions)
    unknown = set(says) - {_AS_MADE, _EDITED, _ADDED}
    if unknown:
        raise ValueError(f"the demo bank says {unknown} of questions")
    made = make(_document(bank))
    edits = {entry.get("edit") for entry in read_review()}
    kept = {fingerprint(one) for one in made.kept if one.stem not in edits}
    pool = {fingerprint(one) for one in made.pool}
    ours = {fingerprint(one) for one in bank.questions if one.extra["review"] == _AS_MADE}
    made_today = len(ours & pool)
    return DemoBank(says[_AS_MADE], says[_EDITED], len(kept - ours), says[_ADDED], made_today)


def _document(bank: Bank) -> Extracted:
    one = bank.documents[0]
    found = extract(one.text, one.title, "text/plain")
    return Extracted(one.title, found.text, found.blocks, found.language)
