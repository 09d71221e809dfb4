"""The tables, a module for each part of the app."""

from studyapp.tables.base import NAMES, Json, Table
from studyapp.tables.decisions import Decision
from studyapp.tables.editing import Media, QuestionVersion
from studyapp.tables.figures import DayAnswers, KeptCards, StudyDay, TouchedCard
from studyapp.tables.fits import Fit
from studyapp.tables.imports import BankImport
from studyapp.tables.library import Deck, Document, Draft, Preset, StoredQuestion
from studyapp.tables.notetypes import NoteType
from studyapp.tables.people import Learner, SignIn, Throttle
from studyapp.tables.quizzes import Quiz, QuizAnswer
from studyapp.tables.study import Card, Review
from studyapp.tables.uploads import Upload
from studyapp.tables.work import Change, Job

__all__ = [
    "NAMES",
    "BankImport",
    "Card",
    "Change",
    "DayAnswers",
    "Decision",
    "Deck",
    "Document",
    "Draft",
    "Fit",
    "Job",
    "Json",
    "KeptCards",
    "Learner",
    "Media",
    "NoteType",
    "Preset",
    "QuestionVersion",
    "Quiz",
    "QuizAnswer",
    "Review",
    "SignIn",
    "StoredQuestion",
    "StudyDay",
    "Table",
    "Throttle",
    "TouchedCard",
    "Upload",
]
