"""Our figures beside Anki's graphs of the same random collection, as its backend told them.

`./run parity --figures` compares larger ones with the backend itself, and `--rebuild` with it
records this one again.
"""

from __future__ import annotations

from tests.makers import made
from tests.parity import figures_rows
from tests.parity.figures import KEPT, differences, recorded


def test_every_figure_of_anki_is_told_bucket_for_bucket(database, amina):
    collection = KEPT.collection()
    made(database, figures_rows.for_us, amina, collection)
    for graph in recorded():
        assert list(differences(database, amina, collection, graph)) == []


def test_a_difference_is_noticed(database, amina):
    collection = KEPT.collection()
    made(database, figures_rows.for_us, amina, collection)
    graph = recorded()[0]
    graph["graphs"]["hours"]["one_year"][3]["total"] += 1
    assert [name for name, *_ in differences(database, amina, collection, graph)] == [
        "all, year: hours"
    ]
