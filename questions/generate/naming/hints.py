"""Hints: what the sentences around a name say of its type, where the label may be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from questions.generate.fact import Type
from questions.generate.lexicon import share
from questions.generate.naming.recognise import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PRONOUNS = frozenset({"he", "she", "his", "her", "him", "himself", "herself"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
#: What only a person does, or has done to them.
_DEEDS = frozenset(
    "bear die marry graduate retire live love smile cry suffer grow enroll enrol emigrate "
    "recall remember enjoy dream realize realise feel think believe fear walk sit speak write "
    "study teach inherit divorce resign argue".split()
)
_OPENING = 4


def hints(docs: Sequence[Doc], found: Sequence[Sequence[Found]]) -> Iterator[tuple[str, Type]]:
    """Yield names with the type that a pronoun, a deed or an apposition gives them."""
    before: Found | None = None
    for doc, several in zip(docs, found, strict=True):
        if before is not None and _opens_with_pronoun(doc):
            yield before.text, Type.PERSON
        heads = [(one, _head(doc, one)) for one in several]
        before = _only_subject(heads)
        for one, head in heads:
            if head is not None and (type_ := _hint(head, one, several)):
                yield one.text, type_
            if head is not None and (type_ := _told_beside(head)) not in {None, Type.PERSON}:
                yield one.text, type_  # what a text says that it is weighs more than its looks


def _opens_with_pronoun(doc: Doc) -> bool:
    return any(one.lower_ in _PRONOUNS for one in doc[:_OPENING])


def _only_subject(heads: Sequence[tuple[Found, Token | None]]) -> Found | None:
    """Return the name that is the subject of the sentence, if no other person is named in it."""
    subjects = [
        one
        for one, head in heads
        if head is not None and head.dep_ in _SUBJECTS and head.head.dep_ == "ROOT"
    ]
    others = [one for one, _ in heads if one.type is Type.PERSON and one not in subjects]
    return subjects[0] if len(subjects) == 1 and not others else None


def _hint(head: Token, one: Found, several: Sequence[Found]) -> Type | None:
    if head.dep_ in _SUBJECTS:
        people = [other for other in several if other.type is Type.PERSON and other is not one]
        later = any(token.lower_ in _PRONOUNS for token in head.doc[head.i + 1 :])
        if head.head.lemma_ in _DEEDS or (later and not people):
            return Type.PERSON
        if one.type is Type.PERSON and _owns_as_a_thing(head):
            return Type.GPE
    return _told_beside(head)


def _told_beside(head: Token) -> Type | None:
    """Read *Łódź, a city in Poland* and *the island of Socotra*."""
    beside = [one for one in head.children if one.dep_ == "appos" and one.i > head.i]
    if head.dep_ == "pobj" and head.head.lower_ == "of":
        beside.append(head.head.head)
    if head.dep_ in _SUBJECTS and head.head.lemma_ == "be":
        beside += [one for one in head.head.children if one.dep_ == "attr"]
    for one in beside:
        lemma = one.lemma_.lower()
        if type_ := _CALLED.get(lemma):
            return type_
        if one.pos_ == "NOUN" and head.dep_ != "pobj" and share(lemma, "person") > 0.8:
            return Type.PERSON
    return None


def _owns_as_a_thing(head: Token) -> bool:
    """Tell whether *its* comes after the subject: *Łódź lost most of its industry*."""
    return any(token.lower_ == "its" for token in head.doc[head.i + 1 :])


#: What a name is of that is said to be one of these.
_CALLED = {
    **dict.fromkeys("city town village country capital municipality island province".split(),
                    Type.GPE),
    **dict.fromkeys("company corporation organisation organization agency charity union".split(),
                    Type.ORG),
    **dict.fromkeys("software program framework library device app website browser".split(),
                    Type.PRODUCT),
    **dict.fromkeys("novel film movie opera poem painting sculpture album musical".split(),
                    Type.WORK),
    "language": Type.PRODUCT, "river": Type.LOC, "mountain": Type.LOC, "lake": Type.LOC,
    "war": Type.EVENT, "battle": Type.EVENT, "festival": Type.EVENT,
}  # fmt: skip


def _head(doc: Doc, one: Found) -> Token | None:
    """Return the word of a name on which the others hang."""
    own = [token for token in doc if one.start <= token.idx < one.end]
    inside = {token.i for token in own}
    return next((token for token in own if token.head.i not in inside or token.head is token), None)
