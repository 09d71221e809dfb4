"""What can go wrong with a bank or a document, in sentences for the person who gave it."""


class QuestionsError(Exception):
    """Whatever this package refuses; the message says what happened and what to do."""


class BankFormatError(QuestionsError):
    """A bank file that cannot be read or written at all."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column

    def __str__(self) -> str:
        if self.line is None:
            return self.message
        column = "" if self.column is None else f", column {self.column}"
        return f"{self.message} (line {self.line}{column})"


class DocumentError(QuestionsError):
    """A document that has no text that can be read."""


class GeneratorUnavailableError(QuestionsError):
    """The engine that makes questions is missing, damaged or not the recorded one."""


class MarkingError(QuestionsError):
    """Words of a sentence that cannot be hidden; *reason* is nothing, gone or marks."""

    def __init__(self, reason: str, words: str = "") -> None:
        super().__init__(f"{reason}: {words}" if words else reason)
        self.reason = reason
        self.words = words
