"""The numbers of a run beside the targets and beside what others reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tests.quality import stored
from tests.quality.measuring import Measured
from tests.quality.recall import Share

_METHOD = """\
A reference fact is found when a question made from its sentence has an answer whose words agree
with an accepted one (token F1 ≥ .5, small letters, without articles and marks). XQuAD: the same
with the answers of people, each paragraph a document of its own, questions without findings only;
@5 and @10 take as many as if that number had been asked for. Lints are rules of this measurement,
not those of the product. The rules' prototype and the models are quoted from the design study."""

# Design study of question generation (2026-11): prototype of 1,000 lines, reference facts and XQuAD
# alike; and Heilman & Smith 2010, QGEval 2024, Ursin et al. 2026 for acceptability.
_PEERS = (
    ("reference facts, pool", "facts_pool", "≥ 80 %", "54 % (prototype)"),
    ("reference facts, kept", "facts_kept", "≥ 55 %", "31 % (prototype)"),
    ("  of importance 3, kept", "facts_kept_important", "≥ 80 %", "–"),
    ("  of importance 3, pool", "facts_pool_important", "", "–"),
    ("XQuAD answers @5", "xquad_at_5", "", "22.9 % (prototype)"),
    ("XQuAD answers @10", "xquad_at_10", "≥ 38 %", "28.1 % (prototype)"),
    ("XQuAD answers, pool", "xquad_pool", "≥ 65 %", "48.9 % (prototype, before filters)"),
    ("sound choice questions", "choice_validity", "100 %", "20 % judged (prototype)"),
    ("sentences with a question", "sentences_covered", "", "12 of 13 (prototype, one article)"),
    ("sections with a question", "sections_covered", "", "–"),
)
_JUDGED = """\
Judged acceptable as is, elsewhere: this study's prototype 45 % of 419 (cloze 71, true/false 55,
short 42, choice 20); Heilman & Smith 2010: 27 % of all, 52 % of the top fifth; QGEval 2024, all
seven dimensions good: people 78 %, GPT-4 74-76 %, T5-large 73 %; language models on choice
questions without editing about 50 % (Ursin et al. 2026). Ours: ./run quality verdicts."""


def lines(found: Measured, today: date, machine: str) -> Iterator[str]:
    """Write the report."""
    yield f"Quality of generated questions, {today.isoformat()}, {machine}"
    yield ""
    yield from _METHOD.splitlines()
    yield ""
    yield from _figures(found)
    yield ""
    yield from _by_document(found)
    yield ""
    yield from _counts(found)
    yield from _costs(found)
    yield ""
    yield from _JUDGED.splitlines()
    yield from stored.lines()


def _figures(found: Measured) -> Iterator[str]:
    figures = found.figures()
    yield f"{'':30}{'here':>8}  {'target':8}  elsewhere"
    for words, key, target, elsewhere in _PEERS:
        yield f"{words:30}{figures[key]:8.1%}  {target:8}  {elsewhere}"


def _by_document(found: Measured) -> Iterator[str]:
    columns = ("pool", "clean", "kept", "pool_important", "kept_important")
    heads = ("pool", "clean", "kept", "pool, 3", "kept, 3")
    yield f"{'reference facts found':26}{'facts':>6}" + "".join(f"{head:>9}" for head in heads)
    for name, shares in found.facts.items():
        yield _row(name, [shares[column] for column in columns])
    yield _row("all", [found.fact_share(column) for column in columns])


def _row(name: str, shares: Sequence[Share]) -> str:
    return f"{name[:26]:26}{shares[0].total:6}" + "".join(f"{one.rate:9.0%}" for one in shares)


def _counts(found: Measured) -> Iterator[str]:
    kept = ", ".join(f"{kind} {number}" for kind, number in found.kinds.items())
    yield (
        f"Pool {found.pool}, without findings {found.clean}, kept {found.spread.questions} ({kept})"
    )
    yield (
        f"Yield {found.spread.per_100_words:.1f} kept per 100 words "
        f"({found.spread.words} words; XQuAD {found.xquad.words} words, "
        f"{100 * found.xquad.questions / max(1, found.xquad.words):.1f} without findings)"
    )
    for genre, one in found.spread_by_genre.items():
        yield f"  {genre:16}{one.per_100_words:4.1f} kept per 100 words ({one.words} words)"
    faults = {name: number for name, number in found.lints.items() if number}
    yield f"Lints in what is kept (must be 0): {sum(faults.values())} {faults or ''}"
    yield from (f"    {example}" for example in found.lint_examples)
    yield f"Choice questions kept: {found.choices.sound} of {found.choices.total} sound" + (
        f", broken: {dict(found.choices.broken)}" if found.choices.broken else ""
    )
    yield (
        f"Choice questions of the pool: {found.choices_pool.sound} of {found.choices_pool.total} "
        f"sound {dict(found.choices_pool.broken) or ''}"
    )
    yield (
        f"Place of the key: chi-square {found.keys.statistic:.1f} at {found.keys.degrees} degrees, "
        f"p = {found.keys.p:.2f} (uneven below .01)"
    )


def _costs(found: Measured) -> Iterator[str]:
    per_1000 = 1000 * found.xquad.cpu_seconds / max(1, found.xquad.words)
    yield f"CPU on XQuAD, paragraph by paragraph: {per_1000:.2f} s per 1,000 words"
    if found.cost:
        one = found.cost
        yield (
            f"In a fresh process: start and first document {one.first:.1f} CPU s; the rest "
            f"{one.per_1000_words:.2f} s per 1,000 words over {one.words} words (target ≤ 2; "
            f"prototype 1.1); peak {one.peak_mb:.0f} MB (target ≤ 300; prototype 251)"
        )
    if found.demo:
        bank = found.demo
        yield (
            f"Demo bank: {bank.as_generated} as generated ({bank.made_today} of them are what the "
            f"engine makes now), {bank.edited} edited, {bank.dropped} dropped, {bank.added} added"
        )
