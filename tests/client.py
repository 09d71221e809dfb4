"""A client that looks at every page it gets, as a careful visitor would.

Whatever a test is about, each page that it passes must be whole: one heading, a title that begins
with it, no id twice, every field labelled, every form fit to be sent without script.
"""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
_AS_HTMX = {"HX-Request": "true"}


class PageClient(FlaskClient):
    """The test client of this app: `get` and `post` check pages, and posts carry their token."""

    _token: str | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request; look at what comes back if it is a page or a part of one."""
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html":
            check(_soup(response))
        return response

    def page(self, path: str, status: int = 200) -> BeautifulSoup:
        """Return the page at *path*, parsed."""
        return _parsed(self.get(path, follow_redirects=True), status)

    def fragment(self, path: str, status: int = 200) -> BeautifulSoup:
        """Return what htmx gets from *path*, parsed."""
        return _parsed(self.get(path, headers=_AS_HTMX), status)

    def send(
        self, path: str, fields: dict[str, Any] | None = None, *, htmx: bool = False
    ) -> TestResponse:
        """Post *fields* to *path* with the token of this session."""
        return self.post(
            path,
            data={"csrf_token": self.token(), **(fields or {})},
            headers=_AS_HTMX if htmx else {},
        )

    def token(self) -> str:
        """Return the CSRF token that the forms of this session carry."""
        if self._token is None:
            field = self.page("/documents/new").select_one("input[name=csrf_token]")
            assert field is not None
            self._token = str(field["value"])
        return self._token


def check(soup: BeautifulSoup) -> None:
    """Fail if the page, or part of one, is not whole."""
    if soup.html is not None:
        _check_heading(soup)
    _check_ids(soup)
    for field in soup.select("input, select, textarea"):
        assert _is_labelled(soup, field), f"no label: {field}"
    for form in soup.select("form"):
        _check_form(form)


def _check_heading(soup: BeautifulSoup) -> None:
    headings = [heading.get_text(" ", strip=True) for heading in soup.select("h1")]
    assert len(headings) == 1, headings
    assert soup.title is not None
    title = soup.title.get_text(" ", strip=True)
    assert title.startswith(headings[0]), f"the title {title!r} begins unlike {headings[0]!r}"


def _check_ids(soup: BeautifulSoup) -> None:
    ids = [str(element["id"]) for element in soup.select("[id]")]
    assert len(ids) == len(set(ids)), sorted({name for name in ids if ids.count(name) > 1})


def _is_labelled(soup: BeautifulSoup, field: Tag) -> bool:
    if field.get("type") in _UNLABELLED or field.get("aria-label"):
        return True
    if field.get("aria-labelledby"):
        return all(soup.find(id=name) for name in str(field["aria-labelledby"]).split())
    has_own = bool(field.get("id")) and soup.select_one(f'label[for="{field["id"]}"]') is not None
    return has_own or field.find_parent("label") is not None


def _check_form(form: Tag) -> None:
    method = str(form.get("method", "")).lower()
    assert method in {"get", "post", "dialog"}, f"no method: {form}"
    if method != "dialog":
        assert form.get("action"), f"no action: {form}"
    if method == "post":
        assert form.select_one("input[name=csrf_token][value]"), f"no token: {form}"


def _parsed(response: TestResponse, status: int) -> BeautifulSoup:
    assert response.status_code == status, response.get_data(as_text=True)[:2000]
    return _soup(response)


def _soup(response: TestResponse) -> BeautifulSoup:
    """Parse a page once, however often it is looked at."""
    if "studyapp.soup" not in response.request.environ:
        soup = BeautifulSoup(response.get_data(as_text=True), "html.parser")
        response.request.environ["studyapp.soup"] = soup
    found: BeautifulSoup = response.request.environ["studyapp.soup"]
    return found
