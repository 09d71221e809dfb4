"""What searches find, on both databases, and in which order they show it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from questions.model import Choice, Finding, Kind, Question
from studyapp import cards, decktree, indexing, reviews, search
from studyapp.ids import new_id
from studyapp.scheduling import Rating
from studyapp.search import Place, parse
from studyapp.tables import Card, Preset, StoredQuestion
from tests.makers import (
    LONG_AGO,
    NOW,
    a_cloze,
    a_document,
    a_flashcard,
    a_question,
    a_review_card,
    a_short,
    clock_of,
    made,
)


def test_words_are_found_wherever_the_question_holds_them(database, amina):
    made(database, a_question, amina, a_flashcard("Río Grande", "A river"))
    made(database, a_question, amina, a_choice("Which is longest?", "The Volga", "The RHINE"))
    made(database, a_question, amina, a_flashcard("Alps", "Mountains", explanation="Of Europe"))
    made(database, a_question, amina, a_flashcard("Elbe", "x", tags=("Rivers",)))
    assert found(database, amina, "rio") == {"Río Grande"}
    assert found(database, amina, "rhine volga") == {"Which is longest?"}
    assert found(database, amina, "europe") == {"Alps"}
    assert found(database, amina, "river") == {"Río Grande", "Elbe"}
    assert found(database, amina, "river -grande") == {"Elbe"}
    assert found(database, amina, "volga or alps") == {"Which is longest?", "Alps"}
    assert found(database, amina, "") == {"Río Grande", "Which is longest?", "Alps", "Elbe"}
    assert found(database, amina, "danube") == set()


def test_a_phrase_means_itself_and_a_star_means_anything(database, amina):
    made(database, a_question, amina, a_flashcard("100% of 5_000 a*b", "x"))
    made(database, a_question, amina, a_flashcard("100 of 5x000 aXb", "y"))
    both = {"100% of 5_000 a*b", "100 of 5x000 aXb"}
    assert found(database, amina, '"a*b"') == {"100% of 5_000 a*b"}
    assert found(database, amina, "a*b") == both
    assert found(database, amina, "100%") == {"100% of 5_000 a*b"}
    assert found(database, amina, "5_000") == {"100% of 5_000 a*b"}
    assert found(database, amina, '"of 100"') == set()
    assert found(database, amina, "5*000") == both


def test_letters_of_all_scripts_are_found_in_any_case(database, amina):
    for word in ("STRASSE", "Історія", "Ἀθῆναι", "東京", "مدرسة", "Éclair"):
        made(database, a_question, amina, a_flashcard(word, "x"))
    for word in ("straße", "ІСТОРІЯ", "αθηναι", "東", "مدر", "eclair"):
        assert len(found(database, amina, word)) == 1, word


def test_a_deck_is_meant_with_those_below_it(database, amina):
    for title in ("Rivers", "Rivers::Européan", "Riversides", "Cities"):
        made(database, a_question, amina, a_flashcard(title, "x"), deck_title=title)
    assert found(database, amina, "deck:rivers") == {"Rivers", "Rivers::Européan"}
    assert found(database, amina, "deck:Rivers::european") == {"Rivers::Européan"}
    assert found(database, amina, "deck:river*") == {"Rivers", "Rivers::Européan", "Riversides"}
    assert found(database, amina, "-deck:rivers") == {"Riversides", "Cities"}
    assert found(database, amina, "deck:nowhere") == set()
    assert found(database, amina, "-deck:nowhere") == {
        "Rivers",
        "Rivers::Européan",
        "Riversides",
        "Cities",
    }


def test_a_tag_is_meant_with_those_below_it(database, amina):
    for tags in (("geo",), ("geo::Rivers", "exam"), ("geometry",), ()):
        made(database, a_question, amina, a_flashcard(" ".join(tags) or "none", "x", tags=tags))
    assert found(database, amina, "tag:geo") == {"geo", "geo::Rivers exam"}
    assert found(database, amina, "tag:GEO::rivers") == {"geo::Rivers exam"}
    assert found(database, amina, "tag:geo*") == {"geo", "geo::Rivers exam", "geometry"}
    assert found(database, amina, "tag:*") == {"geo", "geo::Rivers exam", "geometry"}
    assert found(database, amina, "-tag:*") == {"none"}


def test_kinds_findings_and_sources_are_found(database, amina):
    document_id = made(database, a_document, amina, title="Rivers of Europe")
    quote = "The Rhine rises in the Alps."
    cloze = a_cloze(quote, document_id=document_id, start=0)
    made(database, a_question, amina, cloze, document_id=document_id)
    flawed = a_short("Odd?").model_copy(
        update={"findings": (Finding(name="vague-question", reason="It is vague."),)}
    )
    made(database, a_question, amina, flawed)
    assert found(database, amina, "kind:cloze") == {"The Rhine rises in the {{c1::Alps}}."}
    assert found(database, amina, "source:europe") == {"The Rhine rises in the {{c1::Alps}}."}
    assert found(database, amina, "source:asia") == set()
    assert found(database, amina, "finding:vague-question") == {"Odd?"}
    assert found(database, amina, "finding:vague*") == {"Odd?"}
    assert found(database, amina, "-finding:*") == {"The Rhine rises in the {{c1::Alps}}."}


STATES = {
    "new": {},
    "learning": {"state": "relearning", "queue": 0, "due_at": NOW, "available_at": NOW},
    "review": {"state": "review", "queue": 1, "available_at": NOW + timedelta(days=9)},
    "due": {"state": "review", "queue": 1, "available_at": NOW - timedelta(days=2)},
    "suspended": {"suspended": True, "available_at": None},
    "buried": {
        "buried_until": NOW + timedelta(hours=9),
        "available_at": NOW + timedelta(hours=9),
    },
    "marked": {"marked": True},
    "leech": {"lapses": 8},
}
# A card that is in learning now is due, and what is due is in review.
ALSO = {"new": {"suspended", "buried", "marked", "leech"}, "due": {"learning"}, "review": {"due"}}


@pytest.mark.parametrize("state", STATES)
def test_a_state_finds_the_questions_whose_card_is_in_it(database, amina, state):
    for name, columns in STATES.items():
        made(database, a_question, amina, a_flashcard(name, "x"), **columns)
    expected = {state} | ALSO.get(state, set())
    assert found(database, amina, f"is:{state}") == expected
    assert found(database, amina, f"-is:{state}") == set(STATES) - expected


def test_what_was_reported_is_found(database, amina):
    kept = made(database, a_question, amina, a_flashcard("odd", "x"))
    made(database, a_question, amina, a_flashcard("fine", "x"))
    database.write(lambda session: cards.report(session, amina, kept.card_id, "It is odd.", NOW))
    assert found(database, amina, "is:reported") == {"odd"}
    assert found(database, amina, "-is:reported") == {"fine"}


def test_the_leech_s_threshold_is_that_of_the_deck_s_preset(database, amina):
    made(database, a_question, amina, a_flashcard("often", "x"), lapses=3)

    def set_threshold(session, threshold):
        session.exec(
            select(Preset).where(Preset.learner_id == amina)
        ).one().leech_threshold = threshold

    for threshold, expected in ((3, {"often"}), (4, set()), (0, set())):
        made(database, set_threshold, threshold)
        assert found(database, amina, "is:leech") == expected


def test_conditions_on_cards_are_put_to_one_card_at_a_time(database, amina):
    kept = made(database, a_question, amina, a_flashcard("both", "x", reverse=True))

    def mark_one(session):
        first, second = (session.get_one(Card, (amina, key)) for key in kept.card_ids)
        first.marked, second.suspended, second.available_at = True, True, None

    made(database, mark_one)
    assert found(database, amina, "is:marked is:suspended") == set()
    assert found(database, amina, "is:marked -is:suspended") == {"both"}


def test_a_question_without_cards_is_found_by_what_it_is_not(database, amina):
    bare = Question(id=new_id(), kind=Kind.INFO, stem="Read this first.")
    made(database, a_question, amina, bare)
    assert found(database, amina, "-is:due") == {"Read this first."}
    assert found(database, amina, "is:due or read") == {"Read this first."}
    assert found(database, amina, "-rated:30") == {"Read this first."}


def test_added_counts_study_days_and_today_is_the_first(database, amina):
    for days in (0, 1, 6, 7):
        kept = made(database, a_question, amina, a_flashcard(str(days), "x"))
        made(database, set_created, amina, kept.question_id, NOW - timedelta(days=days))
    assert found(database, amina, "added:1") == {"0"}
    assert found(database, amina, "added:7") == {"0", "1", "6"}
    # At three in the morning the day before is not over.
    early = NOW.replace(hour=3)
    assert found(database, amina, "added:1", early) == {"0", "1"}


def test_rated_looks_at_the_answers_that_count(database, amina):
    for name, rating, days in (("hard", Rating.HARD, 0), ("again", Rating.AGAIN, 3)):
        kept = made(database, a_question, amina, a_flashcard(name, "x"))
        answer(database, amina, kept.card_id, rating, NOW - timedelta(days=days))
    made(database, a_question, amina, a_flashcard("never", "x"))
    assert found(database, amina, "rated:1") == {"hard"}
    assert found(database, amina, "rated:4") == {"hard", "again"}
    assert found(database, amina, "rated:4:again") == {"again"}
    assert found(database, amina, "-rated:9") == {"never"}


def test_nobody_finds_what_belongs_to_another_or_lies_in_the_trash(database, amina, bo):
    made(database, a_question, bo, a_flashcard("Bo's", "x"), deck_title="Rivers")
    kept = made(database, a_question, amina, a_flashcard("gone", "x"), deck_title="Cities")
    database.write(lambda session: decktree.remove(session, amina, kept.deck_id, NOW))
    for text in ("", "-x*z", "deck:rivers", "is:new", "added:9999"):
        assert found(database, amina, text) == set(), text


@pytest.mark.parametrize("sort", search.SORTS)
def test_pages_lead_through_all_there_is_and_back(database, amina, monkeypatch, sort):
    monkeypatch.setattr("studyapp.search.results.MOST_ROWS", 3)
    for number in range(8):
        columns = {"due_day": (NOW + timedelta(days=number // 2)).date(), "lapses": number // 3}
        made(database, a_review_card, amina, **columns)
    whole = whole_list(database, amina, sort)
    assert len(whole) == len(set(whole)) == 8
    with database.reading() as session:
        clock = clock_of(session, amina)
        last = search.page(session, amina, parse(""), clock, sort=sort, place=Place(after=whole[5]))
        assert (last.ids, last.after) == (tuple(whole[6:]), None)
        back = search.page(
            session, amina, parse(""), clock, sort=sort, place=Place(before=last.before)
        )
        assert back.ids == tuple(whole[3:6])


def test_the_order_is_the_one_that_was_asked_for(database, amina):
    for number, stem in enumerate(("cherry", "apple", "Banana")):
        columns = {"due_day": (NOW + timedelta(days=number)).date(), "lapses": number}
        kept = made(database, a_question, amina, a_flashcard(stem, "x"), state="review", **columns)
        moment = LONG_AGO + timedelta(minutes=number)
        made(database, set_created, amina, kept.question_id, moment)
    assert stems_in_order(database, amina, "question") == ["apple", "Banana", "cherry"]
    assert stems_in_order(database, amina, "added") == ["Banana", "apple", "cherry"]
    assert stems_in_order(database, amina, "due") == ["cherry", "apple", "Banana"]
    assert stems_in_order(database, amina, "lapses") == ["Banana", "apple", "cherry"]


def test_a_page_that_begins_after_a_row_that_is_gone_begins_at_the_top(database, amina):
    made(database, a_question, amina)
    with database.reading() as session:
        page = search.page(
            session, amina, parse(""), clock_of(session, amina), place=Place(after=new_id())
        )
    assert (page.total, len(page.ids), page.before) == (1, 1, None)


def test_each_part_is_counted_alone(database, amina):
    made(database, a_question, amina, a_flashcard("Volga", "x", tags=("river",)))
    with database.reading() as session:
        query = parse("volga -tag:river (rhine or volga)")
        parts = search.explained(session, amina, query, clock_of(session, amina))
    assert [(part.text, part.number) for part in parts] == [
        ("volga", 1),
        ("tag:river", 1),
        ("rhine", 0),
    ]


def test_names_are_listed_the_most_used_first(database, amina, bo):
    for tags in (("geo",), ("geo", "exam"), ("exam",), ("exam",)):
        made(database, a_question, amina, a_flashcard(new_id(), "x", tags=tags))
    made(database, a_question, bo, a_flashcard("x", "y", tags=("Bo's",)))
    with database.reading() as session:
        facets = search.names_found(session, amina, "tag_list")
    assert [(one.name, one.number) for one in facets] == [("exam", 3), ("geo", 2)]


def test_an_edit_is_found_by_its_new_words(database, amina):
    kept = made(database, a_question, amina, a_flashcard("Volga", "x"))
    edited = a_flashcard("Rhine", "y", tags=("new",))
    database.write(lambda session: cards.edit(session, amina, kept.question_id, edited, NOW))
    assert found(database, amina, "volga") == set()
    assert found(database, amina, "rhine tag:new") == {"Rhine"}


# -- Checking what waits for it ------------------------------------------------------------


def test_questions_are_checked_in_the_background_once(database, amina):
    made(database, a_question, amina, a_short("What does it do?", "It grows"))
    assert waiting(database, amina) == 1
    assert indexing.catch_up(database) == 1
    assert (waiting(database, amina), indexing.catch_up(database)) == (0, 0)
    assert found(database, amina, "finding:unresolved-reference") == {"What does it do?"}


def test_checks_that_have_changed_look_at_every_question_again(database, amina, monkeypatch):
    made(database, a_question, amina)
    while indexing.catch_up(database):
        pass
    monkeypatch.setattr(indexing, "VERSION", indexing.VERSION + 1)
    assert indexing.catch_up(database) == 1


def test_a_question_that_cannot_be_checked_keeps_nobody_waiting(database, amina, monkeypatch):
    made(database, a_question, amina, a_flashcard("odd", "x"))

    def fail(question, text, **_rest):
        raise ZeroDivisionError

    monkeypatch.setattr(indexing, "findings", fail)
    assert indexing.catch_up(database) == 1
    assert (waiting(database, amina), found(database, amina, "odd")) == (0, {"odd"})


def test_an_edit_in_the_meantime_is_checked_the_next_time(database, amina, monkeypatch):
    kept = made(database, a_question, amina, a_short("What does it do?", "It grows"))
    checks = indexing.findings

    def edit_meanwhile(question, text, **rest):
        edited = a_short("Which organ pumps the blood?", "The heart")
        database.write(lambda session: cards.edit(session, amina, kept.question_id, edited, NOW))
        return checks(question, text, **rest)

    monkeypatch.setattr(indexing, "findings", edit_meanwhile)
    indexing.catch_up(database)
    monkeypatch.undo()
    assert found(database, amina, "finding:*") == set()
    assert waiting(database, amina) == 1


def a_choice(stem, right, wrong):
    options = (Choice(text=right, fraction=1), Choice(text=wrong))
    return Question(id=new_id(), kind=Kind.CHOICE, stem=stem, choices=options)


def found(database, learner_id, text, now=NOW):
    """Return the stems of what a search finds."""
    with database.reading() as session:
        ids = search.ids(session, learner_id, parse(text), clock_of(session, learner_id, now))
        return {row.body["stem"] for row in search.rows_of(session, learner_id, ids)}


def whole_list(database, learner_id, sort):
    """Walk through all pages, and return the ids."""
    ids, place = [], Place()
    with database.reading() as session:
        clock = clock_of(session, learner_id)
        while True:
            page = search.page(session, learner_id, parse(""), clock, sort=sort, place=place)
            ids += page.ids
            if page.after is None:
                return ids
            place = Place(after=page.after)


def stems_in_order(database, learner_id, sort):
    with database.reading() as session:
        clock = clock_of(session, learner_id)
        page = search.page(session, learner_id, parse(""), clock, sort=sort)
        return [row.body["stem"] for row in search.rows_of(session, learner_id, page.ids)]


def set_created(session, learner_id, question_id, moment):
    session.get_one(StoredQuestion, (learner_id, question_id)).created_at = moment


def answer(database, learner_id, card_id, rating, now):
    sent = reviews.Attempt(
        id=new_id(), card_id=card_id, rating=rating, version=0, ms=1, format="flip"
    )
    database.write(lambda session: reviews.record(session, learner_id, sent, now))


def waiting(database, learner_id):
    with database.reading() as session:
        return indexing.unchecked(session, learner_id)
