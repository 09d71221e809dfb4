"""Expansions: what an abbreviation might stand for too, with the same first letters."""

from __future__ import annotations

import re
from random import Random

from questions.generate.english import is_plural, plural


def expansions(long: str, chance: Random, count: int = 3) -> tuple[str, ...]:
    """Return other long forms with the letters of *long*; () where too few can be made.

    One or two words are exchanged for words of the same letter and the same part of speech, and
    no two forms are the same.
    """
    words = long.split(" ")
    if _LOOSE & {one.lower() for one in words}:
        return ()
    nouns = [at + 1 == len(words) or words[at + 1].lower() in _JOINTS for at in range(len(words))]
    places = [at for at, word in enumerate(words) if _beside(word, nouns[at])]
    if not places or len(words) < 2:
        return ()
    made: dict[str, None] = {}
    for turn in range(40):
        changed = list(words)
        for at in chance.sample(places, min(len(places), 1 + turn % 2)):
            changed[at] = chance.choice(_beside(words[at], nouns[at]))
        made[" ".join(changed)] = None
        if len(made) == count:
            return tuple(made)
    return ()


def _beside(word: str, noun: bool) -> list[str]:
    """List the words that may stand in the place of *word*, a noun or what describes one."""
    plain = re.fullmatch(r"[^\W\d_]+", word)
    if plain is None or word.lower() in _JOINTS or len(word) < 3:
        return []
    listed = (_NOUNS if noun or word.lower() in _ALL_NOUNS else _QUALITIES).get(word[0].lower(), "")
    found = [one for one in listed.split() if one != _stem(word)]
    if noun and is_plural(word):
        found = [plural(one) for one in found]
    return [one.capitalize() if word[0].isupper() else one for one in found]


def _stem(word: str) -> str:
    small = word.lower()
    return small[:-1] if is_plural(small) and small.endswith("s") else small


_JOINTS = frozenset({"of", "the", "and", "for", "in", "on", "to", "de", "la"})
#: A phrase with one of these is no name, and other words would not fit round it.
_LOOSE = frozenset({"under", "over", "by", "with", "as", "from", "at", "is", "not", "it"})
_NOUNS = {
    "a": "agency association authority alliance agreement assembly",
    "b": "board bureau bank body branch",
    "c": "council committee commission conference council community",
    "d": "department directorate division development",
    "e": "enterprise exchange estate economy",
    "f": "federation foundation fund forum",
    "g": "group guild government grid",
    "h": "house health housing heritage",
    "i": "institute initiative industry inquiry",
    "l": "league laboratory library law",
    "m": "ministry movement market mission",
    "n": "network nation nutrition news",
    "o": "organization office order operation",
    "p": "project partnership panel party",
    "r": "registry resource reserve response",
    "s": "society service system school station",
    "t": "treaty trust trade tribunal technology",
    "u": "union unit university utility",
    "w": "workshop watch works welfare",
}
_QUALITIES = {
    "a": "atlantic allied annual advanced applied automatic",
    "b": "basic british broad binary bilateral",
    "c": "central collective common civil cooperative coordinated",
    "d": "digital defensive direct domestic dynamic",
    "e": "european economic eastern electronic environmental",
    "f": "federal financial foreign free functional",
    "g": "global general governmental geographic genetic",
    "h": "human high historic hybrid hydraulic",
    "i": "international independent industrial integrated internal",
    "j": "joint judicial junior",
    "l": "local legal linear liberal",
    "m": "mutual military maritime medical multilateral",
    "n": "national northern nuclear natural neutral",
    "o": "open official oceanic operational optical",
    "p": "public permanent political parallel popular",
    "r": "regional royal rural rapid regulated",
    "s": "social strategic southern special scientific",
    "t": "technical transatlantic temporary tactical trilateral",
    "u": "united universal urban unified",
    "v": "voluntary visual virtual vocal",
    "w": "western working wide wireless",
}
_ALL_NOUNS = frozenset(" ".join(_NOUNS.values()).split())
