"""Errors that a person can act upon; each carries a sentence fit to be shown."""

from __future__ import annotations

from studyapp.messages import Message, say


class StudyError(Exception):
    """The base of every error of this app that is not a bug.

    Its messages are shown one after the other: a page translates them, a command prints them.
    What only a command can raise is a plain string.
    """

    def __init__(self, *messages: Message | str) -> None:
        super().__init__(" ".join(map(str, messages)))
        self.messages = messages


class NotFoundError(StudyError):
    """Something that is not there, or belongs to another learner."""

    def __init__(self, noun: str, key: str) -> None:
        super().__init__(say("There is no %(noun)s %(key)s here.", noun=noun, key=key))
        self.noun = noun
        self.key = key


class StaleCardError(StudyError):
    """An answer to a card that has changed since the page was made."""


class RefusedError(StudyError):
    """Input that cannot be taken as it is; the message says what to do."""


class SignedOutError(StudyError):
    """Something that only a learner who is signed in can do."""


class BusyError(StudyError):
    """The database did not let us write in time; trying again is safe."""


class SettingsError(StudyError):
    """A setting, or a combination of settings, that cannot work."""


class LockedError(StudyError):
    """Another process of this app holds the data folder."""
