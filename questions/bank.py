"""A titled set of questions, with the documents they come from."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pydantic import model_validator

from questions.model import Name, Question, Source, Text, Value


class Document(Value):
    """A text that questions point into."""

    id: Name
    title: Text = ""
    text: Text
    url: Text | None = None


class Bank(Value):
    """What is imported, exported and shared."""

    title: Text
    language: Text = "en"
    licence: Text | None = None
    documents: tuple[Document, ...] = ()
    questions: tuple[Question, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> "Bank":
        for noun, ids in (("documents", self.documents), ("questions", self.questions)):
            if repeated := _repeated(one.id for one in ids):
                raise ValueError(f"two {noun} have the id {repeated[:80]!r}")
        texts = {document.id: document.text for document in self.documents}
        for question in self.questions:
            for source in sources_of(question):
                if reason := misquoted(source, texts):
                    raise ValueError(f"question {question.id[:80]!r}: {reason}")
        return self


def sources_of(question: Question) -> Iterator[Source]:
    """Yield the sources of the question and of the questions inside it."""
    yield from question.sources
    for part in question.parts:
        yield from sources_of(part)


def misquoted(source: Source, texts: Mapping[str, str]) -> str | None:
    """Say why the document does not hold the quote; a document that is not there may."""
    text = texts.get(source.document)
    if text is None or text[source.start : source.end] == source.quote:
        return None
    return f"the document {source.document[:80]!r} does not say {source.quote[:60]!r} there"


def _repeated(ids: Iterable[str]) -> str | None:
    return next((one for one, times in Counter(ids).items() if times > 1), None)
