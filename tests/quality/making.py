"""The seam to the engine: what it makes of a text, and what of that is kept by default."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from questions.generate import Generated, Generator, select
from questions.generate.draft import Draft
from questions.generate.fact import DocumentModel
from questions.generate.hints import with_letters
from questions.generate.ranking import Learned, Ranker
from questions.generate.ranking.features import Features
from questions.model import Question, fingerprint
from questions.text import Extracted

_DOCUMENT = "d1"


@dataclass(frozen=True)
class Made:
    """Everything the engine proposes for a text; *kept* needs nobody's decision."""

    extracted: Extracted
    pool: tuple[Question, ...]
    kept: tuple[Question, ...]
    cpu_seconds: float
    features: Mapping[str, Features] = field(default_factory=dict)  # by the question's id

    @property
    def clean(self) -> tuple[Question, ...]:
        return tuple(one for one in self.pool if not one.findings)

    @property
    def words(self) -> int:
        return len(self.extracted.text.split())


def make(extracted: Extracted, *, seed: int = 0) -> Made:
    """Make the questions of a text, as the product does."""
    begun = time.process_time()
    noting = _Noting()
    every = list(made_by_turns(extracted, seed=seed, ranker=noting))
    pool = tuple(one.question for one in every)
    kept = tuple(one.question for one in every if one.kept)
    seconds = time.process_time() - begun
    found = {one.id: noting.of(one) for one in pool}
    return Made(extracted, pool, kept, seconds, found)


class _Noting(Learned):
    """The product's ranker, which also remembers what it saw of each draft."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[str, str, int], Features] = {}

    def features(self, draft: Draft, model: DocumentModel) -> Features:
        found = super().features(draft, model)
        # A question may show letters in its gap that its draft did not.
        self._seen[draft.method, with_letters(draft.stem), draft.fact.start] = found
        return found

    def of(self, question: Question) -> Features:
        """Return the features of a question; a stem may have its topic before it."""
        method = question.origin.method if question.origin else ""
        start = question.sources[0].start
        stem = with_letters(question.stem)
        stems = (stem, stem.partition(": ")[2])
        return next(
            (self._seen[method, one, start] for one in stems if (method, one, start) in self._seen),
            {},
        )


def made_by_turns(
    extracted: Extracted, *, seed: int = 0, ranker: Ranker | None = None
) -> Iterator[Generated]:
    """Make window by window and keep nothing; what is asked again later does not count again."""
    generator = Generator(
        extracted.text,
        extracted.blocks,
        document_id=_DOCUMENT,
        title=extracted.title,
        seed=seed,
        ranker=ranker,
    )
    known: set[str] = set()
    for window in generator.windows:
        for one in generator.make(window):
            if (mark := fingerprint(one.question)) not in known:
                known.add(mark)
                yield one


def best(questions: Sequence[Question], count: int) -> tuple[Question, ...]:
    """Choose as the product does when it is asked for *count* questions."""
    return tuple(select(questions, count))


def from_places(question: Question, start: int, end: int) -> bool:
    """Tell whether the question was made from words between *start* and *end*."""
    return any(source.start < end and start < source.end for source in question.sources)


def kinds_of(questions: Iterable[Question]) -> dict[str, int]:
    """Count questions by kind, the most frequent first."""
    found: dict[str, int] = {}
    for one in questions:
        found[one.kind.value] = found.get(one.kind.value, 0) + 1
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
