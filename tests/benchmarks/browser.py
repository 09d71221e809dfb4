"""A client that keeps its connection and its cookies, and measures each answer alone."""

from __future__ import annotations

import http.client
import time
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup

AS_HTMX = {"HX-Request": "true"}


@dataclass(frozen=True)
class Reply:
    """What came back, and how long that took from the first byte sent to the last received."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def page(self) -> BeautifulSoup:
        """Return the page, parsed."""
        return BeautifulSoup(self.body.decode(), "html.parser")


class Browser:
    """One connection."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._host = urlsplit(url).netloc
        self._connection = http.client.HTTPConnection(self._host, timeout=60)
        self._cookie = ""

    def get(self, path: str, **headers: str) -> Reply:
        """Ask for *path*."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Reply:
        """Send *fields* to *path*."""
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self._ask("POST", path, urlencode(fields), headers)

    def answers(self, path: str) -> bool:
        """Say whether somebody is there."""
        connection = http.client.HTTPConnection(self._host, timeout=60)
        with closing(connection):
            try:
                connection.request("GET", path)
                return connection.getresponse().status == 200
            except OSError:
                return False

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Reply:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self._cookie:
            sent["Cookie"] = self._cookie
        begun = time.perf_counter()
        self._connection.request(method, path, body, sent)
        answer = self._connection.getresponse()
        content = answer.read()
        seconds = time.perf_counter() - begun
        if cookie := answer.headers.get("Set-Cookie"):
            self._cookie = cookie.partition(";")[0]
        return Reply(answer.status, dict(answer.headers.items()), content, seconds)
