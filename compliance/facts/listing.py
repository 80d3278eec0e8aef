"""The existing systems by unit, id and name: read once a registry, however many filings ask."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from compliance.keyed import Keyed
from compliance.registry import ExistingSystem, Registry
from compliance.text import fold


@dataclass(frozen=True, slots=True)
class Listing:
    """A registry looked up: texts are as `fold` has them, systems stand in its order.

    `of_name` gives for an id, name or record number the place of the first system that has it.
    """

    systems: tuple[ExistingSystem, ...]
    of_owner: Mapping[str, tuple[ExistingSystem, ...]]
    of_id: Mapping[str, ExistingSystem]
    of_name: Mapping[str, int]

    def first_of(self, names: Iterable[str]) -> ExistingSystem | None:
        """The first system that goes by one of several names."""
        places = [self.of_name[name] for name in names if name in self.of_name]
        return self.systems[min(places)] if places else None


NONE = Listing((), {}, {}, {})


def listing_of(registry: Registry | None) -> Listing:
    """The listing of a registry."""
    return _listing(Keyed(registry.version, registry)) if registry else NONE


@lru_cache(maxsize=2)
def _listing(registry: Keyed[Registry]) -> Listing:
    systems = tuple(registry.value.systems)
    of_owner: dict[str, list[ExistingSystem]] = defaultdict(list)
    of_name: dict[str, int] = {}
    for place, system in enumerate(systems):
        of_owner[fold(system.owner)].append(system)
        for name in _names(system):
            of_name.setdefault(name, place)
    owned = {owner: tuple(every) for owner, every in of_owner.items()}
    return Listing(systems, owned, {s.id: s for s in systems}, of_name)


def _names(system: ExistingSystem) -> Iterator[str]:
    return filter(None, map(fold, (system.id, system.name, system.record_no)))
