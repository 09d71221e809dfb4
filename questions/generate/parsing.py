"""Parsing: the sentences of paragraphs and lists, each with its parse."""

from __future__ import annotations

from collections.abc import Sequence

from questions.generate.parser import parser
from questions.generate.reading import Parsed
from questions.text import Block, Sentence

_READ = frozenset({"paragraph", "list_item"})
LONGEST = 1_200  # letters; a "sentence" longer than that is a table or a list without stops


def parsed(
    text: str, blocks: Sequence[Block], numbered: Sequence[tuple[int, Sentence]]
) -> tuple[Parsed, ...]:
    """Parse sentences given with their index; headings, quotes and code are no statements."""
    chosen = [
        (index, one)
        for index, one in numbered
        if blocks[one.block].kind in _READ and one.end - one.start <= LONGEST
    ]
    docs = parser().pipe(level(text[one.start : one.end]) for _, one in chosen)
    return tuple(
        Parsed(
            index,
            one.start,
            doc.text,
            one.block,
            blocks[one.block].kind,
            blocks[one.block].section,
            doc,
        )
        for (index, one), doc in zip(chosen, docs, strict=True)
    )


def level(sentence: str) -> str:
    """Turn line breaks into spaces, one for one, so that places stay the same."""
    return "".join(" " if character.isspace() else character for character in sentence)


def prose(text: str, blocks: Sequence[Block]) -> str:
    """Return the text of all paragraphs and lists, in which names are looked up."""
    return "\n".join(text[one.start : one.end] for one in blocks if one.kind in _READ)
