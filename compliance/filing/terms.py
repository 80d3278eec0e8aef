"""The closed lists of the filing form: the code in the JSON and the Chinese label, said once."""

from enum import StrEnum
from typing import Self

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


class Term(StrEnum):
    """One entry of a closed list; reading accepts its code or its Chinese label.

    >>> Kind("新建"), Kind("new").label
    (<Kind.NEW: 'new'>, '新建')
    """

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        """A term of a code and a label."""
        term = str.__new__(cls, code)
        term._value_ = code
        term.label = label
        return term

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        written = value.strip() if isinstance(value, str) else value
        return next((term for term in cls if written in (term.label, term.value)), None)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        titled = handler.resolve_ref_schema(handler(schema))
        titled.pop("enum", None)
        titled["oneOf"] = [{"const": term.value, "title": term.label} for term in cls]
        return titled


class Kind(Term):
    """项目种类."""

    NEW = "new", "新建"
    ONGOING = "ongoing", "在建"
    COMPLETED = "completed", "已建"
    MAINTENANCE = "maintenance", "续运维"
    PLATFORM_USE = "platform_use", "使用国省平台"


class Completeness(Term):
    """填报状态: what is left open is unknown in a draft, absent in a submitted filing."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"


class Stage(Term):
    """办理阶段."""

    FILING = "filing", "备案"
    ARCHIVE = "archive", "归档"


class UnitLevel(Term):
    """单位层级."""

    MUNICIPAL = "municipal", "市级"
    COUNTY = "county", "县级"
    PROVINCIAL = "provincial", "省级"
    NATIONAL = "national", "国家级"
    OTHER = "other", "其他"


class Category(Term):
    """项目类别: the six of clause 一 of the notice, or none of them."""

    INFRASTRUCTURE = "infrastructure", "信息化基础设施"
    INFORMATION_BASE = "information_base", "信息资源库"
    COMMON_SUPPORT = "common_support", "共性支撑平台"
    BUSINESS_SYSTEM = "business_system", "重点业务信息系统"
    STANDARDS = "standards", "电子政务标准化体系"
    SUPPORT = "support", "相关支撑体系"
    OTHER = "other", "不属于以上各类"


class Secrecy(Term):
    """涉密情况."""

    NON_SECRET = "non_secret", "非涉密"
    SECRET = "secret", "涉密"


class ModuleKind(Term):
    """建设内容的种类: the notice counts data, algorithms and computing power among systems."""

    SYSTEM = "system", "系统"
    DATA_RESOURCE = "data_resource", "数据资源"
    ALGORITHM = "algorithm", "算法"
    COMPUTE = "compute", "算力"


class Action(Term):
    """建设方式: using a platform is not building one."""

    BUILD = "build", "自建"
    REUSE = "reuse", "对接使用"


class MaterialType(Term):
    """资料种类."""

    BASE_INFO = "base_info", "项目基本情况"
    TECHNICAL_PLAN = "technical_plan", "技术方案"
    FUNDING_SOURCE = "funding_source", "资金来源"
    FEASIBILITY = "feasibility", "项目可行性研究报告"
    PRELIMINARY_DESIGN = "preliminary_design", "初步设计方案"
    CATALOG = "catalog", "信息资源目录"
    CLOUD_PLAN = "cloud_plan", "政务云需求方案"
    APPLICATION_PLAN = "application_plan", "应用系统实施方案"
    NETWORK_SECURITY_PLAN = "network_security_plan", "网络安全技术方案"
    CRYPTO_PLAN = "crypto_plan", "密码应用方案"
    LEVEL_PROTECTION_PLAN = "level_protection_plan", "等级保护方案"
    APPROVAL_MINUTES = "approval_minutes", "立项会议纪要"
    APPROVAL = "approval", "立项批复"
    PROCUREMENT = "procurement", "招采建资料"
    ACCEPTANCE = "acceptance", "验收资料"
    PERFORMANCE_GOALS = "performance_goals", "绩效目标表"
    COLLECTIVE_DECISION = "collective_decision", "集体研究材料"
    DUTY_LIST = "duty_list", "数据共享责任清单"
    POST_EVALUATION = "post_evaluation", "前期项目后评价报告"
    OTHER = "other", "其他资料"


class PlanForm(Term):
    """方案的形式."""

    ATTACHMENT = "attachment", "单独附件"
    CHAPTER = "chapter", "方案章节"
    NONE = "none", "没有"
    NOT_APPLICABLE = "not_applicable", "不适用"


class Disposition(Term):
    """已建系统的处置."""

    KEEP = "keep", "保留"
    MERGE = "merge", "归并"
    STOP = "stop", "停用"
    REPLACE = "replace", "替代"


class PlanLevel(Term):
    """规划层级."""

    NATIONAL = "national", "国家"
    PROVINCIAL = "provincial", "省"
    MUNICIPAL = "municipal", "市"
    OTHER = "other", "其他"


class Channel(Term):
    """经费渠道."""

    LOCAL_BUDGET = "local_budget", "本级财政预算"
    BONDS = "bonds", "地方政府债券"
    FOREIGN_LOANS = "foreign_loans", "国际金融组织和外国政府贷款"
    UPPER_GRANTS = "upper_grants", "上级专项补助"
    OTHER_FISCAL = "other_fiscal", "其他纳入财政管理的资金"
    OTHER = "other", "其他"


class ProcurementMode(Term):
    """拟采用实施方式."""

    OPEN_TENDER = "open_tender", "公开招标"
    INVITED_TENDER = "invited_tender", "邀请招标"
    NEGOTIATION = "negotiation", "竞争性谈判"
    CONSULTATION = "consultation", "竞争性磋商"
    INQUIRY = "inquiry", "询价"
    SINGLE_SOURCE = "single_source", "单一来源采购"
    FRAMEWORK = "framework", "框架协议采购"
    SERVICE_PURCHASE = "service_purchase", "购买服务"
    SELF_BUILD = "self_build", "自行建设"
    OTHER = "other", "其他"
