"""Asks Anki's backend for its graphs: `python figures_oracle.py COLLECTION_ROWS REPEATS [CARDS]`.

Run by a Python that has the `anki` wheel, with the clock of `clock.c` loaded. The rows of a
collection are taken from a file of ours (see figures_rows.py) into a fresh collection; one line of
JSON comes out for each search: what the graphs hold, and the CPU seconds that they took; then one
with what the page of each of the first CARDS cards holds.
"""

import ctypes
import json
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from anki.collection import Collection  # type: ignore[import-not-found]
from anki.stats_pb2 import GraphsRequest, GraphsResponse  # type: ignore[import-not-found]
from google.protobuf.json_format import MessageToDict  # type: ignore[import-untyped]

_CARDS = "INSERT INTO cards SELECT * FROM rows.cards"
_LOG = "INSERT INTO revlog SELECT * FROM rows.revlog"
_NOTES = (
    "INSERT INTO notes SELECT DISTINCT c1, 'g' || c1, ?, 0, 0, '', 'a' || char(31) || 'b', 'a', "
    "0, 0, '' FROM rows.cards"
)


def main() -> None:
    """Fill a collection and tell its graphs."""
    rows, repeats = sys.argv[1], int(sys.argv[2])
    cards = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    with sqlite3.connect(rows) as told:
        settings = json.loads(told.execute("SELECT body FROM settings").fetchone()[0])
    clock = ctypes.c_longlong.in_dll(ctypes.CDLL(None), "parity_seconds")
    clock.value = settings["now"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection.anki2"
        _fill(path, rows, settings)
        collection = Collection(str(path))
        for search in settings["searches"]:
            sys.stdout.write(json.dumps(_graphs(collection, search, repeats)) + "\n")
        if cards:
            sys.stdout.write(json.dumps({"cards": _pages(collection, cards)}) + "\n")
        collection.close()


def _fill(path: Path, rows: str, settings: dict) -> None:  # type: ignore[type-arg]
    collection = Collection(str(path))
    collection.set_config("fsrs", True)
    collection.set_config("rollover", settings["rollover"])
    collection.set_config("creationOffset", settings["minutes_west"])
    collection.set_config("localOffset", settings["minutes_west"])
    options = collection.decks.config_dict_for_deck_id(1)
    options["fsrsParams6"] = settings["parameters"]
    collection.decks.update_config(options)
    kind = collection.models.by_name("Basic (and reversed card)")["id"]
    numbers = {title: collection.decks.id(title) for title in settings["decks"]}
    collection.close()
    with sqlite3.connect(path) as stored:
        stored.create_collation("unicase", lambda a, b: (a > b) - (a < b))
        stored.execute("UPDATE col SET crt = ?", (settings["created"],))
        stored.execute("ATTACH ? AS rows", (rows,))
        stored.execute(_NOTES, (kind,))
        stored.execute(_CARDS)
        stored.execute(_LOG)
        for at, number in enumerate(numbers.values()):
            stored.execute("UPDATE cards SET did = ? WHERE did = ?", (number, at))


def _graphs(collection: Collection, search: str, repeats: int) -> dict:  # type: ignore[type-arg]
    spent, raw = [], b""
    for _turn in range(repeats):
        begun = time.process_time()
        raw = collection._backend.graphs_raw(_request(search))
        spent.append(time.process_time() - begun)
    return {"search": search, "cpu": spent, "graphs": _told(GraphsResponse.FromString(raw))}


def _pages(collection: Collection, number: int) -> list:  # type: ignore[type-arg]
    keys = collection.db.list("SELECT id FROM cards ORDER BY rowid LIMIT ?", number)
    return [_told(collection._backend.card_stats(key)) for key in keys]


def _told(message: object) -> dict:  # type: ignore[type-arg]
    return MessageToDict(  # type: ignore[no-any-return]
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )


def _request(search: str) -> bytes:
    return bytes(GraphsRequest(search=search, days=0).SerializeToString())


if __name__ == "__main__":
    main()
