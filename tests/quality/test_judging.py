"""Sheets are blind, and verdicts are added up as they were given."""

from __future__ import annotations

import json
from collections import Counter
from random import Random

import pytest
from click.testing import CliRunner

from tests.quality.__main__ import quality
from tests.quality.answers import tokens
from tests.quality.judged import QUESTIONS, Rate, VerdictError, judge, read_verdicts
from tests.quality.plants import DAMAGED, HUMAN, KEPT, damaged_items, human_item
from tests.quality.references import samples
from tests.samples import sample

GOOD = dict.fromkeys(QUESTIONS, True)


def test_verdicts_are_counted_by_kind_and_plants_apart(tmp_path):
    key = keyed(tmp_path, [(KEPT, "short"), (KEPT, "cloze"), (HUMAN, "short"), (DAMAGED, "short")])
    rows = [
        {"id": "q1", **GOOD},
        {"id": "q2", **GOOD, "correct": False, "reason": "it was 1911"},
        {"id": "q3", **GOOD, "options": None},
        {"id": "q4", **GOOD, "alone": False},
    ]
    found = judge([verdict_file(tmp_path, rows)], key)
    assert (found.acceptable.yes, found.acceptable.n) == (1, 2)
    assert found.by_kind["cloze"].yes == 0
    assert [name for name, _ in found.false_facts] == ["q2"]
    assert (found.human.yes, found.human.n) == (1, 1)
    assert (found.caught["dangling"].yes, found.caught_rightly.yes) == (1, 1)
    assert "it was 1911" in "\n".join(found.lines())


def test_a_damaged_item_that_passes_was_not_caught(tmp_path):
    key = keyed(tmp_path, [(DAMAGED, "short"), (DAMAGED, "short")])
    rows = [{"id": "q1", **GOOD}, {"id": "q2", **GOOD, "worth": False}]
    found = judge([verdict_file(tmp_path, rows)], key)
    assert (found.caught["dangling"].yes, found.caught["dangling"].n) == (1, 2)
    assert found.caught_rightly.yes == 0


def test_two_judges_of_the_same_items_are_compared(tmp_path):
    key = keyed(tmp_path, [(KEPT, "short"), (KEPT, "short"), (KEPT, "short")])
    one = verdict_file(tmp_path, [{"id": "q1", **GOOD}, {"id": "q2", **GOOD}], "one")
    bad = {"id": "q2", **GOOD, "worth": False}
    other = verdict_file(tmp_path, [{"id": "q1", **GOOD}, bad], "other")
    found = judge([one, other], key)
    assert (found.agreement.yes, found.agreement.n) == (1, 2)
    assert found.unjudged == 1
    assert found.as_json()["judged"] == 4


@pytest.mark.parametrize(("row", "reason"), [
    ({"id": "q9", **GOOD}, "no item q9"),
    ({"id": "q1", **GOOD, "fluent": "yes"}, "fluent is 'yes'"),
    ({"id": "q1", **GOOD, "worth": None}, "worth is not answered"),
    ({**GOOD}, "'id'"),
])  # fmt: skip
def test_a_verdict_that_cannot_be_read_is_named_with_its_line(tmp_path, row, reason):
    key = json.loads(keyed(tmp_path, [(KEPT, "short")]).read_text())
    with pytest.raises(VerdictError, match=f"line 2: .*{reason}"):
        list(read_verdicts(verdict_file(tmp_path, [{"id": "q1", **GOOD}, row]), key))


def test_the_interval_of_a_rate_holds_the_rate_and_narrows_with_more():
    low, high = Rate(8, 10).interval
    closer_low, closer_high = Rate(800, 1000).interval
    assert low < closer_low < 0.8 < closer_high < high
    assert Rate(0, 0).interval == (0.0, 1.0)


def test_damage_changes_what_its_question_asks_about():
    some = samples(sample("documents").parent, frozenset({"gum_textbook_alamo"}))[0]
    made = list(damaged_items(some, some.facts, [], Random(1)))
    assert {one.damage for one in made} == {
        "wrong answer", "names nobody", "words exchanged", "two right options",
    }  # fmt: skip
    by_question = {fact.question: fact for fact in some.facts}
    for one in made:
        fact = by_question.get(one.stem)
        assert one.origin == DAMAGED
        assert one.fails in QUESTIONS
        if one.damage == "wrong answer":
            right = [tokens(answer) for answer in fact.answers]
            assert tokens(one.answer) not in right
        if one.damage in {"names nobody", "words exchanged"}:
            assert fact is None


def test_a_human_item_is_the_reference_with_or_without_options():
    some = samples(sample("documents").parent, frozenset({"wiki_chloroplast"}))[0]
    shown = [human_item(some, fact, Random(number)) for number, fact in enumerate(some.facts)]
    assert {bool(one.options) for one in shown} == {True, False}
    for one, fact in zip(shown, some.facts, strict=True):
        assert one.stem == fact.question
        assert not one.options or one.answer in one.options
        assert one.source == some.text[fact.start : fact.end]


@pytest.mark.slow
def test_a_sheet_is_mixed_and_does_not_tell_where_an_item_is_from(tmp_path):
    sample("documents")
    names = {"gum_textbook_alamo", "russia-kazakhstan", "wiki_chloroplast"}
    wanted = ["sheet", "9", "--seed", "4", "--documents", ",".join(names), "-o", str(tmp_path)]
    done = CliRunner().invoke(quality, wanted)
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in (tmp_path / "sheet.jsonl").read_text().splitlines()]
    key = json.loads((tmp_path / "key.json").read_text())
    assert [row["id"] for row in rows] == list(key)
    assert {one["origin"] for one in key.values()} == {KEPT, HUMAN, DAMAGED}
    kept = [one for one in key.values() if one["origin"] == KEPT]
    by_turns = Counter(one["document"] for one in kept)
    assert set(by_turns) == names
    assert by_turns.total() == 9
    assert max(by_turns.values()) - min(by_turns.values()) <= 1
    allowed = {"id", "document", "kind", "stem", "options", "answer", "source", "source_start"}
    assert all(set(row) <= allowed for row in rows)
    for row in rows:
        assert (tmp_path / "documents" / f"{row['document']}.txt").exists()


def keyed(folder, items):
    key = {
        f"q{number}": {
            "origin": origin, "kind": kind, "document": "d", "damage": "dangling",
            "fails": "alone", "stem": "Who?", "answer": "Curie",
        }
        for number, (origin, kind) in enumerate(items, 1)
    }  # fmt: skip
    path = folder / "key.json"
    path.write_text(json.dumps(key))
    return path


def verdict_file(folder, rows, name="judge"):
    path = folder / f"{name}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path
