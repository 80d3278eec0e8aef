"""Filings of one batch that are like one another."""

from collections.abc import Mapping, Sequence
from datetime import date

from compliance.cli.batching import Result
from compliance.duplication import Index, Thresholds, level_of
from compliance.facts.comparison import index_of
from compliance.registry import ExistingSystem, Registry
from compliance.rulebook import RulePack
from compliance.text import fold, visible

# What a system of a registry may hold; a filing's module may say more, a file's name be longer.
_NAME, _FUNCTION = 200, 10_000
_TOLD = ("identical", "duplicate", "suspected")


def alike(results: Sequence[Result], pack: RulePack, on: date) -> Mapping[str, str]:
    """For each filing the others like it, by name; "" where there are none.

    By the levels a registry is compared by: they mean the same among a few filings.
    """
    named = [r for r in results if r.subject and visible(r.subject.name).strip()]
    same = _same_names(named)
    index = index_of(Registry.of(_as_system(n, r) for n, r in enumerate(named)), pack)
    limits = Thresholds.from_values({n: p.on(on).value for n, p in pack.parameters.items()})
    return {r.name: _joined(same.get(r.name, ""), _found(r, named, index, limits)) for r in named}


def _same_names(named: Sequence[Result]) -> dict[str, str]:
    names = {r.name: fold(r.subject.name) for r in named if r.subject}
    return {
        name: "、".join(
            f"{other}（同名）" for other in names if other != name and names[other] == own
        )
        for name, own in names.items()
    }


def _joined(*told: str) -> str:
    return "、".join(filter(None, told))


def _as_system(place: int, result: Result) -> ExistingSystem:
    """Its id is the place, so that ids are in the order of the batch."""
    subject = result.subject
    assert subject is not None  # noqa: S101 - only those with a name come here
    return ExistingSystem(
        id=f"{place:06}",
        name=subject.name[:_NAME],
        owner=subject.owner,
        description=subject.description,
        functions=tuple(function[:_FUNCTION] for function in subject.functions),
        data_resources=subject.data_resources,
        status="applied",
    )


def _found(result: Result, named: Sequence[Result], index: Index, limits: Thresholds) -> str:
    subject = result.subject
    assert subject is not None  # noqa: S101 - only those with a name come here
    others = (
        m
        for m in index.compare(index.read(subject))
        if fold(m.system.name) != fold(subject.name[:_NAME])
        and level_of(m, limits, index.size) in _TOLD
    )
    return "、".join(
        f"{named[int(m.system.id)].name}（相似度 {m.score / 10_000:.0f}%）" for m in others
    )
