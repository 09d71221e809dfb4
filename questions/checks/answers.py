"""Rules about the answer: whether it is told before, and whether it can be one."""

import re
from collections.abc import Iterator

from questions.checks.passages import Passage, passage
from questions.checks.rule import ASKED, CARDS, Flaw, Rule, Weight, quoted
from questions.checks.seen import Seen, Side
from questions.checks.words import (
    FUNCTION_WORDS,
    MONTHS,
    NUMERALS,
    bare,
    fold,
    root,
    telling,
)  # fmt: skip
from questions.model import Kind

_LONGEST_TYPED = 8
_LONGEST_READ = 20
_LONGEST_NAME = 4
_A_LIST = 3


def _answer_in_stem(seen: Seen) -> Flaw | None:
    for side in seen.sides:
        if _chooses_between(side):
            continue
        for answer in side.wanted:
            if told := _told(side.stem, answer):
                what = f"The question already says {quoted(bare(told[0]))}, which is in the answer."
                return Flaw(what, side.stem.at(told))
    return None


def _chooses_between(side: Side) -> bool:
    """Tell whether the answer is to be chosen from the stem: is gold or lead heavier."""
    return bool(_OR.search(side.stem.text))


def _told(stem: Passage, answer: Passage) -> re.Match[str] | None:
    """Return the word that gives the answer away: all of it, a surname, or its only word."""
    wanted = telling(answer)
    if not wanted:
        return None
    shown = {root(word[0]): word for word in telling(stem)}
    told = [word for word in wanted if root(word[0]) in shown]
    if len(told) == len(wanted) and not _is_other_word(wanted, shown):
        return shown[root(told[0][0])]
    last = shown[root(told[-1][0])] if told and told[-1] is wanted[-1] else None
    surname = last is not None and last[0][0].isupper() and _WHO.search(stem.text)
    return last if surname and _is_name(answer) else None


def _is_other_word(wanted: list[re.Match[str]], shown: dict[str, re.Match[str]]) -> bool:
    """Tell words that only begin alike: a number is told by itself alone, no date by its month."""
    if all(word[0] in MONTHS for word in wanted):
        return True
    first = wanted[0][0]
    numbered = len(wanted) == 1 and any(sign.isdigit() for sign in first)
    return numbered and bare(shown[root(first)][0]) != first


def _is_name(answer: Passage) -> bool:
    words = [word[0] for word in answer.words]
    return 1 < len(words) <= _LONGEST_NAME and all(
        word[0].isupper() and word.lower() not in FUNCTION_WORDS and not word.isupper()
        for word in words
    ) and words[-1] not in _KINDS_OF_NAMES  # fmt: skip


def _long_answer(seen: Seen) -> Flaw | None:
    most = _LONGEST_READ if seen.kind is Kind.FLASHCARD else _LONGEST_TYPED
    for side in seen.sides:
        for answer in side.wanted:
            length = len(answer.words)
            if length > most and not answer.field.startswith("choices"):
                return Flaw(f"The answer has {length} words: much to remember at once.",
                            answer.place())  # fmt: skip
    return None


def _list_answer(seen: Seen) -> Flaw | None:
    for side in seen.sides:
        for answer in side.wanted:
            number = _parts_of(answer.text, side.stem.text)
            if number >= _A_LIST:
                return Flaw(f"The answer lists {number} things.", answer.place())
    return None


def _parts_of(answer: str, stem: str) -> int:
    """Count what an answer lists; names with commas are one thing."""
    lines = [line for line in re.split(r"\n+|<br>", answer.strip()) if line.strip()]
    if len(lines) >= _A_LIST:
        return len(lines)
    answer = " ".join(answer.split())
    if _ONE_TITLE.search(stem) or _ONE_THING.search(answer) or not re.search("[,;]", answer):
        return 1
    parts = [one.strip() for one in _COMMAS.split(answer) if one.strip()]
    if len(parts) < _A_LIST or any(len(part.split()) > 5 for part in parts):
        return 1
    ended = _LAST_OF_LIST.search(answer) or _ASKS_LIST.search(stem) or ";" in answer
    return len(parts) if ended else 1


def _answer_of_another_kind(seen: Seen) -> Flaw | None:
    stem = seen.asked
    for asks, fits, wanted in _FITTING:
        if asks.match(stem.text):
            odd = next((one for one in seen.sides[0].wanted if not fits.search(one.text)), None)
            if odd is not None and odd.text.strip():
                return Flaw(f"It asks for {wanted}, but the answer is {quoted(odd.text)}.",
                            odd.place())  # fmt: skip
            return None
    return None


def _hint_tells_answer(seen: Seen) -> Flaw | None:
    answers = {fold(one.text) for side in seen.sides for one in side.wanted} - {""}
    for field, hint in _hints(seen):
        told = f" {fold(hint)} "
        if found := next(
            (one for one in answers if (len(one) > 1 or one.isdigit()) and f" {one} " in told), None
        ):
            read = passage(field, hint, seen.question.format) if field != "stem" else seen.stem
            return Flaw(f"The hint says the answer, {quoted(found)}.", read.place())
    return None


def _hints(seen: Seen) -> Iterator[tuple[str, str]]:
    for number, hint in enumerate(seen.question.hints):
        yield f"hints.{number}", hint
    if seen.kind is Kind.CLOZE:
        for found in _CLOZE_HINT.finditer(seen.question.stem):
            yield "stem", found["hint"]


_WHO = re.compile(r"\b[Ww]h(?:o|om|ose)\b")
_OR = re.compile(r"\b(?:or|OR|between [^?]{1,80} and)\b")
_KINDS_OF_NAMES = frozenset(
    "River Lake Sea Ocean Mountains Street City Island Islands County Valley University College "
    "War Battle Treaty Party Church Bridge Park Palace Museum Empire Kingdom Republic Union Act "
    "Prize Award Revolution Society Company Bank Club Council Court Desert Bay Gulf Strait".split()
)
_COMMAS = re.compile(r"\s*[,;]\s*(?:and |or |& )?|\s+(?:and|or|&)\s+")
_LAST_OF_LIST = re.compile(r"[,\s](?:and|or|&)\s+[\w“\"'’ -]{1,60}\W*$")
_ASKS_LIST = re.compile(
    r"\b(?:[Nn]ame|[Ll]ist|[Gg]ive|[Ww]hich|[Ww]hat are|[Ww]ho (?:are|were)|[Ww]hat were)\b"
    r"(?: [\w-]+){0,3}? (?:all|three|four|five|six|seven|eight|nine|ten|twelve|\d+|[a-z]+s)\b"
)
_ONE_TITLE = re.compile(
    r"\b(?:film|movie|book|novel|band|group|duo|trio|song|album|play|play|poem|firm|company|title|"
    r"titled|magazine|series|show|motto|slogan|phrase|quotation|quote|line|law firm|department|"
    r"ministry|agency|address|number|report|paper|article|study)\b"
)
_ONE_THING = re.compile(
    r"\b(?:Jr|Sr|Inc|Ltd|Co|D\.C|PhD|II|III)\b|^\W*\d[\d,. ]*$|\d,\s*(?:1|2)\d{3}\b"
    r"|\b(?:Street|Avenue|Road|because|which|who|when|while|that|is|are|was|were|including)\b"
)
_NUMBER = re.compile(
    r"[\d½¼¾⅓⅔∞]|\b(?:"
    + "|".join(NUMERALS)
    + r")(?:s|th)?\b|\b(?:none|no|half|twice|once|dozens?|pair|"
    r"couple|several|few|many|majority|minority|most|all|some|infinite(?:ly)?|unlimited|single|both|neither|hundreds?|"
    r"thousands?|millions?|billions?|every|double|triple|a|an|[IVXLCDM]+)\b",
    re.IGNORECASE,
)
_YEARLY = re.compile(r"\d|\b[MDCLXVI]{2,}\b|\b(?:" + "|".join(NUMERALS) + r")\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")
_ASKS_YEAR = re.compile(
    r"(?:\w+ )?(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|[Ff]rom)? ?\b(?:[Ww]hat|[Ww]hich) years?\b"
    r"(?! of| was the name| group)"
)
_ASKS_PLACE = re.compile(r"\W*(?:Where|In (?:what|which) (?:city|country|town|place))\b")
_FITTING = (
    (
        _ASKS_YEAR,
        _YEARLY,
        "a year",
    ),
    (re.compile(r"\W*[Hh]ow (?:many|old|tall|high|wide|heavy|deep)\b"), _NUMBER, "a number"),
    (re.compile(r"\W*(?:Who|Whom)\b(?! (?:is|are) (?:you|your)\b)"), _LETTERS, "a person"),
    (_ASKS_PLACE, _LETTERS, "a place"),
    (re.compile(r"\W*Why\b"), _LETTERS, "a reason"),
)  # fmt: skip
_CLOZE_HINT = re.compile(r"\{\{c\d{1,3}::(?:[^{}:]|:(?!:))*::(?P<hint>[^{}]*)\}\}")

RULES = (
    Rule(
        name="answer-in-stem",
        about="Whoever reads the question has read the answer, or its only telling word.",
        advice="Ask without that word, or for something else.",
        find=_answer_in_stem,
        kinds=ASKED,
        weight=Weight.CUE,
    ),
    Rule(
        name="long-answer",
        about="More than 8 words to type, or 20 to recall, are never the same twice.",
        advice="Ask for one thing, or hide less.",
        find=_long_answer,
        kinds=CARDS | {Kind.GAPS},
    ),
    Rule(
        name="list-answer",
        about="Three things or more at once: lists are the hardest to keep in mind, and one "
        "missing "
        "makes the whole answer wrong.",
        advice="Make a question of each, or let one be completed.",
        find=_list_answer,
        kinds=CARDS,
        english=True,
    ),
    Rule(
        name="answer-of-another-kind",
        about="“How many” wants a number, “in what year” a year, “who” no date.",
        advice="Change the question word or the answer.",
        find=_answer_of_another_kind,
        kinds=ASKED - {Kind.CLOZE, Kind.GAPS},
        weight=Weight.WRONG,
        english=True,
    ),
    Rule(
        name="hint-tells-answer",
        about="The hint is the answer.",
        advice="Say something that leads there.",
        find=_hint_tells_answer,
        kinds=ASKED | {Kind.TRUEFALSE},
        weight=Weight.CUE,
    ),
)
