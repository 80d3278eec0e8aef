"""事实: everything the rules may ask about a filing, measured here and nowhere else."""

from datetime import date
from functools import lru_cache

from compliance.catalog import inspect
from compliance.facts import (
    duplicates,
    funding,
    general,
    integration,
    materials,
    notes,
    platforms,
    security,
    sharing,
)
from compliance.facts.context import Context, Derived, Deriver
from compliance.facts.fact import Fact, Facts, Item, Why
from compliance.facts.lists import Lists, lists_of
from compliance.facts.reading import Reading
from compliance.facts.sharing import promised
from compliance.filing import Dossier, Filing
from compliance.keyed import Keyed
from compliance.registry import Registry
from compliance.rulebook import RulePack

__all__ = [
    "DERIVERS",
    "Derived",
    "Deriver",
    "Fact",
    "Facts",
    "Item",
    "Lists",
    "Why",
    "context_of",
    "derive",
]

# One a part of the filing; authoring asks each which parameters it measures by.
DERIVERS: tuple[Deriver, ...] = (
    general.derive,
    materials.derive,
    duplicates.derive,
    integration.derive,
    sharing.derive,
    security.derive,
    funding.derive,
    platforms.derive,
    notes.derive,
)


@lru_cache(maxsize=8)
def _lists(pack: Keyed[RulePack]) -> Lists:
    """The lists of a pack, read once."""
    return lists_of(pack.value)


def _units(filing: Filing) -> dict[str, str]:
    """The one unit whose credit code is known, by its name."""
    name, code = filing.unit.name, filing.unit.credit_code
    return {name: code} if name and code else {}


def context_of(dossier: Dossier, pack: RulePack, day: date, registry: Registry | None) -> Context:
    """What the derivers are given of a filing on a day."""
    lists = _lists(Keyed(pack.sha256, pack))
    return Context(
        reading=Reading(dossier),
        pack=pack,
        lists=lists,
        day=day,
        registry=registry,
        inspection=inspect(
            dossier.filing.catalog or (),
            lists.legal_basis,
            on=day,
            promised=promised(dossier.filing),
            units=_units(dossier.filing),
        ),
    )


def derive(dossier: Dossier, pack: RulePack, day: date, registry: Registry | None) -> Facts:
    """Everything the rules may ask about a filing on a day."""
    context = context_of(dossier, pack, day, registry)
    parts = [derive_part(context) for derive_part in DERIVERS]
    kind = dossier.filing.kind
    return Facts(
        kind=kind.value if kind else None,
        filing={name: fact for part in parts for name, fact in part.filing.items()},
        items={name: items for part in parts for name, items in part.items.items()},
    )
