"""重复系统: the systems of a registry that duplicate each other, by the levels of a rule pack."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from compliance.duplication import Level, Thresholds
from compliance.duplication.census import Twin, clusters, names_of, nearest, spans, twins_of
from compliance.errors import Problem, RegistryError
from compliance.facts.comparison import index_of
from compliance.registry import ExistingSystem, Registry
from compliance.rulebook import RulePack


@dataclass(frozen=True, slots=True)
class TwinSystem:
    """组内一个系统, with the system of its group that is nearest to it; score 0 to 1."""

    id: str
    name: str
    owner: str
    nearest: str
    nearest_name: str
    level: Level
    score: float


MOST_SYSTEMS = 3_000
# A few thousand systems of one name would be millions of pairs.
MOST_PAIRS = 20_000
# Whether there are more pairs is asked after so many systems.
_AT_ONCE = 10
_MEND = "导出清单，运行 beian registry census 清单.csv -o 重复系统.xlsx，可看进度，中断后可继续"
Group = tuple[TwinSystem, ...]


def find_twins(registry: Registry, pack: RulePack, on: date) -> tuple[Group, ...]:
    """The groups of systems that duplicate each other, the largest first.

    Its work is bounded: raises RegistryError, naming the command that has no bound, where there
    are more systems or more pairs than that.

    >>> from compliance import load
    >>> rows = [{"id": n, "name": "示例市智慧停车管理平台", "owner": f"示例市{n}局",
    ...          "description": "停车泊位信息采集、诱导、收费和执法"} for n in "甲乙"]
    >>> groups = find_twins(Registry.of(rows), load(), date(2026, 3, 2))
    >>> [[system.id for system in group] for group in groups]
    [['乙', '甲']]
    """
    count = len(registry.systems)
    if count > MOST_SYSTEMS:
        told = f"清单有 {count:,} 个系统，这里一次最多比对 {MOST_SYSTEMS:,} 个"
        raise RegistryError(Problem("", told, _MEND))
    if not count:
        return ()
    index = index_of(registry, pack)
    values = {name: parameter.on(on).value for name, parameter in pack.parameters.items()}
    limits, names = Thresholds.from_values(values), names_of(index, registry.systems)
    twins: list[Twin] = []
    for part in spans(names, _AT_ONCE):
        twins += twins_of(index, names, limits, part)
        if len(twins) > MOST_PAIRS:
            told = f"互相重复的超过 {MOST_PAIRS:,} 对，这里比对不完"
            raise RegistryError(Problem("", told, _MEND))
    found, systems = nearest(twins), {system.id: system for system in registry.systems}
    return tuple(
        tuple(_member(key, found[key], systems) for key in group) for group in clusters(twins)
    )


def _member(key: str, twin: Twin, systems: Mapping[str, ExistingSystem]) -> TwinSystem:
    other = twin.right if twin.left == key else twin.left
    system = systems[key]
    score = twin.score / 1_000_000
    return TwinSystem(key, system.name, system.owner, other, systems[other].name, twin.level, score)
