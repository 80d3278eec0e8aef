"""What a change makes milder: told in words, "" where it is not milder."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from compliance.rulebook.condition import Condition, Leaf, ParameterName, Some, leaves
from compliance.rulebook.pack import Ceiling, Effect, Parameter, Rule, RulePack

_WEIGHTS = {"info": 0, "review": 1, "return": 2}
_CEILINGS = {"not_applicable": 0, "review": 1, "return": 2}
_EFFECTS: dict[Effect, str] = {"return": "退回", "review": "请人核实", "info": "提示"}


def weight(effect: Effect) -> int:
    """How grave an effect is."""
    return _WEIGHTS[effect]


def graver(one: Ceiling, other: Ceiling) -> bool:
    """Whether a ceiling allows at least as much as another."""
    return _CEILINGS[one] >= _CEILINGS[other]


def _either(*conditions: Condition | None) -> Condition | None:
    parts = tuple(condition for condition in conditions if condition is not None)
    return parts[0] if len(parts) == 1 else Some(parts) if parts else None


def lowered(rule: Rule, severity: Effect) -> Rule:
    """A rule that may at most come to a severity: what was graver comes to that instead."""
    if severity == "review":
        review = _either(rule.return_when, rule.review_when)
        return replace(rule, severity=severity, return_when=None, review_when=review)
    info = _either(rule.return_when, rule.review_when, rule.info_when)
    return replace(rule, severity=severity, return_when=None, review_when=None, info_when=info)


def raised(rule: Rule, severity: Effect) -> Rule:
    """A rule that comes to a graver severity where it came to its own."""
    if severity == "return":
        worst = rule.review_when or rule.info_when
        return replace(rule, severity=severity, return_when=worst, review_when=None)
    return replace(rule, severity=severity, review_when=rule.info_when, info_when=None)


def milder_rule(before: Rule, after: Rule) -> str:
    """How a rule was made milder."""
    return "；".join(_milder(before, after))


def _milder(before: Rule, after: Rule) -> Iterator[str]:
    name = f"{before.id}（{before.title}）"
    if weight(after.severity) < weight(before.severity):
        yield f"{name}由{_EFFECTS[before.severity]}降为{_EFFECTS[after.severity]}"
    if after.kinds and (not before.kinds or set(before.kinds) - set(after.kinds)):
        yield f"{name}只问部分种类的项目"
    later = after.effective_from and after.effective_from != before.effective_from
    if later and (before.effective_from is None or after.effective_from > before.effective_from):  # type: ignore[operator]
        yield f"{name}推迟到 {after.effective_from} 起"
    if after.effective_until and after.effective_until != before.effective_until:
        yield f"{name}到 {after.effective_until} 为止"


def milder_parameter(pack: RulePack, before: Parameter, after: Parameter, since: date) -> str:
    """How a limit was made milder, or that nobody can tell."""
    old, new = before.on(since).value, after.on(since).value
    if old == new:
        return ""
    ways = set(_directions(pack, before.id))
    if ways == {"up" if new < old else "down"}:
        return ""
    told = f"“{before.title}”由 {old} 改为 {new}（{before.unit}）"
    return told if len(ways) == 1 else f"{told}，宽严须看口径"


def _directions(pack: RulePack, parameter: str) -> Iterator[str]:
    """Which way of moving a parameter lets less through the conditions that name it."""
    for rule in pack.rules:
        for leaf in (leaf for condition in rule.conditions for leaf in leaves(condition)):
            if isinstance(leaf.value, ParameterName) and leaf.value.name == parameter:
                yield _way(leaf)


def _way(leaf: Leaf) -> str:
    """Raising the limit of `more than` is milder; so is lowering the limit of `less than`."""
    return {"gt": "up", "gte": "up", "lt": "down", "lte": "down"}.get(leaf.operator, "either")
