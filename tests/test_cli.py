"""The command as a user runs it: what it prints, where, and with which exit code."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILINGS = ROOT / "examples" / "filings"
REGISTRY = str(ROOT / "examples" / "registry.csv")
PASS = str(FILINGS / "01-new-pass.json")
RETURN = str(FILINGS / "07-new-return-materials.json")
REVIEW = str(FILINGS / "16-new-review-platform-unregistered.json")


def beian(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "compliance", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_a_returned_filing_is_told_with_reason_place_mend_and_clause() -> None:
    done = beian("check", RETURN, "-r", REGISTRY)
    assert done.returncode == 1
    assert "预检结论：建议退回" in done.stdout
    for told in ("缺少初步设计方案", "位置：", "怎么改：", "依据：", "南信办〔2023〕1号 三（二）1"):
        assert told in done.stdout
    assert "\x1b" not in done.stdout


def test_the_readme_shows_what_is_printed() -> None:
    """Line by line in order; a line of … stands for some that are left out."""
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = readme.partition("```text\n")[2].partition("```")[0].splitlines()
    command = re.search(r"beian (check .*)", readme)
    assert command is not None
    printed = iter(beian(*command[1].split()).stdout.splitlines())
    assert [line for line in shown if line.strip() != "…" and line not in printed] == []


def test_every_line_fits_eighty_columns() -> None:
    from compliance.report.columns import width

    every = sorted(str(path) for path in FILINGS.glob("*.json"))
    done = beian("check", *every, "-r", REGISTRY, "--on", "2026-03-02")
    assert len(done.stdout.splitlines()) > 500
    assert [line for line in done.stdout.splitlines() if width(line) > 80] == []


CODES = {
    "通过": ((PASS,), 0),
    "退回": ((RETURN,), 1),
    "需核实": ((REVIEW,), 3),
    "几份里有退回": ((PASS, RETURN, REVIEW), 1),
    "几份里有读不了的": ((RETURN, "no-such.json"), 4),
}


@pytest.mark.parametrize(("paths", "code"), CODES.values(), ids=CODES)
def test_the_exit_code_is_the_worst_of_all(paths: tuple[str, ...], code: int) -> None:
    assert beian("check", *paths, "-r", REGISTRY).returncode == code


USAGE = {
    "没有参数": ((), "缺少参数"),
    "没有的格式": (("--format", "xml", PASS), "只能是：text、json"),
    "没有这个选项": (("--foo", PASS), "没有这个选项：--foo"),
    "日期不对": ((PASS, "--on", "2026-02-30"), "日期写成 2026-03-02 的形式"),
    "没有这个规则包": ((PASS, "--pack", "nowhere"), "没有名为“nowhere”的规则包"),
    "清单不存在": ((PASS, "-r", "none.csv"), "none.csv：找不到这个文件"),
    "豁免不存在": ((PASS, "--waivers", "none.json"), "豁免文件无法打开"),
}


@pytest.mark.parametrize(("arguments", "told"), USAGE.values(), ids=USAGE)
def test_wrong_usage_is_told_in_chinese(arguments: tuple[str, ...], told: str) -> None:
    done = beian("check", *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""


def test_what_a_number_may_be_is_told_in_chinese() -> None:
    for given, said in (("0", "应为 1 至 1000 的整数"), ("几个", "应为 1 至 1000 的整数")):
        done = beian("similar", "停车", "-r", REGISTRY, "-k", given)
        assert (done.returncode, said in done.stderr) == (2, True)


def test_the_day_of_a_list_counts_for_a_saved_index_too(tmp_path: Path) -> None:
    saved = str(tmp_path / "systems.index")
    assert beian("registry", "index", REGISTRY, "-o", saved).returncode == 0
    for given in (REGISTRY, saved):
        done = beian("check", PASS, "-r", given, "--registry-date", "2020-01-01")
        assert (done.returncode, "已过有效期" in done.stdout) == (3, True)


def test_a_column_of_a_list_that_is_not_known_is_told_by_a_check(tmp_path: Path) -> None:
    listed = tmp_path / "清单.csv"
    listed.write_text("系统编号,系统名称,干什么用\nA,示例水库监测系统,水位\n", encoding="utf-8")
    done = beian("check", PASS, "-r", str(listed))
    assert "清单：第 2 行“干什么用”：没有这一列，内容未采用" in done.stderr


def test_rows_left_out_of_a_list_ask_a_person_from_its_saved_index_too(tmp_path: Path) -> None:
    listed, saved = tmp_path / "清单.csv", str(tmp_path / "systems.index")
    listed.write_text(Path(REGISTRY).read_text("utf-8") + ",没有编号\n", encoding="utf-8")
    assert beian("registry", "index", str(listed), "-o", saved).returncode == 0
    told = [beian("check", PASS, "-r", given, "--format", "json") for given in (str(listed), saved)]
    assert [done.returncode for done in told] == [3, 3]
    assert told[0].stdout == told[1].stdout


UNREADABLE = {
    "不是 JSON": (b"{", "不是合格的 JSON"),
    "空文件": (b"", "内容是空的"),
    "不是 UTF-8": ("{}中".encode("gb18030"), "不是 UTF-8 编码"),
    "嵌套太深": (b"[" * 100_000, "嵌套超过"),
    "没有的项": (b'{"foo": 1}', "申报表里没有这一项"),
    "不存在的日期": (b'{"dates": {"submitted": "2026-02-30"}}', "没有这一天"),
}


@pytest.mark.parametrize(("content", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_gets_no_verdict(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "申报.json"
    path.write_bytes(content)
    done = beian("check", str(path))
    assert done.returncode == 4
    assert told in done.stderr
    assert "通过" not in done.stdout


def test_json_of_one_file_is_a_verdict_and_of_several_an_array_in_order() -> None:
    one = json.loads(beian("check", PASS, "-r", REGISTRY, "--format", "json").stdout)
    several = json.loads(beian("check", RETURN, PASS, "-r", REGISTRY, "--format", "json").stdout)
    assert one["outcome"] == "pass"
    assert [verdict["outcome"] for verdict in several] == ["return", "pass"]
    assert several[1] == one


def test_output_goes_to_the_file_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "结论.txt"
    done = beian("check", RETURN, "-r", REGISTRY, "-o", str(out))
    assert (done.returncode, done.stdout) == (1, "")
    assert "建议退回" in out.read_text("utf-8")


def test_without_a_date_today_is_used_and_said(tmp_path: Path) -> None:
    path = tmp_path / "草稿.json"
    path.write_text('{"kind": "新建"}', encoding="utf-8")
    done = beian("check", str(path))
    assert done.returncode == 3
    assert "没有提交日期，按今天" in done.stderr


def test_a_waiver_is_told_apart_and_a_waived_return_still_asks(tmp_path: Path) -> None:
    waivers = tmp_path / "waivers.json"
    entry = {
        "rule": "C1.materials.new",
        "reason": "合并报批，已另行同意",
        "owner": "示例审查组",
        "expires": "2099-12-31",
    }
    waivers.write_text(json.dumps({"waivers": [entry]}), encoding="utf-8")
    done = beian("check", RETURN, "-r", REGISTRY, "--waivers", str(waivers))
    assert done.returncode == 3
    assert "豁免" in done.stdout


@pytest.mark.parametrize("name", ["filing", "verdict", "catalog", "registry"])
def test_each_schema_is_a_valid_schema(name: str) -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads(beian("schema", name).stdout)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("2020-12/schema")


def test_the_filing_schema_has_a_chinese_title_for_every_slot() -> None:
    schema = json.loads(beian("schema", "filing").stdout)
    parts = [schema, *schema["$defs"].values()]
    slots = [(n, s) for part in parts for n, s in part.get("properties", {}).items()]
    assert len(slots) > 100
    untitled = [n for n, s in slots if not any("一" <= c <= "鿿" for c in s.get("title", ""))]
    assert untitled == []


@pytest.mark.parametrize("kind", ["return", "pass"])
def test_a_verdict_is_valid_by_its_own_schema(kind: str) -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads(beian("schema", "verdict").stdout)
    path = RETURN if kind == "return" else PASS
    verdict = json.loads(beian("check", path, "-r", REGISTRY, "--format", "json").stdout)
    assert list(Draft202012Validator(schema).iter_errors(verdict)) == []
