"""Features: what a draft shows of itself, as numbers about 0 to 1, for the learned ranker.

Each group says something about one of the questions a judge is asked: whether the item can be
understood alone, whether only its answer fits, whether it is worth remembering. Names are part of
the committed weights and data; a feature may be added, never change its meaning.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator

from questions.generate.draft import Draft
from questions.generate.english.capitals import capitals_inside
from questions.generate.fact import NAMED, DocumentModel, Fact, Phrase, Type
from questions.generate.lexicon import gloss, senses
from questions.generate.ranking.hand import HandWeighted
from questions.generate.ranking.language import naturalness, rarity
from questions.generate.ranking.profile import Profile
from questions.generate.vocabulary import words
from questions.model import Kind

Features = dict[str, float]

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_GAP = re.compile(r"\{\{c\d+::(.*?)(?:::(.*?))?\}\}")


def features(draft: Draft, model: DocumentModel, profile: Profile) -> Features:
    """Return what is known of a draft; what is not named is 0."""
    found: Features = {"hand": HandWeighted().score(draft, model)}
    seen = _Seen(draft, model, profile)
    for group in _GROUPS:
        found.update((name, round(float(value), 4)) for name, value in group(seen) if value)
    return found


class _Seen:
    """A draft with what several groups ask of it."""

    def __init__(self, draft: Draft, model: DocumentModel, profile: Profile) -> None:
        self.draft, self.model, self.profile = draft, model, profile
        self.fact: Fact = draft.fact
        self.answer: Phrase | None = draft.answer
        self.said = draft.answer.text if draft.answer else _first_answer(draft)
        self.shown = _GAP.sub(" _ ", draft.stem)
        self.words = _WORD.findall(self.shown)
        self.small = [one.lower() for one in self.words]
        self.content = [one for one in self.small if len(one) > 3 and one not in _SMALL]
        self.before, _, self.after = self.shown.partition(" _ ")


def _first_answer(draft: Draft) -> str:
    if draft.answers:
        return draft.answers[0].text
    return next((one.text for one in draft.choices if one.fraction > 0), "")


def _what_it_is(seen: _Seen) -> Iterator[tuple[str, float]]:
    draft = seen.draft
    yield f"method={draft.method}", 1
    yield f"kind={draft.kind.value}", 1
    yield "worth", draft.worth
    yield "answers", math.log1p(len(draft.answers))
    yield "facts", len(draft.facts) > 1
    opening = seen.small[0] if seen.small and draft.kind is not Kind.CLOZE else ""
    yield f"asks={opening if opening in _ASKING else 'other'}", draft.kind is Kind.SHORT
    yield "long stem", max(0, len(seen.words) - 16) / 10
    yield "short stem", max(0, 10 - len(seen.words)) / 5
    yield "commas", seen.draft.stem.count(",") / 4
    yield "brackets", "(" in seen.draft.stem
    yield "quoted", any(one in seen.draft.stem for one in '“”"')


def _fact(seen: _Seen) -> Iterator[tuple[str, float]]:
    fact = seen.fact
    yield f"relation={fact.relation.value}", 1
    yield f"modality={fact.modality.value}", 1
    yield "negative", not fact.positive
    yield "confidence", fact.confidence - 1
    yield "under topic", bool(fact.topic)
    yield "attributed", bool(fact.attribution)
    if fact.predicate is not None:
        yield "past", fact.predicate.tense == "past" and not fact.predicate.copula
        yield "copula past", fact.predicate.tense == "past" and fact.predicate.copula
        yield "copula present", fact.predicate.tense == "present" and fact.predicate.copula
        yield "present", fact.predicate.tense == "present" and not fact.predicate.copula
        yield "passive", fact.predicate.passive
        yield "says", fact.predicate.lemma in words("saying") and not fact.predicate.passive
        yield f"verb={fact.predicate.lemma}", 1
        yield "light verb", fact.predicate.lemma in _LIGHT
    yield "has time", fact.time is not None
    yield "has place", fact.place is not None
    yield "has cause", fact.cause is not None or fact.purpose is not None
    yield "has quantity", fact.quantity is not None
    yield "items", len(fact.items) > 1


def _subject(seen: _Seen) -> Iterator[tuple[str, float]]:
    """Tell what it is about: a name, a kind of thing, or *the N*."""
    subject = seen.fact.subject
    if subject is None:
        yield "no subject", 1
        return
    name = seen.model.name(subject)
    yield "subject named", name is not None
    yield "subject in title", _touches(subject.text, seen.model.title)
    yield (
        f"subject {subject.determiner.lower() or 'bare'}",
        subject.determiner.lower() in _DETERMINERS,
    )
    yield "subject plural", subject.plural and name is None
    yield "subject person", subject.type is Type.PERSON or subject.gloss == "person"
    yield f"subject gloss={subject.gloss}", bool(subject.gloss)
    yield "subject asked", seen.answer is not None and subject.start == seen.answer.start
    yield "subject again", _again(subject.text, seen)
    yield "subject long", max(0, len(subject.text.split()) - 5) / 5


def _alone(seen: _Seen) -> Iterator[tuple[str, float]]:
    """Tell what in the stem may lean on the text around it."""
    shown = seen.shown
    names = capitals_inside(shown)
    yield "names shown", min(3, len(names)) / 3
    yield "no name shown", not names
    yield "no name, past", not names and _is_past(seen)
    yield "the N", min(4, len(_THE.findall(shown))) / 4
    for noun in _THE_NOUN.findall(shown):
        yield f"the N={gloss(noun.lower()) or 'unknown'}", 1
    yield "loose time", bool(_LOOSE_TIME.search(shown))
    yield "a N", min(3, len(_A.findall(shown))) / 3
    yield "acronyms", bool(_ACRONYM.search(shown))
    yield "the N first", bool(_THE_FIRST.match(shown))
    yield "the N first, past", bool(_THE_FIRST.match(shown)) and _is_past(seen)
    yield "of-phrases", min(4, shown.count(" of ")) / 4
    yield "pronouns", min(3, sum(one in _PRONOUNS for one in seen.small)) / 3
    yield "pointing", sum(one in _POINTING for one in seen.small)
    yield "year shown", bool(_YEAR.search(shown))
    yield "number shown", any(one[0].isdigit() for one in seen.words)
    yield "title shown", _share_of(seen.model.title, seen.content)
    yield "heading shown", _share_of(" ".join(seen.fact.section[-1:]), seen.content)
    yield "resolved", seen.model.text[seen.fact.start : seen.fact.end] != seen.fact.statement
    yield "cut", _cut(seen)


def _only(seen: _Seen) -> Iterator[tuple[str, float]]:
    """Tell how many other answers might fit."""
    phrase = seen.answer
    if phrase is None:
        yield "no phrase", 1
        return
    yield f"answer={phrase.type.value}", 1
    yield f"answer gloss={phrase.gloss}", bool(phrase.gloss) and phrase.type not in NAMED
    count = len(phrase.text.split())
    yield "answer of one word", count == 1
    yield "answer of two words", count == 2
    yield "answer long", max(0, count - 3) / 3
    yield "answer plural", phrase.plural
    yield "answer unsure", 1 - phrase.sure
    yield f"answer after {phrase.determiner.lower()}", phrase.determiner.lower() in _DETERMINERS
    yield "hidden share", count / max(1, count + len(seen.words))
    yield "siblings", min(4, _siblings(phrase, seen.fact)) / 4
    yield "example", bool(_EXAMPLE.search(seen.before))
    yield f"head={phrase.head.lower()}", phrase.type not in NAMED
    yield "main verb hidden", seen.fact.after >= 0 and phrase.at < seen.fact.after and phrase.at > 0
    yield "capital answer", phrase.text[:1].isupper()
    if seen.draft.kind is Kind.CLOZE:
        yield from _around(seen)


def _around(seen: _Seen) -> Iterator[tuple[str, float]]:
    before = seen.before.split()
    last = before[-1].lower() if before else ""
    yield f"gap after {last}", last in _GAP_AFTER
    yield "gap first", not before
    yield "gap last", not _WORD.search(seen.after)
    yield "gap place", len(seen.before) / max(1, len(seen.shown))
    yield "gap before of", seen.after.lstrip().startswith("of ")
    yield (
        "gap before noun",
        bool(re.match(r"\s*[a-z]{3,}", seen.after)) and last in {"a", "an", "the"},
    )
    yield (
        "gap in list",
        bool(re.search(r", $|\band $|\bor $", seen.before + " "))
        or bool(re.match(r"\s*(?:,|and\b|or\b)", seen.after)),
    )
    named = seen.answer is not None and seen.answer.type in NAMED
    yield "gap names noun", named and bool(re.match(r"\s+[a-z]{3,}", seen.after))
    yield "gap splits name", bool(re.match(r"\s+(?:of )?[A-Z]", seen.after))
    yield "gap in chain", named and bool(_CHAIN.search(f"{seen.before}_{seen.after[:1]}"))
    yield "gap in brackets", seen.before.count("(") > seen.before.count(")")
    hidden = _GAP.search(seen.draft.stem)
    yield "hint", hidden is not None and bool(hidden[2])


def _worth(seen: _Seen) -> Iterator[tuple[str, float]]:
    """Tell how near it is to what the document is about."""
    model, fact = seen.model, seen.fact
    phrase = seen.answer
    sentences = max(1, len(model.sentences))
    yield "answer again", _again(seen.said, seen)
    yield "answer everywhere", model.elsewhere.count(seen.said) * 4 > sentences > 10
    yield "answer in title", _touches(seen.said, model.title)
    yield "answer in heading", _touches(seen.said, " ".join(fact.section))
    yield "rare answer", _rarity(phrase.head if phrase else seen.said)
    yield "long letters", max(len(one) for one in seen.said.split() or [""]) > 8
    yield "answer told", bool(_beginnings(seen.said) & {one[:5] for one in seen.content})
    yield "first", fact.start < 400
    yield "early", max(0.0, 1 - fact.start / max(1, len(model.text)))
    yield "opens paragraph", _opens_line(model.text, fact.start)
    yield "central", _central(seen)
    yield "telling", bool(_TELLING.search(fact.statement))
    yield "defines", bool(_DEFINES.search(fact.statement))
    yield "because", bool(_BECAUSE.search(fact.statement))
    yield "slight", bool(_SLIGHT.search(fact.statement))
    if (name := model.name(phrase) if phrase else None) is not None:
        yield "name again", min(1.0, math.log1p(name.count) / 3)
        yield "name has role", bool(name.role)


def _opens_line(text: str, start: int) -> bool:
    """Tell whether only blanks are before a place in its line; the text may be a book."""
    while start and text[start - 1] == " ":
        start -= 1
    return not start or text[start - 1] == "\n"


def _language(seen: _Seen) -> Iterator[tuple[str, float]]:
    """Tell how special the words are, in English and in this document, and how they go."""
    shown = [rarity(one) for one in seen.content]
    told = [one.lower() for one in _WORD.findall(seen.said) if len(one) > 3]
    yield "rare words", sum(shown) / len(shown) if shown else 0.0
    yield "rarest shown", max(shown, default=0.0)
    yield "answer rare", max((rarity(one) for one in told), default=0.0)
    yield "answer common", min((rarity(one) for one in told), default=0.0)
    yield "key words", _mean(_keyness(one, seen) for one in seen.content)
    yield "key answer", max((_keyness(one, seen) for one in told), default=0.0)
    if seen.draft.kind in {Kind.SHORT, Kind.CHOICE}:
        mean, least = naturalness(seen.shown)
        yield "natural", mean + 2.4
        yield "unnatural", min(0.0, least + 5)


def _document(seen: _Seen) -> Iterator[tuple[str, float]]:
    """Tell what kind of text it is from."""
    one = seen.profile
    yield "doc i", min(0.05, one.i) * 20
    yield "doc we", min(0.05, one.we) * 20
    yield "doc you", min(0.05, one.you) * 20
    yield "doc asking", min(0.2, one.asking) * 5
    yield "doc quoted", min(0.3, one.quoted) * 3
    yield "doc years", min(0.03, one.years) * 30
    yield "doc digits", min(0.06, one.digits) * 15
    yield "doc names", min(0.15, one.names) * 6
    yield "doc past", one.past
    yield "doc terms", min(0.25, one.terms) * 4
    yield "doc titled", bool(seen.model.title)


def _is_past(seen: _Seen) -> bool:
    predicate = seen.fact.predicate
    return predicate is not None and predicate.tense == "past"


def _again(said: str, seen: _Seen) -> float:
    return min(1.0, math.log1p(max(0, seen.model.elsewhere.count(said) - 1)) / 3)


def _touches(said: str, other: str) -> bool:
    own = {one.lower()[:6] for one in _WORD.findall(said) if len(one) > 3}
    return bool(own & {one.lower()[:6] for one in _WORD.findall(other) if len(one) > 3})


def _beginnings(said: str) -> set[str]:
    return {one.lower()[:5] for one in _WORD.findall(said) if len(one) > 4}


def _share_of(title: str, content: list[str]) -> float:
    wanted = {one.lower()[:6] for one in _WORD.findall(title) if len(one) > 3}
    return len(wanted & {one[:6] for one in content}) / len(wanted) if wanted else 0.0


def _cut(seen: _Seen) -> float:
    """Tell how much of the source sentence the statement leaves out."""
    source = len(seen.model.text[seen.fact.start : seen.fact.end])
    return max(0.0, 1 - len(seen.fact.statement) / max(1, source))


def _siblings(phrase: Phrase, fact: Fact) -> int:
    return sum(
        one.type is phrase.type and one.start != phrase.start and one.gloss == phrase.gloss
        for one in fact.phrases
    )


def _rarity(noun: str) -> float:
    """Return how far a noun is from everyday words, by how often WordNet's texts have it."""
    found = senses(noun.lower())
    if not found:
        return 1.0
    return max(0.0, 1 - math.log1p(sum(one.times for one in found)) / 6)


def _keyness(word: str, seen: _Seen) -> float:
    """Return how much a word is one of this document: often here, seldom elsewhere."""
    often = math.log1p(max(0, seen.model.elsewhere.count(word) - 1)) / 3
    return min(1.0, often) * rarity(word)


def _mean(numbers: Iterable[float]) -> float:
    found = list(numbers)
    return sum(found) / len(found) if found else 0.0


def _central(seen: _Seen) -> float:
    """Return how much of the document speaks of the same: the mean over the telling words."""
    told = list(dict.fromkeys([*seen.content, *(one.lower() for one in seen.said.split())]))[:20]
    counts = [seen.model.elsewhere.count(one) for one in told if len(one) > 3]
    if not counts:
        return 0.0
    return sum(min(1.0, math.log1p(max(0, one - 1)) / 3) for one in counts) / len(counts)


_GROUPS: tuple[Callable[[_Seen], Iterator[tuple[str, float]]], ...] = (
    _what_it_is, _fact, _subject, _alone, _only, _worth, _language, _document,
)  # fmt: skip
_LIGHT = frozenset({
    "have", "make", "take", "get", "give", "go", "come", "do", "include", "use", "see", "find",
    "show", "provide", "continue", "begin", "start", "want", "need", "help", "work", "look",
    "contain", "involve", "offer", "feature",
})  # fmt: skip
_DETERMINERS = frozenset({"the", "a", "an", "its", "his", "her", "their", "this", "these", "some"})
_ASKING = frozenset({"who", "what", "when", "where", "which", "how", "why", "in", "by", "from"})
_GAP_AFTER = frozenset({
    "the", "a", "an", "of", "in", "by", "to", "for", "and", "or", "with", "on", "as", "is", "are",
    "was", "were", "from", "at", "between", "into", "that",
})  # fmt: skip
_SMALL = frozenset({
    "that", "this", "with", "from", "into", "over", "under", "than", "have", "been", "were",
    "their", "there", "which", "what", "when", "where", "about", "after", "before", "between",
    "during", "through", "also", "more", "most", "such", "some", "other", "they", "them", "many",
    "would", "could", "does", "will", "each", "only", "very",
})  # fmt: skip
_PRONOUNS = frozenset({
    "he", "him", "his", "she", "her", "it", "its", "they", "them", "their", "itself", "himself",
    "herself", "themselves", "one", "ones",
})  # fmt: skip
_POINTING = frozenset({
    "this", "these", "those", "such", "other", "another", "others", "both", "same", "here", "there",
    "so", "then", "former", "latter", "even", "still", "now", "again", "too", "otherwise", "first",
})  # fmt: skip
_THE = re.compile(
    r"\bthe (?!(?:first|last|only|most|same|\w+est)\b)[a-z][\w-]*(?: [a-z][\w-]*)?"
    r"(?! (?:of|in|that|who|which|between|for)\b)",
    re.I,
)
_THE_NOUN = re.compile(
    r"\b[Tt]he (?!(?:first|last|only|most|same|\w+est)\b)([a-z][\w-]*)"
    r"(?= (?:is|was|are|were|has|had|of|in|to|and|for|by|on|_|[a-z]+ed)\b|[,.?])"
)
_LOOSE_TIME = re.compile(
    r"\b(?:that|same|this) (?:year|month|day|time|night|week|season|period)\b|\bwhile there\b"
    r"|\b(?:now|currently|today)\b|\bat (?:the|that) time\b"
    r"|\bthe (?:day|year|month|week) (?:after|before)\b"
    r"|\b(?:later|ago|earlier|afterwards|meanwhile|eventually|soon|next|previous|following)\b",
    re.I,
)
_A = re.compile(r"\ban? [a-z]")
_ACRONYM = re.compile(r"\b[A-Z]{2,5}\b")
_THE_FIRST = re.compile(r"The [a-z]")
_YEAR = re.compile(r"\b(?:1\d{3}|20\d{2})\b")
_CHAIN = re.compile(r"[A-Z][\w’-]+, _|_,")
_EXAMPLE = re.compile(r"\b(?:such as|including|like|e\.g\.|for example|for instance)[^.;]*$", re.I)
_TELLING = re.compile(
    r"\b(?:first|only|last|largest|smallest|highest|oldest|founder|founded|inventor|invented|"
    r"discover\w*|president|capital|known as|called|named|defined|main|major|primary|key)\b",
    re.I,
)
_DEFINES = re.compile(
    r"^(?:An? |The )?[\w’' -]{2,40},? (?:is|are) (?:an? |the )?[\w’' -]+ (?:that|which|who|of|in)\b"
    r"|\b(?:called|known as|refers? to|defined as|consists? of|stands? for)\b"
)
_BECAUSE = re.compile(
    r"\b(?:because|due to|in order to|so that|led to|result(?:ed|s)? in|caus\w+|therefore)\b", re.I
)
_SLIGHT = re.compile(
    r"\b(?:for example|for instance|such as|recently|reportedly|a number of|several|various|"
    r"some|many|few|often|sometimes|usually|may|might|quite|very|really)\b",
    re.I,
)
