"""Verdicts as they are kept: what was judged, by its place and its features, and the answers.

A row holds no words of a document: place, hash, kind, method, and what the judge said in words of
their own. The features lie in a file beside, by the row's number, because they are long.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from questions.generate.ranking.features import Features
from tests.quality.judged import Verdict
from tests.quality.plants import OURS

FOLDER = Path(__file__).parent / "verdicts"
#: Words in a row that a reason may have in common with the document.
_QUOTED = 4
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Row:
    """One judge's reading of one item; *round* names the batch, so that what was judged by two
    has the same *item*."""

    round: str
    item: str
    judge: str
    origin: str
    document: str
    digest: str
    genre: str
    start: int
    kind: str
    method: str
    score: float | None
    answers: Mapping[str, bool]
    reason: str
    features: Features
    fails: str = ""

    @property
    def acceptable(self) -> bool:
        return all(self.answers.values())

    @property
    def ours(self) -> bool:
        return self.origin in OURS


def rows_of(
    verdicts: Iterable[Verdict],
    key: Mapping[str, Mapping[str, object]],
    batch: str,
    texts: Mapping[str, str],
) -> Iterator[Row]:
    """Join what judges said with what was hidden from them; *texts* are the documents'."""
    for one in verdicts:
        hidden = key[one.item]
        name = str(hidden["document"])
        score = hidden.get("score")
        yield Row(
            round=batch, item=one.item, judge=one.judge, origin=str(hidden["origin"]),
            document=name, digest=str(hidden["digest"]), genre=str(hidden["genre"]),
            start=int(str(hidden["start"])), kind=str(hidden["kind"]),
            method=str(hidden["method"]), score=score if isinstance(score, float) else None,
            answers=dict(one.answers), reason=unquoted(one.reason, texts[name]),
            features=_features(hidden["features"]), fails=str(hidden["fails"]),
        )  # fmt: skip


def _features(found: object) -> Features:
    return dict(found) if isinstance(found, Mapping) else {}


def unquoted(reason: str, text: str) -> str:
    """Put … for what a reason takes from the document, where it is more than a few words."""
    spots = list(_WORD.finditer(reason))
    known = " ".join(_WORD.findall(text.lower()))
    keep = [True] * len(spots)
    for at in range(len(spots) - _QUOTED):
        run = spots[at : at + _QUOTED + 1]
        if f" {' '.join(one[0].lower() for one in run)} " in f" {known} ":
            keep[at : at + _QUOTED + 1] = [False] * (_QUOTED + 1)
    for spot, stays in reversed(list(zip(spots, keep, strict=True))):
        if not stays:
            reason = f"{reason[: spot.start()]}…{reason[spot.end() :]}"
    return re.sub(r"…(?:\W*…)+", "…", reason)


def write_rows(rows: Sequence[Row], name: str, folder: Path = FOLDER) -> Path:
    """Write the rows of a round and, packed beside, their features."""
    path = folder / f"{name}.jsonl"
    told = [{k: v for k, v in asdict(row).items() if k != "features"} for row in rows]
    path.write_text("".join(_line(one) for one in told), encoding="utf-8")
    packed = "".join(_line(row.features) for row in rows).encode()
    (folder / f"{name}.features.gz").write_bytes(gzip.compress(packed, mtime=0))
    return path


def _line(row: Mapping[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n"


def read_rows(folder: Path = FOLDER) -> list[Row]:
    """Read every round that has features."""
    found: list[Row] = []
    for path in sorted(folder.glob("*.features.gz")):
        packed = gzip.decompress(path.read_bytes()).decode().splitlines()
        told = (folder / f"{path.name.removesuffix('.features.gz')}.jsonl").read_text("utf-8")
        for line, numbers in zip(told.splitlines(), packed, strict=True):
            found.append(Row(**json.loads(line), features=json.loads(numbers)))
    return found
