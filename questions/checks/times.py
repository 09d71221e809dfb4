"""Rules about words that mean something else for another reader or on another day."""

import re
from itertools import islice

from questions.checks.passages import Passage
from questions.checks.rule import STATED, Flaw, Rule, Weight, quoted
from questions.checks.seen import Seen
from questions.checks.words import AUXILIARIES, is_quoted
from questions.model import Kind

_FEWEST_WORDS = 4
_MOST_LOOKED_AT = 200


def _relative_date(seen: Seen) -> Flaw | None:
    for side in seen.sides:
        if len(side.stem.words) < _FEWEST_WORDS:
            continue
        for passage in (side.stem, *side.wanted):
            told = (one for one in _RELATIVE.finditer(passage.text) if _depends(one))
            if (found := next(told, None)) and not _is_asked_for(seen, found):
                what = f"{quoted(found[0])} will mean another time when you read this again."
                return Flaw(what, passage.at(found))
        if found := _day_without_year(side.stem, [one.text for one in side.wanted]):
            what = f"It is not said of which year {quoted(found[0])} is."
            return Flaw(what, side.stem.at(found))
    return None


def _is_asked_for(seen: Seen, found: re.Match[str]) -> bool:
    """Tell whether *this year* is the answer: the Bastille fell in this year."""
    riddle = seen.kind in {Kind.CHOICE, Kind.SHORT, Kind.FLASHCARD} and "?" not in found.string
    return riddle and found[0].lower().startswith("this")


def _depends(found: re.Match[str]) -> bool:
    """Tell whether the day of reading matters: not in *65 million years ago*, not in a title."""
    before = found.string[: found.start()]
    if is_quoted(before) or _LASTING_BEFORE.search(before):
        return False
    if found[0].endswith("ago"):
        return not _LONG_AGO.search(found.string[: found.end()])
    return not _LASTING_AFTER.match(found.string, found.end())


def _day_without_year(stem: Passage, answers: list[str]) -> re.Match[str] | None:
    """Find the day of something that happened once; feasts come back every year."""
    found = _DAY.search(stem.text)
    if found is None or _YEAR.search(" ".join((stem.text, *answers))):
        return None
    happened = _PAST.search(stem.text) and not _EVERY_YEAR.search(stem.text)
    return found if happened and not _ASKS_YEAR.search(stem.text) else None


def _first_person(seen: Seen) -> Flaw | None:
    for side in seen.sides:
        if len(side.stem.words) < _FEWEST_WORDS or _RIDDLE.search(side.stem.text):
            continue
        for found in islice(_WRITER.finditer(side.stem.text), _MOST_LOOKED_AT):
            before = side.stem.text[: found.start()]
            if not is_quoted(before) and _speaks(found[0], before, found.string[found.end() :]):
                what = f"{quoted(found[0])} speaks of the writer, who is not named."
                return Flaw(what, side.stem.at(found))
    return None


def speaks_of_the_writer(text: str) -> bool:
    """Tell whether *we did*, *our paper* and the like speak of who wrote the text."""
    return any(
        _speaks(found[0], text[: found.start()], text[found.end() :])
        for found in islice(_WRITER.finditer(text), _MOST_LOOKED_AT)
    )


def _about_the_text(seen: Seen) -> Flaw | None:
    for side in seen.sides:
        for found in _TEXT.finditer(side.stem.text):
            if not is_quoted(side.stem.text[: found.start()]):
                what = f"{quoted(found[0])} points into a text that is not here any more."
                return Flaw(what, side.stem.at(found))
    return None


def _speaks(word: str, before: str, after: str) -> bool:
    """Tell whether somebody speaks of himself: *we* may be all people, and *I* a number."""
    if word[0].isupper() and re.match(r" [A-Z]", after):
        return False
    if word == "I":
        named = re.search(r"([A-Za-z]\w*) $", before)
        numbered = named is not None and named[1].lower() not in AUXILIARIES
        reign = numbered and named is not None and named[1][0].isupper()
        return not numbered or (not reign and bool(_SPEAKING.match(after)))
    if word.lower() == "our":
        return bool(_OF_THE_WRITER.match(after))
    if word.lower() in {"we", "us"}:
        asked = bool(_DID.search(before)) or (word == "us" and _PAST.search(before) is not None)
        return asked or bool(_WE_DID.match(after)) or bool(_IN_THIS_TEXT.search(after))
    return True


_RELATIVE = re.compile(
    r"(?:^|(?<=[.?!] ))(?:Yesterday|Today|Tomorrow|Tonight|Nowadays|Currently|Recently|"
    r"Presently)\b(?! \()|"
    r"\b(?:today|yesterday|tomorrow|tonight|nowadays|currently|recently|presently|"
    r"at the moment|right now|these days|so far|"
    r"(?<!the )(?<!The )(?:[Ll]ast|[Nn]ext|[Tt]his) "
    r"(?:week|month|year|night|morning|evening|century|decade|season|spring|summer|autumn|winter|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)|"
    r"(?:[\w,.]{1,20}) (?:hours?|days?|weeks?|months?|years?|decades?|centuries|century) ago|"
    r"on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?! \d))\b(?!’s (?:of|The))"
)
_LASTING_BEFORE = re.compile(
    r"(?:\b(?:known|called|named|what is|what’s|until|till|used) |[“‘\"'«(])$"
)
_LASTING_AFTER = re.compile(
    r" (?:known|called|named|, \d|\d{1,2},? \d{4}|afternoons|mornings|of (?:the|each|every|a)\b)"
)
_LONG_AGO = re.compile(
    r"(?:million|billion|thousand|thousands|millions|hundred|hundreds|\d,\d{3}|\d{4,}|many|long)"
    r" (?:of )?(?:years|centuries|decades) ago$|\blong ago$"
)
_MONTHS = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DAY = re.compile(rf"\b{_MONTHS} \d{{1,2}}\b(?!\d)|\b[Ii]n {_MONTHS}\b|\b\d{{1,2}} {_MONTHS}\b")
_YEAR = re.compile(r"\b(?:1\d{3}|20\d{2}|\d{1,4} (?:BC|BCE|AD|CE))\b")
_PAST = re.compile(r"\b(?:did|was|were|had|[a-z]{2,}ed|met|took|won|lost|began|fell|left|became)\b")
_EVERY_YEAR = re.compile(
    r"\b(?:every|each|annual|annually|yearly|always|usually|anniversary|holiday|festival|feast|"
    r"celebrate[sd]?|observed|falls?|solstice|equinox)\b"
)
_ASKS_YEAR = re.compile(r"\b(?:[Ww]hat|[Ww]hich) year\b|\bof (?:what|which) year\b")
_TEXT = re.compile(
    r"\b(?:(?:[Ss]ee|[Ii]n|[Ff]rom|by|as in|of) (?:Figure|Fig\.|Table|Exhibit|Box|Chapter|"
    r"Section|Appendix|Chapters) \d|^Welcome to\b"
    r"|(?:Figure|Fig\.|Table) \d{1,2}(?:\.\d{1,2})?(?= (?:shows?|gives?|lists?|presents?|"
    r"illustrates?))"
    r"|(?:[Tt]his|[Tt]he) (?:text|passage|article|paragraph|excerpt|chapter|section|author "
    r"of the text)"
    r"(?= (?:say|says|state|states|mention|mentions|name|names|describe|describes|list|"
    r"lists|about|is about|"
    r"discuss|discusses|above|below|give|gives|explain|explains|call|calls|claim|claims)\b|[?,.])"
    r"|(?:[Aa]s|was|were|is|are|be) (?:mentioned|described|discussed|shown|stated|noted|seen|"
    r"explained|covered|treated|addressed) (?:in (?:more )?detail )?"
    r"(?:above|below|earlier|in (?:the (?:text|passage)|chapter|section|this"
    r"|(?:an?|the)(?: \w+)? (?:chapter|section|unit|module)))"
    r"|(?:[Aa]ccording to|[Ii]n|[Bb]ased on|[Ff]rom) (?:the|this) (?:text|passage|article|"
    r"paragraph|excerpt|reading)"
    r"(?! (?:of|about|on)\b)|on (?:the next|the previous|this) page|(?:in|from) the "
    r"(?:above|following) (?:text|passage))"
)
_WRITER = re.compile(r"\b(?:I|we|We|our|Our|my|My|us|me)\b(?![.’'-]?[A-Z\d])(?!\.)")
_RIDDLE = re.compile(r"\bam I\b")
_SPEAKING = re.compile(r" (?:am|was|have|had|did|do|will|would|can|could|think|saw|met|say|said)\b")
_DID = re.compile(r"\b(?:did|had|have|were|was) $")
_WE_DID = re.compile(
    r" (?:have |had |also |then |first )?(?:[a-z]{2,}ed|met|saw|found|took|went|had|were|"
    r"built|made|now (?:return|turn|look|consider)|"
    r"wrote|chose|did|held|got|propose|present|report|describe|argue|conclude|won|lost|left)\b"
)
_IN_THIS_TEXT = re.compile(
    r"\bin (?:this|our) (?:paper|study|chapter|book|section|text|article|work)\b"
)
_OF_THE_WRITER = re.compile(
    r" (?:\w+ )?(?:study|paper|team|company|group|results?|analys[ei]s|school|family|house|town|"
    r"experiments?|work|research|survey|method|government|president|website|class|teacher|office|"
    r"university|department|laboratory|lab|readers?|visitors?|customers?|reporter|chapter|book|"
    r"article|project|village|friends?|parents|mother|father|trip|hotel|boat|army|church|findings?)\b"
)

RULES = (
    Rule(
        name="relative-date",
        about="“Last week”, “currently” or a day without its year means another time with each "
        "reading, and the answer changes with it.",
        advice="Write the date.",
        find=_relative_date,
        kinds=STATED,
        weight=Weight.WRONG,
        english=True,
        alone=True,
    ),
    Rule(
        name="first-person",
        about="“I”, “we” or “our” speaks of whoever wrote the text, not of somebody the question "
        "names.",
        advice="Name who is meant.",
        find=_first_person,
        kinds=STATED,
        weight=Weight.WRONG,
        english=True,
        alone=True,
    ),
    Rule(
        name="about-the-text",
        about="“According to the text” or “see Figure 3” leads to a page that is not before "
        "the eyes "
        "of whoever answers in a month.",
        advice="Ask about the matter itself.",
        find=_about_the_text,
        kinds=STATED,
        english=True,
        alone=True,
    ),
)
