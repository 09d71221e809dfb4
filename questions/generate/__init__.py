"""Questions from a text: sentences, references, facts, wording, findings, selection."""

from collections.abc import Iterator, Sequence

from questions.generate.draft import VERSION
from questions.generate.engine import Generator
from questions.generate.selection import Generated, select
from questions.generate.windows import Window
from questions.model import Question, fingerprint
from questions.text import Block

__all__ = ["VERSION", "Generated", "Generator", "Window", "generate", "select"]


def generate(
    text: str,
    blocks: Sequence[Block],
    *,
    document_id: str,
    title: str,
    seed: int = 0,
    count: int | None = None,
    everything: bool = False,
) -> Iterator[Question]:
    """Yield the questions of a whole document that are kept by default, each once.

    With *everything* the rest of the pool comes, too; with *count* only that many of the best.
    """
    generator = Generator(text, blocks, document_id=document_id, title=title, seed=seed)
    made = (one for one in _each_once(generator) if everything or one.kept)
    yield from select([one.question for one in made], count)


def _each_once(generator: Generator) -> Iterator[Generated]:
    known: set[str] = set()
    for window in generator.windows:
        for one in generator.make(window):
            if (mark := fingerprint(one.question)) not in known:
                known.add(mark)
                yield one
