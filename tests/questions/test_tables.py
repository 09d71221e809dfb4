"""Tables become questions, whatever file they come in, and questions become tables."""

import csv
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions import formats
from questions.bank import Bank
from questions.errors import BankFormatError
from questions.formats import Options
from questions.formats.tables import grid
from questions.formats.tables.correct import right_ones
from questions.model import Answer, Choice, Kind, Question


def test_a_header_in_many_words_tells_what_the_columns_hold():
    reading = read("Frage;Antwort;Schlagworte\nGröße?;groß;a, b\n")

    (question,) = reading.bank.questions
    assert (question.stem, question.answers[0].text) == ("Größe?", "groß")
    assert question.tags == ("a", "b")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_encoding_is_told_by_the_bytes(encoding):
    data = "Frage;Antwort\nGröße des Flußes?;süß\n".encode(encoding)

    assert formats.read(data, "x").bank.questions[0].stem == "Größe des Flußes?"


@pytest.mark.parametrize(
    ("told", "choices", "places"),
    [
        ("2", ["a", "b"], {1}),
        ("B", ["x", "y"], {1}),
        ("b", ["a", "b"], {1}),
        ("Option 2", ["x", "y"], {1}),
        ("1,3", ["x", "y", "z"], {0, 2}),
        ("y", ["x", "y"], {1}),
        ("x; z", ["x", "y", "z"], {0, 2}),
        ("A", ["B", "A"], {1}),
        ("1", ["2", "1"], {0}),
        ("2.0", ["x", "y"], {1}),
    ],
)
def test_the_right_choice_is_named_in_many_ways(told, choices, places):
    assert right_ones(told, choices).places == places


@pytest.mark.parametrize("told", ["", "7", "0", "nowhere", "1,9"])
def test_a_right_choice_that_is_none_is_refused(told):
    assert right_ones(told, ["x", "y"]) is None


def test_rows_that_cannot_go_in_are_named_and_the_good_ones_go_in():
    reading = read("question,answer\nWhy?,Because\n,lost\nHow?,\nWhy?,Because\n")

    assert len(reading.bank.questions) == 1
    assert [(one.line, one.outcome) for one in reading.problems] == [
        (3, "refused"), (4, "refused"), (5, "refused"),
    ]  # fmt: skip
    assert reading.problems[0].raw == ",lost"
    assert "line 2" in reading.problems[2].reason


def test_a_line_of_anki_s_text_that_begins_with_a_hash_is_a_comment_unless_it_is_quoted():
    data = b'#separator:tab\na\tb\n# later\tx\n"#1"\tfirst\n"two\n#lines"\tc\n'
    reading = formats.read(data, "notes.txt")

    assert [one.stem for one in reading.bank.questions] == ["a", "#1", "two\n#lines"]
    assert [(one.line, one.outcome) for one in reading.problems] == [(3, "refused")]


@pytest.mark.parametrize(
    ("form", "data"), [("quizlet", b"a < b\t\nc\td"), ("anki-text", b"a < b\t\nc\td\n")]
)
def test_a_card_without_a_back_goes_in_and_is_named(form, data):
    reading = formats.read(data, "x.txt", form)

    assert [one.stem for one in reading.bank.questions] == ["a &lt; b", "c"]
    assert [(one.line, one.outcome) for one in reading.problems] == [(1, "reduced")]
    assert formats.write(reading.bank, "quizlet").data == b"a < b\t\nc\td\n"


@pytest.mark.parametrize("form", ["quizlet", "opentdb", "kahoot", "aiken"])
def test_a_format_without_markup_gets_the_words_alone(form):
    kind = Kind.FLASHCARD if form == "quizlet" else Kind.CHOICE
    told = {"format": "html", "stem": "<b>Lima</b> &amp; its<br>river?"}
    answers = {"answers": (Answer(text="<i>R\u00edmac</i>"),)}
    choices = {"choices": (Choice(text="<i>R\u00edmac</i>", fraction=1), Choice(text="Nile"))}
    said = answers if kind is Kind.FLASHCARD else choices
    wordless = {**told, "stem": '<img src="lima.png">'}
    questions = tuple(
        Question(id=name, kind=kind, **values, **said)
        for name, values in (("words", told), ("picture", wordless))
    )
    written = formats.write(Bank(title="B", questions=questions), form)

    (back,) = formats.read(written.data, "B", form).bank.questions
    texts = [one.text for one in (*back.answers, *back.choices)]
    assert (back.stem, texts[0]) == ("Lima & its river?", "R\u00edmac")
    outcomes = {(one.outcome, one.reason) for one in written.problems}
    assert ("reduced", "its layout is left out") in outcomes
    assert any(outcome == "refused" and "without words" in why for outcome, why in outcomes)


def test_a_quotation_mark_that_is_never_closed_swallows_nothing():
    reading = read('front,back\na,"b\nc,d\ne,f\n')

    assert [one.stem for one in reading.bank.questions] == ["a", "c", "e"]
    assert [(one.line, one.outcome) for one in reading.problems] == [(2, "repaired")]


def test_a_table_is_cut_at_the_budget_and_that_is_said(monkeypatch):
    monkeypatch.setattr(grid, "MAX_ROWS", 3)

    reading = read("front,back\n" + "".join(f"q{n},a\n" for n in range(9)))

    assert len(reading.bank.questions) == 2
    assert "more than 3 rows" in reading.problems[0].reason


def test_columns_may_be_settled_by_hand():
    options = Options(columns=("answer", "ignore", "question"), header=False)

    reading = formats.read(b"Lima,x,Peru\n", "x.csv", "csv", options)

    assert reading.bank.questions[0].stem == "Peru"
    with pytest.raises(BankFormatError, match="no column holds the questions"):
        formats.read(b"Lima,x\n", "x.csv", "csv", Options(columns=("answer", "ignore")))


def test_a_table_without_names_says_that_it_is_unclear():
    assert read("Hund,dog,m\nKatze,cat,f\n").guessed["unclear"]
    assert not read("Hund,dog\nKatze,cat\n").guessed["unclear"]


def test_the_name_that_a_file_gives_is_kept_and_a_row_number_is_none():
    assert list(read("guid,front,back\nk3y,a,b\n").keys.values()) == ["k3y"]
    assert read("nr,front,back\n1,a,b\n").keys == {}


def test_a_vocabulary_is_not_taken_for_statements():
    assert read("front,back\nwahr,true\n").bank.questions[0].kind is Kind.FLASHCARD
    assert read("front,back\nThe sky is blue,TRUE\n").bank.questions[0].kind is Kind.TRUEFALSE


@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx"])
def test_a_written_table_says_the_same_when_it_is_read(form):
    bank = Bank(title="T", questions=tuple(every_kind_of_tables()))

    reading = formats.read(formats.write(bank, form).data, f"x.{form}")

    assert reading.format == form
    assert reading.problems == ()
    assert [plain(one) for one in reading.bank.questions] == [plain(one) for one in bank.questions]
    assert list(reading.keys.values()) == [one.id for one in bank.questions]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "''+1"])
def test_no_cell_is_computed_by_a_spreadsheet(start):
    bank = Bank(title="T", questions=(card(start, start),))

    for form, separator in (("csv", ","), ("tsv", "\t")):
        text = formats.write(bank, form).data.decode("utf-8-sig")
        cells = [one for row in csv.reader(io.StringIO(text), delimiter=separator) for one in row]
        assert not any(one.startswith(("=", "+", "-", "@", "\t", "\r")) for one in cells)
        assert formats.read(text.encode(), f"x.{form}").bank.questions[0].stem == start.strip()
    for form in ("xlsx", "kahoot"):
        sheet = sheet_of(formats.write(bank, form).data)
        assert b"<f>" not in sheet
    notes = formats.write(bank, "anki-text").data.decode()
    assert not any(one.startswith(("=", "+", "-", "@")) for one in notes.split("\t"))
    assert formats.read(notes.encode(), "x.txt").bank.questions[0].stem.strip()


def test_the_template_of_a_game_is_read_back_and_what_is_too_long_is_named():
    long = choice("x" * 130, "a", "b")
    bank = Bank(title="T", questions=(choice("Which?", "Yes", "No"), truth("It is so"), long))

    written = formats.write(bank, "kahoot")
    reading = formats.read(written.data, "x.xlsx")

    assert reading.format == "kahoot"
    assert [one.kind for one in reading.bank.questions] == [Kind.CHOICE, Kind.TRUEFALSE]
    assert [one.reason for one in written.problems] == [
        "the question has 130 characters, Kahoot takes 120"
    ]


def test_what_a_format_cannot_hold_is_said_and_not_written():
    ordering = Question(id="o", kind="ordering", stem="Order", items=("a", "b"))
    reverse = card("a", "b").model_copy(update={"reverse": True})

    written = formats.write(Bank(title="T", questions=(ordering, reverse)), "csv")

    assert [(one.where, one.outcome) for one in written.problems] == [
        ("question 1", "refused"), ("question 2", "reduced"),
    ]  # fmt: skip


def test_markdown_holds_cards_clozes_and_choices():
    questions = (
        card("Front", "Back"),
        Question(id="c", kind="cloze", stem="The {{c1::cat::hint}} sat [here]"),
        choice("Which?", "Yes", "No"),
        card("Q: odd", "line\n\nA: odd").model_copy(update={"id": "odd"}),
    )

    text = formats.write(Bank(title="T", questions=questions), "markdown").data.decode()

    assert "Q: Front\nA: Back\n" in text
    assert r"C: The [cat] sat \[here\]" in text
    assert "Q: Which?\n- [x] Yes\n- [ ] No\n" in text
    assert "Q: \\Q: odd\nA: line\n\\A: odd\n" in text


def test_anki_s_notes_come_back_with_deck_tags_and_name():
    bank = Bank(
        title="T",
        questions=(
            card("a < b", "c\nd").model_copy(
                update={"deck": "A::B", "tags": ("x",), "reverse": True}
            ),
            Question(id="cloze-key", kind="cloze", stem="The {{c1::cat}}"),
        ),
    )

    reading = formats.read(formats.write(bank, "anki-text").data, "notes.txt")

    first, second = reading.bank.questions
    assert (first.deck, first.tags, first.reverse) == ("A::B", ("x",), True)
    assert first.stem == "a &lt; b"
    assert second.kind is Kind.CLOZE
    assert set(reading.keys.values()) == {one.id for one in bank.questions}


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(
    lambda text: text.strip()
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_any_text_survives_a_table(pairs):
    whole = {(front.strip(), back.strip()): None for front, back in pairs}
    bank = Bank(
        title="T",
        questions=tuple(
            card(front, back).model_copy(update={"id": f"key-{number}"})
            for number, (front, back) in enumerate(whole)
        ),
    )

    reading = formats.read(formats.write(bank, "csv").data, "x.csv", "csv")

    read_back = {(one.stem, one.answers[0].text) for one in reading.bank.questions}
    assert read_back <= set(whole)
    assert len(reading.bank.questions) + len(reading.problems) >= len(whole)


def read(text):
    return formats.read(text.encode(), "table.csv", "csv")


def card(front, back):
    return Question(id="card-key", kind="flashcard", stem=front, answers=(Answer(text=back),))


def choice(stem, right, *wrong):
    others = [Choice(text=one) for one in wrong]
    return Question(
        id=f"choice {stem[:20]}", kind="choice", stem=stem,
        choices=(Choice(text=right, fraction=1), *others),
    )  # fmt: skip


def truth(stem):
    return Question(id="truth-key", kind="truefalse", stem=stem, answers=(Answer(text="true"),))


def every_kind_of_tables():
    yield card('Say "hi", please', "two\nlines")
    yield choice("Which one?", "Yes", "No", "7")
    yield truth("Fire is hot")
    yield Question(id="cloze-key", kind="cloze", stem="The {{c1::cat::pet}} sat")
    typed = (Answer(text="one"), Answer(text="two"))
    yield Question(id="short-key", kind="short", stem="Which?", answers=typed, tags=("a", "b c"))
    yield Question(id="number-key", kind="numeric", stem="How many?", answers=(Answer(text="-5"),))
    yield Question(id="essay-key", kind="essay", stem="Discuss", deck="A::B", title="An essay")
    yield card("<b>fat</b>", "1 < 2").model_copy(update={"format": "html", "id": "html-key"})


def plain(question):
    held = question.model_dump(exclude_defaults=True, exclude={"id"})
    return {name: value for name, value in held.items() if value}


def sheet_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")
