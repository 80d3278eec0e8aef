"""Messages with {field} in them: which fields they name, and the words put in."""

import re
from collections.abc import Callable
from functools import lru_cache

_FIELD = re.compile(r"\{([^{}]*)\}")


def fields_in(template: str) -> list[str]:
    """The fields a message names, in its order.

    >>> fields_in("缺少{material.name}")
    ['material.name']
    """
    return _FIELD.findall(template)


def filled(template: str, said: Callable[[str], str]) -> str:
    """A message with what is said of each field; what is put in is not read again.

    >>> filled("缺少{material.name}", lambda name: f"〔{name}〕")
    '缺少〔material.name〕'
    """
    return "".join([said(part) if n % 2 else part for n, part in enumerate(_parts(template))])


@lru_cache(maxsize=4096)
def _parts(template: str) -> tuple[str, ...]:
    """The words and the fields of a message in turn, the words first."""
    return tuple(_FIELD.split(template))
