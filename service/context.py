"""What every request is answered from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar, TypeVarTuple, cast

from compliance import (
    Calendar,
    Numbering,
    Procedure,
    Registry,
    RulePack,
    Templates,
    china_calendar,
    load,
    load_calendar,
    load_procedure,
    pack_names,
)
from service.checking import Checkers
from service.gate import Gate
from service.remembered import Remembered
from service.store import Connection, Database, Follower
from service.watching import Metrics

Given = TypeVarTuple("Given")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Context:
    """运行环境: the rule packs by id, the existing systems, the store and the limits.

    `fixed` is a list read from a file at the start; it stands in for the list in the store.
    `numbering` is None where official numbers are given from outside and only stored.
    """

    packs: Mapping[str, RulePack]
    default_pack: str
    procedure: Procedure
    calendar: Calendar
    numbering: Numbering | None
    fixed: Registry | None
    database: Database
    max_body: int
    max_upload: int = 100_000_000
    follower: Follower = field(default_factory=Follower)
    gate: Gate = field(default_factory=Gate)
    metrics: Metrics = field(default_factory=Metrics)
    today: Callable[[], date] = date.today
    checkers: Checkers | None = None
    twins: Remembered = field(default_factory=Remembered)
    templates: Templates = field(default_factory=Templates)
    weaknesses: Remembered = field(default_factory=Remembered)
    # Where a pack in a folder of one's own is, by its id.
    folders: Mapping[str, str] = field(default_factory=dict)

    def pack(self, name: str | None = None) -> RulePack:
        """The pack of an id, or the default."""
        return self.packs[name or self.default_pack]

    def registry(self, connection: Connection) -> Registry | None:
        """The existing systems as they are now."""
        return self.fixed or self.follower.current(connection)

    def systems(self) -> Registry | None:
        """The existing systems as they are now, for one who has no transaction."""
        if self.fixed:
            return self.fixed
        with self.database.reading() as connection:
            return self.follower.current(connection)

    @property
    def broken(self) -> bool:
        """Whether no checker can be had any more."""
        return self.checkers is not None and self.checkers.gone

    def work(self, function: Callable[["Context", *Given], Made], *given: *Given) -> Made:
        """What a function of a module makes of this context: in a process of its own if it may."""
        if self.checkers is None:
            return function(self, *given)
        return cast("Made", self.checkers.ask(function, given))


def load_context(
    registry: Path | None,
    pack: str | None,
    database: Database,
    max_body: int,
    gate: Gate | None = None,
    numbering: Numbering | None = None,
    calendar: Path | None = None,
) -> Context:
    """From the options; raises ComplianceError where a file cannot be used."""
    chosen = load(pack) if pack else load()
    packs = {loaded.id: loaded for loaded in (*map(load, pack_names()), chosen)}
    systems = Registry.load(registry) if registry else None
    procedure = load_procedure(pack) if pack else load_procedure()
    own = Numbering(procedure.numbering) if procedure.numbering else None
    folders = {chosen.id: pack} if pack else {}
    return Context(
        packs,
        chosen.id,
        procedure,
        china_calendar().overridden(load_calendar(calendar)) if calendar else china_calendar(),
        numbering or own,
        systems,
        database,
        max_body,
        gate=gate or Gate(),
        folders=folders,
    )
