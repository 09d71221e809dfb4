"""A picture with hidden parts that was drawn here goes to Anki and comes back."""

from __future__ import annotations

import hashlib

from questions import formats
from questions.bank import Bank
from questions.faces import parts_of
from questions.formats import MediaFile
from tests.every_kind import an_occlusion

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
KEY = hashlib.sha256(PNG).hexdigest()


def test_it_is_a_note_of_anki_with_its_picture_and_its_header():
    drawn = an_occlusion(
        media=(KEY,),
        explanation="It pumps.",
        extra=an_occlusion().extra | {"media": {KEY: {"alt": "A <heart>"}}},
    )
    files = {KEY: MediaFile("heart.png", PNG, "image/png")}
    written = formats.write(Bank(title="T", questions=(drawn,)), "apkg", files)
    assert written.problems == ()
    reading = formats.read(written.data, "t.apkg")
    (question,) = reading.bank.questions
    assert parts_of(question) == parts_of(drawn)
    assert question.media == (KEY,)
    told = question.extra["occlusion"]
    assert told["shapes"] == drawn.stem
    assert told["header"] == "Which part is hidden?"
    assert told["image"] == '<img src="heart.png" alt="A &lt;heart&gt;">'
    assert question.explanation == "It pumps."
    (note_type,) = [one for one in reading.bank.note_types.values() if "Occlusion" in str(one)]
    assert "Image Occlusion" in str(note_type)
