"""目录检查: every constraint has a case that breaks it and one that nearly does."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from compliance.catalog import BasisWords, Inspection, ProblemCode, inspect

LEGAL_BASIS = Path(__file__).parents[1] / "rules" / "nanchong" / "lists" / "legal_basis.yaml"
WORDS = BasisWords.model_validate(yaml.safe_load(LEGAL_BASIS.read_text("utf-8")))

SHARED: dict[str, Any] = {
    "name": "示例市水库水位信息",
    "classification": "部门信息资源/水利",
    "provider": "示例市水务局",
    "format": "电子表格/xlsx",
    "items": [
        {"name": "水库名称", "type": "字符型", "length": "50"},
        {"name": "水位", "type": "N"},
    ],
    "update_period": "每日",
    "share_type": "有条件共享",
    "share_method": "共享平台",
    "use_requirement": "用于防汛业务协同，不得向第三方提供。",
}
FREE = {**SHARED, "share_type": "无条件共享"}
REFUSED = {
    **{key: v for key, v in SHARED.items() if key not in ("share_method", "use_requirement")},
    "share_type": "不予共享",
    "refusal_basis": "《中华人民共和国个人信息保护法》第二十八条",
}
ABSENT = object()


def found(*rows: object) -> Inspection:
    return inspect(rows, WORDS, on=date(2026, 3, 2))


def said(*rows: object) -> set[tuple[str, int, str]]:
    return {(problem.code.value, problem.row, problem.key) for problem in found(*rows).problems}


def varied(row: dict[str, Any], **changes: object) -> dict[str, Any]:
    return {key: v for key, v in {**row, **changes}.items() if v is not ABSENT}


BREAKS: list[tuple[str, object, str]] = [
    ("条目不是对象", "水库信息", "row_unreadable:"),
    ("条目是空对象", {}, "row_unreadable:"),
    ("条目各栏全是空白", {"name": " ", "分类": None}, "row_unreadable:"),
    ("更新时限写成列表", varied(SHARED, update_period=["每日"]), "row_unreadable:update_period"),
    ("属性只写见附件", varied(SHARED, items="见附件"), "row_unreadable:items"),
    ("信息项里混入数字", varied(SHARED, items=[7]), "row_unreadable:items"),
    ("两栏更新时限互相矛盾", {**SHARED, "更新周期": "每年"}, "row_unreadable:update_period"),
    ("有一栏不认识", {**SHARED, "更新日期": "2024-05-01"}, "unknown_column:更新日期"),
    ("没有名称", varied(SHARED, name=ABSENT), "name_missing:name"),
    ("信息项没有名称", varied(SHARED, items=[{"type": "C"}]), "attribute_missing:items"),
    (
        "有一个信息项的各栏都不认识",
        varied(SHARED, items=[{"name": "水位"}, {"字段": "雨量"}]),
        "attribute_missing:items",
    ),
    ("属性是空列表", varied(SHARED, items=[]), "attribute_missing:items"),
    ("责任方写待补充", varied(SHARED, provider="待补充"), "attribute_missing:provider"),
    ("共享类型只写数字1", varied(SHARED, share_type=1), "share_type_unknown:share_type"),
    (
        "有条件共享的条件写无",
        varied(SHARED, use_requirement="无"),
        "condition_missing:use_requirement",
    ),
    (
        "共享条件把共享类型又写一遍",
        varied(SHARED, use_requirement=ABSENT, share_condition="有条件共享"),
        "condition_missing:share_condition",
    ),
    (
        "共享条件只写依申请",
        varied(SHARED, use_requirement=ABSENT, share_condition="依申请。"),
        "condition_vague:share_condition",
    ),
    ("不予共享而没有依据", varied(REFUSED, refusal_basis=ABSENT), "basis_missing:refusal_basis"),
    (
        "不予共享而使用要求里没有依据",
        varied(REFUSED, refusal_basis="无", use_requirement="仅供内部使用"),
        "basis_missing:refusal_basis",
    ),
    ("依据是敏感", varied(REFUSED, refusal_basis="涉及敏感信息"), "basis_not_law:refusal_basis"),
    ("依据写成列表", varied(REFUSED, refusal_basis=["《统计法》"]), "row_unreadable:refusal_basis"),
    (
        "依据是敏感，共享条件另写一句空话",
        varied(REFUSED, refusal_basis="数据敏感", share_condition="仅限本部门"),
        "basis_not_law:refusal_basis",
    ),
    (
        "法律没写到条",
        varied(REFUSED, refusal_basis="《统计法》"),
        "basis_unrecognised:refusal_basis",
    ),
    (
        "依据只有省级政策",
        varied(REFUSED, refusal_basis="川府发〔2018〕3号"),
        "basis_provincial_policy:refusal_basis",
    ),
    (
        "依据只有地方性法规",
        varied(REFUSED, refusal_basis=ABSENT, share_condition="《四川省数据条例》第三十条"),
        "basis_local_regulation:share_condition",
    ),
    (
        "依据只有政府信息公开条例",
        varied(REFUSED, refusal_basis="《政府信息公开条例》第十四条"),
        "basis_openness_only:refusal_basis",
    ),
    ("更新时限窜了列", varied(SHARED, update_period="牲畜饲养"), "period_unknown:update_period"),
    (
        "更新时限的数字不当编号去掉",
        varied(SHARED, update_period="5日"),
        "period_unknown:update_period",
    ),
    ("更新时限是每半年", varied(SHARED, update_period="半年"), "period_extension:update_period"),
    (
        "共享方式只有拷盘和邮件",
        varied(SHARED, share_method="拷盘、邮件"),
        "method_copy:share_method",
    ),
    ("共享方式不知所云", varied(SHARED, share_method="按老办法"), "method_unknown:share_method"),
    ("名称五十一个字", varied(SHARED, name="水" * 51), "name_long:name"),
    ("摘要二百五十七个字", varied(SHARED, abstract="水" * 257), "abstract_long:abstract"),
    (
        "无条件共享却要审批",
        varied(FREE, use_requirement="经提供方批准后使用"),
        "requirement_contradicts:use_requirement",
    ),
    ("涉密属性是工作秘密", varied(SHARED, secrecy="工作秘密"), "secret_listed:secrecy"),
    ("是否涉密填是", {**SHARED, "是否涉密": True}, "secret_listed:secrecy"),
    (
        "先否认国家秘密又承认工作秘密",
        varied(SHARED, secrecy="不涉及国家秘密，涉及工作秘密"),
        "secret_listed:secrecy",
    ),
    (
        "因为是国家秘密而不予共享",
        varied(REFUSED, refusal_basis="属于国家秘密，《保守国家秘密法》第九条"),
        "secret_listed:refusal_basis",
    ),
    ("格式写的是传递渠道", varied(SHARED, format="file"), "format_unknown:format"),
    (
        "无条件共享身份证号",
        varied(FREE, items=[{"name": "法定代表人身份证号"}]),
        "identifier_open:items",
    ),
    (
        "依据只有国家政策",
        varied(REFUSED, refusal_basis="国发〔2016〕51号"),
        "basis_state_policy:refusal_basis",
    ),
    (
        "摘要说每月更新而更新时限是每日",
        varied(SHARED, abstract="各水库的水位，每月更新一次。"),
        "period_contradicts:update_period",
    ),
    (
        "摘要写更新周期为每年",
        varied(SHARED, abstract="各水库的水位，更新周期：每年"),
        "period_contradicts:update_period",
    ),
    ("不予共享却写了接口", varied(REFUSED, share_method="接口"), "method_contradicts:share_method"),
    (
        "有条件共享的共享方式写不共享",
        varied(SHARED, share_method="不共享"),
        "method_contradicts:share_method",
    ),
    (
        "文件资源以库表共享",
        varied(SHARED, format="电子文件/pdf", share_method="库表"),
        "method_format:share_method",
    ),
    ("名称是系统", varied(SHARED, name="示例市水库监测系统"), "name_system:name"),
    ("摘要照抄名称", varied(SHARED, abstract="示例市水库水位信息。"), "abstract_same:abstract"),
    (
        "无条件共享的使用要求写有条件共享",
        varied(FREE, use_requirement="有条件共享"),
        "requirement_contradicts:use_requirement",
    ),
    ("电子表格里写 oracle", varied(SHARED, format="电子表格/oracle"), "format_mismatch:format"),
    ("信息项重名", varied(SHARED, items=["水位", "雨量", "水 位"]), "item_duplicate:items"),
    (
        "数据类型不是类型",
        varied(SHARED, items=[{"name": "水位", "type": "公共"}]),
        "item_type_unknown:items",
    ),
    (
        "字符型长度为零",
        varied(SHARED, items=[{"name": "库名", "type": "C", "length": 0}]),
        "item_length_invalid:items",
    ),
    (
        "字符型长度有小数",
        varied(SHARED, items=[{"name": "库名", "type": "字符型(50,2)"}]),
        "item_length_invalid:items",
    ),
    (
        "数值型小数位比总位数多",
        varied(SHARED, items=[{"name": "水位", "type": "N", "length": "2,3"}]),
        "item_length_invalid:items",
    ),
    (
        "长度里写单位",
        varied(SHARED, items=[{"name": "水位", "type": "N", "length": "8位"}]),
        "item_length_invalid:items",
    ),
    (
        "一格里的信息项重名",
        varied(SHARED, items="水库：库名/C/50、水位/N；水库：水位/N"),
        "item_duplicate:items",
    ),
    ("代码不是指南的形式", varied(SHARED, code="BA6006/000218"), "code_form:code"),
    (
        "一格写两个代码",
        varied(SHARED, code="307021022100/000009、307021022100/000010"),
        "code_several:code",
    ),
    (
        "代码与分类数字不符",
        varied(SHARED, code="307021022100/000009", classification="3/07/099"),
        "code_classification:code",
    ),
    (
        "代码是基础类而分类写部门类",
        varied(SHARED, code="107021022100/000009"),
        "code_classification:code",
    ),
    (
        "责任方代码校验位不对",
        varied(SHARED, provider_code="11999900MB00000012"),
        "provider_code_invalid:provider_code",
    ),
    (
        "责任方代码少一位",
        varied(SHARED, provider_code="11999900MB0000001"),
        "provider_code_invalid:provider_code",
    ),
    (
        "组织机构代码校验位不对",
        varied(SHARED, provider_code="002470171"),
        "provider_code_invalid:provider_code",
    ),
    ("责任方是行政区划", varied(SHARED, provider="示例县"), "provider_not_unit:provider"),
    ("责任方是外部资源", varied(SHARED, provider="外部资源"), "provider_not_unit:provider"),
    ("是否开放答非所问", varied(SHARED, open="注册用户可下载"), "open_unknown:open"),
    (
        "有条件开放没有条件",
        varied(SHARED, open="有条件开放"),
        "open_condition_missing:open_condition",
    ),
    (
        "开放条件又写一遍有条件开放",
        varied(SHARED, open="有条件开放", open_condition="有条件开放"),
        "open_condition_missing:open_condition",
    ),
    ("责任方栏里是共享类型", varied(SHARED, provider="有条件共享"), "value_shifted:provider"),
    ("发布日期没有这一天", varied(SHARED, published="2023-02-30"), "published_invalid:published"),
    ("发布日期只有年月", varied(SHARED, published="2023年5月"), "published_invalid:published"),
    ("发布日期在将来", varied(SHARED, published="2026-03-03"), "published_future:published"),
]

HOLDS: list[tuple[str, dict[str, Any]]] = [
    ("有条件共享写了使用要求", SHARED),
    ("无条件共享", FREE),
    ("不予共享有法律依据，不必写共享方式和使用要求", REFUSED),
    ("认识但不检查的栏", {**SHARED, "序号": 1, "备注（选填）": "示例"}),
    ("两栏更新时限说的是一回事", {**SHARED, "更新周期（必填项）": "每天"}),
    ("属性里不都带类型", varied(SHARED, items="水位/N、水位/备用、水位/N")),
    ("属性是一段文字", varied(SHARED, items="水库：名称/字符型、水位/数值型")),
    ("信息项只列名称，夹有空行", varied(SHARED, items=["水库名称", "", None, {}])),
    ("分类代码从电子表格里带出小数", varied(SHARED, classification=307.0)),
    ("共享类型前面带编号", varied(SHARED, share_type="２－有条件共享类")),
    (
        "共享条件写在共享条件一栏",
        varied(SHARED, use_requirement=ABSENT, share_condition="限防汛部门"),
    ),
    (
        "依申请之外写了具体条件",
        varied(SHARED, use_requirement="依申请", share_condition="限防汛部门"),
    ),
    ("无条件共享的使用要求写无", varied(FREE, use_requirement="无")),
    (
        "不予共享的依据写在使用要求里",
        varied(REFUSED, refusal_basis="", use_requirement="《统计法》第九条"),
    ),
    ("依据有市文件也有法律", varied(REFUSED, refusal_basis="南府发〔2020〕3号、《统计法》第九条")),
    ("更新时限是每天", varied(SHARED, update_period="‘每天’")),
    ("共享方式有平台也有邮件", varied(SHARED, share_method=["共享平台方式", "邮件"])),
    ("不予共享的共享方式随便写", varied(REFUSED, share_method="不共享")),
    ("名称五十个字", varied(SHARED, name="水" * 50)),
    ("摘要二百五十六个字", varied(SHARED, abstract="水" * 256)),
    ("无条件共享说明无需审批", varied(FREE, use_requirement="无需审批，未经批准不得转让")),
    ("无条件共享用于行政审批", varied(FREE, use_requirement="用于核验行政审批的申请材料")),
    ("有条件共享要审批", varied(SHARED, use_requirement="经水务局审批，限防汛部门使用")),
    ("涉密属性是非涉密", varied(SHARED, secrecy="非涉密")),
    ("是否涉密填否", varied(SHARED, secrecy=False)),
    ("依据是保密法而没说本资源涉密", varied(REFUSED, refusal_basis="《保守国家秘密法》第二十五条")),
    ("格式只有一部分认识", varied(SHARED, format={"分类": "数据库", "类型": "某国产库"})),
    ("格式写成 MySQL 数据库", varied(SHARED, format="MySQL数据库")),
    ("有条件共享身份证号", varied(SHARED, items=[{"name": "身份证号"}])),
    ("摘要与更新时限说的一样", varied(SHARED, abstract="各水库的水位，每天更新。")),
    ("摘要里的每月不是更新", varied(SHARED, abstract="每月月末的水位，用于更新防汛预案。")),
    ("摘要说了两个周期", varied(SHARED, abstract="汛期每日更新，非汛期每月更新。")),
    ("不予共享的共享方式写不共享", varied(REFUSED, share_method="不共享")),
    ("文件资源以库表和接口共享", varied(SHARED, format="pdf", share_method="库表、接口")),
    ("名称里有系统而不以它结尾", varied(SHARED, name="水库监测系统运行日志")),
    ("摘要比名称多一句", varied(SHARED, abstract="示例市水库水位信息，含库容。")),
    ("两种格式各有类型", varied(SHARED, format="电子表格（xlsx）、数据库（oracle）")),
    ("数据类型带长度", varied(SHARED, items=[{"name": "库名", "type": "varchar(50)"}])),
    (
        "字符型最长、数值型最大",
        varied(
            SHARED,
            items=[
                {"name": "库名", "type": "C", "length": 65535.0},
                {"name": "水位", "type": "数值型N", "length": "38，38"},
            ],
        ),
    ),
    (
        "代码与分类数字相符",
        varied(SHARED, code="307021022100/000009", classification="3-07-021"),
    ),
    (
        "代码里套着第二个类项目",
        varied(SHARED, code="30701130702102210000000000/9", classification="307021"),
    ),
    ("代码带着制表符", varied(SHARED, code="307021022100/000009\t")),
    ("责任方代码有效", varied(SHARED, provider_code="11999900MB0000001K")),
    ("责任方代码是组织机构代码", varied(SHARED, provider_code="00247017-X")),
    ("责任方是区政府的局", varied(SHARED, provider="示例区水务局")),
    ("责任方的名称以更新时限的词开头", varied(SHARED, provider="实时信息中心")),
    ("责任方是景区", varied(SHARED, provider="示例风景区")),
    ("是否开放填零", varied(SHARED, open=0)),
    ("有条件开放写了条件", varied(SHARED, open="有条件开放", open_condition="实名注册后下载")),
    ("发布日期是当天", varied(SHARED, published="2026年3月2日")),
    ("发布日期是序列号", varied(SHARED, published=45413.0)),
]

# 这些问题只有几条放在一起或换一档才看得出，另有测试。
ELSEWHERE = {
    "name_duplicate",
    "name_similar",
    "entry_double",
    "code_duplicate",
    "provider_code_conflict",
    "promised_missing",
    "duty_missing",
    "core_missing",
    "item_type_missing",
    "item_length_missing",
}


@pytest.mark.parametrize(("row", "problem"), [c[1:] for c in BREAKS], ids=[c[0] for c in BREAKS])
def test_a_row_that_breaks_a_constraint_has_that_problem_only(row: object, problem: str) -> None:
    assert [f"{p.code}:{p.key}" for p in found(row).problems] == [problem]


@pytest.mark.parametrize("row", [c[1] for c in HOLDS], ids=[c[0] for c in HOLDS])
def test_a_row_that_nearly_breaks_a_constraint_has_no_problem(row: dict[str, Any]) -> None:
    assert said(row) == set()


def test_every_problem_code_has_a_case() -> None:
    broken = {problem.partition(":")[0] for _, _, problem in BREAKS}
    assert broken | ELSEWHERE == set(ProblemCode)


def test_a_misnamed_column_is_told_once_for_the_whole_catalogue() -> None:
    row = varied(SHARED, update_period=ABSENT) | {"更新时间": "每日"}
    unknown = found(row, row, row).of(ProblemCode.UNKNOWN_COLUMN)
    assert [problem.pointer for problem in unknown] == ["/catalog/0/更新时间"]


def test_a_problem_points_to_the_key_the_row_has_and_else_to_the_canonical_one() -> None:
    row = varied(SHARED, name="示例市雨情信息", update_period=ABSENT, share_type=ABSENT)
    problems = found(
        SHARED, {**row, "更新频率/必填*": "牲畜饲养", "更新频率*": "牲畜饲养"}
    ).problems
    assert [(p.pointer, p.title, p.shown) for p in problems] == [
        ("/catalog/1/更新频率~1必填*", "更新频率/必填*", "更新频率/必填*"),
        ("/catalog/1/更新频率*", "更新时限", "牲畜饲养"),
        ("/catalog/1/share_type", "共享类型", ""),
    ]


def test_what_was_read_another_way_is_remembered() -> None:
    changes = found(varied(SHARED, update_period="每天", share_method="接口方式/库表")).changes
    assert {(c.row, c.key, c.before, c.after) for c in changes} == {
        (0, "update_period", "每天", "每日"),
        (0, "share_method", "接口方式/库表", "接口、库表"),
    }
