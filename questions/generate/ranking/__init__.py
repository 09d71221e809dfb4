"""Ranking: how good a draft promises to be, 0 to 1."""

from questions.generate.ranking.hand import HandWeighted
from questions.generate.ranking.learned import Learned
from questions.generate.ranking.ranker import Ranker
from questions.generate.ranking.reasons import RAISING, REASONS

__all__ = ["RAISING", "REASONS", "HandWeighted", "Learned", "Ranker"]
