"""Filings of one batch that are like one another."""

from collections.abc import Mapping, Sequence
from datetime import date

from compliance.cli.batching import Result
from compliance.duplication import Index, Words
from compliance.facts.lists import lists_of
from compliance.registry import ExistingSystem, Registry
from compliance.rulebook import RulePack
from compliance.text import fold

_MARK = "本批 "


def alike(
    results: Sequence[Result], registry: Registry | None, pack: RulePack, on: date
) -> Mapping[str, str]:
    """For each filing the others like it, by name; "" where there are none.

    Rare words are told from common ones by the registry; without one only equal names are told.
    """
    named = [r for r in results if r.subject and r.subject.name]
    same = _same_names(named)
    if (
        registry is None
        or len(registry.systems) < pack.parameters["duplicate_min_registry"].on(on).value
    ):
        return same
    words = Words.from_mapping(lists_of(pack).names)
    index = Index.build(Registry.of([*registry.systems, *map(_as_system, named)]), words)
    least = pack.parameters["duplicate_suspected"].on(on).value
    return {r.name: _joined(same.get(r.name, ""), _found(r, index, least)) for r in named}


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


def _as_system(result: Result) -> ExistingSystem:
    subject = result.subject
    assert subject is not None  # noqa: S101 - only those with a name come here
    return ExistingSystem(
        id=_MARK + result.name,
        name=subject.name[:200],
        owner=subject.owner,
        description=subject.description,
        functions=subject.functions,
        data_resources=subject.data_resources,
        status="applied",
    )


def _found(result: Result, index: Index, least: int) -> str:
    subject = result.subject
    assert subject is not None  # noqa: S101 - only those with a name come here
    matches = [m for m in index.search(subject) if m.system.id.startswith(_MARK)]
    others = [m for m in matches if m.system.id != _MARK + result.name and m.score >= least]
    return "、".join(
        f"{m.system.id.removeprefix(_MARK)}（相似度 {m.score / 10_000:.0f}%）" for m in others
    )
