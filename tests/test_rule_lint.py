"""Every lint catches a planted fault, with file, line and mend, and leaves a near miss alone."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from compliance.authoring.lint import Fault, lint
from compliance.authoring.lint_packs import collisions
from compliance.rulebook import load, names
from compliance.rulebook.yaml_text import read_yaml

ROOT = Path(__file__).parents[1]
RULES = ROOT / "rules"
WRITTEN = read_yaml((ROOT / "tests/lint_faults.yaml").read_bytes(), "lint_faults.yaml").value
PLANTED: list[dict[str, str]] = list(WRITTEN) if isinstance(WRITTEN, list) else []
IDS = [planted["name"] for planted in PLANTED]


def copy(folder: Path, pack: str = "nanchong") -> Path:
    return Path(shutil.copytree(RULES / pack, folder / pack))


def edited(folder: Path, planted: dict[str, str], part: str) -> Path:
    pack = copy(folder)
    file = pack / planted["file"]
    text = file.read_text("utf-8")
    assert text.count(planted["old"]) >= 1, "找不到要换的文字"
    file.write_text(text.replace(planted["old"], planted[part], 1), "utf-8")
    return pack


def digest(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def of(faults: tuple[Fault, ...], planted: dict[str, str]) -> list[Fault]:
    return [f for f in faults if f.code == planted["code"] and planted["says"] in f.message]


@pytest.mark.parametrize("planted", PLANTED, ids=IDS)
def test_planted_fault_is_told_with_file_line_and_mend(
    tmp_path: Path, planted: dict[str, str]
) -> None:
    pack = edited(tmp_path, planted, "fault")
    before = digest(pack)
    found = of(lint(pack), planted)
    assert found, [str(fault) for fault in lint(pack)]
    at = planted.get("at", planted["file"])
    for fault in found:
        assert re.fullmatch(rf"{re.escape(at)} 第 [0-9]+ 行", fault.place), fault.place
        assert fault.mend
    assert digest(pack) == before, "体检改动了文件"


@pytest.mark.parametrize("planted", PLANTED, ids=IDS)
def test_near_miss_is_left_alone(tmp_path: Path, planted: dict[str, str]) -> None:
    assert [str(fault) for fault in lint(edited(tmp_path, planted, "near"))] == []


@pytest.mark.parametrize("pack", names())
def test_the_packs_themselves_have_no_fault(pack: str) -> None:
    assert [str(fault) for fault in lint(pack)] == []


def test_every_check_has_a_planted_fault() -> None:
    folder = ROOT / "compliance" / "authoring"
    codes = {
        code
        for file in folder.glob("lint*.py")
        for code in re.findall(r'yield "([a-z-]+)"', file.read_text("utf-8"))
    }
    planted = {planted["code"] for planted in PLANTED}
    # These two have tests of their own below: no edit of one text plants them.
    assert codes - planted == {"overlapping", "engine"}


def test_two_fields_that_the_engine_cannot_tell_apart_are_told() -> None:
    pack = load()
    some = pack.fields["funding.gap"]
    # Two words known to have one 32-bit FNV-1a hash.
    clash = replace(pack, fields={**pack.fields, "costarring": some, "liquid": some})
    assert list(collisions(pack)) == []
    assert [message for _, _, message, _ in collisions(clash)] == [
        "“liquid”与“costarring”在引擎里会混为一谈"
    ]


def test_two_packs_of_one_place_on_one_day_are_told(tmp_path: Path) -> None:
    old, new = copy(tmp_path / "包"), copy(tmp_path / "另")
    new = new.rename(tmp_path / "包" / "nanchong2")
    header = new / "pack.yaml"
    text = header.read_text("utf-8").replace("id: nanchong\n", "id: nanchong2\n", 1)
    header.write_text(text, "utf-8")
    told = lint(old)
    assert [(fault.code, fault.place) for fault in told] == [("overlapping", "pack.yaml 第 8 行")]
    later = text.replace("from: 2023-09-14, until: null", "from: 2027-01-01, until: null", 1)
    header.write_text(later, "utf-8")
    old_header = old / "pack.yaml"
    ended = old_header.read_text("utf-8").replace("until: null", "until: 2027-01-01", 1)
    old_header.write_text(ended, "utf-8")
    assert lint(old) == ()
