"""Asks Anki itself, in a process of its own: `python packages_oracle.py FILE…` says what it sees.

Run by a Python that has the `anki` wheel. For each file one line of JSON: the package was brought
into an empty collection, and this is what is there then.
"""

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from anki.collection import (  # type: ignore[import-not-found]
    Collection,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)

# What a collection gives its own values, and what only old programs wrote and none reads.
_OWN = {"id", "mod", "usn", "did", "media", "collapsed"}


def seen(path: str) -> dict[str, Any]:
    """Return what a package is to Anki; an error where it refuses the package."""
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder) / "collection.anki2"))
        try:
            begun = time.process_time()
            options = ImportAnkiPackageOptions(
                merge_notetypes=False,
                with_scheduling=os.environ.get("ORACLE_SCHEDULE", "1") == "1",
                with_deck_configs=True,
            )
            request = ImportAnkiPackageRequest(package_path=path, options=options)
            collection.import_anki_package(request)
            spent = time.process_time() - begun
            told = {} if os.environ.get("ORACLE_BRIEF") else _told(collection)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is Anki's answer
            return {"error": f"{type(error).__name__}: {error}"}
        finally:
            media = sorted(one.name for one in (Path(folder) / "collection.media").iterdir())
            collection.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**told, "media": media, "cpu": spent, "peak_mb": peak}


def _told(collection: Any) -> dict[str, Any]:
    rows = collection.db.all
    types = {one["id"]: one for one in collection.models.all()}
    decks = {one["id"]: one for one in collection.decks.all()}
    presets = {one["id"]: one for one in collection.decks.all_config()}
    used = {row[0] for row in rows("SELECT DISTINCT mid FROM notes")}
    return {
        "notes": [
            [guid, types[mid]["name"], flds, sorted(tags.split())]
            for guid, mid, flds, tags in rows("SELECT guid, mid, flds, tags FROM notes ORDER BY id")
        ],
        "types": {types[key]["name"]: _type(types[key]) for key in used},
        "cards": [
            [guid, ord_, decks[did]["name"], *rest]
            for guid, ord_, did, *rest in rows(
                "SELECT n.guid, c.ord, c.did, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, "
                "c.lapses, c.left, c.flags, c.data FROM cards c JOIN notes n ON n.id = c.nid "
                "ORDER BY n.id, c.ord"
            )
        ],
        "reviews": [
            list(row)
            for row in rows(
                "SELECT r.id, n.guid, c.ord, r.ease, r.ivl, r.lastIvl, r.factor, r.time, r.type "
                "FROM revlog r JOIN cards c ON c.id = r.cid JOIN notes n ON n.id = c.nid "
                "ORDER BY r.id, n.guid, c.ord"
            )
        ],
        "presets": {
            deck["name"]: _plain(presets[deck["conf"]])
            for deck in decks.values()
            if not deck["dyn"] and deck["name"] != "Default"
        },
    }


def _type(held: dict[str, Any]) -> dict[str, Any]:
    parts = {key: [_plain(one) for one in held[key]] for key in ("flds", "tmpls")}
    names = ("type", "sortf", "css", "latexPre", "latexPost")
    return parts | {name: held[name] for name in names}


def _plain(held: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in held.items() if key not in _OWN}


if __name__ == "__main__":
    for name in sys.argv[1:]:
        sys.stdout.write(json.dumps(seen(name)) + "\n")
        sys.stdout.flush()
