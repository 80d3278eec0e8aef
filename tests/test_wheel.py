"""The wheel: one import name, every data file inside, and a check made straight from the zip."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from compliance.rulebook.parsed import Lines, name_of
from compliance.rulebook.yaml_nodes import parsed

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    code = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return folder / done.stdout.split()[-1]


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_takes_one_import_name(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"compliance"}


@pytest.mark.parametrize("folder", ["rules", "catalog_schemas"])
def test_every_data_file_is_inside(wheel: Path, folder: str) -> None:
    files = {p.relative_to(ROOT).as_posix() for p in (ROOT / folder).rglob("*") if p.is_file()}
    assert files
    assert {f"compliance/{name}" for name in files} <= names(wheel)


def test_what_the_rules_say_is_inside_as_the_loader_reads_it(wheel: Path) -> None:
    sources = [p for p in (ROOT / "rules").rglob("*.yaml") if p.parent.name != "cases"]
    with zipfile.ZipFile(wheel) as archive:
        held = {n: archive.read(n) for n in archive.namelist() if "/rules/parsed/" in n}
    assert held.keys() == {f"compliance/rules/parsed/{name_of(p.read_bytes())}" for p in sources}
    for source in sources:
        content = source.read_bytes()
        value, lines = parsed(content, source.name)
        kept_value, numbers = json.loads(held[f"compliance/rules/parsed/{name_of(content)}"])
        assert repr(kept_value) == repr(value)  # true is not 1, and 1.0 is not 1
        assert dict(Lines(kept_value, numbers)) == lines


def test_what_reports_are_set_with_is_inside(wheel: Path) -> None:
    assert {"compliance/report/report.typ", "compliance/report/style.css"} <= names(wheel)


def test_a_check_runs_from_the_zip_with_the_source_out_of_reach(
    wheel: Path, tmp_path: Path
) -> None:
    code = (
        "import compliance; from datetime import date; "
        "v = compliance.check(compliance.Filing(kind='new'), on=date(2026, 3, 2)); "
        "print(compliance.__file__, v.outcome)"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(wheel)!r}); {code}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert ".whl" in done.stdout
    assert done.stdout.split()[-1] == "review"
