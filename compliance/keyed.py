"""Leaf: a value that is equal by a key of its own, so that a cache need not compare all of it."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Held = TypeVar("Held")


@dataclass(frozen=True, slots=True)
class Keyed(Generic[Held]):
    """A value under a key: two are equal, and hash alike, where their keys are equal.

    >>> Keyed("清单 1", [1, 2]) == Keyed("清单 1", [])
    True
    """

    key: Hashable
    value: Held = field(compare=False)
