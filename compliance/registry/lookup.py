"""Existing systems looked up by unit, name and id, without a look at each of the others."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from compliance.registry.system import ExistingSystem
from compliance.text import fold


class Lookup(Protocol):
    """What a registry is asked for; units and names are as `fold` has them."""

    def of_owner(self, unit: str) -> Sequence[ExistingSystem]:
        """The systems of a unit, in the order of the registry."""

    def of_id(self, key: str) -> ExistingSystem | None:
        """The system of an id, as written."""

    def first_of(self, names: Iterable[str]) -> ExistingSystem | None:
        """The first system that goes by one of several ids, names or record numbers."""

    def unified(self) -> Sequence[ExistingSystem]:
        """统建通用系统, in the order of the registry."""

    def has_kind(self, kind: str) -> bool:
        """Whether there is anything of a kind."""


def names_of(system: ExistingSystem) -> Iterator[str]:
    """What a system goes by, as `fold` has it."""
    return filter(None, map(fold, (system.id, system.name, system.record_no)))
