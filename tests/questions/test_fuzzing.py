"""Files bent out of shape end in a reading or in the one named error.

`STUDYAPP_FUZZ=300000` tries so many inputs instead of the slice of an ordinary run.
"""

import random

from questions import formats
from questions.bank import Bank
from tests.questions.fuzzing import Seed, mutations, slice_of, survives
from tests.questions.test_tables import every_kind_of_tables

TRIVIA = b"""{"response_code":0,"results":[{"type":"multiple","difficulty":"easy","category":"A",
"question":"Who&#039;s?","correct_answer":"A","incorrect_answers":["B","C"]}]}"""
QUIZ = b"#Q Which?\n^ Yes\nA Yes\nB No\n\n#Q True?\n^ True\nA True\nB False\n"
NOTES = b"#separator:tab\n#html:true\n#guid column:1\n#tags column:4\nk\tfront\tback\tt1 t2\n"
QUIZIZZ = (
    b"Question Text,Question Type,Option 1,Option 2,Correct Answer,Time in seconds\n"
    b"Which?,Multiple Choice,a,b,1,30\nOpen?,Open-Ended,,,,\n"
)
BLOOKET = (
    b'"Blooket\nImport Template",,,,,,,\nQuestion #,Question Text,Answer 1,Answer 2,Answer 3,'
    b"Answer 4,Time Limit (sec),Correct Answer(s)\n1,Why?,a,b,,,20,1\n"
)


def test_no_bent_table_ends_in_another_error():
    chance = random.Random(20_261_122)
    read = 0
    for bent in mutations(seeds(), slice_of(1_500), chance):
        read += survives(bent) is not None

    assert read > 0


def seeds():
    bank = Bank(title="T", questions=tuple(every_kind_of_tables()))
    written = [
        Seed(formats.write(bank, form).data, f"bank.{form}", form)
        for form in ("csv", "tsv", "xlsx", "kahoot", "json")
    ]
    return [
        *written,
        Seed(TRIVIA, "trivia.json", "opentdb"),
        Seed(b"What%20is%3F,Yes\nWho%27s,No\n", "trivia.csv", "opentdb"),
        Seed(QUIZ, "quiz.txt", "opentriviaqa"),
        Seed(NOTES, "notes.txt", "anki-text"),
        Seed(b"a - b\nc - d\n\ne - f\n", "list.txt", "quizlet"),
        Seed(QUIZIZZ, "quiz.csv", "quizizz"),
        Seed(BLOOKET, "game.csv", "blooket"),
        Seed("Frage;Größe\nä;ö\n".encode("utf-16"), "table.csv"),
        Seed("Frage;Größe\nä;ö\n".encode("cp1252"), "table.csv"),
    ]
