"""What only shows between the rows of a catalogue: doubles, and codes that disagree."""

import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b

from compliance.catalog.codes import plain
from compliance.catalog.problem import Fault, ProblemCode
from compliance.catalog.rows import CatalogEntry
from compliance.text import fold, shorten

_PUNCTUATION = re.compile(r"[\W_]+")
# A number that fill-down counted up; four digits are a year, and a series of years is no double.
_COUNTED = re.compile(r"(?<![0-9])[0-9]{1,2}$")
_FEWEST_ITEMS = 3

_Digest = bytes


class Memory:
    """The rows seen so far, as digests: a long catalogue is checked without keeping it."""

    def __init__(self, units: Mapping[str, str]) -> None:
        self._first: dict[_Digest, int] = {}
        self._codes_of: dict[_Digest, str] = {}
        for name, code in units.items():
            self._pair(fold(name), fold(code))

    def faults(self, entry: CatalogEntry) -> Iterator[Fault]:
        """What is wrong with an entry in view of the earlier ones; remembers it."""
        yield from self._doubled(entry)
        yield from self._doubled_code(entry)
        yield from self._provider_code(entry)

    def _seen(self, entry: CatalogEntry, *texts: str) -> int | None:
        """The first row of these texts, None where it is this one."""
        first = self._first.setdefault(_digest(*texts), entry.row)
        return None if first == entry.row else first

    def _doubled(self, entry: CatalogEntry) -> Iterator[Fault]:
        name, provider = fold(entry.text("name")), fold(entry.text("provider"))
        if not name:
            return
        exact = self._seen(entry, "name", name, provider)
        like = self._seen(entry, "like", _skeleton(name), provider)
        items = _item_set(entry)
        double = self._seen(entry, "items", provider, *items) if items else None
        if exact is not None:
            yield Fault(ProblemCode.NAME_DUPLICATE, "name", other=exact)
        elif like is not None:
            yield Fault(ProblemCode.NAME_SIMILAR, "name", other=like)
        elif double is not None:
            yield Fault(ProblemCode.ENTRY_DOUBLE, "name", other=double)

    def _doubled_code(self, entry: CatalogEntry) -> Iterator[Fault]:
        code = fold(entry.text("code"))
        first = self._seen(entry, "code", code) if code else None
        if first is not None:
            yield Fault(ProblemCode.CODE_DUPLICATE, "code", other=first)

    def _provider_code(self, entry: CatalogEntry) -> Iterator[Fault]:
        name, code = fold(entry.text("provider")), fold(entry.text("provider_code"))
        if not name or not code:
            return
        known, named = self._pair(name, code)
        if known != code or named != name:
            near = known if known != code else named
            yield Fault(
                ProblemCode.PROVIDER_CODE_CONFLICT, "provider_code", near=shorten(near.upper())
            )

    def _pair(self, name: str, code: str) -> tuple[str, str]:
        """The code first seen with a name, and the name first seen with a code."""
        known = self._codes_of.setdefault(_digest("provider", name), code)
        return known, self._codes_of.setdefault(_digest("code", code), name)


def _digest(*texts: str) -> _Digest:
    return blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _skeleton(name: str) -> str:
    """A name without punctuation and the number it was counted up with."""
    return _COUNTED.sub("", _PUNCTUATION.sub("", name)) or name


def _item_set(entry: CatalogEntry) -> list[str]:
    items = entry.values.get("items")
    if not isinstance(items, list):
        return []
    names = sorted({plain(name) for i in items if isinstance(name := i.get("name"), str)})
    return names if len(names) >= _FEWEST_ITEMS else []
