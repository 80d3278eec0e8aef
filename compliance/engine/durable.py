"""durable-rules, driven directly through its C module under the eight guards.

As documented it crashes, hangs and mis-compares (shared notes rules-engine.md 1.3, 1.4), so:
 1. only small flat facts come here: scaled integers, T/F and codes; no text, no regex;
 2. one fact a group of rules, with only the fields those rules name, and a type guard `t`;
 3. a sentinel rule per type: where it did not fire, nothing is concluded;
 4. a session of its own for every fact, deleted in `finally`;
 5. one lock; never Host, whose threads crash;
 6. truth as "T"/"F": the engine takes 1, 1.0, "1" and true for the same;
 7. the fired rules are taken as a set (`$or` fires several times), with a cap on actions;
 8. compiled once, refused over its limits, self-tested before first use.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from threading import Lock
from typing import Any

from compliance.engine.reference import Conditions, Values
from compliance.engine.truth import (
    FALSE,
    NOT_APPLICABLE,
    PARTS,
    TRUE,
    UNKNOWN,
    Answers,
    Truth,
)
from compliance.rulebook import Condition, Every, Leaf, Value, alternatives, leaves

try:
    import durable_rules_engine as _kernel
except ImportError:  # no compiler when it was installed, or Python 3.13 and newer
    _kernel = None

_MOST_IN_TYPE = 48  # alternatives under one type; at 65 the engine drops the whole fact
_MOST_TYPES = 400
_MOST_ACTIONS = 400
_LARGEST = 2**53
# Marks a fact in which something is unknown; elsewhere possible and definite are one.
_OPEN = {"u": "T"}
_json = json.JSONEncoder(ensure_ascii=False).encode
_OPERATORS = {"ne": "$neq", "lt": "$lt", "lte": "$lte", "gt": "$gt", "gte": "$gte"}


class DurableFault(Exception):  # noqa: N818 - a fault is what the verdict calls it
    """The engine broke one of its guards; nothing it said may be used."""


def available() -> bool:
    """Whether the engine can be imported here."""
    return _kernel is not None


def _name(field: str) -> str:
    """A dot would mean a nested property."""
    return field.replace(".", "__")


def encoded(value: Value) -> str | int:
    """Truth as a letter; an integer within what is exact."""
    if isinstance(value, bool):
        return "T" if value else "F"
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise DurableFault(f"integer out of range: {value}")
    return value


def _leaf(leaf: Leaf, possible: bool) -> dict[str, Any]:
    name = _name(leaf.field)
    if leaf.operator == "in" and isinstance(leaf.value, tuple):
        among: list[dict[str, Any]] = [{name: encoded(value)} for value in leaf.value]
        alternatives = [*among, {"$nex": {name: 1}}] if possible else among
        return {"$or": alternatives} if len(alternatives) > 1 else alternatives[0]
    if not isinstance(leaf.value, bool | int | str):
        raise DurableFault(f"not a value: {leaf.value}")
    pair = {name: encoded(leaf.value)}
    test: dict[str, Any] = pair if leaf.operator == "eq" else {_OPERATORS[leaf.operator]: pair}
    return {"$or": [test, {"$nex": {name: 1}}]} if possible else test


def _tree(condition: Condition, possible: bool) -> dict[str, Any]:
    """A condition in the engine's JSON; `possible` reads what is unknown as if it might hold."""
    if isinstance(condition, Leaf):
        return _leaf(condition, possible)
    parts = [_tree(part, possible) for part in condition.parts]
    if len(parts) == 1:
        return parts[0]
    return {"$and" if isinstance(condition, Every) else "$or": parts}


def _created(name: str, rules: Mapping[str, Any]) -> int:
    """The handle of a ruleset; the engine refuses with bare codes."""
    try:
        handle: int = _kernel.create_ruleset(name, _json(rules))
    except Exception as error:
        raise DurableFault(str(error)) from error
    return handle


def _weight(named: Mapping[str, Condition]) -> int:
    return sum(alternatives(c) + alternatives(c, possible=False) for c in named.values())


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Rules that share a fact: its type, its sentinel, the fields it holds with their names in the
    engine, and what the rules come to where nothing but the sentinel fires."""

    type: str
    sentinel: str
    rules: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    quiet: Mapping[str, Answers]


def _written(group: _Group, values: Values, session: str) -> str:
    """The fact of a group in JSON; what is not known is left out and makes it open."""
    known = [(name, value) for field, name in group.fields if (value := values[field]) is not None]
    open_ = "" if len(known) == len(group.fields) else ',"u":"T"'
    said = "".join([f',"{name}":{_value(value)}' for name, value in known])
    return f'{{"t":"{group.type}","id":"f","sid":"{session}"{open_}{said}}}'


@lru_cache(maxsize=4096, typed=True)
def _value(value: Value) -> str:
    """A value in JSON; typed, or 1 would be written as true."""
    return _json(encoded(value))


def _grouped(conditions: Conditions) -> Iterator[tuple[str, ...]]:
    """Rules in runs whose alternatives together stay under the limit of a type."""
    run: list[str] = []
    weight = 0
    for rule, named in conditions.items():
        own = _weight(named)
        if run and weight + own > _MOST_IN_TYPE:
            yield tuple(run)
            run, weight = [], 0
        run.append(rule)
        weight += own
    if run:
        yield tuple(run)


class DurableEngine:
    """The rules of a plan in the C engine. Use one for each set of rules, for ever: the engine
    leaks what is deleted."""

    _sessions = count(1)

    def __init__(self, buckets: Sequence[Conditions], name: str) -> None:
        """`buckets` are rules that are asked of the same items, so may share a fact."""
        if _kernel is None:
            raise DurableFault("durable-rules is not installed")
        self._lock = Lock()
        self._conditions = {rule: named for bucket in buckets for rule, named in bucket.items()}
        runs = (run for bucket in buckets for run in _grouped(bucket))
        self._groups = tuple(self._group(number, run) for number, run in enumerate(runs))
        if len(self._groups) > _MOST_TYPES:
            raise DurableFault("too many types")
        self._of_rule = {rule: group for group in self._groups for rule in group.rules}
        self._handles = {group.type: self._compile(group, name) for group in self._groups}

    def _group(self, number: int, rules: tuple[str, ...]) -> _Group:
        asked = (
            leaf.field
            for rule in rules
            for condition in self._conditions[rule].values()
            for leaf in leaves(condition)
        )
        fields = tuple((field, _name(field)) for field in dict.fromkeys(asked))
        quiet = {rule: _came_to(self._conditions[rule], {}) for rule in rules}
        return _Group(f"g{number}", f"g{number}/ran/", rules, fields, quiet)

    def _compile(self, group: _Group, name: str) -> int:
        """One ruleset a group: a fact is then held against the rules of its own type only."""
        guard = {"t": group.type}
        made: dict[str, Any] = {group.sentinel: {"all": [{"m": guard}]}}
        for rule in group.rules:
            for part, condition in self._conditions[rule].items():
                definite = {"$and": [guard, _tree(condition, possible=False)]}
                possible = {"$and": [guard, _OPEN, _tree(condition, possible=True)]}
                made[f"{rule}/{part}/!"] = {"all": [{"m": definite}]}
                made[f"{rule}/{part}/?"] = {"all": [{"m": possible}]}
        return _created(f"{name}.{group.type}", made)

    def _fired(self, group: _Group, values: Values) -> set[str]:
        """The names of the rules that fire for one fact."""
        session, handle = str(next(self._sessions)), self._handles[group.type]
        fact = _written(group, values, session)
        with self._lock:
            try:
                return self._run(handle, fact)
            finally:
                _kernel.delete_state(handle, session)

    def _run(self, handle: int, fact: str) -> set[str]:
        fired: set[str] = set()
        try:
            _, state = _kernel.assert_fact(handle, fact)
            message = _kernel.start_action_for_state(handle, state)[1]
            for _ in range(_MOST_ACTIONS):
                if not message:
                    return fired
                # {"name":{the whole fact}}: reading only the name halves the time of a check.
                fired.add(message[2 : message.index('"', 2)])
                message = _kernel.complete_and_start_action(handle, state)
        except Exception as error:
            raise DurableFault(str(error)) from error
        raise DurableFault("too many actions")

    def answers(self, rules: Sequence[str], values: Values) -> dict[str, Answers]:
        """What the conditions of some rules come to for one item."""
        said: dict[str, Answers] = {}
        for group in dict.fromkeys(self._of_rule[rule] for rule in rules):
            fired = self._fired(group, values)
            if group.sentinel not in fired:
                raise DurableFault(f"the sentinel of {group.type} did not fire")
            fired.discard(group.sentinel)
            said |= group.quiet
            said |= self._loud(fired)
        return {rule: said[rule] for rule in rules}

    def _loud(self, fired: set[str]) -> dict[str, Answers]:
        """What the rules of which some condition fired come to."""
        parts: dict[str, dict[str, Truth]] = {}
        for name in fired:
            rule, part, mark = name.split("/")
            of_rule = parts.setdefault(rule, {})
            of_rule[part] = TRUE if mark == "!" else max(UNKNOWN, of_rule.get(part, FALSE))
        return {rule: _came_to(self._conditions[rule], of) for rule, of in parts.items()}


def _came_to(named: Mapping[str, Condition], fired: Mapping[str, Truth]) -> Answers:
    """The answers of a rule by the conditions that fired; what did not fire is false."""
    applies = fired.get("applies", FALSE if "applies" in named else TRUE)
    if applies == FALSE:
        return NOT_APPLICABLE
    scope, returns, review, info = (fired.get(part, FALSE) for part in PARTS[1:])
    return applies, scope, returns, review, info
