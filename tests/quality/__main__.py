"""`./run quality`: how good the generated questions are, in numbers and by verdicts."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import click

from tests.quality import (
    comparing,
    demo_making,
    judged,
    losses,
    preferred,
    report,
    rows,
    slice,
    train_ranker,
)
from tests.quality.book import growth
from tests.quality.corpus import corpus
from tests.quality.making import make
from tests.quality.measuring import as_json, measure
from tests.quality.pooling import Batch, pooled, write_batch
from tests.quality.references import read_document, samples
from tests.quality.sheet import write_sheet
from tests.samples import samples_folder

_FOLDER = click.Path(path_type=Path)


@click.group(invoke_without_command=True)
@click.option("--json", "to_json", is_flag=True, help="Print the numbers for other programs.")
@click.option("--documents", help="Only these development documents, with commas between.")
@click.option("--paragraphs", type=int, help="Only so many XQuAD paragraphs.")
@click.pass_context
def quality(
    context: click.Context, to_json: bool, documents: str | None, paragraphs: int | None
) -> None:
    """Measure on the development documents; see docs/quality.md for the method."""
    if context.invoked_subcommand:
        return
    names = frozenset(documents.split(",")) if documents else None
    found = measure(_folder(), documents=names, xquad_paragraphs=paragraphs)
    if to_json:
        click.echo(json.dumps(as_json(found), indent=1))
        return
    for line in report.lines(found, datetime.now(UTC).date(), _machine()):
        click.echo(line)


@quality.command()
@click.argument("number", type=click.IntRange(1))
@click.option("--seed", default=0, show_default=True, help="Which questions, and in which order.")
@click.option("--plants", default=0.2, show_default=True, help="Share of each kind of plant.")
@click.option("--documents", help="Only these sample documents, with commas between.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path))
def sheet(number: int, seed: int, plants: float, documents: str | None, output: Path) -> None:
    """Write NUMBER kept questions for judges, mixed with planted ones, and a key beside."""
    names = frozenset(documents.split(",")) if documents else None
    written = write_sheet(
        _folder(), output, number=number, seed=seed, plants=plants, documents=names
    )
    click.echo(f"{written} items in {output / 'sheet.jsonl'}; keep {output / 'key.json'} apart.")


@quality.command()
@click.option("--seed", default=0, show_default=True, help="Which sides, and in which order.")
@click.option("-o", "--output", required=True, type=_FOLDER)
def compare(seed: int, output: Path) -> None:
    """Write pairs of a kept question and a person's, blind, for judges, and a key."""
    chance = Random(seed)
    pairs = comparing.drawn(_folder(), chance, comparing.kept_of)
    comparing.write_pairs(pairs, output, chance)
    for line in comparing.told(pairs, comparing.verdict_counts()):
        click.echo(line)
    click.echo(f"{len(pairs)} pairs in {output}; keep {output / 'key.json'} apart.")


@quality.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--key", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--write", "name", help="Keep the answers as this round: 2026-11-23-1.")
def compared(files: tuple[Path, ...], key: Path, name: str | None) -> None:
    """Read judges' answers about the pairs of `compare`: preferred, tied, or neither."""
    hidden = json.loads(key.read_text(encoding="utf-8"))
    found = [one for path in files for one in preferred.read(path, hidden, name or "")]
    for line in preferred.lines(found, len(hidden)):
        click.echo(line)
    if name:
        click.echo(f"{preferred.write(found, name, _text_of)}")


@quality.command()
@click.argument("size", type=click.IntRange(1))
@click.option("--sheets", default=4, show_default=True, help="How many judges are asked.")
@click.option("--first", default=1, show_default=True, help="Number of the first sheet.")
@click.option("--seed", default=0, show_default=True, help="Which questions, and in which order.")
@click.option("--kept", is_flag=True, help="Only what is kept by default.")
@click.option("--lean", default=0.0, show_default=True, help="Draw by the score to this power.")
@click.option("--parts", default="samples,xquad,gum", show_default=True, help="Which documents.")
@click.option("--gum", type=_FOLDER, help="Folder of GUM's .conllu files.")
@click.option("--keys", required=True, type=_FOLDER, help="Where the key goes, unseen by judges.")
@click.option("-o", "--output", required=True, type=_FOLDER)
def pool(
    size: int,
    sheets: int,
    first: int,
    seed: int,
    kept: bool,
    lean: float,
    parts: str,
    gum: Path | None,
    keys: Path,
    output: Path,
) -> None:
    """Write sheets of SIZE questions of the whole pool for judges, by which the ranker learns."""
    batch = Batch(sheets, size, seed, kept, first, lean)
    some = pooled(corpus(_folder(), gum, tuple(parts.split(","))), kept_only=kept)
    written = write_batch(some, samples(_folder()), batch, output, keys)
    click.echo(f"{written} items in {sheets} sheets in {output}; keep {keys} apart.")


@quality.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--key", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--documents", "folder", required=True, type=_FOLDER, help="The judges' documents.")
@click.option("--round", "name", required=True, help="What the round is called: 2026-11-22-2.")
def learn(files: tuple[Path, ...], key: Path, folder: Path, name: str) -> None:
    """Add the verdicts in FILES about a batch of `pool` to those that the ranker learns from."""
    hidden = json.loads(key.read_text(encoding="utf-8"))
    names = {str(one["document"]) for one in hidden.values()}
    texts = {one: (folder / f"{one}.txt").read_text(encoding="utf-8") for one in names}
    read = [one for path in files for one in judged.read_verdicts(path, hidden)]
    click.echo(f"{rows.write_rows(list(rows.rows_of(read, hidden, name, texts)), name)}")


@quality.command()
@click.option("--write", is_flag=True, help="Write the ranker that the product uses.")
def ranker(write: bool) -> None:
    """Measure the ranker on documents that it did not learn from."""
    for line in train_ranker.lines(write=write):
        click.echo(line)


@quality.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--key", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "to_json", is_flag=True, help="Print the numbers for other programs.")
def verdicts(files: tuple[Path, ...], key: Path, to_json: bool) -> None:
    """Read judges' verdicts from FILES and print what is acceptable."""
    result = judged.judge(files, key)
    click.echo(json.dumps(result.as_json(), indent=1) if to_json else "\n".join(result.lines()))


@quality.command()
@click.option("--documents", help="Only these development documents, with commas between.")
@click.option("--examples", default=5, show_default=True, help="How many of each kind of loss.")
def why(documents: str | None, examples: int) -> None:
    """Show where reference facts are lost: not made, doubted, or not chosen."""
    some = samples(_folder(), frozenset(documents.split(",")) if documents else None)
    found = losses.losses([(one, make(one.extracted)) for one in some])
    for line in losses.lines(found, examples):
        click.echo(line)


@quality.command()
@click.option("--words", default=500_000, show_default=True, help="How long the book is.")
def book(words: int) -> None:
    """Measure a quarter, a half and the whole of a long book: does cost grow in step?"""
    for one in growth(_folder(), words):
        click.echo(
            f"{one.words:9,} words: {one.seconds:7.1f} CPU s, {one.per_1000_words:.2f} a 1,000 "
            f"words, peak {one.peak_mb:.0f} MB"
        )


@quality.command()
@click.option("--write", is_flag=True, help="Write the bank that is shipped.")
def demo(write: bool) -> None:
    """Make the demo bank: what the engine makes of its article, as demo_review.json decides."""
    try:
        for line in demo_making.lines(write=write):
            click.echo(line)
    except ValueError as error:
        raise click.ClickException(str(error)) from error


@quality.command()
def thresholds() -> None:
    """Measure the slice of the tests and raise its thresholds to what was reached."""
    for name, least in slice.write_thresholds(slice.measure_slice(_folder()).figures()).items():
        click.echo(f"{name:24}{least:8.3f}")


def _folder() -> Path:
    folder = samples_folder()
    if not folder.is_dir():
        raise click.ClickException("the samples are not here: set STUDYAPP_SAMPLES")
    return folder


def _text_of(document: str) -> str:
    return read_document(_folder(), document)[1].text


def _machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    quality(prog_name="./run quality")
