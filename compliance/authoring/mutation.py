"""变异检查的总账: every mutant of a pack's own rules and limits, and those no case notices."""

from dataclasses import dataclass
from pathlib import Path

from compliance.authoring.cases import CaseBook, read_book
from compliance.authoring.limits import limit_survivors, moved
from compliance.authoring.mutate import Mutant, capped, measured, mutants, survivors, uncapped
from compliance.rulebook import Rule, RulePack, load

# How alike two systems are is measured on texts; no case states a score to the millionth.
_ELSEWHERE = {"duplicate_": "相似程度的界限由 tests/likeness_limits.yaml 逐个把守"}


@dataclass(frozen=True, slots=True)
class Mutation:
    """变异检查: how many faults were made, those that no case noticed, the limits not moved."""

    count: int
    alive: tuple[Mutant, ...]
    elsewhere: tuple[tuple[str, str], ...]


def mutation(folder: str | Path) -> Mutation:
    """Every fault made in a pack's own rules and in its limits; raises RulebookError."""
    pack = load(folder)
    return mutation_of(pack, read_book(pack, folder))


def mutation_of(pack: RulePack, book: CaseBook) -> Mutation:
    """The same of a pack that is loaded. Of a derived pack, only what is its own."""
    base = load(pack.extends.partition(" ")[0]) if pack.extends else None
    mine = {name: list(moved(pack, name, base)) for name in pack.parameters}
    kept = tuple(
        (n, why) for n in mine if mine[n] for p, why in _ELSEWHERE.items() if n.startswith(p)
    )
    names = tuple(name for name in mine if mine[name] and name not in dict(kept))
    count = sum(1 for _ in mutants(pack, _own)) + sum(len(mine[name]) for name in names)
    seen = measured(book, pack)
    alive = [*survivors(pack, book, seen, _own), *limit_survivors(pack, book, seen, names, base)]
    if base is None:
        count += sum(1 for _ in capped(pack))
        alive += uncapped(pack, book, seen)
    return Mutation(count, tuple(alive), kept)


def _own(rule: Rule) -> bool:
    return rule.own
