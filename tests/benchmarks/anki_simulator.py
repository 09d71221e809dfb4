"""Anki's own simulator over a collection of so many cards, in a process of its own.

Runs in an environment that has the package anki and nothing of ours. Prints CPU seconds.
"""

import json
import random
import sys
import tempfile
import time
from pathlib import Path

from anki import scheduler_pb2
from anki.collection import AddNoteRequest, Collection


def main():
    found = {}
    for size in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            found[size] = _measured(Path(folder) / "collection.anki2", int(size))
    sys.stdout.write(json.dumps(found))


def _measured(path, cards):
    collection = filled(path, cards)
    wish = scheduler_pb2.SimulateFsrsReviewRequest(
        params=[],
        desired_retention=0.9,
        deck_size=0,
        days_to_simulate=365,
        new_limit=0,
        review_limit=9999,
        max_interval=36500,
        search="deck:current",
    )
    begun = time.process_time()
    collection._backend.simulate_fsrs_review(wish)
    simulated = time.process_time() - begun
    collection.close()
    return {"simulate": simulated}


def filled(path, cards):
    """Return a collection with so many cards in the middle of their life."""
    collection = Collection(str(path))
    collection.set_config("fsrs", True)
    chance = random.Random(cards)
    kind = collection.models.by_name("Basic")
    notes = []
    for number in range(cards):
        note = collection.new_note(kind)
        note["Front"] = str(number)
        notes.append(AddNoteRequest(note, 1))
    collection.add_notes(notes)
    now, today = int(time.time()), collection.sched.today
    rows = []
    for key in collection.find_cards(""):
        stability, ago = chance.lognormvariate(3, 1.2), chance.randrange(30)
        data = {"s": round(stability, 4), "d": round(chance.uniform(2, 9), 3), "dr": 0.9}
        data["lrt"] = now - ago * 86_400
        wait = max(1, round(stability))
        due = today + max(wait - ago, chance.randrange(3))
        rows.append((due, wait, json.dumps(data), key))
    collection.db.executemany(
        "UPDATE cards SET type = 2, queue = 2, reps = 5, due = ?, ivl = ?, data = ? WHERE id = ?",
        rows,
    )
    return collection


if __name__ == "__main__":
    main()
