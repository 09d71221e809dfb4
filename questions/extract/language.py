"""In which language a text is written: by its script, and by its commonest words and endings.

Small on purpose. It need not know every language; it must know when a text is in none that it
knows, or in several.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from questions.text import PROSE, Extracted

MIXED = 0.2
_SAMPLE = 40_000
_STRETCH = 1_500
_FEWEST_LETTERS = 20
_FEWEST_HITS = 3
# In running text of any of these languages more words than one in eight are of the commonest.
_DENSITY = 0.12
_LETTER_WEIGHT = 0.5
_LEAST = 0.2
_LIKELY = 0.7


@dataclass(frozen=True, slots=True)
class Told:
    """The language of most of a text (BCP 47), how sure that is from 0 to 1, and the shares.

    *shares* are the parts of the text's letters in each language, the largest first; they need
    not add up to 1, as some stretches are in none that can be told.
    """

    code: str | None
    confidence: float
    shares: tuple[tuple[str, float], ...] = ()

    @property
    def is_mixed(self) -> bool:
        """Say whether a good part of the text is in another language than most of it."""
        return len(self.shares) > 1 and self.shares[1][1] >= MIXED


def tell(stretches: Iterable[str]) -> Told:
    """Tell the language of a text that is given in stretches, such as its paragraphs."""
    weights: Counter[str] = Counter()
    sureness: Counter[str] = Counter()
    total = 0
    for stretch in _sampled(stretches):
        letters = sum(map(str.isalpha, stretch))
        code, confidence = _of_one(stretch)
        total += letters
        if code:
            weights[code] += letters
            sureness[code] += int(letters * confidence * 1000)
    if not weights or not total:
        return Told(None, 0.0)
    shares = tuple((code, weight / total) for code, weight in weights.most_common())
    code, share = shares[0]
    return Told(code, round(share * sureness[code] / (1000 * weights[code]), 3), shares)


def of(found: Extracted) -> Told:
    """Tell the language of a document's prose."""
    prose = [block for block in found.blocks if block.kind in PROSE] or found.blocks
    return tell(found.text[block.start : block.end] for block in prose)


def _sampled(stretches: Iterable[str]) -> Iterable[str]:
    """Yield stretches of a fair length from all over the text."""
    joined: list[str] = []
    held = ""
    for stretch in stretches:
        held = f"{held} {stretch}" if held else stretch
        # Short stretches say too little alone; long ones may hold two languages.
        while len(held) >= _STRETCH // 3:
            joined.append(held[:_STRETCH])
            held = held[_STRETCH:]
    if held:
        joined.append(held)
    step = max(1, sum(map(len, joined)) // _SAMPLE)
    return joined[::step]


def _of_one(text: str) -> tuple[str | None, float]:
    scripts = Counter(script for letter in text if (script := _script(letter)))
    total = sum(scripts.values())
    if total < _FEWEST_LETTERS:
        return None, 0.0
    script, count = scripts.most_common(1)[0]
    share = count / total
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    if kana * 10 > total:
        return "ja", min(1.0, (kana + scripts["CJK"]) / total)
    if script in _BY_SCRIPT:
        return _BY_SCRIPT[script], share
    words = re.findall(r"[^\W\d_]+(?:[’'][^\W\d_]+)?", text.lower())
    code, confidence = _by_words(words, _languages().get(script, {}))
    if code is None and script == "ARABIC" and not set("پچژگٹڈڑےں") & set(text):
        # Arabic writes its smallest words as parts of others.
        code, confidence = "ar", _LIKELY
    return code, confidence * share


def _script(letter: str) -> str:
    if letter.isascii():
        return "LATIN" if letter.isalpha() else ""
    return unicodedata.name(letter, "").split(" ")[0].split("-")[0] if letter.isalpha() else ""


def _by_words(words: list[str], known: Mapping[str, _Known]) -> tuple[str | None, float]:
    """Compare how often the commonest words, and the own letters, of each language occur."""
    counts, letters = Counter(words), Counter("".join(words))
    hits = {
        code: sum(counts[word] for word in one.words)
        + _LETTER_WEIGHT * sum(letters[letter] for letter in one.letters)
        for code, one in known.items()
    }
    ranked = sorted(hits.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < _FEWEST_HITS:
        return None, 0.0
    (code, first), second = ranked[0], ranked[1][1] if len(ranked) > 1 else 0.0
    density = min(1.0, first / (_DENSITY * len(words)))
    margin = min(1.0, 4 * (first - second) / first)
    confidence = density * margin
    return (code, round(confidence, 3)) if confidence >= _LEAST else (None, 0.0)


_BY_SCRIPT = MappingProxyType(
    {
        "CJK": "zh",
        "HANGUL": "ko",
        "GREEK": "el",
        "HEBREW": "he",
        "THAI": "th",
        "GEORGIAN": "ka",
        "ARMENIAN": "hy",
        "DEVANAGARI": "hi",
        "BENGALI": "bn",
        "TAMIL": "ta",
        "TELUGU": "te",
        "GUJARATI": "gu",
        "KANNADA": "kn",
        "MALAYALAM": "ml",
        "GURMUKHI": "pa",
        "SINHALA": "si",
        "KHMER": "km",
        "LAO": "lo",
        "MYANMAR": "my",
        "TIBETAN": "bo",
        "ETHIOPIC": "am",
    }
)


@dataclass(frozen=True, slots=True)
class _Known:
    """The commonest words of a language, and letters that its neighbours lack."""

    words: frozenset[str]
    letters: str


@lru_cache(maxsize=1)
def _languages() -> Mapping[str, Mapping[str, _Known]]:
    """Return the known languages of each script, by their codes."""
    table = resources.files(__package__).joinpath("languages.tsv").read_text(encoding="utf-8")
    found: dict[str, dict[str, _Known]] = {}
    for row in table.splitlines():
        if not row.startswith("#"):
            script, code, letters, words = row.split("\t")
            found.setdefault(script, {})[code] = _Known(frozenset(words.split()), letters)
    return found
