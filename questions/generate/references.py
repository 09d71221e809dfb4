"""References: words that point out of their sentence are put right, doubted or refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from questions.generate.antecedents import Antecedents
from questions.generate.names import NAMED, Mention
from questions.generate.people import Continuity, Directory, surname
from questions.generate.rewriting import Edit
from questions.generate.statements import Statement, end_of, span_of, tail_start
from questions.generate.vocabulary import class_of, words
from questions.model import Finding

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


@dataclass
class Reading:
    """A statement with what makes it understandable alone, or why nothing can."""

    statement: Statement
    edits: list[Edit] = field(default_factory=list)
    doubts: list[Finding] = field(default_factory=list)
    refusal: str | None = None

    def refuse(self, reason: str) -> None:
        self.refusal = self.refusal or reason

    def doubt(self, name: str, reason: str) -> None:
        self.doubts.append(Finding(name=name, reason=reason))


def readings(
    text: str, statements: Sequence[Statement], title: str = ""
) -> tuple[Directory, list[Reading]]:
    """Read the statements of a window in order, each with what was said before it."""
    directory = Directory(text, statements, title)
    people = Continuity(directory)
    antecedents = Antecedents()
    found = []
    for statement in statements:
        people.enter(statement)
        reading = Reading(statement)
        meant = _resolve_people(reading, people)
        _resolve_things(reading, antecedents)
        people.leave(statement, meant)
        antecedents.add(statement)
        _doubt_the_claim(reading)
        found.append(reading)
    return directory, found


def _doubt_the_claim(reading: Reading) -> None:
    """Doubt what the text itself only supposes, and what it says of nobody in particular."""
    statement = reading.statement
    found = next((one for one in statement.doc if _is_uncertain(one)), None)
    if found is not None:
        reading.doubt("uncertain-statement", f"The text says “{found.text}”: it is not certain.")
    subject = statement.subject()
    if subject is None or subject.pos_ != "NOUN" or statement.mention_at(subject.idx):
        return
    alone = not any(child.dep_ != "punct" for child in subject.children)
    if alone and subject.dep_ == "nsubjpass":
        reading.doubt("vague-subject", f"It is not said which “{subject.text}” is meant.")
    elif subject.left_edge.lower_ in {"a", "an", "one", "some"} and _is_story(statement):
        reading.doubt("vague-subject", f"It is not said who or what “{subject.text}” is.")


def _is_uncertain(token: Token) -> bool:
    if token.lemma_ in {"appear", "seem"}:
        return _after(token) in {"to", "that"}
    return token.lower_ in words("uncertain") and token.pos_ != "PROPN"


def _is_story(statement: Statement) -> bool:
    """Tell whether it tells of one case, not what holds in general."""
    root, subject = statement.root, statement.subject()
    named = any(
        one.kind in NAMED
        for one in statement.mentions
        if subject is not None and one.end <= end_of(span_of(subject))
    )
    return (
        root is not None and not named and any(one.tag_ == "VBD" for one in (root, *root.children))
    )


def _resolve_people(reading: Reading, people: Continuity) -> str | None:
    """Write the name where a *he* or *she* comes first; return whom it means."""
    statement = reading.statement
    _write_full_names(reading, people.directory)
    for token in statement.doc:
        gender = next((one for one in ("he", "she") if token.lower_ in words(one)), None)
        if gender is None or _person_in_sentence(statement, token):
            continue
        name = people.person(gender)
        if name and surname(name) in statement.text[: token.idx]:
            return name
        if name is None or _is_named(statement, name, people.directory):
            reading.refuse(f"it is not certain whom “{token.text}” means")
        else:
            reading.edits.append(Edit(token.idx, end_of(token), _inflected(name, token)))
        return name
    return None


def _is_named(statement: Statement, name: str, directory: Directory) -> bool:
    """Tell whether the sentence names the person anyway, so that the pronoun is another's."""
    return any(directory.same(one.text, name) for one in statement.mentions)


def _write_full_names(reading: Reading, directory: Directory) -> None:
    """Write the full name where a person comes first in the sentence by surname alone."""
    told: set[str] = set()
    for one in reading.statement.mentions:
        if one.kind != "person":
            continue
        full = directory.full(one.text)
        if full != one.text and full not in told and not _is_part(reading.statement, one):
            reading.edits.append(Edit(one.start, one.end, full))
        if directory.is_ambiguous(one.text):
            reading.doubt("ambiguous-name", f"Several people here are called {one.text}.")
        told.add(full)


def _is_part(statement: Statement, name: Mention) -> bool:
    """Tell whether the name belongs to a longer one or describes a noun: the Ford factory."""
    before = [one for one in statement.doc if end_of(one) == name.start - 1]
    own = [one for one in statement.doc if name.start <= one.idx < name.end]
    longer = any(one.pos_ == "PROPN" and one.lower_ not in words("person_titles") for one in before)
    return longer or any(
        one.dep_ in {"compound", "nmod"} and one.head.idx >= name.end for one in own
    )


def _inflected(name: str, pronoun: Token) -> str:
    return f"{name}’s" if pronoun.tag_ == "PRP$" else name


def _person_in_sentence(statement: Statement, pronoun: Token) -> bool:
    """Tell whether the sentence itself names the person, before the pronoun or as its subject."""
    subject = statement.subject()
    before = [one for one in statement.mentions if one.kind == "person" and one.end <= pronoun.idx]
    nouns = [
        one for one in statement.doc[: pronoun.i] if one.lemma_.lower() in words("person_nouns")
    ]
    named = subject is not None and subject.pos_ == "PROPN" and subject.i < pronoun.i
    told = max(len(before) + len(nouns), int(named))
    if subject is None or told == 0:
        mention = statement.mention_at(subject.idx) if subject is not None else None
        return mention is not None and mention.kind == "person"
    # *The Tsar employed him*: an object is never the subject of its own verb.
    agent = statement.mention_at(subject.idx) in before or subject in nouns or named
    return not (told == 1 and agent and _governor(pronoun).i == subject.head.i)


def _governor(pronoun: Token) -> Token:
    """Return the verb that an object hangs on, else the pronoun itself."""
    head = pronoun.head.head if pronoun.head.dep_ == "prep" else pronoun.head
    return head if pronoun.dep_ in {"dobj", "dative", "pobj"} else pronoun


def _resolve_things(reading: Reading, antecedents: Antecedents) -> None:
    """Resolve what points out of the sentence; a second clause that cannot be is left out."""
    tail = tail_start(reading.statement)
    _resolve_tokens(reading, reading.statement.doc[:tail], antecedents)
    if reading.refusal is None and tail < len(reading.statement.doc):
        ending = Reading(reading.statement)
        _resolve_tokens(ending, reading.statement.doc[tail:], antecedents)
        if ending.refusal or ending.doubts:
            ending.edits = [_cut(reading.statement, tail)]
        reading.edits += ending.edits


def _cut(statement: Statement, tail: int) -> Edit:
    last = statement.doc[-1]
    end = last.idx if last.is_punct else end_of(last)
    return Edit(statement.doc[tail].idx, end, "")


def _resolve_tokens(reading: Reading, tokens: Span, antecedents: Antecedents) -> None:
    for token in tokens:
        if reason := _pointless(token, reading.statement):
            reading.refuse(reason)
        elif _is_pointing(token) or token.lower_ == "the":
            _resolve_noun(reading, token, antecedents)


def _pointless(token: Token, statement: Statement) -> str | None:
    """Say why *token* points to something that the sentence does not hold."""
    word = token.lower_
    if word in words("it") | words("they") and not _thing_in_sentence(token, statement):
        return f"“{token.text}” stands for something outside the sentence"
    if (rule := _LOOSE.get(word)) and not rule(token):
        return f"“{token.text}” compares with something outside the sentence"
    if word in _QUANTIFIERS and token.dep_ == "nsubj" and token.head.dep_ == "ROOT":
        return None if _after(token) == "of" else f"“{token.text}” leaves open of what"
    return None


def _thing_in_sentence(pronoun: Token, statement: Statement) -> bool:
    """Tell whether the subject comes before the pronoun and agrees with it in number."""
    if pronoun.dep_ in {"nsubj", "nsubjpass", "expl"} and pronoun.head.dep_ == "ROOT":
        return False
    subject = statement.subject()
    if subject is None or subject.i >= pronoun.i or subject.pos_ not in {"NOUN", "PROPN"}:
        return False
    several = subject.tag_ in {"NNS", "NNPS"} or any(one.dep_ == "conj" for one in subject.children)
    return several == (pronoun.lower_ in words("they"))


def _is_pointing(token: Token) -> bool:
    if token.lower_ not in {"this", "that", "these", "those"} or token.tag_ != "DT":
        return False
    return _after(token) not in {"of", "who", "that", "which", "in", "with", "from", "whose"}


def _resolve_noun(reading: Reading, determiner: Token, antecedents: Antecedents) -> None:
    """Decide on *the N* or *this N*: written out, left, doubted or refused."""
    noun = determiner.head
    pointing = determiner.lower_ != "the"
    if not pointing and (determiner.dep_ != "det" or _stands_alone(noun, reading.statement)):
        return
    if determiner.dep_ == "det" and (name := antecedents.of(noun, determiner)):
        reading.edits.append(Edit(determiner.idx, end_of(noun), name))
    elif pointing or noun.lemma_.lower() in words("needs_antecedent") or _counted(noun):
        reading.refuse(f"“{determiner.text} {noun.text}” was introduced earlier in the text")
    else:
        reading.doubt(
            "unresolved-reference",
            f"“{determiner.text} {noun.text}” may need the text around it to be understood.",
        )


def _stands_alone(noun: Token, statement: Statement) -> bool:
    """Tell whether *the N* is clear within its sentence."""
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.lower_ in words("stands_alone"):
        return True
    span = span_of(noun)
    if any(
        one.start < end_of(span) and span[0].idx < one.end
        for one in statement.mentions
        if one.kind in NAMED | {"group"} or _DATED.search(one.text)
    ):
        return True
    if any(token.pos_ == "PROPN" for token in span) or _said_before(noun):
        return True
    return any(child.dep_ in _NARROWING for child in noun.rights)


def _said_before(noun: Token) -> bool:
    same = class_of(noun.lemma_.lower())
    return any(one.lemma_.lower() in same for one in noun.doc[: noun.left_edge.i])


def _counted(noun: Token) -> bool:
    return any(child.dep_ == "nummod" for child in noun.lefts)


def _after(token: Token) -> str:
    following = token.doc[token.i + 1 : token.i + 2]
    return following[0].lower_ if len(following) else ""


def _rest(token: Token) -> Iterator[str]:
    return (one.lower_ for one in token.doc[token.i + 1 :])


def _joins(token: Token) -> bool:
    """Tell whether *both* comes with the two things it joins."""
    return any(child.dep_ == "conj" for child in token.head.children) or _after(token) == "of"


def _is_ranged(token: Token) -> bool:
    """Tell whether *other* follows what it adds to: Iran's other partners, tea and other herbs."""
    before = token.doc[max(0, token.i - 3) : token.i]
    return any(one.lower_ in {"and", "or", "each", "’s", "'s"} for one in before) or (
        _after(token) == "than"
    )


_DATED = re.compile(r"\d{3,}|century|centuries")
_NARROWING = frozenset({"prep", "relcl", "acl", "appos", "ccomp"})
_QUANTIFIERS = frozenset({"some", "many", "several", "most", "few", "all", "one", "none", "each"})
_LOOSE: dict[str, Callable[[Token], bool]] = {
    "another": lambda token: False,
    "latter": lambda token: False,
    "nearby": lambda token: token.i > 0,
    "here": lambda token: False,
    "elsewhere": lambda token: False,
    "aforementioned": lambda token: False,
    "there": lambda token: token.dep_ == "expl",
    "former": lambda token: token.i > 0 and token.nbor(-1).lower_ != "the",
    "both": _joins,
    "other": _is_ranged,
    "others": _is_ranged,
    "same": lambda token: any(word in {"as", "that"} for word in _rest(token)),
    "such": lambda token: _after(token) == "as",
    "similar": lambda token: _after(token) == "to",
    "similarly": lambda token: False,
    "following": lambda token: token.tag_ != "JJ" and token.dep_ != "amod",
    "previous": lambda token: False,
    "subsequent": lambda token: _after(token) == "to",
}
