"""From a match to a level."""

from dataclasses import dataclass
from typing import Literal

from compliance.duplication.evidence import Match

Level = Literal["identical", "duplicate", "suspected", "related", "clear"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """判定界限: scores and ratios in millionths, min_registry a number of systems.

    Below min_registry the weights of words rest on too few texts, and no level above suspected is
    given: with weights from 30 systems, two unrelated ones scored .45.
    """

    identical_score: int
    duplicate_score: int
    suspected_score: int
    related_score: int
    near_name_ratio: int
    min_registry: int


def _uncapped(match: Match, thresholds: Thresholds) -> Level:
    alike = match.score >= thresholds.duplicate_score
    if match.score >= thresholds.identical_score or (match.same_name and alike):
        return "identical"
    if alike or match.same_name or match.name_ratio >= thresholds.near_name_ratio:
        return "duplicate"
    if match.score >= thresholds.suspected_score:
        return "suspected"
    return "related" if match.score >= thresholds.related_score else "clear"


def level_of(match: Match, thresholds: Thresholds, registry_size: int) -> Level:
    """How much alike a match is, in a registry of that many systems."""
    level = _uncapped(match, thresholds)
    if registry_size < thresholds.min_registry and level in ("identical", "duplicate"):
        return "suspected"
    return level
