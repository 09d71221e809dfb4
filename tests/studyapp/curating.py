"""What a learner does in the library, as rules for the machine that does anything in any order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from sqlmodel import Session

from studyapp import bulk, decktree, editing, presets, replacing, search, trash
from studyapp.bulk import Bulk, Chosen
from studyapp.decktree import Settings
from studyapp.ids import new_id
from studyapp.replacing import Wish
from studyapp.tables import Deck, Document, Preset
from studyapp.tables import StoredQuestion as Stored
from tests.makers import a_flashcard, clock_of

PICK = st.integers(0, 50)
TITLES = st.sampled_from(["Geography", "Cities::Large", "Rivers::Volga", "Demo::Part", "A::B::C"])
QUERIES = st.sampled_from(["", "is:due", "-is:new", "deck:Cities", "tag:new", "oslo or front"])
BULK: dict[str, Callable[[Bulk], int]] = {
    "tag": lambda one: bulk.tag(one, ["new"]),
    "untag": lambda one: bulk.untag(one, ["NEW"]),
    "suspend": bulk.suspend,
    "resume": bulk.resume,
    "mark": lambda one: bulk.mark(one, True),
    "unmark": lambda one: bulk.mark(one, False),
    "reset": bulk.reset,
    "delete": bulk.delete,
}


class Curating(RuleBasedStateMachine):
    """Decks, presets, the trash, and acts on many questions."""

    database: Any
    me: str
    moment: Any
    act: Callable[..., None]
    one_of: Callable[..., Any]

    @rule(title=TITLES)
    def make_deck(self, title: str) -> None:
        self.act(lambda session: decktree.make(session, self.me, new_id(), title, self.moment))

    @rule(pick=PICK, title=TITLES, of_preset=PICK)
    def change_deck(self, pick: int, title: str, of_preset: int) -> None:
        deck = self.one_of(Deck, pick, lambda one: one.removed_at is None)
        preset = self.one_of(Preset, of_preset, lambda _one: True)
        if deck:
            wanted = Settings(title, "blue", preset.id, "de")
            self.act(
                lambda session: decktree.change(session, self.me, deck.id, wanted, self.moment)
            )

    @rule(pick=PICK, into=PICK)
    def merge_decks(self, pick: int, into: int) -> None:
        deck = self.one_of(Deck, pick, lambda one: one.removed_at is None)
        other = self.one_of(Deck, into, lambda one: one.removed_at is None)
        if deck and other:
            self.act(
                lambda session: decktree.merge(session, self.me, deck.id, other.id, self.moment)
            )

    @rule(pick=PICK, order=st.sampled_from(["made", "random"]), new=st.integers(0, 9))
    def change_preset(self, pick: int, order: str, new: int) -> None:
        row = self.one_of(Preset, pick, lambda _one: True)
        wanted = replace(presets.wanted_of(row), new_order=order, new_per_day=new)
        self.act(lambda session: presets.change(session, self.me, row.id, wanted, self.moment))

    @rule(pick=PICK)
    def make_preset(self, pick: int) -> None:
        row = self.one_of(Preset, pick, lambda _one: True)
        wanted = replace(presets.wanted_of(row), name=f"Preset {self.moment}")
        self.act(lambda session: presets.add(session, self.me, new_id(), wanted, self.moment))

    @rule(pick=PICK)
    def remove_preset(self, pick: int) -> None:
        row = self.one_of(Preset, pick, lambda _one: True)
        self.act(lambda session: presets.remove(session, self.me, row.id, self.moment))

    @rule(query=QUERIES, name=st.sampled_from(sorted(BULK)))
    def change_many(self, query: str, name: str) -> None:
        self.act(lambda session: BULK[name](self.many(session, query)))

    @rule(query=QUERIES, pick=PICK)
    def move_many(self, query: str, pick: int) -> None:
        if deck := self.one_of(Deck, pick, lambda one: one.removed_at is None):
            self.act(lambda session: bulk.move(self.many(session, query), deck.id))

    def many(self, session: Session, query: str) -> Bulk:
        clock = clock_of(session, self.me, self.moment)
        return Bulk(session, self.me, Chosen(query=search.parse(query)), clock, new_id())

    @rule(query=QUERIES, find=st.sampled_from(["Oslo", "o", "Front", "{{c1::"]))
    def replace_many(self, query: str, find: str) -> None:
        with self.database.reading() as session:
            clock = clock_of(session, self.me, self.moment)
            chosen = Chosen(query=search.parse(query))
            found = replacing.plan(session, self.me, chosen, clock, Wish(find, "Bergen"))
        self.act(lambda session: replacing.apply(session, self.me, found, self.moment, new_id()))

    @rule(title=TITLES, reverse=st.booleans())
    def write(self, title: str, reverse: bool) -> None:
        question = a_flashcard(f"Written {self.moment}", "x", reverse=reverse)

        def action(session: Session) -> None:
            clock = clock_of(session, self.me, self.moment)
            editing.add(session, self.me, title, question, key=new_id(), clock=clock)

        self.act(action)

    @rule(pick=PICK)
    def remove_question(self, pick: int) -> None:
        if row := self.one_of(Stored, pick, lambda one: one.removed_at is None):
            self.act(lambda session: editing.remove(session, self.me, row.id, self.moment))

    @rule(pick=PICK, noun=st.sampled_from(["question", "deck", "document"]))
    def restore(self, pick: int, noun: str) -> None:
        model = {"question": Stored, "deck": Deck, "document": Document}[noun]
        row = self.one_of(model, pick, lambda one: one.removed_at is not None)
        if row:
            restore = getattr(trash, f"restore_{noun}")
            self.act(lambda session: restore(session, self.me, row.id, self.moment))
