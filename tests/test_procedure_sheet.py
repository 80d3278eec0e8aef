"""The sheet procedure.yaml: its quotations, its overlays, and how broken ones are refused."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance._data import data
from compliance.calendar import china
from compliance.errors import RulebookError
from compliance.filing.terms import Kind
from compliance.procedure import Task, load, status, submission
from compliance.procedure.numbering import Numbering, check_pattern
from compliance.rulebook import load as load_pack

NANCHONG = load()
NOTICE = data("rules").joinpath("nanchong", "sources", "notice.txt").read_text(encoding="utf-8")


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("**", "")


def test_every_quotation_is_in_the_notice() -> None:
    kinds = NANCHONG.kinds.values()
    quotes = [
        *(office.quote for office in NANCHONG.offices),
        *(stage.quote for handled in kinds for stage in handled.stages.values()),
        *(round_.quote for round_ in NANCHONG.rounds),
        *(consequence.quote for consequence in NANCHONG.consequences),
        NANCHONG.archive.quote,
    ]
    assert [quote for quote in quotes if squeezed(quote) not in squeezed(NOTICE)] == []


def test_the_limits_are_those_of_the_notice() -> None:
    days = {
        (kind.label, task.label): stage.days
        for kind, handled in NANCHONG.kinds.items()
        for task, stage in handled.stages.items()
    }
    assert days == {
        ("新建", "分派资料"): 2,
        ("新建", "专家论证并提交初审意见"): 5,
        ("新建", "汇总初审意见"): 5,
        ("新建", "退回并书面反馈"): 5,
        ("新建", "集中审查"): None,
        ("新建", "录入审查意见、生成备案号"): None,
        ("在建", "查验资料"): 15,
        ("已建", "查验资料"): 15,
        ("续运维", "查验资料"): None,
    }


def test_the_countys_procedure_and_rules_agree() -> None:
    """The example pack: the same last day and the same names of offices in both of its files."""
    county, rules = load("example-county"), load_pack("example-county")
    values = rules.values_on(date(2026, 3, 2))
    month, day = values["annual_deadline_month"], values["annual_deadline_day"]
    assert county.rounds[1].yearly == f"{month:02}-{day:02}"
    names = {office.id: office.name for office in county.offices}
    own = {id_: name for id_, name in rules.offices.items() if id_ in names}
    assert {id_: names[id_] for id_ in own} == own
    assert len(own) >= 6


def test_the_dates_are_those_the_rules_judge_lateness_by() -> None:
    values = load_pack().values_on(date(2026, 3, 2))
    first, annual = NANCHONG.rounds
    year, of_year, of_month = (values[f"first_round_{part}"] for part in ("year", "month", "day"))
    assert str(first.deadline) == f"{year}-{of_year:02}-{of_month:02}"
    month, day = values["annual_deadline_month"], values["annual_deadline_day"]
    assert annual.yearly == f"{month:02}-{day:02}"
    assert annual.from_year == values["annual_deadline_first_year"]


def test_no_number_is_invented_for_nanchong() -> None:
    assert NANCHONG.numbering is None


OVERLAY = """format: 1
extends: nanchong
id: 示例县
title: 示例县政务信息化项目备案办理程序
source: {number: 示例县信办〔2024〕1号, issued: 2024-03-01}
changes:
  - path: /kinds/new/stages/dispatch/days
    value: 3
    reason: 资料由两个科室会签
    citation: 示例县信办〔2024〕1号第三条
  - path: /offices/5/name
    value: 县公安局
    reason: 机构名称
    citation: 示例县信办〔2024〕1号第二条
  - path: /rounds/1/yearly
    value: 07-31
    reason: 预算编制提前
    citation: 示例县信办〔2024〕1号第五条
  - path: /numbering
    value: 示例县信备〔{year}〕{serial:03}号
    reason: 本县没有备案平台，由本系统发号
    citation: 示例县信办〔2024〕1号第六条
"""


def pack(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "procedure.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_county_changes_offices_days_dates_and_numbers(tmp_path: Path) -> None:
    county = load(pack(tmp_path / "示例县", OVERLAY))
    day = date(2026, 3, 2)
    found = status(Kind.NEW, [submission(day)], day, county, china(), plan_year=2027)
    assert found.open[0].due is not None
    assert found.open[0].due.day == date(2026, 3, 5)
    assert found.deadlines[0].last == date(2026, 7, 31)
    assert county.office_name("police") == "县公安局"
    assert county.numbering is not None
    assert Numbering(county.numbering).write(2026, 7) == "示例县信备〔2026〕007号"
    assert NANCHONG.kinds[Kind.NEW].stages[Task.DISPATCH].days == 2


def test_what_an_overlay_changed_is_told_with_reason_and_citation(tmp_path: Path) -> None:
    county = load(pack(tmp_path / "示例县", OVERLAY))
    assert county.changes[0] == (
        "kinds/new/stages/dispatch/days：2 改为 3"
        "（资料由两个科室会签；依据示例县信办〔2024〕1号第三条）"
    )
    assert len(county.changes) == 4


def test_an_overlay_may_be_laid_over_an_overlay_beside_it(tmp_path: Path) -> None:
    pack(tmp_path / "示例县", OVERLAY)
    town = """format: 1
extends: 示例县
id: 示例镇
title: 示例镇办理程序
changes:
  - {path: /kinds/new/stages/dispatch/days, value: 4, reason: 路远, citation: 示例文件}
"""
    found = load(pack(tmp_path / "示例镇", town))
    assert found.kinds[Kind.NEW].stages[Task.DISPATCH].days == 4
    assert found.office_name("police") == "县公安局"
    assert len(found.changes) == 5


def test_a_pack_without_the_sheet_has_that_of_the_pack_it_extends(tmp_path: Path) -> None:
    folder = tmp_path / "示例县"
    folder.mkdir()
    header = "extends: {id: nanchong, version: 2026.1.0}\nid: 示例县\n"
    (folder / "pack.yaml").write_text(header, encoding="utf-8")
    assert load(folder) == NANCHONG


def change(path: str, value: str) -> str:
    head = OVERLAY.split("changes:")[0]
    lines = (f"  - path: {path}", f"    value: {value}", "    reason: 示例", "    citation: 示例")
    return "\n".join((head + "changes:", *lines, ""))


BROKEN = {
    "改一处没有的": (change("/kinds/new/stages/audit/days", "3"), "第 7 行：没有这一处可改"),
    "改列表之外": (change("/offices/99/name", "县公安局"), "没有这一处可改"),
    "改固定的项": (change("/format", "2"), "没有这一处可改"),
    "天数写成文字": (change("/kinds/new/stages/dispatch/days", "三天"), "第 8 行：“days”应为整数"),
    "天数为零": (change("/kinds/new/stages/dispatch/days", "0"), "数字太小（最小 1）"),
    "天数为负": (change("/kinds/new/stages/dispatch/days", "-3"), "数字太小"),
    "没有的日期": (change("/rounds/0/deadline", "2024-02-30"), "日期写得不对"),
    "每年的二月二十九日": (change("/rounds/1/yearly", "02-29"), "日期写得不对"),
    "不认识的部门": (
        change("/kinds/new/offices", "[government_office, 县教育局]"),
        "没有编号为“县教育局”的部门",
    ),
    "后果归不认识的部门": (change("/consequences/0/office", "nobody"), "没有编号为“nobody”的部门"),
    "部门看申报表里没有的项": (
        change("/offices/6/pointers", "[/funding/money]"),
        "申报表里没有这一项",
    ),
    "两个部门同名": (change("/offices/5/name", "市财政局"), "写了两次"),
    "没有初审部门": (change("/kinds/new/offices", "[]"), "至少要有一个初审部门"),
    "流程缺环节": (change("/kinds/ongoing/flow", "review"), "缺少环节“dispatch”"),
    "备案号样式没有序号": (change("/numbering", "示例县信备号"), "要有一处 {serial}"),
    "改动没有依据": (
        change("/numbering", "null").replace("    citation: 示例\n", ""),
        "要有且只有",
    ),
    "改动的理由是空的": (
        change("/numbering", "null").replace("reason: 示例", 'reason: " "'),
        "reason 没有填写",
    ),
    "覆盖文件多出一项": (OVERLAY + "offices: []\n", "没有“offices”这一项"),
    "键写了两次": (OVERLAY + "id: 又一县\n", "写了两次"),
    "覆盖一个没有的包": (OVERLAY.replace("extends: nanchong", "extends: 无此包"), "无法打开"),
    "覆盖自己": (OVERLAY.replace("extends: nanchong", "extends: 示例县"), "互相覆盖"),
    "用路径指向别处": (
        OVERLAY.replace("extends: nanchong", "extends: ../nanchong"),
        "应为规则包的编号",
    ),
    "既没有程序也没有说明覆盖谁": ("format: 1\n", "extends 应为规则包的编号"),
    "不是映射": ("- 1\n", "由“项: 内容”组成"),
    "空文件": ("", "文件是空的"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_sheet_is_refused_by_file_and_line(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(RulebookError) as caught:
        load(pack(tmp_path / "示例县", text))
    assert message in str(caught.value)


def test_a_sheet_missing_from_a_folder_says_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="办理程序文件无法打开"):
        load(tmp_path / "没有")


# 备案号

PATTERNS = {
    "没有序号": ("示例信备〔{year}〕号", "要有一处 {serial}"),
    "两处序号": ("{serial}信备{serial}号", "要有一处 {serial}"),
    "不认识的记号": ("示例〔{month}〕{serial}号", "不认识 {month}"),
    "宽度写错": ("示例{serial:4}号", "不认识 {serial:4}"),
    "两处年份": ("{year}示例{year}信{serial}号", "最多写一处"),
    "花括号不成对": ("示例{serial}号}", "没有成对"),
    "年份与序号相连": ("示例{year}{serial}号", "要用文字隔开"),
    "太长": ("示例" * 40 + "{serial}号", "压缩到 60 字以内"),
    "序号紧挨数字": ("示例1{serial}号", "要用文字隔开"),
    "可用": ("示例信备〔{year}〕{serial:04}号", ""),
    "不分年": ("示例备-{serial:06}", ""),
}


@pytest.mark.parametrize(("pattern", "fault"), PATTERNS.values(), ids=PATTERNS)
def test_a_pattern_is_checked(pattern: str, fault: str) -> None:
    found = check_pattern(pattern)
    assert fault in found
    assert bool(fault) == bool(found)


good = st.sampled_from(["示例信备〔{year}〕{serial:04}号", "示例备-{serial}", "{serial:03}/{year}"])


@given(good, st.integers(2000, 2100), st.integers(1, 99_999_999))
def test_a_number_written_is_read_back(pattern: str, year: int, serial: int) -> None:
    numbering = Numbering(pattern)
    number = numbering.write(year, serial)
    assert numbering.serial(year, number) == serial
    same_series = numbering.series(year) == numbering.series(year + 1)
    assert numbering.serial(year + 1, number) == (serial if same_series else None)


@given(good, st.text(max_size=20))
def test_only_numbers_of_the_pattern_are_read(pattern: str, text: str) -> None:
    read = Numbering(pattern).serial(2026, text)
    assert read is None or Numbering(pattern).write(2026, read) == text


def test_a_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="要有一处"):
        Numbering("示例信备〔{year}〕号")


OTHERS = [
    "示例信备〔2026〕7号",
    "示例信备〔2026〕00007号",
    "示例信备〔2026〕0000号",
    "示例信备〔２０２６〕0007号",
    "",
]


@pytest.mark.parametrize("number", OTHERS)
def test_another_spelling_is_no_number_of_the_pattern(number: str) -> None:
    assert Numbering("示例信备〔{year}〕{serial:04}号").serial(2026, number) is None
