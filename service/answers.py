"""What a request is answered with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import TypeAdapter

JSON = "application/json"
MULTIPART = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Answer:
    """A response; what is no JSON says so."""

    body: bytes
    status: int = 200
    media: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - a type is the value here
    """The reader and writer of a type; made once."""
    return TypeAdapter(kind)


def as_json(
    kind: object, value: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Answer:
    """The JSON answer for a value of a type."""
    return Answer(adapter(kind).dump_json(value), status, headers=headers or {})
