"""A fact: one named, typed thing known or not known of a filing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from compliance.finding import Alongside
from compliance.rulebook import Value
from compliance.text import shorten

Why = Literal["", "unfilled", "unanswered", "unread", "conflict"]


class Fact(NamedTuple):
    """事实: the value a rule compares, None where it is not known, and then why.

    `shown` is the value in the reader's words; `places` are where it was stated, at most a few.
    A tuple, since a check makes hundreds: a frozen dataclass took twice as long.
    """

    value: Value | None
    shown: str = ""
    places: tuple[str, ...] = ()
    why: Why = ""


FactMap = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things that a rule is asked of in turn: a material, a match, a module.

    `alongside` is shown with what is found of it.
    """

    key: str
    facts: FactMap
    alongside: Alongside | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the rules may ask about a filing; `items` by collection."""

    kind: str | None
    filing: FactMap
    items: Mapping[str, tuple[Item, ...]]


def known(value: Value, shown: str = "", *places: str) -> Fact:
    """A fact with a value.

    >>> known(3, "3 个", "/project/modules")
    Fact(value=3, shown='3 个', places=('/project/modules',), why='')
    """
    return Fact(value, shown, places)


def unknown(why: Why, *places: str) -> Fact:
    """A fact that is not known."""
    return Fact(None, "", places, why)


def text(shown: str) -> Fact:
    """Words for a message only."""
    return Fact(shown, shown)


_MOST_PLACES = 20


def counted(places: Iterable[str], unit: str, names: Iterable[str] = ()) -> Fact:
    """How many there are, with the first names and places.

    >>> counted(["/funding/sources/0"], "个", ["自筹待定"]).shown
    '1 个（自筹待定）'
    """
    found = tuple(places)
    told = [shorten(name) for name in dict.fromkeys(names) if name]
    some = "、".join(told[:5]) + ("等" if len(told) > 5 else "")
    shown = f"{len(found)} {unit}" + (f"（{some}）" if some else "")
    return Fact(len(found), shown, found[:_MOST_PLACES])
