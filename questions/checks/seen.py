"""A question as the checks see it: its passages, its cards and its options, read once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from questions import cloze
from questions.checks.passages import Passage, cloze_passages, gapped_passage, passage
from questions.checks.words import ENGLISH, OTHER_LANGUAGES
from questions.choices import options_of
from questions.model import Kind, Question


@dataclass(frozen=True, slots=True)
class Side:
    """One card: its stem, with `BLANK` for what is hidden, and each thing that it wants."""

    stem: Passage
    wanted: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One option to pick; *blank* tells that there is nothing to read or to look at."""

    passage: Passage
    right: bool

    @property
    def text(self) -> str:
        return self.passage.text.strip()


class Seen:
    """A question with all that a check may ask of it; everything is read at most once."""

    def __init__(
        self, question: Question, document: str | None, language: str, *, alone: bool = True
    ) -> None:
        self.question = question
        self.kind = question.kind
        self.document = document
        self.language = language
        self.alone = alone

    @cached_property
    def stem(self) -> Passage:
        """The whole stem, with nothing hidden."""
        question = self.question
        if question.kind is Kind.CLOZE:
            return cloze_passages("stem", question.stem, question.format, 0)[0]
        if question.kind is Kind.GAPS:
            return self.sides[0].stem
        return passage("stem", question.stem, question.format)

    @cached_property
    def asked(self) -> Passage:
        """The stem as the first card shows it."""
        return self.sides[0].stem if self.sides else self.stem

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        question = self.question
        if question.kind is Kind.CLOZE:
            return tuple(self._cloze_sides())
        if question.kind is Kind.GAPS:
            return (self._gaps_side(),)
        wanted = tuple(one.passage for one in self.options if one.right)
        if not wanted and question.answers:
            wanted = (self.answers[0],)
        return (Side(self.stem, wanted),)

    @cached_property
    def answers(self) -> tuple[Passage, ...]:
        """The answers that are right, the one to show first."""
        return self._texts("answers", "text", self._right_answers())

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The options of a choice question, in the order in which they are written."""
        if self.kind is not Kind.CHOICE:
            return ()
        numbers = range(len(self.question.choices))
        read = self._texts("choices", "text", numbers)
        right = [option.right for option in options_of(self.question)]
        return tuple(Option(one, right[number]) for number, one in enumerate(read))

    @cached_property
    def lists(self) -> tuple[tuple[Passage, ...], ...]:
        """What is to be matched or put in order: left sides, right sides, items."""
        question = self.question
        left = [pair.left or "" for pair in question.pairs]
        return (
            self._fields([f"pairs.{n}.left" for n in range(len(left))], left),
            self._fields(
                [f"pairs.{n}.right" for n in range(len(left))],
                [one.right for one in question.pairs],
            ),
            self._fields([f"items.{n}" for n in range(len(question.items))], question.items),
        )

    @cached_property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Every field with its words as they are written."""
        return tuple(_fields(self.question))

    @cached_property
    def english(self) -> bool:
        """Tell whether rules about English words apply: other languages share many of them."""
        if self.language[:2].lower() not in {"en", ""}:
            return False
        letters = [sign for sign in self.stem.text[:400] if sign.isalpha()]
        if sum(sign.isascii() for sign in letters) * 2 < len(letters):
            return False
        small = self.stem.small
        return len(small & ENGLISH) >= len(small & OTHER_LANGUAGES)

    def _cloze_sides(self) -> Iterator[Side]:
        question = self.question
        for number in cloze.numbers(question.stem):
            shown, hidden = cloze_passages("stem", question.stem, question.format, number)
            yield Side(shown, tuple(hidden))

    def _gaps_side(self) -> Side:
        question = self.question
        names = [gap.id for gap in question.gaps]
        shown = gapped_passage("stem", question.stem, question.format, names)
        return Side(shown, tuple(self._gap_answers()))

    def _gap_answers(self) -> Iterator[Passage]:
        for number, gap in enumerate(self.question.gaps):
            kept = gap.answers or gap.choices
            best = max(range(len(kept)), key=lambda at: kept[at].fraction)
            named = "answers" if gap.answers else "choices"
            field = f"gaps.{number}.{named}.{best}.text"
            yield passage(field, kept[best].text, self.question.format)

    def _right_answers(self) -> list[int]:
        answers = self.question.answers
        right = [number for number, one in enumerate(answers) if one.fraction > 0]
        plain = {number: "*" not in answers[number].text for number in right}
        return sorted(right, key=lambda at: (-answers[at].fraction, not plain[at]))

    def _texts(self, field: str, key: str, numbers: Sequence[int]) -> tuple[Passage, ...]:
        held = getattr(self.question, field)
        named = [f"{field}.{number}.{key}" for number in numbers]
        return self._fields(named, [held[number].text for number in numbers])

    def _fields(self, names: Sequence[str], texts: Sequence[str]) -> tuple[Passage, ...]:
        form = self.question.format
        return tuple(passage(name, text, form) for name, text in zip(names, texts, strict=True))


def _fields(question: Question) -> Iterator[tuple[str, str]]:
    yield "stem", question.stem
    for number, answer in enumerate(question.answers):
        yield f"answers.{number}.text", answer.text
    for number, choice in enumerate(question.choices):
        yield f"choices.{number}.text", choice.text
    for number, pair in enumerate(question.pairs):
        yield f"pairs.{number}.left", pair.left or ""
        yield f"pairs.{number}.right", pair.right
    for number, item in enumerate(question.items):
        yield f"items.{number}", item
    yield "explanation", question.explanation
    for number, hint in enumerate(question.hints):
        yield f"hints.{number}", hint
