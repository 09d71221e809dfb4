"""Rules about the questions of one bank beside each other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from questions.checks.passages import BLANK
from questions.checks.rule import quoted
from questions.checks.seen import Seen
from questions.checks.words import fold
from questions.model import Finding, Kind, Question

DUPLICATE, SEVERAL = "duplicate-question", "several-answers"


@dataclass(frozen=True, slots=True)
class BankRule:
    """A rule that needs more than one question to look at."""

    name: str
    about: str
    advice: str


def beside_each_other(seen: Iterable[Seen]) -> Mapping[str, list[Finding]]:
    """Return by question id what is wrong with questions because of earlier ones."""
    by_stem: defaultdict[str, list[tuple[Question, frozenset[str]]]] = defaultdict(list)
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for one in seen:
        for stem, answers in _asked(one):
            earlier = by_stem[stem]
            finding = _beside(one.question, answers, earlier) if earlier else None
            if finding and finding.name not in {known.name for known in found[one.question.id]}:
                found[one.question.id].append(finding)
            earlier.append((one.question, answers))
    return found


def _beside(
    question: Question, answers: frozenset[str], earlier: list[tuple[Question, frozenset[str]]]
) -> Finding | None:
    if all(other.id == question.id for other, _ in earlier):
        return None
    for other, known in earlier:
        if other.id != question.id and (_agree(answers, known)):
            what = f"It asks the same as the question {quoted(other.stem)}."
            return Finding(name=DUPLICATE, reason=f"{what} {BANK_RULES[0].advice}", field="stem")
    other, known = earlier[0]
    what = f"The same words ask for {quoted(min(known))} in another question."
    return Finding(name=SEVERAL, reason=f"{what} {BANK_RULES[1].advice}", field="stem")


def _agree(answers: frozenset[str], known: frozenset[str]) -> bool:
    """Tell whether two questions take the same answer, one of them perhaps with more words."""
    if not answers or not known:
        return True
    padded = [f" {one} " for one in known]
    return any(f" {one} " in other or other in f" {one} " for one in answers for other in padded)


def _asked(seen: Seen) -> Iterable[tuple[str, frozenset[str]]]:
    """Yield for each card what it shows and what it takes, folded."""
    question = seen.question
    if question.kind in {Kind.INFO, Kind.OPAQUE}:
        return
    if question.kind in _SETS:
        sets = "\n".join(fold(one.text) for passages in seen.lists for one in passages)
        yield f"{question.kind}\n{_shown(seen.stem.text)}\n{sets}", frozenset()
        return
    accepted = [one.text for one in question.answers if one.fraction > 0]
    for side in seen.sides:
        taken = [one.text for one in side.wanted]
        if question.kind is not Kind.CLOZE:
            taken += accepted
        media = "".join(question.media)
        yield f"{_shown(side.stem.text)}{media}", frozenset(fold(one) for one in taken) - {""}


def _shown(text: str) -> str:
    return " ".join(fold(text.replace(BLANK, " blankhere ")).split())


_SETS = frozenset({Kind.MATCHING, Kind.ORDERING, Kind.COMPOSITE, Kind.HOTSPOT, Kind.HOTTEXT})
BANK_RULES = (
    BankRule(
        DUPLICATE,
        "An earlier question of the bank asks the same.",
        "Keep one of them.",
    ),
    BankRule(
        SEVERAL,
        "Another question of the bank shows the same words and takes another answer: whoever knows "
        "one is told that it is wrong.",
        "Add what tells them apart, or accept both answers.",
    ),
)
