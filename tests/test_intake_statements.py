"""What sentences, labels, tables and chapters are taken to say; each with its near miss."""
# ruff: noqa: E501 - one case a line

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance import check
from compliance.filing import MaterialType
from compliance.intake.assemble import assemble
from compliance.intake.chapters import read_chapters, read_sections
from compliance.intake.claims import Source
from compliance.intake.document import Block, Document, Table
from compliance.intake.labels import read_labels, title_claim
from compliance.intake.money import money
from compliance.intake.prose import read_prose, read_signals
from compliance.intake.recognise import Recognised, recognise
from compliance.intake.resolve import resolve
from compliance.intake.sums import read_sums
from compliance.intake.tables import read_tables


def document(*parts: str | Table | Block) -> Document:
    made = [Block(p, f"第 {n} 段") if isinstance(p, str) else p for n, p in enumerate(parts, 1)]
    return Document("docx", tuple(made))


def source(kind: MaterialType, *parts: str | Table | Block) -> Source:
    placed, sections = read_sections(document(*parts))
    known = Recognised(kind, kind.label, 1.0, "")
    return Source("材料.docx", placed, known, sections, read_chapters(sections))


# about, sentence, slot, value; None where the sentence says nothing of this project
SAID = [
    ("垫资", "不足部分由承建单位先行垫资。", "/funding/contractor_prepays", True),
    ("不得垫资", "承建单位不得垫资建设。", "/funding/contractor_prepays", False),
    ("禁止垫资", "严禁施工单位垫资。", "/funding/contractor_prepays", False),
    ("封闭系统", "本系统为封闭系统，独立运行。", "/sharing/closed_system", True),
    ("不建封闭系统", "按规范提供接口，不建设封闭系统。", "/sharing/closed_system", False),
    ("不提供接口", "系统不对外提供数据接口。", "/sharing/closed_system", True),
    ("现有系统够用", "现有系统可以满足业务需求。", "/existing_satisfies", True),
    ("现有系统不够用", "现有系统不能满足业务需求。", "/existing_satisfies", False),
    ("现有系统难以满足", "已建平台难以满足监管的要求。", "/existing_satisfies", False),
    ("建成后满足，说的不是现有系统", "项目建成后可以满足业务需求。", "/existing_satisfies", None),
    ("已完成整合", "我单位已完成内部系统整合。", "/integration/done", True),
    ("尚未整合", "我单位尚未完成内部系统整合。", "/integration/done", False),
    ("打算整合", "我单位计划完成内部系统整合。", "/integration/done", None),
    ("资金未落实", "资金尚未落实。", "/funding/secured", False),
    ("资金已落实", "资金已落实。", "/funding/secured", True),
    ("涉密", "本系统属于涉密信息系统。", "/project/secrecy", "secret"),
    ("非涉密", "本项目为非涉密信息系统。", "/project/secrecy", "non_secret"),
    ("不涉及国家秘密", "本项目不涉及国家秘密。", "/project/secrecy", "non_secret"),
    ("采集个人信息", "系统采集群众的个人信息。", "/security/personal_information/handled", True),
    ("不处理个人信息", "系统不处理任何个人信息。", "/security/personal_information/handled", False),
    ("个人信息保护法只是引用", "依据《个人信息保护法》编制。", "/security/personal_information/handled", None),
    ("存在境外", "数据存放在境外机房。", "/security/personal_information/stored_abroad", True),
    ("不存在境外", "数据不存放在境外机房。", "/security/personal_information/stored_abroad", False),
    ("三级", "本系统拟定级为第三级。", "/security/proposed_level", 3),
    ("等保二级", "按等级保护二级要求建设。", "/security/proposed_level", 2),
    ("假如三级", "如果定级为第三级，另行测评。", "/security/proposed_level", None),
    ("工期", "建设工期为18个月。", "/project/months", 18),
    ("工期夹着空格", "建设工期 18 个月。", "/project/months", 18),
    ("公开招标", "本项目采用公开招标方式。", "/funding/procurement_mode", "open_tender"),
    ("不用单一来源", "本项目不采用单一来源采购。", "/funding/procurement_mode", None),
    ("产生信息资源", "系统运行后产生政务信息资源。", "/project/produces_data", True),
    ("不产生信息资源", "系统运行后不产生政务信息资源。", "/project/produces_data", False),
    ("关基", "本系统被认定为关键信息基础设施。", "/security/critical", True),
    ("不是关基", "本系统不属于关键信息基础设施。", "/security/critical", False),
    ("用省级平台", "办件依托省级一体化政务服务平台受理。", "/platform_use/used", True),
    ("别处的做法", "外地单位由施工单位垫资。", "/funding/contractor_prepays", None),
]  # fmt: skip


@pytest.mark.parametrize(("said", "slot", "value"), [s[1:] for s in SAID], ids=[s[0] for s in SAID])
def test_sentence(said: str, slot: str, value: object) -> None:
    claims = [c for c in read_prose(source(MaterialType.FEASIBILITY, said)) if c.pointer == slot]

    assert [c.value for c in claims] == ([] if value is None else [value])


SIGNALS = [
    ("新建机房", "新建专用机房80平方米。", {"builds_machine_room"}),
    ("不自建机房", "本项目不自建机房。", set()),
    ("不再新建机房", "利用现有条件，不再新建机房。", set()),
    ("机房不在范围内", "新建机房，不在本项目范围内。", set()),
    ("拟建数据中心", "拟建设本地数据中心。", {"builds_machine_room"}),
    ("甲骨文而暂不用国产", "数据库采用Oracle，暂不采用达梦。", {"foreign_product"}),
    ("暂不用甲骨文", "采用国产数据库，暂不采用Oracle。", set()),
    ("小程序", "同步开发微信小程序。", {"own_app"}),
    ("不另开发小程序", "不另行开发小程序，入口放在统一门户。", set()),
]


@pytest.mark.parametrize(("said", "codes"), [s[1:] for s in SIGNALS], ids=[s[0] for s in SIGNALS])
def test_signal(said: str, codes: set[str]) -> None:
    assert {n.code for n in read_signals(source(MaterialType.PRELIMINARY_DESIGN, said))} == codes


LONG = "系统部署在市级政务云，申请云主机六台、块存储四太字节和数据库服务两套，资源按初期用量申请，随业务增长逐年调整，由建设单位统一管理。"
CHAPTERS = [
    ("写全了", ["三、政务云资源需求", LONG], "cloud", "complete"),
    ("带英文编号", ["3.2 政务云资源需求", LONG], "cloud", "complete"),
    ("没有编号", ["政务云资源需求", LONG], "cloud", "complete"),
    ("太短", ["三、政务云资源需求", "用政务云。"], "cloud", "thin"),
    ("只写略", ["三、政务云资源需求", "（略）"], "cloud", "placeholder"),
    ("只有标题", ["三、政务云资源需求", "四、需求分析", LONG], "cloud", "missing"),
    ("声明不涉及", ["三、政务云资源需求", "不涉及。"], "cloud", "not_applicable"),
    ("声明不涉及并有理由", ["三、政务云资源需求", "本项目不涉及，因只购置终端设备。"], "cloud", "not_applicable"),
    ("见附件", ["三、政务云资源需求", "详见附件3。"], "cloud", "elsewhere"),
    ("下级标题的内容也算", ["三、政务云资源需求", "（一）计算资源", LONG], "cloud", "complete"),
    ("一句话提到不是章节", ["三、需求分析", f"本项目按政务云资源需求申请资源。{LONG}"], "cloud", ""),
    ("引用法律不是章节", ["三、需求分析", "依据《预算法》编制投资估算。"], "budget", ""),
    ("目录里有、正文没有", ["目录", "一、需求分析……1", "二、政务云资源需求……3", "一、需求分析", LONG], "cloud", ""),
    ("正文与目录对得上", ["二、政务云资源需求……3", "政务云资源需求", LONG], "cloud", "complete"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "name", "state"), [c[1:] for c in CHAPTERS], ids=[c[0] for c in CHAPTERS]
)
def test_chapter(lines: list[str], name: str, state: str) -> None:
    found = source(MaterialType.FEASIBILITY, *lines).chapters.get(name)

    assert (found.state if found else "") == state


LABELS = [
    ("冒号后面", "项目名称：示例平台", "/project/name", "示例平台"),
    ("带编号", "1.建设单位：示例市水务局", "/unit/name", "示例市水务局"),
    ("金额", "总投资：1,280.5万元", "/funding/estimate", {"value": "1280.5", "unit": "万元"}),
    ("金额单位在标签里", "项目总投资（万元）：300", "/funding/estimate", {"value": "300", "unit": "万元"}),
    ("亿元换成万元", "总投资：1.2亿元", "/funding/estimate", {"value": "12000", "unit": "万元"}),
    ("等级", "安全保护等级：第三级", "/security/proposed_level", 3),
    ("种类的别的说法", "项目性质：新建项目", "/kind", "new"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "slot", "value"), [c[1:] for c in LABELS], ids=[c[0] for c in LABELS]
)
def test_label(line: str, slot: str, value: object) -> None:
    claims = {c.pointer: c for c in read_labels(source(MaterialType.FEASIBILITY, line))}

    assert claims[slot].value == value
    assert claims[slot].place.file == "材料.docx"


def test_an_amount_without_a_unit_is_told_not_guessed() -> None:
    claim = next(iter(read_labels(source(MaterialType.FUNDING_SOURCE, "项目总投资：300"))))
    resolved = resolve([claim])

    assert claim.value is None
    assert [c.pointer for c in resolved.conflicts] == ["/funding/total"]
    assert "单位" in resolved.conflicts[0].values[0]


def test_labels_beside_their_answers_and_headers_that_are_none() -> None:
    beside = Table((("项目名称", "示例平台", "建设单位", "示例市水务局"),), "表 1 ")
    headers = Table((("系统名称", "建设单位", "处置方式"), ("旧系统", "别的单位", "保留")), "表 2 ")

    claims = list(read_labels(source(MaterialType.BASE_INFO, beside, headers)))

    assert {c.pointer: c.value for c in claims} == {
        "/project/name": "示例平台",
        "/unit/name": "示例市水务局",
    }


def test_other_papers_speak_of_other_sums() -> None:
    assert not list(read_labels(source(MaterialType.PROCUREMENT, "总投资：999万元")))


TITLES = [
    (["示例市水务平台建设项目可行性研究报告"], "示例市水务平台建设项目"),
    (["示例市水务平台建设项目", "可行性研究报告", "（送审稿）"], "示例市水务平台建设项目"),
    (["可行性研究报告"], None),
]


@pytest.mark.parametrize(("lines", "name"), TITLES, ids=["一行", "两行", "没有项目名"])
def test_the_name_in_a_title(lines: list[str], name: str | None) -> None:
    claims = list(title_claim(source(MaterialType.FEASIBILITY, *lines)))

    assert [c.value for c in claims] == ([name] if name else [])


RECOGNISED = [
    ("可研", ["示例项目可行性研究报告"], "a.docx", "feasibility"),
    ("批复里引用可研", ["关于《示例项目可行性研究报告》的批复", "同意立项。"], "a.docx", "approval"),
    ("合同", ["政府采购合同", "甲方：示例"], "a.docx", "procurement"),
    ("验收", ["示例项目竣工验收报告", "验收组一致同意通过验收。"], "a.docx", "acceptance"),
    ("责任清单", ["示例市数据共享责任清单"], "a.docx", "duty_list"),
    ("内容看不出时看文件名", ["说明如下，请审阅。"], "3 初步设计方案（终稿）.docx", "preliminary_design"),
    ("都看不出", ["说明如下，请审阅。"], "新建文档.docx", "other"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "name", "kind"), [r[1:] for r in RECOGNISED], ids=[r[0] for r in RECOGNISED]
)
def test_recognised(lines: list[str], name: str, kind: str) -> None:
    assert recognise(document(*lines), name).type == kind


def test_a_table_of_lists_stops_at_its_total() -> None:
    rows = (("资金来源", "金额（万元）"), ("财政", "100"), ("合计", "100"), ("说明", "200"))
    claims = list(read_tables(source(MaterialType.FUNDING_SOURCE, Table(rows, "表 1 "))))

    assert [c.value for c in claims if c.pointer == "/funding/sources"] == [
        [{"name": "财政", "amount": {"value": "100", "unit": "万元"}}]
    ]


HEAD = ("序号", "费用名称", "单价", "数量", "合价")
SUMS = [
    ("都对", [("1", "甲", "10", "2", "20"), ("2", "乙", "5", "1", "5"), ("", "合计", "", "", "25")], []),
    ("行不对", [("1", "甲", "10", "2", "21"), ("", "合计", "", "", "21")], ["row_sum"]),
    ("列不对", [("1", "甲", "10", "2", "20"), ("", "合计", "", "", "30")], ["column_sum"]),
    ("大项小项都对", [("一", "软件", "", "", "30"), ("1", "甲", "10", "1", "10"), ("2", "乙", "20", "1", "20"), ("二", "其他", "", "", "5"), ("", "合计", "", "", "35")], []),
    ("小项之和不对", [("一", "软件", "", "", "31"), ("1", "甲", "10", "1", "10"), ("2", "乙", "20", "1", "20"), ("", "合计", "", "", "31")], ["column_sum"]),
    ("小数点分级", [("1", "软件", "", "", "30"), ("1.1", "甲", "10", "1", "10"), ("1.2", "乙", "20", "1", "20"), ("2", "其他", "", "", "5"), ("", "合计", "", "", "35")], []),
    ("四舍五入的尾差不算", [("1", "甲", "3.333", "3", "10"), ("", "合计", "", "", "10")], []),
    ("有小计", [("1", "甲", "10", "2", "20"), ("", "小计", "", "", "20"), ("2", "乙", "5", "1", "5"), ("", "小计", "", "", "5"), ("", "合计", "", "", "25")], []),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "codes"), [s[1:] for s in SUMS], ids=[s[0] for s in SUMS])
def test_sums(rows: list[tuple[str, ...]], codes: list[str]) -> None:
    grid = Table((HEAD, *rows), "表 1 ")
    told = list(read_sums(source(MaterialType.PRELIMINARY_DESIGN, "单位：万元", grid)))

    assert [item.code for item in told if hasattr(item, "code")] == codes


MONEY = [("120.5万元", 120_500_000), ("1,205,000元", 120_500_000), ("约0.5亿元", 5_000_000_000)]


@pytest.mark.parametrize(("text", "fen"), MONEY, ids=[m[0] for m in MONEY])
def test_money(text: str, fen: int) -> None:
    amount = money(text)

    assert amount is not None
    assert amount.fen == fen


CATALOG_HEAD = ("信息资源名称", "提供方", "信息项", "更新周期", "共享类型")


def test_a_catalogue_on_two_sheets_with_items_below_their_entry() -> None:
    first = (
        CATALOG_HEAD,
        ("甲", "示例局", "编号", "每日", "无条件共享"),
        ("甲", "示例局", "名称", "每日", "无条件共享"),
    )
    second = (CATALOG_HEAD, ("乙", "示例局", "编号", "每月", "不予共享"))
    sheets = [Table(rows, "", name, sheet=True) for name, rows in (("一", first), ("二", second))]

    (claim,) = read_tables(source(MaterialType.CATALOG, *sheets))

    assert isinstance(claim.value, list)
    assert [row["信息资源名称"] for row in claim.value] == ["甲", "乙"]
    assert claim.entries == ("一!A2", "二!A2")


_PIECES = st.sampled_from(
    [
        "项目名称",
        "总投资",
        "：",
        "万元",
        "1",
        "0.5",
        "共计",
        "一、",
        "（二）",
        "3.1 ",
        "投资估算",
        "略",
        "不",
        "《",
        "》",
        "。",
        "，",
        "\n",
        "合计",
        "是",
        "12个月",
        "等级保护",
        "第三级",
        "……",
        "𠮷",
        "\u200b",
        " ",
        "无",
        "2025-13-40",
        "1e9",
        "-",
        "％",
    ]
)
_TEXT = st.lists(_PIECES, max_size=12).map("".join)
_HEADERS = st.sampled_from(
    [
        "序号",
        "名称",
        "单价（万元）",
        "数量",
        "合价",
        "资金来源",
        "金额（万元）",
        "年度",
        "指标",
        "指标值",
        "更新周期",
        "共享类型",
        "提供方",
        "系统名称",
        "处置方式",
        "栏目",
        "项目",
        "填写内容",
    ]
)
_ROWS = st.lists(st.tuples(_TEXT, _TEXT, _TEXT, _TEXT), max_size=5)
_TABLE = st.builds(
    lambda head, rows: Table((head, *rows), "表 1 "),
    st.tuples(_HEADERS, _HEADERS, _HEADERS, _HEADERS),
    _ROWS,
)
_BLOCK = st.builds(Block, _TEXT, st.just("第 1 段"), st.integers(0, 9))


@settings(max_examples=150, deadline=None)
@given(
    parts=st.lists(st.one_of(_BLOCK, _TABLE), min_size=1, max_size=12),
    kind=st.sampled_from(MaterialType),
)
def test_whatever_stands_in_a_document_becomes_a_dossier(
    parts: list[Block | Table], kind: MaterialType
) -> None:
    dossier = assemble([source(kind, *parts)], (), ())

    assert dossier.filing.materials is not None
    assert check(dossier, on=date(2025, 7, 1)).outcome in ("return", "review")
