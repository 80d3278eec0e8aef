"""相似系统: the existing systems like a text, with the levels of a rule pack."""

from dataclasses import dataclass
from datetime import date

from compliance.duplication import Level, Match, Subject, Thresholds, level_of
from compliance.facts.comparison import index_of
from compliance.registry import Registry
from compliance.rulebook import RulePack


@dataclass(frozen=True, slots=True)
class Similar:
    """相似系统: score 0 to 1; `shared` are phrases both have, `functions` functions both have."""

    id: str
    name: str
    owner: str
    score: float
    level: Level
    shared: tuple[str, ...]
    functions: tuple[str, ...]


def similar(
    subject: Subject, registry: Registry, pack: RulePack, on: date, top: int = 10
) -> tuple[Similar, ...]:
    """The systems most like a subject, best first; none from an empty registry."""
    if not registry.systems:
        return ()
    index = index_of(registry, pack)
    values = {name: parameter.on(on).value for name, parameter in pack.parameters.items()}
    thresholds = Thresholds.from_values(values)
    return tuple(_told(match, thresholds, index.size) for match in index.search(subject, top))


def _told(match: Match, thresholds: Thresholds, size: int) -> Similar:
    return Similar(
        match.system.id,
        match.system.name,
        match.system.owner,
        match.score / 1_000_000,
        level_of(match, thresholds, size),
        match.shared,
        tuple(hit.title for hit in match.functions),
    )
