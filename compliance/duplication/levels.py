"""From a match to a level."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from compliance.duplication.evidence import MILLION, Match

Level = Literal["identical", "duplicate", "suspected", "related", "clear"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """判定界限: scores, ratios and shares in millionths, min_registry a number of systems.

    Below min_registry no level above suspected is given: where the weights of words come from the
    registry alone, they rest on too few texts (with 30 systems, two unrelated ones scored .45).
    covered_subject and covered_system ask how much of each name the other side must speak of,
    text_mean from which mean of the views on a third of both names is enough, near_name_likeness
    how much alike two of near names must be. A score below suspected_outright needs a mean of
    suspected_mean too. least_likeness is what a score must have without its neighbours: of a list
    of three every system is a neighbour of the subject. 0 asks nothing.
    """

    identical_score: int
    duplicate_score: int
    suspected_score: int
    related_score: int
    near_name_ratio: int
    min_registry: int
    covered_subject: int = 0
    covered_system: int = 0
    text_mean: int = MILLION
    near_name_likeness: int = 0
    suspected_mean: int = 0
    suspected_outright: int = 0
    least_likeness: int = 0

    @classmethod
    def from_values(cls, values: Mapping[str, int]) -> "Thresholds":
        """The levels from a pack's parameters, by name; what a pack does not say asks nothing."""
        return cls(
            identical_score=values["duplicate_identical"],
            duplicate_score=values["duplicate_duplicate"],
            suspected_score=values["duplicate_suspected"],
            related_score=values["duplicate_related"],
            near_name_ratio=values["duplicate_near_name"],
            min_registry=values["duplicate_min_registry"],
            covered_subject=values.get("duplicate_covered_subject", 0),
            covered_system=values.get("duplicate_covered_system", 0),
            text_mean=values.get("duplicate_text_mean", MILLION),
            near_name_likeness=values.get("duplicate_near_name_likeness", 0),
            suspected_mean=values.get("duplicate_suspected_mean", 0),
            suspected_outright=values.get("duplicate_suspected_outright", 0),
            least_likeness=values.get("duplicate_least_likeness", 0),
        )


def _mean(match: Match) -> int:
    return match.score if match.mean is None else match.mean


def _likeness(match: Match) -> int:
    return match.score if match.likeness is None else match.likeness


def _alike(match: Match, limits: Thresholds) -> bool:
    """Whether the texts say the same, each side speaking of the other's name."""
    named, system_named = match.covered
    if _mean(match) >= limits.text_mean and min(match.covered) >= limits.covered_subject:
        return True
    return (
        _likeness(match) >= limits.duplicate_score
        and named >= limits.covered_subject
        and system_named >= limits.covered_system
    )


def _near_named(match: Match, limits: Thresholds) -> bool:
    return (
        match.name_ratio >= limits.near_name_ratio and _likeness(match) >= limits.near_name_likeness
    )


def _suspected(match: Match, limits: Thresholds) -> bool:
    """By a score that leaves no doubt, or by a lower one that does not rest on knowledge alone."""
    return match.score >= limits.suspected_score and (
        _mean(match) >= limits.suspected_mean or match.score >= limits.suspected_outright
    )


def _uncapped(match: Match, limits: Thresholds) -> Level:
    alike, near = _alike(match, limits), _likeness(match) >= limits.least_likeness
    if not match.near_miss:
        if _mean(match) >= limits.identical_score or (match.same_name and alike):
            return "identical"
        if alike or match.same_name or _near_named(match, limits):
            return "duplicate"
        if near and _suspected(match, limits):
            return "suspected"
    elif _mean(match) >= limits.text_mean:
        # Other words in the name, and the same text: a person looks at what is really built.
        return "suspected"
    return "related" if near and match.score >= limits.related_score else "clear"


def level_of(match: Match, thresholds: Thresholds, registry_size: int) -> Level:
    """How much alike a match is, in a registry of that many systems."""
    level = _uncapped(match, thresholds)
    if registry_size < thresholds.min_registry and level in ("identical", "duplicate"):
        return "suspected"
    return level
