"""Facts: what each statement says that can be asked for, before any wording."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from questions.generate.names import NAMED, Mention, is_absolute
from questions.generate.references import Reading
from questions.generate.statements import Statement, end_of, span_of
from questions.generate.vocabulary import words
from questions.model import Finding

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True)
class Fact:
    """Something that a statement tells: *answer* stands in it for *relation*."""

    reading: Reading
    relation: str
    answer: Mention

    @property
    def statement(self) -> Statement:
        return self.reading.statement


def facts(reading: Reading) -> Iterator[Fact]:
    """Yield what *reading* tells: named things, dates and numbers, terms, abbreviations."""
    for finder in (_mentioned, _terms, _abbreviations):
        yield from finder(reading)


def others_fit(fact: Fact) -> tuple[Finding, ...]:
    """Doubt a question after a person where others may have done the same."""
    if fact.relation != "person" or _tells_one_person(fact):
        return ()
    return (Finding(name="several-answers", reason="Others may have done the same."),)


def _tells_one_person(fact: Fact) -> bool:
    """Tell whether the rest fits one person: many moved to Paris, and many are actors."""
    answer, sense = fact.answer, set[str]()
    for token in fact.statement.doc:
        mention = fact.statement.mention_at(token.idx)
        if mention == answer or (mention and mention.kind in {"place", "date", "group"}):
            continue
        if (mention and mention.kind in NAMED) or token.tag_ == "JJS" or token.lower_ == "first":
            return True
        if token.pos_ in {"NOUN", "VERB", "ADJ", "PROPN"} and not token.is_stop:
            sense.add(token.lemma_)
    return len(sense) >= _TELLING


def _mentioned(reading: Reading) -> Iterator[Fact]:
    for mention in reading.statement.mentions:
        rule = _WORTH_ASKING.get(mention.kind)
        if rule and rule(mention, reading.statement):
            yield Fact(reading, mention.kind, mention)


def _terms(reading: Reading) -> Iterator[Fact]:
    """Find the words that a sentence names or defines."""
    statement = reading.statement
    for found in (_named_term(statement), _defined_term(statement)):
        if found:
            yield Fact(reading, "term", found)


def _named_term(statement: Statement) -> Mention | None:
    """Find X in *is called X* and *is known as X*."""
    match = _NAMING.search(statement.text)
    if match is None or len(match["term"].split()) > 5:
        return None
    term = match["term"].strip("“”\"‘’'")
    start = statement.text.index(term, match.start("term"))
    return Mention(start, start + len(term), term, "term")


def _defined_term(statement: Statement) -> Mention | None:
    """Find X in *An X is a Y that …* and *X refers to …*."""
    root, subject = statement.root, statement.subject()
    if root is None or subject is None or subject.tag_ not in {"NN", "NNS"}:
        return None
    span = span_of(subject)
    tokens = list(span)
    if tokens[0].lower_ in {"a", "an"}:
        tokens = tokens[1:]
    plain = 0 < len(tokens) <= 3 and all(
        one.pos_ in {"NOUN", "ADJ"} or one.text == "-" for one in tokens
    )
    if not plain or span[0].i > 0 or not _defines(root):
        return None
    start, end = tokens[0].idx, end_of(tokens[-1])
    return Mention(start, end, statement.text[start:end], "term")


def _defines(root: Token) -> bool:
    if root.lower_ in {"refers", "refer", "means", "denotes"}:
        return True
    if root.lower_ == "defined":
        return any(child.lower_ == "as" for child in root.children)
    complement = next((child for child in root.children if child.dep_ == "attr"), None)
    if root.lower_ not in {"is", "are"} or complement is None or complement.pos_ != "NOUN":
        return False
    if complement.lemma_.lower() in _VAGUE or any(one.like_num for one in complement.lefts):
        return False
    narrowed = any(child.dep_ in {"relcl", "acl", "prep"} for child in complement.rights)
    first = complement.left_edge.lower_
    return narrowed and (first in {"a", "an", "the"} or complement.tag_ == "NNS")


def _abbreviations(reading: Reading) -> Iterator[Fact]:
    """Find *Collective Security Treaty Organization (CSTO)*, where the letters fit."""
    text = reading.statement.text
    for match in _BRACKETED.finditer(text):
        start = expansion_start(text[: match.start()], match["short"])
        if start is not None:
            end = match.start()
            yield Fact(
                reading,
                f"abbreviation:{match['short']}",
                Mention(start, end, text[start:end], "term"),
            )


def expansion_start(before: str, short: str) -> int | None:
    """Return where the words begin whose first letters spell *short*, small words left out."""
    letters = list(short.lower())
    for match in reversed(list(re.finditer(r"[^\W_]+", before))):
        word = match[0].lower()
        if letters and word[0] == letters[-1]:
            letters.pop()
            if not letters:
                return match.start()
        elif word not in _SMALL:
            return None
    return None


def _always(mention: Mention, statement: Statement) -> bool:
    return True


def _is_date(mention: Mention, statement: Statement) -> bool:
    """Allow absolute dates only, and no year that belongs to a name or a range."""
    around = statement.text[max(0, mention.start - 2) : mention.end + 2]
    cut = re.search(r"\b\d{1,2} $", statement.text[: mention.start])
    ranged = re.search(r"[-–—/]\s?\d|\d\s?[-–—/]", around)
    return is_absolute(mention.text) and not cut and not ranged


def _is_count(mention: Mention, statement: Statement) -> bool:
    """Allow numbers that count the plural noun beside them."""
    token = next((one for one in statement.doc if one.idx == mention.start), None)
    if token is None or not re.fullmatch(r"[\d,.]+|[A-Za-z-]+(?: [a-z]+)?", mention.text):
        return False
    last = next(one for one in statement.doc if end_of(one) >= mention.end)
    before = statement.doc[token.i - 1].lower_ if token.i else ""
    plural = last.dep_ == "nummod" and last.head.tag_ in {"NNS", "NNPS"} and last.head.i > last.i
    near = plural and last.head.i - last.i <= 3
    return near and mention.text.lower() != "one" and before not in _LABELS


def _is_share(mention: Mention, statement: Statement) -> bool:
    return any(character.isdigit() for character in mention.text)


_TELLING = 6
_NAMING = re.compile(
    r"\b(?:is|are|was|were|be|been|being)(?: (?:also|often|commonly|sometimes|generally|usually|"
    r"now|then|thus|collectively|officially|formally))*"
    r" (?:called|known as|termed|dubbed|referred to as)"
    r" (?:the |an? )?(?P<term>[“\"‘]?[^\s,.;:()—–]+(?: (?!which|that|who|because|and|or|in|by|for|"
    r"from|when|while|where|after|since|on|at|with|as|to|if|is|are|the)[^\s,.;:()—–]+){0,4})"
)
_VAGUE = frozenset({
    "example", "tool", "thing", "way", "part", "kind", "type", "form", "matter", "question",
    "reason", "result", "language", "place", "fact", "time", "one", "problem", "factor", "lot",
    "number", "key", "aspect", "element", "step", "need", "idea", "source", "basis", "cause",
})  # fmt: skip
_BRACKETED = re.compile(r"\s\((?P<short>[A-Z]{2,6})s?\)")
_SMALL = frozenset({"of", "the", "and", "for", "on", "in", "de", "to", "a", "an"})
_LABELS = words("about_the_document") | {"p", "pp", "no", "article", "version", "step"}
_WORTH_ASKING: dict[str, Callable[[Mention, Statement], bool]] = {
    "person": _always, "place": _always, "organisation": _always, "work": _always,
    "event": _always, "product": _always, "language": _always, "date": _is_date,
    "number": _is_count, "percent": _is_share, "money": _is_share, "quantity": _is_share,
}  # fmt: skip
