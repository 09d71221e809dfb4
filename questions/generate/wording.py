"""Wording: which words ask for a phrase: who, what, which country, which language, which army."""

from __future__ import annotations

import re
from collections.abc import Sequence

from questions.generate.english import plural
from questions.generate.fact import NAMED, DocumentModel, Fact, Phrase, Type
from questions.generate.hints import is_surely_person, place_class
from questions.generate.lexicon import gazetteer, share


def is_subject_of_text(phrase: Phrase, model: DocumentModel) -> bool:
    """Tell whether a text is about what the phrase names: whoever knows the text would guess it."""
    name = model.name(phrase)
    if name is None:
        return False
    if name.type is not Type.PERSON:
        return model.title.strip() in name.aliases
    return name.text in model.title or name.count * 3 > len(model.sentences) > _MANY


def asking_words(phrase: Phrase, fact: Fact, model: DocumentModel) -> str | None:
    """Return what asks for a phrase of a fact: by its name, its members or its last noun."""
    if _cannot_be_asked(phrase):
        return None
    members = [
        one
        for one in fact.phrases
        if one.type in NAMED and phrase.start <= one.start and one.end <= phrase.end
    ]
    if phrase.name is None and len(members) > 1 and _are_all_named(phrase, members):
        return _several(members, model)
    if phrase.type in {Type.GROUP, Type.LANGUAGE}:
        return _people_or_language(phrase, fact)
    return _of_thing(phrase, members) if phrase.type is Type.THING else who_or_what(phrase, model)


def _cannot_be_asked(phrase: Phrase) -> bool:
    """Tell what no wh-word fits: his father, one of the men, the Katy Trail called a person."""
    if phrase.determiner in _OWNING or phrase.text.startswith(("to ", "one of ", "some of ")):
        return True
    if phrase.type is Type.PERSON:
        return phrase.determiner in {"the", "a", "an"}
    return phrase.type is Type.ORG and phrase.text.split()[-1].islower()


def _people_or_language(phrase: Phrase, fact: Fact) -> str | None:
    spoken = fact.predicate is not None and fact.predicate.lemma in _SPOKEN
    if phrase.type is Type.LANGUAGE or (spoken and not phrase.text.endswith("s")):
        return "which language"
    people = phrase.plural and phrase.text.endswith("s")
    known = gazetteer().place_of(phrase.bare.split()[-1]) is not None
    return "which people" if people and known else None


def _of_thing(phrase: Phrase, members: Sequence[Phrase]) -> str | None:
    """Ask for a noun phrase: by its class, as a person, or with *what*."""
    if (found := _class_asked(phrase, members)) is not None:
        return found
    if members and members[0].start == phrase.start:
        person = members[0].type is Type.PERSON and re.search(r",| and ", phrase.text)
        return "who" if person else None
    if members and members[-1].end == phrase.end and len(phrase.bare.split()) < _SHORT:
        return None  # a name with a word before it: Old Delhi
    if not members and re.search(r"\b[A-Z][a-z]", phrase.bare):
        return None  # a name that nothing tells the type of
    if phrase.gloss == "person":
        return "who" if share(phrase.head, "person") >= _SURELY else None
    return "what"


def _are_all_named(phrase: Phrase, members: Sequence[Phrase]) -> bool:
    rest = phrase.text
    for one in members:
        rest = rest.replace(one.text, "", 1)
    return not set(_WORD.findall(rest.lower())) - {"and", "the", "or"}


def _several(members: Sequence[Phrase], model: DocumentModel) -> str | None:
    """Ask *which countries* for names of one class, *who* for people."""
    asked = {who_or_what(one, model) for one in members}
    only = asked.pop() if len(asked) == 1 else None
    if only == "who":
        return "who"
    return f"which {plural(only.split()[1])}" if only and only.startswith("which ") else None


def _class_asked(phrase: Phrase, members: Sequence[Phrase]) -> str | None:
    """Ask *which army* for the Mexican army, *which family* for the Bernoulli family."""
    words = phrase.bare.split()
    named = any(one.end < phrase.end for one in members)
    named = named or (phrase.gloss == "group" and not phrase.plural)
    if len(words) not in {2, 3} or not named or words[-1] != words[-1].lower():
        return None
    if re.search(r"[’']s?\b", phrase.text):
        return None
    if phrase.determiner not in {"the", ""} or phrase.gloss not in _ASKED_CLASSES:
        return None
    return f"which {words[-1]}"


def who_or_what(phrase: Phrase, model: DocumentModel) -> str | None:
    """Return what asks for a phrase in the place of a subject; None where nothing does well."""
    if phrase.type is Type.PERSON:
        several = phrase.name is None and phrase.plural
        return "who" if several or is_surely_person(phrase, model) else None
    if phrase.type in {Type.GPE, Type.LOC}:
        noun = place_class(phrase.text)
        # Of a name that no list knows it is not sure that it is a place.
        return f"which {_plural(noun, phrase)}" if noun != "place" else None
    if phrase.type is Type.ORG:
        return _organisation(phrase, model)
    if phrase.type is Type.FAC:
        return _building(phrase)
    if phrase.type is Type.THING:
        if phrase.gloss == "person" and share(phrase.head, "person") < _SURELY:
            return None
        return "who" if phrase.gloss == "person" else "what"
    return _NAMED_WORDS.get(phrase.type)


def _organisation(phrase: Phrase, model: DocumentModel) -> str | None:
    """Ask for an organisation only where one of its names says that it is one: not for DNA."""
    name = model.name(phrase)
    told = " ".join((phrase.text, *(name.aliases if name else ())))
    words = set(re.findall(r"[a-z]+", told.lower()))
    return next((f"which {noun}" for noun, signs in _ORGANISATIONS.items() if words & signs), None)


def _building(phrase: Phrase) -> str | None:
    """Ask *which bridge* where the name ends so; what a gorge was taken for is not asked."""
    last = phrase.text.split()[-1].lower()
    return f"which {last}" if last in _BUILDINGS else None


def _plural(noun: str, phrase: Phrase) -> str:
    return plural(noun) if phrase.plural and " and " in phrase.text else noun


_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_OWNING = frozenset({"his", "her", "its", "their"})
_MANY, _SURELY, _SHORT = 10, 0.7, 4
_ASKED_CLASSES = frozenset({"group", "location", "artifact", "act", "event"})
_SPOKEN = frozenset({"speak", "teach", "learn", "study", "write", "translate", "use"})
_ORGANISATIONS = {
    "company": frozenset("company corporation inc corp ltd llc motors airlines bros".split()),
    "institution": frozenset("university college school institute academy museum".split()),
    "organisation": frozenset(
        "organization organisation agency association foundation society union party committee "
        "commission council league bureau ministry department federation alliance bank church "
        "court army navy office administration board guild club group congress senate".split()
    ),
}
_BUILDINGS = frozenset(
    "bridge building tower castle palace cathedral church mosque temple abbey monastery theatre "
    "theater stadium arena hall hotel hospital station airport prison fort library gallery museum "
    "tunnel canal dam road street highway railway park school house market wall gate".split()
)
_NAMED_WORDS = {
    Type.EVENT: "which event", Type.WORK: "what", Type.LANGUAGE: "which language",
    Type.GROUP: "which people", Type.PRODUCT: "what",
}  # fmt: skip
