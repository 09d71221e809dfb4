"""Exercises: parts of a textbook that ask, and whose options are often false on purpose."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from questions.text import Block

_TASKS = r"(?:questions?|exercises?|problems?|quiz(?:zes)?|tests?|tasks?|assignments?|activities)"
_OF = (
    r"(?:review|revision|self[ -](?:check|test|assessment)|critical[ -]thinking|conceptual|practice"
    r"|discussion|study|comprehension|personal application|chapter|end[ -]of[ -]chapter|homework"
    r"|essay|short[ -]answer|multiple[ -]choice|true[ -/]false|additional|sample|exam|warm[ -]?up)"
)
_NUMBER = r"(?:\d[\d.]*\s+)?"
_SURELY = re.compile(
    rf"{_NUMBER}(?:(?:{_OF}\s+)+{_TASKS}"
    rf"|(?=.*(?:question|exercise|quiz)){_TASKS}(?:\s*(?:&|and|,|-|/)\s*{_TASKS})+"
    rf"|{_TASKS} for (?:review|discussion|study|thought|practice|revision)"
    r"|(?:check|test) your(?:self|\s+(?:understanding|knowledge|learning))"
    rf"|knowledge check|answer key|answers to (?:[\w-]+ ){{0,3}}{_TASKS})[\s:.!]*",
    re.IGNORECASE,
)
# A section of this name tells of troubles or of gymnastics as often as it sets tasks.
_PERHAPS = re.compile(rf"{_NUMBER}{_TASKS}[\s:.]*", re.IGNORECASE)
_LEAVES_OPEN = re.compile(
    r"\b(?:which|what) (?:one |two |three )?of (?:the following|these)\b"
    r"|\bwhich (?:is|are|was|were|does|do|did)\s+(?:not|never)\b|(?-i:\bEXCEPT\b)",
    re.IGNORECASE,
)
#: What stands behind the options of a question.
_SOLVES = re.compile(
    r"(?:(?:show )?(?:answers?|solutions?|key)\W*)?(?:\(?[a-e][.)]?)?", re.IGNORECASE
)


def exercises(text: str, blocks: Sequence[Block]) -> frozenset[int]:
    """Return the numbers of the blocks that set tasks or offer answers: they state nothing."""
    return frozenset((*_in_sections(text, blocks), *_options(text, blocks)))


def _in_sections(text: str, blocks: Sequence[Block]) -> Iterable[int]:
    asking = {one.section for one in blocks if "?" in _words(text, one)}
    parts = {section[:depth] for section in asking for depth in range(len(section) + 1)}
    setting = {section for section in {one.section for one in blocks} if _sets(section, parts)}
    return (number for number, one in enumerate(blocks) if one.section in setting)


def _sets(section: tuple[str, ...], asking: Collection[tuple[str, ...]]) -> bool:
    """Tell whether a section sets tasks, by its own heading or one above; *asking* ones ask."""
    return any(
        _SURELY.fullmatch(title.strip())
        or (section[: depth + 1] in asking and _PERHAPS.fullmatch(title.strip()))
        for depth, title in enumerate(section)
    )


def _options(text: str, blocks: Sequence[Block]) -> Iterable[int]:
    """List the items that stand right behind *Which of the following …*, or before an answer."""
    asked, items = "", list[int]()
    for number, block in enumerate(blocks):
        words = _words(text, block)
        if block.kind == "list_item" and asked:
            items.append(number)
            continue
        if _LEAVES_OPEN.search(asked) or (asked.endswith("?") and _SOLVES.fullmatch(words)):
            yield from items
        asked, items = words.rstrip(), []
    if _LEAVES_OPEN.search(asked):
        yield from items


def _words(text: str, block: Block) -> str:
    return text[block.start : block.end]
