"""Each system found, with its level and what it is to this filing; which of them are listed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from compliance.duplication import Match, Thresholds, level_of
from compliance.facts.context import Context
from compliance.facts.relation import Own, explained, relation_of
from compliance.registry import ExistingSystem

BUILT = ("in_use", "maintenance", "building")
LEVELS = ("identical", "duplicate", "suspected", "related", "clear")
REPEATS = LEVELS[:2]


@dataclass(frozen=True, slots=True)
class Likeness:
    """相近程度: a match, its level, what its system is to the filing, whether of its own unit."""

    match: Match
    level: str
    relation: str
    same_unit: bool | None

    @property
    def system(self) -> ExistingSystem:
        """The existing system."""
        return self.match.system


def likened(
    context: Context, own: Own, found: Iterable[Match], limits: Thresholds
) -> tuple[Likeness, ...]:
    """Every match as it counts for this filing, worst level first."""
    size = len(context.registry.systems) if context.registry else 0
    every = (
        Likeness(
            match,
            level_of(match, limits, size),
            relation_of(own, match.system),
            own.is_unit(match.system),
        )
        for match in found
    )
    return tuple(sorted(every, key=_gravest))


def _gravest(one: Likeness) -> tuple[int, int, str]:
    return LEVELS.index(one.level), -one.match.score, one.system.id


def nearest_of(every: Iterable[Likeness]) -> Likeness:
    """The one of the greatest score, of equal ones the first by id; at least one is given."""
    return min(every, key=lambda one: (-one.match.score, one.system.id))


def loudest(context: Context, every: Sequence[Likeness]) -> tuple[Likeness, ...]:
    """As many as may be listed; none that speaks falls off behind one that does not."""
    by_silence = sorted(every, key=lambda one: _silence(context, one))
    return tuple(by_silence[: context.parameter("duplicate_shown")])


def _silence(context: Context, one: Likeness) -> int:
    """0 for what may return the filing, 1 for what may ask a person, 2 for what only informs."""
    if one.relation == "other" and one.level in REPEATS:
        return int(one.same_unit is False or explained(context, one.system).value is True)
    if one.relation == "same_name":
        return 1
    if one.level == "related" or one.relation not in ("other", "predecessor", "claimed"):
        return 2
    return 2 if _answered(context, one) else 1


def _answered(context: Context, one: Likeness) -> bool:
    """Whether the filing says what is new beside an earlier phase, or differs from another's."""
    if one.relation == "predecessor":
        return increment_stated(context)
    return explained(context, one.system).value is True


def increment_stated(context: Context) -> bool:
    """Whether the filing says what it adds to its earlier phase."""
    declared = context.filing.predecessor
    return declared is not None and declared.increment is not None
