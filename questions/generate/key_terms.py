"""Key terms: what the author of a document set off as worth knowing, and glossaries of them.

Of 138 readings of blanks that hide a word in bold 80 % were acceptable, 49 % of the 855 others
(rounds 9 to 11 in docs/quality.md); of documents read later 97 of 137.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from questions.generate.english import bare
from questions.generate.fact import Fact, Part, Phrase, Relation, Role, Type
from questions.generate.lexicon import senses
from questions.generate.survey import Survey, stem
from questions.text import PROSE, Block, Sentence

_SHORTEST, _LONGEST = 4, 22  # words of a meaning
_FEWEST_TERMS, _WORDS_A_TERM = 6, 400
_ALIKE = 0.7  # the share of common words from which two meanings are one
_NAMES = r"(?:terms?|terminology|vocabulary|concepts|definitions?)"
_SECTION = re.compile(
    r"(?:\d[\d.]*\s+)?"
    rf"(?:glossary(?: of terms)?|(?:key |important |new )?{_NAMES}(?: and {_NAMES})?)[\s:.]*",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[^\W\d_][\w’'()/-]*(?: [\w’'()/-]+){0,4}?(?=\s*(?::| [–—-]) )")
#: What a term does, not what it is: the question would have no subject.
_PREDICATE = re.compile(
    r"(?:is|are|was|were|has|have|consists?|refers?|describes?|includes?|occurs?|means|contains?|"
    r"forms|provides|allows|uses|see|see also|same as|also|when|if|where|because|how|each|every)\b",
    re.IGNORECASE,
)
#: A person's beliefs are in conflict: a whole clause, and not what a thing is that does so.
_CLAUSE = re.compile(
    r"(?:(?!\b(?:that|which|who|whom|whose|where|when|what|how|whether|because|as|if|than)\b).)*"
    r"\b(?:is|are|was|were)\b"
)
_BETWEEN = re.compile(r"\s*(?::|[–—]|-(?=\s))\s*")
_PLAINLY = r"(?:[^;.!?:()\[\]]|(?<=\d)\.(?=\d))+"
_MEANING = re.compile(rf"{_PLAINLY}(?:\([^()]*\){_PLAINLY})*")
#: A plain item of a list says more often what to do, or goes on with a sentence.
_DEFINES = re.compile(r"(?:an?|the|any|one|all|[a-z]+) ")


def keys_of(blocks: Iterable[Block]) -> frozenset[str]:
    """Return the key terms of a document in the form in which `key_of` writes words."""
    return frozenset(key_of(term) for one in blocks for term in one.terms)


def is_marked(terms: frozenset[str], words: int) -> bool:
    """Tell whether an author set off what is worth knowing throughout a text of *words* words."""
    return len(terms) >= _FEWEST_TERMS and words <= len(terms) * _WORDS_A_TERM


def key_of(words: str) -> str:
    """Write words so that *the Ribs* and *rib* are the same."""
    return " ".join(map(_singular, bare(words).casefold().split()))


def narrowed(phrase: Phrase, known: frozenset[str]) -> Phrase:
    """Return the key term that a plain phrase ends with, as *cuticle* of *a waxy cuticle*."""
    if phrase.type is not Type.THING or key_of(phrase.text) in known or _is_term(phrase.text):
        return phrase
    words = phrase.text.split(" ")
    for number in range(1, len(words)):
        end = " ".join(words[number:])
        if key_of(end) in known and bare(end) == end and phrase.said.endswith(end):
            at = phrase.at + len(phrase.text) - len(end) if phrase.at >= 0 else phrase.at
            start = phrase.end - len(end)
            return replace(phrase, text=end, said=end, start=start, at=at, determiner="")
    return phrase


def _is_term(words: str) -> bool:
    """Tell sound waves and the Big Five traits, which are more than their last word."""
    return bool(senses(key_of(words))) or any(one[0].isupper() for one in words.split()[:-1])


def _singular(word: str) -> str:
    return stem(word) if len(word) > 4 else word.removesuffix("s")


def entries(
    text: str, blocks: Sequence[Block], sentences: Sequence[Sentence], survey: Survey
) -> Iterator[Fact]:
    """Read the entries of glossaries: a key term, a colon or dash, and what the term means.

    Where two terms mean nearly the same, neither can be told by its meaning.
    """
    found = tuple(_entries(text, blocks, sentences, survey))
    means = [frozenset(key_of(one.statement.partition(": ")[2]).split()) for one in found]
    for number, entry in enumerate(found):
        others = means[:number] + means[number + 1 :]
        if not any(len(means[number] & one) >= _ALIKE * len(means[number] | one) for one in others):
            yield entry


def _entries(
    text: str, blocks: Sequence[Block], sentences: Sequence[Sentence], survey: Survey
) -> Iterator[Fact]:
    seen = -1
    for index, one in enumerate(sentences):
        block, first = blocks[one.block], one.block != seen
        seen = one.block
        if first and block.kind in PROSE:
            entry = _entry(text, block, index, one)
            if entry is not None and _is_sure(entry, block, survey):
                yield entry


def _entry(text: str, block: Block, index: int, one: Sentence) -> Fact | None:
    said = text[one.start : one.end]
    term = _term(said, block)
    between = _BETWEEN.match(said, len(term))
    meaning = _MEANING.match(said, between.end()) if term and between else None
    if meaning is None:
        return None
    means = meaning[0].strip(" ,")
    if not _SHORTEST <= len(means.split()) <= _LONGEST or _tells(term, means):
        return None
    if _PREDICATE.match(means) or _CLAUSE.match(means):
        return None
    subject = _phrase(term, one.start, Type.TERM)
    return Fact(
        statement=f"{term}: {means}.",
        sentence=index,
        start=one.start,
        end=one.end,
        section=block.section,
        relation=Relation.GLOSSARY,
        subject=subject,
        parts=(Part(Role.COMPLEMENT, _phrase(means, one.start + meaning.start(), Type.CLAUSE)),),
    )


def _term(said: str, block: Block) -> str:
    """Return the words in bold that open a sentence, in a glossary those before its colon."""
    if marked := next((one for one in block.terms if said.startswith(one)), ""):
        return marked
    plain = _PLAIN.match(said) if _is_glossary(block) else None
    return plain[0] if plain else ""


def _is_glossary(block: Block) -> bool:
    return any(_SECTION.fullmatch(one.strip()) for one in block.section)


def _phrase(words: str, start: int, type_: Type) -> Phrase:
    end = start + len(words)
    return Phrase(words, words, start, end, head=words.split()[-1].lower(), type=type_)


def _tells(term: str, means: str) -> bool:
    """Tell whether the meaning names its term, so that nothing would be asked."""
    told = set(key_of(means).split())
    return all(one in told for one in key_of(term).split())


def _is_sure(entry: Fact, block: Block, survey: Survey) -> bool:
    """Tell a term from a label before other words: by the heading, or by the text that uses it."""
    if _is_glossary(block):
        return True
    subject, meaning = entry.subject, entry.complement
    if subject is None or meaning is None or not _DEFINES.match(meaning.text):
        return False
    return survey.count(subject.text) > 1
