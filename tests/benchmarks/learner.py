"""A learner at the review page, as htmx sends it: an answer, and the next card with it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from tests.benchmarks.browser import Browser, Reply


@dataclass(frozen=True)
class Turn:
    """An answer and the card that followed it."""

    post: Reply
    get: Reply
    ended: float

    @property
    def seconds(self) -> float:
        """Return how long the learner waited."""
        return self.post.seconds + self.get.seconds


class Learner:
    """Answers card after card of one deck."""

    def __init__(self, url: str, deck_id: str) -> None:
        self.browser = Browser(url)
        self._path = f"/review?deck={deck_id}"
        self._deck_id = deck_id
        self._page = self.browser.get(self._path).page
        token = self._page.select_one("input[name=csrf_token]")
        assert token is not None
        self.token = str(token["value"])

    def turn(self) -> Turn:
        """Answer the card that is shown, and get the next."""
        form = self._page.select_one("form.ask")
        version = self._page.select_one("input[name=version]")
        assert form is not None
        assert version is not None
        values = {str(one["name"]): str(one.get("value", "")) for one in form.select("[name]")}
        fields = {
            "csrf_token": self.token,
            "id": values["review_id"],
            "version": str(version["value"]),
            "shown_at": values["shown_at"],
            "deck": self._deck_id,
            "rating": "3",
        }
        card_id = str(form["action"]).split("/")[2]
        post = self.browser.post(f"/cards/{card_id}/reviews", fields, HX_Request="true")
        assert post.status == 303, post.body[:500]
        get = self.browser.get(self._path, HX_Request="true")
        turn = Turn(post, get, time.perf_counter())
        self._page = get.page
        return turn
