"""The sheet procedure.yaml of a pack: offices, limits, deadlines and consequences as data.

A field's title is its meaning in the generated reference (`beian rules reference`).
"""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from compliance.filing.terms import Kind, MaterialType
from compliance.procedure.scalars import (
    Basis,
    Day,
    Days,
    MonthDay,
    Part,
    Pattern,
    Pointer,
    Words,
    Year,
)
from compliance.procedure.steps import ended
from compliance.procedure.terms import Flow, State, Task

EACH = "each"


class Document(Part):
    """依据文件: what the procedure is taken from; nothing happened under it before its day."""

    number: Words = Field(title="文号")
    issued: Day = Field(title="印发日期，早于这一天的事件不登记")


class Settings(Part):
    """计算口径: how days are counted."""

    count_from: Literal["next_day", "same_day"] = Field(
        title="从哪天起算：next_day 收到的次日，same_day 收到的当日"
    )
    deadline_inclusive: bool = Field(title="截止日当天办结算不算按期")
    rest_day_extends: bool = Field(title="固定截止日遇休息日是否顺延到下一个工作日")
    basis: Basis = Field(title="依据：notice 通知原文，inference 推断")
    note: str = Field("", title="说明")


class Item(Part):
    """审查事项: a slot of the form that an office looks at."""

    title: Words = Field(title="名称")
    pointer: Pointer = Field(title="在申报表里的位置")


class Office(Part):
    """部门: who it is, and what of a filing it looks at.

    `plans` are materials that the form may also name in a slot, as a chapter of another document.
    """

    id: Words = Field(title="编号，别处用它指这个部门")
    name: Words = Field(title="名称，写在文书和页面上")
    aliases: tuple[str, ...] = Field((), title="别的叫法，登记事件时也认")
    duties: tuple[str, ...] = Field((), title="初审的内容，写在初审意见表上")
    materials: tuple[MaterialType, ...] = Field((), title="要看的资料")
    plans: Mapping[MaterialType, Pointer] = Field(
        {}, title="可以写成别的文件一章的资料，各在申报表的哪一项说明"
    )
    items: tuple[Item, ...] = Field((), title="要看的申报表事项，列在初审意见表上")
    pointers: tuple[Pointer, ...] = Field((), title="申报表的这些位置有问题时，归这个部门")
    quote: str = Field("", title="依据原文")


class Stage(Part):
    """环节: whose it is and in how many working days; none where the notice sets no limit."""

    office: Words = Field(title="由谁办（部门编号；opinion 写 each，各部门各办）")
    days: Days | None = Field(title="几个工作日内办结，null 为通知未规定")
    basis: Basis = Field(title="依据：notice 通知原文，inference 推断")
    quote: str = Field("", title="依据原文")
    note: str = Field("", title="没有时限或属推断时的说明")


class KindProcedure(Part):
    """种类: one kind of project: its flow, its stages, and the offices it goes to."""

    flow: Flow = Field(title="流程：review 初审和集中审查，inspection 查验，registration 只登记")
    clause: str = Field(title="依据的条款")
    offices: tuple[str, ...] = Field(title="初审或会同查验的部门（编号）")
    stages: Mapping[Task, Stage] = Field(title="各环节")
    note: str = Field("", title="说明")


class Years(Part):
    """适用: kinds and years that a round or a silence of the notice is about."""

    kinds: tuple[Kind, ...] = Field(title="哪些种类")
    from_year: Year | None = Field(None, title="从哪个实施年度起，null 为不限")
    until_year: Year | None = Field(None, title="到哪个实施年度止，null 为不限")

    def covers(self, kind: Kind, year: int) -> bool:
        """Whether a kind and year are meant."""
        started = self.from_year is None or self.from_year <= year
        return (
            kind in self.kinds and started and (self.until_year is None or year <= self.until_year)
        )


class Round(Years):
    """批次: by which day filings must be submitted or complete.

    `late` is told of what missed it, `again` of what met it, was returned and came again later.
    """

    id: Words = Field(title="编号")
    title: Words = Field(title="名称")
    must: Literal["complete", "submit"] = Field(
        title="截止日前要做到什么：complete 完成备案，submit 提交"
    )
    deadline: Day | None = Field(None, title="固定的截止日（与 yearly 写一个）")
    yearly: MonthDay | None = Field(None, title="每年的截止日（与 deadline 写一个）")
    years_before: StrictInt = Field(0, ge=0, le=5, title="截止日在实施年度的前几年，1 为上一年度")
    clause: str = Field(title="依据的条款")
    quote: str = Field(title="依据原文")
    late: str = Field("", title="对逾期的说明")
    again: str = Field("", title="对按期提交、退回后又在截止日后重新提交的说明")

    @model_validator(mode="after")
    def _one_day(self) -> Self:
        if (self.deadline is None) == (self.yearly is None):
            raise PydanticCustomError("one_day", "one_day")
        return self


class Silence(Years):
    """未规定: what the notice leaves open."""

    note: Words = Field(title="通知没有规定什么")


class Consequence(Part):
    """后果: what follows while a filing has not reached a state."""

    kinds: tuple[Kind, ...] = Field(title="哪些种类")
    unless: State = Field(title="到了哪个状态就不再适用")
    office: Words = Field(title="由谁处理（部门编号）")
    text: Words = Field(title="后果")
    clause: str = Field(title="依据的条款")
    quote: str = Field(title="依据原文")


class Archive(Part):
    """归档: the materials of the whole course, by kind."""

    quote: str = Field(title="依据原文")
    clause: str = Field(title="依据的条款")
    materials: Mapping[Kind, tuple[MaterialType, ...]] = Field(title="归档要上传的资料，按种类")


class Procedure(Part):
    """办理程序: who reviews what, in how many working days, by which date, and what follows."""

    format: Literal[1] = Field(title="文件格式的版本")
    id: Words = Field(title="编号")
    title: Words = Field(title="名称")
    source: Document = Field(title="依据的文件")
    settings: Settings = Field(title="计算口径")
    offices: tuple[Office, ...] = Field(min_length=1, title="部门")
    unassigned: Words = Field(title="未分到任何部门的问题归谁（部门编号）")
    kinds: Mapping[Kind, KindProcedure] = Field(title="各种类怎么办理")
    rounds: tuple[Round, ...] = Field(title="截止日")
    silent: tuple[Silence, ...] = Field(title="通知未规定截止日的")
    consequences: tuple[Consequence, ...] = Field(title="没有完成备案的后果")
    archive: Archive = Field(title="归档")
    numbering: Pattern | None = Field(
        title="由本服务发备案号的样式；null 为不发号，只存备案平台给的号"
    )
    changes: tuple[str, ...] = Field((), title="覆盖了哪些处（由程序写，不用填）")

    @property
    def ended(self) -> tuple[State, ...]:
        """The states after which nothing can happen any more."""
        return ended(self.kinds.values())

    def office(self, written: str) -> Office | None:
        """The office of an id, a name or another usual name."""
        return next(
            (o for o in self.offices if written in (o.id, o.name, *o.aliases)),
            None,
        )

    def office_name(self, office_id: str) -> str:
        """The name an office is told by."""
        office = self.office(office_id)
        return office.name if office else office_id
