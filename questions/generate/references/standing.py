"""Standing alone: what can be written for a thing where nothing was said of it before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from questions.generate.english import takes_the
from questions.generate.fact import NAMED, Name
from questions.generate.lexicon import gloss, share
from questions.generate.naming import Naming
from questions.generate.naming.words import without_honours
from questions.generate.reading import Parsed, end_of, span_of
from questions.generate.references.entities import Entity
from questions.generate.references.mentions import PRONOUNS, Referent
from questions.generate.vocabulary import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_LONGEST = 12
#: Classes of which there is one in the world, or of which all are meant: the brain, the whale.
_UNIQUE = frozenset(
    "animal body feeling food motive phenomenon plant process relation shape substance".split()
)
#: Classes of which a text tells which one it means: the agreement, the company.
_PARTICULAR = frozenset(
    "person group act event communication possession location artifact tops time".split()
)
#: Words before a noun that do not tell which one it is.
_VAGUE = frozenset(
    "new old late recent same other previous following different various relevant certain such "
    "first second third last next actual whole entire particular specific easy early high low "
    "good bad large small big many few several two three four five six remaining additional "
    "current present former resulting above said own".split()
)
_CHOOSING = frozenset(
    "first second third last next final only most largest biggest smallest highest lowest oldest "
    "youngest longest best worst main major primary chief sole earliest latest entire whole "
    "general average total maximum minimum".split()
)


@dataclass(frozen=True)
class Words:
    """Writes things so that they stand alone, from all that a stretch says of them."""

    parsed: Sequence[Parsed]
    naming: Naming
    names: Mapping[int, Name]
    articles: Mapping[int, Counter[bool]]

    def of(self, entity: Entity, before: Referent) -> str | None:
        """Return the name of an entity, or a description of it from before *before*."""
        if entity.name is not None:
            return self.named(entity.name)
        for one in entity.mentions:
            earlier = (one.sentence, one.first) < (before.sentence, before.first)
            if earlier and (text := self.described(one)):
                return text
        return None

    def named(self, number: int) -> str | None:
        """Write a name as it is said within a sentence; None for one that several bear."""
        name = self.names[number]
        if name.text in self.naming.shared or name.type not in NAMED:
            return None
        counted = self.articles.get(number, Counter())
        with_the = counted[True] > counted[False] if counted else takes_the(name.text)
        return f"the {name.text}" if with_the and not name.text.startswith("The ") else name.text

    def described(self, one: Referent) -> str | None:
        """Write a description that was told before: *the 2022 unrest in Kazakhstan*, *proteins*."""
        doc = self.parsed[one.sentence].doc
        if one.kind == "group":
            return self._joined(one, doc)
        if one.kind != "nominal" or one.article in {"this", "number", "owner"}:
            return None
        phrase = _phrase(doc[one.head])
        if phrase is None or any(token.lower_ in _POINTING for token in phrase):
            return None
        text = without_honours(phrase.text)
        if one.article == "bare":
            return without_honours(_small(phrase)) if one.plural or is_general(one) else None
        if not self._is_told(phrase, one):
            return None
        return re.sub(r"^(?:[Aa]n?|[Tt]he) ", "the ", text)

    def _joined(self, one: Referent, doc: Doc) -> str | None:
        """Write *Putin and Tokayev* with the full name of each."""
        span = doc[one.first : one.last + 1]
        mentions = [
            mention
            for mention in self.naming.mentions[one.sentence]
            if span.start_char <= mention.start and mention.end <= span.end_char
            and mention.name is not None
        ]  # fmt: skip
        rest = span.text
        for mention in mentions:
            rest = rest.replace(mention.text, "", 1)
        if len(mentions) < 2 or set(re.findall(r"\w+", rest.lower())) - {"and", "the"}:
            return None
        texts = [self.named(mention.name) for mention in mentions if mention.name is not None]
        if not all(texts) or any(text is None for text in texts):
            return None
        listed = [text for text in texts if text]
        return f"{', '.join(listed[:-1])} and {listed[-1]}"

    def _is_told(self, phrase: Span, one: Referent) -> bool:
        """Tell whether a name or a date in the words says which one is meant."""
        start, end = phrase.start_char, phrase.end_char
        return len(phrase) > 2 and any(
            start <= mention.start and mention.end <= end
            for mention in self.naming.mentions[one.sentence]
            if mention.name is not None or (mention.normal and mention.type.value == "date")
        )


_POINTING = PRONOUNS | {
    "this", "that", "these", "those", "another", "other", "such", "same", "i", "my", "we", "our",
    "you", "your", "us", "me", "here", "there", "former", "latter", "one", "ones",
}  # fmt: skip


def words_of(parsed: Sequence[Parsed], naming: Naming) -> Words:
    """Prepare the words of a stretch: how often each name has *the* before it."""
    articles: dict[int, Counter[bool]] = {}
    for sentence, mentions in zip(parsed, naming.mentions, strict=True):
        for one in mentions:
            if one.name is not None and not _is_modifier(sentence.doc, one.end):
                before = sentence.text[: one.start].rstrip().lower()
                lead = re.search(r"(?<!\w)(?:the(?: late| former)?|an?)$", before) is not None
                articles.setdefault(one.name, Counter())[lead] += 1
    names = {one.id: one for one in naming.names}
    return Words(parsed, naming, names, articles)


def _is_modifier(doc: Doc, end: int) -> bool:
    """Tell whether the name only describes a noun: *the* in *the Ford factory* is the factory's."""
    last = next((one for one in doc if end_of(one) == end), None)
    return last is not None and last.dep_ in {"compound", "amod", "nmod", "poss"}


def _phrase(head: Token) -> Span | None:
    """Return the noun with what belongs to it, None where that is long or a clause."""
    last = head
    for child in head.rights:
        if child.dep_ in {"prep", "acl"} and child.right_edge.i - head.left_edge.i < _LONGEST:
            last = child.right_edge
        elif child.dep_ in {"relcl", "appos", "punct", "cc", "conj"} or child.is_punct:
            break
    first = min(
        (one.left_edge.i for one in head.lefts if one.dep_ not in {"cc", "punct", "advmod"}),
        default=head.i,
    )
    phrase = head.doc[first : last.i + 1]
    return phrase if len(phrase) <= _LONGEST and not any(map(_is_comma, phrase)) else None


def _is_comma(token: Token) -> bool:
    return token.text in {",", ";", ":", "(", ")", "—", "–", "“", "”", '"'}


def _small(phrase: Span) -> str:
    """Write the words as they stand within a sentence."""
    text = phrase.text
    first = phrase[0]
    capital = first.pos_ == "PROPN" or first.is_upper or (first.i > 0 and first.is_title)
    return text if capital else text[:1].lower() + text[1:]


def is_general(one: Referent) -> bool:
    """Tell whether a noun without an article means the thing in general: photosynthesis."""
    return not one.plural and one.article == "bare" and share(one.lemma, "person") < 0.3


def stands_alone(one: Referent, doc: Doc, naming: Naming) -> bool:
    """Tell whether *the N* can be understood by somebody who knows nothing of the text."""
    head = doc[one.head]
    if one.lemma in words("stands_alone") or one.narrowed:
        return True
    if any(token.dep_ in {"relcl", "acl", "appos"} or token.like_num for token in head.rights):
        return True
    if _CHOOSING & one.modifiers and head.dep_ != "nsubj":
        return True
    span = span_of(head)
    start, end = span[0].idx, end_of(span)
    return any(
        start <= mention.start < end
        for mention in naming.mentions[one.sentence]
        if mention.name is not None or mention.type.value == "date"
    )


def weight(one: Referent) -> str:
    """Say how much a bare *the N* needs what was said before: none, some, all."""
    known = next(filter(None, (gloss(f"{word} {one.lemma}") for word in sorted(one.modifiers))), "")
    if known and known not in _PARTICULAR:
        return "none"
    known = gloss(one.lemma)
    if one.modifiers - _VAGUE and known not in _PARTICULAR - {"artifact", "location"}:
        return "none"
    if known in _UNIQUE or (one.plural and known not in _PARTICULAR):
        return "none"
    if known in _PARTICULAR or one.lemma in words("needs_antecedent"):
        return "some" if one.modifiers else "all"
    return "some"
