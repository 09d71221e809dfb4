"""Studyapp: questions from what you read, kept in memory by spaced repetition."""

__version__ = "0.1.0"
