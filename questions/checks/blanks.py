"""Rules about what a cloze hides and what it leaves to be read."""

import re

from questions import cloze
from questions.checks.passages import BLANK, FORMULA, PICTURE, Passage
from questions.checks.rule import Flaw, Rule, Weight, quoted
from questions.checks.seen import Seen, Side
from questions.checks.words import FUNCTION_WORDS, listed, tells
from questions.model import Kind

_MOST_BLANKS = 3
_MOST_HIDDEN = 0.7
_FEW_WORDS = 4
_FEW_TELLING = 2
# First letters as generated clozes show them: they say nothing of why a word is asked for.
_LETTERS = re.compile(r"::[^{}]*…[^{}]*\}\}")


def _trivial_blank(seen: Seen) -> Flaw | None:
    if _GRAMMAR.search(seen.stem.text):
        return None
    for side in seen.sides:
        for hidden in side.wanted:
            if _is_trivial(hidden) and not _has_hint(seen, hidden):
                return Flaw(f"{quoted(hidden.text)} can be guessed from the grammar alone.",
                            hidden.place())  # fmt: skip
    return None


def _is_trivial(hidden: Passage) -> bool:
    words = [word[0] for word in hidden.words]
    if (
        FORMULA in hidden.text
        or PICTURE in hidden.text
        or any(sign in hidden.text for sign in "+=<>")
    ):
        return False
    return all(word.lower() in _TRIVIAL and not word.isupper() for word in words) and bool(
        words or not hidden.text.strip("., ;:-–—()'\"“”")
    )


def _has_hint(seen: Seen, hidden: Passage) -> bool:
    """Tell whether somebody thought of this blank: a hint asks for the very word."""
    end = hidden.place().end
    stem = seen.question.stem
    return seen.kind is Kind.CLOZE and stem[end : end + 2] == "::" and not _LETTERS.match(stem, end)


def _everything_hidden(seen: Seen) -> Flaw | None:
    for side in seen.sides:
        if PICTURE in side.stem.text or FORMULA in side.stem.text:
            continue
        shown = [word[0] for word in side.stem.words]
        hidden = sum(len(one.words) for one in side.wanted)
        nothing_left = not any(tells(word) for word in shown)
        if nothing_left or (hidden > _FEW_WORDS and hidden > _MOST_HIDDEN * (hidden + len(shown))):
            return Flaw("What is left to read does not say what is asked.", side.stem.place())
    return None


def _many_blanks(seen: Seen) -> Flaw | None:
    for number in cloze.numbers(seen.question.stem):
        marks = {
            mark
            for run in cloze.runs(seen.question.stem)
            for mark in run.marks
            if number in mark.numbers
        }
        if len(marks) > _MOST_BLANKS:
            return Flaw(f"One card has {len(marks)} blanks.", seen.stem.place())
    return None


def _blank_at_start(seen: Seen) -> Flaw | None:
    for side in seen.sides:
        if _opens_with_little_after(side) and not _has_hint(seen, side.wanted[0]):
            return Flaw("A blank at the start with so little after it fits many words.",
                        side.stem.place())  # fmt: skip
    return None


def _opens_with_little_after(side: Side) -> bool:
    text = side.stem.text.lstrip(" \n“\"'(")
    words = [word[0] for word in side.stem.words]
    drawn = any(sign in text for sign in (PICTURE, FORMULA, "="))
    if not text.startswith(BLANK) or not side.wanted or drawn:
        return False
    named = any(word[0].isupper() for word in words)
    telling = sum(tells(word) for word in words)
    return len(words) <= _FEW_WORDS and telling <= _FEW_TELLING and telling > 0 and not named


_GRAMMAR = re.compile(
    r"\b(?:verb|noun|pronoun|preposition|article|conjunction|tense|plural|grammar|adjective|adverb|"
    r"word|French|German|Spanish|Latin|English|Italian|operator|keyword|gate)s?\b|`|\w\(\)"
)
_TRIVIAL = (
    FUNCTION_WORDS
    - listed(
        "above after against among around before behind below beneath beside between beyond during "
        "inside near outside since through throughout under until without north never all both "
        "either neither no not if and or nor up down out off over"
    )
) | listed(
    "and or many several some various different important other others things thing something "
    "called known made used way ways very good well also include includes including become became "
    "people person"
)

RULES = (
    Rule(
        name="trivial-blank",
        about="“The”, “was” or “many” is hidden: grammar gives it away and nothing is learned.",
        advice="Hide the word that is worth knowing.",
        find=_trivial_blank,
        kinds=frozenset({Kind.CLOZE, Kind.GAPS}),
        english=True,
        weight=Weight.CUE,
    ),
    Rule(
        name="everything-hidden",
        about="So much is hidden that nothing says what is asked.",
        advice="Hide less, or give the blanks different numbers.",
        find=_everything_hidden,
        kinds=frozenset({Kind.CLOZE}),
        english=True,
        weight=Weight.WRONG,
    ),
    Rule(
        name="many-blanks",
        about="More than three blanks on one card are a list.",
        advice="Give them different numbers, so that each is a card.",
        find=_many_blanks,
        kinds=frozenset({Kind.CLOZE}),
    ),
    Rule(
        name="blank-at-start",
        about="A blank opens a short sentence that would be true of many things.",
        advice="Add what makes it the only one, or a hint: {{c1::word::hint}}.",
        find=_blank_at_start,
        kinds=frozenset({Kind.CLOZE}),
        english=True,
        weight=Weight.WRONG,
    ),
)
