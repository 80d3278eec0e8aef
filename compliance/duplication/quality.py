"""What is wrong with a registry as a thing to compare with: a poor list makes a poor check."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from compliance.duplication.normalise import Words, core_of, plain
from compliance.registry import ExistingSystem

# A description of fewer characters hardly says more than the name.
_SHORT, _LEAST_NAME = 15, 2


@dataclass(frozen=True, slots=True)
class Weakness:
    """清单缺陷: of what kind, which system, what is wrong and how to mend it."""

    kind: str
    id: str
    name: str
    message: str
    mend: str


def _of_text(system: ExistingSystem) -> Iterator[tuple[str, str, str]]:
    said = plain(system.description) + "".join(map(plain, system.functions))
    if not said:
        yield "没有功能描述", "没有功能描述，也没有功能清单，只能按名称比对", "补写主要功能"
    elif len(said) < _SHORT:
        yield "描述过短", f"功能描述只有 {len(said)} 字", "补写做什么、给谁用、管哪些数据"
    elif plain(system.description) == plain(system.name):
        yield "描述照抄名称", "功能描述只是重复了名称", "补写主要功能"


def _of_name(system: ExistingSystem, words: Words) -> Iterator[tuple[str, str, str]]:
    if len(plain(system.name)) < _LEAST_NAME:
        yield "名称太短", "名称只有一个字或没有文字，比对不出什么", "写全称"
    elif not core_of(system.name, words, (system.owner, system.region)):
        yield "名称太笼统", "去掉地名和通用词后名称什么也没说", "改用能说明业务的名称，或补写别名"


def _of_the_rest(system: ExistingSystem) -> Iterator[tuple[str, str, str]]:
    if not system.owner:
        yield "没有建设单位", "没有建设单位，无法判断是否本单位已建", "补填建设单位"
    if system.level is None:
        yield "没有层级", "没有填市级、省级还是国家级", "补填层级"
    if system.year is None:
        yield "没有建设年份", "没有建设年份", "补填建设年份"


def _weaknesses_of(system: ExistingSystem, words: Words) -> Iterator[tuple[str, str, str]]:
    yield from _of_text(system)
    yield from _of_name(system, words)
    yield from _of_the_rest(system)


def _doubled(systems: Sequence[ExistingSystem], words: Words) -> Iterator[Weakness]:
    """Entries of the same unit and core name; phases that name their predecessor are none."""

    def key(system: ExistingSystem) -> tuple[str, str]:
        core = core_of(system.name, words, (system.owner, system.region))
        return plain(system.owner), core or plain(system.name)

    for _, group in groupby(sorted(systems, key=lambda s: (key(s), s.id)), key=key):
        first, *others = group
        linked = {first.id}
        for other in others:
            if other.predecessor_id not in linked and first.predecessor_id != other.id:
                yield Weakness(
                    "疑似重复登记",
                    other.id,
                    other.name,
                    f"与“{first.name}”（{first.id}）单位、名称相同",
                    "是同一系统的合并为一行；是前后期的，在后一期填写前期系统编号",
                )
            linked.add(other.id)


def weaknesses(systems: Sequence[ExistingSystem], words: Words) -> tuple[Weakness, ...]:
    """Every weakness, in the order of kinds and ids."""
    known = {system.id for system in systems}
    single = (
        Weakness(kind, system.id, system.name, message, mend)
        for system in systems
        for kind, message, mend in _weaknesses_of(system, words)
    )
    lost = (
        Weakness(
            "前期系统不在清单",
            system.id,
            system.name,
            f"前期系统编号“{system.predecessor_id}”不在清单里",
            "改正编号，或补录前期系统",
        )
        for system in systems
        if system.predecessor_id and system.predecessor_id not in known
    )
    found = (*single, *lost, *_doubled(systems, words))
    return tuple(sorted(found, key=lambda one: (one.kind, one.id)))
