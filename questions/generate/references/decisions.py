"""Decisions: what is written for each reference, what stays, and what is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from questions.generate.english import possessive
from questions.generate.reading import Doubt, Inner, Open
from questions.generate.references.entities import REACH, Entity
from questions.generate.references.mentions import POSSESSIVE, REFLEXIVE, Referent
from questions.generate.references.pronouns import is_empty
from questions.generate.references.ranking import threshold
from questions.generate.references.resolver import LIKELY, Link
from questions.generate.references.standing import Words, stands_alone, weight
from questions.generate.rewriting import Edit
from questions.generate.vocabulary import words

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(slots=True)
class Decided:
    """What a sentence needs to be understood alone."""

    edits: list[Edit] = field(default_factory=list)
    inner: list[Inner] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    written: list[Link] = field(default_factory=list)  # links that an edit relies on

    def refuse(self, one: Referent, text: str, reason: str) -> None:
        self.open.append(Open(one.start, one.end, f"“{text}” {reason}"))

    def doubt(self, one: Referent, text: str) -> None:
        reason = f"“{text}” may need the text around it to be understood."
        self.doubts.append(Doubt(one.start, one.end, "unresolved-reference", reason))


@dataclass
class Decider:
    """Decides on the links of one sentence, from left to right."""

    words: Words
    doc: Doc
    sentence: int
    decided: Decided = field(default_factory=Decided)
    first: Referent | None = None  # the first mention of the sentence
    _told: dict[int, Referent] = field(default_factory=dict)  # id() of entity → first mention here

    def note(self, one: Referent, entity: Entity) -> None:
        """Remember the first mention of an entity in the sentence."""
        self._told.setdefault(id(entity), one)
        self.first = self.first or one

    def decide(self, link: Link) -> None:
        if link.referent.kind == "pronoun":
            self._pronoun(link)
        else:
            self._definite(link)

    def _pronoun(self, link: Link) -> None:
        one, token = link.referent, self.doc[link.referent.head]
        sure = link.entity is not None and link.sure >= threshold(link.kind)
        inside = link.inside >= threshold(f"{link.kind} inside")
        if one.lemma in REFLEXIVE or (is_empty(token) and not sure and not inside):
            return
        anchor = self._told.get(id(link.entity)) if link.entity else None
        if anchor is not None and (sure or inside):
            self._inner(link, anchor, sure=sure)
        elif inside:
            self._inner(link, self.first or one, sure=False)
        elif not sure or link.rivals:
            self.decided.refuse(one, token.text, "is not certain to mean one thing")
        else:
            self._write(link, token.text)

    def _inner(self, link: Link, anchor: Referent, *, sure: bool) -> None:
        """Leave a reference as it is in the whole sentence."""
        one = link.referent
        text = (self._words(link) or "") if sure else ""
        if anchor.end <= one.start:
            self.decided.inner.append(Inner(one.start, one.end, text, anchor.start, anchor.end))

    def _words(self, link: Link) -> str | None:
        """Return what stands in for a reference: with an ending if it says whose."""
        one = link.referent
        text = self.words.of(link.entity, one) if link.entity else None
        if text is None:
            return None
        owner = one.lemma in POSSESSIVE and one.role == "owner"
        plural = bool(one.plural) and text.endswith("s")
        return possessive(text, plural=plural) if owner else text

    def _write(self, link: Link, said: str) -> None:
        one = link.referent
        text = self._words(link)
        if text is None or self._is_beside(link):
            self.decided.refuse(one, said, "stands for something that cannot be named here")
            return
        self.decided.written.append(link)
        self.decided.edits.append(Edit(one.start, one.end, _cased(text, one, self.doc)))

    def _is_beside(self, link: Link) -> bool:
        """Tell whether the sentence names the thing anyway, later on: *When he died, Bach …*."""
        number = link.entity.name if link.entity else None
        return number is not None and any(
            mention.name == number for mention in self.words.naming.mentions[self.sentence]
        )

    def _definite(self, link: Link) -> None:
        """Decide on *the N* and *this N*: written out, left, doubted or refused."""
        one = link.referent
        said = self.doc[one.first : one.last + 1].text
        sure = link.entity is not None and link.sure >= threshold(link.kind)
        anchor = self._told.get(id(link.entity)) if link.entity else None
        if link.inside >= LIKELY or anchor is not None:
            if one.article == "this":
                self._inner(link, anchor or self.first or one, sure=False)
            return
        if sure and self._replaced(link):
            return
        if one.article == "this":
            self.decided.refuse(one, said, "was introduced earlier in the text")
        elif not stands_alone(one, self.doc, self.words.naming):
            self._bare(link, said)

    def _replaced(self, link: Link) -> bool:
        """Write the name or the description of what *the N* means, if it says more."""
        one = link.referent
        before = link.antecedent
        if before is None or one.sentence - before.sentence > REACH:
            return False
        text = self.words.of(link.entity, one) if link.entity else None
        said = self.doc[one.first : one.last + 1].text
        general = one.lemma in words("stands_alone")
        told = link.entity is not None and (
            link.entity.name is not None or (text and text.startswith("the "))
        )
        if text is None or not told or general or one.narrowed or _tells_less(text, said):
            return False
        if self._is_beside(link) or self._goes_on_so(one, text, said):
            return False
        self.decided.written.append(link)
        self.decided.edits.append(Edit(one.start, one.end, _cased(text, one, self.doc)))
        return True

    def _goes_on_so(self, one: Referent, text: str, said: str) -> bool:
        """Tell whether what would be added stands there anyway: *the group within the Church*."""
        added = text[len(said) :].split()
        after = self.doc.text[one.end :].split()
        return bool(added) and text.lower().startswith(said.lower()) and added[:1] == after[:1]

    def _bare(self, link: Link, said: str) -> None:
        needs = weight(link.referent)
        if needs == "all" or (needs == "some" and link.entity is not None):
            self.decided.refuse(link.referent, said, "was introduced earlier in the text")
        elif needs == "some":
            self.decided.doubt(link.referent, said)


def _tells_less(text: str, said: str) -> bool:
    return len(text) <= len(said) and not any(letter.isupper() for letter in text[4:])


def _cased(text: str, one: Referent, doc: Doc) -> str:
    first = all(token.is_punct or token.is_space for token in doc[: one.first])
    return text[:1].upper() + text[1:] if first else text
