"""Queries and reviewed pairs from JSON Lines: what to look for, and what a person found alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from compliance import strict_json
from compliance.duplication.normalise import Subject
from compliance.errors import Problem, RegistryError
from compliance.strict_json import JsonProblem
from compliance.text import shorten, visible

_MAX_BYTES = 200_000_000
_MAX_TEXT = 1_000_000
Grade = Literal[0, 1, 2]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Query:
    """查询: its id, what is to be built, and of what type it is (for figures by type)."""

    qid: str
    subject: Subject
    type: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """评定: how alike a query and a system are: 2 the same kind, 1 related, 0 another function."""

    qid: str
    system: str
    grade: Grade


def _text(row: Mapping[str, object], key: str, needed: bool = False) -> str:
    value = row.get(key)
    value = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or (needed and not value.strip()):
        raise ValueError(f"“{key}”应填写文字")
    if len(value) > _MAX_TEXT:
        raise ValueError(f"“{key}”超过 {_MAX_TEXT} 字")
    return value


def _texts(row: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = row.get(key)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(part for part in value if part.strip())
    return tuple(filter(str.strip, [_text(row, key)]))


def query_of(row: Mapping[str, object]) -> Query:
    """A query from a JSON object; raises ValueError saying which value is wrong.

    >>> query_of({"qid": "Q1", "name": "示例停车诱导平台"}).subject.name
    '示例停车诱导平台'
    """
    return Query(
        qid=_text(row, "qid", needed=True),
        subject=Subject(
            name=_text(row, "name"),
            description=_text(row, "description"),
            functions=_texts(row, "functions"),
            data_resources=_texts(row, "data_resources"),
            owner=_text(row, "dept"),
            region=_text(row, "region"),
        ),
        type=_text(row, "type"),
    )


def pair_of(row: Mapping[str, object]) -> Pair:
    """A reviewed pair from a JSON object; raises ValueError saying which value is wrong."""
    grade = row.get("grade")
    if isinstance(grade, bool) or grade not in (0, 1, 2):
        raise ValueError("“grade”应为 0、1 或 2")
    system = _text(row, "sid" if "sid" in row else "id", needed=True)
    return Pair(_text(row, "qid", needed=True), system, grade)


def _lines(path: Path) -> list[tuple[str, str]]:
    name = visible(path.name or str(path))
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except OSError:
        raise RegistryError(Problem(name, "文件无法打开", "核对文件的位置和权限")) from None
    if len(content) > _MAX_BYTES:
        raise RegistryError(Problem(name, f"文件超过 {_MAX_BYTES // 1_000_000} MB", "分批再试"))
    try:
        lines = enumerate(content.decode("utf-8-sig").split("\n"), 1)
    except UnicodeDecodeError:
        raise RegistryError(Problem(name, "文件不是 UTF-8 编码", "另存为 UTF-8 编码")) from None
    return [(f"{name}，第 {number} 行", line) for number, line in lines if line.strip()]


def _read(
    path: Path,
    make: Callable[[Mapping[str, object]], Made],
    name: Callable[[Made], str] | None = None,
) -> tuple[Made, ...]:
    """Every line, or every fault: figures over half a file would mislead; no name twice."""
    made: list[Made] = []
    faults: list[Problem] = []
    places: dict[str, str] = {}
    for place, line in _lines(path):
        try:
            row = strict_json.parse(line)
            if not isinstance(row, Mapping):
                raise ValueError("应为一个 JSON 对象")
            made.append(make(row))
            named = name(made[-1]) if name else place
            first = places.setdefault(named, place)
            if first != place:
                fault = f"编号“{shorten(named)}”重复，已在{first.rpartition('，')[2]}"
                faults.append(Problem(place, fault, "每个查询用一个编号"))
        except JsonProblem as error:
            faults.append(Problem(place, error.problem.message, error.problem.mend))
        except ValueError as error:
            faults.append(Problem(place, str(error), "改正后再试"))
    if faults or not made:
        empty = Problem(visible(path.name), "文件里没有内容", "每行写一个 JSON 对象")
        raise RegistryError(*(faults[:20] or [empty]))
    return tuple(made)


def read_queries(path: Path) -> tuple[Query, ...]:
    """The queries of a file; raises RegistryError with every line that is wrong, or doubled."""
    return _read(path, query_of, lambda query: query.qid)


def read_pairs(path: Path) -> tuple[Pair, ...]:
    """The reviewed pairs of a file; raises RegistryError with every line that is wrong."""
    return _read(path, pair_of)
