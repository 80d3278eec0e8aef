"""Input that is no filing: each fault is told in Chinese with its place and mend, none passes."""

import json
import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance import Filing, FilingError, check, read_filing
from compliance.errors import Problem
from compliance.filing.read import FAULTS
from compliance.strict_json import MAX_BYTES, MAX_DEPTH
from tests.strategies import REGISTRY

_CHINESE = re.compile("[一-鿿]")


def _problems(content: bytes | str) -> tuple[Problem, ...]:
    with pytest.raises(FilingError) as caught:
        read_filing(content)
    return caught.value.problems


# 不是 JSON 或不该当作 JSON：内容、消息里的话
BROKEN: dict[str, tuple[bytes | str, str]] = {
    "空文件": (b"", "内容是空的"),
    "只有空白": (" \n\t", "内容是空的"),
    "只有字节顺序标记": (b"\xef\xbb\xbf", "内容是空的"),
    "不是 JSON": ("项目名称：水情预警", "不是合格的 JSON"),
    "少一个括号": ('{"kind": "新建"', "不是合格的 JSON"),
    "多一个逗号": ('{"kind": "新建",}', "不是合格的 JSON"),
    "单引号": ("{'kind': '新建'}", "不是合格的 JSON"),
    "中文引号": ("{“kind”: “新建”}", "不是合格的 JSON"),
    "两份连在一起": ('{"kind": "新建"}{"kind": "在建"}', "不是合格的 JSON"),
    "注释": ('{"kind": "新建"} // 说明', "不是合格的 JSON"),
    "键写了两次": ('{"kind": "新建", "kind": "在建"}', "“kind”写了两次"),
    "里层的键写了两次": ('{"unit": {"name": "甲", "name": "乙"}}', "“name”写了两次"),
    "NaN": ('{"project": {"months": NaN}}', "NaN 不是数字"),
    "Infinity": ('{"project": {"months": -Infinity}}', "不是数字"),
    "数字长得没有边": ('{"project": {"months": ' + "9" * 5000 + "}}", "数字太大"),
    "指数大得没有边": ('{"project": {"months": 1e999}}', "数字太大"),
    "嵌套刚超过限度": ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "嵌套超过"),
    "嵌套十万层": ("[" * 100_000 + "]" * 100_000, "嵌套超过"),
    "嵌套十万层而不合上": ("[" * 100_000, "嵌套超过"),
    "对象嵌套十万层": ('{"a":' * 100_000 + "1" + "}" * 100_000, "嵌套超过"),
    "藏在目录里的深嵌套": ('{"catalog": ' + "[" * 900 + "]" * 900 + "}", "嵌套超过"),
    "GBK 编码": ('{"kind": "新建"}'.encode("gbk"), "不是 UTF-8 编码"),
    "UTF-16 编码": ('{"kind": "新建"}'.encode("utf-16"), "不是 UTF-8 编码"),
    "截断的 UTF-8": ('{"kind": "新建"}'.encode()[:-4], "不是 UTF-8 编码"),
    "PDF 改了扩展名": (b"%PDF-1.7 \xe2\xe3\xcf\xd3", "不是 UTF-8 编码"),
    "字节太多": (b" " * (MAX_BYTES + 1), "超过"),
    "字符串里有裸换行": ('{"unit": {"name": "甲\n乙"}}', "不是合格的 JSON"),
}


@pytest.mark.parametrize(("content", "message"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_json_is_told(content: bytes | str, message: str) -> None:
    (problem,) = _problems(content)
    assert message in problem.message
    assert problem.mend


def test_a_broken_syntax_is_told_by_line_and_column() -> None:
    (problem,) = _problems('{\n  "kind": "新建",\n  "stage" "备案"\n}')
    assert problem.place == "第 3 行第 11 列"


# 是 JSON 而不合申报表：内容、位置、消息、改法
FAULTY: dict[str, tuple[object, str, str, str]] = {
    "整份是列表": ([], "整份申报", "应填写一组内容", "{…}"),
    "整份是文字": ("新建", "整份申报", "应填写一组内容", "{…}"),
    "整份是 null": (None, "整份申报", "应填写一组内容", "{…}"),
    "不认识的键": ({"budget": 1}, "budget（/budget）", "没有这一项", "检查拼写"),
    "里层不认识的键": (
        {"project": {"titel": "甲"}},
        "项目 › titel（/project/titel）",
        "没有这一项",
        "检查拼写",
    ),
    "列表里不认识的键": (
        {"materials": [{"type": "技术方案", "页数": 3}]},
        "资料 › 第 1 项 › 页数（/materials/0/页数）",
        "没有这一项",
        "检查拼写",
    ),
    "键里有斜杠": ({"a/b~c": 1}, "（/a~1b~0c）", "没有这一项", "检查拼写"),
    "种类不认识": (
        {"kind": "扩建"},
        "项目种类（/kind）",
        "“扩建”不认识",
        "新建、在建、已建、续运维",
    ),
    "种类是数字": ({"kind": 1}, "项目种类（/kind）", "不认识", "新建"),
    "版本不认识": ({"format": 2}, "表单版本（/format）", "不认识", "1"),
    "单位写成文字": ({"unit": "示例市水务局"}, "项目单位（/unit）", "应填写一组内容", "{…}"),
    "单位写成列表": ({"unit": ["示例市水务局"]}, "项目单位（/unit）", "应填写一组内容", "{…}"),
    "单位名称是数字": ({"unit": {"name": 12}}, "单位名称（/unit/name）", "应填写文字", "双引号"),
    "单位名称太长": ({"unit": {"name": "局" * 201}}, "单位名称", "太长", "200 字以内"),
    "资料写成一组": ({"materials": {}}, "资料（/materials）", "应填写列表", "[…]"),
    "资料没有种类": (
        {"materials": [{"title": "甲"}]},
        "资料 › 第 1 项 › 资料种类（/materials/0/type）",
        "没有填写",
        "补上",
    ),
    "资料种类不认识": (
        {"materials": [{"type": "照片"}]},
        "/materials/0/type",
        "“照片”不认识",
        "技术方案",
    ),
    "资料太多": ({"materials": [{"type": "技术方案"}] * 301}, "/materials", "项数太多", "300"),
    "是否写成文字": ({"existing_satisfies": "否"}, "/existing_satisfies", "true 或 false", "null"),
    "是否写成 0": ({"integration": {"done": 0}}, "/integration/done", "true 或 false", "null"),
    "年度写成文字": ({"project": {"plan_year": "2027"}}, "实施年度", "应填写整数", "引号"),
    "年度是小数": ({"project": {"plan_year": 2027.5}}, "实施年度", "应填写整数", "引号"),
    "年度太早": ({"project": {"plan_year": 1999}}, "实施年度", "数字太小", "2000"),
    "年度太晚": ({"project": {"plan_year": 2101}}, "实施年度", "数字太大", "2100"),
    "等级超出五级": ({"security": {"proposed_level": 6}}, "网络安全等级", "数字太大", "5"),
    "等级为零": ({"security": {"proposed_level": 0}}, "网络安全等级", "数字太小", "1"),
    "日志天数为负": ({"security": {"log_days": -1}}, "日志留存天数", "数字太小", "0"),
    "文件大小为负": (
        {"materials": [{"type": "技术方案", "size": -1}]},
        "文件大小",
        "数字太小",
        "0",
    ),
    "没有这一天": ({"dates": {"submitted": "2026-02-29"}}, "提交日期", "没有这一天", "核对"),
    "六月三十一日": ({"dates": {"approved": "2026-06-31"}}, "立项批复日期", "没有这一天", "核对"),
    "日期用斜杠": (
        {"dates": {"submitted": "2026/03/02"}},
        "提交日期",
        "日期写法不对",
        "2026-03-02",
    ),
    "日期用汉字": (
        {"dates": {"submitted": "2026年3月2日"}},
        "提交日期",
        "日期写法不对",
        "2026-03-02",
    ),
    "日期是全角": (
        {"dates": {"submitted": "２０２６-03-02"}},
        "提交日期",
        "日期写法不对",
        "2026-03-02",
    ),
    "日期是数字": ({"dates": {"submitted": 20260302}}, "提交日期", "日期写法不对", "2026-03-02"),
    "日期带时刻": (
        {"dates": {"submitted": "2026-03-02T08:00"}},
        "提交日期",
        "日期写法不对",
        "2026",
    ),
    "金额是负数": (
        {"funding": {"total": {"value": "-1", "unit": "元"}}},
        "总投资",
        "数字写法",
        "正负号",
    ),
    "金额用逗号": (
        {"funding": {"total": {"value": "1,000", "unit": "元"}}},
        "总投资",
        "写法不对",
        "逗号",
    ),
    "金额用指数": (
        {"funding": {"total": {"value": "1e3", "unit": "元"}}},
        "总投资",
        "写法不对",
        "指数",
    ),
    "金额是全角": (
        {"funding": {"total": {"value": "１２０", "unit": "元"}}},
        "总投资 › 数额（/funding/total/value）",
        "全角数字",
        "半角",
    ),
    "金额是汉字": (
        {"funding": {"total": {"value": "三十万", "unit": "元"}}},
        "总投资",
        "写法",
        "120.5",
    ),
    "金额是真假": (
        {"funding": {"total": {"value": True, "unit": "元"}}},
        "总投资",
        "填写数字",
        "120",
    ),
    "金额只写数": ({"funding": {"total": 120}}, "总投资（/funding/total）", "一组内容", "{…}"),
    "金额没有单位": (
        {"funding": {"total": {"value": 1}}},
        "单位（/funding/total/unit）",
        "没有填写",
        "补",
    ),
    "单位是亿元": (
        {"funding": {"total": {"value": 1, "unit": "亿元"}}},
        "/funding/total/unit",
        "“亿元”不认识",
        "万元",
    ),
    "金额小于一分": (
        {"funding": {"total": {"value": "0.001", "unit": "元"}}},
        "总投资",
        "小于一分",
        "分",
    ),
    "金额大得离奇": (
        {"funding": {"total": {"value": "100000000", "unit": "万元"}}},
        "总投资",
        "金额太大",
        "核对",
    ),
    "第二个来源的金额错": (
        {"funding": {"sources": [{"name": "甲"}, {"amount": {"value": "x", "unit": "元"}}]}},
        "资金 › 资金来源 › 第 2 项 › 金额 › 数额（/funding/sources/1/amount/value）",
        "数字写法不对",
        "120.5",
    ),
}


@pytest.mark.parametrize(("form", "place", "message", "mend"), FAULTY.values(), ids=FAULTY)
def test_what_is_no_filing_is_told_with_place_and_mend(
    form: object, place: str, message: str, mend: str
) -> None:
    (problem,) = _problems(json.dumps(form, ensure_ascii=False))
    assert place in problem.place
    assert message in problem.message
    assert mend in problem.mend


def test_every_fault_is_told_at_once() -> None:
    form = {"kind": "扩建", "unit": {"name": 1}, "dates": {"submitted": "明天"}, "x": 1}
    told = "\n".join(map(str, _problems(json.dumps(form, ensure_ascii=False))))
    assert all(where in told for where in ("/kind", "/unit/name", "/dates/submitted", "/x"))


def test_very_many_faults_are_counted_not_listed() -> None:
    problems = _problems(json.dumps({f"k{n}": n for n in range(500)}))
    assert len(problems) == 51
    assert problems[-1].message == "另有 450 处"


LENIENT: dict[str, tuple[object, Callable[[Filing], object], object]] = {
    "null 等于没有填写": (
        {"unit": None, "dates": {"submitted": None}},
        lambda f: f.unit.name,
        None,
    ),
    "空白等于没有填写": ({"unit": {"name": "  "}}, lambda f: f.unit.name, None),
    "两头的空白去掉": ({"unit": {"name": " 水务局 "}}, lambda f: f.unit.name, "水务局"),
    "种类用代码": ({"kind": "new"}, lambda f: f.kind, "new"),
    "金额可写数字": (
        {"funding": {"total": {"value": 36.5, "unit": "万元"}}},
        lambda f: f.funding.total and f.funding.total.fen,
        36_500_000,
    ),
    "空列表是填写了没有": ({"catalog": []}, lambda f: f.catalog, ()),
    "目录的条目原样保存": (
        {"catalog": ["见附件", None, 3]},
        lambda f: f.catalog,
        ("见附件", None, 3),
    ),
    "带字节顺序标记": ({"kind": "新建"}, lambda f: f.completeness, "draft"),
}


@pytest.mark.parametrize(("form", "slot", "value"), LENIENT.values(), ids=LENIENT)
def test_what_is_accepted(form: object, slot: Callable[[Filing], object], value: object) -> None:
    content = b"\xef\xbb\xbf" + json.dumps(form, ensure_ascii=False).encode()
    assert slot(read_filing(content)) == value


CODES: dict[str, tuple[str, str]] = {
    "校验码不符": ("11999900MB00000012", "校验码不符"),
    "全角数字": ("１１９９９９００MB0000001K", "用了全角字符"),
    "少一位": ("11999900MB000001K", "不是18位"),
    "小写字母": ("11999900mb0000001k", "不是18位"),
    "含不用的字母": ("11999900MBO000001K", "不是18位"),
}


@pytest.mark.parametrize(("code", "told"), CODES.values(), ids=CODES)
def test_a_wrong_credit_code_is_a_finding_not_an_error(code: str, told: str) -> None:
    form = {"kind": "新建", "completeness": "已提交", "unit": {"credit_code": code}}
    verdict = check(read_filing(json.dumps(form)), REGISTRY, date(2026, 3, 2))
    (finding,) = (f for f in verdict.findings if f.rule == "C1.unit.credit_code_form")
    assert told in finding.message
    assert finding.places == ("/unit/credit_code",)
    assert verdict.outcome != "pass"


@given(st.binary(max_size=80) | st.text(max_size=80))
def test_any_content_is_read_or_refused_in_chinese(content: bytes | str) -> None:
    assert _read_or_refused(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "unit", "project", "materials", "catalog", "funding", "甲"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_read_or_refused_in_chinese(value: object) -> None:
    assert _read_or_refused(json.dumps(value))


def _read_or_refused(content: bytes | str) -> bool:
    """Whether it became a Filing, or every problem speaks Chinese and says how to mend it."""
    try:
        return isinstance(read_filing(content), Filing)
    except FilingError as error:
        return all(_CHINESE.search(p.message) and p.mend for p in error.problems)


def test_every_fault_that_is_explained_has_words_and_a_mend() -> None:
    assert all(message and mend for message, mend in FAULTS.values())
