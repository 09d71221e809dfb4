"""Anki's backend answering cards of a collection of so many, in a process of its own.

Runs in an environment that has the package anki and nothing of ours. Each line of standard input
names a number of cards to answer; the CPU seconds that they took come back as a line of JSON.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

# First of all: the other modules of anki import each other in circles.
import anki.collection
from anki_simulator import filled


def main():
    with tempfile.TemporaryDirectory() as folder:
        collection = filled(Path(folder) / "collection.anki2", int(sys.argv[1]))
        options = collection.decks.config_dict_for_deck_id(1)
        options["rev"]["perDay"] = 9999
        collection.decks.update_config(options)
        shown = collection.sched.get_queued_cards().cards[0]
        for line in sys.stdin:
            spent = {"answer": 0.0, "render": 0.0}
            for _ in range(int(line)):
                shown = _turn(collection, shown, spent)
            sys.stdout.write(json.dumps(spent) + "\n")
            sys.stdout.flush()
        collection.close()


def _turn(collection, shown, spent):
    """Answer a card and fetch the next; then make its question and the words of its buttons."""
    card = anki.cards.Card(collection, backend_card=shown.card)
    card.start_timer()
    answer = collection.sched.build_answer(
        card=card, states=shown.states, rating=anki.scheduler.v3.CardAnswer.GOOD
    )
    begun = time.process_time()
    collection.sched.answer_card(answer)
    following = collection.sched.get_queued_cards().cards[0]
    answered = time.process_time()
    anki.cards.Card(collection, backend_card=following.card).question()
    collection.sched.describe_next_states(following.states)
    spent["answer"] += answered - begun
    spent["render"] += time.process_time() - answered
    return following


if __name__ == "__main__":
    main()
