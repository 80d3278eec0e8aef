"""The scalar types of the form: text that is never blank, days as written, exact amounts."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from compliance.text import has_full_width

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,8})?")
_CEILING = Decimal(10) ** 12
_FEN = {"元": 2, "万元": 6}


class Part(BaseModel):
    """A part of the filing form: frozen, and no key that the form does not have."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _null_is_not_filled_in(cls, value: object) -> object:
        """A null is a slot left out, for parts as for values."""
        if not isinstance(value, dict):
            return value
        return {k: v for k, v in value.items() if v is not None or k not in cls.model_fields}


def _filled(value: object) -> object:
    """White space only is not an answer."""
    return (value.strip() or None) if isinstance(value, str) else value


def _day(value: object) -> object:
    """Only a day written 2024-05-01; a number would silently become a day near 1970."""
    if value is None or isinstance(value, date):
        return value
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value.strip()):
        raise PydanticCustomError("day_form", "day_form")
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise PydanticCustomError("day_absent", "day_absent") from None


def _decimal(value: object) -> object:
    """A number exactly as written: 12, 12.5 or "12.50"; no exponent, sign or full-width digit."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise PydanticCustomError("number_type", "number_type")
    written = value.strip() if isinstance(value, str) else repr(value)
    if has_full_width(written):
        raise PydanticCustomError("number_full_width", "number_full_width")
    if not _NUMBER.fullmatch(written):
        raise PydanticCustomError("number_form", "number_form")
    return Decimal(written)


# The limit is on the text, not on the union: a blank that became None has no length.
Name = Annotated[Annotated[str, Field(max_length=200)] | None, BeforeValidator(_filled)]
Prose = Annotated[Annotated[str, Field(max_length=20_000)] | None, BeforeValidator(_filled)]
Flag = StrictBool | None
Year = Annotated[StrictInt, Field(ge=2000, le=2100)] | None
Whole = Annotated[StrictInt, Field(ge=0, le=1_000_000)] | None
Bytes = Annotated[StrictInt, Field(ge=0, le=10**12)] | None
Day = Annotated[
    date | None,
    BeforeValidator(_day),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}),
]
Figure = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": _NUMBER.pattern}, {"type": "number"}]}),
]


class Amount(Part):
    """金额: an exact decimal with its unit.

    >>> Amount(value="120.5", unit="万元").fen
    120500000
    """

    value: Figure = Field(title="数额")
    unit: Literal["元", "万元"] = Field(title="单位")

    @model_validator(mode="after")
    def _whole_fen(self) -> Self:
        if self.value * (10_000 if self.unit == "万元" else 1) >= _CEILING:
            raise PydanticCustomError("amount_large", "amount_large")
        if self.value.scaleb(_FEN[self.unit]) % 1:
            raise PydanticCustomError("amount_fine", "amount_fine")
        return self

    @property
    def fen(self) -> int:
        """The amount in 分, exactly."""
        return int(self.value.scaleb(_FEN[self.unit]))
