"""The project's own bank file: nothing lost, everything bad named."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions import formats
from questions.bank import Bank
from questions.errors import BankFormatError
from questions.formats import native
from questions.model import fingerprint
from tests.questions.test_model import one_of_each_kind
from tests.samples import sample

TEXT = "Paris is the capital of France. Paris is large."


def test_a_bank_comes_back_as_it_was_written():
    bank = Bank.model_validate(
        {
            "title": "Title",
            "language": "de",
            "licence": "CC0",
            "documents": [{"id": "d1", "title": "T", "text": TEXT, "url": None}],
            "questions": [question.model_dump() for question in one_of_each_kind()],
        }
    )

    reading = formats.read(formats.write(bank, "json").data, "any name")

    assert reading.bank == bank
    assert reading.problems == ()
    assert reading.format == "json"


def test_keys_that_are_not_known_are_written_back_at_every_level():
    held = bank_of(short(colour="red", answers=[{"text": "x", "weight": 2}]), author={"name": "A"})

    written = json.loads(formats.write(read(held).bank, "json").data)

    assert written["author"] == {"name": "A"}
    assert written["questions"][0]["colour"] == "red"
    assert written["questions"][0]["answers"][0]["weight"] == 2


def test_bad_questions_are_named_with_place_and_reason_and_good_ones_go_in():
    held = bank_of(
        short(id="good"),
        {"id": "bad", "kind": "short", "stem": "?"},
        "not an object",
        {"id": "odd", "kind": "riddle", "stem": "?"},
        short(id="late", answers=[{"text": ["x"]}]),
    )

    reading = read(held)

    assert [question.id for question in reading.bank.questions] == ["good"]
    assert [(problem.where, problem.reason) for problem in reading.problems][:2] == [
        ("questions[1]", "the question has no right answer"),
        ("questions[2]", "it is not an object"),
    ]
    assert reading.problems[2].reason.startswith("kind: Input should be 'flashcard'")
    assert reading.problems[3].reason == "answers[0].text: Input should be a valid string"
    assert '"riddle"' in reading.problems[2].raw


def test_a_question_without_an_id_gets_one_from_what_it_asks():
    nameless = short()
    del nameless["id"]

    reading = read(bank_of(nameless, nameless))

    first, second = reading.bank.questions
    assert first.id == fingerprint(first)
    assert second.id == f"{first.id}-1"


def test_a_second_question_with_the_same_id_is_kept_under_a_new_one():
    reading = read(bank_of(short(id="a"), short(id="a", stem="Another?")))

    assert [question.stem for question in reading.bank.questions] == ["What?", "Another?"]
    assert reading.bank.questions[1].id != "a"
    assert reading.problems[0].where == "questions[1]"


def test_a_source_that_moved_is_found_again():
    held = bank_of(short(sources=[source(0, "capital")]), documents=[document()])

    reading = read(held)

    found = reading.bank.questions[0].sources[0]
    assert TEXT[found.start : found.end] == found.quote == "capital"
    assert reading.problems[0].where == "questions[0].sources[0]"


@pytest.mark.parametrize("quote", ["London", "Paris"])
def test_a_source_that_is_nowhere_or_in_two_places_is_left_out_and_named(quote):
    held = bank_of(short(sources=[source(5, quote)]), documents=[document()])

    reading = read(held)

    assert reading.bank.questions[0].sources == ()
    assert f"does not say '{quote}' there" in reading.problems[0].reason


def test_a_source_of_a_document_that_is_not_there_stays():
    assert read(bank_of(short(sources=[source(0, "Rome")]))).bank.questions[0].sources


def test_a_bank_cannot_be_made_with_a_false_quote_or_two_equal_ids():
    with pytest.raises(ValueError, match="does not say 'Rome' there"):
        Bank.model_validate(
            {
                "title": "",
                "documents": [document()],
                "questions": [short(sources=[source(0, "Rome")])],
            }
        )
    with pytest.raises(ValueError, match="two questions have the id '1'"):
        Bank.model_validate({"title": "", "questions": [short(), short()]})


def test_a_key_of_the_bank_that_cannot_be_kept_is_left_out_and_named():
    reading = read(bank_of(short(), title=7, language=None, extra_depth=nested(40)))

    assert reading.bank.title == "capitals"
    assert reading.bank.language == "en"
    assert [problem.where for problem in reading.problems] == [
        '"title"',
        '"language"',
        '"extra_depth"',
    ]


def test_keys_that_stand_twice_are_named_and_the_last_counts():
    data = b'{"format": "studyapp-bank", "version": 1, "title": "a", "title": "b"}'

    reading = formats.read(data, "x.json")

    assert reading.bank.title == "b"
    assert "stands twice" in reading.problems[0].reason


@pytest.mark.parametrize(
    ("stem", "reason"),
    [
        ('"a\\u0000b"', "U+0000 cannot be stored"),
        ('"a\\ud800b"', "U+D800 cannot be stored"),
        ("NaN", "nan is not a number"),
        ("1e999", "inf is not a number"),
        ("[" * 40 + "]" * 40, "nests deeper than 32 levels"),
    ],
)
def test_a_question_that_no_database_could_keep_is_named(stem, reason):
    bad = f'{{"id": "1", "kind": "info", "stem": {stem}}}'
    data = f'{{"format": "studyapp-bank", "version": 1, "title": "", "questions": [{bad}]}}'

    reading = formats.read(data.encode(), "x.json")

    assert reading.bank.questions == ()
    assert reason in reading.problems[0].reason
    assert reading.problems[0].raw.isprintable()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not JSON"),
        (b"{", r"is not JSON: .* \(line 1, column 2\)"),
        (b"[]", "is not a bank"),
        (b"null", "is not a bank"),
        (b'{"format": "studyapp-bank"}', "has version null"),
        (b'{"format": "studyapp-bank", "version": 2}', "has version 2; this program reads 1"),
        (b'{"a":\n "\xff"}', r"is not UTF-8 text: save it as UTF-8 \(line 2\)"),
        (b"[" * 100_000, "nests deeper"),
        (b'{"a":' * 100_000, "nests deeper"),
        (b"9" * 100_000, "a number has 100,000 digits"),
        (b"\xff\xfe\x00", "is not UTF-8"),
    ],
)
def test_a_file_that_is_no_bank_is_refused_with_a_reason_and_a_place(data, message):
    with pytest.raises(BankFormatError, match=message):
        formats.read(data, "x.json")


def test_a_file_over_the_budget_is_refused(monkeypatch):
    monkeypatch.setattr(formats.native.budget, "MAX_BYTES", 10)

    with pytest.raises(BankFormatError, match="most is 10: split it"):
        formats.read(b'{"format": "studyapp-bank"}', "x.json")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_bank_saved_by_a_windows_editor_is_read(encoding):
    data = json.dumps(bank_of(short(stem="Où?")), ensure_ascii=False).encode(encoding)

    assert formats.read(data, "x").bank.questions[0].stem == "Où?"


def test_a_format_that_does_not_exist_is_named_with_those_that_do():
    with pytest.raises(BankFormatError, match="no format 'docx'; there is json"):
        formats.read(b"", "x", "docx")
    with pytest.raises(BankFormatError, match="in no format that can be read"):
        formats.read(b"hello", "x.docx")


def test_the_published_schema_is_that_of_the_values():
    published = json.loads(schema_file().read_text(encoding="utf-8"))

    assert published == native.schema()


def test_what_is_written_fits_the_published_schema():
    bank = Bank(title="T", questions=tuple(one_of_each_kind()))
    published = json.loads(schema_file().read_text(encoding="utf-8"))

    jsonschema.validate(json.loads(formats.write(bank, "json").data), published)


def test_the_example_in_the_documentation_is_a_bank_without_problems():
    page = Path(__file__).parents[2] / "docs" / "bank-format.md"
    example = page.read_text(encoding="utf-8").split("```json\n")[1].split("```")[0]

    reading = formats.read(example.encode(), "example")

    assert [question.kind for question in reading.bank.questions] == ["cloze", "choice"]
    assert reading.problems == ()


def test_every_hostile_file_ends_in_a_named_error():
    for path in sorted(sample("banks/hostile/json").glob("*.json")):
        with pytest.raises(BankFormatError):
            formats.read(path.read_bytes(), path.name, "json")


def test_the_questions_of_hostile_files_end_in_problems():
    for path in sorted(sample("banks/hostile/json").glob("*.json")):
        if path.name != "big_int.json":
            held = path.read_text(encoding="utf-8")
            data = f'{{"format":"studyapp-bank","version":1,"title":"","questions":[{held}]}}'
            assert formats.read(data.encode(), path.name).problems


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
KEYS = st.sampled_from(
    ["id", "kind", "stem", "answers", "choices", "sources", "parts", "points", "extra", "__dict__"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.dictionaries(KEYS, JSON) | JSON, max_size=4), st.dictionaries(KEYS, JSON))
def test_no_json_ends_in_another_error(questions, more):
    held = bank_of(short(id="good"), *questions, **more)

    reading = read(held)

    assert reading.bank.questions[0].id == "good"
    assert formats.read(formats.write(reading.bank, "json").data, "x").bank == reading.bank


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 300))
def test_a_damaged_file_ends_in_a_bank_or_a_named_error(noise, at):
    data = json.dumps(bank_of(short())).encode()

    try:
        reading = formats.read(data[:at] + noise + data[at + len(noise) :], "x.json")
    except BankFormatError as error:
        message = str(error)
    else:
        message = reading.format
        assert formats.read(formats.write(reading.bank, "json").data, "x").bank == reading.bank
    assert message.isprintable()


def read(held):
    return formats.read(json.dumps(held).encode(), "capitals.studybank.json")


def bank_of(*questions, **fields):
    return {
        "format": "studyapp-bank",
        "version": 1,
        "title": "Capitals",
        "questions": list(questions),
    } | fields


def short(**fields):
    return {"id": "1", "kind": "short", "stem": "What?", "answers": [{"text": "x"}]} | fields


def document():
    return {"id": "d1", "title": "France", "text": TEXT}


def source(start, quote):
    return {"document": "d1", "start": start, "end": start + len(quote), "quote": quote}


def nested(depth):
    value = "x"
    for _ in range(depth):
        value = [value]
    return value


def schema_file():
    return formats.native.SCHEMA
