"""`beian rules`: what each command prints and how it ends."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from compliance.cli.rules import command

ROOT = Path(__file__).parents[1]
FILINGS = ROOT / "examples/filings"
CLOSED = str(FILINGS / "27-trap-closed-system.json")
FIRST = str(FILINGS / "29-trap-provincial-basis-2023.json")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments), standalone_mode=False)


def code(result: Result) -> object:
    assert result.exception is None, result.exception
    return result.return_value


SAID = {
    "列出规则": (("list",), ("C7.source", "二（七） 资金来源", "条规则")),
    "只列一项": (("list", "--criterion", "8"), ("C8.listed",)),
    "只列某类项目": (("list", "--kind", "maintenance"), ("C1.materials.unlisted",)),
    "只列某天施行的": (("list", "--on", "2025-07-31"), ("C2.elements",)),
    "列县级包": (("list", "--pack", "example-county"), ("X.police.early",)),
    "看一条": (("show", "C7.sum", "--on", "2026-01-01"), ("请人核实，当", "（100元）", "改法")),
    "解释一条": (
        ("explain", "C4.closed", "-f", CLOSED),
        ("本申报：请人核实", "[真] “封闭系统”为是", "/sharing/closed_system"),
    ),
    "没给申报就只看规则": (("explain", "C4.closed"), ("不建封闭系统",)),
    "追溯表": (("trace",), ("| 二（七） |", "C7.source")),
    "规则手册": (("reference",), ("### 落实资金或明确来源",)),
    "比较两天": (
        ("diff", "nanchong", "--on", "2025-07-31", "--against", "2025-08-01"),
        ("开始施行",),
    ),
    "比较两包": (("diff", "nanchong", "example-county"), ("新增", "删去")),
    "与自己没有不同": (("diff", "nanchong"), ("没有不同",)),
    "重放": (("replay", FIRST, "--against", "2026-06-18"), ("2023-09-25 → nanchong", "已施行")),
    "重放没有变化": (("replay", CLOSED), ("没有变化",)),
    "体检": (("lint", "example-county"), ("没有发现毛病",)),
    "跑案例": (("test", "example-county"), ("个案例，0 个不符",)),
    "变异检查": (("test", "example-county", "--mutate"), ("0 处没有案例发现",)),
}


@pytest.mark.parametrize(("arguments", "says"), SAID.values(), ids=SAID)
def test_says(arguments: tuple[str, ...], says: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert code(result) == 0
    for part in says:
        assert part in result.stdout


def test_only_what_is_asked_for_is_listed() -> None:
    told = run("list", "--criterion", "8", "--kind", "platform_use").stdout
    assert "C8.rebuilt" not in told
    assert "C7.source" not in told
    assert "C2.exchange" not in run("list", "--on", "2025-07-31").stdout


REFUSED = {
    "没有这条规则": (("show", "C9.none"), 2, "没有规则“C9.none”"),
    "没有这个规则包": (("list", "--pack", "没有"), 2, "没有名为“没有”的规则包"),
    "没有这份申报": (("explain", "C7.sum", "-f", "没有.json"), 4, "找不到这个文件"),
    "规则包那天还没施行": (("replay", FIRST, "--against", "2020-01-01"), 2, "起施行"),
    "xlsx 没说写到哪里": (("trace", "--format", "xlsx"), 2, "-o"),
}


@pytest.mark.parametrize(("arguments", "exit_code", "says"), REFUSED.values(), ids=REFUSED)
def test_refuses(arguments: tuple[str, ...], exit_code: int, says: str) -> None:
    result = run(*arguments)
    assert code(result) == exit_code
    assert says in result.stderr


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "rules/example-county", tmp_path / "本县"))


def test_an_offices_own_folder_is_taken_by_its_path(own: Path) -> None:
    assert "X.police.early" in run("list", "--pack", str(own)).stdout
    assert code(run("lint", str(own))) == 0


def test_an_offices_own_folder_is_taken_by_its_bare_name(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own.parent)
    assert "X.police.early" in run("list", "--pack", "本县").stdout


def test_faults_and_wrong_cases_end_with_one(own: Path) -> None:
    sheet = own / "x-county.yaml"
    text = sheet.read_text("utf-8")
    sheet.write_text(text.replace("{gte: $x_early_level}", "{gt: $x_early_level}"), "utf-8")
    wrong = run("test", str(own))
    assert code(wrong) == 1
    assert "三级系统请县公安局提前介入”应为 review，实为 pass" in wrong.stdout
    sheet.write_text(text.replace("{gte: $x_early_level}", "{gte: 0}"), "utf-8")
    faults = run("lint", str(own))
    assert code(faults) == 1
    assert "[always-fires]" in faults.stdout
    assert "[unused-parameter]" in faults.stdout


def test_files_are_written(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    manual, table = tmp_path / "手册.md", tmp_path / "追溯.xlsx"
    assert code(run("reference", "-o", str(manual))) == 0
    assert manual.read_text("utf-8").startswith("# 南充市")
    assert code(run("trace", "--format", "xlsx", "-o", str(table))) == 0
    assert table.read_bytes().startswith(b"PK")
    gone = run("reference", "-o", str(tmp_path / "没有" / "手册.md"))
    assert code(gone) == 4
    assert "写不进文件" in gone.stderr
