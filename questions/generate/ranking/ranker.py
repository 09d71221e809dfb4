"""The seam of the rankers."""

from __future__ import annotations

from typing import Protocol

from questions.generate.draft import Draft, Rating
from questions.generate.fact import DocumentModel


class Ranker(Protocol):
    """What a ranker has to be able to do."""

    def rate(self, draft: Draft, model: DocumentModel) -> Rating:
        """Rate a draft; pure, so that a resumed job rates the same."""
        ...
