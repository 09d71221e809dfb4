"""Files that lie beside a question leave with it, in formats that only know them in a text."""

import hashlib

import pytest

from questions import formats
from questions.bank import Bank
from questions.formats import MediaFile
from questions.model import Answer, Choice, Kind, Question

MAP, SONG, OTHER = b"\x89PNG\r\n\x1a\nmap", b"ID3song", b"\x89PNG\r\n\x1a\nother"


@pytest.mark.parametrize("form", ["apkg", "apkg-legacy", "moodle-xml", "gift-zip"])
def test_files_beside_a_question_are_in_the_file_and_in_its_text(form):
    question = a_choice(MAP, OTHER)
    written = formats.write(Bank(title="B", questions=(question,)), form, media_of(MAP, OTHER))

    reading = formats.read(written.data, "B", form.removesuffix("-legacy"))
    (back,) = reading.bank.questions
    assert {file.data for file in reading.media.values()} == {MAP, OTHER}
    assert back.stem.count("<img") == 2
    assert "a &lt; b" in back.stem


def test_a_picture_of_the_answer_is_on_the_back_and_a_sound_is_heard():
    extra = {"media": {key(MAP): {"place": "answer", "alt": "the map"}}}
    card = Question(
        id="q", kind=Kind.FLASHCARD, stem="Where?", answers=(Answer(text="here"),),
        media=(key(MAP), key(SONG)), extra=extra,
    )  # fmt: skip
    written = formats.write(Bank(title="B", questions=(card,)), "apkg", media_of(MAP, SONG))

    (back,) = formats.read(written.data, "B.apkg").bank.questions
    assert "[sound:file" in back.stem
    assert 'alt="the map"' in back.answers[0].text
    assert "<img" not in back.stem


def test_two_files_of_one_name_stay_two():
    files = {key(one): MediaFile("map.png", one) for one in (MAP, OTHER)}
    written = formats.write(Bank(title="B", questions=(a_choice(MAP, OTHER),)), "apkg", files)

    assert {one.data for one in formats.read(written.data, "B.apkg").media.values()} == {MAP, OTHER}


def test_our_own_file_carries_them_beside_the_questions():
    bank = Bank(title="B", questions=(a_choice(MAP, SONG),))
    files = media_of(MAP, SONG)
    written = formats.write(bank, "json", files)

    reading = formats.read(written.data, f"B{written.suffix}")
    assert written.suffix == ".studybank.zip"
    assert (reading.format, reading.bank, reading.media) == ("json", bank, files)
    assert written.data == formats.write(bank, "json", files).data
    assert formats.write(bank, "json").suffix is None


def test_a_file_that_is_not_what_its_name_says_stays_out():
    bank = Bank(title="B", questions=(a_choice(MAP),))
    written = formats.write(bank, "json", {key(MAP): MediaFile("map.png", OTHER)})

    reading = formats.read(written.data, "B.zip")
    assert (reading.bank.questions, reading.media) == (bank.questions, {})
    assert ["its content is not" in one.reason for one in reading.problems] == [True]


def a_choice(*files):
    choices = (Choice(text="one", fraction=1), Choice(text="two"))
    return Question(
        id="q", kind=Kind.CHOICE, stem="Is a < b?", choices=choices, media=tuple(map(key, files))
    )


def media_of(*files):
    return {key(one): MediaFile(f"file{at}.{ending(one)}", one) for at, one in enumerate(files)}


def ending(data):
    return "mp3" if data.startswith(b"ID3") else "png"


def key(data):
    return hashlib.sha256(data).hexdigest()
