"""Makes the lists by which drafts are ranked: how common words are, and how questions go.

    python -m tests.quality.build_language SAMPLES GUM_FOLDER

Both are counted from texts that may be used for it: OpenTriviaQA and XQuAD (CC BY-SA 4.0) and the
documents of GUM that anybody may learn from. Only counts are kept, and only of what is met often.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from questions.generate.ranking.language import COMMON, shapes
from tests.quality import gum
from tests.quality.recall import titled_paragraphs

HERE = Path(__file__).parents[2] / "questions/generate/resources"
_WORD = re.compile(r"[^\W\d_]+")
#: What is met less often is called rare, and what is seldom in a row tells nothing.
FEWEST_WORDS, FEWEST_ROWS = 8, 4
_XQUAD = "evaluation/xquad/xquad.en.json"


def main(samples: Path, gum_folder: Path) -> None:
    """Count and write."""
    questions = list(_questions(samples))
    found = Counter(
        word
        for text in (*questions, *_texts(samples, gum_folder))
        for word in set(_WORD.findall(text.lower()))
    )
    lines = [
        f"{word}\t{math.log2(times):.1f}"
        for word, times in sorted(found.items())
        if times >= FEWEST_WORDS and len(word) > 3
    ]
    (HERE / "frequencies.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    common = [word for word, _ in found.most_common(COMMON)]
    rows = {"common": sorted(common), "rows": _rows(questions, frozenset(common))}
    (HERE / "questions.json").write_text(json.dumps(rows, ensure_ascii=False) + "\n", "utf-8")


def _rows(questions: list[str], common: frozenset[str]) -> dict[str, int]:
    """Count one, two and three shapes in a row."""
    found: Counter[str] = Counter()
    for question in questions:
        told = shapes(question, common)
        for length in (1, 2, 3):
            found.update(
                " ".join(row) for row in zip(*(told[at:] for at in range(length)), strict=False)
            )
    return {row: times for row, times in sorted(found.items()) if times >= FEWEST_ROWS}


def _questions(samples: Path) -> Iterator[str]:
    """Yield what people asked: one sentence that ends in a question mark."""
    for path in sorted((samples / "evaluation/opentriviaqa/categories").iterdir()):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("#Q ") and line.rstrip().endswith("?") and ". " not in line:
                yield line[3:].strip()
    for article in json.loads((samples / _XQUAD).read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            yield from (str(one["question"]).strip() for one in paragraph["qas"])


def _texts(samples: Path, gum_folder: Path) -> Iterator[str]:
    for _, words in titled_paragraphs(samples / _XQUAD):
        yield words
    for document in gum.documents(gum_folder, "learned"):
        yield from document.text.split("\n\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
