"""One planted fault a filing, and what the dossier has to say of it. Written before the reading was tuned."""
# ruff: noqa: E501, S311 - running text

import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from compliance.filing import Dossier
from tests.making.filings import Bundle
from tests.making.hostile import zipped
from tests.making.ole import compound
from tests.making.papers import Grid, Heading, Paper, Text
from tests.making.word import docx_bytes, paragraph

Change = Callable[[Bundle], object]
Found = Callable[[Dossier], bool]


@dataclass(frozen=True)
class Fault:
    """A fault: what it is, how it is planted, and whether a dossier shows it."""

    about: str
    sort: Literal["formal", "content"]
    plant: Change
    found: Found


def _chapter(bundle: Bundle, key: str, *names: str) -> tuple[Paper, str]:
    paper = bundle.papers[key]
    headings = [p.text for p in paper.parts if isinstance(p, Heading)]
    return paper, next(n for n in names if n in headings)


_CLOUD = ("市级政务云需求说明", "政务云资源需求")
_NETWORK = ("网络安全保障体系", "网络安全设计")
_CRYPTO = ("商用密码应用与安全性评估", "商用密码应用方案")
_LEVEL = ("等级保护定级与测评", "网络安全等级保护")
_NEED = ("项目需求分析", "需求分析")
_MONEY = ("投资估算", "投资估算和资金筹措")
_GOALS = ("绩效目标", "绩效目标及指标")
_WAY = ("拟采用实施方式", "采购方式")
_WHY = ("项目建设的必要性", "项目必要性分析")


def _drop(key: str, *names: str) -> Change:
    def plant(bundle: Bundle) -> None:
        paper, name = _chapter(bundle, key, *names)
        paper.drop(name)

    return plant


def _refill(key: str, text: str, *names: str) -> Change:
    def plant(bundle: Bundle) -> None:
        paper, name = _chapter(bundle, key, *names)
        paper.refill(name, *([text] if text else []))

    return plant


def _add(key: str, text: str, *names: str) -> Change:
    def plant(bundle: Bundle) -> None:
        paper, name = _chapter(bundle, key, *names)
        paper.add(name, text)

    return plant


def _say(key: str, text: str) -> Change:
    return lambda bundle: bundle.papers[key].parts.append(Text(text))


def _swap(key: str, before: str, after: str) -> Change:
    return lambda bundle: bundle.papers[key].replace(before, after)


def _without(*keys: str) -> Change:
    return lambda bundle: [bundle.papers.pop(key) for key in keys]


def _loose(key: str, ending: str, content: bytes) -> Change:
    def plant(bundle: Bundle) -> None:
        name = bundle.names[key]
        del bundle.papers[key]
        bundle.loose[f"{name}.{ending}"] = content

    return plant


def _set(path: str, value: object) -> Change:
    def plant(bundle: Bundle) -> None:
        *steps, leaf = path.split("/")
        node: Any = bundle.form
        for step in steps:
            node = node[step]
        if value is None:
            del node[leaf]
        else:
            node[leaf] = value

    return plant


def _cell(key: str, text: str, change: Callable[[str], str]) -> Change:
    """The first cell of a row that has this text and holds a number, from the right, is changed."""

    def plant(bundle: Bundle) -> None:
        for grid in [p for p in bundle.papers[key].parts if isinstance(p, Grid)]:
            for row in grid.rows:
                if text in row:
                    place = max(n for n, cell in enumerate(row) if cell[:1].isdigit())
                    row[place] = change(row[place])
                    return
        raise AssertionError(text)

    return plant


def _more(amount: int) -> Callable[[str], str]:
    return lambda text: str(int(text) + amount)


def _name(after: str) -> Callable[[Bundle], str]:
    return lambda bundle: str(bundle.form["project"]["name"]) + after


def _retitled(key: str, before: str, after: str) -> Change:
    def plant(bundle: Bundle) -> None:
        bundle.papers[key].title = bundle.papers[key].title.replace(before, after)

    return plant


def material(kind: str) -> Callable[[Dossier], bool]:
    return lambda dossier: any(
        m.type.value == kind or kind in [a.value for a in m.also]
        for m in dossier.filing.materials or ()
        if not m.not_applicable
    )


def _no(kind: str) -> Found:
    return lambda dossier: not material(kind)(dossier) and not dossier.unread


def _unread(code: str, label: str = "") -> Found:
    return lambda dossier: any(u.code == code and label in u.material for u in dossier.unread)


def _note(code: str, **data: str) -> Found:
    return lambda dossier: any(
        n.code == code and all(v in n.data.get(k, "") for k, v in data.items())
        for n in dossier.notes
    )


def _conflict(pointer: str) -> Found:
    return lambda dossier: any(c.pointer == pointer for c in dossier.conflicts)


def _value(pointer: str, wanted: object) -> Found:
    return lambda dossier: _at(dossier, pointer) == wanted


def _at(dossier: Dossier, pointer: str) -> object:
    value: object = dossier.filing.model_dump(mode="json")
    for step in pointer.split("/")[1:]:
        value = (
            value[int(step)]
            if isinstance(value, list)
            else value[step]
            if isinstance(value, dict)
            else None
        )
    return value


def _both(*found: Found) -> Found:
    return lambda dossier: all(one(dossier) for one in found)


def _either(*found: Found) -> Found:
    return lambda dossier: any(one(dossier) for one in found)


def _twice(bundle: Bundle) -> None:
    files = bundle.files()
    report = next(name for name in files if "可行性" in name)
    del bundle.papers["design"]
    bundle.loose[f"3 初步设计方案.{report.rpartition('.')[2]}"] = files[report]


def _wrong_slot(bundle: Bundle) -> None:
    bundle.papers["catalog"] = bundle.papers["performance"]


def _no_catalog_column(bundle: Bundle) -> None:
    for grid in [p for p in bundle.papers["catalog"].parts if isinstance(p, Grid)]:
        column = grid.rows[0].index("更新周期")
        for row in grid.rows[1:]:
            row[column] = ""


def _only_a_sentence(bundle: Bundle) -> None:
    paper, name = _chapter(bundle, "feasibility", *_CRYPTO)
    paper.drop(name)
    bundle.papers["design"].add(
        "设计依据", "本项目将同步落实网络安全、数据安全和密码应用的各项要求。"
    )


def _only_a_citation(bundle: Bundle) -> None:
    paper, name = _chapter(bundle, "feasibility", *_MONEY)
    paper.drop(name)
    bundle.papers["design"].drop("投资概算")
    del bundle.papers["estimate"]
    bundle.papers["design"].add("设计依据", "依据《预算法》及其实施条例编制。")


def _bad_form(pointer_label: str, text: str) -> Change:
    """The text of an answer, written over in the finished form."""

    def plant(bundle: Bundle) -> None:
        files = bundle.files()
        name = next(n for n in files if "申报表" in n)
        parts = {}
        with zipfile.ZipFile(__import__("io").BytesIO(files[name])) as archive:
            parts = {n: archive.read(n) for n in archive.namelist()}
        changed = {n: c.replace(pointer_label.encode(), text.encode()) for n, c in parts.items()}
        assert changed != parts
        bundle.without_form = True
        bundle.loose[name] = zipped(changed)

    return plant


def _uncomputed(bundle: Bundle) -> None:
    name = f"{bundle.names['estimate']}.xlsx"
    parts = {}
    with zipfile.ZipFile(__import__("io").BytesIO(bundle.files()[name])) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(
        b"</sheetData>", b'<row r="40"><c r="A40"><f>SUM(B1:B9)</f></c></row></sheetData>'
    )
    del bundle.papers["estimate"]
    bundle.loose[name] = zipped(parts)


def _scanned_page(bundle: Bundle) -> None:
    bundle.endings["funding"] = "pdf"
    bundle.papers["funding"].scans = 1


def _scan(bundle: Bundle) -> None:
    from tests.making.pages import Scan, pdf_bytes

    _loose("funding", "pdf", pdf_bytes([Scan(), Scan()]))(bundle)


def _swap_name(key: str, after: str) -> Change:
    def plant(bundle: Bundle) -> None:
        name = str(bundle.form["project"]["name"])
        bundle.papers[key].replace(name, name.removesuffix("建设项目").removesuffix("项目") + after)

    return plant


def _swap_unit(key: str) -> Change:
    def plant(bundle: Bundle) -> None:
        unit = str(bundle.form["unit"]["name"])
        bundle.papers[key].replace(f"建设单位：{unit}", "建设单位：示例市大数据局")

    return plant


def _total(key: str, template: str, amount: int) -> Change:
    def plant(bundle: Bundle) -> None:
        total = int(bundle.form["funding"]["total"]["value"])
        bundle.papers[key].replace(template.format(total), template.format(total + amount))

    return plant


def _excess(bundle: Bundle) -> None:
    """The form's estimate is a sixth below the budget."""
    total = int(bundle.form["funding"]["total"]["value"])
    lower = total * 5 // 6
    bundle.form["funding"]["estimate"] = {"value": str(lower), "unit": "万元"}
    paper, _ = _chapter(bundle, "feasibility", *_MONEY)
    paper.replace(f"{total}万元", f"{lower}万元")


def _over_ten(dossier: Dossier) -> bool:
    estimate, budget = dossier.filing.funding.estimate, dossier.filing.funding.budget
    return bool(estimate and budget and budget.fen > estimate.fen * Decimal("1.1"))


def _annual(bundle: Bundle) -> None:
    bundle.form["funding"]["annual"] = [
        {"year": 2026, "amount": {"value": "10", "unit": "万元"}},
        {"year": 2027, "amount": {"value": "20", "unit": "万元"}},
    ]


def _source_row(bundle: Bundle) -> None:
    for grid in [p for p in bundle.papers["funding"].parts if isinstance(p, Grid)]:
        grid.rows[1] = ["上级专项补助", grid.rows[1][1]]


def _subtotal(bundle: Bundle) -> None:
    grid = next(
        p
        for p in bundle.papers["design"].parts
        if isinstance(p, Grid) and "合价（万元）" in p.rows[0]
    )
    grid.rows.insert(4, ["", "小计", "", "", "9999"])


def _loose_macro(bundle: Bundle) -> None:
    with zipfile.ZipFile(__import__("io").BytesIO(docx_bytes(paragraph("示例")))) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    _loose("design", "docx", zipped(parts | {"word/vbaProject.bin": b"x"}))(bundle)


_CATALOG_COLUMN = "更新周期"
_FEASIBILITY = "可行性"

FAULTS: tuple[Fault, ...] = (
    Fault("没有可行性研究报告", "formal", _without("feasibility"), _no("feasibility")),
    Fault("没有初步设计方案", "formal", _without("design"), _no("preliminary_design")),
    Fault(
        "没有信息资源目录",
        "formal",
        _without("catalog"),
        _both(_no("catalog"), _value("/catalog", None)),
    ),
    Fault("没有集体研究材料", "formal", _without("decision"), _no("collective_decision")),
    Fault(
        "没有绩效目标表也没有绩效章节",
        "formal",
        lambda b: (_without("performance")(b), _drop("feasibility", *_GOALS)(b)),
        _no("performance_goals"),
    ),
    Fault(
        "申报表没有填统一社会信用代码",
        "formal",
        _set("unit/credit_code", None),
        _value("/unit/credit_code", None),
    ),
    Fault("申报表没有填项目种类", "formal", _set("kind", None), _value("/kind", None)),
    Fault(
        "申报表没有填经费渠道",
        "formal",
        _set("funding/channel", None),
        _value("/funding/channel", None),
    ),
    Fault(
        "信用代码校验位不对",
        "formal",
        lambda b: b.form["unit"].update(credit_code="11999900MB0000001X"),
        _value("/unit/credit_code", "11999900MB0000001X"),
    ),
    Fault(
        "可行性研究报告没有文字",
        "formal",
        _loose("feasibility", "docx", docx_bytes("<w:p/>")),
        _unread("no_text", _FEASIBILITY),
    ),
    Fault(
        "可行性研究报告加了密码",
        "formal",
        _loose("feasibility", "docx", compound(["EncryptedPackage", "EncryptionInfo"])),
        _unread("encrypted", _FEASIBILITY),
    ),
    Fault(
        "可行性研究报告已损坏",
        "formal",
        _loose("feasibility", "docx", docx_bytes(paragraph("示例"))[:400]),
        _unread("broken_zip", _FEASIBILITY),
    ),
    Fault(
        "可行性研究报告是 rar",
        "formal",
        _loose("feasibility", "rar", b"Rar!\x1a\x07\x01" + bytes(64)),
        _unread("archive_format", _FEASIBILITY),
    ),
    Fault(
        "初步设计是压缩包",
        "formal",
        _loose("design", "zip", zipped({"a.txt": b"x"})),
        _unread("nested_archive", "初步设计"),
    ),
    Fault("初步设计带宏", "formal", _loose_macro, _unread("macro", "初步设计")),
    Fault(
        "目录内容是随机字节",
        "formal",
        _loose("catalog", "xlsx", random.Random(3).randbytes(3000)),
        _unread("magic", "信息资源目录"),
    ),
    Fault("资金来源是扫描件", "formal", _scan, _unread("scan", "资金来源")),
    Fault("资金来源有一页是扫描图像", "formal", _scanned_page, _unread("scanned_page")),
    Fault("概算表公式没有计算", "formal", _uncomputed, _unread("uncomputed_formula")),
    Fault(
        "目录的位置放了绩效目标表",
        "formal",
        _wrong_slot,
        _both(_note("wrong_file", named="信息资源目录"), _no("catalog")),
    ),
    Fault(
        "同一文件交了两次",
        "formal",
        _twice,
        _both(_note("same_file"), _note("wrong_file", named="初步设计")),
    ),
    Fault("没有政务云需求", "formal", _drop("feasibility", *_CLOUD), _no("cloud_plan")),
    Fault(
        "没有网络安全方案", "formal", _drop("feasibility", *_NETWORK), _no("network_security_plan")
    ),
    Fault("没有密码应用方案", "formal", _drop("feasibility", *_CRYPTO), _no("crypto_plan")),
    Fault(
        "没有等级保护方案", "formal", _drop("feasibility", *_LEVEL), _no("level_protection_plan")
    ),
    Fault(
        "密码应用只写“略”",
        "formal",
        _refill("feasibility", "略。", *_CRYPTO),
        _both(_no("crypto_plan"), _note("placeholder_chapter")),
    ),
    Fault(
        "等级保护只写“待补充”",
        "formal",
        _refill("feasibility", "（待补充）", *_LEVEL),
        _both(_no("level_protection_plan"), _note("placeholder_chapter")),
    ),
    Fault(
        "政务云需求只有标题",
        "formal",
        _refill("feasibility", "", *_CLOUD),
        _both(_no("cloud_plan"), _note("empty_chapter")),
    ),
    Fault(
        "网络安全写“详见附件”而没有附件",
        "formal",
        _refill("feasibility", "详见附件。", *_NETWORK),
        _both(_no("network_security_plan"), _note("attachment_missing")),
    ),
    Fault(
        "密码应用声明不涉及",
        "formal",
        _refill("feasibility", "本项目不涉及商用密码应用，理由是只采购显示设备。", *_CRYPTO),
        _value("/security/crypto_plan/form", "not_applicable"),
    ),
    Fault(
        "可研没有必要性章节",
        "formal",
        _drop("feasibility", *_WHY),
        _note("missing_chapter", chapter="必要性"),
    ),
    Fault(
        "可研没有需求分析",
        "formal",
        _drop("feasibility", *_NEED),
        _note("missing_chapter", chapter="需求分析"),
    ),
    Fault(
        "可研没有投资估算",
        "formal",
        _drop("feasibility", *_MONEY),
        _note("missing_chapter", chapter="投资估算"),
    ),
    Fault(
        "初设没有总体设计",
        "formal",
        _drop("design", "总体设计"),
        _note("missing_chapter", chapter="总体建设方案"),
    ),
    Fault(
        "可研需求分析过于简略",
        "formal",
        _refill("feasibility", "按业务需要建设相应功能。", *_NEED),
        _note("thin_chapter", chapter="需求分析"),
    ),
    Fault(
        "初设项目概述过于简略",
        "formal",
        _refill("design", "建设一个系统。", "项目概述"),
        _note("thin_chapter", chapter="项目概况"),
    ),
    Fault(
        "正文留有 XXX",
        "formal",
        _add("feasibility", "由XXXX公司提供技术支持。", *_NEED),
        _note("unfinished_text"),
    ),
    Fault(
        "正文留有填写提示",
        "formal",
        _add("design", "【此处填写系统名称】负责数据交换。", "设计依据"),
        _note("unfinished_text"),
    ),
    Fault(
        "申报表日期写错",
        "formal",
        _bad_form("2025-07-01", "2025-17-41"),
        _conflict("/dates/submitted"),
    ),
    Fault(
        "申报表种类不在可选范围",
        "formal",
        _bad_form(">公开招标<", ">议标<"),
        _conflict("/funding/procurement_mode"),
    ),
    Fault("只有一句话提到密码应用而没有章节", "formal", _only_a_sentence, _no("crypto_plan")),
    Fault(
        "只有“依据《预算法》”而没有概算",
        "formal",
        _only_a_citation,
        _both(
            _note("missing_chapter", chapter="投资估算"), _value("/funding/channel", "local_budget")
        ),
    ),
    Fault(
        "目录没有填更新周期",
        "content",
        _no_catalog_column,
        lambda d: (
            bool(d.filing.catalog)
            and all(
                isinstance(r, dict) and _CATALOG_COLUMN not in r for r in d.filing.catalog or ()
            )
        ),
    ),
    Fault(
        "可研标题里的项目名称不同",
        "content",
        _retitled("feasibility", "建设项目", "升级改造项目"),
        _conflict("/project/name"),
    ),
    Fault(
        "资金来源说明里的项目名称不同",
        "content",
        _swap_name("funding", "二期项目"),
        _conflict("/project/name"),
    ),
    Fault(
        "绩效表里的项目名称不同",
        "content",
        _swap_name("performance", "采购项目"),
        _conflict("/project/name"),
    ),
    Fault("初设的建设单位不同", "content", _swap_unit("design"), _conflict("/unit/name")),
    Fault(
        "资金来源说明的总投资不同",
        "content",
        _total("funding", "项目总投资：{}万元", 30),
        _conflict("/funding/total"),
    ),
    Fault(
        "绩效表把万元写成元",
        "content",
        _swap("performance", "项目资金总额（万元）", "项目资金总额（元）"),
        _conflict("/funding/total"),
    ),
    Fault(
        "初设的总投资与申报表不同",
        "content",
        _total("design", "总投资：{}万元", 45),
        _either(_conflict("/funding/total"), _conflict("/funding/budget")),
    ),
    Fault("资金来源表与申报表不同", "content", _source_row, _conflict("/funding/sources")),
    Fault("年度金额合计不等于总投资", "content", _annual, _conflict("/funding/annual")),
    Fault(
        "概算表一行单价乘数量不等于金额",
        "content",
        _cell("estimate", "测评费", _more(5)),
        _note("row_sum", name="测评费"),
    ),
    Fault(
        "概算表合计不等于各行之和",
        "content",
        _cell("estimate", "合计", _more(17)),
        _note("column_sum", name="合计"),
    ),
    Fault(
        "概算表大项不等于小项之和",
        "content",
        _cell("estimate", "其他费用", _more(9)),
        _note("column_sum", name="其他费用"),
    ),
    Fault("初设概算的小计不对", "content", _subtotal, _note("column_sum", name="小计")),
    Fault("概算超过估算一成以上", "content", _excess, _over_ten),
    Fault(
        "绩效指标值前后不同",
        "content",
        _swap("performance", "≥95", "≥85"),
        _conflict("/project/goals"),
    ),
    Fault(
        "模块与申报表不同",
        "content",
        lambda b: (
            b.form["project"]["modules"].append({"name": "示例大屏", "description": "展示"})
            or b.form["project"]["modules"].pop(0)
        ),
        _conflict("/project/modules"),
    ),
    Fault(
        "资金来源说明写由承建单位垫资",
        "content",
        _say("funding", "不足部分由承建单位先行垫资建设。"),
        _conflict("/funding/contractor_prepays"),
    ),
    Fault(
        "初设写系统不对外提供接口",
        "content",
        _add("design", "系统独立运行，不对外提供接口。", "需求分析"),
        _conflict("/sharing/closed_system"),
    ),
    Fault(
        "可研写现有系统已能满足需求",
        "content",
        _add("feasibility", "经评估，现有业务系统基本能够满足目前业务需求。", *_NEED),
        _conflict("/existing_satisfies"),
    ),
    Fault(
        "会议纪要写尚未完成整合",
        "content",
        _say("decision", "会议指出，我单位尚未完成内部系统整合。"),
        _conflict("/integration/done"),
    ),
    Fault(
        "资金来源说明写资金尚未落实",
        "content",
        _swap("funding", "资金已落实", "资金尚未落实"),
        _conflict("/funding/secured"),
    ),
    Fault(
        "初设写新建专用机房",
        "content",
        _add("design", "新建专用机房80平方米，配置空调和不间断电源。", "需求分析"),
        _note("builds_machine_room"),
    ),
    Fault(
        "初设写采用Oracle而暂不采用达梦",
        "content",
        _add("design", "数据库采用Oracle，暂不采用达梦。", "需求分析"),
        _note("foreign_product"),
    ),
    Fault(
        "可研写采集个人信息而申报表填否",
        "content",
        _add("feasibility", "系统采集办事群众的个人信息。", *_NEED),
        _conflict("/security/personal_information/handled"),
    ),
    Fault(
        "可研定级与申报表不同",
        "content",
        _swap("feasibility", "拟定级为第三级", "拟定级为第二级"),
        _conflict("/security/proposed_level"),
    ),
    Fault(
        "初设工期与申报表不同",
        "content",
        _swap("design", "建设工期12个月", "建设工期18个月"),
        _conflict("/project/months"),
    ),
    Fault(
        "可研写是涉密信息系统",
        "content",
        _add("feasibility", "本系统属于涉密信息系统。", *_NEED),
        _conflict("/project/secrecy"),
    ),
    Fault(
        "初设写数据存放在境外",
        "content",
        _add("design", "备份数据存放在境外云服务商的机房。", "需求分析"),
        _conflict("/security/personal_information/stored_abroad"),
    ),
    Fault(
        "初设写开发小程序",
        "content",
        _add("design", "同步开发微信小程序供群众使用。", "需求分析"),
        _note("own_app"),
    ),
    Fault(
        "可研写采用单一来源采购",
        "content",
        _add("feasibility", "监理以外的内容采用单一来源采购。", *_NEED),
        _conflict("/funding/procurement_mode"),
    ),
    Fault(
        "初设写不产生信息资源",
        "content",
        _add("design", "系统运行后不产生政务信息资源。", "需求分析"),
        _conflict("/project/produces_data"),
    ),
    Fault(
        "初设写属于关键信息基础设施",
        "content",
        _add("design", "本系统被认定为关键信息基础设施。", "需求分析"),
        _conflict("/security/critical"),
    ),
    Fault(
        "概算表总额与申报表不同",
        "content",
        lambda b: (
            _cell("estimate", "合计", _more(3))(b),
            _cell("estimate", "其他费用", _more(3))(b),
            _cell("estimate", "监理费", lambda _: "15")(b),
            _swap("estimate", "12", "15")(b),
        ),
        _either(_conflict("/funding/budget"), _conflict("/funding/total")),
    ),
)
