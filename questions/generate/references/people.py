"""Names in a sentence that stands alone: surnames are written out, shared ones are marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from questions.generate.fact import Name, Type
from questions.generate.naming import Naming
from questions.generate.naming.votes import form_of
from questions.generate.naming.words import TITLES
from questions.generate.reading import Doubt, Mention, end_of
from questions.generate.rewriting import Edit

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def full_names(doc: Doc, mentions: tuple[Mention, ...], names: dict[int, Name]) -> Iterator[Edit]:
    """Yield the full name where a person comes first in the sentence by one name alone."""
    told: set[int] = set()
    for one in mentions:
        if one.name is None or one.type is not Type.PERSON or one.name in told:
            continue
        told.add(one.name)
        full = names[one.name].text
        if _NUMBERED.search(full) or _stays(doc.text[: one.start], doc.text[one.end :]):
            continue
        if " " not in one.text and " " in full and not _is_part(doc, one):
            yield Edit(one.start, one.end, full)


def _stays(before: str, after: str) -> bool:
    """Tell whether a name is given or quoted as such, is a role, or has *Mr.* before it."""
    quoted = before[-1:] in {"“", '"', "‘"} and after.lstrip(" ,.")[:1] in {"”", '"', "’"}
    owned = before.lower().endswith("the ") and re.match(r"[’']s? [a-z]", after)
    titled = re.search(r"\b(?:Mr|Mrs|Ms|Miss)\.? $", before)
    given = re.search(r"\b(?:called|named|nicknamed|dubbed|renamed|entitled|titled) $", before)
    role = re.search(r"\bas $", before) and re.match(r"\s*(?:[.,;]|$)", after)
    # Admiral de Grasse: the name is longer than what was taken for it.
    longer = _PARTICLE.search(before)
    # Bernoulli's principle is called so, whoever he was.
    named = re.match(r"[’']s? (?:principle|law|theorem|equations?|formula|disease|syndrome|effect|"
                     r"constant|number|rule|paradox|method|theory)\b", after)  # fmt: skip
    return bool(quoted or owned or titled or given or role or longer or named)


_PARTICLE = re.compile(r"\b(?:de|du|des|da|di|del|della|van|von|der|den|ter|la|le|al|bin|ibn) $")
#: Who has a number has a namesake: his first name alone may mean either.
_NUMBERED = re.compile(r" [IVX]+$")


def shared_names(mentions: tuple[Mention, ...], naming: Naming) -> Iterator[Doubt]:
    """Yield a doubt where several people bear the name that is used."""
    for one in mentions:
        if one.name is not None and form_of(one.text) in naming.shared:
            reason = f"Several people here are called {one.text}."
            yield Doubt(one.start, one.end, "ambiguous-name", reason)


def _is_part(doc: Doc, name: Mention) -> bool:
    """Tell whether the name belongs to a longer one or describes a noun: the Ford factory."""
    own = [one for one in doc if name.start <= one.idx < name.end]
    if not own:
        return True
    before = doc[own[0].i - 1] if own[0].i else None
    longer = before is not None and _continues(before, name)
    return longer or any(
        one.dep_ in {"compound", "nmod"} and one.head.idx >= name.end for one in own
    )


def _continues(before: Token, name: Mention) -> bool:
    close = end_of(before) >= name.start - 1
    titled = before.lower_.rstrip(".") in TITLES or not before.text[:1].isupper()
    return close and before.pos_ == "PROPN" and not titled
