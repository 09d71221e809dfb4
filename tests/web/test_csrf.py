"""Every form needs this browser's token: without it nothing is done, with it the form is taken."""

from __future__ import annotations

import pytest

from tests.web.test_owners import SKIPPED_METHODS, rows_of


def changing_routes(app):
    """Return every rule that takes something else than GET."""
    return [rule for rule in app.url_map.iter_rules() if rule.methods - SKIPPED_METHODS - {"GET"}]


def refused_without_token(client, app, ids):
    """Post to every route without a token and return the endpoints that did not refuse."""
    taken = []
    for rule in changing_routes(app):
        path = path_of(app, rule, ids)
        response = client.post(path, data={"title": "x", "text": "x"})
        if response.status_code != 400:
            taken.append(rule.endpoint)
    return taken


def test_no_form_is_taken_without_its_token(client, app, database, amina):
    assert refused_without_token(client, app, rows_of(database, amina)) == []


def test_every_form_is_taken_with_its_token(client, app, database, amina):
    ids = rows_of(database, amina)
    for rule in changing_routes(app):
        response = client.send(path_of(app, rule, ids), {"id": "1" * 32, "rating": 3, "version": 0})
        assert response.status_code in {303, 404, 422}, (rule.endpoint, response.status_code)


def test_a_token_of_another_session_is_refused(client, app, amina):
    stranger = app.test_client()
    response = client.post("/changes/undo", data={"csrf_token": stranger.token()})
    assert response.status_code == 400


def test_a_route_without_the_check_is_caught(client, app, database, amina):
    @app.post("/unguarded")
    def unguarded():
        return "done"

    app.extensions["csrf"].exempt(unguarded)
    assert refused_without_token(client, app, rows_of(database, amina)) == ["unguarded"]


@pytest.mark.parametrize("path", ["/changes/undo", "/documents", "/settings"])
def test_what_changes_something_is_never_a_link(client, amina, path):
    response = client.get(path)
    assert response.status_code in {404, 405} or path == "/settings"


def path_of(app, rule, ids):
    with app.test_request_context():
        return app.url_for(rule.endpoint, **{name: ids[name] for name in rule.arguments})
