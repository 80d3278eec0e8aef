"""What a rule can come to at all: its conditions tried with every value that matters.

A count matters on both sides of each limit it is held against; a truth or code, in all its values.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

from compliance.authoring.cases import USUAL_DAY
from compliance.engine.plan import resolved
from compliance.engine.reference import Closure, compiled
from compliance.engine.truth import FALSE, TRUE, Truth
from compliance.rulebook import Condition, FieldSpec, Leaf, Rule, RulePack, Value, leaves

# Beyond this many combinations a rule is too intricate to be read by anybody.
MOST_COMBINATIONS = 20_000

Values = Mapping[str, Value | None]
EFFECTS = ("return_when", "review_when", "info_when")


def _domain(field: FieldSpec, limits: Sequence[Value]) -> tuple[Value, ...]:
    if field.type == "bool":
        return (False, True)
    if field.type == "code":
        return field.values
    near = {n + step for n in limits if isinstance(n, int) for step in (-1, 0, 1)}
    return tuple(sorted(n for n in near | {0} if n >= 0))


def _limits(every: Sequence[Leaf], field: str) -> list[Value]:
    own = (leaf.value for leaf in every if leaf.field == field)
    return [n for value in own for n in (value if isinstance(value, tuple) else (value,))]  # type: ignore[misc]


@dataclass(frozen=True)
class Reach:
    """A rule with its parameters put in, ready to be tried."""

    rule: Rule
    conditions: Mapping[str, Condition]
    domains: Mapping[str, tuple[Value, ...]]

    @property
    def too_wide(self) -> bool:
        """Whether there are more combinations than anybody tries."""
        return prod(len(values) for values in self.domains.values()) > MOST_COMBINATIONS

    @cached_property
    def _closures(self) -> dict[str, Closure]:
        absent: dict[str, Truth] = {"applies": TRUE}
        names = ("applies", "scope_when", *EFFECTS)
        return {n: compiled(self.conditions.get(n), absent.get(n, FALSE)) for n in names}

    def holds(self, part: str, values: Values) -> bool:
        """Whether a condition holds for values."""
        return self._closures[part](values) == TRUE

    def effect(self, values: Values) -> str:
        """The gravest condition that holds where the rule applies, "" where none does."""
        if not self.holds("applies", values):
            return ""
        return next((part for part in EFFECTS if self.holds(part, values)), "")

    def combinations(self) -> Iterator[Values]:
        """Every combination of values that matters."""
        for values in product(*self.domains.values()):
            yield dict(zip(self.domains, values, strict=True))


def reach_of(rule: Rule, pack: RulePack) -> Reach:
    """A rule as it is asked with the parameters of the usual day."""
    values = pack.values_on(USUAL_DAY)
    written = {name: getattr(rule, name) for name in ("applies", "scope_when", *EFFECTS)}
    conditions = {n: c for n, w in written.items() if (c := resolved(w, values)) is not None}
    every = [leaf for condition in conditions.values() for leaf in leaves(condition)]
    fields = dict.fromkeys(leaf.field for leaf in every)
    domains = {name: _domain(pack.fields[name], _limits(every, name)) for name in fields}
    return Reach(rule, conditions, domains)


def possible(condition: Condition, domains: Mapping[str, tuple[Value, ...]]) -> bool:
    """Whether any values make a condition hold.

    >>> from compliance.rulebook import Every, Leaf
    >>> both = Every((Leaf("n", "lt", 1), Leaf("n", "gt", 2)))
    >>> possible(both, {"n": (0, 1, 2, 3)})
    False
    """
    asked = list(dict.fromkeys(leaf.field for leaf in leaves(condition)))
    closure = compiled(condition, FALSE)
    every = product(*(domains[name] for name in asked))
    return any(closure(dict(zip(asked, values, strict=True))) == TRUE for values in every)
