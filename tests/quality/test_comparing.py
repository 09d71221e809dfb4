"""Generated and human questions are compared blind, and what judges prefer is counted as said."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from questions.model import Answer, Kind, Origin, Question, Source
from tests.quality import comparing, preferred, stored
from tests.quality.__main__ import quality
from tests.quality.comparing import drawn, nearest, told, write_pairs
from tests.quality.judged import VerdictError
from tests.quality.plants import HUMAN, KEPT, POOL, Item
from tests.quality.references import Sample
from tests.samples import sample


def test_pairs_are_blind_and_their_key_tells_which_side_is_generated(tmp_path):
    pairs = drawn(sample("documents").parent, Random(3), kept(3))
    write_pairs(pairs, tmp_path, Random(3))
    key = json.loads((tmp_path / "key.json").read_text())
    shown = [json.loads(line) for line in (tmp_path / "pairs.jsonl").read_text().splitlines()]
    assert len(shown) == 3 * len(comparing.DOCUMENTS) == len(key)
    assert {one["generated"] for one in key.values()} == {"A", "B"}
    for one in shown:
        assert set(one) == {"id", "document", "A", "B"}
        ours = key[one["id"]]["generated"]
        assert one[ours]["stem"].startswith("Generated")
        assert not one["B" if ours == "A" else "A"]["stem"].startswith("Generated")
        assert set(one["A"]) == set(one["B"]) == {"stem", "answer"}
        assert (tmp_path / "documents" / f"{one['document']}.txt").is_file()
    assert '"prefer"' in (tmp_path / "INSTRUCTIONS.md").read_text()


def test_twenty_of_the_highest_scores_are_taken_and_never_more_than_are_kept():
    pairs = drawn(sample("documents").parent, Random(1), kept(25))
    scores = [pair.hidden()["score"] for pair in pairs if pair.document.name == "tech_pyfaq"]
    assert sorted(scores) == [number / 100 for number in range(5, 25)]
    humans = {(pair.document.name, pair.human.stem) for pair in pairs}
    assert len(humans) == len(pairs) == 20 * len(comparing.DOCUMENTS)
    assert drawn(sample("documents").parent, Random(1), kept(0)) == []


def test_a_question_is_joined_with_the_nearest_one_that_is_left():
    ours, human = [at(100), at(110), at(900)], [at(905), at(111), at(0)]
    joined = [(one.start, other.start) for one, other in nearest(ours, human)]
    assert joined == [(100, 0), (110, 111), (900, 905)]


def test_it_is_told_how_many_verdicts_the_ranker_had_of_a_document():
    pairs = drawn(sample("documents").parent, Random(1), kept(2))
    some = [pair for pair in pairs if pair.document.name == comparing.DOCUMENTS[0]]
    lines = list(told(some, {some[0].document.digest: 7}))
    assert "2 pairs; the ranker learned from 7 verdicts" in lines[0]
    assert "0 pairs; nothing is kept" in lines[1]


def test_shares_are_of_the_generated_side_whichever_it_was(tmp_path):
    said = answers(tmp_path, [("p1", "A"), ("p2", "A"), ("p3", "tie"), ("p4", "B")])
    wanted = ["compared", str(said), "--key", str(keyed(tmp_path))]
    done = CliRunner().invoke(quality, wanted)
    lines = done.output.splitlines()
    assert done.exit_code == 0
    assert lines[0].startswith("  all")
    assert "preferred or tied  75.0% of    4" in lines[0]
    assert "preferred  50.0% of    4" in lines[1]
    assert "tied  25.0% of    4" in lines[1]
    assert lines[2].startswith("  one ")
    assert "preferred or tied  50.0% of    2" in lines[2]
    assert "preferred or tied 100.0% of    2" in lines[4]
    assert lines[-1] == "1 pairs have no answer."


@pytest.mark.parametrize(("rows", "reason"), [
    ([("p1", "A"), ("p9", "A")], "line 2: there is no pair p9"),
    ([("p1", "both")], "line 1: prefer is 'both'"),
    ([("p1", "A"), ("p1", "B")], "line 2: p1 is answered twice"),
])  # fmt: skip
def test_an_answer_that_cannot_be_used_is_named_with_its_line(tmp_path, rows, reason):
    key = json.loads(keyed(tmp_path).read_text())
    with pytest.raises(VerdictError, match=reason):
        list(preferred.read(answers(tmp_path, rows), key, ""))


def test_a_kept_round_comes_back_without_words_of_its_document(tmp_path):
    key = json.loads(keyed(tmp_path).read_text())
    text = "The tower was built by the mayor of the town."
    quoting = "built by the mayor of the town, dull"
    said = answers(tmp_path, [("p1", "A"), ("p2", "tie")], quoting)
    found = list(preferred.read(said, key, "2026-11-23-1"))
    path = preferred.write(found, "2026-11-23-1", lambda _: text, tmp_path / "kept")
    back = preferred.stored(path.parent)["2026-11-23-1"]
    assert [one.preferred for one in back] == ["generated", "tie"]
    assert {one.reason for one in back} == {"…, dull"}
    assert asdict(back[0]) | {"reason": ""} == asdict(found[0]) | {"reason": ""}


def test_a_report_names_the_round_and_leaves_out_those_drawn_from_the_pool(tmp_path):
    verdicts, comparisons = tmp_path / "verdicts", tmp_path / "comparisons"
    verdicts.mkdir()
    planted = judgement("q9", worth=False, origin=HUMAN)
    marked = judgement("q2", worth=False, reason="dull MINOR")
    rounds = {
        "2026-01-01-1": [judgement("q1"), judgement("q1", correct=False), marked, planted],
        "2026-01-02-1": [judgement("q1"), judgement("q2", origin=POOL)],
    }
    for name, some in rounds.items():
        text = "".join(json.dumps(one) + "\n" for one in some)
        (verdicts / f"{name}.jsonl").write_text(text)
    lines = "\n".join(stored.lines(verdicts, comparisons))
    assert "not in this run" in lines
    assert "not been judged" in lines
    assert "2026-01-01-1   kept by default" in lines
    assert re.search(r"acceptable as is +33\.3% of    3", lines)
    assert re.search(r"with a minor edit +66\.7% of    3", lines)
    assert re.search(r"acceptable to each reader +0\.0% of    2", lines)
    assert re.search(r"false facts +1 of    2", lines)
    assert re.search(r"cloze-name +33\.3% of    3 .* on$", lines, re.MULTILINE)
    assert "2026-01-02-1" not in lines


def test_minor_edits_that_nobody_marked_are_not_counted_as_none(tmp_path):
    (tmp_path / "2026-01-01-1.jsonl").write_text(json.dumps(judgement("q1", worth=False)) + "\n")
    lines = "\n".join(stored.lines(tmp_path, tmp_path / "none"))
    assert re.search(r"with a minor edit +–  \(none was marked\)", lines)


def test_a_report_ends_with_the_kept_comparisons(tmp_path):
    key = json.loads(keyed(tmp_path).read_text())
    found = list(preferred.read(answers(tmp_path, [("p1", "A")]), key, "2026-01-03-1"))
    preferred.write(found, "2026-01-03-1", lambda _: "", tmp_path / "comparisons")
    lines = "\n".join(stored.lines(tmp_path / "none", tmp_path / "comparisons"))
    assert "2026-01-03-1   the generated question beside a person's, blind, judges: 1" in lines
    assert "preferred or tied 100.0% of    1" in lines
    assert "not been judged" not in lines


def kept(number: int):
    """Stand for the engine: *number* questions of every document, each with its own score."""

    def some(found: Sample) -> list[Question]:
        return [one_of(found, place) for place in range(number)]

    return some


def one_of(found: Sample, place: int) -> Question:
    start = place * 20
    return Question(
        id=f"g{place}",
        kind=Kind.SHORT,
        stem=f"Generated {place}?",
        answers=[Answer(text="it")],
        sources=[
            Source(document="d1", start=start, end=start + 9, quote=found.text[start : start + 9])
        ],
        origin=Origin(engine="rules", method="short", version="1", score=place / 100),
    )


def judgement(item: str, *, origin: str = KEPT, reason: str = "", **said: bool):
    return {
        "item": item, "origin": origin, "method": "cloze-name", "reason": reason,
        "answers": {"correct": True, "worth": True, **said},
    }  # fmt: skip


def at(start: int) -> Item:
    return Item("d", "short", f"At {start}?", "it", (), "", start)


def keyed(folder: Path) -> Path:
    """Write the key of five pairs; the generated question is A, B, A, B, A."""
    hidden = {
        f"p{number}": {
            "generated": "AB"[(number + 1) % 2], "document": "one" if number < 3 else "other",
            "digest": "d1", "start": number, "human_start": 0, "kind": "short",
            "method": "when", "score": 0.5,
        }
        for number in range(1, 6)
    }  # fmt: skip
    path = folder / "key.json"
    path.write_text(json.dumps(hidden))
    return path


def answers(folder: Path, rows: list[tuple[str, str]], reason: str = "clear") -> Path:
    path = folder / "judge.jsonl"
    told_rows = [{"id": pair, "prefer": said, "reason": reason} for pair, said in rows]
    path.write_text("".join(json.dumps(row) + "\n" for row in told_rows))
    return path
