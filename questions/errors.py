"""What can go wrong with a bank or a document, in sentences for the person who gave it."""

from __future__ import annotations

from questions.messages import Message, say


class QuestionsError(Exception):
    """Whatever this package refuses; the message says what happened and what to do.

    A page translates `told`; str() of the error is English.
    """

    def __init__(self, message: Message | str) -> None:
        super().__init__(str(message))
        self.message = message

    @property
    def told(self) -> Message | str:
        """Return all that there is to say."""
        return self.message


class BankFormatError(QuestionsError):
    """A bank file that cannot be read or written at all."""

    def __init__(
        self, message: Message | str, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message)
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return str(self.told)

    @property
    def told(self) -> Message | str:
        """Return what is wrong, and where."""
        if self.line is None:
            return self.message
        if self.column is None:
            return say("%(message)s (line %(line)s)", message=self.message, line=self.line)
        return say(
            "%(message)s (line %(line)s, column %(column)s)",
            message=self.message,
            line=self.line,
            column=self.column,
        )


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
