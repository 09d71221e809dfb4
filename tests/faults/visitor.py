"""A learner's browser without script: pages, cookies and forms, and patience with a dead server."""

from __future__ import annotations

import http.client
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import IO, Any

from bs4 import BeautifulSoup, Tag

PATIENCE = 90.0
_PAUSE = 0.1
_BOUNDARY = "studyapp-tests-boundary"


@dataclass(frozen=True)
class Answer:
    """What came back, whole."""

    status: int
    body: str
    place: str

    @property
    def page(self) -> BeautifulSoup:
        """Return the page, parsed."""
        return BeautifulSoup(self.body, "html.parser")


@dataclass
class Form:
    """A form of a page, with the values that it would send."""

    action: str
    fields: dict[str, str]

    @classmethod
    def of(cls, form: Tag) -> Form:
        """Read a form as a browser does; buttons are left to the caller."""
        fields = {
            str(field["name"]): str(field.get("value", ""))
            for field in form.select("input[name]")
            if field.get("type") != "file" and _would_be_sent(field)
        }
        for field in form.select("select[name]"):
            chosen = field.select_one("option[selected]") or field.select_one("option")
            assert chosen is not None
            fields[str(field["name"])] = str(chosen.get("value", chosen.get_text()))
        return cls(str(form["action"]), fields)


def _would_be_sent(field: Tag) -> bool:
    return field.get("type") not in {"radio", "checkbox"} or field.has_attr("checked")


class Visitor:
    """Sends what a page's forms would send, again and again until it is acknowledged."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), _StayHere
        )

    def page(self, path: str) -> BeautifulSoup:
        """Return the page at *path*, asked for until it comes."""
        return self._until_answered(lambda: self._open(path)).page

    def post(self, form: Form, *, twice: bool = False, multipart: bool = False) -> Answer:
        """Send *form* until it is answered; *twice* sends it a second time at the same moment."""

        def deliver() -> Answer:
            return self._until_answered(lambda: self._open(form.action, form.fields, multipart))

        if not twice:
            return deliver()
        other = threading.Thread(target=deliver)
        other.start()
        answer = deliver()
        other.join(PATIENCE)
        return answer

    def _until_answered(self, ask: Callable[[], Answer]) -> Answer:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                answer = ask()
            except (OSError, http.client.HTTPException):
                time.sleep(_PAUSE)
                continue
            if answer.status != 503:
                return answer
            time.sleep(_PAUSE)
        raise AssertionError("the server did not come back")

    def _open(
        self, path: str, fields: dict[str, str] | None = None, multipart: bool = False
    ) -> Answer:
        address = urllib.parse.urljoin(self._url, path)
        request = urllib.request.Request(address, headers={"Referer": self._url})
        if fields is not None and multipart:
            request.data = _as_multipart(fields)
            kind = f"multipart/form-data; boundary={_BOUNDARY}"
            request.add_header("Content-Type", kind)
        elif fields is not None:
            request.data = urllib.parse.urlencode(fields).encode()
        try:
            with self._opener.open(request, timeout=20) as answer:
                return _whole(answer)
        except urllib.error.HTTPError as error:
            with error:
                return _whole(error)


class _StayHere(urllib.request.HTTPRedirectHandler):
    """A redirect is the acknowledgement; where it leads is another request."""

    def redirect_request(self, *_anything: Any) -> None:
        return None


def _whole(answer: Any) -> Answer:
    body: IO[bytes] = answer
    text = body.read().decode(errors="replace")
    return Answer(answer.status, text, answer.headers.get("Location") or "")


def _as_multipart(fields: dict[str, str]) -> bytes:
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    return "".join([*parts, f"--{_BOUNDARY}--\r\n"]).encode()
