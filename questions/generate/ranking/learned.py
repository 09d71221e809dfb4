"""The ranker that was learned from verdicts: small boosted trees over the features.

They lie in resources/ranking.json with where they came from; tests/quality/train_ranker.py makes
them. A score is the chance, as measured on documents that had no part in them, that a judge finds
no fault with the question.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from questions.generate.draft import Draft, Rating
from questions.generate.fact import DocumentModel
from questions.generate.ranking.features import Features, features
from questions.generate.ranking.profile import Profile, profile_of
from questions.generate.ranking.reasons import reasons
from questions.generate.ranking.trees import Forest, read


class Learned:
    """Scores drafts by what was learned; remembers only the text it was last asked about."""

    def __init__(self, forest: Forest | None = None) -> None:
        self._forest = forest or learned_forest()
        self._known: tuple[str, Profile] | None = None

    def rate(self, draft: Draft, model: DocumentModel) -> Rating:
        found = self.features(draft, model)
        return Rating(self._forest.chance(found), reasons(self._forest.parts(found), found), found)

    def features(self, draft: Draft, model: DocumentModel) -> Features:
        """Return what the score is made of."""
        # One text has many models, a stretch each, and a look over a book takes a moment.
        if self._known is None or self._known[0] is not model.text:
            self._known = model.text, profile_of(model.text)
        return features(draft, model, self._known[1])


@cache
def learned_forest() -> Forest:
    """Read the trees that come with the package."""
    resource = files("questions.generate") / "resources" / "ranking.json"
    found = json.loads(resource.read_text(encoding="utf-8"))
    return Forest(found["first"], tuple(map(read, found["trees"])))
