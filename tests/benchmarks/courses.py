"""Moodle's files in: GIFT, XML and Aiken of ten thousand questions, beside bare floors."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

from questions import formats
from questions.bank import Bank
from questions.model import Choice, Kind, Question
from tests.benchmarks.tables import middle, say, table

QUESTIONS = 10_000
_TIMES = 5
_BLOCK = re.compile(r"(?:::(.*?)::)?([^{]*)\{([^}]*)\}")
_ANSWER = re.compile(r"[=~][^=~]*")


def measure(folder: Path) -> None:
    """Read each format, and do the least that any reader of it does."""
    bank = Bank(title="Rivers", questions=tuple(_questions()))
    gift = formats.write(bank, "gift").data
    xml = formats.write(bank, "moodle-xml").data
    aiken = formats.write(bank, "aiken").data
    rows = [
        _row("floor: GIFT split at blank lines", gift, lambda: gift.decode().split("\n\n")),
        _row(
            "floor: GIFT, two expressions a block",
            gift,
            lambda: _bare_gift(gift),
        ),
        _row("ours: GIFT to questions", gift, lambda: formats.read(gift, "a.gift", "gift")),
        _row("floor: XML as a tree", xml, lambda: etree.fromstring(xml)),
        _row("floor: XML, each text of each question", xml, lambda: _bare_xml(xml)),
        _row(
            "ours: Moodle XML to questions", xml, lambda: formats.read(xml, "a.xml", "moodle-xml")
        ),
        _row("floor: Aiken split at blank lines", aiken, lambda: aiken.decode().split("\n\n")),
        _row("ours: Aiken to questions", aiken, lambda: formats.read(aiken, "a.txt", "aiken")),
    ]
    say()
    table("Courses in", ("what", "MB", "CPU s", "questions a CPU second"), rows)


def _row(name: str, data: bytes, act: Callable[[], object]) -> tuple[str, str, str, str]:
    spent = middle([_cpu(act) for _ in range(_TIMES)])
    return name, f"{len(data) / 1e6:.1f}", f"{spent:.3f}", f"{QUESTIONS / max(spent, 1e-6):,.0f}"


def _cpu(act: Callable[[], object]) -> float:
    gc.collect()
    begun = time.process_time()
    act()
    return time.process_time() - begun


def _questions() -> Iterator[Question]:
    for number in range(QUESTIONS):
        yield Question(
            id=f"river-{number}",
            kind=Kind.CHOICE,
            title=f"River {number}",
            format="html",
            stem=f"<p>Which of these rivers flows through the town {number} of the list?</p>",
            choices=(
                Choice(text=f"The Volga at {number}", fraction=1, feedback="Yes, see the map."),
                Choice(text="The Danube, further south"),
                Choice(text="The Rhine, further west"),
                Choice(text="The Thames, over the sea"),
            ),
        )


def _bare_gift(data: bytes) -> int:
    blocks = data.decode().split("\n\n")
    found = (_BLOCK.search(block) for block in blocks)
    return sum(len(_ANSWER.findall(match[3])) for match in found if match)


def _bare_xml(data: bytes) -> int:
    return sum(len(text.text or "") for text in etree.fromstring(data).iter("text"))
