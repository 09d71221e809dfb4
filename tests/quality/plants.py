"""Items that show whether a judge looks: good ones by people, and ones damaged on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from questions.model import Kind, Question
from tests.quality.answers import right_answer, shown_stem, tokens
from tests.quality.references import Reference, Sample

KEPT, POOL, HUMAN, DAMAGED = "kept", "pool", "human", "damaged"
OURS = frozenset({KEPT, POOL})
_NAME = re.compile(r"(?<=\s)(?:[A-Z][\w.’'-]+\s)*[A-Z][\w.’-]+(?:['’]s)?(?=\s|\?)")


@dataclass(frozen=True)
class Item:
    """What a judge sees, and (kept apart) where it is from; *fails* is the answer that must be no.

    *options* holds the right one too, in the order shown.
    """

    document: str
    kind: str
    stem: str
    answer: str
    options: tuple[str, ...]
    source: str
    start: int
    origin: str = KEPT
    damage: str = ""
    fails: str = ""
    question: Question | None = None


def item_of(document: str, question: Question) -> Item:
    """Show a generated question to a judge."""
    pairs = [pair.right for pair in question.pairs]
    return Item(
        document=document,
        kind=question.kind.value,
        stem=shown_stem(question),
        answer=right_answer(question),
        options=tuple(one.text for one in question.choices) or tuple(sorted(pairs)),
        source=" … ".join(source.quote for source in question.sources),
        start=min(source.start for source in question.sources),
        question=question,
    )


def human_item(sample: Sample, fact: Reference, chance: Random) -> Item:
    """Show a person's question, half of them with options."""
    options: list[str] = []
    if chance.random() < 0.5:
        options = [fact.answers[0], *fact.distractors]
        chance.shuffle(options)
    return Item(
        document=sample.name,
        kind=(Kind.CHOICE if options else Kind.SHORT).value,
        stem=fact.question,
        answer=fact.answers[0],
        options=tuple(options),
        source=sample.text[fact.start : fact.end],
        start=fact.start,
        origin=HUMAN,
    )


def damaged_items(
    sample: Sample, facts: Sequence[Reference], made: Sequence[Item], chance: Random
) -> Iterator[Item]:
    """Yield one damaged item for each fact that can be damaged, the ways by turns."""
    ways = [_wrong_answer, _dangling, _broken_english, _second_key]
    for number, fact in enumerate(facts):
        way = ways[(number + chance.randrange(len(ways))) % len(ways)]
        if damaged := way(human_item(sample, fact, chance), fact, made, chance):
            yield replace(damaged, origin=DAMAGED)


def _wrong_answer(item: Item, fact: Reference, made: Sequence[Item], chance: Random) -> Item | None:
    """Give a generated question the answer of another one, or a person's a distractor's."""
    typed = [one for one in made if one.kind in {Kind.SHORT.value, Kind.CLOZE.value}]
    if len(typed) > 1 and chance.random() < 0.5:
        one, other = chance.sample(typed, 2)
        if not set(tokens(one.answer)) & set(tokens(other.answer)):
            return replace(one, answer=other.answer, damage="wrong answer", fails="correct")
    wrong = chance.choice(fact.distractors)
    return replace(item, answer=wrong, damage="wrong answer", fails="correct")


def _dangling(item: Item, fact: Reference, made: Sequence[Item], chance: Random) -> Item | None:
    names = [match for match in _NAME.finditer(item.stem) if len(match[0]) > 3]
    if not names:
        return None
    longest = max(names, key=lambda match: len(match[0]))
    pointer = "their" if longest[0].endswith(("'s", "’s")) else "they"
    stem = f"{item.stem[: longest.start()]}{pointer}{item.stem[longest.end() :]}"
    stem = re.sub(r"\b(?:the|a|an) (they|their)\b", r"\1", stem)
    return replace(item, stem=stem, damage="names nobody", fails="alone")


def _broken_english(
    item: Item, fact: Reference, made: Sequence[Item], chance: Random
) -> Item | None:
    words = item.stem.split()
    if len(words) < 6:
        return None
    at = chance.randrange(1, len(words) - 3)
    words[at], words[at + 2] = words[at + 2], words[at]
    return replace(item, stem=" ".join(words), damage="words exchanged", fails="fluent")


def _second_key(item: Item, fact: Reference, made: Sequence[Item], chance: Random) -> Item | None:
    """Let a wrong option be another way to say the right answer."""
    others = [one for one in fact.answers[1:] if tokens(one) != tokens(fact.answers[0])]
    if not others:
        return None
    options = [fact.answers[0], others[0], *fact.distractors[:2]]
    chance.shuffle(options)
    return replace(
        item,
        kind=Kind.CHOICE.value,
        options=tuple(options),
        damage="two right options",
        fails="options",
    )
