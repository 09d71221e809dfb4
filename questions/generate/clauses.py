"""Clauses: a plain main clause in the parts that a question puts in another order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from questions.generate.references import Reading
from questions.generate.rewriting import rewrite
from questions.generate.statements import Statement, end_of, span_of
from questions.generate.suitability import trims
from questions.generate.vocabulary import words

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True)
class Clause:
    """Where the parts of a plain statement lie: lead, subject, verb, and what follows to *end*."""

    reading: Reading
    subject: Token
    verb: Token
    helper: Token | None
    end: int

    @property
    def statement(self) -> Statement:
        return self.reading.statement

    @property
    def lead(self) -> str:
        """Return what stands before the subject, without a mere connective."""
        return self.words(0, self.subject.left_edge.idx)

    @property
    def after_subject(self) -> int:
        return end_of(span_of(self.subject))

    def words(self, start: int, end: int, without: Sequence[tuple[int, int]] = ()) -> str:
        """Write the words from *start* to *end* as they are to be read alone."""
        text, place, pieces = self.statement.text, start, []
        edits = [*self.reading.edits, *trims(self.statement)]
        for first, last in sorted(without):
            if start <= first and last <= end:
                pieces.append(rewrite(text, edits, place, first))
                place = last
        pieces.append(rewrite(text, edits, place, end))
        return " ".join(piece for piece in pieces if piece).strip(" ,;—–").replace(" ,", ",")

    def subject_words(self) -> str:
        """Write the subject as it stands within a sentence."""
        written = self.words(self.subject.left_edge.idx, self.after_subject)
        first = self.subject.left_edge
        if first.lower_ in {"the", "a", "an"}:
            return written[0].lower() + written[1:]
        common = first.pos_ not in {"PROPN", "NUM"} and first.ent_type_ in {"", "CARDINAL"}
        named = (
            self.statement.mention_at(first.idx)
            or first.text.isupper()
            or any(one.start == first.idx and one.text[:1].isupper() for one in self.reading.edits)
        )
        return written[0].lower() + written[1:] if common and not named else written

    def inverted(self, without: tuple[int, int]) -> str | None:
        """Write the clause as a question goes on after *when*: did Napoleon die on Elba."""
        first = self.helper or (self.verb if self.verb.lemma_ == "be" else None)
        if first is not None and first.lower_ != "had":
            return self._joined(first.text, "", end_of(first), without)
        if first is None and self.verb.tag_ == "VBD":
            return self._joined("did", self.verb.lemma_, end_of(self.verb), without)
        return None

    def _joined(self, helper: str, verb: str, start: int, without: tuple[int, int]) -> str:
        rest = self.words(start, self.end, [without])
        return " ".join(one for one in (helper, self.subject_words(), verb, rest) if one)


def clause_of(reading: Reading) -> Clause | None:
    """Return the main clause of a statement that claims it plainly, or None.

    A belief, a condition, a wish or a denial anywhere in the sentence would be lost in a
    question, and the answer would be false.
    """
    statement = reading.statement
    verb, subject = statement.root, statement.subject()
    if verb is None or subject is None or is_hedged(statement) or _is_loose(verb, subject):
        return None
    helpers = [one for one in verb.lefts if one.dep_ in {"aux", "auxpass"}]
    first = helpers[0] if helpers else verb
    between = statement.text[end_of(span_of(subject)) : first.idx]
    if between.strip():
        return None
    return Clause(reading, subject, verb, helpers[0] if helpers else None, _end(verb))


def is_hedged(statement: Statement) -> bool:
    """Tell whether any word takes the statement back or gives it to somebody else."""
    hedges = words("hedges")
    return any(token.lower_ in hedges or token.lemma_.lower() in hedges for token in statement.doc)


def _is_loose(verb: Token, subject: Token) -> bool:
    """Tell whether parts of the clause are clauses whose place cannot be trusted."""
    verbal = {"ccomp", "parataxis", "csubj"}
    dangling = any(one.dep_ == "advcl" and one.i < subject.i for one in verb.children)
    within = any(one.dep_ in {"relcl", "advcl"} for one in span_of(subject))
    return dangling or within or any(one.dep_ in verbal for one in verb.children)


def _end(verb: Token) -> int:
    """Return where the clause ends: before a second one, and before the full stop."""
    last = verb.doc[len(verb.doc) - 1]
    end = last.idx if last.is_punct else end_of(last)
    for second in verb.children:
        if second.dep_ == "conj" and second.pos_ in {"VERB", "AUX"}:
            joint = [one for one in verb.doc[verb.i : second.i] if one.dep_ == "cc"]
            start = joint[-1] if joint else second.left_edge
            end = min(end, start.idx)
    return end
