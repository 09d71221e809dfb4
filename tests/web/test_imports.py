"""The pages of an import, as a new user walks them; all of it without script."""

import csv
import hashlib
import io

import pytest
from sqlmodel import Session, select

from questions import formats
from questions.bank import Bank
from questions.model import Answer, Gap, Kind, Question
from studyapp import worker
from studyapp.ids import new_id
from studyapp.importing.incoming import Delivery
from studyapp.tables import BankImport, StoredQuestion
from tests.makers import NOW, a_flashcard, a_question, made
from tests.samples import sample

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
PNG_KEY = hashlib.sha256(PNG).hexdigest()
ANSWERS = (Answer(text="Lima"),)
HELLO = "\u043f\u0440\u0438\u0432\u0435\u0442"
TABLE = b"guid,question,answer\nkey-one-1,One?,1\nkey-two-2,Two?,2\n,,3\n"


def test_a_file_is_looked_into_brought_in_and_taken_back(client, database, amina):
    place = give(client, TABLE, "numbers.csv")
    page = client.page(place)
    assert "2 new" in page.get_text()
    assert "1 with a problem is left out" in page.get_text()
    assert [one.get_text(strip=True) for one in page.select(".import-row .asks")] == [
        "One?",
        "Two?",
    ]
    assert "line 4" in page.select_one(".problems tbody").get_text()
    assert questions(database) == []

    client.send(place, {"do": "commit", "deck": "Numbers", "tags": "exam, maths"})
    assert "Bringing the questions in" in client.page(place).get_text()
    worker.run_all(database, lambda: NOW)

    page = client.page(place)
    assert "2 questions added" in page.get_text()
    assert page.select_one("a.button.main").get_text(strip=True).startswith("Open the deck")
    assert [one.body["tags"] for one in questions(database)] == [["exam", "maths"]] * 2

    client.send(f"{place}/undoing")
    assert "taken back" in client.page(place).get_text()
    assert questions(database) == []


def test_the_same_file_again_says_that_nothing_is_new(client, database, amina):
    bring_in(client, database, TABLE)

    assert "0 new · 2 the same" in client.page(give(client, TABLE, "numbers.csv")).get_text()


def test_an_edited_file_shows_what_changes(client, database, amina):
    bring_in(client, database, TABLE)
    page = client.page(give(client, TABLE.replace(b"Two?,2", b"Two?,zwei"), "numbers.csv"))

    assert "1 changes an existing one" in page.get_text()
    assert [one["value"] for one in page.select("#changed option")] == ["update", "skip", "add"]


def test_rows_with_problems_can_be_taken_away(client, amina):
    answer = client.get(f"{give(client, TABLE, 'numbers.csv')}/problems.csv")

    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert answer.mimetype == "text/csv"
    assert rows[1] == ["line 4", "left out", "there is no question", ",,3"]


def test_pasted_rows_are_taken_and_the_sign_between_them_can_be_corrected(client, amina):
    place = give(client, None, text="a = b - c\nd = e - f\n")
    assert asked(client.page(place)) == ["a", "d"]

    client.send(place, look(format="quizlet", separator="own", **{"separator-own": " - "}))

    assert asked(client.page(place)) == ["a = b", "d = e"]


def test_columns_are_mapped_by_hand(client, amina):
    place = give(client, b"Lima,x,Peru\nOslo,y,Norway\n", "table.csv")
    page = client.page(place)
    assert "does not say what its columns hold" in page.get_text()

    client.send(
        place,
        look(format="csv", **{"column-0": "answer", "column-1": "tags", "column-2": "question"}),
    )

    page = client.page(place)
    assert asked(page) == ["Peru", "Norway"]
    assert "#x" in page.select_one(".import-row").get_text()


def test_the_encoding_is_corrected(client, amina):
    place = give(client, f"front;back\n{HELLO};hello\n".encode("cp1251"), "table.csv")
    client.send(place, look(format="csv", encoding="cp1251"))

    assert client.page(place).select_one(".import-row .asks").get_text() == HELLO


def test_a_file_that_is_no_bank_says_why_and_can_be_read_otherwise(client, amina):
    place = give(client, b"one ~ two", "x.bin")
    page = client.page(place)
    assert "This file was not read" in page.get_text()

    client.send(place, look(format="quizlet", separator="own", **{"separator-own": "~"}))

    assert "1 new" in client.page(place).get_text()


def test_a_bank_that_is_dropped_where_texts_go_is_looked_into(client, amina):
    answer = dropped(client, TABLE, "x.csv")

    assert "2 new" in client.page(answer.headers["Location"]).get_text()


def test_a_bank_that_is_dropped_where_texts_go_may_be_as_large_as_banks_may(
    client, app, amina, monkeypatch
):
    settings = app.extensions["studyapp"].settings
    monkeypatch.setattr(type(settings), "max_upload_bytes", property(lambda _own: 100))
    large = TABLE + b"".join(b",Question %d?,%d\n" % (n, n) for n in range(50))
    page = client.page(dropped(client, large, "x.csv").headers["Location"])
    refused = dropped(client, b"Rivers flow to the sea. " * 50, "x.txt")

    assert "52 new" in page.get_text()
    assert refused.status_code == 422
    assert "MB" in refused.get_data(as_text=True)


def test_a_bank_may_be_larger_than_anything_else_that_is_sent(client, app, amina, monkeypatch):
    for limit in ("MAX_CONTENT_LENGTH", "MAX_FORM_MEMORY_SIZE"):
        monkeypatch.setitem(app.config, limit, 2000)
    much = "".join(f"term {number}\tmeaning\n" for number in range(200))

    assert client.send("/imports", {"id": new_id(), "text": much}).status_code == 303
    assert client.send("/decks", {"id": new_id(), "title": much}).status_code == 413


def test_what_is_sent_beyond_the_limit_of_banks_is_told_that_limit(client, app, amina, monkeypatch):
    settings = app.extensions["studyapp"].settings
    monkeypatch.setattr(type(settings), "max_import_bytes", property(lambda _own: 100))
    # Not as multipart: the client's own temporary file for it would be left open.
    answer = client.send("/imports", {"id": new_id(), "text": "x" * (1024 * 1024 + 200)})

    assert answer.status_code == 413
    assert f"larger than {settings.max_import_mb} MB" in answer.get_data(as_text=True)


def test_a_preview_shows_pictures_blanks_and_the_words_of_true_and_false(client, amina):
    gap = Gap(id="1", answers=(Answer(text="H<sub>2</sub>O"),))
    questions = (
        Question(id="s", kind=Kind.SHORT, stem="?", answers=ANSWERS, media=(PNG_KEY,)),
        Question(id="g", kind=Kind.GAPS, stem="Water is [[1]].", gaps=(gap,), format="html"),
        Question(id="t", kind=Kind.TRUEFALSE, stem="1 + 1 = 2", answers=(Answer(text="true"),)),
    )
    page = client.page(give(client, written("moodle-xml", *questions), "x.xml"))
    first, second, third = page.select(".import-row")

    picture = client.get(first.img["src"])
    assert (picture.mimetype, picture.get_data()) == ("image/png", PNG)
    assert_harmless(picture)
    assert second.select_one(".asks .gap")
    assert "[[1]]" not in second.get_text()
    assert "H2O" in second.get_text()
    assert [one.get_text(" ", strip=True) for one in third.select("li")] == ["True right", "False"]


def test_a_picture_that_comes_twice_is_kept_once_and_can_do_nothing(
    client, app, database, amina, monkeypatch
):
    settings = app.extensions["studyapp"].settings
    monkeypatch.setenv("STUDYAPP_DATA_DIR", str(settings.data_dir))
    for name in ("One?", "Two?"):
        data = written("apkg", a_flashcard(name, "Lima", media=(PNG_KEY,)))
        bring_in(client, database, data, "x.apkg", deck="")

    folder = settings.media_dir
    assert [one.name for one in folder.rglob("*") if one.is_file()] == [PNG_KEY]
    shown = client.get(f"/media/{PNG_KEY[:32]}", buffered=True)
    assert shown.get_data() == PNG
    assert_harmless(shown)


def test_a_file_without_questions_says_so_and_offers_nothing_to_bring_in(client, amina):
    page = client.page(give(client, b"# A heading\n", "empty.md"))

    assert "No question was found" in page.select_one("#errors").get_text()
    assert page.select_one("[value=commit]") is None
    assert page.select_one("details.how")["open"] == ""


def test_an_import_that_is_taken_back_after_other_things_says_what_became_of_it(
    client, database, amina
):
    place = bring_in(client, database, TABLE)
    made(database, a_question, amina, a_flashcard("Later?", "yes"))
    client.send("/decks", {"id": new_id(), "title": "Another"})

    client.send(f"{place}/undoing")

    page = client.page(place)
    assert "2 questions are in the trash" in page.get_text()
    assert page.select_one("a[href='/trash']")


def test_nothing_given_is_answered_with_what_to_do(client, amina):
    answer = client.send("/imports", {"id": new_id()})

    assert answer.status_code == 422
    assert "Choose a file" in answer.get_data(as_text=True)


def test_sending_twice_makes_one_import(client, database, amina):
    key = new_id()
    for _ in range(2):
        give(client, TABLE, "numbers.csv", key=key)

    with Session(database.engine) as session:
        assert len(session.exec(select(BankImport)).all()) == 1


def test_a_large_file_is_left_to_the_worker_and_the_page_waits(
    client, database, amina, monkeypatch
):
    monkeypatch.setattr("studyapp.importing.reading.PATIENCE", 0)
    place = give(client, TABLE, "numbers.csv")
    assert "Reading the file" in client.page(place).get_text()
    assert client.fragment(place).select_one("[hx-get]") is not None

    worker.run_all(database, lambda: NOW)

    assert client.get(place, headers={"HX-Request": "true"}).headers["HX-Redirect"] == place
    assert "2 new" in client.page(place).get_text()


def test_what_a_file_of_a_stranger_holds_does_nothing_on_the_page(client, amina):
    data = b'front,back\n<img src=x onerror=alert(1)><b hx-get="/x">q</b>,<script>1</script>\n'
    page = client.page(give(client, data, "x.csv"))

    shown = page.select_one(".import-list")
    assert not shown.select("script, [onerror], [hx-get]")
    assert shown.has_attr("hx-disable")


@pytest.mark.parametrize("form", ["csv", "xlsx", "kahoot", "anki-text", "markdown", "apkg"])
def test_a_deck_leaves_as_a_file_after_the_page_said_what_is_lost(client, database, amina, form):
    card = made(database, a_question, amina, a_flashcard("Front", "Back", tags=("t",)))
    with Session(database.engine) as session:
        deck_id = session.exec(
            select(StoredQuestion.deck_id).where(StoredQuestion.id == card.question_id)
        ).one()

    page = client.page(f"/decks/{deck_id}/export?to={form}")
    told = page.get_text()

    if form == "kahoot":
        assert "0 of 1 question" in " ".join(told.split())
        return
    assert "1 of 1 question" in " ".join(told.split())
    assert ("its tags are left out" in told) == (form == "markdown")
    answer = client.get(f"/decks/{deck_id}/export/file?to={form}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.get_data()


def test_real_files_are_looked_into(client, amina):
    folder = sample("banks/samples")
    media = folder / "spreadsheet/robjohncolson__AP-Stats-Blooket-Quizzes/media"
    files = [
        folder / "quizlet/dchen327__quizlet-scatter/quizlet.txt",
        folder / "opentdb/QuartzWarrior__OTDB-Source/Art.csv",
        folder / "crafted/sheet/kahoot.xlsx",
        media / "blookettemplate.csv",
    ]
    for file in files:
        page = client.page(give(client, file.read_bytes(), file.name))
        assert page.select(".import-row"), file


def asked(page):
    return [one.get_text(strip=True) for one in page.select(".import-row .asks")]


def give(client, data, name="", *, text="", key=None):
    fields = {"csrf_token": client.token(), "id": key or new_id(), "text": text}
    if data is not None:
        fields["files"] = (io.BytesIO(data), name)
    answer = client.post("/imports", data=fields, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"]


def look(**fields):
    return {"do": "look", **fields}


def bring_in(client, database, data, name="numbers.csv", deck="Numbers"):
    place = give(client, data, name)
    client.send(place, {"do": "commit", "deck": deck})
    worker.run_all(database, lambda: NOW)
    return place


def dropped(client, data, name):
    fields = {"csrf_token": client.token(), "id": new_id(), "files": (io.BytesIO(data), name)}
    return client.post("/documents", data=fields, content_type="multipart/form-data")


def written(form, *questions):
    """Write a bank whose questions show a picture."""
    files = {PNG_KEY: formats.MediaFile("map.png", PNG, "image/png")}
    return formats.write(Bank(title="B", questions=questions), form, files).data


def assert_harmless(answer):
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def questions(database):
    with Session(database.engine, expire_on_commit=False) as session:
        return session.exec(select(StoredQuestion)).all()


@pytest.fixture(autouse=True)
def _here(monkeypatch):
    """Read files in this process: how one of its own does it is told in test_parsing."""

    def deliver(data, name, format=None, options=None, *, seconds=None, going=None):
        guesses = formats.detect(data, name)
        chosen = format or (guesses[0].format if guesses else None)
        reading = formats.read(data, name, chosen, options or formats.Options())
        return Delivery.of(reading, guesses)

    monkeypatch.setattr("studyapp.parsing.deliver", deliver)
