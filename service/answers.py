"""Typed values as JSON answers."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from service.route import Answer


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - a type is the value here
    """The reader and writer of a type; made once."""
    return TypeAdapter(kind)


def as_json(
    kind: object, value: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Answer:
    """The JSON answer for a value of a type."""
    return Answer(adapter(kind).dump_json(value), status, headers=headers or {})
