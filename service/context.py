"""What every request is answered from: read at the start, then only looked at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from compliance import Registry, RulePack, load, pack_names

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Context:
    """运行环境: the rule packs by id, the list of existing systems, and the limits."""

    packs: Mapping[str, RulePack]
    default_pack: str
    registry: Registry | None
    max_body: int
    today: Callable[[], date] = date.today

    def pack(self, name: str | None) -> RulePack:
        """The pack of an id, or the default."""
        return self.packs[name or self.default_pack]


def load_context(registry: Path | None, pack: str | None, max_body: int) -> Context:
    """From the options; raises ComplianceError where a file cannot be used."""
    chosen = load(pack) if pack else load()
    packs = {loaded.id: loaded for loaded in (*map(load, pack_names()), chosen)}
    systems = Registry.load(registry) if registry else None
    return Context(packs, chosen.id, systems, max_body)
