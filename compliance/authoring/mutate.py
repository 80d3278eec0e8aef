"""变异检查: a pack with one thing wrong in it, which some case has to notice.

Every rule is left out; every condition and every part of one dropped, every comparison turned
round and moved to its boundary, every limit moved by one, every kind and every day shifted.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from compliance.authoring.cases import Case, CaseBook
from compliance.authoring.trial import came_to, facts_of, worst_of
from compliance.authoring.words import leaf_words
from compliance.engine.plan import concerns
from compliance.facts import Facts
from compliance.filing import Kind
from compliance.rulebook import Ceiling, Condition, Every, Leaf, Operator, Rule, RulePack, Some

PARTS = ("applies", "scope_when", "return_when", "review_when", "info_when")
_TURNED: dict[Operator, Operator] = {
    "eq": "ne",
    "ne": "eq",
    "gt": "lte",
    "lte": "gt",
    "lt": "gte",
    "gte": "lt",
}
_CEILINGS: tuple[Ceiling, ...] = ("return", "review", "not_applicable")
_SLID: dict[Operator, Operator] = {"gt": "gte", "gte": "gt", "lt": "lte", "lte": "lt"}


# The facts of each case, and the day it is judged on.
Measured = Mapping[str, tuple[Facts, date]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A pack with one fault: what was done to it, and to which rule or parameter."""

    told: str
    rule: str
    pack: RulePack
    parameter: str = ""


def _with(pack: RulePack, rule: Rule, changed: Rule | None) -> RulePack:
    rules = tuple(changed if r is rule else r for r in pack.rules)
    return replace(pack, rules=tuple(r for r in rules if r is not None))


def mutants(pack: RulePack, only: Callable[[Rule], bool] = lambda _: True) -> Iterator[Mutant]:
    """Every mutant of the rules of a pack."""
    for rule in filter(only, pack.rules):
        yield Mutant("删去整条规则", rule.id, _with(pack, rule, None))
        for told, changed in (*_conditions(pack, rule), *_kinds(rule), *_days(rule)):
            yield Mutant(told, rule.id, _with(pack, rule, changed))


def capped(pack: RulePack) -> Iterator[tuple[str, int, Mutant]]:
    """The pack with one ceiling changed: for which kind and criterion, and the mutant.

    A ceiling raised to return matters only where a rule may return.
    """
    for kind in (kind.value for kind in Kind):
        for criterion in range(1, 9):
            before = pack.ceiling(kind, criterion)
            asked = [r for r in pack.rules if r.criterion == criterion and concerns(r, kind)]
            returns = any(rule.severity == "return" for rule in asked)
            for most in _CEILINGS if asked else ():
                if most != before and (returns or "return" not in (most, before)):
                    own = {**pack.ceilings.get(kind, {}), criterion: most}
                    changed = replace(pack, ceilings={**pack.ceilings, kind: own})
                    told = f"{kind} 第 {criterion} 项的上限由 {before} 改为 {most}"
                    yield kind, criterion, Mutant(told, "", changed, "ceilings")


def uncapped(pack: RulePack, book: CaseBook, seen: Measured) -> Iterator[Mutant]:
    """The changed ceilings that no case notices."""
    of = {rule.id: rule.criterion for rule in pack.rules}
    for kind, criterion, mutant in capped(pack):
        cases = [c for c in book.cases if c.kind == kind and of[c.rule] == criterion]
        if not any(notices(case, mutant, *seen[case.name]) for case in cases):
            yield mutant


def _kinds(rule: Rule) -> Iterator[tuple[str, Rule]]:
    if rule.kinds:
        yield "改为各类项目都问", replace(rule, kinds=())
    for kind in rule.kinds if len(rule.kinds) > 1 else ():
        left = tuple(k for k in rule.kinds if k != kind)
        yield f"不再问 {kind}", replace(rule, kinds=left)


def _days(rule: Rule) -> Iterator[tuple[str, Rule]]:
    for name in ("effective_from", "effective_until"):
        day: date | None = getattr(rule, name)
        for step in (1, -1) if day else ():
            shifted = day + timedelta(days=step) if day else None
            yield f"{name} 移动 {step} 天", _altered(rule, name, shifted)


def _conditions(pack: RulePack, rule: Rule) -> Iterator[tuple[str, Rule]]:
    for part in PARTS:
        condition: Condition | None = getattr(rule, part)
        if condition is not None:
            yield f"删去 {part}", _altered(rule, part, None)
            for told, changed in _variants(pack, condition):
                yield f"{part}：{told}", _altered(rule, part, changed)


def _altered(rule: Rule, part: str, value: Any) -> Rule:  # noqa: ANN401 - of whichever part
    return replace(rule, **{part: value})


def _variants(pack: RulePack, condition: Condition) -> Iterator[tuple[str, Condition]]:
    if isinstance(condition, Leaf):
        yield from _leaf_variants(pack, condition)
        return
    kind, other = (Every, Some) if isinstance(condition, Every) else (Some, Every)
    yield ("“并且”“或者”互换", other(condition.parts))
    for number, part in enumerate(condition.parts):
        before, after = condition.parts[:number], condition.parts[number + 1 :]
        if len(condition.parts) > 1:
            yield f"删去第 {number + 1} 个条件", kind((*before, *after))
        for told, changed in _variants(pack, part):
            yield told, kind((*before, changed, *after))


def _leaf_variants(pack: RulePack, leaf: Leaf) -> Iterator[tuple[str, Condition]]:
    said = leaf_words(leaf, pack)
    if isinstance(leaf.value, tuple):
        others = tuple(replace(leaf, operator="ne", value=value) for value in leaf.value)
        yield f"{said} 反过来", Every(others)
        for value in leaf.value if len(leaf.value) > 1 else ():
            left = tuple(v for v in leaf.value if v != value)
            yield f"{said} 去掉 {value}", replace(leaf, value=left)
        return
    yield f"{said} 反过来", replace(leaf, operator=_TURNED[leaf.operator])
    if leaf.operator in _SLID:
        yield f"{said} 移动等号", replace(leaf, operator=_SLID[leaf.operator])
    if isinstance(leaf.value, int) and not isinstance(leaf.value, bool):
        for step in (1, -1):
            yield f"{said} 界限移动 {step}", replace(leaf, value=leaf.value + step)


def measured(book: CaseBook, pack: RulePack) -> Measured:
    """The facts of every case, by name: rules change nothing of them."""
    return {case.name: facts_of(case, book, pack) for case in book.cases}


def notices(case: Case, mutant: Mutant, facts: Facts, day: date) -> bool:
    """Whether a case comes to something else under a mutant."""
    return worst_of(came_to(case, mutant.pack, facts, day)) != case.expect


def survivors(
    pack: RulePack,
    book: CaseBook,
    seen: Measured,
    only: Callable[[Rule], bool] = lambda _: True,
) -> Iterator[Mutant]:
    """The mutants of the rules that no case notices."""
    for mutant in mutants(pack, only):
        if not any(notices(case, mutant, *seen[case.name]) for case in book.of(mutant.rule)):
            yield mutant
