"""Errors that a person can act upon; each carries a sentence fit to be shown."""

from __future__ import annotations


class StudyError(Exception):
    """The base of every error of this app that is not a bug."""


class NotFoundError(StudyError):
    """Something that is not there, or belongs to another learner."""

    def __init__(self, noun: str, key: str) -> None:
        super().__init__(f"There is no {noun} {key} here.")
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
