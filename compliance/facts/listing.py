"""The existing systems by unit, id and name: read once a registry, however many filings ask."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from compliance.keyed import Keyed
from compliance.registry import ExistingSystem, Lookup, Registry, names_of
from compliance.text import fold


@dataclass(frozen=True, slots=True)
class Listing:
    """A registry in memory, looked up: by_name has the place of the first system of a name."""

    systems: Sequence[ExistingSystem]
    by_owner: Mapping[str, Sequence[ExistingSystem]]
    by_id: Mapping[str, ExistingSystem]
    by_name: Mapping[str, int]

    def of_owner(self, unit: str) -> Sequence[ExistingSystem]:
        """The systems of a unit, in the order of the registry."""
        return self.by_owner.get(unit, ())

    def of_id(self, key: str) -> ExistingSystem | None:
        """The system of an id, as written."""
        return self.by_id.get(key)

    def first_of(self, names: Iterable[str]) -> ExistingSystem | None:
        """The first system that goes by one of several ids, names or record numbers."""
        places = [self.by_name[name] for name in names if name in self.by_name]
        return self.systems[min(places)] if places else None

    def unified(self) -> Sequence[ExistingSystem]:
        """统建通用系统, in the order of the registry."""
        return [system for system in self.systems if system.unified]

    def has_kind(self, kind: str) -> bool:
        """Whether there is anything of a kind."""
        return any(system.kind == kind for system in self.systems)


def listing_of(registry: Registry | None) -> Lookup:
    """The registry looked up; a saved index brings what that takes."""
    if registry is None:
        return Listing((), {}, {}, {})
    return registry.lookup or _listing(Keyed(registry.version, registry))


@lru_cache(maxsize=2)
def _listing(registry: Keyed[Registry]) -> Listing:
    systems = registry.value.systems
    by_owner: dict[str, list[ExistingSystem]] = defaultdict(list)
    by_name: dict[str, int] = {}
    for place, system in enumerate(systems):
        by_owner[fold(system.owner)].append(system)
        for name in names_of(system):
            by_name.setdefault(name, place)
    return Listing(systems, dict(by_owner), {s.id: s for s in systems}, by_name)
