"""Grammar: what the parse says of a verb and of a noun, asked in one place.

About one arc in five is wrong, so the questions here are small, and whoever depends on an answer
checks it against a second sign: agreement, neighbourhood, contiguous words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from questions.generate.english import verb_lemma
from questions.generate.reading import span_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PLURAL = frozenset({"NNS", "NNPS"})
_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_SENTENCE_MARKS = frozenset({".", "!", "?"})


def lemma_of(token: Token) -> str:
    """Return the dictionary form; the parser's own is often wrong for verbs: hoped is not hop."""
    return _verb_lemma(token.lower_) if token.pos_ == "VERB" else token.lemma_.lower()


@lru_cache(maxsize=20_000)
def _verb_lemma(form: str) -> str:
    return verb_lemma(form)


def root_of(doc: Doc) -> Token | None:
    """Return the main verb; a sentence that fell into pieces has none to trust."""
    roots = [one for one in doc if one.dep_ == "ROOT" and not one.is_space]
    return roots[0] if len(roots) == 1 else None


def subject_of(verb: Token) -> Token | None:
    """Return the head of the verb's only subject, before the verb; None otherwise."""
    found = [one for one in verb.children if one.dep_ in SUBJECTS]
    if len(found) != 1 or found[0].i > verb.i:
        return None
    return found[0]


def helpers_of(verb: Token) -> list[Token]:
    """Return has, been, did, can … before the verb, in order."""
    found = [one for one in verb.lefts if one.dep_ in {"aux", "auxpass"}]
    return sorted(found, key=lambda one: one.i)


def is_verb(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"}


def is_finite(verb: Token) -> bool:
    """Tell whether the verb group can be the verb of a sentence."""
    first = next(iter(helpers_of(verb)), verb)
    return first.tag_ in _FINITE


def is_passive(verb: Token) -> bool:
    if verb.tag_ != "VBN":
        return False
    return any(one.dep_ == "auxpass" for one in verb.lefts)


def is_negated(verb: Token) -> bool:
    """Tell whether the verb, its subject or its object is taken back."""
    for one in verb.children:
        if one.dep_ == "neg" or one.lower_ in _NEGATIVES:
            return True
        if one.dep_ in SUBJECTS | {"dobj", "attr"} and one.left_edge.lower_ in _NEGATIVES:
            return True
    return False


def is_plural(noun: Token) -> bool:
    """Tell whether the noun takes a plural verb: by its ending, or because *and* joins it."""
    if noun.tag_ in _PLURAL or noun.lower_ in {"they", "these", "those", "both", "many", "few"}:
        return True
    joined = any(one.dep_ == "cc" and one.lower_ == "and" for one in noun.children)
    return joined and any(one.dep_ == "conj" for one in noun.children)


def agrees(subject: Token, verb: Token) -> bool:
    """Tell whether subject and verb agree in number: a second sign that they belong together."""
    first = next(iter(helpers_of(verb)), verb)
    if first.tag_ == "VBZ" or first.lower_ == "was":
        return not is_plural(subject) or subject.lower_.endswith("ics") or _counts_as_one(subject)
    if first.tag_ == "VBP" or first.lower_ == "were":
        return is_plural(subject) or _may_be_plural(subject)
    return True


def _counts_as_one(noun: Token) -> bool:
    """Names and amounts: the Netherlands is, thirty years was."""
    return noun.tag_ == "NNPS" or any(one.dep_ == "nummod" for one in noun.children)


def _may_be_plural(noun: Token) -> bool:
    first = noun.left_edge
    return (
        noun.lower_ in _COLLECTIVE
        or noun.pos_ in {"NUM", "ADJ", "PRON", "DET"}
        or first.pos_ == "NUM"
        or noun.tag_ == "NNP"
    )


def mark_of(verb: Token) -> str:
    """Return the conjunction of a subordinate clause: if, because, that; or nothing."""
    found = next((one for one in verb.lefts if one.dep_ == "mark"), None)
    return found.lower_ if found is not None else ""


def is_contiguous(token: Token) -> bool:
    """Tell whether the words under *token* stand side by side."""
    span = span_of(token)
    return sum(1 for _ in token.subtree) == len(span)


def conjuncts(token: Token) -> list[Token]:
    """Return *token* and what is joined to it, in order."""
    found, waiting = [token], [token]
    while waiting:
        joined = [one for one in waiting.pop().children if one.dep_ == "conj"]
        found += joined
        waiting += joined
    return sorted(found, key=lambda one: one.i)


_NEGATIVES = frozenset({
    "no", "not", "n't", "never", "none", "neither", "nor", "nobody", "nothing", "hardly",
    "scarcely", "barely", "rarely", "seldom", "few", "little", "cannot", "without",
})  # fmt: skip
_COLLECTIVE = frozenset({
    "people", "police", "staff", "majority", "number", "team", "family", "couple", "series",
    "species", "data", "media", "public", "half", "most", "all", "some", "rest", "percent", "lot",
    "military", "press", "group", "government", "variety", "range", "pair", "cattle", "offspring",
    "aircraft", "fish", "sheep", "means", "that", "which", "who", "bacteria", "criteria",
    "phenomena", "fungi", "algae", "kind",
})  # fmt: skip
