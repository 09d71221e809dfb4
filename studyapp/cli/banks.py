"""generate, check, import, export, convert."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from sqlmodel import Session

from questions import checks, formats
from questions import generate as engine
from questions.bank import Bank, Document
from questions.formats import Reading
from questions.generate import Generated
from questions.model import Kind, Question
from questions.text import Extracted
from studyapp import exporting, extraction, moving, parsing
from studyapp.cli.common import learner_of, loaded, opened, read_bytes, write_bytes
from studyapp.cli.output import note, print_json
from studyapp.db import Database
from studyapp.errors import RefusedError
from studyapp.ids import new_id
from studyapp.importing.bringing import Brought, bring
from studyapp.importing.incoming import Delivery, Wanted
from studyapp.importing.reading import cargo_of, problems_of
from studyapp.settings import Settings

MADE_KINDS = (
    Kind.CLOZE.value,
    Kind.SHORT.value,
    Kind.FLASHCARD.value,
    Kind.CHOICE.value,
    Kind.TRUEFALSE.value,
    Kind.ORDERING.value,
    Kind.MATCHING.value,
)


@click.command()
@click.argument("document")
@click.option("--count", type=click.IntRange(1), help="How many questions at most.")
@click.option("--kinds", default=",".join(MADE_KINDS), show_default=True, help="Which kinds.")
@click.option("--engine", "engine_name", type=click.Choice(["rules"]), default="rules")
@click.option("--seed", default=0, show_default=True, help="Breaks ties, the same way each time.")
@click.option("--all", "everything", is_flag=True, help="The whole pool, with its findings.")
@click.option("-o", "--output", help="The file to write; standard output without it.")
@click.option("--to", "form", default="json", show_default=True, help="The format to write.")
def generate(
    document: str,
    count: int | None,
    kinds: str,
    engine_name: str,
    seed: int,
    everything: bool,
    output: str | None,
    form: str,
) -> None:
    """Make a bank of questions from DOCUMENT (a file, or - for standard input)."""
    wanted = _kinds(kinds)
    name = "" if document == "-" else Path(document).name
    extracted = extraction.extract_apart(read_bytes(document), name)
    pool = [one for one in _pool(extracted, seed) if one.question.kind in wanted]
    kept = engine.select([one.question for one in pool if everything or one.kept], count)
    bank = _bank(extracted, kept)
    written = formats.write(bank, form)
    write_bytes(output, written.data)
    note(f"{len(kept)} questions of a pool of {len(pool)}.")


def _kinds(text: str) -> set[Kind]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in MADE_KINDS]
    if unknown or not names:
        raise click.UsageError(f"--kinds takes {', '.join(MADE_KINDS)}; not {', '.join(unknown)}")
    return {Kind(name) for name in names}


def _pool(extracted: Extracted, seed: int) -> list[Generated]:
    generator = engine.Generator(
        extracted.text, extracted.blocks, document_id="d1", title=extracted.title, seed=seed
    )
    for notice in filter(None, (generator.notice, generator.language_notice)):
        note(notice)
    pool: dict[str, Generated] = {}
    for window in generator.windows:
        for one in generator.make(window):
            pool.setdefault(one.question.id, one)
        note(f"{window.sentences.stop} of {generator.sentence_count} sentences")
    return list(pool.values())


def _bank(extracted: Extracted, questions: Sequence[Question]) -> Bank:
    document = Document(id="d1", title=extracted.title, text=extracted.text)
    return Bank(
        title=extracted.title,
        language=extracted.language or "en",
        documents=(document,),
        questions=tuple(questions),
    )


@click.command()
@click.argument("bank")
@click.option("--json", "as_json", is_flag=True, help="Print the findings for other programs.")
def check(bank: str, as_json: bool) -> None:
    """Print the findings of every question of BANK."""
    reading = _read(bank, None)
    found = checks.check_bank(reading.bank)
    if as_json:
        print_json(
            [
                {
                    "id": question.id,
                    "stem": question.stem,
                    "findings": [one.model_dump() for one in found.get(question.id, ())],
                }
                for question in reading.bank.questions
            ]
        )
        return
    for question in reading.bank.questions:
        for finding in found.get(question.id, ()):
            click.echo(f"{question.id}  {finding.name}: {finding.reason}\n    {question.stem}")
    note(f"{len(found)} of {len(reading.bank.questions)} questions have findings.")


def _bring_back(archive: zipfile.ZipFile, name: str | None) -> None:
    with opened() as database, archive:
        media = Settings().media_dir
        brought = moving.bring_back(database, learner_of(database, name), archive, media)
    note(f"Everything is back: {brought.questions} questions, {brought.reviews} reviews.")


@click.command(name="import")
@click.argument("files", nargs=-1, required=True)
@click.option("--deck", "title", help="The deck to put the questions in; the bank's own without.")
@click.option("--learner", "name", help="Whose they become; the single learner's without it.")
@click.option("--from", "form", help="The format of the files; told from their content without it.")
@click.option("--dry-run", is_flag=True, help="Only say what would be imported.")
def import_(
    files: tuple[str, ...], title: str | None, name: str | None, form: str | None, dry_run: bool
) -> None:
    """Bring the questions of bank FILES into a deck; or an export of everything back."""
    everything = moving.opened(Path(files[0])) if len(files) == 1 else None
    if everything is not None:
        _bring_back(everything, name)
        return
    deliveries = [_delivered(file, form) for file in files]
    for file, delivery in zip(files, deliveries, strict=True):
        for problem in problems_of(delivery.rest):
            note(f"{file}: {problem.where}: {problem.reason}")
    if dry_run:
        for file, delivery in zip(files, deliveries, strict=True):
            click.echo(f"{file}: {len(delivery.questions)} questions")
        return
    with opened() as database:
        learner_id = learner_of(database, name)
        for file, delivery in zip(files, deliveries, strict=True):
            brought = _brought(database, learner_id, delivery, Wanted(deck=title or ""))
            changed = f", {brought.changed} changed" if brought.changed else ""
            click.echo(f"{file}: {brought.added} added{changed}, {brought.same} known already")


def _read(file: str, form: str | None) -> Reading:
    """Read a bank file in a process of its own."""
    return parsing.parse(read_bytes(file), Path(file).name, form).reading


def _delivered(file: str, form: str | None) -> Delivery:
    """Read a bank file for an import, as the import page does."""
    delivery = parsing.deliver(read_bytes(file), Path(file).name, form)
    if delivery is None:
        raise RuntimeError("only whoever is asked whether to go on can say no")
    return delivery


def _brought(database: Database, learner_id: str, delivery: Delivery, wanted: Wanted) -> Brought:
    cargo = cargo_of(delivery, wanted, Settings().media_dir)
    key = new_id()

    def action(session: Session) -> Brought:
        _learner, clock = loaded(session, learner_id)
        return bring(session, learner_id, cargo, clock, key=key)

    return database.write(action)


@click.command()
@click.argument("deck")
@click.option("-o", "--output", required=True, help="The file to write.")
@click.option("--to", "form", default="json", show_default=True, help="The format to write.")
@click.option("--learner", "name", help="Whose deck; the single learner's without it.")
def export(deck: str, output: str, form: str, name: str | None) -> None:
    """Write DECK, and the decks below it, to a bank file."""
    with opened() as database:
        learner_id = learner_of(database, name)
        with database.reading() as session:
            shipment = exporting.gather(session, learner_id, deck)
    bank = shipment.bank
    if not bank.questions:
        raise RefusedError(f"There is no deck “{deck}” with questions in it.")
    written = exporting.written(shipment, form, Settings().media_dir)
    for problem in written.problems:
        note(f"{problem.where}: {problem.reason}")
    write_bytes(output, written.data)
    note(f"{len(bank.questions)} questions written to {output}.")
    if written.suffix and not output.endswith(written.suffix):
        note(f"It holds pictures or sounds, so it is a zip: call it …{written.suffix}.")


@click.command()
@click.argument("source")
@click.argument("target")
@click.option("--from", "form", help="The format of SOURCE; told from its content without it.")
@click.option("--to", "to", default="json", show_default=True, help="The format of TARGET.")
@click.option("--report", help="A JSON file that names everything refused or reduced.")
def convert(source: str, target: str, form: str | None, to: str, report: str | None) -> None:
    """Turn the bank file SOURCE into the bank file TARGET."""
    reading = _read(source, form)
    written = formats.write(reading.bank, to, reading.media, reading.schedule)
    write_bytes(target, written.data)
    problems = [asdict(problem) for problem in (*reading.problems, *written.problems)]
    if report:
        write_bytes(report, json.dumps(problems, ensure_ascii=False, indent=2).encode())
    note(f"{len(reading.bank.questions)} questions, {len(problems)} problems.")
