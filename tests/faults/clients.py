"""Learners who go on while the server is killed under them, and remember what it acknowledged."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.faults.prose import prose
from tests.faults.visitor import Answer, Form, Visitor

RATINGS, WEIGHTS = ("1", "2", "3", "4"), (5, 2, 2, 1)
TWICE = 0.1


@dataclass
class Ledger:
    """What the server acknowledged, and everything else that it said."""

    reviews: dict[str, tuple[str, int]] = field(default_factory=dict)
    voided: set[str] = field(default_factory=set)
    documents: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    rejected: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)

    def acknowledged(self, form: Form, answer: Answer) -> bool:
        """Say whether *answer* acknowledges *form*; remember it where it does not."""
        if answer.status != 303:
            self.refused.append(f"{form.action}: {answer.status} {answer.body[:500]}")
        return answer.status == 303


class Client:
    """One learner's browser that repeats its `turn` until it is told to stop."""

    pause = 0.0

    def __init__(self, url: str, ledger: Ledger, chance: random.Random) -> None:
        self.visitor = Visitor(url)
        self.ledger = ledger
        self.chance = chance
        self.error: Exception | None = None

    def turn(self) -> None:
        """Do one thing, to its acknowledgement."""
        raise NotImplementedError

    def run(self, stop: threading.Event) -> None:
        """Do one thing after the other."""
        try:
            while not stop.is_set():
                self.turn()
                stop.wait(self.pause)
        except Exception as error:  # noqa: BLE001 - handed to the thread that waits
            self.error = error

    def sent(self, form: Form, *, multipart: bool = False) -> Answer:
        """Send a form; one time in ten, twice."""
        twice = self.chance.random() < TWICE
        return self.visitor.post(form, twice=twice, multipart=multipart)


class Reviewer(Client):
    """Answers the cards of one deck."""

    # A learner reads; without it the cores had nothing left for the processes that are killed.
    pause = 0.25

    def __init__(self, url: str, ledger: Ledger, chance: random.Random, deck_id: str) -> None:
        super().__init__(url, ledger, chance)
        self._deck_id = deck_id

    def turn(self) -> None:
        """Look at the next card, see its answer, grade it."""
        asked = self.visitor.page(f"/review?deck={self._deck_id}").select_one("form.ask")
        assert asked is not None, "the deck has no card left"
        form = Form.of(asked)
        shown = self.visitor.page(f"{form.action}?{urlencode(form.fields)}")
        grades = shown.select_one("form.grades")
        assert grades is not None, "the answer has no buttons"
        form = Form.of(grades)
        form.fields["rating"] = self.chance.choices(RATINGS, WEIGHTS)[0]
        if self.ledger.acknowledged(form, self.sent(form)):
            card_id = form.action.split("/")[2]
            self.ledger.reviews[form.fields["id"]] = (card_id, int(form.fields["rating"]))


class Doubter(Reviewer):
    """Answers cards, and takes an answer back now and then."""

    pause = 0.0

    def turn(self) -> None:
        """Answer a card, or undo the last answer."""
        if self.chance.random() < 0.7:
            super().turn()
            return
        page = self.visitor.page(f"/review?deck={self._deck_id}")
        button = page.select_one('form[action="/changes/undo"]')
        assert button is not None
        form = Form.of(button)
        is_answer = form.fields["act"] in self.ledger.reviews
        if is_answer and self.ledger.acknowledged(form, self.sent(form)):
            self.ledger.voided.add(form.fields["act"])


class Giver(Client):
    """Adds documents: first a long one, then short ones."""

    pause = 2.5

    def __init__(self, url: str, ledger: Ledger, chance: random.Random, words: int) -> None:
        super().__init__(url, ledger, chance)
        self._words = words

    def turn(self) -> None:
        """Paste a text."""
        paste = self.visitor.page("/documents/new").select_one("form.paste")
        assert paste is not None
        form = Form.of(paste)
        form.fields["title"] = f"Text {len(self.ledger.documents)}"
        form.fields["text"] = prose(self._words, self.chance.randrange(1_000_000))
        self._words = 120
        answer = self.sent(form, multipart=True)
        if self.ledger.acknowledged(form, answer):
            document_id = answer.place.rpartition("/")[2]
            self.ledger.documents[document_id] = form.fields["text"]


class Sorter(Client):
    """Keeps and rejects the drafts of the documents."""

    pause = 0.5

    def turn(self) -> None:
        """Sort one draft."""
        documents = list(self.ledger.documents)
        if not documents:
            return
        page = self.visitor.page(f"/documents/{self.chance.choice(documents)}/drafts")
        wanted, kind = self.chance.choice(
            [("keeping", self.ledger.kept), ("rejection", self.ledger.rejected)]
        )
        button = page.select_one(f'form[action^="/drafts/"][action$="/{wanted}"]')
        if button is None:
            return
        form = Form.of(button)
        if self.ledger.acknowledged(form, self.sent(form)):
            kind.add(form.action.split("/")[2])


@contextmanager
def at_work(clients: Sequence[Client]) -> Iterator[None]:
    """Let *clients* work; at the end each finishes what it is at."""
    stop = threading.Event()
    threads = [threading.Thread(target=client.run, args=(stop,)) for client in clients]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        end = time.monotonic() + 120
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))
    for client, thread in zip(clients, threads, strict=True):
        assert not thread.is_alive(), f"{client} is still waiting"
        if client.error:
            raise client.error
