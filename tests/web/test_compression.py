"""Assets travel compressed to those who can read that; pages never do."""

from __future__ import annotations

import gzip

import pytest

_GZIP = {"Accept-Encoding": "gzip, br"}


def fetched(client, path, **headers):
    """Return the answer, read to its end so that the file behind it is closed."""
    return client.get(f"/static/{path}", headers=headers, buffered=True)


@pytest.mark.parametrize("path", ["app.css", "app.js", "vendor/htmx.org/htmx.min.js"])
def test_an_asset_is_sent_short_and_whole(client, path):
    plain = fetched(client, path)
    short = fetched(client, path, **_GZIP)

    assert plain.headers.get("Content-Encoding") is None
    assert short.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(short.data) == plain.data
    assert int(short.headers["Content-Length"]) == len(short.data) < len(plain.data) / 2
    assert "Accept-Encoding" in short.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_an_asset_that_is_known_is_not_sent_again(client):
    known = fetched(client, "app.css", **_GZIP)

    again = fetched(client, "app.css", **_GZIP, **{"If-None-Match": known.headers["ETag"]})

    assert again.status_code == 304
    assert again.data == b""


def test_who_refuses_gzip_gets_it_plain(client):
    answer = fetched(client, "app.css", **{"Accept-Encoding": "gzip;q=0, br"})

    assert answer.headers.get("Content-Encoding") is None


def test_a_page_next_to_a_secret_is_not_compressed(client):
    assert client.get("/settings", headers=_GZIP).headers.get("Content-Encoding") is None


def test_a_font_is_sent_as_it_is(client):
    path = "vendor/literata/literata-latin-wght-normal.woff2"

    assert fetched(client, path, **_GZIP).headers.get("Content-Encoding") is None
