"""The command line: what other programs rely on, and people without a browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context
from click.testing import CliRunner
from sqlalchemy import create_engine, pool

from questions import formats
from questions.bank import Bank
from studyapp import __version__
from studyapp.cli import cli
from tests.makers import a_card, a_flashcard, made
from tests.project import ROOT
from tests.samples import sample

ARTICLE = "documents/russia-kazakhstan.txt"
COMMANDS = cli.list_commands(Context(cli))
# What is missing, of the wrong kind, or not among the choices: wrong usage.
WRONG_USAGE = [
    ["nonsense"],
    ["generate"],
    ["generate", "x.txt", "--count", "0"],
    ["generate", "x.txt", "--kinds", "essay"],
    ["generate", "x.txt", "--engine", "magic"],
    ["check"],
    ["convert", "one"],
    ["import"],
    ["export", "Deck"],
    ["backup"],
    ["restore", "there-is-no-such-file.zip"],
    ["serve", "--port", "99999"],
    ["stats", "--no-such-option"],
]


def test_every_command_of_the_design_is_there():
    expected = (
        "serve worker migrate doctor generate check convert import export stats backup restore"
    )
    assert set(expected.split()) <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_explains_itself(run, command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: studyapp {command}")
    params = cli.get_command(Context(cli), command).params
    for option in params:
        if getattr(option, "hidden", False):
            continue
        assert option.opts[-1].lower() in result.stdout.lower(), option


def test_help_and_version_are_there(run):
    assert all(command in run("--help").stdout for command in COMMANDS)
    assert __version__ in run("--version").stdout


@pytest.mark.parametrize("words", WRONG_USAGE, ids=" ".join)
def test_wrong_usage_is_told_apart(run, words):
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage: studyapp" in result.stderr


REFUSED = {
    "a document that is not there": ["generate", "{here}/none.txt"],
    "a folder": ["generate", "{here}"],
    "a mislabelled document": ["generate", "{here}/notes.txt"],
    "a format nobody knows": ["convert", "{here}/notes.txt", "{here}/x", "--to", "wordperfect"],
    "a bank that is none": ["check", "{here}/notes.txt"],
    "an import that is none": ["import", "{here}/notes.txt"],
    "a deck that is not there": ["export", "Nothing", "-o", "{here}/x.json"],
    "a learner who is not there": ["stats", "--learner", "Nobody"],
    "an import for nobody": ["import", "{here}/a.studybank.json", "--learner", "Nobody"],
    "a backup over a file": ["backup", "{here}/notes.txt"],
    "a backup that is none": ["restore", "--yes", "{here}/notes.txt"],
    "a host that others reach": ["serve", "--host", "0.0.0.0"],
    "a file that cannot be written": ["convert", "{here}/a.studybank.json", "{here}/no/x"],
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_is_told_in_one_line(run, tmp_path, what):
    a_bank_file(tmp_path)
    (tmp_path / "notes.txt").write_bytes(b"%PDF-1.7\n" + bytes(range(256)))
    run("migrate")
    result = run(*[word.format(here=tmp_path) for word in REFUSED[what]])
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("Error: ")


def test_a_setting_that_cannot_work_is_named(run):
    result = run("stats", env={"STUDYAPP_MAX_UPLOAD_MB": "many"})
    assert result.exit_code == 1
    assert "max_upload_mb" in result.stderr


def test_a_database_that_does_not_answer_is_told(run):
    url = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    result = run("stats", env={"STUDYAPP_DATABASE_URL": url})
    assert result.exit_code == 1
    assert "studyapp doctor" in result.stderr.splitlines()[-1]


def test_questions_are_made_from_a_document(run, tmp_path):
    result = run("generate", str(sample(ARTICLE)), "-o", str(tmp_path / "bank.json"))
    assert result.exit_code == 0
    bank = read(tmp_path / "bank.json")
    assert bank.questions
    assert all(not question.findings for question in bank.questions)
    assert "sentences" in result.stderr


def test_fewer_questions_are_made_where_fewer_are_wanted(run, tmp_path):
    path = str(tmp_path / "bank.json")
    assert run("generate", str(sample(ARTICLE)), "--count", "2", "-o", path).exit_code == 0
    assert len(read(path).questions) == 2


def test_only_the_kinds_that_are_wanted_are_made(run, tmp_path):
    path = str(tmp_path / "bank.json")
    run("generate", str(sample(ARTICLE)), "--kinds", "short", "--all", "-o", path)
    assert {question.kind.value for question in read(path).questions} <= {"short"}


def test_the_whole_pool_says_what_is_wrong_with_each(run):
    result = run("generate", str(sample(ARTICLE)), "--all")
    pool = json.loads(result.stdout)["questions"]
    assert all("origin" in question for question in pool)


def test_a_document_can_come_through_a_pipe(run):
    text = sample(ARTICLE).read_bytes()
    result = run("generate", "-", "--count", "1", input=text)
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)["questions"]) == 1


def test_the_same_document_makes_the_same_questions(run):
    path = str(sample(ARTICLE))
    first, second = (run("generate", path, "--count", "5").stdout for _ in range(2))
    assert first == second


def test_a_text_without_a_fact_makes_an_empty_bank(run):
    result = run("generate", "-", input=b"Hello there. How are you?")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["questions"] == []


def test_findings_are_listed_for_people_and_for_programs(run, tmp_path):
    path = a_bank_file(tmp_path, a_flashcard("Lima is the capital of Peru. Capital?", "Lima"))
    told = run("check", str(path))
    assert told.exit_code == 0
    assert "answer-in-stem" in told.stdout
    (question,) = json.loads(run("check", str(path), "--json").stdout)
    assert "answer-in-stem" in {finding["name"] for finding in question["findings"]}


def test_a_bank_is_turned_into_another_file(run, tmp_path):
    source = a_bank_file(tmp_path)
    report = tmp_path / "report.json"
    result = run("convert", str(source), str(tmp_path / "out.json"), "--report", str(report))
    assert result.exit_code == 0
    assert read(tmp_path / "out.json") == read(source)
    assert json.loads(report.read_text()) == []


def test_the_report_names_what_was_refused(run, tmp_path):
    source = a_bank_file(tmp_path)
    broken = json.loads(source.read_text())
    broken["questions"].append({"id": "x", "kind": "short", "stem": "Why?"})
    source.write_text(json.dumps(broken))
    report = tmp_path / "report.json"
    result = run("convert", str(source), str(tmp_path / "out.json"), "--report", str(report))
    assert result.exit_code == 0
    (problem,) = json.loads(report.read_text())
    assert "answer" in problem["reason"]
    assert problem["where"]


def test_a_bank_goes_into_the_database_and_out_again(run_on, tmp_path):
    source = a_bank_file(tmp_path, a_flashcard("One", "1"), a_flashcard("Two", "2"))
    assert run_on("import", str(source), "--deck", "Numbers").stdout.endswith(
        "2 added, 0 known already\n"
    )
    assert run_on("import", str(source), "--deck", "Numbers").stdout.endswith(
        "0 added, 2 known already\n"
    )
    target = tmp_path / "out.json"
    assert run_on("export", "Numbers", "-o", str(target)).exit_code == 0
    assert {question.stem for question in read(target).questions} == {"One", "Two"}


def test_a_bank_may_be_looked_at_before_it_is_taken(run_on, tmp_path):
    source = a_bank_file(tmp_path)
    result = run_on("import", str(source), "--dry-run")
    assert (result.exit_code, result.stdout) == (0, f"{source}: 1 questions\n")
    assert stats(run_on)["questions"] == stats(run_on)["questions"]
    assert run_on("export", "A bank", "-o", str(tmp_path / "x.json")).exit_code == 1


def test_an_import_is_for_the_learner_who_is_named(run_on, database, bo, tmp_path):
    run_on("import", str(a_bank_file(tmp_path)), "--learner", "Bo")
    assert stats(run_on, "--learner", "Bo")["questions"] == 1
    assert stats(run_on)["questions"] == 0


def test_figures_are_printed_for_people_and_for_programs(run_on, database, amina):
    made(database, a_card, amina)
    assert stats(run_on)["new"] == 1
    told = run_on("stats")
    assert "new: 1" in told.stdout
    assert "deck Geography: 0 due, 1 new" in told.stdout


def test_learners_are_added_listed_given_passwords_and_removed(run_on):
    assert run_on("learner", "add", "Amina", input="seven tall herons\n").exit_code == 0
    assert run_on("learner", "add", "Bo", input="nine small owls\n").exit_code == 0
    listed = json.loads(run_on("learner", "list", "--json").stdout)
    assert [(row["name"], row["admin"]) for row in listed] == [("Amina", True), ("Bo", False)]
    assert run_on("learner", "password", "bo", input="eleven grey geese\n").exit_code == 0
    assert run_on("learner", "remove", "Amina", "--yes").exit_code == 1
    assert run_on("learner", "remove", "Bo", "--yes").exit_code == 0
    assert "Bo" not in run_on("learner", "list").stdout


@pytest.mark.parametrize(
    ("name", "password", "says"),
    [
        ("Amina", "short", "at least 8 characters"),
        ("Amina", "password", "first that are tried"),
        ("Amina", "", "at least 8 characters"),
        ("  ", "seven tall herons", "Choose a name"),
    ],
)
def test_a_learner_who_cannot_be_added_is_told_why(run_on, name, password, says):
    result = run_on("learner", "add", name, input=f"{password}\n")
    assert result.exit_code == 1
    assert says in result.stderr


def test_a_first_start_finds_the_demo(run_on):
    found = stats(run_on)
    assert found["questions"] == found["cards"] > 10


def test_an_install_in_order_is_found_in_order(run_on):
    run_on("stats")
    result = run_on("doctor")
    assert result.exit_code == 0, result.stdout
    assert "BAD" not in result.stdout
    assert all(finding["fine"] for finding in json.loads(run_on("doctor", "--json").stdout))


def test_what_is_wrong_is_told_with_a_remedy(run_empty, empty_database_url):
    assert run_empty("migrate").exit_code == 0
    change(empty_database_url, "DELETE FROM alembic_version")
    result = run_empty("doctor")
    assert result.exit_code == 1
    assert "BAD  schema" in result.stdout
    assert "studyapp migrate" in result.stdout
    found = json.loads(run_empty("doctor", "--json").stdout)
    assert [one["name"] for one in found if not one["fine"]] == ["schema"]


def test_an_empty_database_is_brought_to_the_schema(run_empty):
    assert "no revision" in run_empty("migrate").stderr
    assert run_empty("stats", "--json").exit_code == 0
    assert run_empty("migrate").exit_code == 0


@pytest.mark.postgres
def test_postgres_is_migrated_only_when_asked(run, empty_postgres_url):
    result = run("stats", env={"STUDYAPP_DATABASE_URL": empty_postgres_url})
    assert result.exit_code == 1
    assert "studyapp migrate" in result.stderr


def test_a_database_of_a_newer_version_is_left_alone(run_empty, empty_database_url):
    assert run_empty("migrate").exit_code == 0
    change(empty_database_url, "UPDATE alembic_version SET version_num = '9999'")
    for command in ("stats", "migrate"):
        result = run_empty(command)
        assert result.exit_code == 1
        assert "newer Studyapp" in result.stderr


def test_a_backup_is_made_and_put_back(run, tmp_path):
    file = str(tmp_path / "backup.zip")
    before = stats(run)
    assert run("backup", file).exit_code == 0
    run("import", str(a_bank_file(tmp_path)))
    changed = stats(run)
    assert changed != before
    assert run("restore", file, input=b"n\n").exit_code == 1
    assert stats(run) == changed
    result = run("restore", file, "--yes")
    assert result.exit_code == 0
    assert "What was there before is at" in result.stderr
    assert stats(run) == before


@pytest.mark.slow
def test_the_program_ends_with_the_exit_status_of_its_command(tmp_path):
    environment = os.environ | {"STUDYAPP_DATA_DIR": str(tmp_path / "data")}
    for words, status in ((["--version"], 0), (["check", "none.json"], 1), (["check"], 2)):
        command = [sys.executable, "-m", "studyapp", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False
        )
        assert done.returncode == status, done.stderr


def a_bank_file(folder, *questions):
    questions = questions or (a_flashcard(),)
    bank = Bank(title="A bank", questions=questions)
    path = folder / "a.studybank.json"
    path.write_bytes(formats.write(bank, "json").data)
    return path


def read(path):
    return formats.read(Path(path).read_bytes(), str(path)).bank


def stats(run, *words):
    result = run("stats", "--json", *words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def change(url, statement):
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def runner(tmp_path, url):
    """Return what runs a command on a data folder and a database of the test's own."""
    own = {"STUDYAPP_DATA_DIR": str(tmp_path / "data"), "STUDYAPP_DATABASE_URL": url}

    def run(*words, input=None, env=None):
        return CliRunner().invoke(
            cli, words, prog_name="studyapp", input=input, env=own | (env or {})
        )

    return run


@pytest.fixture
def run(tmp_path):
    """Run commands where nothing is yet."""
    return runner(tmp_path, "")


@pytest.fixture
def run_on(tmp_path, database_url):
    """Run commands on either kind of database, with its schema."""
    return runner(tmp_path, database_url)


@pytest.fixture
def run_empty(tmp_path, empty_database_url):
    """Run commands on either kind of database, without any table."""
    return runner(tmp_path, empty_database_url)
