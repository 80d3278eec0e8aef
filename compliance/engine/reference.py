"""The reference evaluator: each condition compiled once to a closure over the values."""

from collections.abc import Callable, Mapping, Sequence
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from compliance.engine.truth import (
    FALSE,
    NOT_APPLICABLE,
    PARTS,
    TRUE,
    UNKNOWN,
    Answers,
    Truth,
)
from compliance.rulebook import Condition, Every, Leaf, Value

Values = Mapping[str, Value | None]
Conditions = Mapping[str, Mapping[str, Condition]]
Closure = Callable[[Values], Truth]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": eq,
    "ne": ne,
    "lt": lt,
    "lte": le,
    "gt": gt,
    "gte": ge,
    "in": lambda value, among: value in among,
}


def _leaf(leaf: Leaf) -> Closure:
    if leaf.operator in ("eq", "in"):
        return _among(leaf.field, leaf.value if isinstance(leaf.value, tuple) else (leaf.value,))
    compare, field, limit = _COMPARE[leaf.operator], leaf.field, leaf.value

    def ask(values: Values) -> Truth:
        value = values[field]
        if value is None:
            return UNKNOWN
        return TRUE if compare(value, limit) else FALSE

    return ask


def _among(field: str, limits: tuple[object, ...]) -> Closure:
    """Equality looked up: most comparisons are of this kind, and a check makes hundreds."""
    truths: dict[object, Truth] = {**dict.fromkeys(limits, TRUE), None: UNKNOWN}
    truth_of = truths.get
    return lambda values: truth_of(values[field], FALSE)


def compiled(condition: Condition | None, absent: Truth) -> Closure:
    """A closure over the values of the fields; `absent` is what no condition comes to.

    >>> from compliance.rulebook import Leaf
    >>> ask = compiled(Leaf("funding.secured", "eq", False), FALSE)
    >>> ask({"funding.secured": False}), ask({"funding.secured": None})
    (2, 1)
    """
    if condition is None:
        return lambda _: absent
    if isinstance(condition, Leaf):
        return _leaf(condition)
    parts = [compiled(part, absent) for part in condition.parts]
    worst: Callable[[Any], Truth] = min if isinstance(condition, Every) else max
    return lambda values: worst([part(values) for part in parts])


def _rule(named: Mapping[str, Condition]) -> Callable[[Values], Answers]:
    """The answers of one rule; where it does not apply, the rest is not asked."""
    applies, scope, returns, review, info = (
        compiled(named[part], FALSE) if part in named else None for part in PARTS
    )

    def answer(values: Values) -> Answers:
        concerned = applies(values) if applies else TRUE
        if concerned == FALSE:
            return NOT_APPLICABLE
        return (
            concerned,
            scope(values) if scope else FALSE,
            returns(values) if returns else FALSE,
            review(values) if review else FALSE,
            info(values) if info else FALSE,
        )

    return answer


class ReferenceEngine:
    """The rules of a plan as closures, by id; holds nothing that changes."""

    def __init__(self, buckets: Sequence[Conditions]) -> None:
        self.rules = {rule: _rule(named) for b in buckets for rule, named in b.items()}

    def answers(self, rules: Sequence[str], values: Values) -> dict[str, Answers]:
        """What the conditions of some rules come to for one item.

        Raises KeyError for a field that nobody derived.
        """
        compiled_rules = self.rules
        return {rule: compiled_rules[rule](values) for rule in rules}
