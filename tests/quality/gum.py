"""Reads documents of the GUM corpus (Georgetown University Multilayer), version 11.

The corpus lies outside of the project: its annotations are CC BY 4.0, its texts partly not.
A document is built again as plain text with blocks, so that it is read like a learner's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from questions.text import Block, BlockKind

#: Documents that are only looked at for the final number: GUM's own dev and test parts, without
#: what also lies in the samples.
HELD_OUT = frozenset(
    "academic_exposure academic_librarians academic_discrimination academic_eegimaa bio_byron "
    "bio_emperor bio_dvorak bio_jespersen court_loan court_negligence court_insanity "
    "court_mitigation essay_evolved essay_tools essay_system interview_cyclone interview_gaming "
    "interview_hill interview_libertarian letter_arendt letter_wiki letter_attorney "
    "letter_mandela news_homeopathic news_iodine news_nasa speech_impeachment "
    "speech_inauguration speech_austria textbook_governments textbook_labor "
    "textbook_chemistry textbook_union voyage_athens voyage_coron voyage_oakland "
    "voyage_vavau whow_joke whow_overalls whow_mice whow_cactus".split()
)

#: Documents that are looked at while the rules are written.
LOOKED_AT = frozenset(
    "academic_implicature academic_mutation bio_bernoulli bio_fillmore bio_gordon bio_marbles "
    "bio_padalecki essay_distraction essay_fear interview_dungeon interview_messina "
    "letter_marcie2 letter_roomers news_clock news_defector news_sensitive news_taxes news_warhol "
    "speech_newzealand speech_remarks textbook_alamo textbook_artwork textbook_entrepreneurship "
    "textbook_evoethics textbook_sociology voyage_cuba voyage_phoenix whow_parachute "
    "whow_quinoa textbook_cognition".split()
)
#: CC BY and CC BY-SA, from which weights are learned; essays, letters and whow forbid some uses.
LEARNED = frozenset("academic bio court interview news speech textbook voyage".split())
PARTS = ("learned", "looked-at", "held-out")


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mention as the corpus has it: *entity* is what it means, *first* if nothing did before."""

    start: int
    end: int
    entity: str
    type: str
    status: str  # new, giv:act, giv:inact, acc:com, acc:inf, acc:aggr
    link: str  # coref, ana, cata, appos, pred, disc, sgl
    identity: str
    head: tuple[int, int]
    heads: int  # more than one when it is several things joined by *and*
    words: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(slots=True)
class GumDocument:
    """A text with its blocks and its gold mentions, in order of their start."""

    name: str
    genre: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    mentions: tuple[GoldMention, ...] = ()


@dataclass(slots=True)
class _Reader:
    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    kind: BlockKind = "paragraph"
    begun: int = 0
    open: dict[str, list[tuple[int, list[str], int]]] = field(default_factory=dict)
    found: list[GoldMention] = field(default_factory=list)
    tokens: list[tuple[int, int, str, str]] = field(default_factory=list)


def documents(folder: Path, part: str) -> Iterator[GumDocument]:
    """Yield the documents of one of `PARTS` from the files `GUM_*.conllu` in *folder*."""
    for path in sorted(folder.glob("GUM_*.conllu")):
        name = path.stem.removeprefix("GUM_")
        if part_of(name) == part:
            yield read(path.read_text(encoding="utf-8"), name)


def part_of(name: str) -> str:
    """Tell what a document is used for; "" for those that are not used."""
    genre = name.split("_")[0]
    if name in HELD_OUT:
        return "held-out"
    if name in LOOKED_AT:
        return "looked-at"
    return "learned" if genre in LEARNED else ""


def read(conllu: str, name: str) -> GumDocument:
    """Build a document from its lines."""
    reader = _Reader()
    title = ""
    for line in conllu.splitlines():
        if line.startswith("# meta::title = "):
            title = line.split(" = ", 1)[1]
        elif line.startswith("# newpar_block"):
            _new_block(reader, line)
        elif line and line[0].isdigit():
            _token(reader, line.split("\t"))
    _close_block(reader)
    mentions = tuple(sorted(reader.found, key=lambda one: (one.start, -one.end)))
    return GumDocument(name, name.split("_")[0], title, reader.text, tuple(reader.blocks), mentions)


def _new_block(reader: _Reader, line: str) -> None:
    _close_block(reader)
    first = line.split("=", 1)[1]
    reader.kind = "heading" if "head" in first else "list_item" if "item" in first else "paragraph"


def _close_block(reader: _Reader) -> None:
    reader.text = reader.text.rstrip(" ")
    if len(reader.text) > reader.begun:
        reader.blocks.append(Block(reader.kind, 1, reader.begun, len(reader.text)))
        reader.text += "\n\n"
    reader.begun = len(reader.text)


def _token(reader: _Reader, fields: list[str]) -> None:
    if "." in fields[0]:
        return
    misc = dict(one.split("=", 1) for one in fields[9].split("|") if "=" in one)
    if "-" in fields[0]:  # a word that is written as one: don't
        if "SpaceAfter=No" in fields[9]:
            reader.tokens.append((-1, 0, "", fields[0].split("-")[1]))
        first, last = map(int, fields[0].split("-"))
        reader.open["*"] = [(last, [], first)]
        return
    start = len(reader.text)
    reader.text += fields[1]
    reader.tokens.append((start, len(reader.text), fields[1], fields[4]))
    inside = reader.open.get("*", [(0, [], 0)])[0]
    joined = inside[2] <= int(fields[0]) < inside[0]
    close = "SpaceAfter=No" in fields[9] or joined or _glued(reader, fields[0])
    _brackets(reader, misc.get("Entity", ""), len(reader.tokens) - 1)
    if int(fields[0]) >= inside[0]:
        reader.open.pop("*", None)
    reader.text += "" if close else " "


def _glued(reader: _Reader, number: str) -> bool:
    """Tell whether the word that this token ends was marked to have no space after it."""
    for start, _, _, last in reversed(reader.tokens[-6:]):
        if start == -1:
            return last == number
    return False


def _brackets(reader: _Reader, marks: str, at: int) -> None:
    for match in re.finditer(r"\((\d+)-([^()]*)(\))?|(\d+)\)", marks):
        if match[1]:
            fields = match[2].split("-", 6)
            reader.open.setdefault(match[1], []).append((at, fields, 0))
        if match[3] or match[4]:
            first, fields, _ = reader.open[match[1] or match[4]].pop()
            reader.found.append(_mention(reader, match[1] or match[4], first, at, fields))


def _mention(reader: _Reader, entity: str, first: int, last: int, fields: list[str]) -> GoldMention:
    tokens = [one for one in reader.tokens[first : last + 1] if one[0] >= 0]
    heads = [int(one) for one in fields[4].split(",") if one.isdigit()] or [1]
    head = tokens[min(heads[0], len(tokens)) - 1]
    return GoldMention(
        start=tokens[0][0],
        end=tokens[-1][1],
        entity=entity,
        type=fields[0],
        status=fields[1],
        link=fields[5],
        identity=fields[6] if len(fields) > 6 else "",
        head=head[:2],
        heads=1
        + sum(
            token[3] == "CC" and heads[0] < at < heads[-1] and at not in heads
            for at, token in enumerate(tokens, 1)
        ),
        words=tuple(one[2] for one in tokens),
        tags=tuple(one[3] for one in tokens),
    )
