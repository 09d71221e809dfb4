"""The engine: a document given once, its questions made window by window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from questions.errors import GeneratorUnavailableError
from questions.generate.anchors import with_context_doubts
from questions.generate.clozes import clozes
from questions.generate.definitions import definitions
from questions.generate.draft import Draft, question_of
from questions.generate.english_only import NOTICE, is_english
from questions.generate.exercises import exercises
from questions.generate.fact import DocumentModel, Fact, Name, SentenceRecord
from questions.generate.facts import facts
from questions.generate.key_terms import entries, is_marked, keys_of
from questions.generate.kinds import MAKERS as KINDS
from questions.generate.kinds import Maker
from questions.generate.parser import parser
from questions.generate.parsing import parsed, prose
from questions.generate.plainly import plain_facts
from questions.generate.ranking import HandWeighted, Learned, Ranker
from questions.generate.references import read
from questions.generate.selection import Generated, Scored, chosen
from questions.generate.shorts import shorts
from questions.generate.survey import Survey
from questions.generate.swaps import swaps
from questions.generate.windows import Window, windows
from questions.text import Block, Sentence, sentences

MAKERS: tuple[Maker, ...] = (clozes, shorts, definitions, swaps, *KINDS.values())

# Sentences at the beginning of a text that tell whether any of it is English.
_LOOKED_AT = 400


class Generator:
    """Makes the questions of one document; the same arguments make the same questions.

    What is read at once is a stretch of some thousand words, and only the last one is kept, so
    that a book needs no more memory than an article.
    """

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        *,
        document_id: str,
        title: str,
        seed: int = 0,
        ranker: Ranker | None = None,
    ) -> None:
        self._text, self._blocks = text, tuple(blocks)
        self._document_id, self._title, self._seed = document_id, title, seed
        self._given_ranker = ranker
        self._sentences = sentences(text, self._blocks)
        self._read: tuple[int, DocumentModel] | None = None

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """The stretches of text that are one step each, in order."""
        return windows(self._text, self._blocks, self._sentences)

    @property
    def sentence_count(self) -> int:
        return len(self._sentences)

    def make(self, window: Window) -> tuple[Generated, ...]:
        """Make the whole pool of a window, and tell which of it is kept by default."""
        model = self.model(window)
        inside = [
            one
            for one in model.facts
            if one.sentence in window.sentences and not self._survey.is_copy(one.sentence)
        ]
        scored: dict[str, Scored] = {}
        for draft in with_context_doubts(self._drafts(inside, model), model):
            rating = self._ranker.rate(draft, model)
            question = question_of(draft, self._text, self._document_id, rating)
            known = scored.get(question.id)
            if known is None or known.score < rating.score:
                scored[question.id] = Scored(draft, question, rating.score, rating.features)
        return chosen(list(scored.values()), window.words, marked=self._is_marked)

    def model(self, window: Window) -> DocumentModel:
        """Return what is known for a window's stretch."""
        if self._read is None or self._read[0] != window.stretch:
            self._read = window.stretch, self._modelled(window.stretch)
        return self._read[1]

    @cached_property
    def notice(self) -> str:
        """Why the questions are made without the parser, as poorer ones; "" when they are not."""
        try:
            parser()
        except GeneratorUnavailableError as error:
            return str(error)
        return ""

    @cached_property
    def language_notice(self) -> str:
        """Why nothing comes of a text that is not in English; "" where some of it is."""
        said = (self._text[one.start : one.end] for one in self._sentences[:_LOOKED_AT])
        return "" if not self._sentences or any(map(is_english, said)) else NOTICE

    @cached_property
    def _ranker(self) -> Ranker:
        """Rank by what was learned, which was learned of drafts that were made with the parser."""
        return self._given_ranker or (HandWeighted() if self.notice else Learned())

    def _drafts(self, inside: Sequence[Fact], model: DocumentModel) -> Iterator[Draft]:
        if self.notice:
            for draft in clozes(inside, model):
                yield replace(draft, method=f"plain-{draft.method}")
            return
        for maker in MAKERS:
            yield from maker(inside, model)

    @cached_property
    def _survey(self) -> Survey:
        return Survey(self._text, self._sentences)

    @cached_property
    def _prose(self) -> str:
        return prose(self._text, self._blocks)

    def _modelled(self, stretch: int) -> DocumentModel:
        inside = [one for one in self.windows if one.stretch == stretch]
        every = [(index, self._sentences[index]) for one in inside for index in one.sentences]
        numbered = [one for one in every if self._states(*one)]
        found, names = self._facts(numbered)
        listed = tuple(self._entries[index] for index, _ in every if index in self._entries)
        return DocumentModel(
            title=self._title,
            facts=(*found, *listed),
            names=names,
            sentences=tuple(self._record(index) for index, _ in numbered),
            elsewhere=self._survey,
            seed=self._seed,
            text=self._text,
            by_id={one.id: one for one in names},
            key_terms=self._key_terms,
        )

    def _states(self, index: int, one: Sentence) -> bool:
        if index in self._entries or one.block in self._exercises:
            return False
        return is_english(self._text[one.start : one.end])

    @cached_property
    def _key_terms(self) -> frozenset[str]:
        return keys_of(self._blocks)

    @cached_property
    def _is_marked(self) -> bool:
        return is_marked(self._key_terms, sum(one.words for one in self.windows))

    @cached_property
    def _entries(self) -> dict[int, Fact]:
        """Return the entries of the document's glossaries by the number of their sentence."""
        found = entries(self._text, self._blocks, self._sentences, self._survey)
        return {one.sentence: one for one in found if is_english(one.statement)}

    @cached_property
    def _exercises(self) -> frozenset[int]:
        return exercises(self._text, self._blocks)

    def _facts(
        self, numbered: Sequence[tuple[int, Sentence]]
    ) -> tuple[tuple[Fact, ...], tuple[Name, ...]]:
        if self.notice:
            return plain_facts(self._text, self._blocks, numbered), ()
        sentences_ = parsed(self._text, self._blocks, numbered)
        readings = read(sentences_, title=self._title, text=self._prose)
        return facts(readings, self._title), readings.names

    def _record(self, index: int) -> SentenceRecord:
        one = self._sentences[index]
        words = len(self._text[one.start : one.end].split())
        return SentenceRecord(index, one.start, one.end, self._blocks[one.block].section, words)
