"""Rules about how the words stand there: capitals, doubled words, points, brackets, quotes."""

import re
from collections.abc import Iterator

from questions.checks import mending
from questions.checks.passages import BLANK, FORMULA, Passage, passage
from questions.checks.rule import EVERYTHING, STATED, WORDED, Flaw, Rule, quoted
from questions.checks.seen import Seen
from questions.checks.words import FUNCTION_WORDS, listed
from questions.model import Finding, Kind, Question

_FEWEST_WORDS = 4


def _small_first_letter(seen: Seen) -> Flaw | None:
    stem = seen.stem
    first = stem.words[0] if stem.words else None
    if first is None or first.start() or len(stem.words) < _FEWEST_WORDS:
        return None
    word = first[0]
    if not (word.isalpha() and word.islower()) or len(word) < 2 or word in _SMALL_NAMES:
        return None
    if stem.text[first.end() : first.end() + 1] not in {" ", ","} or _CODE.search(stem.text):
        return None
    return Flaw(f"It begins with the small letter of {quoted(word)}.", stem.place(0, 1))


def _capitalised(question: Question, finding: Finding, _: str | None) -> Question | None:
    return mending.changed(question, finding, str.upper)


def _repeated_words(seen: Seen) -> Flaw | None:
    for stem in (side.stem for side in seen.sides):
        for first, again, gap in _neighbours(stem):
            if gap.isspace() and _is_slip(first[0], again[0]):
                place = stem.place(first.end(), again.end())
                return Flaw(f"{quoted(first[0])} stands there twice.", place)
        if twice := _twin_pair(stem):
            return Flaw(f"{quoted(stem.text[twice[0] : twice[1]])} stands there twice.",
                        stem.place(*twice))  # fmt: skip
    return None


def _neighbours(stem: Passage) -> Iterator[tuple[re.Match[str], re.Match[str], str]]:
    for first, again in zip(stem.words, stem.words[1:], strict=False):
        yield first, again, stem.text[first.end() : again.start()]


def _is_slip(first: str, again: str) -> bool:
    """Tell a slip from Duran Duran, cha cha and all that that means."""
    small = first.lower()
    if small != again.lower() or not again.islower() or small in _TWICE_ON_PURPOSE:
        return False
    return first.islower() or small in FUNCTION_WORDS


def _twin_pair(stem: Passage) -> tuple[int, int] | None:
    """Find *of the of the*: the place of the second pair with the space before it."""
    words = stem.words
    for at in range(len(words) - 3):
        one, two, three, four = (words[at + step][0] for step in range(4))
        if (one, two) == (three, four) and one in FUNCTION_WORDS and two in FUNCTION_WORDS:
            between = stem.text[words[at].end() : words[at + 3].start()]
            if one != two and not set(between) & set(BLANK + ",;:.!?-—"):
                return words[at + 1].end(), words[at + 3].end()
    return None


def _without(question: Question, finding: Finding, _: str | None) -> Question | None:
    return mending.changed(question, finding, lambda _words: "")


def _loose_punctuation(seen: Seen) -> Flaw | None:
    stem = seen.stem
    if found := _LOOSE.search(stem.text):
        return Flaw(f"{quoted(found[0])} is spaced or doubled oddly.", stem.at(found))
    return None


def _tightened(question: Question, finding: Finding, _: str | None) -> Question | None:
    """Keep one mark and no space before it; of two different ones the stronger."""
    return mending.changed(question, finding, _one_mark)


def _one_mark(words: str) -> str:
    marks = [sign for sign in words if sign in ".,;?!"]
    return max(marks, key=".?!".find) if marks else ""


def _open_bracket(seen: Seen) -> Flaw | None:
    for read in _read_fields(seen):
        if FORMULA in read.text or _HALF_OPEN.search(read.text):
            continue
        text = _NOT_BRACKETS.sub(lambda found: " " * len(found[0]), read.text)
        for opening, closing in (("(", ")"), ("[", "]")):
            if (place := _unpaired(text, opening, closing)) is not None:
                what = f"The bracket {quoted(read.text[place])} has no partner."
                return Flaw(what, read.place(place, place + 1))
    return None


def _unpaired(text: str, opening: str, closing: str) -> int | None:
    waiting: list[int] = []
    for place, sign in enumerate(text):
        if sign == opening:
            waiting.append(place)
        elif sign == closing and waiting:
            waiting.pop()
        elif sign == closing and not (closing == ")" and _NUMBERED.search(text[:place])):
            return place
    return waiting[0] if waiting else None


def _open_quotation(seen: Seen) -> Flaw | None:
    for read in _read_fields(seen):
        if FORMULA not in read.text and (place := _open_quote(read.text)) is not None:
            what = f"The quotation mark {quoted(read.text[place])} has no partner."
            return Flaw(what, read.place(place, place + 1))
    return None


def _open_quote(text: str) -> int | None:
    """Find a quotation mark without its other; *’* alone is an apostrophe."""
    if "„" in text:
        return _unpaired(text.replace("“", "”"), "„", "”")
    for opening, closing in (("“", "”"), ("«", "»")):
        if (place := _unpaired(text, opening, closing)) is not None:
            return None if opening == "«" and "»" in text and text.count("»") > 1 else place
    plain = [found.start() for found in _STRAIGHT.finditer(text)]
    if len(plain) % 2:
        return plain[-1]
    return text.index("‘") if "‘" in text and "’" not in text else None


def _damaged_text(seen: Seen) -> Flaw | None:
    for field, raw in seen.fields:
        if raw.isascii() and raw.isprintable():
            continue
        if found := _DAMAGE.search(raw):
            read = Passage(field, raw)
            what = f"{quoted(_visible(found[0]))} is a letter that was read in a wrong encoding."
            return Flaw(what, read.at(found))
    return None


def _visible(text: str) -> str:
    return "".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in text)


def _repaired(question: Question, finding: Finding, _: str | None) -> Question | None:
    """Read the letters again as what they were; a letter that is lost cannot be brought back."""
    return mending.changed(question, finding, _read_again) if "�" not in finding.reason else None


def _read_again(words: str) -> str:
    if len(words) == 1:
        return ""
    return b"".join(_one_byte(sign) for sign in words).decode("utf-8", "replace")


def _one_byte(sign: str) -> bytes:
    """Write a letter as the one byte that it was read from; control codes stand for themselves."""
    is_control = "\x80" <= sign <= "\x9f"
    return sign.encode("latin-1" if is_control or sign in _UNDEFINED else "cp1252")


def _read_fields(seen: Seen) -> Iterator[Passage]:
    """Yield the stem with nothing hidden, and every other field."""
    yield seen.stem
    for field, raw in seen.fields:
        if field != "stem" and raw:
            yield passage(field, raw, seen.question.format)


_SMALL_NAMES = listed("de van von der den da di du la le al el bin ibn af ap ter ten") | {
    "print", "sin", "cos", "tan", "log", "ln", "exp", "git", "ls", "sudo", "pip", "npm", "grep",
}  # fmt: skip
_CODE = re.compile(r"[`_={}<>]|\(\)|\w\(|::|->")
_TWICE_ON_PURPOSE = listed(
    "that had bye cha can so knock no there hear win very far really many yo pom tsetse "
    "gorilla bison "
    "long long-long her do tut ha la ding boo chop pooh dum night so-so log tom"
)
_LOOSE = re.compile(
    rf"(?<=[\w)”\"’{BLANK}])[ \t]+[,.;?](?=\s|$)(?![ \t]\.)|,[ \t]*,|"
    rf"(?<![.\d])\.\.(?![./\w])|\?\?+|,\.|;\.|\.,(?=\s)(?<!etc\.,)(?<!Jr\.,)"
    r"(?<!\w\.,)"
)
_HALF_OPEN = re.compile(
    r"[(\[]\s*[-−+\w.∞]{1,12}\s*[,;]\s*[-−+\w.∞]{1,12}\s*[)\]]|\.\.\.|[\[\]()]{3}"
)
_NUMBERED = re.compile(r"(?:^|[\s.;,])(?:[a-zA-Z]|\d{1,2}|[ivx]{1,4})$")
_NOT_BRACKETS = re.compile(r"(?<=\s)[:;]-?[()](?=\s|$)|[“\"'‘`][()\[\]][”\"'’`]")
_STRAIGHT = re.compile(r"(?<!\d)\"")
_UNDEFINED = "\x81\x8d\x8f\x90\x9d"
_DAMAGE = re.compile(
    r"\ufffd|â€[\u0090-\u009d\u2122\u0153\u02dc\u201c\u201d\u201e\u2020-\u2026\u0152\u017d“”™œ¦¢]|"
    r"[ÃÂ][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152"
    r"\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
    r"|[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]"
)

RULES = (
    Rule(
        name="small-first-letter",
        about="A sentence begins with a small letter; often its beginning was lost.",
        advice="Begin with a capital letter.",
        find=_small_first_letter,
        kinds=STATED - {Kind.FLASHCARD},
        mend=_capitalised,
    ),
    Rule(
        name="repeated-words",
        about="A word stands there twice in a row.",
        advice="Take one out.",
        find=_repeated_words,
        kinds=STATED,
        english=True,
        mend=_without,
    ),
    Rule(
        name="loose-punctuation",
        about="A space before a comma or a point, or two marks where one belongs.",
        advice="Keep one mark, close to the word.",
        find=_loose_punctuation,
        kinds=STATED,
        english=True,
        mend=_tightened,
    ),
    Rule(
        name="open-bracket",
        about="A bracket is opened and not closed, or closed and not opened: something is missing.",
        advice="Close it or take it out.",
        find=_open_bracket,
        kinds=WORDED,
    ),
    Rule(
        name="open-quotation",
        about="A quotation has no end or no beginning.",
        advice="Add the other mark or take it out.",
        find=_open_quotation,
        kinds=WORDED,
    ),
    Rule(
        name="damaged-text",
        about="“Ã©” for “é”, “â€™” for an apostrophe, or a sign that cannot be seen: the file was "
        "read in a wrong encoding.",
        advice="Write the letter that belongs there.",
        find=_damaged_text,
        kinds=EVERYTHING,
        mend=_repaired,
    ),
)
