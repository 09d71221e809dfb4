"""Short questions: a clause turned round to ask for one of its parts, to be typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from questions.generate.clozes import root
from questions.generate.draft import Draft, answers_of
from questions.generate.english import ask_other, ask_subject, plural
from questions.generate.fact import (
    NAMED,
    DocumentModel,
    Fact,
    Modality,
    Part,
    Phrase,
    Relation,
    Role,
    Type,
)  # fmt: skip
from questions.generate.hints import is_surely_person, place_class
from questions.generate.variants import variants
from questions.model import Kind

Asking = tuple[str, str] | None
FEWEST, MOST = 5, 28
_LONGEST_ANSWER = 8
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


def shorts(facts: Sequence[Fact], model: DocumentModel) -> Iterator[Draft]:
    """Ask for each part of each plain clause that a question word fits."""
    for fact in facts:
        if fact.predicate is None or not fact.positive or fact.modality not in _ASSERTED:
            continue
        if not _opens_cleanly(fact):
            continue
        for method, phrase, stem in _asked(fact, model):
            if _is_sound(stem, phrase):
                yield _draft(fact, method, phrase, stem, model)


def _asked(fact: Fact, model: DocumentModel) -> Iterator[tuple[str, Phrase, str]]:
    yield from _of_subject(fact, model)
    yield from _of_number(fact)
    for part in fact.parts:
        if not part.fronted or part.role in {Role.TIME, Role.PLACE}:
            yield from _of_part(fact, part, model)


def _draft(fact: Fact, method: str, phrase: Phrase, stem: str, model: DocumentModel) -> Draft:
    return Draft(
        method=f"short-{method}",
        kind=Kind.SHORT,
        facts=(fact,),
        stem=stem,
        answer=phrase,
        answers=answers_of(variants(phrase, model)),
    )


def _opens_cleanly(fact: Fact) -> bool:
    """Tell whether what comes before the subject ends with a comma, or is only a date."""
    first = fact.subject.at if fact.subject is not None else 0
    fronted = [one for one in fact.parts if one.fronted]
    if not fronted or first <= 0:
        return True
    dated = all(one.phrase.type is Type.DATE for one in fronted)
    return dated or fact.statement[:first].rstrip().endswith(",")


def _is_sound(stem: str, phrase: Phrase) -> bool:
    words = _WORD.findall(stem)
    if not FEWEST <= len(words) <= MOST or len(phrase.text.split()) > _LONGEST_ANSWER:
        return False
    if ";" in stem or "—" in stem or "(" in stem:
        return False
    if _is_loose(stem):
        return False
    shown = {root(one) for one in words}
    wanted = [one for one in _WORD.findall(phrase.text) if len(one) > 3 or one[:1].isupper()]
    return not any(root(one) in shown for one in wanted)


def _is_loose(stem: str) -> bool:
    """Tell whether a pronoun of the question has lost, or may have lost, what it stands for."""
    for match in _PRONOUN.finditer(stem):
        before = stem[: match.start()]
        named = any(one[0].isupper() for one in _WORD.findall(before)[1:])
        if not named and match[0].lower() not in _OWNING:
            return True
    return False


def _of_subject(fact: Fact, model: DocumentModel) -> Iterator[tuple[str, Phrase, str]]:
    subject, predicate = fact.subject, fact.predicate
    if subject is None or predicate is None or not _can_be_asked(subject):
        return
    if predicate.copula and fact.relation is Relation.IS_A and not _is_the_only(fact):
        return
    words = who_or_what(subject, model)
    if words is None:
        return
    rest, lead = _around(fact)
    if _POINTS_BACK.search(rest):
        return
    many = words.startswith(("which", "what")) and " " in words and subject.plural
    stem = ask_subject(words, predicate, rest, plural=many, lead=lead)
    yield f"{words.split()[0]}-subject", subject, stem


def _is_the_only(fact: Fact) -> bool:
    """Tell whether *X is the Y* holds of X alone."""
    complement = fact.complement
    return complement is not None and complement.text.startswith("the ")


def _around(fact: Fact, without: Part | None = None) -> tuple[str, str]:
    """Return what follows the verb, and what goes first with a comma, as the statement has it."""
    cut = (without.at, without.phrase.at + len(without.phrase.text)) if without else (-1, -1)
    first = fact.subject.at if fact.subject is not None else 0
    return _slice(fact.statement, fact.after, len(fact.statement), cut), _lead(fact, first, cut)


def _slice(text: str, start: int, end: int, cut: tuple[int, int]) -> str:
    pieces = [text[start : cut[0]], text[cut[1] : end]] if start <= cut[0] else [text[start:end]]
    joined = " ".join(one.strip() for one in pieces if one.strip())
    return re.sub(r"\s+([,.;:])", r"\1", joined).rstrip(" .,;")


def _lead(fact: Fact, first: int, cut: tuple[int, int]) -> str:
    fronted = [one for one in fact.parts if one.fronted]
    if not fronted or (cut[0] >= 0 and cut[0] < first):
        return ""
    return " ".join(one.text for one in fronted)


def _of_part(fact: Fact, part: Part, model: DocumentModel) -> Iterator[tuple[str, Phrase, str]]:
    subject, predicate = fact.subject, fact.predicate
    asked = _words_for(fact, part, model)
    if subject is None or predicate is None or asked is None:
        return
    method, words = asked
    rest, lead = _around(fact, part)
    yield method, part.phrase, ask_other(words, subject.text, predicate, rest, lead=lead)


def _words_for(fact: Fact, part: Part, model: DocumentModel) -> Asking:
    """Return the method and the words that ask for a part; None where it is not asked for."""
    rule = _RULES.get(part.role)
    return rule(fact, part, model) if rule is not None else None


def _time(fact: Fact, part: Part, model: DocumentModel) -> Asking:
    phrase, marker = part.phrase, part.marker.lower()
    if phrase.type is Type.DATE and marker in {"in", "on", "", "at"}:
        year = re.fullmatch(r"\d{4}", phrase.text)
        return ("when", "in what year") if year else ("when", "when")
    if phrase.type is Type.DATE and marker in {"since", "until"}:
        return "when", f"{marker} when"
    if phrase.type is Type.DURATION and marker == "for":
        return "how-long", "for how long"
    return None


def _place(fact: Fact, part: Part, model: DocumentModel) -> Asking:
    phrase, marker = part.phrase, part.marker.lower()
    lemma = fact.predicate.lemma if fact.predicate else ""
    if phrase.type not in NAMED or marker not in {"in", "at", "on", "to", "from", "near"}:
        return None
    if marker in {"to", "from"} and lemma not in _MOVING:
        return None
    noun = place_class(phrase.text)
    if noun in {"country", "city", "US state", "continent"}:
        return "where", f"{marker} which {noun}"
    return ("where", "where") if marker in {"in", "at", "on"} else None


def _agent(fact: Fact, part: Part, model: DocumentModel) -> Asking:
    words = who_or_what(part.phrase, model)
    if words is None:
        return None
    return "agent", f"by {'whom' if words == 'who' else words}"


def _object(fact: Fact, part: Part, model: DocumentModel) -> Asking:
    predicate = fact.predicate
    if not _can_be_asked(part.phrase) or predicate is None or predicate.lemma in _LIGHT:
        return None
    words = who_or_what(part.phrase, model)
    if words is None or part.marker:
        return None
    return f"{words.split()[0]}-object", "whom" if words == "who" else words


def _complement(fact: Fact, part: Part, model: DocumentModel) -> Asking:
    subject, predicate = fact.subject, fact.predicate
    if subject is None or predicate is None or part.phrase.type is Type.QUALITY:
        return None
    if predicate.copula and fact.relation in {Relation.IS_A, Relation.ROLE}:
        return None
    if fact.relation is Relation.CALLED:
        return "called", "what"
    return ("become", "what") if predicate.lemma == "become" else None


def _other(fact: Fact, part: Part, model: DocumentModel) -> Asking:
    """Ask *with whom*, *to which country*, where the phrase is a name."""
    phrase, marker = part.phrase, part.marker.lower()
    if phrase.type not in NAMED or marker not in _ASKED_MARKERS:
        return None
    words = who_or_what(phrase, model)
    if words is None:
        return None
    return "other", f"{marker} {'whom' if words == 'who' else words}"


def _of_number(fact: Fact) -> Iterator[tuple[str, Phrase, str]]:
    """Ask *how many* of the subject or the object that begins with a number."""
    subject, predicate = fact.subject, fact.predicate
    if subject is None or predicate is None:
        return
    if (found := _counted(subject, fact)) is not None:
        rest, lead = _around(fact)
        yield "how-many", found[0], ask_subject(found[1], predicate, rest, plural=True, lead=lead)
    for part in fact.parts:
        counted = (
            _counted(part.phrase, fact) if part.role in _COUNTED and not part.fronted else None
        )
        if counted is not None and not part.marker:
            rest, lead = _around(fact, part)
            stem = ask_other(counted[1], subject.text, predicate, rest, lead=lead)
            yield "how-many", counted[0], stem


def _counted(phrase: Phrase, fact: Fact) -> tuple[Phrase, str] | None:
    """Return the number at the head of a phrase and *how many* with what it counts."""
    number = next(
        (
            one
            for one in fact.phrases
            if one.type is Type.NUMBER and one.at == phrase.at and one.end < phrase.end
        ),
        None,
    )
    if number is None or not phrase.plural or number.text.lower() in {"one", "1"}:
        return None
    rest = phrase.text[len(number.text) :].strip()
    if not rest or "," in rest:
        return None
    return number, f"how many {rest}"


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
        return _organisation(phrase)
    if phrase.type is Type.THING:
        return "who" if phrase.gloss == "person" else "what"
    return _NAMED_WORDS.get(phrase.type)


def _organisation(phrase: Phrase) -> str | None:
    """Ask for an organisation only where its name says that it is one."""
    words = set(re.findall(r"[a-z]+", phrase.text.lower()))
    for noun, signs in _ORGANISATIONS.items():
        if words & signs:
            return f"which {noun}"
    return "which organisation" if re.fullmatch(r"[A-Z]{2,6}", phrase.bare) else None


def _plural(noun: str, phrase: Phrase) -> str:
    return plural(noun) if phrase.plural and " and " in phrase.text else noun


def _can_be_asked(phrase: Phrase) -> bool:
    """Tell whether the phrase is an answer worth typing: a name, or a noun that tells something."""
    if phrase.type in NAMED:
        return True
    if phrase.type is not Type.THING:
        return False
    words = phrase.bare.split()
    return len(words) > 1 and phrase.determiner not in {"a", "an", "some", "many", "several"}


#: What the text asserts, or ascribes in words that the question keeps.
_ASSERTED = frozenset({Modality.FACT, Modality.GENERAL, Modality.ATTRIBUTED})
_PRONOUN = re.compile(
    r"\b(?:he|him|his|himself|she|her|hers|it|its|itself|they|them|their|themselves)\b", re.I
)
#: What may mean the subject that is asked for; *his* and *her own* still do in the question.
_POINTS_BACK = re.compile(
    r"\b(?:he|him|she|they|them|it|her(?=[.,;?]|$| (?:to|in|at|on|with|and|from|for|as|by)\b))\b"
)
_OWNING = frozenset({"his", "her", "its", "their", "himself", "herself", "itself", "themselves"})
_COUNTED = frozenset({Role.OBJECT, Role.COMPLEMENT})
_MOVING = frozenset({
    "go", "move", "travel", "return", "flee", "come", "send", "emigrate", "immigrate", "migrate",
    "sail", "fly", "march", "retreat", "escape", "relocate", "transfer", "bring", "take", "lead",
    "arrive", "depart", "withdraw", "deport", "exile", "ship", "export", "import", "spread",
})  # fmt: skip
_ASKED_MARKERS = frozenset({"to", "with", "from", "for", "against", "under", "by", "through"})
_LIGHT = frozenset({"have", "make", "do", "take", "include", "get", "be", "contain", "involve"})
_RULES: dict[Role, Callable[[Fact, Part, DocumentModel], Asking]] = {
    Role.TIME: _time, Role.PLACE: _place, Role.AGENT: _agent, Role.OBJECT: _object,
    Role.COMPLEMENT: _complement, Role.OTHER: _other,
    Role.RECIPIENT: _other,
}  # fmt: skip
_ORGANISATIONS = {
    "company": frozenset("company corporation inc corp ltd llc motors airlines bros".split()),
    "institution": frozenset("university college school institute academy museum".split()),
    "organisation": frozenset(
        "organization organisation agency association foundation society union party committee "
        "commission council league bureau ministry department federation alliance bank church "
        "court army navy office administration board guild club group congress senate".split()
    ),
}
_NAMED_WORDS = {
    Type.EVENT: "which event", Type.WORK: "what", Type.LANGUAGE: "which language",
    Type.GROUP: "which people", Type.PRODUCT: "what", Type.FAC: "which building",
}  # fmt: skip
