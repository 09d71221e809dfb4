"""Nothing crosses from one learner to another: every route that names a row, asked for both.

A route that is added without a maker for what it names fails here, and so does one that leaks.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sqlmodel import Session, select

from studyapp import media
from studyapp.settings import Settings
from studyapp.tables import Draft, StoredQuestion, Table
from studyapp.web import create_app
from tests.makers import (
    TEXT,
    a_deck,
    a_document,
    a_draft,
    a_job,
    a_picture,
    a_preset,
    a_question,
    a_quiz,
    a_short,
    a_version,
    an_import,
    an_upload,
    made,
)

SKIPPED_METHODS = {"HEAD", "OPTIONS"}
FINE = {200, 303}
# Tables whose rows belong to no learner.
NOBODYS = {"throttle"}


def named_routes(app):
    """Return endpoint, method and rule of every route that names a row."""
    return sorted(
        (rule.endpoint, method, rule)
        for rule in app.url_map.iter_rules()
        if rule.arguments - {"filename"}
        for method in rule.methods - SKIPPED_METHODS
    )


def all_names():
    settings = Settings(data_dir="/nonexistent", secret_key="x", database_url="sqlite://")
    app = create_app(settings, SimpleNamespace())
    return [(endpoint, method) for endpoint, method, _rule in named_routes(app)]


@pytest.mark.parametrize(("endpoint", "method"), all_names())
def test_a_row_answers_its_owner_and_nobody_else(
    client, app, database, amina, bo, endpoint, method
):
    mine, theirs = rows_of(database, amina), rows_of(database, bo)
    assert ask(client, app, endpoint, method, mine).status_code in FINE
    before = everything(database, bo)
    assert ask(client, app, endpoint, method, theirs).status_code == 404
    assert everything(database, bo) == before


def test_a_route_that_forgets_the_owner_is_caught(client, app, database, amina, bo):
    @app.get("/leaks/<id:draft_id>")
    def leak(draft_id):
        with database.reading() as session:
            found = session.exec(select(Draft).where(Draft.id == draft_id)).first()
            return "there" if found else ("not there", 404)

    theirs = rows_of(database, bo)
    assert ask(client, app, "leak", "GET", theirs).status_code != 404


def test_a_list_shows_only_the_learner_s_own(client, database, amina, bo):
    made(database, a_deck, bo, "The deck of Bo")
    made(database, a_document, bo, title="The document of Bo")
    for path in ("/", "/library", "/review"):
        assert "of Bo" not in client.page(path).get_text()


def rows_of(database, learner_id):
    """Make one row of every kind that a route can name, and return their ids by argument."""
    document_id = made(database, a_document, learner_id)
    made(database, a_job, learner_id, document_id)
    card_id = made(database, a_question, learner_id, a_short()).card_id
    media_id = made(database, a_picture, learner_id)
    with database.reading() as session:
        question = session.exec(
            select(StoredQuestion).where(StoredQuestion.learner_id == learner_id)
        ).one()
        return {
            "document_id": document_id,
            "draft_id": made(database, a_draft, learner_id, document_id),
            "card_id": card_id,
            "question_id": question.id,
            "deck_id": question.deck_id,
            "quiz_id": made(database, a_quiz, learner_id),
            "upload_id": made(database, an_upload, learner_id),
            "import_id": made(database, an_import, learner_id, shows=media_id),
            "other_deck_id": made(database, a_deck, learner_id, "Another deck"),
            "preset_id": made(database, a_preset, learner_id),
            "media_id": media_id,
            "version_id": made(database, a_version, learner_id, question.id),
            "position": 1,
            "start": TEXT.index("The Volga"),
        }


def ask(client, app, endpoint, method, ids):
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    missing = rule.arguments - set(ids)
    assert not missing, f"{endpoint} names {missing}: add a maker for it to rows_of"
    leave_file(app, ids["media_id"])
    with app.test_request_context():
        path = app.url_for(endpoint, **{name: ids[name] for name in rule.arguments})
    if method == "GET":
        headers = {"HX-Request": "true"} if "generation" in path else {}
        return client.get(path, headers=headers, buffered=True)
    fields = {
        "id": "0" * 12 + "7" + "0" * 19,
        "rating": 3,
        "version": 0,
        "typed": "Lima",
        "reason": "The answer is wrong.",
        "stem": "The capital of Peru is {{c1::Lima}}.",
        "answer": "Lima",
        "into": ids["other_deck_id"],
        "term": "Peru",
        "definition": "Lima",
        "name": "Another preset",
        "desired_retention": "0.9",
        "maximum_interval": "100",
        "days": "3",
        "retention": "0.9",
        "new_order": "made",
        "leech_threshold": "8",
        "leech_action": "mark",
    }
    return client.send(path, fields)


def leave_file(app, media_id):
    """Put something where the file of a picture made by `a_picture` lies."""
    place = media.path_of(app.extensions["studyapp"].settings.media_dir, media_id * 2)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"a picture")


def everything(database, learner_id):
    """Return all rows of a learner."""
    with Session(database.engine) as session:
        return {
            table.name: sorted(
                str(tuple(row))
                for row in session.execute(
                    table.select().where(
                        (table.c.id if table.name == "learner" else table.c.learner_id)
                        == learner_id
                    )
                )
            )
            for table in Table.metadata.sorted_tables
            if table.name not in NOBODYS
        }
