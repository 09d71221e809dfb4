"""A score by weights set by hand: what is left where the learned ones do not apply."""

from __future__ import annotations

import re

from questions.generate.draft import Draft, Rating
from questions.generate.fact import NAMED, DocumentModel, Fact, Modality, Phrase, Type
from questions.generate.lexicon import senses
from questions.generate.vocabulary import words
from questions.model import Kind

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


class HandWeighted:
    """Weights set by hand from judged drafts."""

    def rate(self, draft: Draft, model: DocumentModel) -> Rating:
        return Rating(self.score(draft, model))

    def score(self, draft: Draft, model: DocumentModel) -> float:
        parts = (
            _BASES.get(draft.method, _KINDS.get(draft.kind, 0.5)),
            _answer(draft, model),
            _length(draft),
            _one_of_several(draft),
            _certainty(draft),
            draft.worth,
        )
        return min(1.0, max(0.0, sum(parts)))


def _answer(draft: Draft, model: DocumentModel) -> float:
    phrase = draft.answer
    if phrase is None or draft.kind is Kind.FLASHCARD:
        return 0.0
    worth = _TYPES.get(phrase.type, 0.0) - (1 - phrase.sure) * 0.2
    if phrase.type is Type.THING:
        worth += _telling(phrase, model)
    if phrase.type in NAMED:
        worth += 0.03 if " " in phrase.text else -0.03
        worth -= 0.2 if _is_main(phrase, model) else 0
    return worth


def _one_of_several(draft: Draft) -> float:
    """Value little what others fit as well: an example, one of a list, whoever did the common."""
    phrase, fact = draft.answer, draft.fact
    if phrase is None or phrase.at < 0:
        return 0.0
    before = fact.statement[: phrase.at]
    worth = -0.3 if _EXAMPLE.search(before) else 0.0
    members = sum(1 for one in fact.phrases if one.type is phrase.type and one.name is not None)
    if members > 3 and phrase.name is not None and _LISTED.search(fact.statement):
        worth -= 0.12
    if phrase.type is Type.PERSON and not _tells_one(phrase, fact):
        worth -= 0.4
    return worth


def _tells_one(phrase: Phrase, fact: Fact) -> bool:
    """Tell whether the rest fits one person: many moved to Paris, and many are actors."""
    others = (one for one in fact.phrases if one.name != phrase.name)
    if any(one.type in _TELLING_NAMES for one in others) or _UNIQUE.search(fact.statement):
        return True
    left: str = fact.statement[: phrase.at] + fact.statement[phrase.at + len(phrase.text) :]
    telling = [one for one in _WORD.findall(left) if len(one) > 3 and one.islower()]
    return len(telling) >= _ENOUGH


def _telling(phrase: Phrase, model: DocumentModel) -> float:
    """Value what the text comes back to, and words that are rare in English: its terms."""
    worth = {1: -0.14, 2: -0.06, 3: 0.0, 4: -0.02}.get(len(phrase.text.split()), -0.06)
    if phrase.head in _EMPTY:
        return worth - 0.3
    again = model.elsewhere.count(phrase.text)
    if again * 4 > len(model.sentences) > _FEW_SENTENCES:
        return worth - 0.2  # all the text is about it: it would be guessed
    worth += -0.06 if again < 2 else min(0.12, 0.04 * again)
    return worth + _rarity(phrase.head)


def _rarity(noun: str) -> float:
    """Return how far a noun is from everyday words, by how often WordNet's texts have it."""
    met = sum(one.times for one in senses(noun))
    return 0.06 if met < 3 else 0.0 if met < 30 else -0.06


def _is_main(phrase: Phrase, model: DocumentModel) -> bool:
    """Tell whether everything is about it: the reader would guess it."""
    name = model.name(phrase)
    if name is None:
        return False
    return name.text in model.title or name.count * 2 > len(model.sentences) > 10


def _length(draft: Draft) -> float:
    if draft.kind is Kind.FLASHCARD:
        return -0.01 * max(0, len(draft.answers[0].text.split()) - 16)
    length = len(_WORD.findall(draft.stem))
    return -0.012 * max(0, length - 18) - 0.03 * max(0, 8 - length)


def _certainty(draft: Draft) -> float:
    fact = draft.fact
    worth = _hearsay(draft) + (fact.confidence - 1) * 0.4
    if fact.modality in {Modality.UNCERTAIN, Modality.CONDITIONAL, Modality.GOVERNED}:
        worth -= 0.12
    return worth - (0.1 if not fact.positive else 0)


def _hearsay(draft: Draft) -> float:
    """Value little who said something: it was one of many who could have."""
    subject, predicate = draft.fact.subject, draft.fact.predicate
    if subject is None or predicate is None or draft.answer is None:
        return 0.0
    speaks = predicate.lemma in words("saying") and not predicate.passive
    return -0.25 if speaks and draft.answer.start == subject.start else 0.0


_KINDS = {
    Kind.CLOZE: 0.6, Kind.SHORT: 0.62, Kind.FLASHCARD: 0.75, Kind.TRUEFALSE: 0.5,
    Kind.CHOICE: 0.6, Kind.MATCHING: 0.6, Kind.ORDERING: 0.6,
}  # fmt: skip
_BASES = {
    "flashcard-definition": 0.85, "short-who": 0.7, "short-when": 0.75, "short-how-many": 0.72,
    "short-what-object": 0.72, "short-called": 0.85,
}  # fmt: skip
_TYPES = {
    Type.PERSON: 0.16, Type.DATE: 0.18, Type.NUMBER: 0.15, Type.PERCENT: 0.1, Type.MONEY: 0.08,
    Type.QUANTITY: 0.06, Type.GPE: -0.04, Type.ORG: 0.12, Type.EVENT: 0.1, Type.WORK: 0.1,
    Type.TERM: 0.2, Type.LOC: 0.02, Type.LANGUAGE: 0.1, Type.CLAUSE: -0.15, Type.QUALITY: -0.2,
    Type.GROUP: -0.14, Type.DURATION: 0.04, Type.TIME: 0.0,
}  # fmt: skip
_TELLING_NAMES = NAMED - {Type.GPE, Type.LOC, Type.GROUP, Type.LANGUAGE}
_UNIQUE = re.compile(r"\b(?:first|only|last|\w+est|founder|inventor|president|discover\w*)\b", re.I)
_ENOUGH, _FEW_SENTENCES = 6, 10
_EXAMPLE = re.compile(r"\b(?:such as|including|like|e\.g\.|for example|for instance)[^.;]*$", re.I)
_LISTED = re.compile(r"\w+, [^,;]+,? (?:and|or) ")
_EMPTY = frozenset({
    "way", "thing", "kind", "type", "part", "number", "lot", "example", "case", "fact", "reason",
    "result", "year", "time", "day", "one", "people", "form", "order", "par", "aftermath", "use",
    "range", "variety", "role", "level", "issue", "problem", "something", "anything", "everything",
    "nation", "place", "end", "beginning", "middle", "other", "addition", "fashion", "manner",
    "means", "sort", "basis", "aspect", "set", "series", "amount", "group", "point", "matter",
})  # fmt: skip
