"""Questions from a text: document, statements, facts, wording, findings, selection."""

from collections.abc import Iterator, Sequence

from questions.generate.clozes import cloze
from questions.generate.drafts import VERSION, question_of
from questions.generate.facts import facts
from questions.generate.people import Directory
from questions.generate.references import Reading, readings
from questions.generate.selection import best_of, select
from questions.generate.shorts import short
from questions.generate.statements import prose, statements
from questions.generate.suitability import unsuitable
from questions.generate.windows import Window, windows
from questions.model import Question, fingerprint
from questions.text import Block, sentences

__all__ = ["VERSION", "Window", "generate", "generate_window", "select", "windows"]


def generate_window(
    text: str, blocks: Sequence[Block], window: Window, *, document_id: str, title: str, seed: int
) -> tuple[Question, ...]:
    """Make the questions of one window; the same arguments make the same questions."""
    last = window.first_sentence + window.sentence_count
    inside = sentences(text, blocks)[window.first_sentence : last]
    directory, read = readings(prose(text, blocks), statements(text, blocks, inside), title)
    made = {
        question.id: question
        for reading in read
        if reading.refusal is None and unsuitable(reading.statement) is None
        for question in _asked(reading, directory, text, document_id)
    }
    return best_of(list(made.values()), seed)


def generate(
    text: str,
    blocks: Sequence[Block],
    *,
    document_id: str,
    title: str,
    seed: int = 0,
    count: int | None = None,
) -> Iterator[Question]:
    """Yield the questions of a whole document; with *count*, only that many of the best."""
    made = _every_window(text, blocks, document_id=document_id, title=title, seed=seed)
    yield from made if count is None else select(made, count)


def _every_window(
    text: str, blocks: Sequence[Block], *, document_id: str, title: str, seed: int
) -> Iterator[Question]:
    known: set[str] = set()
    for window in windows(text, blocks):
        for question in generate_window(
            text, blocks, window, document_id=document_id, title=title, seed=seed
        ):
            if (mark := fingerprint(question)) not in known:
                known.add(mark)
                yield question


def _asked(
    reading: Reading, directory: Directory, text: str, document_id: str
) -> Iterator[Question]:
    for fact in facts(reading):
        for draft in (short(fact, directory), cloze(fact, directory)):
            if draft and fact.answer.text.casefold() != directory.title.casefold():
                yield question_of(draft, text, document_id)
