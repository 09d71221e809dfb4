"""GIFT into questions, as Moodle reads it; where Moodle is silently wrong, it is said."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from questions.formats import decoding
from questions.formats.base import NO_OPTIONS, Options
from questions.formats.collecting import Collector
from questions.formats.gift.answers import Answers, Option, RefusedError, parse, piece
from questions.formats.gift.scanning import CATEGORY, Block, as_written, blocks, said
from questions.formats.moodle import categories
from questions.formats.moodle.embedded import EmbeddedError, gaps_of, is_embedded
from questions.formats.moodle.texts import Format, Piece, format_of, plain_in, said_in
from questions.formats.results import Reading
from questions.model import Kind

NAME: Final = "gift"
BLANK: Final = "_____"
_GENERAL: Final = "####"
_NOTHING: Final = Piece("")
# Braces with answers in them begin with one of these marks.
_MARKS: Final = ("=", "~", "#")
# What begins a question of another format; no description says it.
_FOREIGN: Final = re.compile(r"<\?xml\b|<quiz\b|<questestinterop\b|^ANSWER: ?[A-Z]\b", re.MULTILINE)
_BRACES: Final = re.compile(r"\{([^{}]*)\}")


def read(data: bytes, name: str, options: Options = NO_OPTIONS) -> Reading:
    """Read a GIFT file; what cannot be a question is named among the problems."""
    decoded = decoding.decode(data, options.encoding)
    collector = Collector()
    collector.problems += decoded.problems
    collect(decoded.text, collector)
    return collector.reading(NAME, name, guessed={"encoding": decoded.encoding})


def collect(text: str, collector: Collector) -> None:
    """Gather the questions of a decoded text."""
    deck: str | None = None
    for block in blocks(text):
        if block.text.startswith(CATEGORY):
            deck = _entered(block, collector)
        for part in _parted(block, collector) if block.text else ():
            _add(part, deck, collector)


def _parted(block: Block, collector: Collector) -> Iterable[Block]:
    """Part questions that lack the blank line between them: each ends a line with its answers."""
    marked = [found for found in _BRACES.finditer(block.text) if found[1].strip()[:1] in _MARKS]
    ends = [found.end() for found in marked]
    if len(ends) < 2 or any(block.text[end : end + 1].strip(" \n") for end in ends):
        return (block,)
    told = f"{len(ends):,} questions lack the blank line between them; they were parted"
    collector.tell(f"line {block.line}", told, block.text[:200], "repaired", block.line)
    starts = [0, *ends[:-1]]
    parts = [block.text[start:end] for start, end in zip(starts, [*ends[:-1], None], strict=True)]
    return [replace(block, text=part.strip(), key="") for part in parts]


def _entered(block: Block, collector: Collector) -> str | None:
    """Enter a category and leave in the block what stands below it."""
    path, _, block.text = block.text[len(CATEGORY) :].strip().partition("\n")
    path = said(path)
    if block.text:
        told = "a category needs a blank line below it; the question was read all the same"
        collector.tell(f"category {path[:60]}", told, outcome="repaired", line=block.line)
    if categories.is_cut(path):
        told = "the category was shortened"
        collector.tell("category", told, path, "reduced", block.line)
    return categories.deck_of(path)


def _add(block: Block, deck: str | None, collector: Collector) -> None:
    where = f"question {len(collector.questions) + 1}"
    repairs: list[str] = []
    try:
        told = _told(_taken_apart(block.text, repairs))
    except RefusedError as error:
        collector.tell(where, str(error), as_written(block.text[:500]), line=block.line)
        return
    for repair in repairs:
        collector.tell(where, repair, as_written(block.text[:500]), "repaired", block.line)
    if deck:
        told["deck"] = deck
    if block.tags:
        told["tags"] = block.tags
    collector.add(told, key=block.key, raw=as_written(block.text[:500]), line=block.line)


@dataclass(slots=True)
class _Parts:
    title: str
    stem: Piece
    answers: Answers | None
    general: Piece = _NOTHING
    gaps: tuple[Answers, ...] = ()
    # Gaps as they go into the question, where another syntax told them.
    fields: Mapping[str, Any] = field(default_factory=dict)


def _taken_apart(text: str, repairs: list[str]) -> _Parts:
    title, text = _titled(text)
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        stem = piece(text, "auto")
        if not stem.text:
            repairs.append("it has no text; its title became its text")
        elif _FOREIGN.search(text):
            repairs.append("it looks like another format: it is kept as a text, and not asked")
        return _Parts(title, stem, None)
    if start < 0 or end < start:
        raise RefusedError("there is no pair of braces around the answers: write \\{ in a text")
    if is_embedded(text):
        return _embedded(title, text, repairs)
    if text.find("{", end) >= 0:
        return _several(title, text, repairs)
    return _one(title, text, start, end)


def _one(title: str, text: str, start: int, end: int) -> _Parts:
    rest = text[end + 1 :]
    blank = BLANK if rest.strip() else ""
    stem = piece(f"{text[:start]}{blank}{rest}", "auto")
    inside, mark, general = _cut_general(text[start + 1 : end])
    answers = parse(inside.strip(), stem.way)
    return _Parts(title, stem, answers, piece(general, stem.way) if mark else _NOTHING)


def _embedded(title: str, text: str, repairs: list[str]) -> _Parts:
    """Read answers in Moodle's Cloze syntax, which GIFT does not have but people write."""
    repairs.append("its answers are in the Cloze syntax: it became a question with gaps")
    try:
        stem, gaps, _is_joined = gaps_of(as_written(text))
    except EmbeddedError as error:
        raise RefusedError(str(error)) from None
    return _Parts(title, piece(stem, "auto"), None, fields={"gaps": gaps})


def _several(title: str, text: str, repairs: list[str]) -> _Parts:
    """Read more than one pair of braces: what has no mark of an answer in it is text."""
    marked = [found for found in _BRACES.finditer(text) if found[1].strip()[:1] in _MARKS]
    if not marked:
        raise RefusedError("several pairs of braces, none with answers: write \\{ in a text")
    if len(marked) == 1:
        repairs.append("braces without answers in them were taken for text")
        return _one(title, text, marked[0].start(), marked[0].end() - 1)
    repairs.append("it has several pairs of braces with answers: it became a question with gaps")
    way = piece(text, "auto").way
    inside = [_cut_general(found[1]) for found in marked]
    stem = piece(_with_places(text, marked), "auto")
    general = next((piece(told, way) for _, mark, told in inside if mark), _NOTHING)
    gaps = tuple(parse(told.strip(), way) for told, _, _ in inside)
    return _Parts(title, stem, None, general, gaps)


def _with_places(text: str, marked: list[re.Match[str]]) -> str:
    pieces, position = [], 0
    for number, found in enumerate(marked, 1):
        pieces += [text[position : found.start()], f"[[{number}]]"]
        position = found.end()
    return "".join((*pieces, text[position:]))


def _cut_general(inside: str) -> tuple[str, str, str]:
    if _GENERAL not in inside:
        return inside, "", ""
    return inside.rpartition(_GENERAL)


def _titled(text: str) -> tuple[str, str]:
    if not text.startswith("::"):
        return "", text
    title, mark, rest = text[2:].partition("::")
    # A title that is not closed is taken for a part of the stem, as Moodle takes it.
    return (said(title.strip()), rest.strip()) if mark else ("", title)


def _told(parts: _Parts) -> dict[str, Any]:
    form = format_of(_pieces(parts))
    told: dict[str, Any] = {"stem": said_in(parts.stem, form)}
    if form != "text":
        told["format"] = form
    if parts.title:
        told["title"] = parts.title
    if parts.general.text:
        told["explanation"] = said_in(parts.general, form)
    if parts.fields:
        told |= {"kind": Kind.GAPS, **parts.fields}
    elif parts.gaps:
        told["kind"] = Kind.GAPS
        told["gaps"] = [_gap(str(one), gap, form) for one, gap in enumerate(parts.gaps, 1)]
    elif parts.answers is None:
        # A title alone is its own text.
        told |= {"kind": Kind.INFO, "stem": told["stem"] or parts.title}
    else:
        told |= _answered(parts.answers, form)
    return told


def _answered(answers: Answers, form: Format) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": answers.kind}
    if answers.multiple:
        told["multiple"] = True
    if answers.pairs:
        told["pairs"] = [_pair(left, right, form) for left, right in answers.pairs]
    if answers.options:
        is_choice = answers.kind is Kind.CHOICE
        key = "choices" if is_choice else "answers"
        told[key] = [_option(option, form, is_choice) for option in answers.options]
    return told


def _gap(name: str, answers: Answers, form: Format) -> dict[str, Any]:
    kinds = {Kind.CHOICE: "choice", Kind.SHORT: "short", Kind.NUMERIC: "numeric"}
    if answers.kind not in kinds:
        raise RefusedError(f"a gap cannot hold a question of the kind {answers.kind.value}")
    return _answered(answers, form) | {"id": name, "kind": kinds[answers.kind]}


def _pieces(parts: _Parts) -> list[Piece]:
    """Return all that is shown, and so may hold markup."""
    found = [parts.stem, parts.general]
    for answers in (parts.answers, *parts.gaps):
        for option in answers.options if answers else ():
            if answers and answers.kind is Kind.CHOICE:
                found.append(option.text)
            if option.feedback:
                found.append(option.feedback)
    found += [left for left, _right in (parts.answers.pairs if parts.answers else ())]
    return found


def _option(option: Option, form: Format, is_shown: bool) -> dict[str, Any]:
    # What is typed is compared as it stands; it is never markup.
    text = said_in(option.text, form) if is_shown else option.text.text
    told: dict[str, Any] = {"text": text, "fraction": option.fraction}
    if option.feedback and option.feedback.text:
        told["feedback"] = said_in(option.feedback, form)
    if option.tolerance:
        told["tolerance"] = option.tolerance
    return told


def _pair(left: Piece, right: str, form: Format) -> dict[str, Any]:
    return {"left": said_in(left, form) or None, "right": plain_in(right, form)}
