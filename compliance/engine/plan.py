"""The rules in force for a kind on a day, their parameters put in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from compliance.keyed import Keyed
from compliance.rulebook import (
    Ceiling,
    Condition,
    Every,
    Leaf,
    ParameterName,
    Rule,
    RulePack,
    Some,
    Value,
    leaves,
)

_Question = tuple[RulePack, str | None, date]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A rule as it is asked: its conditions with values for parameters, and its ceiling.

    One for each rule of a plan, so equal only to itself.
    """

    rule: Rule
    ceiling: Ceiling
    applies: Condition | None
    scope: Condition | None
    returns: Condition | None
    review: Condition | None
    info: Condition | None

    @property
    def conditions(self) -> tuple[tuple[str, Condition], ...]:
        """Every condition it has, by name."""
        every = (
            ("applies", self.applies),
            ("scope", self.scope),
            ("returns", self.returns),
            ("review", self.review),
            ("info", self.info),
        )
        return tuple((name, condition) for name, condition in every if condition is not None)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What is asked of a filing of a kind on a day; `idle` are the rules that are not asked.

    `buckets` are the rules by what they are asked of: "" the filing, or a collection; `fields` the
    fields that each of them asks for.
    Made once for a pack, kind and span of days, so equal only to itself.
    """

    pack: RulePack
    kind: str | None
    asked: tuple[Asked, ...]
    idle: tuple[Rule, ...]
    buckets: Mapping[str, tuple[Asked, ...]]
    fields: Mapping[str, tuple[str, ...]]


def resolved(condition: Condition | None, values: Mapping[str, Value]) -> Condition | None:
    """A condition with the values of parameters in place of their names."""
    if condition is None:
        return None
    if isinstance(condition, Leaf):
        named = condition.value
        if isinstance(named, ParameterName):
            return replace(condition, value=values[named.name])
        return condition
    parts = tuple(p for part in condition.parts if (p := resolved(part, values)) is not None)
    return Every(parts) if isinstance(condition, Every) else Some(parts)


def concerns(rule: Rule, kind: str | None) -> bool:
    """Whether a rule asks for a kind; of no known kind, every rule may concern the filing."""
    return not rule.kinds or kind is None or kind in rule.kinds


def asked_of(pack: RulePack, rule: Rule, kind: str | None, day: date) -> Asked:
    """A rule as it is asked of a kind on a day."""
    values = pack.values_on(day)
    ceiling: Ceiling = (
        "review" if kind is None or rule.criterion == 0 else pack.ceiling(kind, rule.criterion)
    )
    return Asked(
        rule,
        ceiling,
        resolved(rule.applies, values),
        resolved(rule.scope_when, values),
        resolved(rule.return_when, values),
        resolved(rule.review_when, values),
        resolved(rule.info_when, values),
    )


def _plan(pack: RulePack, kind: str | None, day: date) -> Plan:
    in_force = [r for r in pack.rules if r.in_force(day) and concerns(r, kind)]
    asked = tuple(asked_of(pack, rule, kind, day) for rule in in_force)
    live = tuple(a for a in asked if a.ceiling != "not_applicable")
    ids = {a.rule.id for a in live}
    idle = tuple(rule for rule in pack.rules if rule.id not in ids)
    overs = dict.fromkeys(a.rule.over for a in live)
    buckets = {over: tuple(a for a in live if a.rule.over == over) for over in overs}
    fields = {over: _fields(of) for over, of in buckets.items()}
    return Plan(pack, kind, live, idle, buckets, fields)


def _fields(asked: tuple[Asked, ...]) -> tuple[str, ...]:
    every = (x.field for a in asked for _, condition in a.conditions for x in leaves(condition))
    return tuple(dict.fromkeys(every))


def _turning_days(pack: RulePack) -> tuple[date, ...]:
    """The days on which something of the pack changes."""
    rules = (d for r in pack.rules for d in (r.effective_from, r.effective_until) if d)
    values = (v.since for p in pack.parameters.values() for v in p.values)
    return tuple(sorted({*rules, *values}))


def _asked_on(pack: RulePack, kind: str | None, day: date, when: object) -> Keyed[_Question]:
    """Who asks what on a day, equal by the bytes of the pack, the kind, and `when`."""
    return Keyed((pack.sha256, pack.relaxations, kind, when), (pack, kind, day))


@lru_cache(maxsize=64)
def _of_span(asked: Keyed[_Question]) -> Plan:
    return _plan(*asked.value)


@lru_cache(maxsize=1024)
def _of_day(asked: Keyed[_Question]) -> Plan:
    """The plan of the span of days in which nothing of the pack changes."""
    pack, kind, day = asked.value
    span = sum(turning <= day for turning in _turning_days(pack))
    return _of_span(_asked_on(pack, kind, day, span))


def plan_for(pack: RulePack, kind: str | None, day: date) -> Plan:
    """What a pack asks of a filing of a kind on a day."""
    return _of_day(_asked_on(pack, kind, day, day))
