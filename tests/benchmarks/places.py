"""Installs to measure: the real server on a data folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.cards import decks_of_cards, see_all_today
from tests.faults.install import Install


@contextmanager
def install_with_cards(
    folder: Path, *, decks: int, cards: int
) -> Iterator[tuple[Install, list[str]]]:
    """Serve an install with decks of new cards; give it with the decks' ids."""
    install = Install(folder)
    ids = decks_of_cards(install, decks, cards)
    try:
        install.start()
        install.wait_until_it_answers()
        see_all_today(install)
        yield install, ids
    finally:
        install.end()
