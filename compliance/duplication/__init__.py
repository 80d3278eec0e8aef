"""Which existing systems a system to be built may repeat."""

from compliance.duplication.evidence import Match
from compliance.duplication.index import Index, Ranked
from compliance.duplication.knowledge import NOTHING, Knowledge
from compliance.duplication.levels import Level, Thresholds, level_of
from compliance.duplication.normalise import Subject, Words, is_use, subject_of

__all__ = [
    "NOTHING",
    "Index",
    "Knowledge",
    "Level",
    "Match",
    "Ranked",
    "Subject",
    "Thresholds",
    "Words",
    "is_use",
    "level_of",
    "subject_of",
]
