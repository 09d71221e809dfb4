"""Articles: a or an by sound, and the names that are said with *the*."""

from __future__ import annotations

import re

ARTICLES = frozenset({"a", "an", "the"})


def indefinite(phrase: str) -> str:
    """Return *a* or *an*, as the first word of *phrase* is spoken."""
    word = phrase.lstrip("“‘\"'([*_")
    found = _FIRST.match(word)
    if found is None:
        return "a"
    if found["number"]:
        return "an" if _VOWEL_NUMBER.match(found["number"]) else "a"
    return "an" if _begins_with_vowel(found["word"]) else "a"


def with_indefinite(phrase: str) -> str:
    """Write *a* or *an* before a phrase that has no article."""
    return f"{indefinite(phrase)} {phrase}"


def bare(phrase: str) -> str:
    """Take the article off."""
    first, _, rest = phrase.partition(" ")
    return rest if rest and first.lower() in ARTICLES else phrase


def mended(text: str) -> str:
    """Make each *a* and *an* fit the word after it, as after an exchange of words."""
    return _INDEFINITE.sub(_fitting, text)


def with_the(name: str) -> str:
    """Write a name as it is said within a sentence: the Netherlands, France."""
    return f"the {name}" if takes_the(name) else name


def takes_the(name: str) -> bool:
    """Tell whether a name that has no article is said with one."""
    small = name.lower()
    words = small.split()
    if not words or words[0] in ARTICLES | {"his", "her", "its", "their"}:
        return False
    if small in _WITH or small in _SPELLED:
        return True
    if small in _WITHOUT or words[0] in _NEVER_AFTER:
        return False
    return _described(words)


def _described(words: list[str]) -> bool:
    """Judge by the common noun in a name: the Treaty of Rome, the Black Sea, the Gulf of Aden."""
    if len(words) < 2:
        return False
    joint = next((at for at, one in enumerate(words) if at and one in {"of", "for", "on"}), None)
    if joint is not None and words[joint - 1] in _BEFORE_OF:
        return True
    return joint is None and words[-1] in _LAST


def _begins_with_vowel(word: str) -> bool:
    letters = word.replace(".", "")
    if _is_spelled(word, letters):
        return letters[0] in "AEFHILMNORSX"
    small = letters.lower()
    if small.startswith(_SILENT_H):
        return True
    if small.startswith(_LIKE_YOU) and not small.startswith(_UN):
        return False
    return not small.startswith(_LIKE_W) and small[0] in "aeiouàáâäæèéêëìíîïòóôöøùúûüœ"


def _is_spelled(word: str, letters: str) -> bool:
    """Tell whether an abbreviation is said letter by letter: an FBI agent, a NATO member."""
    if letters in _SAID_AS_WORDS:
        return False
    if len(letters) == 1:
        return True
    capitals = letters.isupper() or (letters[:-1].isupper() and letters.endswith("s"))
    return (capitals and (len(letters) < 5 or "." in word)) or bool(_PREFIXED.match(word))


def _fitting(match: re.Match[str]) -> str:
    article = indefinite(match["next"])
    shown = article.capitalize() if match["article"][0].isupper() else article
    return f"{shown}{match['between']}{match['next']}"


_FIRST = re.compile(r"[$€£¥]?(?:(?P<number>\d[\d,]*)|(?P<word>[^\W\d_][^\s\d,;:!?()/’'-]*))")
#: Eight and eighty; eleven and eighteen, also of thousands and of years: an 1812 overture.
_VOWEL_NUMBER = re.compile(r"8|(?:11|18)(?:$|,\d{3}$|,\d{3},|\d\d$)")
#: *A* within a sentence is a letter: vitamin A, a blood type A or B.
_INDEFINITE = re.compile(
    r"(?<![\w.'’-])(?P<article>an?|(?:^|(?<=[.!?] ))An?)(?P<between> [“‘\"'(]?)"
    r"(?!(?:or|and|is|are|was|to|in|of|as|at|on)\b)(?=(?P<next>[\w$€£¥][^\s]*))(?P=next)"
)
_SILENT_H = ("hour", "honest", "honor", "honour", "heir")
_LIKE_YOU = (
    "uni", "use", "usa", "usu", "uti", "uto", "ura", "uru", "euro", "eu", "ewe", "ubi", "uga",
    "ukr", "uvu", "utah", "utr", "unesco",
)  # fmt: skip
_UN = (
    "unin", "unim", "unid", "unill", "unis", "uninh", "unident", "usher",
)  # fmt: skip
_LIKE_W = ("one", "once", "ouija", "ouagadougou")
_SAID_AS_WORDS = frozenset({
    "NATO", "NASA", "UNESCO", "UNICEF", "OPEC", "AIDS", "ASEAN", "RAM", "ROM", "SARS", "FIFA",
    "UEFA", "NASDAQ", "PIN", "SIM", "LED", "SWAT", "SALT", "START", "SEAL", "NAFTA", "MERS",
    "LASER", "MIT’s", "LIDAR", "HIPAA", "MIDI", "NOAA", "ROTC", "SONAR", "RADAR", "MOMA", "NAZI",
})  # fmt: skip
_PREFIXED = re.compile(r"[A-Z]-|X-ray")
_WITH = frozenset({
    "united states", "united states of america", "united kingdom", "united arab emirates",
    "united nations", "netherlands", "philippines", "bahamas", "gambia", "maldives", "seychelles",
    "comoros", "czech republic", "dominican republic", "soviet union", "european union",
    "african union", "vatican", "hague", "bronx",
    "ivory coast", "balkans", "baltics", "caucasus", "alps", "andes", "himalayas", "pyrenees",
    "urals", "rockies", "carpathians", "apennines", "ardennes", "vosges", "pacific", "atlantic",
    "arctic", "antarctic", "mediterranean", "baltic", "caribbean", "black sea", "sahara", "gobi",
    "sahel", "levant", "maghreb", "middle east", "far east", "near east",
    "midwest", "west bank", "north pole", "south pole", "equator", "nile", "rhine", "danube",
    "thames", "seine", "volga", "amazon", "mississippi", "missouri", "ganges", "yangtze", "tigris",
    "euphrates", "potomac", "hudson", "kremlin", "pentagon", "white house", "bundestag",
    "bundesbank", "louvre", "colosseum", "parthenon", "acropolis", "british museum", "eiffel tower",
    "holocaust", "renaissance", "reformation", "enlightenment", "great depression", "bible",
    "quran", "koran", "torah", "iliad", "odyssey", "beatles", "earth", "moon", "internet",
    "holy see", "papacy", "ottomans", "romans", "great lakes", "falklands", "faroes", "hebrides",
})  # fmt: skip
_SPELLED = frozenset({
    "u.s.", "us", "usa", "u.s.a.", "uk", "u.k.", "un", "u.n.", "eu", "e.u.", "uae", "ussr", "fbi",
    "cia", "nsa", "kgb", "imf", "who", "wto", "bbc", "cdc", "epa", "fda", "nhs", "csto", "osce",
    "oecd", "nba", "nfl", "fsb", "eec", "plo", "ira", "anc", "gdr", "ioc", "icc", "ecb", "fed",
})  # fmt: skip
_WITHOUT = frozenset({
    "times square", "central park", "saudi arabia", "south africa", "new york city", "mexico city",
    "kuwait city", "vatican city", "panama city", "hong kong", "new zealand", "salt lake city",
    "congo", "sudan", "wall street", "downing street", "westminster abbey", "congress",
    "parliament", "great britain", "world war i", "world war ii", "apollo 11",
})  # fmt: skip
_NEVER_AFTER = frozenset({"lake", "mount", "cape", "saint", "st.", "fort", "port", "king", "queen"})
_BEFORE_OF = frozenset(
    "republic kingdom treaty battle siege gulf bay strait straits university institute ministry "
    "department organization organisation bank house council court convention congress commission "
    "committee declaration bill act charter university isle islands sea principality state states "
    "commonwealth union federation confederation association society school academy church "
    "cathedral museum tower statue palace castle temple duchy grand-duchy empire city people "
    "duke earl order peace edict fall rise origin history tale lord age center centre office "
    "district province league government parliament constitution articles bureau agency".split()
)
_LAST = frozenset(
    "republic kingdom union federation confederation empire emirates islands isles ocean sea "
    "river canal strait straits desert mountains mountain-range range peninsula channel gulf basin "
    "valley delta plateau organization organisation association society committee commission "
    "council agency bureau department ministry institute foundation league treaty agreement "
    "declaration convention constitution charter act war wars revolution rebellion uprising crisis "
    "depression massacre dynasty army navy party parliament senate court government museum tower "
    "palace bridge opera hotel theatre theater states nations protocol accord accords plan era age "
    "church bank company corporation group archipelago coast project program programme games "
    "olympics alliance pact press corps guard police administration authority community".split()
)
