"""A text and questions of our own, for pages that must look the same each time."""

from __future__ import annotations

from questions.bank import Bank, Document
from questions.model import Answer, Finding, Kind, Question, Source

TITLE = "How tides work"
TEXT = """\
How tides work

Tides are the regular rise and fall of the sea. They are caused mainly by the gravity of the \
Moon, and to a lesser degree by that of the Sun. Most coasts have two high tides in a lunar day, \
which lasts about 24 hours and 50 minutes.

When the Sun, the Moon and the Earth stand in a line, at new and full moon, their pulls add up \
and make spring tides. At the quarters of the Moon they work against each other and make neap \
tides.

The greatest tidal range is found in the Bay of Fundy in Canada, where the sea can rise by about \
16 metres. In most of the Mediterranean the range is smaller than 40 centimetres.

The first large tidal power station opened in 1966 on the estuary of the Rance in Brittany. Its \
24 turbines turn with the water in both directions.
"""
_PACIFIC = (Answer(text="Pacific"), Answer(text="the Pacific Ocean"))


def bank() -> Bank:
    """Return nine questions about the text, in the order in which they are asked."""
    questions = (
        _flashcard("What are the tides at new and full moon called?", "Spring tides", 4),
        _cloze("Tides are caused mainly by the gravity of the {{c1::Moon}}.", 2),
        _short("Which bay has the greatest tidal range?", "Bay of Fundy", 6),
        _short("On which estuary did the first large tidal power station open?", "Rance", 8),
        _flashcard("What are the tides at the quarters of the Moon called?", "Neap tides", 5),
        _cloze("Most coasts have {{c1::two}} high tides in a lunar day.", 3),
        _short("In which country is the Bay of Fundy?", "Canada", 6),
        _flashcard("How many turbines has the tidal power station?", "24", 9),
        _cloze("The first large tidal power station opened in {{c1::1966::year}}.", 8),
    )
    return Bank(
        title=TITLE,
        documents=(Document(id="d1", title=TITLE, text=TEXT),),
        questions=questions,
    )


def demo() -> Bank:
    """Return a bank of two questions without a document."""
    questions = (
        Question(id="p1", kind=Kind.SHORT, stem="Which ocean is the largest?", answers=_PACIFIC),
        Question(id="p2", kind=Kind.CLOZE, stem="The {{c1::Pacific}} has the deepest trench."),
    )
    return Bank(title="Oceans: a demo", questions=questions)


def drafts() -> tuple[Question, ...]:
    """Return four drafts about the text; the last one has a finding."""
    long_answer = Finding(name="long-answer", reason="The answer is long: it is hard to recall.")
    last = _short(
        "What do the turbines of the station do?", "turn with the water in both directions", 9
    )
    return (
        _cloze("At new and full moon the pulls add up and make {{c1::spring tides}}.", 4),
        _short("About how many metres can the sea rise in the Bay of Fundy?", "16", 6),
        _cloze("The Rance flows through {{c1::Brittany}}.", 8),
        last.model_copy(update={"findings": (long_answer,)}),
    )


def sentence(number: int) -> str:
    """Return one sentence of the text; the title is number 0."""
    return _SENTENCES[number]


def _sentences() -> list[str]:
    lines = [line for line in TEXT.splitlines() if line]
    return [f"{part.rstrip('.')}." for line in lines[1:] for part in line.split(". ")]


_SENTENCES = [TITLE, *_sentences()]


def _flashcard(stem: str, back: str, number: int) -> Question:
    return _question(Kind.FLASHCARD, stem, number, back)


def _short(stem: str, answer: str, number: int) -> Question:
    return _question(Kind.SHORT, stem, number, answer)


def _cloze(stem: str, number: int) -> Question:
    return _question(Kind.CLOZE, stem, number)


def _question(kind: Kind, stem: str, number: int, *answers: str) -> Question:
    quote = sentence(number)
    start = TEXT.index(quote)
    source = Source(document="d1", start=start, end=start + len(quote), quote=quote)
    return Question(
        id=f"{kind}-{len(stem)}-{number}",
        kind=kind,
        stem=stem,
        answers=tuple(Answer(text=text) for text in answers),
        sources=(source,),
    )
