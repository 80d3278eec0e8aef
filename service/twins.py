"""Groups of duplicate systems in the list: found once for each version of it, then remembered."""

from dataclasses import dataclass
from datetime import date

from compliance import RegistryError, TwinSystem, find_twins
from service.answers import Answer, as_json
from service.context import Context
from service.problems import Fault, fault_of
from service.refusal import Refusal
from service.route import Call, Gives, Route


@dataclass(frozen=True, slots=True)
class Twins:
    """重复系统: the groups, the largest first; of which list, by the levels of which day."""

    version: str
    systems: int
    on: date
    groups: tuple[tuple[TwinSystem, ...], ...]


def _found(context: Context, day: date) -> Twins | Fault:
    """The groups, or why the list is too large for this."""
    registry = context.systems()
    if registry is None:
        return Twins("", 0, day, ())
    try:
        groups = find_twins(registry, context.pack(), day)
    except RegistryError as error:
        return fault_of(error.problems[0])
    return Twins(registry.version, len(registry.systems), day, groups)


def twins_now(context: Context) -> Twins:
    """The groups of the list as it is; raises Refusal 409 in words where it is too large."""
    registry, day = context.systems(), context.today()
    key = (registry.version if registry else "", context.pack().sha256, day)
    told = context.twins.get(key)
    if told is None:
        with context.gate.entered():
            told = context.twins.get(key) or context.work(_found, day)
        context.twins.put(key, told)
    if isinstance(told, Twins):
        return told
    raise Refusal(409, [told] if isinstance(told, Fault) else [])


def _twins(context: Context, _: Call) -> Answer:
    return as_json(Twins, twins_now(context))


TWINS = (
    Route(
        method="GET",
        path="/v1/registry/twins",
        name="twins",
        title="清单里互相重复的系统，按组；清单太大时说明改用哪条命令",
        respond=_twins,
        role="reviewer",
        gives={200: Gives("互相重复的系统，大组在前", Twins)},
        problems=(409, 429),
    ),
)
