"""What the filing hands in and states on integration, sharing, security, funding, platforms."""

from pydantic import Field, StrictInt

from compliance.filing.scalars import Amount, Bytes, Day, Flag, Name, Part, Prose, Whole, Year
from compliance.filing.terms import (
    Channel,
    MaterialType,
    PlanForm,
    PlanLevel,
    ProcurementMode,
    UnitLevel,
)


class Material(Part):
    """资料: one document, or a chapter of one, or a declared not-applicable with its reason."""

    type: MaterialType = Field(title="资料种类")
    also: tuple[MaterialType, ...] = Field((), title="同一文件兼含的资料", max_length=20)
    title: Name = Field(None, title="资料名称")
    file: Name = Field(None, title="文件名")
    size: Bytes = Field(None, title="文件大小（字节）")
    chapter: Name = Field(None, title="所在章节", description="作为其他文件的章节提交时填写")
    not_applicable: Prose = Field(None, title="不适用的理由")


class Decision(Part):
    """集体研究."""

    date: Day = Field(None, title="集体研究日期")
    number: Name = Field(None, title="会议纪要文号")


class PlanReference(Part):
    """引用的规划."""

    title: Name = Field(None, title="规划名称")
    level: PlanLevel | None = Field(None, title="规划层级")
    number: Name = Field(None, title="文号")


class Integration(Part):
    """内部整合."""

    done: Flag = Field(None, title="是否完成内部系统整合")
    decision: Decision = Field(Decision(), title="集体研究")
    plans: tuple[PlanReference, ...] | None = Field(None, title="引用的规划", max_length=100)


class Interface(Part):
    """接口."""

    name: Name = Field(None, title="接口名称")
    standard: Name = Field(None, title="协议或标准")


class Sharing(Part):
    """共享与接口."""

    interfaces: tuple[Interface, ...] | None = Field(None, title="接口清单", max_length=500)
    closed_system: Flag = Field(None, title="是否封闭系统")
    duty_list: Name = Field(None, title="数据共享责任清单的名称或文号")


class Plan(Part):
    """安全方案: as an attachment, as a chapter, or declared absent."""

    form: PlanForm | None = Field(None, title="形式")
    where: Name = Field(None, title="文件或章节")
    reason: Prose = Field(None, title="不适用的理由")


class PersonalInformation(Part):
    """个人信息处理情况."""

    handled: Flag = Field(None, title="是否处理个人信息")
    sensitive: Flag = Field(None, title="是否处理敏感个人信息")
    automated: Flag = Field(None, title="是否利用个人信息进行自动化决策")
    provided: Flag = Field(None, title="是否委托处理、向他人提供或公开个人信息")
    cross_border: Flag = Field(None, title="是否向境外提供个人信息")
    major: Flag = Field(None, title="是否有其他重大影响")
    assessed: Flag = Field(None, title="是否完成个人信息保护影响评估")
    stored_abroad: Flag = Field(None, title="是否在境外存储")
    export_assessed: Flag = Field(None, title="出境是否完成安全评估")


class Outsourcing(Part):
    """委托建设或维护."""

    used: Flag = Field(None, title="是否委托他人建设或维护")
    approved: Flag = Field(None, title="是否经过批准程序")
    agreement: Flag = Field(None, title="是否签订数据安全协议")


class Security(Part):
    """安全可靠."""

    proposed_level: StrictInt | None = Field(None, title="网络安全等级（拟定级）", ge=1, le=5)
    filing_no: Name = Field(None, title="等级保护备案证明编号")
    go_live: Day = Field(None, title="投入运行日期")
    network_plan: Plan = Field(Plan(), title="网络安全技术方案")
    crypto_plan: Plan = Field(Plan(), title="密码应用方案")
    level_plan: Plan = Field(Plan(), title="等级保护方案")
    data_classified: Flag = Field(None, title="是否完成数据分类分级")
    critical: Flag = Field(None, title="是否关键信息基础设施或重要系统")
    crypto_assessed_on: Day = Field(None, title="最近一次密码应用安全性评估日期")
    personal_information: PersonalInformation = Field(PersonalInformation(), title="个人信息")
    outsourcing: Outsourcing = Field(Outsourcing(), title="委托建设维护")
    log_days: Whole = Field(None, title="日志留存天数")


class Source(Part):
    """资金来源."""

    name: Name = Field(None, title="来源名称")
    amount: Amount | None = Field(None, title="金额")


class YearAmount(Part):
    """年度投资额."""

    year: Year = Field(None, title="年度")
    amount: Amount | None = Field(None, title="金额")


class Funding(Part):
    """资金."""

    total: Amount | None = Field(None, title="总投资")
    sources: tuple[Source, ...] | None = Field(None, title="资金来源", max_length=100)
    secured: Flag = Field(None, title="资金是否已落实")
    operation_cost: Amount | None = Field(None, title="年运行维护经费")
    channel: Channel | None = Field(None, title="经费渠道")
    procurement_mode: ProcurementMode | None = Field(None, title="拟采用实施方式")
    estimate: Amount | None = Field(None, title="可行性研究报告估算")
    budget: Amount | None = Field(None, title="初步设计概算")
    annual: tuple[YearAmount, ...] | None = Field(None, title="年度投资额", max_length=50)
    fixed_assets: Flag = Field(None, title="是否政府投资的固定资产项目")
    contractor_prepays: Flag = Field(None, title="是否由施工或承建单位垫资")


class Platform(Part):
    """国省平台."""

    name: Name = Field(None, title="平台名称")
    owner: Name = Field(None, title="平台建设单位")
    level: UnitLevel | None = Field(None, title="平台层级")
    registered: Flag = Field(None, title="是否已在备案平台登记报备")
    registered_on: Day = Field(None, title="登记报备日期")


class PlatformUse(Part):
    """使用国省平台情况."""

    used: Flag = Field(None, title="是否使用国省建设的平台")
    platforms: tuple[Platform, ...] | None = Field(None, title="国省平台", max_length=100)


class Dates(Part):
    """日期."""

    submitted: Day = Field(None, title="提交日期")
    approved: Day = Field(None, title="立项批复日期")
    accepted: Day = Field(None, title="验收日期")
