"""Truth: whether the text may say of another word what it says of the key."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import combinations

from questions.generate.fact import DocumentModel, Fact, Phrase


def holds(text: str, words: str) -> bool:
    """Tell whether *words* stand in *text* as whole words, in any case."""
    found = re.escape(words.strip())
    return bool(found) and re.search(rf"(?<!\w){found}(?!\w)", text, re.IGNORECASE) is not None


def told_in(fact: Fact, forms: Collection[str], model: DocumentModel) -> bool:
    """Tell whether the fact's own sentence, as written or as resolved, names one of *forms*."""
    sentence = model.text[fact.start : fact.end]
    return any(holds(fact.statement, one) or holds(sentence, one) for one in forms)


def may_be_true(fact: Fact, key: Phrase, forms: Collection[str], model: DocumentModel) -> bool:
    """Tell whether the text ties one of *forms*, somewhere, to what is asked of *key*.

    It does if a sentence holds it with the verb and with another part of the fact, or with two
    other parts. That refuses more than is true, which costs an option and misleads nobody.
    """
    if told_in(fact, forms, model):
        return True
    anchors = list(_anchors(fact, key))
    pairs = [*combinations(anchors, 2), *((verb, one) for verb in _verbs(fact) for one in anchors)]
    if not pairs:
        pairs = [(one, one) for one in anchors]
    return any(
        model.elsewhere.count(f"{form} {first} {second}")
        for form in forms
        for first, second in pairs
    )


def _anchors(fact: Fact, key: Phrase) -> Iterator[str]:
    """Yield the telling word of each part that is not the key and holds no part of it."""
    phrases = [fact.subject, *(part.phrase for part in fact.parts)]
    for one in phrases:
        if one is None or (one.start < key.end and key.start < one.end):
            continue
        yield one.text if one.name is not None else one.head


def _verbs(fact: Fact) -> Iterator[str]:
    predicate = fact.predicate
    if predicate is not None and predicate.lemma not in _EMPTY:
        yield from dict.fromkeys((predicate.form, predicate.lemma))


_EMPTY = frozenset({"be", "have", "do", "make", "become", "take"})
