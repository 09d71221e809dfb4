"""All findings there are, in the order in which they are told: the weightiest first."""

from questions.checks import (
    answers,
    blanks,
    cues,
    markup,
    options,
    references,
    sets,
    sources,
    stems,
    times,
    writing,
)  # fmt: skip
from questions.checks.banks import BANK_RULES
from questions.checks.doubts import DOUBTS
from questions.checks.rule import Rule, Weight

_BY_WEIGHT = tuple(Weight)
_MODULES = (
    sources, references, times, stems, answers, blanks, options, cues, sets, markup, writing,
)  # fmt: skip

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (rule for module in _MODULES for rule in module.RULES),
        key=lambda rule: _BY_WEIGHT.index(rule.weight),
    )
)
BY_NAME = {rule.name: rule for rule in RULES}


def documented() -> dict[str, tuple[str, str]]:
    """Return what each finding is about and what to do, by its name."""
    rules = {one.name: (one.about, one.advice) for one in RULES}
    beside = {one.name: (one.about, one.advice) for one in BANK_RULES}
    return rules | beside | {one.name: (one.about, one.advice) for one in DOUBTS}


def weight_of(name: str) -> Weight:
    """Return how much a finding matters; one that is not known here matters most."""
    return BY_NAME[name].weight if name in BY_NAME else Weight.WRONG
