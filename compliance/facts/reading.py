"""Reading a slot of the filing: stated, absent or not known, said in one place for all facts."""

from collections.abc import Sized
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from compliance.facts.fact import Fact, Why, known, unknown
from compliance.filing import Amount, Completeness, Dossier, Filing, Term
from compliance.text import shorten


def money(amount: Amount) -> str:
    """An amount as it was written, with its unit.

    >>> money(Amount(value="120.50", unit="万元"))
    '120.50万元'
    """
    return f"{amount.value}{amount.unit}"


@lru_cache(maxsize=4096)
def _visible(pointer: str) -> str:
    """A pointer of a filing that came as JSON: most are the same in every filing."""
    return shorten(pointer, 200)


@dataclass(frozen=True, slots=True)
class Reading:
    """The filing seen through what is known of it."""

    dossier: Dossier

    @property
    def filing(self) -> Filing:
        """The filing as stated."""
        return self.dossier.filing

    @property
    def draft(self) -> bool:
        """Whether what is not filled in is still open."""
        return self.filing.completeness is Completeness.DRAFT

    @property
    def only_hardware(self) -> bool:
        """Whether nothing but computing power is built, as far as is stated."""
        modules = self.filing.project.modules or ()
        return bool(modules) and all(module.kind == "compute" for module in modules)

    def place(self, pointer: str) -> str:
        """Where a slot was read, visible characters only: keys and file names are users'."""
        place = self.dossier.origins.get(pointer)
        return shorten(str(place), 200) if place else _visible(pointer)

    def doubt(self, pointer: str, value: object) -> Why:
        """Why a slot is not known; "" where it is stated, or known to be absent.

        An unread file may hold what is missing; two values that disagree are no value.
        """
        if self.dossier.conflict(pointer):
            return "conflict"
        if value is not None:
            return ""
        return "unread" if self.dossier.unread else "unfilled" if self.draft else ""

    def stated(self, pointer: str, value: Sized | Term | date | Amount | int | None) -> Fact:
        """Whether a slot is filled in; an empty list is a stated none."""
        why = self.doubt(pointer, value)
        if why:
            return unknown(why, self.place(pointer))
        there = value is not None and not (isinstance(value, tuple) and not value)
        return known(there, _shown(value) if there else "没有填写", self.place(pointer))

    def flag(self, pointer: str, value: bool | None, silent: bool | None = None) -> Fact:
        """A yes or no; `silent` is what it means in a submitted filing to say nothing."""
        why = self.doubt(pointer, value)
        if why:
            return unknown(why, self.place(pointer))
        if value is None:
            if silent is None:
                return unknown("unanswered", self.place(pointer))
            return known(silent, "没有说明", self.place(pointer))
        return known(value, "是" if value else "否", self.place(pointer))

    def number(self, pointer: str, value: int | None, unit: str) -> Fact:
        """A whole number."""
        why = self.doubt(pointer, value)
        if why or value is None:
            return unknown(why or "unanswered", self.place(pointer))
        return known(value, f"{value} {unit}", self.place(pointer))

    def code(self, pointer: str, value: Term | None) -> Fact:
        """A term of a closed list."""
        why = self.doubt(pointer, value)
        if why or value is None:
            return unknown(why or "unanswered", self.place(pointer))
        return known(value.value, value.label, self.place(pointer))

    def either(self, *facts: Fact) -> Fact:
        """Whether one of several holds: false only where every one is known to be false."""
        true = next((fact for fact in facts if fact.value is True), None)
        doubtful = next((fact for fact in facts if fact.value is None), None)
        return true or doubtful or facts[0]


def _shown(value: object) -> str:
    if isinstance(value, Term):
        return value.label
    if isinstance(value, Amount):
        return money(value)
    if isinstance(value, tuple):
        return f"{len(value)} 项"
    return shorten(str(value))
