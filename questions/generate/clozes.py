"""Clozes: a statement with one phrase of it hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from questions.generate.anchors import is_people
from questions.generate.definitions import defined
from questions.generate.draft import Draft, answers_of
from questions.generate.english.capitals import capitals_inside
from questions.generate.fact import MEASURED, NAMED, DocumentModel, Fact, Phrase, Type
from questions.generate.hints import hint_for
from questions.generate.hollow import is_half, is_hollow, plain_class, vagueness
from questions.generate.key_terms import key_of, narrowed
from questions.generate.variants import variants
from questions.generate.vocabulary import words
from questions.model import Finding, Kind

_LONGEST = 8  # words of what is to be typed
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


def clozes(facts: Sequence[Fact], model: DocumentModel) -> Iterator[Draft]:
    """Hide each phrase of each sentence once, in the statement that tells it best."""
    for several in _by_sentence(facts).values():
        for fact, phrase in _best_statements(several, model.key_terms):
            yield _cloze(fact, phrase, model)


def _by_sentence(facts: Iterable[Fact]) -> dict[int, list[Fact]]:
    found: dict[int, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.sentence, []).append(fact)
    return found


def _best_statements(
    facts: Sequence[Fact], key_terms: frozenset[str]
) -> Iterator[tuple[Fact, Phrase]]:
    best: dict[tuple[int, int], tuple[float, Fact, Phrase]] = {}
    for fact in facts:
        for whole in fact.phrases:
            phrase = hideable(_termed(narrowed(whole, key_terms), fact), fact)
            if phrase is None:
                continue
            place = (phrase.start, phrase.end)
            ease = _ease(fact, phrase)
            if place not in best or ease > best[place][0]:
                best[place] = (ease, fact, phrase)
    for _, fact, phrase in best.values():
        yield fact, phrase


def _ease(fact: Fact, phrase: Phrase) -> float:
    """Prefer the statement that holds what is needed and no more, and whose clause is trusted."""
    length = len(_WORD.findall(fact.statement)) - len(phrase.text.split())
    missing = max(0, 9 - length) * 0.06
    return fact.confidence - missing - max(0, length - 16) * 0.015


def _termed(phrase: Phrase, fact: Fact) -> Phrase:
    """Call the phrase that the fact defines a term."""
    found = defined(fact)
    if found is None or phrase.end != found[0].end or phrase.type in NAMED:
        return phrase
    return replace(phrase, type=Type.TERM)


def hideable(phrase: Phrase, fact: Fact) -> Phrase | None:
    """Return the phrase if it can be blanked: whole, and not told again by the rest."""
    count = len(phrase.text.split())
    if phrase.at < 0 or not 0 < count <= _LONGEST or phrase.type is Type.ORDINAL:
        return None
    if phrase.type is Type.NUMBER and phrase.text.lower() in {"one", "1"}:
        return None
    if any(one in fact.statement for one in ("{{", "}}", "::")) or is_cut_off(phrase, fact):
        return None
    if is_hollow(phrase, fact) or _is_spelled_out(phrase, fact.statement):
        return None
    shown = (
        fact.topic
        + " "
        + fact.statement[: phrase.at]
        + " "
        + fact.statement[phrase.at + len(phrase.text) :]
    )
    left = _WORD.findall(shown)
    if len(left) < 3 or count > len(left):
        return None
    told = _told(shown, phrase.text)
    if not any(told):
        return phrase
    return phrase if not told[-1] and phrase.type is Type.THING else None


def _is_spelled_out(phrase: Phrase, statement: str) -> bool:
    """Tell whether the blank is the short form, in brackets, of the words right before it."""
    before, after = statement[: phrase.at], statement[phrase.at + len(phrase.text) :]
    letters = "".join(re.findall(r"\w", phrase.text.removesuffix("s"))).casefold()
    if not _SHORT.fullmatch(phrase.text) or not (before.endswith("(") and after.startswith(")")):
        return False
    words = before[:-1].casefold().split()[-len(letters) - 2 :]
    return any(
        words[at].lstrip('“"')[:1] == letters[0] and _has_in_order(" ".join(words[at:]), letters)
        for at in range(len(words))
    )


def _has_in_order(text: str, letters: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _is_speaker(phrase: Phrase, fact: Fact) -> bool:
    """Tell whether the name only says who said it: many could have."""
    before = fact.statement[: phrase.at]
    after = fact.statement[phrase.at + len(phrase.text) :]
    return bool(_SAID_AFTER.match(after) or _SAID_BEFORE.search(before))


def is_cut_off(phrase: Phrase, fact: Fact) -> bool:
    """Tell whether the words around show that a name or a number goes on."""
    before = fact.statement[: phrase.at]
    after = fact.statement[phrase.at + len(phrase.text) :]
    if _TOUCHES_LEFT.search(before) or _TOUCHES_RIGHT.match(after):
        return True
    if phrase.text.split()[-1][:1].isupper() and _CAPITAL_RIGHT.match(after):
        return True
    if _YEAR_BEFORE_NAME.match(phrase.text) or _INITIAL.fullmatch(phrase.text):
        return True
    if _SECRETARY.search(before) and _OF_AN_OFFICER.match(phrase.text):
        return True
    if _is_torn_quotation(phrase, fact.statement):
        return True
    if " " in phrase.text and _LETS.search(before) and _OBJECT.match(after):
        return True
    return phrase.text[:1].isupper() and _is_half_a_name(phrase, before, after)


def _is_torn_quotation(phrase: Phrase, statement: str) -> bool:
    """Tell whether the blank leaves a part of what is quoted as one term: “hot Jupiters”."""
    end = phrase.at + len(phrase.text)
    return any(
        one.start() < phrase.at
        and end < one.end()
        and len(one[1].split()) <= _LONGEST_QUOTED
        and one[1].strip(" ,.") != phrase.text
        for one in _QUOTED.finditer(statement)
    )


def _is_half_a_name(phrase: Phrase, before: str, after: str) -> bool:
    """Tell of words in capitals whether they are part of a longer name: Computational Linguistics
    in the Association for Computational Linguistics, State Route in State Route 41."""
    named = phrase.type in NAMED
    if named and _NAME_GOES_ON.search(before) and not _OF_AN_OFFICE.search(before):
        return True
    if _JOINED_LEFT.search(before) or _is_numbered(phrase, after):
        return True
    if " " in phrase.text and _HALF_LEFT.search(before):
        return True
    if _PAIR_LEFT.search(before) and phrase.text.endswith("s") and " " in phrase.text:
        return True
    left = _CAPITAL_LEFT.search(before)
    if left and not _is_apart(left[1], before[: left.start()].strip() == "", phrase):
        return True
    if not named:
        return False
    return bool(_CAPITAL_RIGHT.match(after) or _OWNED_NAME.match(after)) or (
        phrase.type is not Type.PERSON and _OF_THE_RIGHT.match(after) is not None
    )


def _is_numbered(phrase: Phrase, after: str) -> bool:
    if _IS_NUMBERED.search(phrase.text):
        return re.match(r" \d", after) is not None
    return phrase.type in NAMED and _NUMBER_RIGHT.match(after) is not None


def _is_apart(left: str, opens: bool, phrase: Phrase) -> bool:
    """Tell whether a word in capitals stands before a name without being part of it."""
    if left.lower().rstrip(".") in titles():
        return phrase.type is Type.PERSON and not _LINKED.search(phrase.text)
    return opens and (left.lower() in _OPENING or left.endswith(("ing", "ed", "ly")))


@cache
def titles() -> frozenset[str]:
    return words("person_titles") - {"saint", "st"} | {"tsar", "author", "actor", "actress"}


def _told(shown: str, answer: str) -> list[bool]:
    """Tell of each main word of the answer whether what is shown says it."""
    known = {root(one) for one in _WORD.findall(shown)}
    wanted = [one for one in _WORD.findall(answer) if len(one) > 3 or one[:1].isupper()]
    wanted = [one for one in wanted if one.lower() not in _SMALL] or _WORD.findall(answer)
    return [root(one) in known for one in wanted]


def root(word: str) -> str:
    """Cut a word so that Kazakh and Kazakhstan, treaty and treaties are the same."""
    small = re.sub(r"[’']s?$", "", word.lower())
    return small[:6] if len(small) > 6 else small.removesuffix("s")


def _cloze(fact: Fact, phrase: Phrase, model: DocumentModel) -> Draft:
    end = phrase.at + len(phrase.text)
    written = fact.statement[phrase.at : end]
    hint = hint_for(phrase, model)
    mark = f"{{{{c1::{written}{f'::{hint}' if hint else ''}}}}}"
    stem = f"{fact.statement[: phrase.at]}{mark}{fact.statement[end:]}"
    more = [one for one in variants(phrase, model) if one != written]
    return Draft(
        method=f"cloze-{method_of(phrase, fact, model)}",
        kind=Kind.CLOZE,
        facts=(fact,),
        stem=stem,
        answer=phrase,
        answers=answers_of(more),
        doubts=_doubts(phrase, fact),
    )


def _doubts(phrase: Phrase, fact: Fact) -> tuple[Finding, ...]:
    """Doubt a blank that takes many wordings: a clause, a speaker, one of several plain nouns."""
    if _COUNTS_ONLY.search(fact.statement) and phrase.type is not Type.NUMBER:
        return (Finding(name=_CONTEXT, reason="It counts what is named elsewhere in the text."),)
    if phrase.type in NAMED and _is_speaker(phrase, fact):
        return (Finding(name=_WIDE, reason="Many people could have said it."),)
    if " " in phrase.text and _GRADED.search(fact.statement[: phrase.at]):
        return (Finding(name=_WIDE, reason="The word before it belongs to what is hidden."),)
    if phrase.type is Type.CLAUSE and len(phrase.text.split()) > 1:
        return (Finding(name=_WIDE, reason="Whoever knows it may say it in other words."),)
    if (why := vagueness(phrase, fact)) is not None:
        return (Finding(name=_WIDE, reason=why),)
    if is_half(phrase, fact):
        why = "It is one of several things that are named together, and others would fit as well."
        return (Finding(name=_WIDE, reason=why),)
    return ()


_WIDE, _CONTEXT = "wide-blank", "needs-context"
#: The lymphatic system contains two types of tissue: which two would be worth asking.
_COUNTS_ONLY = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|several|many|various|different) "
    r"(?:[a-z-]+ )?(?:types|kinds|groups|categories|forms|classes|parts|ways|stages|phases|reasons|"
    r"factors|components|steps|elements|aspects|functions|levels|causes|uses|advantages|effects|"
    r"disadvantages|benefits|purposes|properties|characteristics|features|sources|symptoms|methods|"
    r"applications|examples|varieties|theories|roles)(?: of [\w -]+)?\.$"
)


def method_of(phrase: Phrase, fact: Fact, model: DocumentModel) -> str:
    """Name the class of the answer, by which clozes are switched on and off."""
    if phrase.type not in MEASURED and key_of(phrase.text) in model.key_terms:
        return "key-term"
    if phrase.type in NAMED:
        return "people" if is_people(phrase.text) else "name"
    if phrase.type in {Type.DATE, Type.TIME, Type.DURATION}:
        return "date"
    if phrase.type in {Type.NUMBER, Type.QUANTITY, Type.MONEY, Type.PERCENT}:
        return "number"
    if phrase.type is Type.TERM:
        return "term"
    if phrase.type is Type.CLAUSE:
        return "clause"
    if " " not in phrase.text and (plain := plain_class(phrase.head)):
        return plain
    # Where somebody is named, the name is what a learner expects to be asked for.
    shown = f"{fact.statement[: phrase.at]} _ {fact.statement[phrase.at + len(phrase.text) :]}"
    return "beside" if capitals_inside(shown) else "thing"


#: Six-time, 5½, $25: the words go on without a space; what is led or made by a name does not.
_TOUCHES_LEFT = re.compile(
    r"[\w$€£¥½¼-]$|\b(?:Op|No|Nos|Vol|Fig|Ch|Sec|Art|Eq|Tab|pp?|Mr|Mrs|Dr|St)\.? $"
)
_TOUCHES_RIGHT = re.compile(
    r"[\w½¼°]|\. ?[\da-z]|[-–](?!(?:led|based|born|backed|made|owned|style)\b)"
)
_CAPITAL_LEFT = re.compile(r"\b([A-Z][\w.’'-]*) $")
_CAPITAL_RIGHT = re.compile(
    r" (?:(?:of|for|on|de|ibn|bin|von|the) )?[A-Z](?:[a-z]|[IVX]*\b)| and [A-Z][a-z]"
)
#: Flight of the Phoenix, Battle of Hastings: the blank would be half a title.
_NAME_GOES_ON = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+ (?:of|to|for|on)(?: the)? $")
_OF_AN_OFFICE = re.compile(
    r"\b(?:King|Queen|Emperor|Empress|President|Prince|Princess|Duke|Count|Earl|Bishop|Archbishop|"
    r"Secretary|Minister|Governor|Mayor|Head|Chief|Director|Professor|Lord|Tsar|Sultan|Pope|Chair|"
    r"Fellow|Member|Patriarch|Bachelor|Master|Doctor|Ambassador|[A-Z][a-z]+s) (?:of|to|for|on)"
    r"(?: the)? $"
)
#: Coahuila y Texas, Muhammad ibn Zakarīya, Escola do Cérebro.
_JOINED_LEFT = re.compile(r"[A-Z][\w’'-]+ (?:y|do|da|du|del|della|ibn|bin|von|van|al) $")
#: State Route 41, Factor 1; what is counted after a name (In Paris 400 people) is another thing.
_NUMBER_RIGHT = re.compile(r" \d+(?![\w,.]*\d)(?! [a-z])")
_IS_NUMBERED = re.compile(
    r"\b(?:Route|Highway|Interstate|Road|Article|Section|Factor|Flight|Line|Unit|Resolution|Phase|"
    r"Channel|Gate|Room|Division|Regiment|Type|Apollo|Psalm|War|Act|Level|Stage|Group)$"
)
_LINKED = re.compile(r" (?:of|on|for|and|to) ")
#: The Salt and Verde Rivers: the last word is both rivers'.
_PAIR_LEFT = re.compile(r"[A-Z][\w’'-]+ and (?:the )?$")
#: The Elementary and Secondary Education Act: one word of a name, and the rest.
_HALF_LEFT = re.compile(r"\b[Tt]he [A-Z][\w’'-]+ and $")
#: A freely mobile joint, the most common joints: the word belongs to what is hidden.
_GRADED = re.compile(r"\b(?:most|more|less|least|very|highly|\w{4,}ly) $")
_OF_THE_RIGHT = re.compile(r" (?:of|for) the [A-Z][a-z]")
_SHORT = re.compile(r"[A-Z][\w-]*[A-Z0-9]s?")
#: The P. of P. aeruginosa.
_INITIAL = re.compile(r"[A-Z][a-z]?\.")
#: Secretary of State Clay: the office and who held it.
_SECRETARY = re.compile(r"\b(?:Secretary|Minister|Department) of (?:the )?$")
_OF_AN_OFFICER = re.compile(r"(?:State|War|Defen[cs]e|Treasury|Commerce|Labor|Education) [A-Z]")
_QUOTED = re.compile(r"“([^“”]+)”")
_LONGEST_QUOTED = 4
_YEAR_BEFORE_NAME = re.compile(r"1\d{3} [A-Z]|20\d\d [A-Z]")
#: Smell lets an animal sense the presence of food: the last word was the verb.
_LETS = re.compile(r"\b(?:let|lets|letting|help|helps|helped|helping) (?:\w+ )?$")
_OBJECT = re.compile(r" (?:an?|the|its|their|his|her|this|these) ")
_OWNED_NAME = re.compile(r"['’]s [A-Z]")
#: What begins a sentence before a name without belonging to it.
_OPENING = frozenset({
    "a", "after", "again", "all", "also", "although", "among", "an", "and", "are", "around", "as",
    "at", "because", "before", "between", "both", "but", "by", "despite", "did", "does", "during",
    "each", "even", "every", "for", "former", "from", "her", "here", "his", "how", "however", "if",
    "in", "inside", "into", "is", "its", "later", "like", "many", "most", "near", "nearby", "no",
    "nor", "not", "of", "off", "on", "once", "only", "or", "our", "outside", "over", "president",
    "since", "so", "some", "than", "that", "the", "their", "then", "these", "this", "those",
    "though", "through", "to", "today", "together", "toward", "towards", "under", "unlike",
    "until", "upon", "was", "were", "what", "when", "where", "which", "while", "who", "why",
    "with", "within", "without", "yet",
})  # fmt: skip
_SAID = (
    r"(?:said|says|stated|explained|observed|noted|added|commented|remarked|claimed|reported|"
    r"argued|insisted|told|expressed|recalled|replied|acknowledged|admitted|suggested|believes?|"
    r"thinks?|wrote that)"
)
_SAID_AFTER = re.compile(rf"(?:, [^,]{{1,60}},)? (?:also |later )?{_SAID}\b")
_SAID_BEFORE = re.compile(rf"(?:{_SAID}|[Aa]ccording to)(?: [a-z]+){{0,3}} $")
_AMOUNTS = frozenset({
    "many", "few", "several", "all", "both", "various", "different", "first", "last", "main",
    "same", "own", "new", "old", "total", "whole", "certain", "two", "three", "four", "five",
})  # fmt: skip
_SMALL = frozenset({
    "that", "this", "with", "from", "into", "over", "under", "than", "have", "been", "were",
    "their", "there", "which", "what", "when", "where", "about", "after", "before", "between",
    "during", "through", "also", "more", "most", "such", "some", "other", "the", "a", "an",
})  # fmt: skip
