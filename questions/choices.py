"""The options of a choice or true/false question: their order, and what a pick is worth."""

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from questions.folding import Rules
from questions.model import Choice, Kind, Question, is_number

TRUE, FALSE = "true", "false"
ALL_OR_NOTHING, PARTIAL = "all_or_nothing", "partial"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to pick. The *key* names it however often the options are shuffled.

    The text of a true/false option is empty: each page says it in the reader's language.
    """

    key: str
    text: str
    right: bool
    fraction: float
    feedback: str = ""


def options_of(question: Question) -> tuple[Option, ...]:
    """List what can be picked, in the order in which it was written; () where nothing can."""
    if question.kind is Kind.TRUEFALSE:
        return tuple(_statement(question, key) for key in (TRUE, FALSE))
    if question.kind is not Kind.CHOICE:
        return ()
    best = max(choice.fraction for choice in question.choices)
    return tuple(
        Option(
            key=str(number),
            text=choice.text,
            right=_is_right(question, choice, best),
            fraction=choice.fraction,
            feedback=choice.feedback,
        )
        for number, choice in enumerate(question.choices)
    )


def shuffled(question: Question, seed: str) -> tuple[Option, ...]:
    """List the options in the order that *seed* draws; the same seed draws the same order.

    What points at the other options ("all of the above") stays last. Numbers that were written in
    order stay in order, and where options name each other by letter nothing moves.
    """
    options = options_of(question)
    if question.kind is not Kind.CHOICE or not question.shuffle or _has_an_order(options):
        return options
    return tuple(sorted(options, key=lambda option: _place(option, seed)))


def ordered(question: Question, keys: Iterable[str]) -> tuple[Option, ...]:
    """List the options in an order that was kept."""
    by_key = {option.key: option for option in options_of(question)}
    return tuple(by_key[key] for key in keys)


def worth(question: Question, keys: Collection[str]) -> float:
    """Return what a pick is worth, 0 to 1; a key that is no option is a KeyError."""
    options = options_of(question)
    by_key = {option.key: option for option in options}
    picked = [by_key[key] for key in dict.fromkeys(keys)]
    if not question.multiple or question.kind is Kind.TRUEFALSE:
        return _single(options, picked)
    if question.scoring == ALL_OR_NOTHING:
        return float({option.key for option in picked} == _right_keys(options))
    return _summed(options, picked)


def alternatives(question: Question) -> int:
    """Return among how many answers a guess would choose; 0 where it has to be recalled."""
    number = len(options_of(question))
    several = question.multiple and question.kind is Kind.CHOICE
    return 2**number - 1 if several else number


def _statement(question: Question, key: str) -> Option:
    right = question.answers[0].text == key
    feedback = next((one.feedback for one in question.answers if one.text == key), "")
    return Option(key, "", right, float(right), feedback)


def _is_right(question: Question, choice: Choice, best: float) -> bool:
    """Of several right ones all count; where one is to be picked only the best does."""
    return choice.fraction > 0 if question.multiple else choice.fraction == best


def _right_keys(options: Iterable[Option]) -> set[str]:
    return {option.key for option in options if option.right}


def _single(options: Sequence[Option], picked: Sequence[Option]) -> float:
    if len(picked) != 1:
        return 0.0
    best = max(option.fraction for option in options)
    return max(0.0, picked[0].fraction / best)


def _summed(options: Sequence[Option], picked: Sequence[Option]) -> float:
    """Add up the ticks as a share of what all the right ones are worth.

    Where nothing is taken off for a wrong tick, ticking all would earn everything. There each
    wrong tick takes an even share, so that blind ticking earns nothing on average.
    """
    wrong = [option for option in options if option.fraction <= 0]
    gained = sum(max(0.0, option.fraction) for option in picked)
    gained /= sum(max(0.0, option.fraction) for option in options)
    if any(option.fraction < 0 for option in wrong):
        lost = -sum(min(0.0, option.fraction) for option in picked)
    else:
        lost = sum(option.fraction <= 0 for option in picked) / max(1, len(wrong))
    return min(1.0, max(0.0, gained - lost))


def _place(option: Option, seed: str) -> tuple[bool, bytes]:
    drawn = hashlib.blake2b(f"{seed}/{option.key}".encode(), digest_size=8).digest()
    return _is_about_the_others(option.text), drawn


def _is_about_the_others(text: str) -> bool:
    folded = Rules().fold_part(text[:_LONGEST_REFERENCE])
    return len(text) <= _LONGEST_REFERENCE and bool(_ABOUT_THE_OTHERS.fullmatch(folded))


def _has_an_order(options: Sequence[Option]) -> bool:
    texts = [option.text.strip() for option in options]
    if any(_BY_LETTER.fullmatch(text) for text in texts):
        return True
    numbers = [text.rstrip("%").replace(",", "") for text in texts]
    if len(numbers) < _FEWEST_IN_ORDER or not all(map(is_number, numbers)):
        return False
    values = [float(number) for number in numbers]
    return values in (sorted(values), sorted(values, reverse=True))


_FEWEST_IN_ORDER = 3
_LONGEST_REFERENCE = 60
# "A and C", "both (b) and (c)", "1, 2 and 3 only": they name the others by their places.
_BY_LETTER = re.compile(
    r"(?:both |only )?\(?[A-H1-8]\)?(?:, ?\(?[A-H1-8]\)?){0,6},? (?:and|or|&|und|et|y) "
    r"\(?[A-H1-8]\)?(?: only)?\.?",
    re.IGNORECASE,
)
_ABOUT_THE_OTHERS = re.compile(
    r"(?:all|none|any|both|neither|some|more than 1)(?: of)?(?: the| these| those| them)?"
    r"(?: (?:above|others?|answers?|options?|choices?|statements?|listed|is|are|correct|true)){0,4}"
    r"|(?:alle|keine[rs]?) der (?:genannten|obigen)(?: antworten)?"
    r"|(?:toutes|aucune)(?: de| des)?(?: les| ces)? (?:reponses?|propositions?)"
    r"(?: ci dessus| precedentes| proposees)?"
    r"|(?:todas|ninguna)(?: de)?(?: las)?(?: respuestas)? anteriores"
    r"|(?:tutte|nessuna)(?: delle| le)?(?: risposte)? precedenti"
)
