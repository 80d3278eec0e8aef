"""What is poor about the list of systems: found once for each version of it, then remembered."""

from collections import Counter
from dataclasses import dataclass

from compliance import Registry, RulePack, Words, find_weaknesses
from service.context import Context

_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Weaknesses:
    """清单缺陷: of how many systems, how many in all and of each kind, and the first of them.

    Each is told by the system's number and name, what is wrong and how to mend it.
    """

    systems: int
    total: int
    kinds: tuple[tuple[str, int], ...]
    first: tuple[tuple[str, str, str, str], ...]


def _of(registry: Registry | None, pack: RulePack) -> Weaknesses:
    systems = registry.systems if registry else ()
    found = find_weaknesses(systems, Words.from_mapping(pack.lists["names"]))
    kinds = Counter(weakness.kind for weakness in found)
    first = tuple((each.id, each.name, each.message, each.mend) for each in found[:_MOST])
    return Weaknesses(len(systems), len(found), tuple(kinds.most_common()), first)


def weaknesses_now(context: Context) -> Weaknesses:
    """Those of the list as it is.

    Looked for here, once: a second or two for 10,000 systems, where a checker that first has to
    learn a new list takes longer than that.
    """
    registry, pack = context.systems(), context.pack()
    key = (registry.version if registry else "", pack.sha256)
    told = context.weaknesses.get(key)
    if not isinstance(told, Weaknesses):
        with context.gate.entered():
            told = _of(registry, pack)
        context.weaknesses.put(key, told)
    return told
