"""Readings: parsed sentences with what is named in them and what their references stand for.

This is the seam between the parse, the references and the facts. Places count from the start of
the sentence; its text has plain spaces for line breaks, one for one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from questions.generate.fact import Name, Type
from questions.generate.rewriting import Edit

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from questions.text import BlockKind


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """One sentence of running text with its parse; *index* counts in the whole document."""

    index: int
    start: int
    text: str
    block: int
    kind: BlockKind
    section: tuple[str, ...]
    doc: Doc

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, a date or a number, without titles, articles and possessive endings.

    *name* is the id of the `Name` it belongs to; *normal* and *unit* are as in `Phrase`.
    """

    start: int
    end: int
    text: str
    type: Type
    name: int | None = None
    normal: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Inner:
    """A reference that is clear as long as the words that it stands for stay with it.

    "Putin said that *he* would go": nothing is exchanged in the whole sentence; in a clause
    without *anchor_start* to *anchor_end*, *text* takes its place ("" when it cannot be told).
    """

    start: int
    end: int
    text: str
    anchor_start: int
    anchor_end: int


@dataclass(frozen=True, slots=True)
class Open:
    """Words that point to something unknown: no clause that holds them is asked about."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding that every draft must carry whose words hold *start* to *end*."""

    start: int
    end: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A sentence with what makes it understandable alone.

    *edits* are made always (he → Putin, Tokayev → Kassym-Jomart Tokayev at its first mention,
    in the sentence, yesterday → on 4 May 2012 with a dated document).
    """

    parsed: Parsed
    mentions: tuple[Mention, ...] = ()
    edits: tuple[Edit, ...] = ()
    inner: tuple[Inner, ...] = ()
    open: tuple[Open, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def mention_at(self, place: int) -> Mention | None:
        """Return the mention that covers *place*."""
        return next((one for one in self.mentions if one.start <= place < one.end), None)


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A stretch of sentences, read: what the references give to the facts."""

    names: tuple[Name, ...]
    readings: tuple[Reading, ...]

    def by_text(self) -> dict[str, Name]:
        """Return the names by each of their forms; a form that two share belongs to neither."""
        found: dict[str, Name] = {}
        shared: set[str] = set()
        for name in self.names:
            for form in {name.text, *name.aliases}:
                if form in found and found[form].id != name.id:
                    shared.add(form)
                found[form] = name
        return {form: name for form, name in found.items() if form not in shared}


def span_of(token: Token) -> Span:
    """Return the words that hang on *token*, from the first to the last."""
    return token.doc[token.left_edge.i : token.right_edge.i + 1]


def end_of(words: Span | Token) -> int:
    """Return where the words end, without the space after them."""
    last = words.doc[words.end - 1] if hasattr(words, "end") else words
    return last.idx + len(last)
