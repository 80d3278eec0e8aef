"""One entry of the registry, and how its values may be written."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt
from pydantic_core import PydanticCustomError

from compliance.text import visible

SystemLevel = Literal["city", "province", "nation", "county"]
SystemKind = Literal["system", "data_resource", "algorithm", "compute"]
SystemStatus = Literal["in_use", "maintenance", "building", "applied", "suspended", "retired"]

LEVELS: Mapping[str, SystemLevel] = {
    "市级": "city",
    "市": "city",
    "省级": "province",
    "省": "province",
    "国家级": "nation",
    "国家": "nation",
    "县级": "county",
    "县": "county",
    "区县级": "county",
    "区级": "county",
}
KINDS: Mapping[str, SystemKind] = {
    "系统": "system",
    "数据资源": "data_resource",
    "算法": "algorithm",
    "算力": "compute",
}
STATUSES: Mapping[str, SystemStatus] = {
    "在用": "in_use",
    "运维中": "maintenance",
    "在建": "building",
    "申报中": "applied",
    "停用": "suspended",
    "已下线": "retired",
}
_YES_NO: Mapping[str, bool] = {
    "是": True,
    "true": True,
    "1": True,
    "否": False,
    "false": False,
    "0": False,
}
_BETWEEN = re.compile("[；;、|\n]")
_YEAR = re.compile("([0-9]{4})年?")


def _line(value: object) -> object:
    """On one line, without invisible characters; printable text, nearly all, is quickly passed."""
    if not isinstance(value, str) or (value.isprintable() and " " not in value):
        return value
    spaced = " ".join(value.split())
    return spaced if spaced.isprintable() else visible(spaced).strip()


def _number(value: object) -> object:
    """Identifiers are text; a table program may have made them numbers."""
    whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**20
    return str(value) if whole else _line(value)


def _parts(value: object) -> object:
    """A list, or a text that enumerates; blank parts are left out."""
    parts = _BETWEEN.split(value) if isinstance(value, str) else value
    if not isinstance(parts, list | tuple):
        return parts
    return tuple(part for part in map(_line, parts) if part != "")


def _year(value: object) -> object:
    if not isinstance(value, str):
        return value
    written = _YEAR.fullmatch(value.strip())
    if not written:
        raise PydanticCustomError("year", "year")
    return int(written[1])


def _spoken(codes: Mapping[str, object]) -> Callable[[object], object]:
    """The code of a Chinese label; what is no label is left for the type to judge."""

    def read(value: object) -> object:
        written = value.strip() if isinstance(value, str) else value
        return codes.get(written.lower(), written) if isinstance(written, str) else written

    return read


_REQUIRED = Field(min_length=1, max_length=200)
Identifier = Annotated[str, Field(max_length=200), BeforeValidator(_number)]
Short = Annotated[str, Field(max_length=200), BeforeValidator(_line)]
Prose = Annotated[str, Field(max_length=1_000_000), BeforeValidator(_line)]
Phrases = Annotated[
    tuple[Annotated[str, Field(max_length=10_000)], ...],
    Field(max_length=10_000),
    BeforeValidator(_parts),
]
Year = Annotated[StrictInt, Field(ge=1980, le=2100), BeforeValidator(_year)]
Flag = Annotated[StrictBool, BeforeValidator(_spoken(_YES_NO))]
Level = Annotated[SystemLevel, BeforeValidator(_spoken(LEVELS))]
Kind = Annotated[SystemKind, BeforeValidator(_spoken(KINDS))]
Status = Annotated[SystemStatus, BeforeValidator(_spoken(STATUSES))]


class ExistingSystem(BaseModel):
    """既有系统: a system, data resource, algorithm or computing power that is there or applied for.

    >>> ExistingSystem.model_validate({"id": 7, "name": "示例水情系统", "status": "在用"}).status
    'in_use'
    """

    model_config = ConfigDict(frozen=True, extra="forbid", title="既有系统")

    id: Annotated[str, _REQUIRED, BeforeValidator(_number)] = Field(title="系统编号")
    name: Annotated[str, _REQUIRED, BeforeValidator(_line)] = Field(title="系统名称")
    owner: Short = Field(default="", title="建设单位")
    region: Short = Field(default="", title="区域")
    level: Level | None = Field(default=None, title="层级")
    kind: Kind = Field(default="system", title="种类")
    description: Prose = Field(default="", title="功能描述")
    functions: Phrases = Field(default=(), title="功能清单")
    data_resources: Phrases = Field(default=(), title="数据资源")
    year: Year | None = Field(default=None, title="建设年份")
    status: Status = Field(default="in_use", title="状态")
    aliases: Phrases = Field(default=(), title="别名")
    predecessor_id: Identifier = Field(default="", title="前期系统编号")
    record_no: Identifier = Field(default="", title="备案号")
    unified: Flag = Field(default=False, title="统建通用系统")
    official: Flag = Field(default=False, title="列入正式公布的清单")
    citation: Short = Field(default="", title="清单文号")
    capability: Prose = Field(default="", title="可提供能力")
    self_build: Prose = Field(default="", title="部门自行承担内容")


def same(one: ExistingSystem, other: ExistingSystem) -> bool:
    """Whether two entries say the same; that one is itself is told at once."""
    return one is other or one == other
