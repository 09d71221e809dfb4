"""The tree of decks: rolled up, made, renamed, merged, removed; each of it can be taken back."""

from __future__ import annotations

import pytest
from sqlmodel import select

from studyapp import changes, decks, decktree, progress
from studyapp.decks import Counts, Share
from studyapp.decktree import Settings, below, tree
from studyapp.errors import NotFoundError, RefusedError
from studyapp.ids import new_id
from studyapp.learners import default_preset_id
from studyapp.tables import Card, Deck, Learner, StoredQuestion
from tests.counting import counted
from tests.makers import NOW, a_deck, a_flashcard, a_question, a_review_card, clock_of, made


def test_a_deck_counts_what_waits_in_it_and_below(database, amina):
    made(database, a_review_card, amina, deck_title="A")
    for title in ("A::B", "A::B::C"):
        made(database, a_question, amina, deck_title=title)
        made(database, a_review_card, amina, deck_title=title)
    made(database, a_question, amina, deck_title="Z")
    branches = {branch.title: branch for branch in below(whole_tree(database, amina))}
    assert list(branches) == ["A", "A::B", "A::B::C", "Z"]
    assert branches["A"].whole == Counts(learning=0, due=3, new=2)
    assert branches["A::B"].whole == Counts(learning=0, due=2, new=2)
    assert branches["A"].own == Counts(due=1)
    assert branches["A"].questions == 5


def test_new_cards_are_counted_once_for_all_decks_together():
    rows = [a_row("A"), a_row("A::B"), a_row("A::C")]
    waiting = {row.id: Counts(new=15) for row in rows}
    (branch,) = tree(rows, waiting, {}, Share(20))
    assert branch.whole.new == 20


def test_a_deck_that_only_lies_between_others_is_a_branch_without_a_row():
    (branch,) = tree([a_row("Languages::Spanish")], {}, {}, Share(20))
    assert (branch.title, branch.deck, branch.children[0].name) == ("Languages", None, "Spanish")


def test_the_tree_is_in_the_order_of_titles_and_the_demo_comes_last():
    rows = [a_row("b"), a_row("Äz"), a_row("a::z"), a_row("a"), a_row("Demo", is_demo=True)]
    titles = [branch.title for branch in below(tree(rows, {}, {}, Share(0)))]
    assert titles == ["a", "a::z", "Äz", "b", "Demo"]


@pytest.mark.parametrize(
    ("text", "title"),
    [(" A  b ", "A b"), ("A :: B", "A::B"), ("A:B", "A:B"), ("😀::ع", "😀::ع")],
)
def test_a_title_is_kept_without_needless_blanks(text, title):
    assert decktree.clean_title(text) == title


@pytest.mark.parametrize(
    "text", ["", "  ", "A::", "::A", "A:: ::B", "x" * 301, "::".join("a" * 21)]
)
def test_a_title_that_cannot_be_is_refused(text):
    with pytest.raises(RefusedError):
        decktree.clean_title(text)


def test_a_deck_is_made_once(database, amina):
    key = new_id()
    for _ in range(2):
        made(database, decktree.make, amina, key, "Rivers", NOW)
    assert titles(database, amina) == ["Rivers"]
    with pytest.raises(RefusedError, match="already"):
        made(database, decktree.make, amina, new_id(), " Rivers ", NOW)
    undo(database, amina)
    assert titles(database, amina) == []


def test_what_lies_below_follows_a_deck_that_is_renamed(database, amina):
    deck_id = made(database, a_deck, amina, "A")
    for title in ("A::B", "A::B::C", "AB", "Z"):
        made(database, a_deck, amina, title)
    change(database, amina, deck_id, "Z::New")
    assert titles(database, amina) == ["AB", "Z", "Z::New", "Z::New::B", "Z::New::B::C"]
    undo(database, amina)
    assert titles(database, amina) == ["A", "A::B", "A::B::C", "AB", "Z"]


def test_a_deck_can_move_below_a_deck_of_its_own_name(database, amina):
    deck_id = made(database, a_deck, amina, "A")
    made(database, a_deck, amina, "A::B")
    change(database, amina, deck_id, "A::A")
    assert titles(database, amina) == ["A::A", "A::A::B"]


def test_a_title_that_is_taken_is_refused_and_nothing_changes(database, amina):
    deck_id = made(database, a_deck, amina, "A")
    for title in ("A::C", "B", "B::C"):
        made(database, a_deck, amina, title)
    for title in ("B", "x" * 299):
        with pytest.raises(RefusedError):
            change(database, amina, deck_id, title)
    assert titles(database, amina) == ["A", "A::C", "B", "B::C"]


def test_merging_moves_questions_and_what_lies_below(database, amina):
    source = made(database, a_question, amina, a_flashcard("one", "x"), deck_title="A")
    made(database, a_question, amina, a_flashcard("two", "x"), deck_title="A::C")
    made(database, a_question, amina, a_flashcard("three", "x"), deck_title="A::D")
    into = made(database, a_question, amina, a_flashcard("four", "x"), deck_title="B::C").deck_id
    target = made(database, a_deck, amina, "B")
    before = rows(database, amina)
    merge(database, amina, source.deck_id, target)
    assert titles(database, amina) == ["B", "B::C", "B::D"]
    assert stems(database, amina, target) == ["one"]
    assert stems(database, amina, into) == ["four", "two"]
    assert cards_follow(database, amina)
    after = rows(database, amina)
    merge(database, amina, source.deck_id, target)
    assert rows(database, amina) == after
    undo(database, amina)
    assert rows(database, amina) == before


def test_a_deck_can_be_merged_into_one_below_it(database, amina):
    upper = made(database, a_question, amina, a_flashcard("one", "x"), deck_title="A").deck_id
    lower = made(database, a_deck, amina, "A::B")
    made(database, a_deck, amina, "A::B::C")
    made(database, a_deck, amina, "A::D")
    merge(database, amina, upper, lower)
    assert titles(database, amina) == ["A::B", "A::B::C", "A::B::D"]
    assert stems(database, amina, lower) == ["one"]


def test_a_deck_cannot_be_merged_into_itself_or_into_somebody_s(database, amina, bo):
    deck_id, theirs = made(database, a_deck, amina), made(database, a_deck, bo)
    with pytest.raises(RefusedError):
        merge(database, amina, deck_id, deck_id)
    for one, other in ((deck_id, theirs), (theirs, deck_id)):
        with pytest.raises(NotFoundError):
            merge(database, amina, one, other)


def test_a_deck_is_removed_with_those_below_it(database, amina):
    kept = made(database, a_question, amina, deck_title="A")
    made(database, a_question, amina, a_flashcard(reverse=True), deck_title="A::B")
    made(database, a_question, amina, deck_title="AB")
    before = rows(database, amina)
    for _ in range(2):
        made(database, decktree.remove, amina, kept.deck_id, NOW)
    assert titles(database, amina) == ["AB"]
    assert sum(card.available_at is None for card in rows(database, amina)["Card"]) == 3
    undo(database, amina)
    assert rows(database, amina) == before


def test_the_whole_tree_costs_the_same_few_statements_for_any_number_of_decks(database, amina):
    counts = []
    for number in (2, 20):
        for title in range(number):
            made(database, a_question, amina, deck_title=f"Deck {title}::Part")
        with counted(database) as statements:
            whole_tree(database, amina)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 7


def a_row(title, *, is_demo=False):
    return Deck(
        learner_id=new_id(),
        id=new_id(),
        preset_id=new_id(),
        title=title,
        marker="pink",
        is_demo=is_demo,
        created_at=NOW,
    )


def whole_tree(database, learner_id):
    with database.reading() as session:
        learner, clock = session.get_one(Learner, learner_id), clock_of(session, learner_id)
        waiting = progress.today(session, learner, clock)
        numbers = decks.question_numbers(session, learner_id)
        found = decks.all_of(session, learner_id)
        return tree(found, waiting.by_deck, numbers, waiting.share)


def change(database, learner_id, deck_id, title):
    wanted = Settings(title, "blue", default_preset_id(learner_id), None)
    made(database, decktree.change, learner_id, deck_id, wanted, NOW)


def merge(database, learner_id, deck_id, into_id):
    made(database, decktree.merge, learner_id, deck_id, into_id, NOW)


def undo(database, learner_id):
    assert database.write(lambda session: changes.undo(session, learner_id, NOW) is not None)


def titles(database, learner_id):
    with database.reading() as session:
        return sorted(deck.title for deck in decks.all_of(session, learner_id))


def stems(database, learner_id, deck_id):
    with database.reading() as session:
        deck = decks.get(session, learner_id, deck_id)
        return sorted(row.body["stem"] for row in decks.questions_in(session, deck))


def rows(database, learner_id):
    with database.reading() as session:
        return {
            model.__name__: sorted(
                session.exec(select(model).where(model.learner_id == learner_id)),
                key=lambda row: row.id,
            )
            for model in (Deck, StoredQuestion, Card)
        }


def cards_follow(database, learner_id):
    with database.reading() as session:
        pairs = session.exec(
            select(Card.deck_id, StoredQuestion.deck_id).join(
                StoredQuestion, StoredQuestion.id == Card.question_id
            )
        )
        return all(one == other for one, other in pairs)
