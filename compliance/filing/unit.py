"""Who files and for which project."""

from pydantic import Field

from compliance.filing.scalars import Day, Flag, Name, Part, Prose, Whole, Year
from compliance.filing.terms import (
    Action,
    Category,
    Disposition,
    ModuleKind,
    Secrecy,
    UnitLevel,
)


class Unit(Part):
    """项目单位. The three persons are checked for being named, never repeated or logged."""

    name: Name = Field(None, title="单位名称", description="统一社会信用代码证上机构全称")
    credit_code: Name = Field(None, title="统一社会信用代码", examples=["11999900MB0000001K"])
    level: UnitLevel | None = Field(None, title="单位层级")
    region: Name = Field(None, title="所在地区")
    leader: Name = Field(None, title="分管领导", repr=False)
    office: Name = Field(None, title="承办科室")
    handler: Name = Field(None, title="经办人员", repr=False)


class Goal(Part):
    """绩效目标."""

    indicator: Name = Field(None, title="指标")
    value: Name = Field(None, title="指标值", examples=["≥95"])
    unit: Name = Field(None, title="计量单位", examples=["%"])
    deadline: Day = Field(None, title="完成期限")


class Module(Part):
    """建设模块."""

    name: Name = Field(None, title="模块名称")
    description: Prose = Field(None, title="模块内容")
    kind: ModuleKind = Field(ModuleKind.SYSTEM, title="模块种类")
    action: Action = Field(Action.BUILD, title="建设方式")
    exception_reason: Prose = Field(None, title="不能使用统建系统的理由")


class Project(Part):
    """项目基本情况."""

    name: Name = Field(None, title="项目名称")
    category: Category | None = Field(None, title="项目类别")
    secrecy: Secrecy | None = Field(None, title="涉密情况")
    summary: Prose = Field(None, title="项目概述")
    construction_content: Prose = Field(None, title="建设内容")
    modules: tuple[Module, ...] | None = Field(None, title="建设模块", max_length=500)
    business_need: Prose = Field(None, title="业务需求")
    goals: tuple[Goal, ...] | None = Field(None, title="绩效目标", max_length=200)
    produces_data: Flag = Field(None, title="运行后是否产生政务信息资源")
    no_data_reason: Prose = Field(None, title="不产生政务信息资源的理由")
    plan_year: Year = Field(None, title="实施年度")
    months: Whole = Field(None, title="工期（月）")


class OwnSystem(Part):
    """本单位已有系统 and what becomes of it."""

    id: Name = Field(None, title="登记编号", description="既有系统清单中的编号")
    name: Name = Field(None, title="系统名称")
    kind: ModuleKind = Field(ModuleKind.SYSTEM, title="种类")
    in_use: Flag = Field(None, title="是否在用")
    mergeable: Flag = Field(None, title="是否可归并或闲置")
    disposition: Disposition | None = Field(None, title="处置方式")
    note: Prose = Field(None, title="说明")


class Predecessor(Part):
    """前期项目: the phase, the renewal or the maintenance that this filing continues."""

    id: Name = Field(None, title="登记编号")
    name: Name = Field(None, title="前期项目名称")
    record_no: Name = Field(None, title="前期备案号")
    increment: Prose = Field(None, title="本期增加的内容")


class Difference(Part):
    """差异说明: why a similar system cannot serve."""

    system: Name = Field(None, title="对比系统的编号或名称")
    statement: Prose = Field(None, title="区别说明")
