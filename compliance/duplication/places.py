"""Where the systems of a saved index stand by unit, id and name: few are read to be found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from compliance.registry import ExistingSystem, names_of
from compliance.text import fold

_OWNER, _ID, _NAME, _UNIFIED, _KIND = "owner", "id", "name", "unified", "kind"


def _key(kind: str, text: str) -> int:
    told = f"{kind}\n{text}".encode("utf-8", "replace")
    return int.from_bytes(sha256(told).digest()[:8], "little")


def _keys(system: ExistingSystem) -> set[int]:
    keys = {_key(_OWNER, fold(system.owner)), _key(_ID, system.id)}
    keys |= {_key(_NAME, name) for name in names_of(system)} | {_key(_KIND, system.kind)}
    return keys | ({_key(_UNIFIED, "")} if system.unified else set())


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """A registry in a mapped file, looked up.

    keys are the first eight bytes of a sha256, ascending, and places where a system of each stands;
    what two texts share by chance is told apart by reading the system.
    """

    systems: Sequence[ExistingSystem]
    keys: NDArray[np.uint64]
    places: NDArray[np.int32]

    @classmethod
    def of(cls, systems: Sequence[ExistingSystem]) -> "Places":
        """The places of systems in their order."""
        pairs = sorted((key, n) for n, system in enumerate(systems) for key in _keys(system))
        keys = np.array([key for key, _ in pairs], dtype=np.uint64)
        return cls(systems, keys, np.array([n for _, n in pairs], dtype=np.int32))

    def _at(self, kind: str, text: str) -> list[int]:
        key = np.uint64(_key(kind, text))
        start, end = (int(np.searchsorted(self.keys, key, side)) for side in ("left", "right"))
        return [int(place) for place in self.places[start:end]]

    def of_owner(self, unit: str) -> Sequence[ExistingSystem]:
        """The systems of a unit, in the order of the registry."""
        found = (self.systems[n] for n in self._at(_OWNER, unit))
        return [system for system in found if fold(system.owner) == unit]

    def of_id(self, key: str) -> ExistingSystem | None:
        """The system of an id, as written."""
        found = (self.systems[n] for n in self._at(_ID, key))
        return next((system for system in found if system.id == key), None)

    def first_of(self, names: Iterable[str]) -> ExistingSystem | None:
        """The first system that goes by one of several ids, names or record numbers."""
        sought = set(names)
        places = sorted({n for name in sought for n in self._at(_NAME, name)})
        found = (self.systems[n] for n in places)
        return next((system for system in found if sought & {*names_of(system)}), None)

    def unified(self) -> Sequence[ExistingSystem]:
        """统建通用系统, in the order of the registry."""
        found = (self.systems[n] for n in self._at(_UNIFIED, ""))
        return [system for system in found if system.unified]

    def has_kind(self, kind: str) -> bool:
        """Whether there is anything of a kind."""
        return any(self.systems[n].kind == kind for n in self._at(_KIND, kind))
