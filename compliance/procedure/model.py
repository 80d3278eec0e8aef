"""The sheet procedure.yaml of a pack: offices, limits, deadlines and consequences as data."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from compliance.filing.terms import Kind, MaterialType
from compliance.procedure.numbering import check_pattern
from compliance.procedure.slots import has_slot
from compliance.procedure.terms import Flow, State, Task

EACH = "each"


def read_day(value: object) -> object:
    """Only a day written 2024-05-01."""
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and len(value) == len("2024-05-01"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("day", "day")


def _month_day(value: object) -> object:
    """A day of every year, written 08-30; 29 February is no day of every year."""
    if isinstance(value, str) and len(value) == len("08-30"):
        read_day(f"2023-{value}")
        return value
    raise PydanticCustomError("month_day", "month_day")


def _pointer(value: object) -> object:
    """Only a slot that the form has: a misspelt one would always look empty."""
    if not isinstance(value, str) or not has_slot(value):
        raise PydanticCustomError("pointer", "pointer")
    return value


def _pattern(value: object) -> object:
    if isinstance(value, str) and (fault := check_pattern(value)):
        raise PydanticCustomError("pattern", "{fault}", {"fault": fault})
    return value


Day = Annotated[date, BeforeValidator(read_day)]
MonthDay = Annotated[str, BeforeValidator(_month_day)]
Year = Annotated[StrictInt, Field(ge=2000, le=2100)]
Days = Annotated[StrictInt, Field(ge=1, le=250)]
Words = Annotated[str, Field(min_length=1)]
Basis = Literal["notice", "inference"]


class Part(BaseModel):
    """A part of the sheet: frozen, and no key that the sheet does not have."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Document(Part):
    """The document the procedure is taken from; nothing happened under it before its day."""

    number: Words
    issued: Day


class Settings(Part):
    """计算口径: how days are counted."""

    count_from: Literal["next_day", "same_day"]
    deadline_inclusive: bool
    rest_day_extends: bool
    basis: Basis
    note: str = ""


class Item(Part):
    """A slot of the form that an office looks at."""

    title: Words
    pointer: Annotated[str, BeforeValidator(_pointer)]


class Office(Part):
    """部门: who it is, and what of a filing it looks at.

    `plans` are materials that the form may also name in a slot, as a chapter of another document.
    """

    id: Words
    name: Words
    aliases: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    materials: tuple[MaterialType, ...] = ()
    plans: Mapping[MaterialType, Annotated[str, BeforeValidator(_pointer)]] = {}
    items: tuple[Item, ...] = ()
    pointers: tuple[Annotated[str, BeforeValidator(_pointer)], ...] = ()
    quote: str = ""


class Stage(Part):
    """环节: whose it is and in how many working days; none where the notice sets no limit."""

    office: Words
    days: Days | None
    basis: Basis
    quote: str = ""
    note: str = ""


class KindProcedure(Part):
    """One kind of project: its flow, its stages, and the offices it goes to."""

    flow: Flow
    clause: str
    offices: tuple[str, ...]
    stages: Mapping[Task, Stage]
    note: str = ""


class Years(Part):
    """Kinds and years that a round or a silence of the notice is about."""

    kinds: tuple[Kind, ...]
    from_year: Year | None = None
    until_year: Year | None = None

    def covers(self, kind: Kind, year: int) -> bool:
        """Whether a kind and year are meant."""
        started = self.from_year is None or self.from_year <= year
        return (
            kind in self.kinds and started and (self.until_year is None or year <= self.until_year)
        )


class Round(Years):
    """批次: by which day filings must be submitted or complete.

    `late` is told of what missed it, `again` of what met it, was returned and came again later.
    """

    id: Words
    title: Words
    must: Literal["complete", "submit"]
    deadline: Day | None = None
    yearly: MonthDay | None = None
    years_before: StrictInt = Field(0, ge=0, le=5)
    clause: str
    quote: str
    late: str = ""
    again: str = ""

    @model_validator(mode="after")
    def _one_day(self) -> Self:
        if (self.deadline is None) == (self.yearly is None):
            raise PydanticCustomError("one_day", "one_day")
        return self


class Silence(Years):
    """What the notice leaves open."""

    note: Words


class Consequence(Part):
    """后果: what follows while a filing has not reached a state."""

    kinds: tuple[Kind, ...]
    unless: State
    office: Words
    text: Words
    clause: str
    quote: str


class Archive(Part):
    """归档: the materials of the whole course, by kind."""

    quote: str
    clause: str
    materials: Mapping[Kind, tuple[MaterialType, ...]]


class Procedure(Part):
    """办理程序: who reviews what, in how many working days, by which date, and what follows."""

    format: Literal[1]
    id: Words
    title: Words
    source: Document
    settings: Settings
    offices: tuple[Office, ...] = Field(min_length=1)
    unassigned: Words
    kinds: Mapping[Kind, KindProcedure]
    rounds: tuple[Round, ...]
    silent: tuple[Silence, ...]
    consequences: tuple[Consequence, ...]
    archive: Archive
    numbering: Annotated[str, BeforeValidator(_pattern)] | None
    changes: tuple[str, ...] = ()

    def office(self, written: str) -> Office | None:
        """The office of an id, a name or another usual name."""
        return next(
            (o for o in self.offices if written in (o.id, o.name, *o.aliases)),
            None,
        )

    def office_name(self, office_id: str) -> str:
        """The name an office is told by."""
        office = self.office(office_id)
        return office.name if office else office_id
