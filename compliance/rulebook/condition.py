"""What a rule asks: a tree of comparisons over fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Literal

Value = bool | int | str
Operator = Literal["eq", "ne", "lt", "lte", "gt", "gte", "in"]


@dataclass(frozen=True, slots=True)
class ParameterName:
    """A value that is looked up in the pack on the day of judgement, written $name."""

    name: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """One comparison; `value` is a tuple for `in` only. `path` is where it stands in the rule."""

    field: str
    operator: Operator
    value: Value | tuple[Value, ...] | ParameterName
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of the parts holds."""

    parts: tuple["Condition", ...]


Condition = Leaf | Every | Some


def leaves(condition: Condition | None) -> Iterator[Leaf]:
    """The comparisons of a tree, from left to right."""
    if isinstance(condition, Leaf):
        yield condition
    elif condition is not None:
        for part in condition.parts:
            yield from leaves(part)


# durable-rules drops a fact at 65 matches, and refuses (error 113) some conditions of 50
# expressions and more; a pack is held to both even where the engine is not installed.
MOST_ALTERNATIVES = 24
MOST_EXPRESSIONS = 44


def alternatives(condition: Condition, possible: bool = True) -> int:
    """Into how many conjunctions an engine may expand a condition; with `possible`, each
    comparison may also be unknown.

    >>> alternatives(Every((Leaf("a", "eq", True), Leaf("b", "in", ("x", "y")))))
    6
    """
    if isinstance(condition, Leaf):
        among = len(condition.value) if isinstance(condition.value, tuple) else 1
        return among + possible
    parts = [alternatives(part, possible) for part in condition.parts]
    return prod(parts) if isinstance(condition, Every) else sum(parts)


def expressions(condition: Condition) -> int:
    """How long a condition is for the engine where each comparison may also be unknown: one for a
    comparison, two for what joins several, and two comparisons joined around the whole.

    >>> expressions(Leaf("a", "eq", True))
    8
    """
    return 4 + _length(condition)


def _length(condition: Condition) -> int:
    if isinstance(condition, Leaf):
        return 3 + (len(condition.value) if isinstance(condition.value, tuple) else 1)
    joined = 2 if len(condition.parts) > 1 else 0
    return joined + sum(map(_length, condition.parts))


def parse(written: object, path: tuple[str | int, ...] = ()) -> Condition:
    """The tree of a condition as a sheet writes it; its form was checked by pack.schema.json.

    >>> parse({"funding.secured": False})
    Leaf(field='funding.secured', operator='eq', value=False, path=('funding.secured',))
    """
    if not isinstance(written, dict):
        raise TypeError(path)
    parts = tuple(part for key, value in written.items() for part in _parts(key, value, path))
    return parts[0] if len(parts) == 1 else Every(parts)


def _parts(key: str, value: object, path: tuple[str | int, ...]) -> Iterator[Condition]:
    here = (*path, key)
    if key in ("all", "any") and isinstance(value, list):
        parts = tuple(parse(part, (*here, number)) for number, part in enumerate(value))
        yield Every(parts) if key == "all" else Some(parts)
    elif isinstance(value, dict):
        for operator, compared in value.items():
            yield Leaf(key, operator, _value(compared), here)
    else:
        yield Leaf(key, "eq", _value(value), here)


def _value(written: object) -> Value | tuple[Value, ...] | ParameterName:
    if isinstance(written, list):
        return tuple(part for part in written if isinstance(part, bool | int | str))
    if isinstance(written, str) and written.startswith("$"):
        return ParameterName(written[1:])
    if isinstance(written, bool | int | str):
        return written
    raise TypeError(written)
