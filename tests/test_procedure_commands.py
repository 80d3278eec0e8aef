"""beian deadlines and beian papers, as a user runs them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from compliance.calendar import china
from compliance.cli import main
from compliance.procedure import load, read_events
from compliance.procedure.inquiry import json_schema
from compliance.report.ics import Entry, calendar
from compliance.report.papers.row_height import height

jsonschema = pytest.importorskip("jsonschema")

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "procedure"
FILING = ROOT / "examples" / "filings" / "01-new-pass.json"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, output, errors."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    told = capsys.readouterr()
    return int(str(left.value.code)), told.out, told.err


def test_a_filing_just_submitted(capsys: pytest.CaptureFixture[str]) -> None:
    code, text, _ = run(
        capsys, "deadlines", "--kind", "新建", "--submitted", "2026-09-24", "--on", "2026-09-25"
    )
    assert code == 0
    assert "办理状态：待分派" in text
    assert "领导小组办公室：分派资料，2026-09-24（周四）起，到期日 2026-09-29（周二）" in text
    assert "各初审部门：专家论证并提交初审意见，不晚于 2026-10-12（周一）" in text
    assert "集中审查，无法推算（时限通知未规定）" in text
    assert "赶得上的最早是 2028 年度的截止日" in text


def test_the_example_course_from_return_to_resubmission(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, text, _ = run(
        capsys, "deadlines", "--kind", "新建", "--events", EXAMPLES / "events.csv",
        "--year", "2027", "--on", "2026-07-21",
    )  # fmt: skip
    assert code == 0
    assert "办理状态：待分派（第 2 次提交）" in text
    assert "拟定级依据不足" in text
    assert "年度备案（2027年度）：2026-08-30（周日），须在此日前提交，已按期" in text
    assert "市公安局：专家论证并提交初审意见" in text


def test_the_answer_as_json_is_as_its_schema_says(capsys: pytest.CaptureFixture[str]) -> None:
    code, text, _ = run(
        capsys, "deadlines", "--kind", "新建", "--events", EXAMPLES / "events.csv",
        "--on", "2026-07-21", "--format", "json",
    )  # fmt: skip
    answer = json.loads(text)
    jsonschema.Draft202012Validator(json_schema()).validate(answer)
    assert code == 0
    assert answer["state"] == "dispatching"
    assert answer["open"][0]["due"] == {"day": "2026-07-22", "provisional": False}


def test_the_calendar_file_is_of_the_form_of_rfc_5545(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "到期.ics"
    code, _, told = run(
        capsys, "deadlines", "--kind", "新建", "--submitted", "2026-07-20", "--year", "2027",
        "--on", "2026-07-21", "--ics", file,
    )  # fmt: skip
    lines = file.read_bytes().split(b"\r\n")
    assert code == 0
    assert "已写入日历文件" in told
    assert (lines[0], lines[-2:]) == (b"BEGIN:VCALENDAR", [b"END:VCALENDAR", b""])
    assert b"DTSTART;VALUE=DATE:20260722" in lines
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75


def test_a_long_line_is_folded_between_characters_and_marks_are_escaped() -> None:
    day = china().sources[-1][1].issued
    text = "示例；一,二;三\\四\n" + "很长的说明" * 30
    file = calendar([Entry(day, text, "")], day)
    unfolded = file.replace(b"\r\n ", b"").decode()
    assert max(map(len, file.split(b"\r\n"))) <= 75
    assert "SUMMARY:示例；一\\,二\\;三\\\\四\\n很长的说明" in unfolded


def test_a_new_years_table_makes_the_answer_firm(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("deadlines", "--kind", "已建", "--submitted", "2026-12-18", "--on", "2026-12-18")
    _, before, _ = run(capsys, *asked)
    _, after, _ = run(capsys, *asked, "--calendar", EXAMPLES / "calendar-2027.json")
    assert "到期日 2027-01-08（周五），暂定" in before
    assert "到期日 2027-01-11（周一）" in after
    assert "暂定" not in after


def test_a_county_answers_by_its_own_days(capsys: pytest.CaptureFixture[str]) -> None:
    _, text, _ = run(
        capsys, "deadlines", "--kind", "新建", "--submitted", "2026-07-20", "--year", "2027",
        "--on", "2026-07-21", "--pack", EXAMPLES / "shili-county",
    )  # fmt: skip
    assert "县领导小组办公室：分派资料，2026-07-20（周一）起，到期日 2026-07-23（周四）" in text
    assert "2026-07-31（周五），须在此日前提交，已按期" in text
    assert "分派（市政府办、市委网信办、市财政局）" in text
    assert len(load(EXAMPLES / "shili-county").changes) == 6


def test_a_calendar_file_that_cannot_be_written_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, _, told = run(
        capsys, "deadlines", "--kind", "新建", "--submitted", "2026-07-20", "--on", "2026-07-21",
        "--ics", tmp_path,
    )  # fmt: skip
    assert (code, "无法写入" in told) == (4, True)


USAGE = {
    "没有的种类": (("--kind", "旧建"), "没有“旧建”这一种类"),
    "日期写法": (("--kind", "新建", "--submitted", "2026/9/24"), "写成 2026-09-24 的形式"),
    "没有给种类": ((), "缺少参数"),
}


@pytest.mark.parametrize(("arguments", "message"), USAGE.values(), ids=USAGE)
def test_wrong_usage(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    code, _, told = run(capsys, "deadlines", *arguments)
    assert code == 2
    assert message in told


UNREADABLE = {
    "提交在今天之后": (("--submitted", "2026-12-01"), "还没有发生"),
    "提交在通知之前": (("--submitted", "2023-09-01"), "早于通知印发日"),
    "没有这个事件文件": (("--events", "没有.csv"), "没有.csv：事件文件无法打开"),
    "没有这个日历": (("--calendar", "没有.json"), "日历文件无法打开"),
    "没有这个规则包": (("--pack", "./没有"), "办理程序文件无法打开"),
    "提交日期写了两个": (
        ("--submitted", "2026-06-19", "--events", str(EXAMPLES / "events.csv")),
        "提交日期写了两个",
    ),
}


@pytest.mark.parametrize(("arguments", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_bad_input_is_told_and_exits_with_4(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    code, out, told = run(capsys, "deadlines", "--kind", "新建", "--on", "2026-11-25", *arguments)
    assert (code, out) == (4, "")
    assert message in told


def test_the_example_events_are_read() -> None:
    assert len(read_events((EXAMPLES / "events.csv").read_bytes(), "events.csv")) == 16


# beian papers

pytest.importorskip("docx", reason="未装 reports 附加依赖，文书命令未测")


def papers(
    capsys: pytest.CaptureFixture[str], name: str, *arguments: object
) -> tuple[int, str, str]:
    return run(capsys, "papers", name, *arguments, "--on", "2026-07-21")


def test_opinion_sheets_one_for_each_office(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, _, _ = papers(
        capsys, "opinion", FILING, "--events", EXAMPLES / "events.csv", "-o", tmp_path
    )
    names = {file.name.removeprefix("01-new-pass-初审意见表-") for file in tmp_path.iterdir()}
    assert code == 0
    assert names == {
        f"{office}.docx"
        for office in (
            "市政府办", "市委网信办", "市密码管理局", "市公安局", "市财政局", "领导小组办公室",
        )
    }  # fmt: skip


def test_one_opinion_sheet_into_one_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "新文件夹" / "一.docx"
    code, told, _ = papers(capsys, "opinion", FILING, "--office", "公安局", "-o", file)
    assert code == 0
    assert "已写入" in told
    assert file.read_bytes().startswith(b"PK")


WRITTEN = {
    "备案登记表": ("registration", (), "表.docx"),
    "送审清单表": ("review-list", (), "表.xlsx"),
    "只列待集中审查的": ("review-list", ("--listed",), "表.xlsx"),
    "年度清单": ("annual-list", ("--year", "2027"), "表.xlsx"),
    "情况通报": ("bulletin", ("--signed", "2026-07-21"), "表.docx"),
    "既有系统条目": ("registry", (), "表.jsonl"),
}


@pytest.mark.parametrize(("name", "more", "file"), WRITTEN.values(), ids=WRITTEN)
def test_every_other_paper_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, more: tuple[str, ...], file: str
) -> None:
    code, told, _ = papers(capsys, name, FILING, *more, "-o", tmp_path / file)
    assert code == 0
    assert "已写入" in told
    assert (tmp_path / file).is_file()


def test_no_return_notice_without_a_reason(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    registry = ROOT / "examples" / "registry.csv"
    file = tmp_path / "退回.docx"
    code, _, told = papers(capsys, "return", FILING, "--registry", registry, "-o", file)
    assert code == 4
    assert "没有退回的理由" in told
    assert not file.exists()


def test_a_list_is_written_whole_or_not_at_all(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    broken = tmp_path / "坏.json"
    broken.write_text("{", encoding="utf-8")
    code, _, told = papers(capsys, "review-list", FILING, broken, "-o", tmp_path / "表.xlsx")
    assert code == 4
    assert "坏.json" in told
    assert not (tmp_path / "表.xlsx").exists()


def test_a_blank_is_taken_out_and_put_back(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    own, file = tmp_path / "本单位.docx", tmp_path / "表.docx"
    assert run(capsys, "papers", "template", "registration", "-o", own)[0] == 0
    assert papers(capsys, "registration", FILING, "--template", own, "-o", file)[0] == 0
    assert file.is_file()


def test_without_the_extra_the_command_says_what_to_install(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['docx'] = None\n"
        "from compliance.cli import main; main(['papers', 'template', 'return', '-o', '一.docx'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )
    assert (done.returncode, "[reports]" in done.stderr) == (2, True)
    assert not list(tmp_path.iterdir())


def test_unknown_names_are_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, told = run(capsys, "papers", "template", "批文", "-o", tmp_path / "一")
    assert (code, "可用：report、opinion" in told) == (2, True)
    code, _, told = papers(capsys, "opinion", FILING, "--office", "市教育局", "-o", tmp_path / "一")
    assert (code, "不认识“市教育局”" in told) == (2, True)


def test_a_row_is_high_enough_for_its_longest_cell() -> None:
    assert height([("一", 10)]) < height([("一" * 40, 10)]) <= height([("一" * 9999, 10)]) <= 409
