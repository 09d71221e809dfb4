"""What a learner gets questions from, as rules for the machine that does anything in any order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import Session

from questions.bank import Bank
from questions.bank import Document as BankDocument
from questions.extract import extract
from questions.model import Question
from studyapp import (
    banks,
    decisions,
    deck_looks,
    generation,
    marking,
)
from studyapp.deck_looks import Wanted as WantedLook
from studyapp.ids import new_id
from studyapp.importing import imports, taking_back
from studyapp.importing.bringing import bring
from studyapp.importing.incoming import Delivery, Wanted
from studyapp.importing.reading import cargo_of
from studyapp.tables import BankImport, Deck, Document
from studyapp.web import intake
from tests.makers import TEXT, a_cloze, a_flashcard, clock_of
from tests.studyapp.curating import PICK, TITLES
from tests.studyapp.planning import NOWHERE, STUDIED, studied
from tests.studyapp.quizzing import Quizzing

ADDED = "Added: "
QUOTES = (
    "The Volga flows into the Caspian Sea.",
    "The Rhine rises in the Alps.",
    "The Thames flows through London.",
)
SPARE_QUOTES = ("The Danube flows into the Black Sea.",)
SITES = st.sampled_from([(), ("example.org",), ("a.example.org", "example.com")])


class Gathering(Quizzing):
    """Texts, drafts that were left for later, sentences, and banks that are taken back."""

    now: Any
    rows: Callable[[str], Any]
    tick: Callable[[], datetime]
    taken_back: Callable[[], None]
    done_since: Callable[[Any], None]

    @rule(again=st.booleans())
    def add_text(self, again: bool) -> None:
        text = TEXT if again else f"{TEXT} It was read at {self.moment}."
        extracted = replace(extract(text, "", "text/plain"), title=f"{ADDED}{self.moment}")
        found = intake.Taken(read={new_id(): extracted})
        self.act(lambda session: intake.keep(session, self.me, found, self.moment))

    @rule(pick=PICK, end=st.sampled_from([None, 60]), count=st.integers(1, 2))
    def bring_more(self, pick: int, end: int | None, count: int) -> None:
        if document := self.a_text(pick):
            self.act(
                lambda session: generation.more(
                    session, self.me, document.id, self.moment, end=end, count=count
                )
            )

    @rule(pick=PICK, place=PICK, title=TITLES)
    def ask_about_a_sentence(self, pick: int, place: int, title: str) -> None:
        if document := self.a_text(pick):

            def action(session: Session) -> None:
                source = marking.source_of(document, place % len(document.text))
                first, _, rest = source.quote.partition(" ")
                question = Question(
                    kind="cloze", id=new_id(), stem=f"{{{{c1::{first}}}}} {rest}", sources=(source,)
                )
                clock = clock_of(session, self.me, self.moment)
                marking.keep(
                    session, self.me, document.id, question,
                    key=new_id(), deck_title=title, clock=clock,
                )  # fmt: skip

            self.act(action)

    @rule(number=st.integers(1, 3), again=st.booleans())
    def bring_in(self, number: int, again: bool) -> None:
        bank = a_bank(number if again else self.moment.timestamp())
        texts = banks.texts_of(bank)
        self.act(
            lambda session: banks.bring_in(
                session, self.me, bank, texts, clock_of(session, self.me, self.moment)
            )
        )

    @rule()
    def bring_in_a_file(self) -> None:
        self.bring_file()

    def bring_file(self) -> None:
        """Bring in a file with a card that was reviewed twice, and with a preset of its own."""
        cargo, key = cargo_of(Delivery.of(studied(str(self.moment))), Wanted(), NOWHERE), new_id()
        self.reviews += len(STUDIED)

        def action(session: Session) -> None:
            clock = clock_of(session, self.me, self.moment)
            imports.keep(session, self.me, key, b"", "deck.apkg", self.moment)
            session.flush()
            imports.done(session, self.me, key, bring(session, self.me, cargo, clock, key=key))

        self.act(action)

    @rule(pick=PICK)
    def take_a_file_back(self, pick: int) -> None:
        """Take an import back: the undo of the last act where it is that, else an act."""
        row = self.one_of(BankImport, pick, lambda _one: True)
        if not row:
            return
        before, moment = self.now, self.tick()
        back = self.database.write(
            lambda session: taking_back.take_back(session, self.me, row.id, moment)
        )
        self.now = self.rows(self.me)
        if before != self.now:
            self.taken_back() if back.whole else self.done_since(before)

    @rule(pick=PICK, hosts=SITES, own_look=st.booleans())
    def change_deck_look(self, pick: int, hosts: tuple[str, ...], own_look: bool) -> None:
        if deck := self.one_of(Deck, pick, lambda one: one.removed_at is None):
            wanted = WantedLook(hosts, own_look)
            self.act(
                lambda session: deck_looks.change(session, self.me, deck.id, wanted, self.moment)
            )

    @rule(gives=st.booleans())
    def agree(self, gives: bool) -> None:
        self.act(lambda session: decisions.agree(session, self.me, gives=gives, now=self.moment))

    def a_text(self, pick: int) -> Any:
        """Return one of the documents that are not put away."""
        return self.one_of(Document, pick, lambda one: one.removed_at is None)


def a_bank(number: float) -> Bank:
    """Return a bank with a document, a question about it, and one without any."""
    quote = QUOTES[0]
    question = a_cloze(quote, document_id="d1", start=TEXT.index(quote))
    questions = (
        question.model_copy(
            update={"stem": f"{question.stem} ({number})", "deck": "Rivers::Volga"}
        ),
        a_flashcard(f"Number {number}", "Yes", reverse=True),
    )
    document = BankDocument(id="d1", title=f"Rivers {number}", text=TEXT)
    return Bank(title=f"Bank {number}", documents=(document,), questions=questions)
