"""Which column is meant by a header: the field's name, its title, or another usual title."""

from collections.abc import Mapping
from functools import lru_cache

from compliance.registry.system import ExistingSystem
from compliance.text import fold

TITLES: Mapping[str, str] = {
    name: field.title or name for name, field in ExistingSystem.model_fields.items()
}
_ALSO: Mapping[str, str] = {
    "编号": "id",
    "系统标识": "id",
    "名称": "name",
    "项目名称": "name",
    "平台名称": "name",
    "单位": "owner",
    "所属单位": "owner",
    "主管单位": "owner",
    "建设部门": "owner",
    "责任单位": "owner",
    "申报单位": "owner",
    "地区": "region",
    "所属区域": "region",
    "行政区划": "region",
    "级别": "level",
    "建设层级": "level",
    "类型": "kind",
    "描述": "description",
    "系统描述": "description",
    "功能简介": "description",
    "功能说明": "description",
    "功能介绍": "description",
    "系统简介": "description",
    "主要建设内容": "description",
    "建设内容": "description",
    "主要功能": "functions",
    "功能模块": "functions",
    "功能列表": "functions",
    "模块清单": "functions",
    "功能": "functions",
    "数据资源清单": "data_resources",
    "年份": "year",
    "建设年度": "year",
    "建成年份": "year",
    "运行状态": "status",
    "建设状态": "status",
    "系统状态": "status",
    "曾用名": "aliases",
    "简称": "aliases",
    "备案编号": "record_no",
    "前期项目编号": "predecessor_id",
    "是否统建": "unified",
    "是否统建通用系统": "unified",
    "是否正式公布": "official",
    "是否列入正式公布的清单": "official",
    "文号": "citation",
    "自行承担内容": "self_build",
}
_COLUMNS = {
    **{fold(header): name for header, name in _ALSO.items()},
    **{fold(title): name for name, title in TITLES.items()},
    **{name: name for name in TITLES},
}


@lru_cache(maxsize=1024)
def column_of(header: str) -> str | None:
    """The field a header names, or None; a star marks what must be filled in.

    >>> column_of("系统 名称*"), column_of("Status"), column_of("备注")
    ('name', 'status', None)
    """
    return _COLUMNS.get(fold(header).strip("*"))
