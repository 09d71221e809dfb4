"""Whether a question's sources still say what it quotes."""

from collections.abc import Iterator

from questions.model import Question


def source_reasons(question: Question, document_text: str) -> Iterator[str]:
    """Yield a reason for each source whose quote is not in the text at its place."""
    for source in question.sources:
        if document_text[source.start : source.end] != source.quote:
            yield f"The text does not say “{source.quote[:60]}” at the place it names."
