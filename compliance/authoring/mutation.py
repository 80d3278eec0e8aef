"""变异检查的总账: every mutant of a pack's own rules and limits, and those no case notices."""

from dataclasses import dataclass
from pathlib import Path

from compliance.authoring.cases import CaseBook, read_book
from compliance.authoring.limits import limit_survivors, moved
from compliance.authoring.mutate import Mutant, mutants, survivors
from compliance.rulebook import Rule, RulePack, load

# How alike two systems are is measured on texts; no case states a score to the millionth.
_ELSEWHERE = {"duplicate_": "相似程度的界限由查重自己的测试与 beian registry evaluate 把守"}


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
    kept = tuple(
        (name, reason)
        for name in pack.parameters
        for prefix, reason in _ELSEWHERE.items()
        if name.startswith(prefix)
    )
    held = {name for name, _ in kept}
    names = tuple(n for n in pack.parameters if n not in held and _is_own(pack, n))
    count = sum(1 for _ in mutants(pack, _own_rule))
    count += sum(1 for name in names for _ in moved(pack, pack.parameters[name]))
    alive = (*survivors(pack, book, _own_rule), *limit_survivors(pack, book, names))
    return Mutation(count, alive, kept)


def _own_rule(rule: Rule) -> bool:
    return rule.own


def _is_own(pack: RulePack, parameter: str) -> bool:
    """Whether a pack, and not what it extends, gives a parameter."""
    return not pack.extends or parameter not in load(pack.extends.partition(" ")[0]).parameters
