"""Rules about what is to be matched or put in order."""

import re
from collections.abc import Sequence

from questions.checks import mending
from questions.checks.passages import Passage
from questions.checks.rule import Flaw, Rule, Weight, quoted
from questions.checks.seen import Seen
from questions.checks.words import fold
from questions.model import Finding, Kind, Question

_MOST_ITEMS = 10
_FEWEST_SIDES = 3


def _duplicate_item(seen: Seen) -> Flaw | None:
    left, right, items = seen.lists
    for passages in (left, items):
        if twin := _twin(passages):
            return Flaw(f"{quoted(twin.text)} stands there twice.", twin.place())
    pairs = seen.question.pairs
    wanted = {fold(one.text) for one, pair in zip(right, pairs, strict=True) if pair.left}
    for one, pair in zip(right, pairs, strict=True):
        if pair.left is None and one.text.strip() and fold(one.text) in wanted:
            return Flaw(f"The lure {quoted(one.text)} belongs to a pair.", one.place())
    return None


def _twin(passages: Sequence[Passage]) -> Passage | None:
    known: set[str] = set()
    for one in passages:
        told = fold(one.text)
        if told and told in known:
            return one
        known.add(told)
    return None


def _many_items(seen: Seen) -> Flaw | None:
    number = len(seen.question.pairs) + len(seen.question.items)
    if number > _MOST_ITEMS:
        return Flaw(f"It has {number} things to keep in view at once.")
    return None


def _few_pairs(seen: Seen) -> Flaw | None:
    number = len({fold(pair.right) for pair in seen.question.pairs})
    if number < _FEWEST_SIDES:
        return Flaw(f"With {number} things to choose from, the last is right by itself.")
    return None


def _told_order(seen: Seen) -> Flaw | None:
    items = seen.lists[2]
    for pattern in (_NUMBERED, _YEAR):
        found = [mark for one in items if (mark := pattern.search(one.text))]
        ranks = [_rank(one) for one in found]
        if found and len(found) == len(items) and ranks == sorted(set(ranks)):
            what = f"{quoted(found[0][0])} and the like tell the order."
            return Flaw(what, items[0].at(found[0]))
    return None


def _rank(found: re.Match[str]) -> int:
    mark = found["mark"].lower()
    if mark.isdigit():
        return (
            -int(mark)
            if found.re is _YEAR and _BEFORE_CHRIST.match(found.string, found.end())
            else int(mark)
        )
    return _ORDINALS.get(mark, ord(mark[0]))


def _without_numbers(question: Question, finding: Finding, _: str | None) -> Question | None:
    if not all(_NUMBERED.search(item) for item in question.items):
        return None
    items = tuple(_NUMBERED.sub("", item, count=1) for item in question.items)
    if not all(item.strip() for item in items):
        return None
    return mending.revised(question, {"items": items})


_ORDINALS = {
    word: number
    for number, word in enumerate(
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "finally"), 1
    )
}
_NUMBERED = re.compile(
    r"^\s*\(?(?:step )?(?P<mark>\d{1,2}(?=[.):])|[a-hA-H](?=[.)])|(?:[Ff]irst|[Ss]econd|"
    r"[Tt]hird|[Ff]ourth|"
    r"[Ff]ifth|[Ss]ixth|[Ss]eventh|[Ee]ighth|[Ff]inally)(?=(?:ly)?[,:]))(?:ly)?[.):,]*\s*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?P<mark>[12]\d{3}|\d{2,4}(?= BC))\b")
_BEFORE_CHRIST = re.compile(r" BC")

RULES = (
    Rule(
        name="duplicate-item",
        about="The same thing stands twice in a list that is to be matched or ordered, so "
        "that more "
        "than one way is right.",
        advice="Take one out, or make them differ.",
        find=_duplicate_item,
        kinds=frozenset({Kind.MATCHING, Kind.ORDERING}),
        weight=Weight.WRONG,
    ),
    Rule(
        name="many-items",
        about="More than ten things to match or to order are more than anybody keeps in view.",
        advice="Make two questions.",
        find=_many_items,
        kinds=frozenset({Kind.MATCHING, Kind.ORDERING}),
    ),
    Rule(
        name="few-pairs",
        about="With two right sides, one right pair gives the other.",
        advice="Add a pair or a lure.",
        find=_few_pairs,
        kinds=frozenset({Kind.MATCHING}),
    ),
    Rule(
        name="told-order",
        about="Numbers, “first” and “then”, or years in the items tell the order that is "
        "asked for.",
        advice="Take them out.",
        find=_told_order,
        kinds=frozenset({Kind.ORDERING}),
        weight=Weight.CUE,
        mend=_without_numbers,
    ),
)
