"""Anki's backend as an oracle: answers cards on days to come and writes down what it did.

This runs in a process and an environment of its own, which has the package `anki` and nothing of
ours; see __main__.py. One line of settings comes in, and one line an answer goes out:
card, moment, rating, state, step, stability, difficulty, interval, lapses, seconds, days.
"""

import ctypes
import json
import random
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from anki.collection import AddNoteRequest, Collection

CLOCK = ctypes.c_longlong.in_dll(ctypes.CDLL(None), "parity_seconds")
STATES = ("new", "learning", "review", "relearning")
RATINGS, WEIGHTS = (1, 2, 3, 4), (18, 12, 58, 12)
# Where Good and Easy would both reach the longest interval, the backend stops with an error.
LONGEST = 12_000
SESSION_SHARE = 0.45


def main():
    settings = json.loads(sys.stdin.readline())
    chance = random.Random(settings["seed"])
    first = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=chance.randrange(365))
    begun = _moment(first, settings["hours"], settings["zone"], chance)
    CLOCK.value = int(begun.timestamp())
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder) / "collection.anki2"))
        _configure(collection, settings)
        cards = {key: at for at, key in enumerate(_cards(collection, settings["cards"]))}
        collection.close()
        # The clock of a collection is read when it opens.
        _answer_all(collection, cards, settings, chance, begun)


def _configure(collection, settings):
    collection.set_config("fsrs", True)
    collection.set_config("rollover", settings["rollover_hour"])
    options = collection.decks.config_dict_for_deck_id(1)
    options["new"]["delays"] = [seconds / 60 for seconds in settings["learning_steps"]]
    options["lapse"]["delays"] = [seconds / 60 for seconds in settings["relearning_steps"]]
    options["lapse"]["leechAction"] = 1
    options["desiredRetention"] = settings["desired_retention"]
    options["fsrsParams6"] = settings["parameters"]
    options["new"]["perDay"] = options["rev"]["perDay"] = 9999
    collection.decks.update_config(options)


def _cards(collection, number):
    kind = collection.models.by_name("Basic")
    notes = []
    for index in range(number):
        note = collection.new_note(kind)
        note["Front"] = str(index)
        notes.append(AddNoteRequest(note, 1))
    collection.add_notes(notes)
    return sorted(collection.find_cards(""))


def _answer_all(collection, cards, settings, chance, moment):
    resting, left = set(), settings["reviews"]
    while left > 0:
        CLOCK.value = int(moment.timestamp())
        collection.reopen()
        seen = [key for key in cards if key not in resting and chance.random() < SESSION_SHARE]
        chosen = {key: chance.choices(RATINGS, WEIGHTS)[0] for key in seen[:left]}
        for rating in RATINGS:
            keys = [key for key in chosen if chosen[key] == rating]
            if keys:
                CLOCK.value += 1
                collection._backend.grade_now(card_ids=keys, rating=rating - 1)
                resting.update(_told(collection, cards, keys, rating, settings))
        left -= len(chosen)
        collection.close()
        gap = chance.choice((0, 0, 1, 1, 2, 5, chance.randrange(60)))
        hours = [hour for hour in settings["hours"] if gap or hour > moment.hour]
        gap, hours = (gap, hours) if hours else (1, settings["hours"])
        moment = _moment(moment + timedelta(days=gap), hours, settings["zone"], chance)


def _moment(moment, hours, zone, chance):
    """Return a moment of that date on the wall clock of *zone*, at one of *hours*."""
    wall = moment.replace(hour=chance.choice(hours), minute=chance.randrange(60), tzinfo=None)
    return wall.replace(tzinfo=ZoneInfo(zone))


def _told(collection, cards, keys, rating, settings):
    """Write down what became of the cards; yield those that wait too long to be asked on."""
    today = collection.sched.today
    for key in keys:
        card = collection.get_card(key)
        line = [cards[key], CLOCK.value, rating, *_state(card, settings)]
        line += [card.ivl, card.lapses, *_wait(card, today)]
        sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")
        if card.ivl > LONGEST:
            yield key


def _state(card, settings):
    state = STATES[card.type]
    name = "learning_steps" if state == "learning" else "relearning_steps"
    step = max(0, len(settings[name]) - card.left % 1000) if card.type in (1, 3) else 0
    memory = card.memory_state
    return state, step, round(memory.stability, 4), round(memory.difficulty, 3)


def _wait(card, today):
    if card.queue == 1:
        return card.due - CLOCK.value, None
    return None, card.due - today


if __name__ == "__main__":
    main()
