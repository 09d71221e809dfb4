"""What counts in a typed answer: its words and numbers, not how they were dressed."""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """What a deck is strict about, and the language whose articles and numbers it uses."""

    case: bool = False
    accents: bool = False
    language: str = "en"

    def fold(self, text: str) -> str:
        """Reduce *text* to what has to agree."""
        return " ".join(_without_article(self._words(text), self.language))

    def fold_part(self, text: str) -> str:
        """Fold a part of an answer, whose first word is no article that may be left out."""
        return " ".join(self._words(text))

    def _words(self, text: str) -> list[str]:
        plain = _HYPHEN.sub(" ", self.letters(numbers_unified(text, self.language)))
        words = [_bare(word) for word in _PERCENT.sub("%", plain).split()]
        return _counted(words, self.language)

    def letters(self, text: str) -> str:
        """Fold letters only, so that the result can be laid beside the text."""
        folded = unicodedata.normalize("NFKC", text).translate(_TYPOGRAPHY)
        if not self.case:
            folded = folded.casefold()
        return folded if self.accents else _unaccented(folded)


def numbers_unified(text: str, language: str) -> str:
    """Write 1,000.50 (or 1.000,50 where people write so) as 1000.50."""
    style = _POINT_COMMA if language[:2].lower() in _COMMA_LANGUAGES else _POINT_DOT
    unified = style.pattern.sub(lambda found: style.plain(found[0]), text)
    return _NO_ZERO.sub("0.", unified)


def without_symbols(folded: str) -> str:
    """Leave out currency and percent signs: "25" is almost "$25"."""
    return folded.translate(_SYMBOLS)


@dataclass(frozen=True, slots=True)
class _NumberStyle:
    groups: str
    point: str
    pattern: re.Pattern[str]

    def plain(self, written: str) -> str:
        grouped = "".join(letter for letter in written if letter not in self.groups)
        return grouped.replace(self.point, ".")


def _style(groups: str, point: str) -> _NumberStyle:
    pattern = (
        rf"(?<![\w.,])\d{{1,3}}(?:[{groups}]\d{{3}})+(?:[{point}]\d+)?(?![\d.,]*\d)"
        rf"|(?<![\w.,])\d+[{point}]\d+(?![\d.,]*\d)"
    )
    return _NumberStyle(groups, point, re.compile(pattern))


def _bare(word: str) -> str:
    """Drop the punctuation around a word and the dots inside an abbreviation."""
    bare = word.strip(_EDGES)
    return bare.replace(".", "") if _ABBREVIATION.fullmatch(bare) else bare or word


def _without_article(words: list[str], language: str) -> list[str]:
    articles = _ARTICLES.get(language[:2].lower(), frozenset())
    return words[1:] if len(words) > 1 and words[0].casefold() in articles else words


def _counted(words: list[str], language: str) -> list[str]:
    if language[:2].lower() != "en":
        return words
    return [_NUMERALS.get(word.casefold(), word) for word in words]


def _unaccented(text: str) -> str:
    """Drop the accents of scripts where they adorn a letter; elsewhere they are letters."""
    bare = _ACCENTED.sub(lambda found: _base(found[0]), unicodedata.normalize("NFC", text))
    return bare.translate(_STROKES)


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


# People group digits with a plain, a hard or a narrow space, too.
_SPACES = " \u00a0\u202f'"
_POINT_DOT = _style("," + _SPACES, ".")
_POINT_COMMA = _style("." + _SPACES, ",")
_COMMA_LANGUAGES = frozenset(
    {"cs", "da", "de", "es", "fi", "fr", "it", "nb", "nl", "pl", "pt", "ru", "sv"}
)
_EDGES = ".,;:!?\"'()[]{}«»\u201c\u201d\u201e\u2026¿¡"
_NO_ZERO = re.compile(r"(?<![\w.])\.(?=\d)")
_PERCENT = re.compile(r"(?<=\d) ?per ?cent\b")
_SYMBOLS = str.maketrans("", "", "$€£¥%")
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2013\u2014](?=[^\W\d_])")
_TYPOGRAPHY = str.maketrans({"\u2019": "'", "\u2018": "'", "\u2212": "-", "\u2010": "-"})
_ACCENTED = re.compile("[\u00c0-\u024f\u0370-\u0400\u1e00-\u1fff]")
_STROKES = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"})
_NUMERALS = {
    word: str(number)
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
}
_ARTICLES = {
    "de": frozenset({"der", "die", "das", "ein", "eine"}),
    "en": frozenset({"a", "an", "the"}),
    "es": frozenset({"el", "la", "los", "las", "un", "una"}),
    "fr": frozenset({"le", "la", "les", "un", "une", "des"}),
    "it": frozenset({"il", "lo", "la", "i", "gli", "le", "un", "uno", "una"}),
    "nl": frozenset({"de", "het", "een"}),
    "pt": frozenset({"o", "a", "os", "as", "um", "uma"}),
}
