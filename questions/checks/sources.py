"""Rules about what a question quotes: that it stands in the document, and bears the answer."""

import re

from questions.checks import mending
from questions.checks.passages import Place
from questions.checks.rule import ASKED, EVERYTHING, Flaw, Rule, Weight, quoted
from questions.checks.seen import Seen
from questions.checks.words import NUMERALS, fold, initials, root, tells
from questions.model import Finding, Kind, Question


def _quote_mismatch(seen: Seen) -> Flaw | None:
    if seen.document is None:
        return None
    for number, source in enumerate(seen.question.sources):
        if seen.document[source.start : source.end] != source.quote:
            what = f"The text does not say {quoted(source.quote)} at the place it names."
            return Flaw(what, Place(f"sources.{number}.quote", 0, len(source.quote)))
    return None


def _anchored_again(question: Question, finding: Finding, text: str | None) -> Question | None:
    """Point to where the words stand, if they stand there once."""
    number = mending.index_of(finding, "sources")
    if text is None or number is None or number >= len(question.sources):
        return None
    source = question.sources[number]
    start = text.find(source.quote)
    if start < 0 or text.find(source.quote, start + 1) >= 0:
        return None
    moved = {**source.model_dump(), "start": start, "end": start + len(source.quote)}
    held = [one.model_dump() for one in question.sources]
    return mending.revised(question, {"sources": [*held[:number], moved, *held[number + 1 :]]})


def _unsupported_answer(seen: Seen) -> Flaw | None:
    """Find an answer of which the quotes say nothing, in none of its accepted forms."""
    sources = seen.question.sources
    if not sources or not seen.sides:
        return None
    told = " ".join(one.prefix + one.quote + one.suffix for one in sources)
    for side in seen.sides:
        for answer in side.wanted:
            forms = (answer.text, *(one.text for one in seen.question.answers if one.fraction > 0))
            if answer.words and not any(_supports(told, form) for form in forms):
                return Flaw(f"The source does not say {quoted(answer.text)}.", answer.place())
    return None


def _supports(told: str, answer: str) -> bool:
    """Tell whether at least half of the telling words of an answer are in the quotes."""
    words = [word for word in _WORD.findall(answer) if tells(word)] or _WORD.findall(answer)
    if fold(answer) in fold(told):
        return True
    known = {root(word) for word in _WORD.findall(told)}
    known |= {_DIGITS[word.lower()] for word in _WORD.findall(told) if word.lower() in _DIGITS}
    if answer.isupper() and answer in initials(_WORD.findall(told)):
        return True
    held = sum(root(word) in known or _DIGITS.get(word.lower(), "?") in known for word in words)
    acronyms = "".join(word[0] for word in words).upper()
    return bool(words) and (held * 2 >= len(words) or (len(words) > 1 and acronyms in told))


_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth".split()
_DIGITS = {
    word: str(number) for words in (NUMERALS[:21], _ORDINALS) for number, word in enumerate(words)
}

RULES = (
    Rule(
        name="quote-mismatch",
        about="The document does not hold the quote at its place; it was changed, or the quote is "
        "not literal.",
        advice="Point to the sentence again.",
        find=_quote_mismatch,
        kinds=EVERYTHING,
        weight=Weight.WRONG,
        mend=_anchored_again,
    ),
    Rule(
        name="unsupported-answer",
        about="The quoted source says nothing of the answer.",
        advice="Check the answer, or point to the sentence that says it.",
        find=_unsupported_answer,
        kinds=ASKED - {Kind.CLOZE},
        weight=Weight.WRONG,
        alone=True,
    ),
)
