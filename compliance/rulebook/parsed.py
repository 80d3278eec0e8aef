"""What YAML files say, kept beside them when the wheel is built: parsing takes ten times as long.

A file is named by the sha256 of the text it was parsed from, so that another text has none.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256

from compliance._data import data

FOLDER = "parsed"
Path = tuple[str | int, ...]


def name_of(content: bytes) -> str:
    """The name of the file that holds what a text says."""
    return sha256(content).hexdigest() + ".json"


def kept(value: object, lines: Mapping[Path, int]) -> bytes:
    """A document as a file: its value, and its lines in the order of its paths."""
    numbers = [lines[path] for path in paths(value)]
    return json.dumps([value, numbers], ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    """The path of every part of a value, what holds a part before it."""
    yield path
    parts: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    for key, part in parts:
        yield from paths(part, (*path, key))


class Lines(Mapping[Path, int]):
    """The line of each part, by path: put together when the first is asked for."""

    def __init__(self, value: object, numbers: list[int]) -> None:
        self._value, self._numbers = value, numbers

    @cached_property
    def _by_path(self) -> dict[Path, int]:
        return dict(zip(paths(self._value), self._numbers, strict=True))

    def __getitem__(self, path: Path) -> int:
        return self._by_path[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._by_path)

    def __len__(self) -> int:
        return len(self._numbers)


def read_kept(content: bytes) -> tuple[object, Lines] | None:
    """What a text says, if that was kept; in a checkout nothing is."""
    file = data("rules").joinpath(FOLDER, name_of(content))
    try:
        value, numbers = json.loads(file.read_bytes())
    except (OSError, KeyError, ValueError):
        return None
    return value, Lines(value, numbers)
