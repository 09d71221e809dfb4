"""Texts made by chance: as long as a test wants, the same for the same seed, and nobody's."""

from __future__ import annotations

import random
from collections.abc import Iterator

_FIRST = "Anna", "Bruno", "Clara", "David", "Elena", "Felix", "Greta", "Henry", "Irene", "Jonas"
_LAST = (
    "Adler",
    "Brandt",
    "Castell",
    "Dorn",
    "Ebner",
    "Falk",
    "Gruber",
    "Hollis",
    "Ingram",
    "Keller",
)
_HEAD = (
    "Al",
    "Bren",
    "Cor",
    "Dun",
    "Far",
    "Gren",
    "Hal",
    "Kar",
    "Lin",
    "Mar",
    "Nor",
    "Pel",
    "Rav",
    "Tor",
)
_TAIL = "burg", "dale", "field", "ford", "haven", "holm", "mark", "mouth", "stead", "ton", "worth"
_DEED = (
    "built a lighthouse",
    "opened a school",
    "founded a museum",
    "wrote a history",
    "led a strike",
)
_CRAFT = "glass", "paper", "salt", "clocks", "linen", "copper", "ink", "rope"


def prose(words: int, seed: int) -> str:
    """Return at least so many words, in paragraphs of a few sentences."""
    chance = random.Random(seed)
    paragraphs: list[str] = []
    while sum(len(paragraph.split()) for paragraph in paragraphs) < words:
        paragraphs.append(" ".join(_paragraph(chance)))
    return "\n\n".join(paragraphs)


def _paragraph(chance: random.Random) -> Iterator[str]:
    person, town, year = _person(chance), _town(chance), chance.randint(1601, 1949)
    yield f"{person} {chance.choice(_DEED)} in {town} in {year}."
    yield (
        f"The town of {town} lies {chance.randint(3, 90)} kilometres north of {_town(chance)} "
        f"and had {chance.randint(2, 90) * 1000:,} inhabitants in {year + chance.randint(5, 40)}."
    )
    yield f"For a long time its main trade was the making of {chance.choice(_CRAFT)}."
    yield f"{_person(chance)} became the mayor of {town} in {year + chance.randint(1, 30)}."


def _person(chance: random.Random) -> str:
    return f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"


def _town(chance: random.Random) -> str:
    return chance.choice(_HEAD) + chance.choice(_TAIL)
