"""Cards to review, brought into an install by its own import."""

from __future__ import annotations

import json

from sqlmodel import col, select

from studyapp.tables import Deck
from tests.faults.install import Install
from tests.faults.visitor import Form, Visitor


def decks_of_cards(install: Install, decks: int, cards: int) -> list[str]:
    """Fill *install* with decks of new cards, all to be seen today; return the decks' ids."""
    bank = install.folder / "cards.studybank.json"
    bank.write_text(_bank(decks, cards), encoding="utf-8")
    install.done("import", bank)
    with install.reading() as session:
        ids = session.exec(select(Deck.id).where(col(Deck.is_demo).is_(False))).all()
    assert len(ids) == decks
    return list(ids)


def see_all_today(install: Install) -> None:
    """Set the number of new cards a day to more than there are; the server must run."""
    visitor = Visitor(install.url)
    settings = visitor.page("/settings").select_one('form[action="/settings"]')
    assert settings is not None
    form = Form.of(settings)
    form.fields["new_per_day"] = "9999"
    assert visitor.post(form).status == 303


def _bank(decks: int, cards: int) -> str:
    questions = [
        {
            "id": f"q{deck}-{number}",
            "kind": "short" if number % 2 else "flashcard",
            "deck": f"Deck {deck}",
            "stem": f"What is card {number} of deck {deck}?",
            "answers": [{"text": f"Number {number}"}],
        }
        for deck in range(decks)
        for number in range(cards)
    ]
    bank = {"format": "studyapp-bank", "version": 1, "title": "Cards", "questions": questions}
    return json.dumps(bank)
