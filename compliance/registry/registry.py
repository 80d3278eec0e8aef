"""The existing systems, in one order, with what was wrong in the rows they came from."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from itertools import groupby
from os import PathLike
from pathlib import Path

from compliance.errors import Problem
from compliance.registry.files import load_source, record_of
from compliance.registry.lookup import Lookup
from compliance.registry.rows import Entry, Record, system_of, unknown_columns
from compliance.registry.system import ExistingSystem
from compliance.text import shorten

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


def _canonical(system: ExistingSystem) -> str:
    """Only what is stated: a column added later, left empty, leaves every version as it was."""
    stated = system.model_dump(mode="json", exclude_defaults=True)
    return _CANONICAL.encode(stated)


def _listed(fault: Problem | tuple[Problem, ...]) -> tuple[Problem, ...]:
    return (fault,) if isinstance(fault, Problem) else fault


def digest_of(system: ExistingSystem) -> str:
    """A sha256 of what is stated of a system."""
    return sha256(_canonical(system).encode("ascii")).hexdigest()


def _version(systems: Iterable[ExistingSystem]) -> str:
    return sha256("\n".join(map(_canonical, systems)).encode("ascii")).hexdigest()


def _one_each(entries: Iterable[Entry]) -> tuple[tuple[ExistingSystem, ...], tuple[Problem, ...]]:
    """One system an id: of several the first by content, so that no order of rows decides."""
    ordered = sorted(entries, key=lambda entry: entry.system.id)
    kept: list[ExistingSystem] = []
    faults: list[Problem] = []
    for key, same in groupby(ordered, key=lambda entry: entry.system.id):
        first, *others = _by_content(same)
        kept.append(first.system)
        faults += [_doubled(key, first, other) for other in others]
    return tuple(kept), tuple(faults)


def _doubled(key: str, first: Entry, other: Entry) -> Problem:
    message = f"“{shorten(key)}”重复，已采用{first.place}的内容"
    return Problem(f"{other.place}“系统编号”", message, "每个系统用一个编号，改正后重新导入")


def _by_content(same: Iterable[Entry]) -> Sequence[Entry]:
    entries = tuple(same)
    if len(entries) == 1:
        return entries
    return sorted(entries, key=lambda entry: _canonical(entry.system))


@dataclass(frozen=True, slots=True)
class Registry:
    """既有系统清单: make one with `of` or `load`.

    systems are in the order of their ids; as_of is the day the list was current, if known;
    version is a sha256 of the systems alone; faults are the rows, columns and values left out,
    left_out the number of rows among them; index_file is the saved index they come from, if any,
    and lookup what that knows of units and names.

    >>> registry = Registry.of([{"id": "SL-1", "name": "示例水库监测系统"}, {"id": "SL-2"}])
    >>> len(registry.systems), str(registry.faults[0])
    (1, '第 2 条“系统名称”：没有填写（补上后重新导入）')
    """

    systems: Sequence[ExistingSystem]
    as_of: date | None
    version: str
    faults: tuple[Problem, ...]
    left_out: int = 0
    index_file: Path | None = None
    lookup: Lookup | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(
        cls, rows: Iterable[ExistingSystem | Mapping[str, object]], as_of: date | None = None
    ) -> "Registry":
        """The registry of systems, or of mappings by field name or Chinese title."""
        return cls._of_rows(
            (
                Entry(f"第 {number} 条", row)
                if isinstance(row, ExistingSystem)
                else record_of(f"第 {number} 条", row)
                for number, row in enumerate(rows, 1)
            ),
            as_of,
        )

    @classmethod
    def load(cls, path: str | PathLike[str], as_of: date | None = None) -> "Registry":
        """The registry in a .json, .jsonl, .csv, .xlsx or .xls file; `as_of` goes before its day.

        Raises RegistryError where the file as a whole cannot be read.
        """
        source = load_source(Path(path))
        return cls._of_rows(source.records, as_of or source.as_of)

    def dated(self, as_of: date | None) -> "Registry":
        """The same, current on a day, where one is given."""
        return replace(self, as_of=as_of) if as_of else self

    @classmethod
    def _of_rows(cls, rows: Iterable[Entry | Record | Problem], as_of: date | None) -> "Registry":
        came = tuple(rows)
        read = [system_of(row) if isinstance(row, Record) else row for row in came]
        systems, doubled = _one_each(row for row in read if isinstance(row, Entry))
        faults = unknown_columns(row for row in came if isinstance(row, Record))
        every = list(faults)
        for row in read:
            every += row.faults if isinstance(row, Entry) else _listed(row)
        left_out = len(came) - len(systems)
        return cls(systems, as_of, _version(systems), (*every, *doubled), left_out)
