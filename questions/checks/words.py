"""Words: which of them tell something, and which are the same under another form."""

import re
from collections.abc import Iterable, Sequence

from questions.checks.passages import FORMULA, Passage
from questions.folding import Rules

# A quotation that was opened further back has been closed, or never will be.
_REACH = 400
_SINGLE_CLOSED = re.compile(r"’(?!\w)")
LIKE_WHAT_IS_ASKED = Rules()


def listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


def telling(passage: Passage) -> list[re.Match[str]]:
    """Return the words that could give an answer away."""
    return [word for word in passage.words if tells(word[0])]


def tells(word: str) -> bool:
    small = word.lower()
    if word == FORMULA:
        return False
    return small not in FUNCTION_WORDS and (len(word) > 2 or word.isupper() or word.isdigit())


def bare(word: str) -> str:
    return word.removesuffix("’s").removesuffix("'s")


def root(word: str) -> str:
    """Cut a word so that Kazakh and Kazakhstan, treaty and treaties are the same."""
    small = bare(word).lower()
    return small[:6] if len(small) > 6 else small.removesuffix("s")


def roots(words: Iterable[re.Match[str]]) -> set[str]:
    return {root(word[0]) for word in words}


def is_quoted(before: str) -> bool:
    """Tell whether what follows *before* are somebody's words, or a word spoken of."""
    before = before[-_REACH:]
    if before.count("“") > before.count("”") or before.count("«") > before.count("»"):
        return True
    single = before.rfind("‘")
    if single >= 0 and not _SINGLE_CLOSED.search(before, single):
        return True
    return before.count('"') % 2 == 1 or before[-1:] in {"'", "`"}


def fold(text: str) -> str:
    """Fold what people write in several ways: case, accents, articles, numbers, "and"."""
    folded = LIKE_WHAT_IS_ASKED.fold(text)
    return " ".join("and" if word == "&" else word for word in folded.split())


def initials(words: Sequence[str]) -> str:
    """Return the letters of an acronym: small words give none."""
    return "".join(word[0] for word in words if word[:1].isupper())


FUNCTION_WORDS = listed(
    "a an the this that these those some any each every no all both either neither such another "
    "other and or but nor so yet if then than as at by for from in into of off on onto out over to "
    "under up with within without about above after against among around before behind below "
    "beneath beside between beyond during except inside near outside since through throughout till "
    "toward towards until upon via per i me my we us our you your he him his she her it its they "
    "them their who whom whose which what when where why how is am are was were be been being do "
    "does did done doing have has had having can could may might must shall should will would not "
    "never also only just too very more most less least much many few there here again once it's "
    "isn't aren't wasn't weren't doesn't don't didn't one ones"
)
ENGLISH = listed(
    "the of and is was were are what which who how did does to from with by that when where why "
    "for at has have it its this"
)
OTHER_LANGUAGES = listed(
    "der die das und ist wer wie welche welcher welches ein eine einen dem den des von mit nicht "
    "le la les des est une un quel quelle quels quelles dans sur pour qui que où du au aux "
    "el los las es una cuál qué quién del en por con para como il gli che di della dei sono "
    "os um uma qual é da na het een van wat welke zijn czy jest jaki kto"
)
AUXILIARIES = listed(
    "is are was were do does did has have had can could will would should shall may might must "
    "isn't aren't wasn't weren't doesn't don't didn't"
)
MONTHS = listed(
    "January February March April May June July August September October November December"
)
NUMERALS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    "hundred", "thousand", "million", "billion",
)  # fmt: skip
