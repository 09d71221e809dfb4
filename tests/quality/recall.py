"""How much of what people ask about a text the engine asks too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from questions.extract import extract
from questions.model import Question
from questions.text import Extracted
from tests.quality.answers import same, told
from tests.quality.making import Made, best, from_places, make
from tests.quality.references import Reference, Sample


@dataclass(frozen=True)
class Share:
    """*found* of *total*."""

    found: int
    total: int

    @property
    def rate(self) -> float:
        return self.found / self.total if self.total else 0.0

    def __add__(self, other: Share) -> Share:
        return Share(self.found + other.found, self.total + other.total)


@dataclass(frozen=True)
class Human:
    """A question that a person asked about a paragraph, by its answers and their place."""

    answers: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of XQuAD with the questions that people asked about it."""

    extracted: Extracted
    asked: tuple[Human, ...]


def asks(questions: Iterable[Question], fact: Reference) -> bool:
    """Tell whether a question made from the fact's sentence has the fact's answer."""
    return any(
        same(told(one), fact.answers)
        for one in questions
        if fact.placed and from_places(one, fact.start, fact.end)
    )


def facts_found(
    sample: Sample, questions: Sequence[Question], importance: frozenset[int] = frozenset({1, 2, 3})
) -> Share:
    """Count the reference facts that *questions* ask for."""
    wanted = [fact for fact in sample.facts if fact.importance in importance]
    return Share(sum(asks(questions, fact) for fact in wanted), len(wanted))


def paragraphs(path: Path) -> Iterator[Paragraph]:
    """Read the paragraphs of an XQuAD file; each is a document with its article's title."""
    data = json.loads(path.read_text(encoding="utf-8"))["data"]
    for article in data:
        title = str(article["title"]).replace("_", " ")
        for paragraph in article["paragraphs"]:
            yield _paragraph(title, paragraph)


def titled_paragraphs(path: Path) -> Iterator[tuple[str, str]]:
    """Read the paragraphs of an XQuAD file as they stand there, each with its article's title."""
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            yield str(article["title"]).replace("_", " "), str(paragraph["context"])


def _paragraph(title: str, told_of: dict[str, object]) -> Paragraph:
    context, asked = str(told_of["context"]), told_of["qas"]
    found = extract(context, title, "text/plain")
    titled = Extracted(title, found.text, found.blocks, found.language)
    # Extraction may only take away or exchange spaces here, so that places move by those before.
    return Paragraph(titled, tuple(_human(one, context, found.text) for one in _dicts(asked)))


def _human(one: dict[str, object], context: str, text: str) -> Human:
    answers = _dicts(one["answers"])
    told_by = tuple(str(answer["text"]) for answer in answers)
    start = int(str(answers[0]["answer_start"]))
    begun = _same_place(context, text, start)
    return Human(told_by, begun, begun + len(told_by[0]))


def _same_place(context: str, text: str, place: int) -> int:
    """Find the place in *text* that has as many letters before it as *place* has in *context*."""
    before = sum(not sign.isspace() for sign in context[:place])
    for index, sign in enumerate(text):
        if not sign.isspace():
            if before == 0:
                return index
            before -= 1
    return len(text)


def _dicts(value: object) -> list[dict[str, object]]:
    return value if isinstance(value, list) else []


def answered(questions: Iterable[Question], human: Human) -> bool:
    """Tell whether a question made from the answer's sentence has that answer."""
    return any(
        same(told(one), human.answers)
        for one in questions
        if from_places(one, human.start, human.end)
    )


@dataclass(frozen=True)
class XquadRecall:
    """Answer recall of the questions without findings, by how many of them are taken."""

    at_5: Share
    at_10: Share
    pool: Share
    paragraphs: int
    words: int
    questions: int
    cpu_seconds: float


def xquad_recall(some: Iterable[Paragraph]) -> XquadRecall:
    """Make questions of each paragraph by itself and look for the answers that people wanted."""
    none = Share(0, 0)
    at_5, at_10, pool, count, words, questions, seconds = none, none, none, 0, 0, 0, 0.0
    for one in some:
        made = make(one.extracted)
        at_5 += _answers_found(one, best(made.clean, 5))
        at_10 += _answers_found(one, best(made.clean, 10))
        pool += _answers_found(one, made.clean)
        count, words = count + 1, words + made.words
        questions, seconds = questions + len(made.clean), seconds + made.cpu_seconds
    return XquadRecall(at_5, at_10, pool, count, words, questions, seconds)


def _answers_found(paragraph: Paragraph, questions: Sequence[Question]) -> Share:
    found = sum(answered(questions, human) for human in paragraph.asked)
    return Share(found, len(paragraph.asked))


def recall_of_facts(pairs: Iterable[tuple[Sample, Made]]) -> dict[str, dict[str, Share]]:
    """Count the facts that are found, by document, in the pool, kept, and those of importance 3."""
    important = frozenset({3})
    return {
        sample.name: {
            "pool": facts_found(sample, made.pool),
            "clean": facts_found(sample, made.clean),
            "kept": facts_found(sample, made.kept),
            "pool_important": facts_found(sample, made.pool, important),
            "kept_important": facts_found(sample, made.kept, important),
        }
        for sample, made in pairs
    }
