"""The forms of the app as its own pages show them, found by following every link."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

# So many pages of one kind are looked at: the first card has other forms than the next one.
_MOST_ALIKE = 4
_NO_TEXT = {"submit", "button", "image", "reset", "file"}
# A password is never shown again, and a field for numbers can show nothing else.
_TYPED = {"text", "search", "email", "url", "textarea"}


@dataclass(frozen=True)
class Form:
    """A form that posts: where to, what its fields hold as the page comes, and their types."""

    endpoint: str
    action: str
    fields: tuple[tuple[str, str], ...]
    types: tuple[tuple[str, str], ...]

    @property
    def typed(self) -> set[str]:
        """Return the names of the fields that a person types into."""
        return {name for name, kind in self.types if kind in _TYPED}

    @property
    def names(self) -> set[str]:
        """Return the names of all fields but the token."""
        return {name for name, _kind in self.types} - {"csrf_token"}

    @property
    def takes_files(self) -> bool:
        """Say whether files can be given."""
        return any(kind == "file" for _name, kind in self.types)

    def with_value(self, name: str, value: str | None) -> list[tuple[str, str]]:
        """Return what is sent with *value* in the field *name*, or with that field left out."""
        rest = [(key, held) for key, held in self.fields if key != name]
        return rest if value is None else [*rest, (name, value)]


def forms_of(app: Flask, client: FlaskClient, start: tuple[str, ...] = ("/",)) -> list[Form]:
    """Return one form of each shape that *client* gets to from the pages at *start*."""
    found: dict[tuple[str, Any], Form] = {}
    for page in _pages(app, client, start):
        for tag in page.select("form[method=post]"):
            for form in _variants(app, tag):
                found.setdefault((form.endpoint, form.types), form)
    return list(found.values())


def _pages(app: Flask, client: FlaskClient, start: tuple[str, ...]) -> Iterator[BeautifulSoup]:
    waiting, met = deque(start), set(start)
    alike: Counter[tuple[str, ...]] = Counter()
    while waiting:
        path = waiting.popleft()
        kind = _kind(app, path)
        alike[kind] += 1
        if not kind[0] or alike[kind] > _MOST_ALIKE:
            continue
        answer = client.get(path)
        if answer.status_code == 303:
            waiting.append(_path(answer.location))
        if answer.mimetype != "text/html":
            continue
        page = BeautifulSoup(answer.get_data(as_text=True), "lxml")
        yield page
        for target in _targets(page):
            if target not in met:
                met.add(target)
                waiting.append(target)


def _targets(page: BeautifulSoup) -> Iterator[str]:
    for link in page.select("main a[href], nav a[href]"):
        if str(link["href"]).startswith("/"):
            yield _path(str(link["href"]))
    for form in page.select("main form[method=get]"):
        held = list(_held(form))
        for typed in ("", "a guess"):
            query = urlencode([(name, value or typed) for name, value in held])
            yield f"{form['action']}?{query}"


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _kind(app: Flask, path: str) -> tuple[str, ...]:
    """Return the endpoint of a path and the names in its query."""
    parts = urlsplit(path)
    names = sorted({pair.partition("=")[0] for pair in parts.query.split("&") if pair})
    return (_endpoint(app, parts.path, "GET"), *names)


def _endpoint(app: Flask, path: str, method: str) -> str:
    try:
        found: str = app.url_map.bind("localhost").match(path, method)[0]
    except HTTPException:
        return ""
    return found


def _variants(app: Flask, tag: Tag) -> Iterator[Form]:
    """Return the form once for each place that its buttons send it to."""
    form = _form(app, tag, str(tag["action"]))
    yield form
    for button in tag.select("button[formaction]"):
        action = _path(str(button["formaction"]))
        yield replace(form, action=action, endpoint=_endpoint(app, urlsplit(action).path, "POST"))


def _form(app: Flask, tag: Tag, action: str) -> Form:
    types = {
        str(field["name"]): str(field.get("type", "text")) if field.name == "input" else field.name
        for field in tag.select("[name]")
    }
    endpoint = _endpoint(app, urlsplit(action).path, "POST")
    return Form(endpoint, action, tuple(_held(tag)), tuple(sorted(types.items())))


def _held(tag: Tag) -> Iterator[tuple[str, str]]:
    """Return what a browser would send of a form that nobody touched, with its first button."""
    for field in tag.select("input[name], textarea[name], select[name]"):
        kind, name = str(field.get("type", "text")), str(field["name"])
        if field.name == "textarea":
            yield name, field.get_text().removeprefix("\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            if chosen is not None:
                yield name, str(chosen.get("value", chosen.get_text()))
        elif kind not in _NO_TEXT and (
            kind not in {"radio", "checkbox"} or field.has_attr("checked")
        ):
            yield name, str(field.get("value", ""))
    button = tag.select_one("button[name]")
    if button is not None:
        yield str(button["name"]), str(button.get("value", ""))
