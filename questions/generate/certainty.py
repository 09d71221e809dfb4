"""Certainty: how the text stands to what a clause says.

A short question and a false statement are made only from what the text asserts plainly. All that
is believed, supposed, wished or denied is asked about, if at all, with the words that say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from questions.generate.fact import Modality
from questions.generate.grammar import helpers_of, lemma_of
from questions.generate.segment import Segment
from questions.generate.vocabulary import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def modality_of(segment: Segment, doc: Doc) -> Modality:
    """Tell how the text stands to the segment's clause; the strictest reading wins."""
    tokens = [one for one in doc if segment.covers(one.idx, one.idx + len(one))]
    for rule, modality in _ORDER:
        if any(rule(one) for one in tokens):
            return modality
    verb = segment.verb
    if verb is not None and any(one.lower_ in {"can", "may"} for one in helpers_of(verb)):
        return Modality.GENERAL
    return Modality.FACT


def is_denied(segment: Segment, doc: Doc) -> bool:
    """Tell whether a word of the segment denies something."""
    return any(
        one.lower_ in _DENIALS and segment.covers(one.idx, one.idx + len(one)) for one in doc
    )


def is_past(segment: Segment) -> bool:
    """Tell whether the segment's verb, or its first helper, is in the past."""
    verb = segment.verb
    if verb is None:
        return False
    first = next(iter(helpers_of(verb)), verb)
    return first.tag_ == "VBD" or first.lower_ in {"had", "was", "were", "did"}


def _is_uncertain(token: Token) -> bool:
    if token.pos_ == "PROPN":
        return False
    small, lemma = token.lower_, lemma_of(token)
    if small in _MODALS:
        return not (small == "may" and token.tag_ != "MD")
    return small in _PERHAPS or (
        lemma in {"seem", "appear"} and _next(token) in {"to", "that", "as"}
    )


def _is_conditional(token: Token) -> bool:
    return token.lower_ in _CONDITIONS and token.pos_ != "PROPN"


def _is_governing(token: Token) -> bool:
    """Tell whether the word says that something was only wished, tried or believed."""
    governs = lemma_of(token) in _WISHES and token.pos_ in {"VERB", "NOUN"}
    return governs and any(one.dep_ in {"xcomp", "ccomp", "acl"} for one in token.children)


def _attributes(token: Token) -> bool:
    """Tell whether the word gives what follows to somebody: said that, according to."""
    if token.lower_ == "according" and _next(token) == "to":
        return True
    if lemma_of(token) not in words("saying") or token.pos_ not in {"VERB", "NOUN"}:
        return False
    if token.dep_ == "parataxis" or token.pos_ == "NOUN":
        return token.dep_ == "parataxis" or any(
            one.dep_ in {"acl", "ccomp"} for one in token.children
        )
    return any(one.dep_ in {"ccomp", "xcomp", "oprd"} for one in token.children)


def _next(token: Token) -> str:
    following = token.doc[token.i + 1 : token.i + 2]
    return following[0].lower_ if len(following) else ""


_MODALS = frozenset({"could", "would", "might", "should", "may", "shall", "will", "ought", "must"})
_CONDITIONS = frozenset({"if", "unless", "whether", "provided", "lest", "otherwise"})
_PERHAPS = frozenset({
    "perhaps", "maybe", "possibly", "probably", "presumably",
    "allegedly", "reportedly", "supposedly", "apparently", "likely", "unlikely", "potentially",
    "arguably", "ostensibly", "purportedly", "seemingly", "hypothetically", "rumoured", "rumored",
    "alleged", "supposed", "purported", "would-be", "so-called", "suspected",
})  # fmt: skip
_WISHES = frozenset({
    "hope", "wish", "want", "plan", "intend", "aim", "expect", "fail", "try", "attempt", "refuse",
    "threaten", "promise", "propose", "seek", "consider", "decline", "deny", "doubt", "fear",
    "suspect", "speculate", "predict", "imagine", "pretend", "suppose", "assume", "hypothesize",
    "hypothesise", "forecast", "intention", "expectation", "proposal", "refusal",
    "speculation", "prediction", "assumption", "hypothesis", "belief", "claim", "allegation",
    "suggestion", "notion", "myth", "rumour", "rumor", "prevent", "avoid", "forbid", "prohibit",
    "forget", "neglect", "hesitate", "agree", "decide", "desire", "offer", "demand", "urge",
    "request", "ask", "order", "believe", "think", "feel", "allege", "accuse", "estimate",
    "deem", "regard", "perceive", "view", "possibility", "chance", "risk",
})  # fmt: skip
_DENIALS = frozenset({
    "no", "not", "n't", "never", "none", "neither", "nor", "nobody", "nothing", "hardly",
    "scarcely", "barely", "without", "cannot", "rarely", "seldom", "few", "nearly", "almost",
})  # fmt: skip
#: The strictest reading first.
_ORDER = (
    (_is_uncertain, Modality.UNCERTAIN),
    (_is_conditional, Modality.CONDITIONAL),
    (_attributes, Modality.ATTRIBUTED),
    (_is_governing, Modality.GOVERNED),
)
