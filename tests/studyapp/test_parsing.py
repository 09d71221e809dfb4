"""Bank files are read in a process of their own, which a hostile one cannot leave or outgrow."""

import json
import os
import pickle

import pytest

from questions import formats
from questions.errors import BankFormatError
from questions.formats import Options
from studyapp import packing, parsing
from studyapp.importing.incoming import Delivery
from studyapp.packing import PORTION
from tests.samples import sample

# The formats of other folders have tests of their own.
FOLDERS = ("sheet/", "json/")
# Nothing in these files is a sound question, so that nothing could be kept of them.
NOTHING_SOUND = {"json/nan.json", "json/surrogate.json"}


def test_a_file_comes_back_as_it_was_read():
    found = parsing.parse(b"a;b\nc;d\n", "x.csv", "csv", Options(header=True))

    assert [one.stem for one in found.reading.bank.questions] == ["c"]
    assert found.guesses[0].format == "csv"


def test_a_refusal_keeps_its_place():
    with pytest.raises(BankFormatError) as told:
        parsing.parse(b'{"a":\n "\xff"}', "x.json", "json")

    assert told.value.line == 2


def test_nobody_waits_longer_than_was_said():
    with pytest.raises(parsing.TooSlowError):
        parsing.deliver(b"a,b\n", "x.csv", seconds=0)


def test_a_job_that_is_stopped_gives_nothing():
    slow = b"front,back\n" + b"".join(b"q%d,a\n" % number for number in range(60_000))

    assert parsing.deliver(slow, "x.csv", going=lambda: False) is None


def test_memory_and_time_have_an_end(monkeypatch):
    monkeypatch.setattr(parsing, "MEMORY", 1024)

    with pytest.raises(BankFormatError, match="more memory or time"):
        parsing.parse(b"front,back\n" + b"a,b\n" * 200_000, "x.csv")


def test_an_answer_may_hold_nothing_but_values():
    class Attack:
        def __reduce__(self):
            return os.getcwd, ()

    with pytest.raises(pickle.UnpicklingError, match="no value of a bank"):
        packing.unpack(packing.pack(Attack()))


def test_for_an_import_questions_come_in_portions_and_say_the_same():
    rows = b"".join(b"q%d,a%d\n" % (number, number) for number in range(PORTION + 1))
    data = b"front,back\n" + rows

    delivery = parsing.deliver(data, "x.csv")
    reading = formats.read(data, "x.csv")

    assert [len(some) for some in delivery.questions.portions()] == [PORTION, 1]
    assert tuple(one.question for one in delivery.questions) == reading.bank.questions
    assert list(delivery.questions) == list(Delivery.of(reading).questions)
    assert delivery.rest.bank.questions == ()


def test_a_refusal_in_the_midst_of_portions_is_a_refusal():
    with pytest.raises(BankFormatError) as told:
        parsing.deliver(b'{"a":\n "\xff"}', "x.json", "json")

    assert told.value.line == 2


def test_an_answer_that_broke_off_is_that_of_a_damaged_file():
    part = parsing._HEAD.pack(b"e", 1, 10) + bytes(9)

    with pytest.raises(BankFormatError, match="damaged"):
        parsing._parts(part)


def test_hostile_files_end_as_expected_and_leave_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = sample("banks/hostile")
    for line in (folder / "EXPECT.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        path = folder / told["file"]
        if told["file"].startswith(FOLDERS) and path.exists():
            found = outcome(path, is_apart=told["expect"] == "reject")
            assert found in allowed(told), told["file"]
    assert list(tmp_path.iterdir()) == []


def allowed(told):
    if told["file"] in NOTHING_SOUND:
        return {"refused"}
    return {
        "reject": {"refused"},
        "import": {"whole", "told"},
        "sanitise": {"whole", "told"},
        "partial": {"told"},
    }[told["expect"]] | ({"whole"} if told["file"] == "sheet/row_jump.xlsx" else set())


def outcome(path, is_apart):
    data = path.read_bytes()
    try:
        if is_apart:
            reading = parsing.parse(data, path.name).reading
        else:
            reading = formats.read(data, path.name)
    except BankFormatError:
        return "refused"
    return "told" if reading.problems else "whole"
