"""The pages of figures, each in three states."""

from __future__ import annotations

from tests.browser.place import Place, State

_NOWHERE = "0" * 32
PLACES: dict[str, dict[State, Place]] = {
    "progress.show": {
        "empty": Place("/progress", on_bare=True),
        "full": Place("/progress?range=year"),
        "error": Place("/progress?q=deck:("),
    },
    "progress.cards": {
        "empty": Place("/progress/cards", on_bare=True),
        "full": Place("/progress/cards?range=year"),
        "error": Place("/progress/cards?q=deck:("),
    },
    "progress.choices": {
        "empty": Place("/progress/choices", on_bare=True),
        "full": Place("/progress/choices?part=material"),
        "error": Place("/progress/choices?part=nonsense&q=deck:("),
    },
    "progress.material": {
        "empty": Place("/progress/material", on_bare=True),
        "full": Place("/progress/material?range=year"),
        "error": Place("/progress/material?q=deck:("),
    },
    "progress.questions": {
        "empty": Place("/progress/questions", on_bare=True),
        "full": Place("/progress/questions?range=all"),
        "error": Place("/progress/questions?q=deck:("),
    },
    "progress.time": {
        "empty": Place("/progress/time", on_bare=True),
        "full": Place("/progress/time?range=year"),
        "error": Place("/progress/time?q=deck:("),
    },
    "progress.figure": {
        "empty": Place("/progress/figure", on_bare=True),
        "full": Place("/progress/figure?figure=reviews&range=month"),
        "error": Place("/progress/figure?q=deck:("),
    },
    "card_pages.show": {
        "empty": Place("/cards/{flashcard}"),
        "full": Place("/cards/{card}"),
        "error": Place(f"/cards/{_NOWHERE}"),
    },
}
