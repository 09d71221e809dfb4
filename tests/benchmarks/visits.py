"""A learner at the keyboard, as fast as the server answers."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

_AS_HTMX = {"HX-Request": "true"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_FIELD = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"')
_CARD = re.compile(r"/cards/([0-9a-f]{32})/answer")


@dataclass
class Visitor:
    """One browser: a connection that is kept open, and its cookie."""

    url: str
    cookie: str = ""
    connection: HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        place = urlsplit(self.url)
        self.connection = HTTPConnection(place.hostname or "", place.port, timeout=60)

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        """Return status, text and location."""
        headers = {**_AS_HTMX, "Cookie": self.cookie, **(_FORM if body else {})}
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        if sent := response.getheader("Set-Cookie"):
            self.cookie = sent.split(";")[0]
        return response.status, text, response.getheader("Location") or ""

    def send(self, path: str, **fields: str) -> tuple[int, str, str]:
        """Post a form with this session's token."""
        _status, page, _ = self.ask("GET", "/documents/new")
        token = dict(_FIELD.findall(page))["csrf_token"]
        return self.ask("POST", path, urlencode({"csrf_token": token, **fields}))

    def answer(self) -> float:
        """Answer the next card; return the seconds from the grade to the next question."""
        _status, page, _ = self.ask("GET", "/review")
        card = _CARD.search(page)
        if card is None:
            raise RuntimeError("no card is left to answer")
        hidden = dict(_FIELD.findall(page.split('class="ask"')[1].split("</form>")[0]))
        path = f"/cards/{card[1]}/answer?{urlencode({**hidden, 'typed': ''})}"
        _status, page, _ = self.ask("GET", path)
        form = page.split('class="grades"')[1].split("</form>")[0]
        body = urlencode({**dict(_FIELD.findall(form)), "rating": "4"})
        begun = time.perf_counter()
        status, _text, place = self.ask("POST", f"/cards/{card[1]}/reviews", body)
        self.ask("GET", place)
        if status != 303:
            raise RuntimeError(f"the answer was refused with {status}")
        return time.perf_counter() - begun
