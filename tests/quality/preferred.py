"""What judges preferred, the generated question or the person's; and what is kept of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.quality.comparing import SIDES
from tests.quality.judged import Rate, VerdictError
from tests.quality.rows import unquoted

FOLDER = Path(__file__).parent / "comparisons"
OURS, HUMAN, TIE = "generated", "human", "tie"


@dataclass(frozen=True)
class Preference:
    """One judge's reading of one pair; *preferred* is `generated`, `human` or `tie`.

    *digest* and *start* name the text and the place of the generated question; no words of either.
    """

    round: str
    pair: str
    judge: str
    document: str
    digest: str
    start: int
    kind: str
    method: str
    score: float | None
    preferred: str
    reason: str


def read(path: Path, key: Mapping[str, Mapping[str, object]], name: str) -> Iterator[Preference]:
    """Read one judge's file; a line that cannot be used is an error, and so is a second answer."""
    seen: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            found = _preference(json.loads(line), key, path.stem, name)
            if found.pair in seen:
                raise ValueError(f"{found.pair} is answered twice")
        except (KeyError, TypeError, ValueError) as error:
            raise VerdictError(f"{path.name}, line {number}: {error}") from error
        seen.add(found.pair)
        yield found


def _preference(
    row: Mapping[str, object], key: Mapping[str, Mapping[str, object]], judge: str, name: str
) -> Preference:
    pair, said = str(row["id"]), row["prefer"]
    if pair not in key:
        raise ValueError(f"there is no pair {pair}")
    if said not in (*SIDES, TIE):
        raise ValueError(f"prefer is {said!r}; it has to be A, B or tie")
    hidden = key[pair]
    score = hidden["score"]
    preferred = TIE if said == TIE else OURS if said == hidden["generated"] else HUMAN
    return Preference(
        round=name, pair=pair, judge=judge, document=str(hidden["document"]),
        digest=str(hidden["digest"]), start=int(str(hidden["start"])), kind=str(hidden["kind"]),
        method=str(hidden["method"]), score=score if isinstance(score, float) else None,
        preferred=preferred, reason=str(row.get("reason", "")),
    )  # fmt: skip


def lines(found: Sequence[Preference], pairs: int | None = None) -> Iterator[str]:
    """Write the shares, whole and by document; *pairs* is how many there were to judge."""
    yield from _shares("all", found)
    for name in sorted({one.document for one in found}):
        yield from _shares(name, [one for one in found if one.document == name])
    missing = (pairs or 0) - len({one.pair for one in found})
    if missing > 0:
        yield f"{missing} pairs have no answer."


def _shares(name: str, found: Sequence[Preference]) -> Iterator[str]:
    yield f"  {name:24} preferred or tied {_rate(found, {OURS, TIE})}"
    yield f"  {'':24} preferred {_rate(found, {OURS})}, tied {_rate(found, {TIE})}"


def _rate(found: Sequence[Preference], wanted: set[str]) -> Rate:
    return Rate(sum(one.preferred in wanted for one in found), len(found))


def write(
    found: Iterable[Preference], name: str, text_of: Callable[[str], str], folder: Path = FOLDER
) -> Path:
    """Keep a round; what a reason quotes of the document, by *text_of* its name, is taken out."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.jsonl"
    rows = [{**asdict(one), "reason": unquoted(one.reason, text_of(one.document))} for one in found]
    told = [json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows]
    path.write_text("".join(told), encoding="utf-8")
    return path


def stored(folder: Path = FOLDER) -> dict[str, list[Preference]]:
    """Read the kept rounds, by name, the oldest first; a name begins with its date."""
    return {
        path.stem: [Preference(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]
        for path in sorted(folder.glob("*.jsonl"))
    }
