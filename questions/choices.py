"""What can be picked, options or places to point at: its order, and what a pick is worth."""

import hashlib
import math
import re
import string
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from questions.folding import Rules
from questions.hottext import words_of
from questions.model import Choice, Kind, Question, Spot, is_number

TRUE, FALSE = "true", "false"
ALL_OR_NOTHING, PARTIAL = "all_or_nothing", "partial"
POINTED = frozenset({Kind.HOTTEXT, Kind.HOTSPOT})
GUESSABLE = POINTED | {Kind.CHOICE, Kind.TRUEFALSE, Kind.MATCHING, Kind.ORDERING}


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
    if question.kind in POINTED:
        return _places(question)
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
    if question.kind is not Kind.CHOICE or not question.shuffle:
        return options
    return mixed(options, seed)


def mixed(options: Sequence[Option], seed: str) -> tuple[Option, ...]:
    """List *options* in the order that *seed* draws, unless they stand in an order of their own."""
    if _has_an_order(options):
        return tuple(options)
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
    if not takes_several(question):
        return _single(options, picked)
    if (question.scoring or ALL_OR_NOTHING) == ALL_OR_NOTHING:
        return float({option.key for option in picked} == _right_keys(options))
    return summed(options, picked)


def takes_several(question: Question) -> bool:
    """Tell whether more than one thing may be picked."""
    if question.kind in POINTED:
        return question.multiple or sum(spot.fraction > 0 for spot in question.spots) > 1
    return question.multiple and question.kind is Kind.CHOICE


def alternatives(question: Question) -> int:
    """Return among how many answers a guess would choose; 0 where it has to be recalled."""
    number = len(options_of(question))
    if not number:
        return _arrangements(question)
    return 2**number - 1 if takes_several(question) else number


def _arrangements(question: Question) -> int:
    """Count the ways to order or to pair so few things that one may hit on the right one."""
    if question.kind is Kind.ORDERING:
        number = math.factorial(min(len(question.items), _FEW))
    elif question.kind is Kind.MATCHING:
        rights = len({pair.right for pair in question.pairs})
        lefts = sum(pair.left is not None for pair in question.pairs)
        number = math.perm(min(rights, _FEW), min(lefts, rights, _FEW))
    else:
        return 0
    return number if number <= _GUESSED else 0


def _places(question: Question) -> tuple[Option, ...]:
    """List the places to point at; where only right ones are told, the other words of the text.

    A picture has no other places: there is nothing to choose from, and the learner judges alone.
    """
    best = max(spot.fraction for spot in question.spots)
    several = takes_several(question)
    options = tuple(
        _place_to_pick(spot, number, several, best) for number, spot in enumerate(question.spots)
    )
    if not all(option.right for option in options):
        return options
    if question.kind is Kind.HOTSPOT:
        return ()
    others = (Option(key, text, False, 0.0) for key, text in words_of(question))
    return (*options, *others)


def _place_to_pick(spot: Spot, number: int, several: bool, best: float) -> Option:
    right = spot.fraction > 0 if several else spot.fraction == best
    text = spot.text or string.ascii_uppercase[number % len(string.ascii_uppercase)]
    return Option(str(number), text, right, spot.fraction, spot.feedback)


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


def summed(options: Sequence[Option], picked: Sequence[Option]) -> float:
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
        shares = min(len(wrong), _MOST_SHARES * (len(options) - len(wrong)))
        lost = sum(option.fraction <= 0 for option in picked) / max(1, shares)
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


_FEW, _GUESSED = 5, 15
# Among the hundred words of a text, one wrong mark must cost more than a hundredth.
_MOST_SHARES = 5
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
