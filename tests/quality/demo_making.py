"""Makes the demo bank: the engine's questions about the sample article, as a person reviewed them.

    ./run quality demo [--write]

demo_review.json is what the person decided, in the order of the bank. An entry has one of

- `keep`: the words of a draft, which goes in as it was made;
- `edit`: the words of a draft, and `into`, the fields that were changed;
- `write`: the fields of a question that the engine does not ask, and `quote`, its sentence;
- `drop`: the words of a draft that is kept by default, and `because`.

What the engine keeps by default and nobody has decided on goes in as it was made, and is named.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from questions import banks, formats
from questions.bank import Bank
from questions.extract import extract
from questions.formats import native
from questions.model import Origin, Question, Source, fingerprint
from questions.text import Extracted
from tests.quality.making import Made, make

_REVIEW = Path(__file__).parent / "demo_review.json"
_BANK = Path(banks.__file__).parent / banks.DEMO
_AROUND = 32  # code points kept on each side of a quote


@dataclass
class Remade:
    """The bank as it would be, and what a person has to look at."""

    bank: Bank
    gone: list[str] = field(default_factory=list)  # decided on, and no longer made
    doubted: list[str] = field(default_factory=list)  # kept or edited, and found fault with now
    undecided: list[str] = field(default_factory=list)


def read_bank() -> Bank:
    """Read the bank that is shipped."""
    return formats.read(banks.demo(), banks.DEMO).bank


def article(bank: Bank) -> Extracted:
    """Return the article of the bank as the app reads it."""
    one = bank.documents[0]
    found = extract(one.text, one.title, "text/plain")
    return Extracted(one.title, found.text, found.blocks, found.language)


def remake(bank: Bank, review: Sequence[Mapping[str, Any]], made: Made) -> Remade:
    """Apply a review to what the engine makes now."""
    remade = Remade(bank)
    pool = _by_words(made)
    found = [one for entry in review for one in _reviewed(entry, pool, made, remade)]
    decided = {entry.get(act) for entry in review for act in ("keep", "edit", "drop")}
    for one in made.kept:
        if one.stem not in decided:
            remade.undecided.append(one.stem)
            found.append(_labelled(one, "kept"))
    remade.bank = bank.model_copy(update={"questions": tuple(_each_once(found))})
    return remade


def _by_words(made: Made) -> dict[str, Question]:
    """Return the drafts by their words: of several the one that is kept by default, or the best."""
    kept = {one.id for one in made.kept}

    def rank(one: Question) -> tuple[bool, float]:
        return one.id not in kept, -((one.origin and one.origin.score) or 0.0)

    found: dict[str, Question] = {}
    for one in sorted(made.pool, key=rank):
        found.setdefault(one.stem, one)
    return found


def read_review() -> list[dict[str, Any]]:
    """Read what was decided."""
    found: list[dict[str, Any]] = json.loads(_REVIEW.read_text(encoding="utf-8"))
    return found


def _reviewed(
    entry: Mapping[str, Any], pool: Mapping[str, Question], made: Made, remade: Remade
) -> Iterator[Question]:
    if "drop" in entry:
        return
    if "write" in entry:
        yield _written(entry["write"], entry["quote"], made.extracted.text)
        return
    words = entry.get("keep") or entry["edit"]
    draft = pool.get(words)
    if draft is None:
        remade.gone.append(words)
        return
    if "keep" in entry:
        if draft.findings:
            remade.doubted.append(words)
        yield _labelled(draft, "kept")
        return
    changed = Question.model_validate({**draft.model_dump(), **entry["into"], "findings": ()})
    yield _labelled(changed, "edited")


def _written(fields: Mapping[str, Any], quote: str, text: str) -> Question:
    start = text.index(quote)
    end = start + len(quote)
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    source = Source(document="d1", start=start, end=end, quote=quote, prefix=before, suffix=after)
    origin = Origin(engine="person", method="written")
    question = Question(id="0" * 32, sources=(source,), origin=origin, **fields)
    return _labelled(question, "written")


def _labelled(question: Question, review: str) -> Question:
    """Say how a question came into the bank, and name it by what it asks."""
    name = hashlib.blake2b(f"d1\n{fingerprint(question)}".encode(), digest_size=16).hexdigest()
    return question.model_copy(update={"id": name, "extra": {"review": review}})


def _each_once(questions: Iterable[Question]) -> Iterator[Question]:
    known: set[str] = set()
    for one in questions:
        if one.id not in known:
            known.add(one.id)
            yield one


def lines(*, write: bool) -> Iterator[str]:
    """Make the bank, tell what became of the review, and *write* it if nothing is in the way."""
    bank = read_bank()
    made = make(article(bank))
    remade = remake(bank, read_review(), made)
    counts = [one.extra["review"] for one in remade.bank.questions]
    told = ", ".join(f"{counts.count(one)} {one}" for one in ("kept", "edited", "written"))
    yield f"{len(counts)} questions: {told}; {len(made.kept)} drafts kept by default"
    yield from (f"  no longer made: {one}" for one in remade.gone)
    yield from (f"  has a finding now: {one}" for one in remade.doubted)
    yield from (f"  kept by default, not reviewed: {one}" for one in remade.undecided)
    if not write:
        return
    if remade.gone or remade.doubted:
        raise ValueError(f"nothing is written: review {_REVIEW.name} first")
    _BANK.write_bytes(native.write(remade.bank).data)
    yield f"written: {_BANK.name}"
