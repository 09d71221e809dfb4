"""Banks in and out of the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from questions import formats
from questions.bank import Bank, sources_of
from questions.bank import Document as BankDocument
from questions.model import Kind, Question, Source
from studyapp import banks, changes, decks, decktree
from studyapp.errors import NotFoundError
from studyapp.tables import Card, Change, Deck, Document, StoredQuestion
from tests.makers import (
    NOW,
    TEXT,
    a_card,
    a_cloze,
    a_deck,
    a_document,
    a_flashcard,
    a_question,
    clock_of,
    made,
    the_demo,
)

SECOND = timedelta(seconds=1)
VOLGA, RHINE = "The Volga flows into the Caspian Sea.", "The Rhine rises in the Alps."


def test_a_bank_becomes_decks_of_questions_with_cards(database, amina):
    arrival = bring_in(database, amina, a_bank())
    assert arrival == banks.Arrival(added=3, known=0)
    assert titles(database, amina) == ["Rivers", "Rivers::Long"]
    assert count(database, Card) == 4


def test_a_title_takes_all_questions_into_one_deck(database, amina):
    bring_in(database, amina, a_bank(), title="Mine")
    assert titles(database, amina) == ["Mine"]


def test_what_is_brought_in_goes_out_equal(database, amina):
    bank = a_bank()
    bring_in(database, amina, bank)
    assert content(exported(database, amina, "Rivers")) == content(bank)


def test_what_went_out_comes_in_equal_elsewhere(database, amina, bo):
    bring_in(database, amina, a_bank())
    first = exported(database, amina, "Rivers")
    bring_in(database, bo, first)
    assert content(exported(database, bo, "Rivers")) == content(first)


def test_the_shipped_bank_goes_out_as_it_came(database, amina):
    bank, _texts = banks.demo()
    bring_in(database, amina, bank, title="Demo")
    assert content(exported(database, amina, "Demo"), deck=False) == content(bank, deck=False)


def test_every_source_of_an_exported_question_says_what_it_quotes(database, amina):
    bring_in(database, amina, a_bank(), title="Mine")
    bank = exported(database, amina, "Mine")
    texts = {document.id: document.text for document in bank.documents}
    sources = [source for question in bank.questions for source in sources_of(question)]
    assert len(sources) == 4
    assert all(texts[one.document][one.start : one.end] == one.quote for one in sources)


def test_known_questions_are_not_doubled(database, amina):
    bring_in(database, amina, a_bank())
    before = count(database, StoredQuestion), count(database, Document), count(database, Card)
    assert bring_in(database, amina, a_bank()) == banks.Arrival(added=0, known=3)
    after = count(database, StoredQuestion), count(database, Document), count(database, Card)
    assert after == before
    assert count(database, Change) == 1, "an import of nothing is no act"


def test_a_question_twice_in_a_bank_comes_once(database, amina):
    twice = (a_flashcard("One", "1"), a_flashcard("One", "1"))
    assert bring_in(database, amina, Bank(title="B", questions=twice)) == banks.Arrival(1, 1)


def test_a_question_of_a_removed_deck_may_come_again(database, amina):
    bring_in(database, amina, a_bank(), title="Mine")
    remove(database, amina, "Mine")
    assert bring_in(database, amina, a_bank(), title="Mine").added == 3


def test_an_import_is_one_act(database, amina):
    bring_in(database, amina, a_bank())
    act = database.write(lambda session: changes.undo(session, amina, NOW))
    assert act.label == "import"
    assert [count(database, table) for table in (Deck, StoredQuestion, Card, Document)] == [0] * 4
    database.write(lambda session: changes.redo(session, amina))
    assert content(exported(database, amina, "Rivers")) == content(a_bank())


def test_the_text_of_a_removed_document_does_not_go_out(database, amina):
    bring_in(database, amina, a_bank(), title="Mine")
    database.write(lambda session: put_away_documents(session, amina))
    bank = exported(database, amina, "Mine")
    assert bank.documents == ()
    assert len(bank.questions) == 3


def test_a_deck_goes_out_with_the_decks_below_it_alone(database, amina):
    for title in ("A", "A::B", "AB"):
        made(database, a_question, amina, a_flashcard(title), deck_title=title)
    assert {one.deck for one in exported(database, amina, "A").questions} == {"A", "A::B"}


def test_nobody_gets_the_deck_of_another(database, amina, bo):
    made(database, a_card, bo, deck_title="Secret")
    assert exported(database, amina, "Secret").questions == ()


def test_a_removed_deck_takes_questions_without_cards_along(database, amina):
    silent = Question(id="i", kind=Kind.INFO, stem="Read this first.")
    bring_in(database, amina, Bank(title="B", questions=(silent, a_flashcard())))
    remove(database, amina, "B")
    with database.reading() as session:
        assert all(row.removed_at for row in session.exec(select(StoredQuestion)))


def test_a_title_can_be_used_again_after_its_deck_was_removed(database, amina):
    key = made(database, a_document, amina)
    add_deck(database, amina, key, NOW)
    remove(database, amina, "Again", NOW + SECOND)
    add_deck(database, amina, key, NOW + 2 * SECOND)
    assert titles(database, amina) == ["Again"]
    for left in ([], ["Again"], []):
        database.write(lambda session: changes.undo(session, amina, NOW + 3 * SECOND))
        assert titles(database, amina) == left


def test_the_demo_is_nothing_that_anybody_did(database, amina):
    made(database, the_demo, amina)
    assert count(database, Change) == 0
    assert count(database, StoredQuestion) >= 15


def test_the_demo_goes_with_its_article_and_comes_back_by_undo(database, amina):
    deck_id = made(database, the_demo, amina)
    before = everything(database)
    remove_demo(database, amina, deck_id)
    with database.reading() as session:
        assert session.exec(select(Document)).one().removed_at == NOW
        assert decks.all_of(session, amina) == []
        assert all(card.available_at is None for card in session.exec(select(Card)))
    database.write(lambda session: changes.undo(session, amina, NOW))
    assert everything(database) == before


def test_the_article_of_the_demo_stays_while_another_deck_uses_it(database, amina):
    deck_id = made(database, the_demo, amina)
    bank, _texts = banks.demo()
    more = a_flashcard().model_copy(update={"sources": bank.questions[0].sources})
    bring_in(database, amina, bank.model_copy(update={"questions": (more,)}), title="Mine")
    assert count(database, Document) == 1
    remove_demo(database, amina, deck_id)
    with database.reading() as session:
        assert session.exec(select(Document)).one().removed_at is None


def test_a_demo_with_a_question_of_ones_own_can_be_removed(database, amina):
    deck_id = made(database, a_deck, amina, "Demo", is_demo=True)
    made(database, a_card, amina, deck_title="Demo")
    remove_demo(database, amina, deck_id)
    assert titles(database, amina) == []


def test_nobody_removes_the_demo_of_another(database, amina, bo):
    deck_id = made(database, the_demo, bo)
    with pytest.raises(NotFoundError):
        remove_demo(database, amina, deck_id)


def test_what_no_column_can_hold_is_left_out(database, amina):
    document = BankDocument(
        id="d1", title="T" * 400, text=TEXT, url="https://example.org/" + "x" * 3000
    )
    question = a_flashcard().model_copy(update={"deck": "D" * 400})
    bank = Bank(title="B", language="x" * 99, documents=(document,), questions=(question,))
    bring_in(database, amina, bank)
    with database.reading() as session:
        kept = session.exec(select(Document)).one()
        deck = session.exec(select(Deck)).one()
    assert (len(kept.title), kept.url, kept.language) == (300, None, None)
    assert (len(deck.title), deck.language) == (300, None)


def test_the_text_of_a_bank_is_kept_to_the_letter():
    text = "  One.\n\n\tTwo\u2028three.  \n"
    extracted = banks.as_it_is(BankDocument(id="d", title="T", text=text))
    assert extracted.text == text
    assert [text[one.start : one.end] for one in extracted.blocks] == [
        "  One.",
        "\tTwo\u2028three.  ",
    ]


def a_bank():
    """Return a bank of two documents with a question about both, one of them twice nested."""
    volga = a_source("d1", VOLGA)
    both = a_cloze(VOLGA).model_copy(
        update={"id": "q1", "sources": (volga, a_source("d2", RHINE, offset=4)), "deck": "Rivers"}
    )
    inside = a_flashcard("Where does it rise?", "In the Alps").model_copy(
        update={"id": "p1", "sources": (a_source("d2", RHINE, offset=4),)}
    )
    whole = Question(
        id="q2",
        kind=Kind.COMPOSITE,
        stem="The Rhine",
        parts=(inside,),
        deck="Rivers::Long",
        sources=(volga,),
    )
    two_ways = a_flashcard("Volga", "Caspian Sea", reverse=True)
    return Bank(
        title="All rivers",
        language="de",
        documents=(
            BankDocument(id="d1", title="Rivers", text=TEXT, url="https://example.org/rivers"),
            BankDocument(id="d2", title="More rivers", text=f"One {TEXT}"),
        ),
        questions=(both, whole, two_ways.model_copy(update={"id": "q3", "deck": "Rivers"})),
    )


def a_source(document, quote, offset=0):
    start = TEXT.index(quote) + offset
    return Source(document=document, start=start, end=start + len(quote), quote=quote)


def content(bank, *, deck=True):
    """Return what makes a bank: all but the ids, which each database gives anew."""
    texts = {document.id: document.text for document in bank.documents}
    questions = sorted(str(_content(question, texts, deck=deck)) for question in bank.questions)
    return bank.language, questions, sorted((one.text, one.url or "") for one in bank.documents)


def _content(question, texts, *, deck):
    hidden = {"id", "parts"} if deck else {"id", "parts", "deck"}
    values = question.model_dump(mode="json", exclude=hidden)
    for source in values["sources"]:
        source["document"] = texts[source["document"]]
    return values, [_content(part, texts, deck=deck) for part in question.parts]


def bring_in(database, learner_id, bank, *, title=None):
    texts = banks.texts_of(bank)
    return database.write(
        lambda session: banks.bring_in(
            session, learner_id, bank, texts, clock_of(session, learner_id), title=title
        )
    )


def exported(database, learner_id, title):
    """Send a deck through a file."""
    with database.reading() as session:
        bank = banks.give_out(session, learner_id, title)
    data = formats.write(bank, "json").data
    reading = formats.read(data, "deck.studybank.json")
    assert reading.problems == ()
    return reading.bank


def remove(database, learner_id, title, now=NOW):
    def action(session):
        decktree.remove(session, learner_id, decks.titled(session, learner_id, title).id, now)

    database.write(action)


def remove_demo(database, learner_id, deck_id):
    database.write(lambda session: banks.remove_demo(session, learner_id, deck_id, NOW))


def put_away_documents(session, learner_id):
    for document in session.exec(select(Document).where(Document.learner_id == learner_id)):
        document.removed_at = NOW


def add_deck(database, learner_id, key, now):
    def action(session):
        _deck, effects = decks.ensure(session, learner_id, "Again", now, key=key)
        changes.record(session, learner_id, "import", effects, now)

    database.write(action)


def titles(database, learner_id):
    with database.reading() as session:
        return sorted(deck.title for deck in decks.all_of(session, learner_id))


def count(database, table):
    with database.reading() as session:
        return len(session.exec(select(table.id)).all())


def everything(database):
    with database.reading() as session:
        return {
            table.__tablename__: sorted(
                str(row.model_dump()) for row in session.exec(select(table))
            )
            for table in (Deck, Document, StoredQuestion, Card)
        }
