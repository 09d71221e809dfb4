"""Short questions: a clause turned round to ask for one of its parts, to be typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from questions.generate.clozes import root
from questions.generate.draft import Draft, answers_of
from questions.generate.english import ask_other, ask_subject, is_plural
from questions.generate.fact import (
    MEASURED,
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
from questions.generate.hints import place_class
from questions.generate.hollow import says_little
from questions.generate.variants import variants
from questions.generate.wording import asking_words, is_subject_of_text
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


def _asked(told: Fact, model: DocumentModel) -> Iterator[tuple[str, Phrase, str]]:
    fact = _with_plain_lead(told)
    if fact is None:
        return
    yield from _of_subject(fact, model)
    yield from _of_number(fact)
    for part in fact.parts:
        if not part.fronted or part.role in {Role.TIME, Role.PLACE}:
            yield from _of_part(fact, part, model)


def _with_plain_lead(fact: Fact) -> Fact | None:
    """Take an adverb from the front: *Basically,* says nothing, *often* goes to the verb.

    None where what stands before the subject tells of the subject itself: *Originally from Rome,*.
    """
    fronted = [one for one in fact.parts if one.fronted]
    if any(re.match(r"\w+ly \w", one.marker) for one in fronted):
        return None
    odd = [
        one
        for one in fronted
        if not one.marker
        and one.phrase.type not in MEASURED
        and one.phrase.text.split()[0].lower() not in _PREPOSITIONS
    ]
    if not odd or fact.predicate is None:
        return fact
    word = odd[0].phrase.text.lower()
    if len(odd) > 1 or " " in word or word not in _COMMENTS | _FREQUENCIES:
        return fact if odd[0].phrase.type is Type.CLAUSE and odd[0].marker else None
    parts = tuple(one for one in fact.parts if one is not odd[0])
    if word in _COMMENTS or fact.predicate.adverb:
        return replace(fact, parts=parts)
    return replace(fact, parts=parts, predicate=replace(fact.predicate, adverb=word))


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
    if ";" in stem or "—" in f"{stem}{phrase.text}" or "(" in stem:
        return False
    if _is_loose(stem):
        return False
    asked = _CLASS_ASKED.search(stem)
    shown = {root(one) for one in words if asked is None or one != asked[1]}
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
    words = asking_words(subject, fact, model)
    if words is None or is_subject_of_text(subject, model):
        return
    rest, lead = _around(fact)
    if _POINTS_BACK.search(rest) or (predicate.copula and _CLAUSE.match(rest)):
        return
    many = (
        words.startswith(("which", "what")) and " " in words and is_plural(words.split(" ", 1)[1])
    )
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
    return ", ".join(one.text.rstrip(",") for one in fronted)


def _of_part(fact: Fact, part: Part, model: DocumentModel) -> Iterator[tuple[str, Phrase, str]]:
    subject, predicate = fact.subject, fact.predicate
    asked = _words_for(fact, part, model)
    if subject is None or predicate is None or asked is None:
        return
    if subject.text.lower() in _PRONOUNS or _tears(fact, part):
        return
    method, words = asked
    rest, lead = _around(fact, part)
    yield method, part.phrase, ask_other(words, subject.text, predicate, rest, lead=lead)


def _tears(fact: Fact, part: Part) -> bool:
    """Tell whether what goes on behind the part would hang in the air without it."""
    after = fact.statement[part.phrase.at + len(part.phrase.text) :]
    if not part.fronted and re.match(r",| and | or ", after):
        return True
    core = part.role in {Role.OBJECT, Role.COMPLEMENT} and part.phrase.gloss != "person"
    return core and re.match(r" to [a-z]", after) is not None


def _words_for(fact: Fact, part: Part, model: DocumentModel) -> Asking:
    """Return the method and the words that ask for a part; None where it is not asked for."""
    rule = _RULES.get(part.role)
    return rule(fact, part, model) if rule is not None else None


def _time(fact: Fact, part: Part, model: DocumentModel) -> Asking:
    phrase, marker = part.phrase, part.marker.lower()
    if _is_where_it_began(phrase, fact.statement):
        return None
    if phrase.type is Type.DATE and marker in {"in", "on", "", "at"}:
        year = re.fullmatch(r"\d{4}", phrase.text)
        return ("when", "in what year") if year else ("when", "when")
    if phrase.type is Type.DATE and marker in {"since", "until"}:
        return "when", f"{marker} when"
    if phrase.type is Type.DURATION and marker == "for" and " from " not in fact.statement:
        return "how-long", "for how long"
    return None


def _is_where_it_began(phrase: Phrase, statement: str) -> bool:
    """Tell the first time of two: it rose from 38 in 1917 to 83 in 1919."""
    before, after = statement[: phrase.at], statement[phrase.at + len(phrase.text) :]
    return re.search(r"\bfrom\b", before) is not None and re.search(r"\bto\b", after) is not None


def _place(fact: Fact, part: Part, model: DocumentModel) -> Asking:
    phrase, marker = part.phrase, part.marker.lower()
    lemma = fact.predicate.lemma if fact.predicate else ""
    if phrase.type not in NAMED or marker not in {"in", "at", "on", "to", "from", "near"}:
        return None
    if marker in {"to", "from"} and lemma not in _MOVING:
        return None
    if sum(1 for one in fact.parts if one.role is Role.PLACE) > 1:
        return None  # in which country was he born in Leipzig
    noun = place_class(phrase.text)
    if noun in {"country", "city", "US state", "continent"}:
        return "where", f"{marker} which {noun}"
    sure = phrase.type is not Type.GPE or " " in phrase.text or fact.relation is Relation.EVENT
    return ("where", "where") if marker in {"in", "at", "on"} and sure else None


def _agent(fact: Fact, part: Part, model: DocumentModel) -> Asking:
    words = asking_words(part.phrase, fact, model)
    if words is None or (words == "what" and part.phrase.gloss in {"group", "person"}):
        return None
    return "agent", f"by {'whom' if words == 'who' else words}"


def _object(fact: Fact, part: Part, model: DocumentModel) -> Asking:
    predicate = fact.predicate
    if not _can_be_asked(part.phrase) or predicate is None or predicate.lemma in _LIGHT:
        return None
    words = asking_words(part.phrase, fact, model)
    if words is None or part.marker or not _has_context(fact, part):
        return None
    return f"{words.split()[0]}-object", "whom" if words == "who" else words


def _has_context(fact: Fact, asked: Part) -> bool:
    """Tell whether more than the subject and its verb is left: *What did Bach visit?* is little."""
    others = [one for one in fact.parts if one is not asked]
    subject = fact.subject
    return bool(others) or (subject is not None and len(subject.text.split()) > 2)


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
    words = asking_words(phrase, fact, model)
    if words is None or (marker == "to" and " from " in fact.statement):
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
    if not rest or "," in rest or _PLACED.search(rest):
        return None
    return number, f"how many {rest}"


def _can_be_asked(phrase: Phrase) -> bool:
    """Tell whether the phrase is an answer worth typing: a name, or a noun that tells something."""
    if phrase.type in NAMED:
        return True
    if phrase.type is not Type.THING:
        return False
    words = phrase.bare.split()
    counted = phrase.determiner in {"a", "an", "some", "many", "several"}
    return len(words) > 1 and not counted and not says_little(phrase)


_CLASS_ASKED = re.compile(r"\b[Ww]hich ([a-z-]+)\b")
_COMMENTS = frozenset({
    "basically", "surprisingly", "interestingly", "significantly", "essentially", "notably",
    "unfortunately", "fortunately", "importantly", "remarkably", "ultimately", "similarly",
    "additionally", "indeed", "typically", "moreover", "finally", "eventually", "initially",
})  # fmt: skip
_PRONOUNS = frozenset({"it", "they", "he", "she", "this", "that", "these", "those"})
_PLACED = re.compile(r" (?:north|south|east|west|from|to|in|at|on|by|who|that|which)\b")
_CLAUSE = re.compile(r"(?:how|why|what|that|because|when|where|whether)\b")
_PREPOSITIONS = frozenset(
    "with in at on by after before during despite for from under as like since upon following "
    "through within among between until because when while although throughout of to against "
    "without according due thanks".split()
)
_FREQUENCIES = frozenset({"often", "sometimes", "usually", "generally", "frequently", "rarely"})
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
