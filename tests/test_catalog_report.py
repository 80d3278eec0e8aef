"""目录检查的结果: words, folds, text, JSON, the annotated copy, the blank sheet, the command."""

import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.catalog import (
    CatalogProblem,
    FileCheck,
    Level,
    ProblemCode,
    Profile,
    Terms,
    check_file,
    fold_alike,
    level_of,
    ranges,
    read_catalog,
    say,
)
from compliance.catalog.message import read_messages
from compliance.cli import main
from compliance.errors import CatalogError
from compliance.report.catalog_blank import catalog_blank
from compliance.report.catalog_copy import annotated_copy
from compliance.report.catalog_json import catalog_json
from compliance.report.catalog_text import catalog_text
from compliance.sheets import Grid, read_workbook
from tests.test_catalog import WORDS
from tests.test_catalog_sheets import GOOD, HEAD, NEXT
from tests.workbooks import OutSheet, table, three_row_header, workbook

DAY = date(2026, 3, 2)


def checked(content: bytes, name: str = "目录.xlsx", **terms: Any) -> FileCheck:  # noqa: ANN401
    return check_file(read_catalog(name, content), Terms(WORDS, on=DAY, **terms))


def of_rows(*rows: tuple[object, ...]) -> FileCheck:
    return checked(workbook(("目录", table(HEAD, *rows))))


THREE_ROWS = workbook(("产生清单", three_row_header))


def test_every_code_has_a_message_and_every_message_can_be_said() -> None:
    assert set(read_messages().messages) == set(ProblemCode)
    for code in ProblemCode:
        said = say(CatalogProblem(code, 0, "name", "信息资源名称", "甲", "", 0, "乙", 3))
        assert said.what
        assert said.mend
        assert not re.search(r"[{}]", said.what + said.mend)


def test_a_text_of_the_reader_in_braces_is_shown_as_it_is() -> None:
    problem = CatalogProblem(
        ProblemCode.PERIOD_UNKNOWN, 0, "update_period", "更新时限", "{how}", ""
    )
    assert "“{how}”" in say(problem).what


@pytest.mark.parametrize(
    ("day", "level"),
    [(None, Level.INFO), (date(2025, 7, 31), Level.INFO), (date(2025, 8, 1), Level.REVIEW)],
)
def test_a_local_basis_asks_a_person_from_the_day_of_the_new_regulation(
    day: date | None, level: Level
) -> None:
    for code in (
        ProblemCode.BASIS_LOCAL_REGULATION,
        ProblemCode.BASIS_PROVINCIAL_POLICY,
        ProblemCode.BASIS_STATE_POLICY,
    ):
        assert level_of(code, day) is level


PROBLEMS = st.builds(
    CatalogProblem,
    st.sampled_from(ProblemCode),
    st.integers(0, 50),
    st.sampled_from(["name", "format", "items"]),
    *[st.just("")] * 3,
)


@given(st.lists(PROBLEMS))
def test_folding_loses_nothing_and_puts_only_like_together(problems: list[CatalogProblem]) -> None:
    folds = fold_alike(problems)
    assert sorted(map(str, problems)) == sorted(str(p) for fold in folds for p in fold.problems)
    assert len({(fold.code, fold.key) for fold in folds}) == len(folds)
    assert all(p.code is fold.code and p.key == fold.key for fold in folds for p in fold.problems)


@given(st.sets(st.integers(1, 80), min_size=1))
def test_ranges_name_every_number_once(numbers: set[int]) -> None:
    said = re.findall(r"(\d+)(?:–(\d+))?", ranges(numbers, most=80))
    read = [n for first, last in said for n in range(int(first), int(last or first) + 1)]
    assert read == sorted(numbers)


def test_like_findings_are_one_line_that_can_be_counted() -> None:
    late = [
        (n, f"示例信息{n}号", *GOOD[2:6], "" if n > 2 else "每日", *GOOD[7:]) for n in range(1, 41)
    ]
    text = catalog_text(of_rows(*late))
    assert "1. 第 4–41 行，共 38 处：没有填写“更新时限”\n   怎么改：写多久更新一次" in text
    assert "依据：南信办〔2023〕1号二（五）" in text
    assert "必须改 38 处" in text


def test_findings_that_differ_are_told_one_by_one_and_the_rest_counted() -> None:
    rows = [(n, f"示例信息{n}号", *GOOD[2:6], f"怪{n}", *GOOD[7:]) for n in range(1, 6)]
    text = catalog_text(of_rows(*rows))
    assert "全部 5 条，共 5 处" in text
    assert "逐处：目录!G2“怪1”；目录!G3“怪2”；目录!G4“怪3”；另有 2 处" in text


def test_a_column_that_is_not_there_is_said_to_be_missing_as_such() -> None:
    check = checked(workbook(("目录", table(HEAD[:6] + HEAD[7:], GOOD[:6] + GOOD[7:]))))
    assert "没有填写“更新时限”（表头里没有这一栏）" in catalog_text(check)


def test_a_good_catalogue_says_so() -> None:
    check = of_rows(GOOD, NEXT)
    assert "读到 2 条，按通知的八项检查，检查日期 2026-03-02\n没有发现问题。" in catalog_text(check)
    assert check.outcome is None


def test_what_the_plan_promises_stands_under_the_whole_catalogue() -> None:
    check = checked(workbook(("目录", table(HEAD, GOOD))), promised=("闸门开度数据",))
    assert "1. 整个目录：技术方案提到的“闸门开度数据”，目录里没有对应的条目" in catalog_text(check)


def test_json_has_every_problem_with_its_cell_and_pointer() -> None:
    report = json.loads(json.dumps(catalog_json(checked(THREE_ROWS))))
    assert report["outcome"] == "return"
    assert report["counts"] == {"return": 1, "review": 2, "info": 0}
    found = {f["code"]: f for f in report["findings"]}
    assert found["period_unknown"]["problems"][0]["place"] == "产生清单!M6"
    assert found["item_type_unknown"]["problems"][0]["pointer"] == "/0/属性/1"
    assert found["basis_not_law"]["clause"] == "二（四）"
    assert report["changes"] == [
        {
            "row": 0,
            "key": "update_period",
            "before": "每年一次",
            "after": "每年",
            "place": "产生清单!M4",
        }
    ]


def notes_in(content: bytes) -> dict[str, str]:
    """The notes of every sheet by cell."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        texts = [parts.read(n).decode() for n in parts.namelist() if "comments" in n]
    found = re.findall(r'<comment ref="([A-Z0-9]+)".*?</comment>', "".join(texts), re.S)
    bodies = re.findall(r"<comment .*?</comment>", "".join(texts), re.S)
    plain = ["".join(re.findall(r"<t[^>]*>(.*?)</t>", body, re.S)) for body in bodies]
    return dict(zip(found, plain, strict=True))


def test_the_annotated_copy_has_the_sheet_as_it_was_and_notes_on_what_is_wrong() -> None:
    copy = annotated_copy(checked(THREE_ROWS))
    (original,) = read_workbook(THREE_ROWS)
    findings, sheet = read_workbook(copy)
    assert sheet.rows == original.rows
    assert set(sheet.merges) == set(original.merges)
    assert sheet.widths == original.widths
    notes = notes_in(copy)
    assert set(notes) == {"F5", "M6", "J6", "M4"}
    assert "【必须改】不予共享的依据“涉及敏感”不是法律法规" in notes["J6"]
    assert "怎么改：" in notes["J6"]
    assert [row[:4] for row in findings.rows] == [
        ("序号", "程度", "位置", "栏目"),
        (1, "请核对", "产生清单!F5", "属性"),
        (2, "请核对", "产生清单!M6", "更新时限"),
        (
            3,
            "必须改",
            "产生清单!J6",
            "共享条件",
        ),
        (4, "提示", "产生清单!M4", "更新时限"),
    ]
    assert findings.rows[4][6] == "每年"


def test_the_links_of_the_findings_lead_to_the_cells() -> None:
    with zipfile.ZipFile(io.BytesIO(annotated_copy(checked(THREE_ROWS)))) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "location=\"'产生清单'!M6\"" in xml


def test_texts_that_look_like_formulas_or_links_stay_texts() -> None:
    evil = (
        1,
        '=HYPERLINK("http://示例")',
        "部门/水利",
        "@示例市水务局",
        "xlsx",
        "+库名",
        "怪",
        *GOOD[7:],
    )
    copy = annotated_copy(checked(_texts(HEAD, evil)))
    with zipfile.ZipFile(io.BytesIO(copy)) as parts:
        sheets = "".join(parts.read(n).decode() for n in parts.namelist() if "worksheets/s" in n)
        relations = "".join(parts.read(n).decode() for n in parts.namelist() if n.endswith(".rels"))
    assert "<f>" not in sheets
    assert "External" not in relations
    assert read_workbook(copy)[1].at(1, 1) == evil[1]


def _texts(*rows: tuple[object, ...]) -> bytes:
    def fill(sheet: OutSheet) -> None:
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write_string(number, column, str(value))

    return workbook(("目录", fill))


NAMES = ["检查发现", "a" * 31, "It's", "一'二", "目录 (2)", "Sheet1"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_a_sheet_has_can_be_copied(name: str) -> None:
    copy = annotated_copy(checked(workbook((name, table(HEAD, (*GOOD[:6], "怪", *GOOD[7:]))))))
    sheets = read_workbook(copy)
    assert len({sheet.name.lower() for sheet in sheets}) == 2
    assert sheets[1].at(1, 1) == GOOD[1]


def test_csv_is_annotated_as_a_workbook_and_json_is_not() -> None:
    lines = "\n".join(",".join(map(str, row)) for row in (HEAD, (*GOOD[:6], "怪", *GOOD[7:])))
    assert "G2" in notes_in(annotated_copy(checked(lines.encode(), "目录.csv")))
    with pytest.raises(CatalogError, match="不是表格"):
        annotated_copy(checked(b'[{"name": "a"}]', "a.json"))


def test_the_same_check_gives_the_same_copy() -> None:
    assert annotated_copy(checked(THREE_ROWS)) == annotated_copy(checked(THREE_ROWS))


def test_the_blank_sheet_is_one_this_reads_and_its_example_passes_every_profile() -> None:
    blank = catalog_blank()
    with pytest.raises(CatalogError, match="没有条目"):
        read_catalog("空白.xlsx", blank)
    sheet = read_workbook(blank)[0]
    assert isinstance(sheet, Grid)
    filled = {
        "序号": 1,
        "信息资源名称": "示例市水库水位信息",
        "信息资源代码": "307021022100/000009",
        "分类": "部门信息资源/示例市水务局/水文监测",
        "责任方": "示例市水务局",
        "责任方代码": "11999900MB0000001K",
        "信息资源摘要": "各水库逐日水位。",
        "格式": "电子表格/xlsx",
        "信息项名称": "水位",
        "数据类型": "数值型",
        "数据长度": "8,2",
        "更新时限": "每日",
        "共享类型": "有条件共享",
        "共享方式": "共享平台",
        "使用要求": "用于防汛",
        "是否向社会开放": "否",
        "发布日期": "2026-03-01",
    }
    head = [str(cell) for cell in sheet.rows[0]]
    assert set(filled) <= {title.partition("（")[0] for title in head}
    row = tuple(filled.get(title.partition("（")[0], "") for title in head)
    for profile in Profile:
        check = checked(workbook(("目录", table(head, row))), profile=profile)
        assert check.inspection.problems == ()


def test_the_blank_sheet_offers_the_code_lists() -> None:
    with zipfile.ZipFile(io.BytesIO(catalog_blank())) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert xml.count("<dataValidation ") == 6
    assert "代码表!$B$2:$B$4" in xml


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


def test_the_command_tells_by_its_exit_code_and_leaves_the_file_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, good, copy = tmp_path / "坏.xlsx", tmp_path / "好.xlsx", tmp_path / "批注.xlsx"
    bad.write_bytes(THREE_ROWS)
    good.write_bytes(workbook(("目录", table(HEAD, GOOD))))
    assert run("catalog", "check", str(bad), "--annotate", str(copy), "--on", "2026-03-02") == 1
    assert bad.read_bytes() == THREE_ROWS
    assert len(read_workbook(copy.read_bytes())) == 2
    assert run("catalog", "check", str(good)) == 0
    assert re.search(r"检查日期 \d{4}-\d\d-\d\d\n没有发现问题", capsys.readouterr().out)
    assert run("catalog", "check", str(bad), "--format", "json") == 1
    assert json.loads(capsys.readouterr().out)["file"] == "坏.xlsx"
    assert run("catalog", "check", str(tmp_path / "没有.xlsx")) == 4
    assert "找不到这个文件" in capsys.readouterr().err
    assert run("catalog", "check", str(bad), "--annotate", str(bad)) == 4
    assert bad.read_bytes() == THREE_ROWS
    assert run("catalog", "check", str(bad), "--on", "三月") == 2


def test_the_command_checks_against_the_lists_it_is_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, duties, plan = tmp_path / "好.xlsx", tmp_path / "责任清单.xlsx", tmp_path / "方案.txt"
    good.write_bytes(workbook(("目录", table(HEAD, GOOD))))
    names = (("序号", "信息资源名称"), (1, "水库水位数据"), (2, "闸门开度数据"))
    duties.write_bytes(workbook(("清单", table(("责任清单",), *names))))
    plan.write_text("水库水位\n泄洪记录\n", "utf-8")
    assert run("catalog", "check", str(good), "--duties", str(duties), "--promised", str(plan)) == 3
    said = capsys.readouterr().out
    assert "数据共享责任清单里的“闸门开度数据”，目录里没有对应的条目" in said
    assert "技术方案提到的“泄洪记录”，目录里没有对应的条目" in said
    assert "请核对 2 处。" in said
    plan.write_bytes(b"")
    assert run("catalog", "check", str(good), "--promised", str(plan)) == 4
    assert "清单里没有内容" in capsys.readouterr().err
    assert run("catalog", "check", str(good), "--pack", "没有这个包") == 2


def test_the_blank_sheet_is_written_once_and_never_over_a_file(tmp_path: Path) -> None:
    path = tmp_path / "空白.xlsx"
    assert run("template", "catalog", "-o", str(path)) == 0
    written = path.read_bytes()
    assert run("template", "catalog", "-o", str(path)) == 2
    assert path.read_bytes() == written
