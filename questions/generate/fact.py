"""The types that all of the generator shares: phrases, facts, names and the document's model.

The way is text → `Parsed` sentences → `Reading`s (references resolved) → `Fact`s → `Draft`s.
Everything here is a frozen value without the parser, so that a kind of question can be tested
with facts written by hand. Places that are called *start* and *end* count code points of the
document's text; a place called *at* counts within `Fact.statement`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Type(StrEnum):
    """What a phrase is; decides the question word, and which phrases may stand in its place."""

    PERSON = "person"
    GROUP = "group"  # a people, faith or party as a name: Kazakhs, Catholics
    ORG = "organisation"
    GPE = "state"  # a country, region or town: what has a government
    LOC = "place"  # a mountain, river, sea, continent
    FAC = "building"
    EVENT = "event"
    WORK = "work"  # a titled book, film, treaty, law
    PRODUCT = "product"
    LANGUAGE = "language"
    DATE = "date"  # a year, day, month or age that can be understood on any later day
    TIME = "time"  # a time of day
    DURATION = "duration"  # thirty years, two hours
    NUMBER = "number"  # a bare number; `Phrase.unit` names what is counted, where it is known
    ORDINAL = "ordinal"
    QUANTITY = "quantity"  # a number with its unit of measure: 30 km
    MONEY = "money"
    PERCENT = "percent"
    TERM = "term"  # what the text defines, or a technical noun phrase
    THING = "thing"  # any other noun phrase
    CLAUSE = "clause"  # a whole subordinate clause, or "to" + verb: causes, purposes, quotations
    QUALITY = "quality"  # an adjective phrase


#: Types of proper names, of which `Phrase.name` may be set.
NAMED = frozenset({
    Type.PERSON, Type.GROUP, Type.ORG, Type.GPE, Type.LOC, Type.FAC, Type.EVENT, Type.WORK,
    Type.PRODUCT, Type.LANGUAGE,
})  # fmt: skip
#: Types that are measured: their `Phrase.normal` is a number or an ISO date when it can be told.
MEASURED = frozenset({
    Type.DATE, Type.TIME, Type.DURATION, Type.NUMBER, Type.ORDINAL, Type.QUANTITY, Type.MONEY,
    Type.PERCENT,
})  # fmt: skip


class Role(StrEnum):
    """What a part of a clause does in it."""

    SUBJECT = "subject"
    OBJECT = "object"
    RECIPIENT = "recipient"  # gave *her* a book; to her when the marker is "to"
    COMPLEMENT = "complement"  # is *the capital*, named *Paris*, made *ill*
    AGENT = "agent"  # by whom, in a passive
    TIME = "time"
    PLACE = "place"
    QUANTITY = "quantity"  # by how much, how far, for how much
    CAUSE = "cause"
    PURPOSE = "purpose"
    MANNER = "manner"  # by doing what, with what
    RESULT = "result"
    OTHER = "other"


class Relation(StrEnum):
    """Which kind of fact it is."""

    EVENT = "event"  # somebody did something, something happened
    STATE = "state"  # it is so, in general or for a time
    IS_A = "is-a"  # subject is a `complement`: class, with or without what sets it apart
    CALLED = "called"  # subject is named `complement`: is called, known as, refers to
    GLOSSARY = "glossary"  # subject (a term) means `complement`, in a list of such entries
    ROLE = "role"  # subject (a person) is the `complement` (office, calling)
    PART_OF = "part-of"
    CONSISTS_OF = "consists-of"  # subject has the `items`
    ACRONYM = "acronym"  # subject (short) stands for `complement` (long)
    COMPARISON = "comparison"
    LIST = "list"  # `items` fill the part `listed` of the clause
    DATED = "dated"  # an event or a state with an absolute date in `time`
    MEASURED = "measured"  # the fact is a number
    CAUSAL = "causal"  # `cause` or `result` is stated
    STATED = "stated"  # a sound sentence whose structure is not trusted: for cloze only


class Modality(StrEnum):
    """How the text stands to the fact. Only FACT may be asserted without its governor."""

    FACT = "fact"
    GENERAL = "general"  # can, may, often, usually: true as written, with that word
    ATTRIBUTED = "attributed"  # somebody said it: `attribution` says who, the statement holds it
    CONDITIONAL = "conditional"  # if, whether: the statement holds the condition
    GOVERNED = "governed"  # tried to, hoped that: true with the words that govern it
    UNCERTAIN = "uncertain"  # could, would, might, perhaps, will: only the whole statement is true


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the text that answer something.

    *text* is what can be read alone: references resolved, as it stands within a sentence (a
    common first word is small), with its article. *said* is what the text says at *start* to
    *end*. *at* is where *text* lies in `Fact.statement`, -1 if it is not there word for word
    (compare without case: it may begin the sentence).
    """

    text: str
    said: str
    start: int
    end: int
    head: str  # lemma of the head noun, in small letters; for a name its text
    type: Type = Type.THING
    plural: bool = False
    name: int | None = None  # `Name.id` when the whole phrase is that name
    normal: str | None = None  # 2013-11-05, 2013-11, 2013, 31, 0.5: comparable value
    unit: str | None = None  # what a number counts, as written: "countries", "km", "US dollars"
    determiner: str = ""  # the, a, an, its, three, … or nothing
    at: int = -1
    core: str = ""  # the phrase without determiner and what follows the head: "strategic partner"
    gloss: str = ""  # lexicographer class of the head: person, group, act, artifact, substance …
    sure: float = 1.0  # 0..1: how sure it is that the words are the whole phrase, of this type

    @property
    def bare(self) -> str:
        """Return the text without its article."""
        words = self.text.split(" ", 1)
        return words[1] if len(words) > 1 and words[0].lower() in _ARTICLES else self.text


@dataclass(frozen=True, slots=True)
class Predicate:
    """The verb group of a clause; `helpers + form` are its words in order, without `not`."""

    lemma: str  # sign; be for a copula
    form: str  # signed
    helpers: tuple[str, ...] = ()  # has been, did, can: as written, in small letters
    tense: str = "past"  # past, present, future (will …); of the first word of the group
    passive: bool = False
    particle: str = ""  # took *over*
    adverb: str = ""  # *officially* signed: stands between helpers and form, or before the form
    plural: bool = False  # the number that the verb has to agree with
    negated: bool = False

    @property
    def copula(self) -> bool:
        return self.lemma == "be" and not self.passive

    @property
    def words(self) -> str:
        """Write the verb group as it was: had officially been signed."""
        return " ".join(one for one in (*self.helpers, self.adverb, self.form) if one)


@dataclass(frozen=True, slots=True)
class Part:
    """One constituent of a clause after (or, fronted, before) its verb.

    *marker* is the preposition or conjunction before the phrase and is no part of it: "in",
    "because of", "in order to". `marker + phrase.text` can be put at the end of a clause.
    """

    role: Role
    phrase: Phrase
    marker: str = ""
    fronted: bool = False

    @property
    def text(self) -> str:
        return f"{self.marker} {self.phrase.text}" if self.marker else self.phrase.text

    @property
    def at(self) -> int:
        """Where the part begins in the statement, with its marker."""
        return self.phrase.at - (len(self.marker) + 1 if self.marker else 0)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the text states.

    *statement* is true by the text and can be read alone: one sentence with capital and full
    stop, references resolved, connectives and notes taken out, attribution and modality kept.
    When *predicate* is set, "lead? subject predicate parts." can be written again in any order
    that keeps the grammar; when it is None only the statement may be used (cloze).
    *phrases* are what can be hidden or asked for in the statement, in its order.
    """

    statement: str
    sentence: int  # index of the sentence in the document
    start: int  # of the whole source sentence, in the document
    end: int
    section: tuple[str, ...] = ()
    relation: Relation = Relation.STATED
    subject: Phrase | None = None
    predicate: Predicate | None = None
    parts: tuple[Part, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    items: tuple[Phrase, ...] = ()  # of a list or a whole: two or more, all that the text names
    listed: Role | None = None  # which part the items fill together
    attribution: str = ""  # "according to the ministry", "Smith said"
    modality: Modality = Modality.FACT
    positive: bool = True
    confidence: float = 1.0  # 0..1: that the structure is right; the statement itself is sound
    after: int = -1  # where in the statement what follows the verb group begins; -1 without one
    doubts: tuple[tuple[str, str], ...] = ()  # (finding name, reason) that the draft must carry
    topic: str = ""  # what has to stand before the statement, so that its *the N* is understood
    past: bool = False  # its main verb tells what happened once, or was so

    def part(self, role: Role) -> Part | None:
        """Return the first part with *role*."""
        return next((one for one in self.parts if one.role is role), None)

    def phrase(self, role: Role) -> Phrase | None:
        if role is Role.SUBJECT:
            return self.subject
        found = self.part(role)
        return found.phrase if found else None

    @property
    def object(self) -> Phrase | None:
        return self.phrase(Role.OBJECT)

    @property
    def complement(self) -> Phrase | None:
        return self.phrase(Role.COMPLEMENT)

    @property
    def agent(self) -> Phrase | None:
        return self.phrase(Role.AGENT)

    @property
    def time(self) -> Phrase | None:
        return self.phrase(Role.TIME)

    @property
    def place(self) -> Phrase | None:
        return self.phrase(Role.PLACE)

    @property
    def quantity(self) -> Phrase | None:
        return self.phrase(Role.QUANTITY)

    @property
    def cause(self) -> Phrase | None:
        return self.phrase(Role.CAUSE)

    @property
    def purpose(self) -> Phrase | None:
        return self.phrase(Role.PURPOSE)

    @property
    def manner(self) -> Phrase | None:
        return self.phrase(Role.MANNER)


@dataclass(frozen=True, slots=True)
class Name:
    """One thing that the document names, under all its names."""

    id: int
    text: str  # the fullest form: Kassym-Jomart Tokayev
    type: Type
    aliases: frozenset[str] = frozenset()  # every form, text included: Tokayev, US, U.S.
    count: int = 1
    first: int = 0  # index of the first sentence that names it
    role: str = ""  # "president of Kazakhstan", when the text says so
    plural: bool = False


@dataclass(frozen=True, slots=True)
class SentenceRecord:
    """A sentence of the document, as selection and coverage need it."""

    index: int
    start: int
    end: int
    section: tuple[str, ...]
    words: int


class Elsewhere(Protocol):
    """What the whole document says, cheaply: for "is this false?" without another parse."""

    def together(self, first: str, second: str) -> bool:
        """Tell whether one sentence of the document holds both; names by any alias."""
        ...

    def count(self, words: str) -> int:
        """Count the sentences of the document that hold *words*."""
        ...


@dataclass(frozen=True, slots=True)
class DocumentModel:
    """What is known about a document when questions are made for one stretch of it.

    *facts* and *sentences* are those of the stretch (some thousand words: all of a short
    document); *names* are those of the stretch with the types of the whole document, and
    *elsewhere* answers for the whole document.
    """

    title: str
    facts: tuple[Fact, ...]
    names: tuple[Name, ...]
    sentences: tuple[SentenceRecord, ...]
    elsewhere: Elsewhere
    seed: int = 0
    text: str = ""  # the whole document
    by_id: Mapping[int, Name] = field(default_factory=dict)
    key_terms: frozenset[str] = frozenset()  # what its author set off, by `key_terms.key_of`

    def name(self, phrase: Phrase) -> Name | None:
        return self.by_id.get(phrase.name) if phrase.name is not None else None

    def of_type(self, type_: Type) -> tuple[Name, ...]:
        return tuple(one for one in self.names if one.type is type_)

    def aliases(self, phrase: Phrase) -> frozenset[str]:
        """Return every form under which the document knows the phrase."""
        name = self.name(phrase)
        return (name.aliases if name else frozenset()) | {phrase.text, phrase.bare}

    def facts_of(self, sentences: Sequence[int]) -> tuple[Fact, ...]:
        wanted = frozenset(sentences)
        return tuple(one for one in self.facts if one.sentence in wanted)


_ARTICLES = frozenset({"the", "a", "an"})
