"""Capitals: a sentence begins with one, and what stood first gives it back."""

from __future__ import annotations

import re
from collections.abc import Collection

_INSIDE = re.compile(r"\b[A-Z][\w’'-]*")
_NO_NAMES = frozenset({"I", "A", "The"})
_OPENING = re.compile(r"[\s“‘\"'(\[*_¿¡…]*(?:\{\{c\d+::)?")


def capitalised(text: str) -> str:
    """Begin a sentence with a capital; iPhone and pH keep the letters they have."""
    at = _first_letter(text)
    word = text[at:].split(" ", 1)[0]
    if at >= len(text) or _is_styled(word):
        return text
    return text[:at] + upper(text[at]) + text[at + 1 :]


def capitals_inside(text: str) -> list[str]:
    """List the words with a capital that does not come from the beginning of the sentence."""
    return [one for one in _INSIDE.findall(text[1:]) if one not in _NO_NAMES]


def within(text: str, names: Collection[str] = ()) -> str:
    """Write what began a sentence as it stands inside one; *names* keep their capital.

    Of *names* the first words count: Ford for Ford Motor Company. Weekdays, months, peoples,
    languages, abbreviations and I keep theirs anyway.
    """
    at = _first_letter(text)
    word = _WORD.match(text, at)
    if word is None or keeps_capital(word[0]) or _begins_name(text[at:], names):
        return text
    return text[:at] + text[at].lower() + text[at + 1 :]


def keeps_capital(word: str) -> bool:
    """Tell whether a word has its capital wherever it stands."""
    stem = re.sub(r"['’](?:s|m|d|ll|ve|re)?$", "", word)
    if stem == "I" or (stem == "A" and len(word) == 1):
        return stem == "I"
    if _is_styled(stem) or any(one.isdigit() for one in stem) or _is_roman(stem):
        return True
    small = stem.lower()
    return small in _CALENDAR or small in _PEOPLES or _is_people(small)


def _begins_name(text: str, names: Collection[str]) -> bool:
    for name in names:
        rest = text[len(name) : len(name) + 1]
        if name and text.startswith(name) and not (rest.isalnum() and name[-1:].isalnum()):
            return True
    return False


def _first_letter(text: str) -> int:
    found = _OPENING.match(text)
    return found.end() if found else 0


def _is_styled(word: str) -> bool:
    """Tell whether there is a capital after the first letter: DNA, McKay, iPhone, U.S."""
    return any(one.isupper() for one in word[1:])


def _is_roman(word: str) -> bool:
    return len(word) > 1 and re.fullmatch(r"[IVX]+", word) is not None


def _is_people(small: str) -> bool:
    """Tell a people by its ending, where no common word has it: Kazakhstani, Portuguese."""
    return small.endswith(("stani", "stanis")) or (
        len(small) > 6 and small.endswith(("ese", "eses")) and small not in _COMMON_ESE
    )


def upper(letter: str) -> str:
    """Return one capital; ß, which would become two, stays."""
    return letter.upper() if len(letter.upper()) == 1 else letter


_WORD = re.compile(r"[^\W_][\w’'.&-]*")
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july "
    "august september october november december christmas easter ramadan".split()
)
_PEOPLES = frozenset(
    "american americans african africans asian asians european europeans russian russians "
    "germans french british english scottish welsh irish italian italians spanish dutch danish "
    "swedish norwegian finnish greek greeks turkish turks turk arab arabs arabic jewish jews "
    "jew christian christians christianity muslim muslims islamic islam hindu hindus buddhist "
    "buddhists catholic catholics protestant protestants roman romans soviet soviets kazakh "
    "kazakhs uzbek uzbeks ukrainian ukrainians polish poles czech czechs slovak hungarian "
    "hungarians austrian austrians swiss belgian belgians mexican mexicans canadian canadians "
    "australian australians brazilian brazilians cuban cubans indian indians israeli israelis "
    "iranian iranians iraqi iraqis afghan afghans syrian syrians egyptian egyptians korean "
    "koreans hebrew latin persian persians bohemian bohemians napoleonic victorian marxist nazi "
    "nazis darwinian freudian latino latinos hispanic hispanics bosnian serbian serbs croatian "
    "bulgarian romanian romanians albanian estonian latvian lithuanian georgian armenian "
    "azerbaijani kurdish kurds palestinian palestinians lebanese saudi thai vietnamese filipino "
    "filipinos indonesian malaysian tibetan mongolian mongol mongols nigerian kenyan ethiopian "
    "argentine argentinian chilean colombian peruvian venezuelan caribbean mediterranean "
    "antarctic god german".split()
)
_COMMON_ESE = frozenset("cheeses geeses dieses journalese legalese theses prosthese".split())
