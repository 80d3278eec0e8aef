"""A batch: one row and one report a filing, a bad one among them, a stop and a second start."""

from datetime import date
from pathlib import Path

import pytest

from compliance.cli import beian
from compliance.cli.alike import alike
from compliance.cli.batching import Result, filings_in
from compliance.duplication import Subject
from compliance.intake.jail import Jail
from compliance.intake.words import Reading, read_list
from compliance.report.review_list import ReviewRow
from compliance.rulebook import load
from tests.making.faults import FAULTS
from tests.making.filings import bundle
from tests.making.hostile import zipped


@pytest.fixture(scope="module")
def filings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("批次") / "申报"
    bundle(0).write(folder / "甲")
    faulty = bundle(1)
    next(f for f in FAULTS if f.about == "没有初步设计方案").plant(faulty)
    faulty.write(folder / "乙")
    (folder / "丙").mkdir()
    (folder / "丙" / "图.jpg").write_bytes(b"\xff\xd8\xff" + bytes(50))
    (folder / "丁.zip").write_bytes(zipped(bundle(0).files()))
    (folder / ".隐藏").mkdir()
    (folder / "说明.txt").write_text("不是申报", "utf-8")
    return folder


def run(*arguments: object) -> int:
    code = beian.main(["batch", *map(str, arguments)], standalone_mode=False)
    assert isinstance(code, int)
    return code


def rows(target: Path) -> dict[str, dict[str, str]]:
    with Jail(read_list("intake", Reading).bounds()) as jail:
        head, *found = next(jail.read(target, target.name).tables()).rows
    return {row[1]: dict(zip(head, row, strict=True)) for row in found}


def test_a_batch_gives_a_row_and_a_report_for_each_filing(filings: Path, tmp_path: Path) -> None:
    target = tmp_path / "送审清单.xlsx"

    code = run(filings, "-o", target)

    told = rows(target)
    assert code == 4
    assert list(told) == ["丁.zip", "丙", "乙", "甲"]
    assert told["甲"]["本批相似项目"] == "丁.zip（同名）"
    assert told["丙"]["预检结论"] == "没有结论"
    assert "图片" in told["丙"]["需会上定夺的事项"]
    assert "初步设计" in told["乙"]["退回理由"]
    assert told["甲"]["总投资"] == "320万元"
    for name in ("甲", "乙", "丁.zip"):
        assert (tmp_path / "送审清单_报告" / f"{name}.html").read_text("utf-8")


def test_a_second_start_goes_on_and_only_reads_what_changed(
    filings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "送审清单.xlsx"
    kept = tmp_path / "送审清单_报告"
    run(filings, "-o", target)
    first, stamps = rows(target), {p.name: p.stat().st_mtime_ns for p in kept.iterdir()}
    (kept / "乙.state.json").write_text("{", "utf-8")

    run(filings, "-o", target, "--resume")

    changed = {p.name for p in kept.iterdir() if stamps.get(p.name) != p.stat().st_mtime_ns}
    assert rows(target) == first
    assert changed == {"乙.state.json", "乙.html", "乙.verdict.json"}
    assert "[4/4]" in capsys.readouterr().err


def test_what_counts_as_a_filing(filings: Path) -> None:
    assert [p.name for p in filings_in(filings)] == ["丁.zip", "丙", "乙", "甲"]


def test_an_empty_batch_and_a_wrong_target_are_told(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()

    assert run(tmp_path / "空", "-o", tmp_path / "a.xlsx") == 4
    assert run(tmp_path / "空", "-o", tmp_path / "a.csv") == 2


def _filed(name: str, project: str, *functions: str) -> Result:
    return Result(name, 0, ReviewRow({}, ""), Subject(project, functions=functions))


def test_filings_of_a_batch_that_are_like_one_another_name_each_other() -> None:
    parking = ("车位诱导发布", "泊位信息采集", "停车收费")
    batch = [
        _filed("甲" + "a" * 240, "示例停车诱导系统", *parking),
        # A module may say more than a registered function may.
        _filed("乙", "示例城市停车泊位诱导平台", *parking, "登记每个泊位的占用情况。" * 1_000),
        _filed("丙", "示例水库大坝安全监测系统", "渗压监测", "位移监测"),
        _filed("丁", "\u200b", *parking),
        _filed("戊", ""),
    ]
    told = alike(batch, load(), date(2026, 6, 1))
    assert "乙（相似度 " in told["甲" + "a" * 240]
    assert "甲aaa" in told["乙"]
    assert told["丙"] == ""
    assert not told.get("丁")
    assert not told.get("戊")
