"""The house rules that a program can hold: lint, format, types, one-way imports, no paths."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULE_LIMIT = 250


def tool(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def sources() -> list[Path]:
    return [p for folder in ("compliance", "service") for p in (ROOT / folder).rglob("*.py")]


TOOLS = {
    "代码检查": (sys.executable, "-m", "ruff", "check", "."),
    "代码格式": (sys.executable, "-m", "ruff", "format", "--check", "."),
    "类型检查": (sys.executable, "-m", "mypy"),
    "引用方向": (
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c()",
        "--no-cache",
    ),
}


@pytest.mark.parametrize("command", TOOLS.values(), ids=TOOLS)
def test_the_tools_have_nothing_to_say(command: tuple[str, ...]) -> None:
    done = tool(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_source_file_is_long() -> None:
    lengths = {p.relative_to(ROOT): len(p.read_text("utf-8").splitlines()) for p in sources()}
    assert {path: n for path, n in lengths.items() if n > MODULE_LIMIT} == {}


def test_importing_the_library_loads_nothing_heavy() -> None:
    heavy = ("sklearn", "scipy", "flask", "durable_rules_engine", "pydantic", "yaml", "lxml")
    code = f"import sys, compliance; print([m for m in {heavy} if m in sys.modules])"
    assert tool(sys.executable, "-c", code).stdout.strip() == "[]"


def test_every_public_name_can_be_had() -> None:
    import compliance

    assert all(getattr(compliance, name) is not None for name in compliance.__all__)


def tracked() -> list[Path]:
    listed = tool("git", "ls-files").stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


# Written apart so that this file does not find itself.
FORBIDDEN = {
    "包登记处的地址": re.compile("(pypi" + r"\.org|pythonhosted" + r"\.org|registry\.npm" + "js)"),
    "本机路径": re.compile("(/wor" + "k/|/roo" + "t/|/bash_" + "jobs)"),
    "私钥": re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY"),
}


@pytest.mark.parametrize("pattern", FORBIDDEN.values(), ids=FORBIDDEN)
def test_no_file_holds_what_belongs_elsewhere(pattern: re.Pattern[str]) -> None:
    if find_spec("hatchling") is None or not tracked():
        pytest.skip("不是 git 检出，无法列出文件")
    found = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if pattern.search(path.read_bytes().decode("utf-8", "replace"))
    ]
    assert found == []
