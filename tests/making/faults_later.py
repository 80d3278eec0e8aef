"""Faults written after the first ones had been measured, in other words, and measured once."""
# ruff: noqa: E501 - running text

from tests.making.faults import (
    _CLOUD,
    _CRYPTO,
    _GOALS,
    _LEVEL,
    _NEED,
    _NETWORK,
    _WAY,
    _WHY,
    Fault,
    _add,
    _both,
    _cell,
    _chapter,
    _conflict,
    _more,
    _no,
    _note,
    _refill,
    _retitled,
    _say,
    _set,
    _swap,
    _swap_name,
    _unread,
    _without,
)
from tests.making.filings import Bundle
from tests.making.hostile import zipped
from tests.making.papers import Grid, Paper
from tests.making.word import docx_bytes, paragraph


def _renamed(bundle: Bundle) -> None:
    """The catalogue under the name of the funding paper, and the other way round."""
    bundle.names["catalog"], bundle.names["funding"] = (
        bundle.names["funding"],
        bundle.names["catalog"],
    )
    bundle.endings["funding"] = "docx"


def _separate_plan(bundle: Bundle) -> None:
    """The crypto chapter points to an attachment that was never handed in, the level chapter too."""
    for names in (_CRYPTO, _LEVEL):
        paper, name = _chapter(bundle, "feasibility", *names)
        paper.refill(name, "见附件《有关方案》。")


def _two_levels(bundle: Bundle) -> None:
    bundle.papers["design"].add("总体设计", "按照等级保护二级的要求设计安全措施。")


def _decimal_total(bundle: Bundle) -> None:
    total = int(bundle.form["funding"]["total"]["value"])
    bundle.papers["performance"].replace(str(total), f"{total}.5")


def _yuan(bundle: Bundle) -> None:
    total = int(bundle.form["funding"]["total"]["value"])
    bundle.papers["funding"].replace(
        f"项目总投资：{total}万元", f"项目总投资：{total * 10_000 + 5000}元"
    )


def _other_unit(bundle: Bundle) -> None:
    for grid in [p for p in bundle.papers["performance"].parts if isinstance(p, Grid)]:
        for row in grid.rows:
            if row[0] == "实施单位":
                row[1] = "示例市信息中心"


def _contract(bundle: Bundle) -> None:
    paper = Paper("政府采购合同")
    paper.chapter("合同条款", "甲方：示例市水务局", "乙方：示例科技公司", "合同金额：999万元")
    bundle.papers["contract"] = paper
    bundle.endings["contract"] = "docx"
    bundle.names["contract"] = "9 初步验收报告"


LATER: tuple[Fault, ...] = (
    Fault(
        "绩效表和绩效章节都删去",
        "formal",
        lambda b: (_without("performance")(b), _refill("feasibility", "略", *_GOALS)(b)),
        _both(_no("performance_goals"), _note("placeholder_chapter", chapter="绩效目标")),
    ),
    Fault(
        "目录与资金说明的文件名互换",
        "formal",
        _renamed,
        _both(_note("wrong_file", named="信息资源目录"), _note("wrong_file", named="资金来源")),
    ),
    Fault(
        "密码和等保只说见附件",
        "formal",
        _separate_plan,
        _both(_no("crypto_plan"), _no("level_protection_plan"), _note("attachment_missing")),
    ),
    Fault(
        "网络安全章节写“本章待完善”",
        "formal",
        _refill("feasibility", "待完善", *_NETWORK),
        _both(_no("network_security_plan"), _note("placeholder_chapter")),
    ),
    Fault(
        "可研没有实施方式而写“XXXX”",
        "formal",
        _refill("feasibility", "XXXX", *_WAY),
        _note("placeholder_chapter"),
    ),
    Fault(
        "初设没有投资概算章节",
        "formal",
        lambda b: b.papers["design"].drop("投资概算"),
        _note("missing_chapter", chapter="投资估算"),
    ),
    Fault(
        "可研必要性只有一句话",
        "formal",
        _refill("feasibility", "建设本项目十分必要。", *_WHY),
        _note("thin_chapter", chapter="必要性"),
    ),
    Fault(
        "政务云需求声明不涉及",
        "formal",
        _refill("feasibility", "本项目不涉及政务云资源，因只购置终端。", *_CLOUD),
        _both(_no("cloud_plan"), _note("declared_not_applicable", chapter="政务云")),
    ),
    Fault(
        "会议纪要是空白文档",
        "formal",
        lambda b: (
            _without("decision")(b),
            b.loose.update({"8 党组会议纪要.docx": docx_bytes(paragraph(" "))}),
        ),
        _unread("no_text", "集体研究"),
    ),
    Fault(
        "绩效表是加密压缩文件改名",
        "formal",
        lambda b: (
            _without("performance")(b),
            b.loose.update({"6 绩效目标表.xlsx": zipped({"a.txt": b"1"})}),
        ),
        _unread("nested_archive", "绩效"),
    ),
    Fault(
        "文件名写验收报告而内容是合同",
        "formal",
        _contract,
        _note("wrong_file", named="验收资料", found="招采建资料"),
    ),
    Fault(
        "申报表没有填拟采用实施方式而可研写了两种",
        "content",
        lambda b: (
            _set("funding/procurement_mode", None)(b),
            _add("feasibility", "运维部分以竞争性磋商选定。", *_NEED)(b),
        ),
        _conflict("/funding/procurement_mode"),
    ),
    Fault(
        "初设标题是另一个项目",
        "content",
        _retitled("design", "示例市", "示例县"),
        _conflict("/project/name"),
    ),
    Fault(
        "绩效表的项目名称少了字",
        "content",
        _swap_name("performance", "试点建设项目"),
        _conflict("/project/name"),
    ),
    Fault("绩效表的单位不同", "content", _other_unit, _conflict("/unit/name")),
    Fault("绩效表总额多五千元", "content", _decimal_total, _conflict("/funding/total")),
    Fault("资金说明以元为单位且数额不同", "content", _yuan, _conflict("/funding/total")),
    Fault("安全等级前后不同", "content", _two_levels, _conflict("/security/proposed_level")),
    Fault(
        "中标单位先行垫付",
        "content",
        _say("funding", "前期费用由中标单位先行垫付，验收后结算。"),
        _conflict("/funding/contractor_prepays"),
    ),
    Fault(
        "资金没有落实",
        "content",
        _say("decision", "会议要求抓紧争取资金，目前项目资金尚未完全落实。"),
        _conflict("/funding/secured"),
    ),
    Fault(
        "整合工作还没有开展",
        "content",
        _say("decision", "目前还未开展内部系统整合工作，拟于明年启动。"),
        _conflict("/integration/done"),
    ),
    Fault(
        "不开放接口",
        "content",
        _add("design", "考虑到数据敏感，平台不对外开放数据接口。", "需求分析"),
        _conflict("/sharing/closed_system"),
    ),
    Fault(
        "已有平台可以满足要求",
        "content",
        _add("feasibility", "调研认为，已建的业务平台完全可以满足使用要求。", *_NEED),
        _conflict("/existing_satisfies"),
    ),
    Fault(
        "处理国家秘密",
        "content",
        _add("design", "部分模块处理国家秘密信息。", "需求分析"),
        _conflict("/project/secrecy"),
    ),
    Fault(
        "汇聚个人信息",
        "content",
        _add("design", "平台归集服务对象的姓名、证件号码等个人信息。", "需求分析"),
        _conflict("/security/personal_information/handled"),
    ),
    Fault(
        "建设周期不同",
        "content",
        _swap("feasibility", "建设工期12个月", "建设周期为10个月"),
        _conflict("/project/months"),
    ),
    Fault(
        "软件开发费小项之和不对",
        "content",
        _cell("estimate", "软件开发费", _more(-11)),
        _note("column_sum", name="软件开发费"),
    ),
    Fault(
        "自建数据中心",
        "content",
        _add("feasibility", "拟建设一个本地数据中心，存放全部业务数据。", *_NEED),
        _note("builds_machine_room"),
    ),
    Fault(
        "搭建私有云",
        "content",
        _add("design", "为便于管理，搭建本单位私有云。", "需求分析"),
        _note("builds_own_cloud"),
    ),
    Fault(
        "部署 SQL Server",
        "content",
        _add("design", "后台部署SQL Server数据库两套。", "需求分析"),
        _note("foreign_product"),
    ),
    Fault(
        "年度资金与总投资不同",
        "content",
        lambda b: b.form["funding"].update(
            annual=[{"year": 2026, "amount": {"value": "100000", "unit": "元"}}]
        ),
        _conflict("/funding/annual"),
    ),
)
