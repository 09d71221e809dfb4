"""Makes a deck with Anki's own backend: `python packages_maker.py NOTES FILE SCHEDULED(0|1)`."""

import random
import sys
import tempfile
from pathlib import Path

from anki.collection import (  # type: ignore[import-not-found]
    AddNoteRequest,
    Collection,
    ExportAnkiPackageOptions,
)

WORDS = "alpha beta gamma delta river mountain city lake treaty battle".split()
KINDS = ("Basic",) * 6 + ("Basic (and reversed card)",) * 3 + ("Cloze",)
_CARDS = "UPDATE cards SET type=2, queue=2, due=?, ivl=?, factor=2500, reps=4, data=? WHERE id=?"
_LOG = "INSERT INTO revlog VALUES (?, ?, -1, 3, 10, 5, 2500, 4000, 1)"
_BEGIN = 1_700_000_000_000


def main() -> None:
    """Make the deck."""
    count, path, scheduled = int(sys.argv[1]), sys.argv[2], sys.argv[3] == "1"
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder) / "collection.anki2"))
        deck = collection.decks.id("Bench")
        notes = [_note(collection, number, chance) for number in range(count)]
        collection.add_notes([AddNoteRequest(note=one, deck_id=deck) for one in notes])
        if scheduled:
            _study(collection, chance)
        options = ExportAnkiPackageOptions(
            with_scheduling=scheduled, with_media=True, with_deck_configs=scheduled, legacy=False
        )
        collection.export_anki_package(out_path=path, options=options, limit=None)
        collection.close()


def _note(collection: Collection, number: int, chance: random.Random) -> object:
    kind = KINDS[number % len(KINDS)]
    note = collection.new_note(collection.models.by_name(kind))
    words = [chance.choice(WORDS) for _ in range(8)]
    if kind == "Cloze":
        note["Text"] = f"{number} {{{{c1::{words[0]}}}}} {words[1]} {{{{c2::{words[2]}}}}}"
    else:
        note["Front"], note["Back"] = f"{number} <b>{' '.join(words[:6])}</b>", " ".join(words)
    note.tags = [f"t{number % 20}"]
    return note


def _study(collection: Collection, chance: random.Random) -> None:
    cards = [row[0] for row in collection.db.all("SELECT id FROM cards")]
    told = [
        (chance.randint(1, 300), chance.randint(1, 200), '{"s":31.5,"d":5.1,"dr":0.9}', one)
        for one in cards
    ]
    collection.db.executemany(_CARDS, told)
    log = [(_BEGIN + number * 1000, one) for number, one in enumerate(cards * 3)]
    collection.db.executemany(_LOG, log)


if __name__ == "__main__":
    main()
