"""The rulebook explained, traced, compared, replayed and written out."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from compliance import Registry, load, read_filing
from compliance.authoring.cases import read_book
from compliance.authoring.diff import diff
from compliance.authoring.explain import as_text, explain
from compliance.authoring.reference import reference
from compliance.authoring.replay import Setting, replay
from compliance.authoring.show import shown
from compliance.authoring.trace import as_markdown, trace, uncovered
from compliance.filing import Dossier
from compliance.procedure import Procedure
from compliance.procedure import load as load_procedure
from compliance.report.handbook import handbook
from compliance.rulebook import RulePack

ROOT = Path(__file__).parents[1]
PACK = load()
COUNTY = load("example-county")
BOOK = read_book(PACK, "nanchong")
REGISTRY = Registry.load(ROOT / "examples/registry.csv", as_of=date(2026, 6, 1))
DAY = date(2026, 6, 18)


def example(number: str) -> Dossier:
    (file,) = (ROOT / "examples/filings").glob(f"{number}-*.json")
    return Dossier(read_filing(file.read_bytes()))


def explained(rule: str, number: str, day: date = DAY, pack: RulePack = PACK) -> str:
    found = pack.rule(rule)
    assert found is not None
    told, why = explain(pack, found, example(number), day, REGISTRY)
    return as_text(pack, found, told, why, day)


EXPLAINED = {
    "触发的，说出每个条件的真假、事实和位置": (
        "C7.source",
        "15",
        ("本申报：退回", "[真] “资金已落实”为否——否，见 /funding/secured", "会说：资金没有落实"),
    ),
    "没触发的，说出是哪个条件不成立": (
        "C7.source",
        "01",
        ("不触发（通过）", "[假] “资金已落实”为否——是", "没有触发：退回，当"),
    ),
    "不适用的，说出卡在哪里": (
        "C7.budget",
        "04",
        ("没有问本条：本申报是续运维，本条只问新建、在建、已建",),
    ),
    "草稿没填的，说是不明": ("C7.source", "34", ("无法判断", "[不明]", "尚未填写")),
    "没到施行日的，说没有问": (
        "C2.exchange",
        "29",
        ("没有问本条：2024-01-01 不在施行期（自 2025-08-01 起）",),
    ),
    "本类项目不审的，说没有问": ("C3.done", "02", ("没有问本条：本类项目不审这一项",)),
    "逐份资料各说各的": (
        "C1.materials.new",
        "07",
        ("初步设计方案（preliminary_design）：退回", "（feasibility）：不触发（通过）"),
    ),
    "参数带着当天的值": ("C7.sum", "01", ("（100元）",)),
    "条款与引文在前": ("C7.source", "15", ("二（七）：“政务信息化项目应落实资金或者明确资金来源",)),
    "没有可逐一问的，说没有": ("C2.unified", "35", ("没有可问的建设内容",)),
}


@pytest.mark.parametrize(("rule", "number", "says"), EXPLAINED.values(), ids=EXPLAINED)
def test_explained(rule: str, number: str, says: tuple[str, ...]) -> None:
    told = explained(rule, number, date(2024, 1, 1) if number == "29" else DAY)
    for part in says:
        assert part in told


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_every_rule_can_be_shown_and_explained(rule: object) -> None:
    told = shown(rule, PACK, DAY)  # type: ignore[arg-type]
    assert "{" not in told
    assert "None" not in told
    parts, why = explain(PACK, rule, example("01"), DAY, REGISTRY)  # type: ignore[arg-type]
    assert parts or why


def test_every_sentence_of_the_notice_is_traced() -> None:
    rows = trace(PACK, BOOK)
    assert [row.text for row in rows if not row.covered] == []
    assert uncovered(PACK) == ()
    assert len({(row.clause, row.text) for row in rows}) >= len(PACK.clauses) - 5
    assert {row.rule for row in rows if row.rule} == {rule.id for rule in PACK.rules}
    assert all(row.count >= 3 for row in rows if row.rule)


def test_the_trace_names_parameters_and_cases() -> None:
    (row,) = (row for row in trace(PACK, BOOK) if row.rule == "C7.sum")
    assert row.parameters == "“来源合计与总投资允许的差额”（100元）"
    assert "差额多出一分" in row.cases
    assert f"| {row.count} |" in as_markdown(PACK, (row,))


def test_the_trace_as_xlsx_has_the_same_cells() -> None:
    calamine = pytest.importorskip("python_calamine")
    pytest.importorskip("xlsxwriter")
    from compliance.report.trace_xlsx import trace_xlsx

    rows = trace(PACK, BOOK)
    book = calamine.CalamineWorkbook.from_filelike(BytesIO(trace_xlsx(rows)))
    read = book.get_sheet_by_index(0).to_python()
    assert len(read) == len(rows) + 1
    assert read[0][0] == "条款"
    assert [line[3] for line in read[1:]] == [row.rule for row in rows]


def test_a_pack_does_not_differ_from_itself() -> None:
    assert diff(PACK, PACK) == ()
    assert diff(PACK, PACK, DAY, DAY) == ()


def test_between_two_days_the_rules_that_come_into_force_are_told() -> None:
    lines = diff(PACK, PACK, date(2025, 7, 31), date(2025, 8, 1))
    assert "规则 C2.exchange（不新建数据共享交换系统）：开始施行，最重请人核实" in lines
    assert all("开始施行" in line for line in lines)
    back = diff(PACK, PACK, date(2025, 8, 1), date(2025, 7, 31))
    assert "规则 C2.exchange（不新建数据共享交换系统）：不再施行" in back


def test_between_city_and_county_every_change_is_told_in_words() -> None:
    lines = diff(PACK, COUNTY, DAY, DAY)
    for line in (
        "规则包：nanchong 2026.1.0 → example-county 2026.1.0",
        "规则 X.scope.level（县级单位）：新增，最重请人核实",
        "规则 G.scope.level（市级单位）：删去",
        "规则 C4.closed 的轻重：请人核实 → 提示",
        "参数“网络日志留存”：180 天 → 365 天",
        "审查部门 police：市公安局 → 示例县公安局",
    ):
        assert line in lines


def test_the_same_filing_under_another_day_says_what_would_change() -> None:
    dossier = example("29")
    submitted = dossier.filing.dates.submitted
    assert submitted is not None
    done = replay(dossier, REGISTRY, Setting(PACK, submitted), Setting(PACK, DAY))
    told = "\n".join(done.changes)
    assert "结论：" in told
    assert "二（四） 共建共享：通过 → 需核实" in told
    assert "（2026-06-18 已施行）" in told


def test_the_same_filing_under_the_same_rules_changes_nothing() -> None:
    same = Setting(PACK, DAY)
    assert replay(example("01"), REGISTRY, same, same).changes == ()


def test_the_same_filing_under_the_countys_pack() -> None:
    done = replay(example("36"), REGISTRY, Setting(PACK, DAY), Setting(COUNTY, DAY))
    assert (done.was.scope, done.now.scope) == ("out", "in")
    assert any(
        line.startswith("规则 X.scope.level（县级单位）：没有这条规则") for line in done.changes
    )


@pytest.mark.parametrize("pack", [PACK, COUNTY], ids=lambda pack: pack.id)
def test_the_generated_reference_is_current(pack: RulePack) -> None:
    file = ROOT / "rules" / pack.id / "RULES.md"
    current = file.read_text("utf-8") == handbook(pack, load_procedure(pack.id))
    assert current, f"重新生成：beian rules reference --pack {pack.id} -o rules/{pack.id}/RULES.md"


def test_the_reference_says_every_field_and_parameter_with_its_meaning() -> None:
    told = handbook(PACK, load_procedure())
    names = [*PACK.parameters, *PACK.fields]
    rows = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", told, re.MULTILINE))
    assert [name for name in names if name not in rows] == []
    fields = [item for part in _parts() for item in part["properties"].items()]
    assert len(fields) > 50
    for name, field in fields:
        assert re.search("[一-鿿]", field["title"]), name
        assert f"| `{name}` | {field['title']} |" in told or name == "changes"
    assert rows["/kinds/new/stages/dispatch/days"].strip() == "2"
    assert rows["/numbering"].strip() == "null"


def _parts() -> list[dict[str, Any]]:
    schema = Procedure.model_json_schema()
    return [part for part in (schema, *schema["$defs"].values()) if "properties" in part]


def test_the_reference_says_every_rule_with_its_clause_and_mend() -> None:
    told = reference(PACK)
    for rule in PACK.rules:
        assert f"### {rule.title}\n" in told
        assert f"`{rule.id}`" in told
        assert rule.cite.quote in told
    assert "{" not in told
