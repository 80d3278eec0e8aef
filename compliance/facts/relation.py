"""What an existing system is to this filing: another's, its own, an earlier phase, given up."""

from dataclasses import dataclass
from functools import lru_cache

from compliance.duplication import Words
from compliance.duplication.normalise import core_of
from compliance.facts.context import Context
from compliance.facts.fact import Fact, Why, known, unknown
from compliance.facts.listing import listing_of
from compliance.filing import Filing
from compliance.registry import ExistingSystem
from compliance.text import fold

_OUT_OF_USE = ("suspended", "retired")
_DISPOSED = ("merge", "stop", "replace")
_SCOPES = {"county": "县级系统", "city": "市级系统", "province": "省级系统", "nation": "国家级系统"}

# Of what is registered only, never of a filing: the same systems are met at every check.
_folded = lru_cache(maxsize=65_536)(fold)


@dataclass(frozen=True, slots=True)
class Own:
    """What a filing says of existing systems, read once: ids and names as `fold` has them."""

    registered: frozenset[str]
    earlier: frozenset[str]
    disposed: frozenset[str]
    unit: str
    unit_doubt: Why
    name: str
    words: Words

    def is_unit(self, system: ExistingSystem) -> bool | None:
        """Whether a system belongs to the unit that files; None where that is not known."""
        return None if self.unit_doubt else self.unit == _folded(system.owner)

    def may_own(self, system: ExistingSystem) -> bool:
        """Whether nothing says that a system is another unit's."""
        return not system.owner or self.is_unit(system) is not False


def own_of(context: Context) -> Own:
    """What a filing says of its own entry, its predecessors, and what it gives up."""
    filing, unit = context.filing, context.filing.unit.name
    doubt = context.reading.doubt("/unit/name", unit)
    return Own(
        registered=frozenset(t for t in (filing.registry_id, filing.record_no) if t),
        earlier=_earlier(context),
        disposed=_disposed(filing),
        unit=fold(unit or ""),
        unit_doubt=doubt or ("unanswered" if unit is None else ""),
        name=filing.project.name or "",
        words=context.lists.words,
    )


def relation_of(own: Own, system: ExistingSystem) -> str:
    """A value of match.relation: only `other` can be a duplicate that is returned.

    By its name alone another unit's system is neither an earlier phase nor given up.
    """
    name = {_folded(system.name)} if own.may_own(system) else set()
    if own.registered & ({system.id, system.record_no} - {""}):
        return "own_entry" if own.may_own(system) else "claimed"
    if own.earlier & {*name, _folded(system.id), _folded(system.record_no)}:
        return "predecessor"
    if own.disposed & {*name, _folded(system.id)}:
        return "disposed" if own.may_own(system) else "claimed"
    if system.status in _OUT_OF_USE:
        return "out_of_use"
    return "same_name" if _same_name(own, system) else "other"


def _disposed(filing: Filing) -> frozenset[str]:
    """The systems this filing merges, stops or replaces."""
    return frozenset(
        fold(told)
        for s in filing.existing_systems or ()
        if s.disposition in _DISPOSED
        for told in (s.id, s.name)
        if told
    )


def _same_name(own: Own, system: ExistingSystem) -> bool:
    """A system of the same unit whose name says the same once stage and boilerplate are gone."""
    if not own.unit or _folded(system.owner) != own.unit:
        return False
    stated = (system.owner, system.region)
    mine, other = (core_of(name, own.words, stated) for name in (own.name, system.name))
    return bool(mine) and mine == other


def _earlier(context: Context) -> frozenset[str]:
    """The declared predecessor, and its own predecessors as registered."""
    declared = context.filing.predecessor
    if declared is None:
        return frozenset()
    named = {fold(t) for t in (declared.id, declared.name, declared.record_no) if t}
    listing = listing_of(context.registry)
    current = listing.first_of(named)
    while current is not None and current.predecessor_id not in ("", current.id):
        if fold(current.predecessor_id) in named:
            break
        named.add(fold(current.predecessor_id))
        current = listing.of_id(current.predecessor_id)
    return frozenset(named - {""})


def same_unit(own: Own, system: ExistingSystem) -> Fact:
    """Whether a system belongs to the unit that files."""
    if own.unit_doubt:
        return unknown(own.unit_doubt, "/unit/name")
    return known(own.is_unit(system) is True, system.owner)


def explained(context: Context, system: ExistingSystem) -> Fact:
    """Whether a difference statement answers a system."""
    if not context.filing.differences:
        return known(False)
    ids = {_folded(system.id), _folded(system.name)}
    stated = [
        n
        for n, d in enumerate(context.filing.differences)
        if d.system and fold(d.system) in ids and d.statement
    ]
    return known(bool(stated), "", *(context.reading.place(f"/differences/{n}") for n in stated))


def scope_of(unit: str, system: ExistingSystem) -> str:
    """Whose system it is to a unit, told to a reviewer."""
    if unit and _folded(system.owner) == fold(unit):
        return "本单位系统"
    return _SCOPES.get(system.level or "", "其他单位系统")
