"""Whatever is given as a document makes sound questions or none: never a crash, never nonsense."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from questions.checks import Weight, findings, weight_of
from questions.errors import DocumentError
from questions.extract import extract
from questions.faces import face, parts_of
from questions.generate import Generator
from questions.model import Question
from questions.text import Extracted

PLAIN = "Marie Curie won the Nobel Prize in Chemistry in 1911. She died in Passy in 1934. "
POEM = """The ship

I saw a ship of sailing,
A-sailing on the sea;
And oh, but it was laden
With pretty things for thee!

There were comfits in the cabin,
And almonds in the hold;
The sails were made of satin,
And the mast was all of gold.
"""
TABLE = """City\tCountry\tPeople
Lima\tPeru\t10,000,000
Quito\tEcuador\t1,900,000
La Paz\tBolivia\t816,000

| Element | Sign | Number |
| ------- | ---- | ------ |
| Gold    | Au   | 79     |
| Iron    | Fe   | 26     |
"""
CODE = """import sys

def main(argv: list[str]) -> int:
    # Marie Curie won the Nobel Prize in 1911.
    for number, line in enumerate(sys.stdin, 1):
        if line.startswith("#"):
            continue
        print(f"{number:>6}  {line.rstrip()}")
    return 0 if argv else 1

if __name__ == "__main__":
    raise SystemExit(main(sys.argv))
"""
LANGUAGES = {
    "French": "Marie Curie est née à Varsovie en 1867. Elle a reçu le prix Nobel en 1911. La "
    "tour Eiffel fut construite à Paris en 1889 par Gustave Eiffel.",
    "German": "Marie Curie wurde 1867 in Warschau geboren. Sie erhielt 1911 den Nobelpreis. Die "
    "Berliner Mauer fiel am 9. November 1989.",
    "Spanish": "Marie Curie nació en Varsovia en 1867. En 1911 recibió el premio Nobel de Química.",
    "Russian": "Мария Кюри родилась в Варшаве в 1867 году. Она получила Нобелевскую премию.",
    "Chinese": "居里夫人1867年出生于华沙。她于1911年获得诺贝尔化学奖。长城位于中国北方。",
    "Arabic": "ولدت ماري كوري في وارسو عام 1867. حصلت على جائزة نوبل في الكيمياء عام 1911.",
    "Hebrew": "מארי קירי נולדה בוורשה בשנת 1867. היא זכתה בפרס נובל לכימיה בשנת 1911.",
}
MIXED = " ".join((PLAIN, *LANGUAGES.values()))
CONTROLS = "Marie\x07 Curie\x1b[31m won\x0b the Nobel\u200b Prize\u202e in\ufeff 1911.\x00 \u2028"
SHAPES = {
    "one word": "Paris",
    "one letter": "x",
    "one sign": "?",
    "one thousand copies": "Lima is the capital of Peru.\n" * 1_000,
    "one thousand copies in a row": PLAIN * 1_000,
    "a poem": POEM,
    "a table": TABLE,
    "source code": CODE,
    "mixed languages": MIXED,
    "control characters": CONTROLS + PLAIN,
    "capitals": PLAIN.upper(),
    "small letters": PLAIN.lower(),
    "no spaces": PLAIN.replace(" ", ""),
    "one long line": "Lima " * 20_000,
    "a long word": "a" * 100_000,
    "dots": "." * 50_000,
    "brackets": "([{<“‘" * 5_000,
    "question marks": "Why? " * 2_000,
    "numbers": " ".join(map(str, range(3_000))),
    "addresses": "See https://example.org/a?b=c#d and mail to ada@example.org. " * 50,
    "emoji": "🦉🚀 " * 500,
    "marks on marks": "Z\u0310\u0301\u0335\u0353\u0330a\u0489l\u0334g\u0337o\u0336. " * 200,
    "headings only": "# One\n\n## Two\n\n### Three\n",
    "empty brackets": "[] () {} <>",
    "html scraps": "<p>Marie <b>Curie<p>won</div> the <i>Nobel Prize in 1911.",
    "cloze marks": "{{c1::Marie Curie}} won the Nobel Prize in 1911. [[1]] {{c2::}} }} {{",
    "lines of one word": "\n".join(PLAIN.split() * 50),
    **LANGUAGES,
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_text_of_any_shape_makes_sound_questions_or_none(name):
    document = read(SHAPES[name], "document.txt")
    for question in made(document) if document else ():
        assert_sound(question, document)


@pytest.mark.parametrize("name", ["a table", "a poem", "source code", "headings only"])
@pytest.mark.parametrize("file", ["document.md", "document.html", "document"])
def test_its_name_may_promise_something_else(name, file):
    document = extract(SHAPES[name], file)
    for question in made(document):
        assert_sound(question, document)


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\n", "\ufeff", "\u200b"])
def test_a_text_without_words_is_refused_or_makes_nothing(text):
    document = read(text, "document.txt")
    assert document is None or list(made(document)) == []


@pytest.mark.parametrize("name", [*LANGUAGES, "a poem", "source code", "numbers", "emoji", "dots"])
def test_what_is_no_english_prose_makes_nothing_that_is_kept(name):
    document = extract(SHAPES[name], "document.txt")
    assert [one.stem for one in kept(document)] == []


def test_a_line_that_stands_there_a_thousand_times_is_asked_about_once():
    document = extract(SHAPES["one thousand copies"], "document.txt")
    asked = [(one.kind, one.stem, one.choices) for one in made(document)]
    assert 0 < len(asked) < 12
    assert len(asked) == len(set(asked))


def test_english_between_other_languages_is_still_asked_about():
    document = extract(MIXED, "document.txt")
    assert any("1911" in str(answers(one)) for one in made(document))
    for question in kept(document):
        assert question.sources[0].quote in PLAIN or question.sources[0].quote.isascii()


@pytest.mark.slow
def test_a_book_makes_questions_from_its_first_page_to_its_last():
    book = "\n\n".join(_chapter(number) for number in range(1, 61))
    document = extract(book, "book.txt")
    starts = []
    for question in made(document):
        assert_sound(question, document)
        starts.append(question.sources[0].start)
    assert min(starts) < len(document.text) * 0.05
    assert max(starts) > len(document.text) * 0.95


def _chapter(number: int) -> str:
    """Write a chapter of made-up history with some hundred words."""
    year = 1200 + 7 * number
    town = f"{'BCDFGHKLMN'[number % 10]}{'aeiou'[number % 5]}{'rlnst'[number % 5]}ovia"
    paragraphs = [
        f"King Aldric of {town} founded the abbey of Saint Orla in {year + step}. The abbey had "
        f"{20 + step} monks, and it owned the mills of the river Tamna. In {year + step + 3} the "
        f"monks built a bridge of stone, because the floods had destroyed the older bridge."
        for step in range(4)
    ]
    return f"Chapter {number}\n\n" + "\n\n".join(paragraphs)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=400))
@example("\u202e.\u0301? A")
@example("A\x85B.\u2029C?")
@example("Dr. A. B. C. d. E.")
def test_any_letters_make_sound_questions_or_none(text):
    _assert_all_sound(text)


_PIECES = st.sampled_from([
    "Marie Curie", "won", "the Nobel Prize", "in 1911", "Paris", "was built by", "Gustave Eiffel",
    "(born 1867)", "“said", "he”", ",", ";", "and", "because", "if", "not", "Dr.", "U.S.", "10 %",
    "€5", "1,000", "3-4", "who", "which", "that", "is called", "…", "?", ".", ".\n", "\n\n", "- ",
    "# ", "Jane’s", "Łódź", "東京", "🦉", "\u200f", "\t", "[1]", "{{c1::", "}}", "|", "*", "by",
    "Russia", "Kazakhstan", "the treaty", "They", "This", "two", "dogs", "a", "an", "of",
])  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_PIECES, min_size=1, max_size=60))
def test_any_words_in_any_order_make_sound_questions_or_none(pieces):
    _assert_all_sound(" ".join(pieces))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a", "a.srt"]))
def test_any_bytes_are_read_or_refused_with_a_sentence(data, name):
    document = read(data, name)
    for question in made(document) if document else ():
        assert_sound(question, document)


def _assert_all_sound(text: str) -> None:
    document = read(text, "document.txt")
    for question in made(document) if document else ():
        assert_sound(question, document)


def read(data: bytes | str, name: str) -> Extracted | None:
    """Read a document; None where it is refused, with a sentence that says what to do."""
    try:
        return extract(data, name)
    except DocumentError as error:
        reason = str(error)
    if not reason.endswith(".") or " " not in reason:
        pytest.fail(f"nobody understands {reason!r}")
    return None


def assert_sound(question: Question, document: Extracted) -> None:
    """Check what holds for every question, good or not: it can be asked, and quotes literally."""
    assert question.sources
    for source in question.sources:
        assert document.text[source.start : source.end] == source.quote
    for part in parts_of(question):
        shown = face(question, part)
        assert "".join(one.text for one in shown.stem if not one.gap).strip()
        assert shown.answer.strip()
    told = {one.name for one in question.findings}
    wrong = {
        one.name
        for one in findings(question, document.text)
        if weight_of(one.name) is Weight.WRONG and one.name not in told
    }
    assert wrong == set()


def made(document: Extracted) -> list[Question]:
    """Make the whole pool."""
    generator = _generator(document)
    return [one.question for window in generator.windows for one in generator.make(window)]


def kept(document: Extracted) -> list[Question]:
    """Make what is kept by default."""
    generator = _generator(document)
    every = (one for window in generator.windows for one in generator.make(window))
    return [one.question for one in every if one.kept]


def answers(question: Question) -> list[str]:
    return [face(question, part).answer for part in parts_of(question)]


def _generator(document: Extracted) -> Generator:
    return Generator(document.text, document.blocks, document_id="d1", title=document.title)
