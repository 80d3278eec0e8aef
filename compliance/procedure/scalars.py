"""What stands in one place of procedure.yaml: days, pointers, patterns; and how a part is read."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, WithJsonSchema
from pydantic_core import PydanticCustomError

from compliance.procedure.numbering import check_pattern
from compliance.procedure.slots import has_slot


def _day(value: object) -> object:
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
        _day(f"2023-{value}")
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


def _written(form: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "format": form})


Day = Annotated[date, BeforeValidator(_day)]
MonthDay = Annotated[str, BeforeValidator(_month_day), _written("month-day")]
Pointer = Annotated[str, BeforeValidator(_pointer), _written("json-pointer")]
Pattern = Annotated[str, BeforeValidator(_pattern), _written("pattern")]
Year = Annotated[StrictInt, Field(ge=2000, le=2100)]
Days = Annotated[StrictInt, Field(ge=1, le=250)]
Words = Annotated[str, Field(min_length=1)]
Basis = Literal["notice", "inference"]


class Part(BaseModel):
    """A part of the sheet: frozen, and no key that the sheet does not have."""

    model_config = ConfigDict(frozen=True, extra="forbid")
