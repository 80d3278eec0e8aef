"""The list of existing systems: looked up, read from a file, brought in, written out."""

import csv
import io
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from compliance import ExistingSystem, Problem, Registry, RegistryError
from service.answers import JSON, Answer
from service.checking import CheckerLost
from service.context import Context
from service.problems import Fault, fault_of
from service.refusal import Refusal
from service.route import Call
from service.store import (
    Changes,
    Connection,
    compare_with,
    import_systems,
)

CSV = "text/csv"
JSONL = "application/x-ndjson"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUFFIXES = {CSV: ".csv", JSONL: ".jsonl", JSON: ".json", XLSX: ".xlsx"}
ENDINGS = (*SUFFIXES.values(), ".xls")
_RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do; `faults` are the rows left out, each with its mend."""

    dry_run: bool
    read: int
    left_out: int
    changes: Changes
    faults: tuple[Fault, ...]


def listed(context: Context, connection: Connection) -> Registry:
    """The list as it is, empty where there is none."""
    return context.registry(connection) or Registry.of([])


def matching(registry: Registry, wanted: str) -> tuple[ExistingSystem, ...]:
    """The systems whose number, name, alias or owner holds a text."""
    if not wanted:
        return tuple(registry.systems)
    return tuple(
        system
        for system in registry.systems
        if any(wanted in text for text in (system.id, system.name, system.owner, *system.aliases))
    )


def writable(context: Context) -> None:
    """Raises Refusal 409 where the list was given as a file."""
    if context.fixed is not None:
        told = "服务启动时指定了清单文件（--registry），不能在这里改"
        raise Refusal(409, detail=told)


def ending_of(name: str) -> str:
    """The ending of a file's name, "" where it is none of a list."""
    ending = f".{name.rpartition('.')[2].lower()}"
    return ending if ending in ENDINGS else ""


def read_list(context: Context, content: bytes, suffix: str, as_of: date | None = None) -> Registry:
    """The list in a file's content, read where a hostile workbook ends no more than a checker.

    Raises Refusal 422 where it cannot be read as a whole.
    """
    try:
        return context.work(_read, content, suffix, as_of)
    except CheckerLost as error:
        told = Fault("", "文件没能读出来", "用 Excel 或 WPS 重新打开，另存为 CSV（UTF-8）后再试")
        raise Refusal(422, [told]) from error


def _read(_: Context, content: bytes, suffix: str, as_of: date | None) -> Registry:
    with tempfile.TemporaryDirectory(prefix="beian-") as folder:
        path = Path(folder, f"清单{suffix}")
        path.write_bytes(content)
        try:
            return Registry.load(path, as_of)
        except RegistryError as error:
            raise Refusal(422, [fault_of(problem) for problem in error.problems]) from error


def bring_in(
    context: Context, registry: Registry, replace: bool, dry_run: bool, call: Call
) -> Imported:
    """Put a list into the store, or tell what that would change."""
    writable(context)
    if dry_run:
        with context.database.reading() as connection:
            changes = compare_with(connection, registry, replace)
    else:
        with context.database.writing() as connection:
            changes = import_systems(connection, registry, replace, call.identity)
    read = len(registry.systems) + registry.left_out
    faults = tuple(fault_of(problem) for problem in registry.faults[:1000])
    return Imported(dry_run, read, registry.left_out, changes, faults)


def as_csv(registry: Registry) -> bytes:
    """The list for a table program: with a byte order mark, and no cell that it would run."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    columns = list(ExistingSystem.model_fields)
    writer.writerow([ExistingSystem.model_fields[name].title for name in columns])
    for system in registry.systems:
        values = system.model_dump(mode="json")
        writer.writerow([_cell(values[name]) for name in columns])
    return out.getvalue().encode("utf-8-sig")


def csv_answer(registry: Registry) -> Answer:
    """The list as a file to keep."""
    name = {"Content-Disposition": "attachment; filename=systems.csv"}
    return Answer(as_csv(registry), 200, f"{CSV}; charset=utf-8", name)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    text = "；".join(value) if isinstance(value, list) else str(value if value is not None else "")
    return f"'{text}" if text.startswith(_RISKY) else text


def one_system(value: object) -> ExistingSystem:
    """A system from JSON by field name or Chinese title; raises Refusal 422."""
    if not isinstance(value, dict):
        raise Refusal(422, [Fault("", "应为一个系统的各项信息", "写成 {列名: 内容} 的形式")])
    registry = Registry.of([value])
    if registry.faults or not registry.systems:
        raise Refusal(422, [_row_fault(problem) for problem in registry.faults])
    return registry.systems[0]


def _row_fault(problem: Problem) -> Fault:
    told = fault_of(problem)
    return Fault(told.pointer.removeprefix("第 1 条"), told.detail, told.mend)
