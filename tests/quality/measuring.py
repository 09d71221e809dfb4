"""All numbers of one run, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from tests.quality import cost, demo, lints, options, spread
from tests.quality.corpus import genre_of
from tests.quality.making import Made, kinds_of, make
from tests.quality.recall import (
    Share,
    XquadRecall,
    paragraphs,
    recall_of_facts,
    xquad_recall,
)
from tests.quality.references import Sample, samples

XQUAD = "evaluation/xquad/xquad.en.json"


@dataclass(frozen=True)
class Measured:
    """What a run found; *facts* by document and set, the rest over all development documents."""

    facts: Mapping[str, Mapping[str, Share]]
    xquad: XquadRecall
    lints: Mapping[str, int]
    lint_examples: Sequence[str]
    choices: options.Validity
    choices_pool: options.Validity
    keys: options.KeyPositions
    kinds: Mapping[str, int]
    pool: int
    clean: int
    spread_by_genre: Mapping[str, spread.Spread]
    spread: spread.Spread
    cost: cost.Cost | None = None
    demo: demo.DemoBank | None = None

    def fact_share(self, which: str) -> Share:
        """Add a set of facts over all documents."""
        total = Share(0, 0)
        for by_set in self.facts.values():
            total += by_set[which]
        return total

    def figures(self) -> dict[str, float]:
        """Return the numbers that have a threshold or a target; more is better in all."""
        return {
            "facts_pool": self.fact_share("pool").rate,
            "facts_kept": self.fact_share("kept").rate,
            "facts_kept_important": self.fact_share("kept_important").rate,
            "facts_pool_important": self.fact_share("pool_important").rate,
            "xquad_at_5": self.xquad.at_5.rate,
            "xquad_at_10": self.xquad.at_10.rate,
            "xquad_pool": self.xquad.pool.rate,
            "choice_validity": self.choices.rate,
            "sentences_covered": self.spread.sentences.rate,
            "sections_covered": self.spread.sections.rate,
            "kept_per_100_words": self.spread.per_100_words,
        }


def measure(
    folder: Path,
    *,
    documents: frozenset[str] | None = None,
    xquad_paragraphs: int | None = None,
    whole: bool = True,
) -> Measured:
    """Measure the engine on the samples in *folder*; the parts of a slice are named.

    Without *whole*, nothing is started beside and the demo bank is left alone.
    """
    some = samples(folder, documents)
    made = [make(sample.extracted) for sample in some]
    seen = [one for each in made for one in lints.lint(each.kept, each.extracted.text)]
    every = [question for each in made for question in each.pool]
    spreads = _spread_by_genre(some, made)
    return Measured(
        facts=recall_of_facts(zip(some, made, strict=True)),
        xquad=xquad_recall(islice(paragraphs(folder / XQUAD), xquad_paragraphs)),
        lints=lints.counted(seen),
        lint_examples=list(lints.examples(seen)),
        choices=options.together(options.validity(each.kept) for each in made),
        choices_pool=options.together(options.validity(each.pool) for each in made),
        keys=options.key_positions(every),
        kinds=kinds_of(question for each in made for question in each.kept),
        pool=len(every),
        clean=sum(len(each.clean) for each in made),
        spread_by_genre=spreads,
        spread=sum(spreads.values(), spread.NOWHERE),
        cost=cost.cost(_files(folder, some)) if whole else None,
        demo=demo.demo_bank() if whole else None,
    )


def _spread_by_genre(some: Sequence[Sample], made: Sequence[Made]) -> dict[str, spread.Spread]:
    found: dict[str, spread.Spread] = {}
    for sample, each in zip(some, made, strict=True):
        genre = genre_of(sample.name)
        here = spread.spread(sample.extracted, each.kept)
        found[genre] = found.get(genre, spread.NOWHERE) + here
    return dict(sorted(found.items()))


def _files(folder: Path, some: Sequence[Sample]) -> list[Path]:
    """Take the first document twice: once to start with, once to be counted."""
    files = [folder / "documents" / f"{sample.name}.txt" for sample in some]
    return [*files[:1], *files]


def as_json(found: Measured) -> dict[str, object]:
    return {"figures": found.figures(), **asdict(found)}
