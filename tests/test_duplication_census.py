"""The census finds what searching for every system finds; a weak registry is told."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from compliance.cli.registry import command
from compliance.duplication import Index, Match, Thresholds, level_of, subject_of
from compliance.duplication.census import Twin, clusters, names_of, spans, twins_of
from compliance.duplication.crew import done_by
from compliance.duplication.quality import weaknesses
from compliance.registry import Registry
from compliance.sheets import read_csv
from tests.making.registries import KNOWLEDGE, LIMITS, WORDS, made_up

TWINS: list[dict[str, object]] = [
    {"id": "A1", "name": "示例水库大坝安全监测平台", "description": "采集大坝渗压、位移和雨水情"},
    {"id": "A2", "name": "水库大坝安全监测系统", "description": "水库大坝位移、渗压、雨水情采集"},
    {"id": "A3", "name": "信息管理系统", "description": "登记犬只免疫、办理养犬登记证、犬只年检"},
    {"id": "A4", "name": "综合服务平台", "description": "登记犬只免疫、办理养犬登记证、犬只年检"},
    {"id": "A5", "name": "科技资源信息系统", "description": "大型科学仪器和科技资源登记共享"},
    {"id": "A6", "name": "科学技术资源信息系统", "description": "科学仪器、科技资源的登记和共享"},
]
# 名称一字不差、只剩两三个字，做的事却不同：检查说重复，普查也要说。
NAMESAKES: list[dict[str, object]] = [
    {"id": "B1", "name": "停车系统", "description": "登记犬只免疫、办理养犬登记证、犬只年检"},
    {"id": "B2", "name": "停车系统", "description": "采集大坝渗压、位移和雨水情，发布泄洪预警"},
]
REGISTRY = Registry.of([*TWINS, *NAMESAKES, *made_up(500)])
INDEX = Index.build(REGISTRY, WORDS, KNOWLEDGE)


def census(limits: Thresholds = LIMITS, workers: int = 1, at_once: int = 1000) -> list[Twin]:
    names = names_of(INDEX, REGISTRY.systems)
    work = partial(twins_of, INDEX, names, limits)
    found = {part.start: twins for part, twins in done_by(workers, work, spans(names, at_once))}
    return [twin for start in sorted(found) for twin in found[start]]


@pytest.fixture(scope="module")
def searched() -> dict[str, tuple[Match, ...]]:
    """What is found for each system when it is searched for."""
    return {s.id: INDEX.compare(INDEX.read(subject_of(s)), top=60) for s in REGISTRY.systems}


def grave(found: dict[str, tuple[Match, ...]], limits: Thresholds) -> set[tuple[str, str]]:
    return {
        (min(key, match.system.id), max(key, match.system.id))
        for key, matches in found.items()
        for match in matches
        if match.system.id != key
        and level_of(match, limits, INDEX.size) in ("identical", "duplicate")
    }


# 规则包可以另定界限；点名要求为零时只能逐个查。
PACKS = {
    "随附的界限": LIMITS,
    "点名要求较低": replace(LIMITS, covered_subject=150_000, covered_system=200_000),
    "不要求点名": replace(LIMITS, covered_subject=0, covered_system=0),
    "名称须更近": replace(LIMITS, near_name_ratio=950_000),
}


@pytest.mark.parametrize("limits", PACKS.values(), ids=PACKS)
def test_the_census_finds_what_searching_for_every_system_finds(
    limits: Thresholds, searched: dict[str, tuple[Match, ...]]
) -> None:
    found = {(twin.left, twin.right) for twin in census(limits)}
    assert found == grave(searched, limits)
    assert {("A1", "A2"), ("A3", "A4"), ("A5", "A6"), ("B1", "B2")} <= found


@pytest.mark.parametrize(("workers", "at_once"), [(1, 7), (2, 100), (3, 50)])
def test_the_census_is_the_same_whatever_the_number_of_workers(workers: int, at_once: int) -> None:
    assert census(workers=workers, at_once=at_once) == census()


def test_groups_are_what_pairs_make() -> None:
    pairs = [("A", "B"), ("B", "C"), ("X", "Y")]
    assert clusters(Twin(*pair, "duplicate", 1) for pair in pairs) == (("A", "B", "C"), ("X", "Y"))
    assert clusters([]) == ()


def listed(folder: Path) -> Path:
    path = folder / "systems.jsonl"
    lines = (json.dumps(row, ensure_ascii=False) for row in TWINS)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(command, [str(a) for a in arguments], standalone_mode=False)
    assert done.exception is None, done.output
    return done.return_value, done.output


def test_a_census_is_written_as_json_csv_and_workbook(tmp_path: Path) -> None:
    path = listed(tmp_path)
    for name in ("out.json", "out.csv", "out.xlsx"):
        code, said = run("census", path, "-o", tmp_path / name)
        assert (code, "互相重复的 3 组" in said) == (3, True)
        assert not (tmp_path / f"{name}.progress").exists()
    groups = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["groups"]
    assert groups == [["A1", "A2"], ["A3", "A4"], ["A5", "A6"]]
    assert len(read_csv((tmp_path / "out.csv").read_bytes()).rows) == 6
    assert (tmp_path / "out.xlsx").read_bytes()[:2] == b"PK"


def test_a_census_goes_on_from_where_it_was_broken_off(tmp_path: Path) -> None:
    path, out = listed(tmp_path), tmp_path / "out.json"
    progress = tmp_path / "out.json.progress"
    run("census", path, "-o", out)
    whole = out.read_bytes()
    progress.write_text("another registry\n[0, []]\n", encoding="utf-8")
    code, said = run("census", path, "-o", out, "--resume")
    assert (code, "从头做起" in said, out.read_bytes()) == (3, True, whole)


def test_an_index_is_built_and_a_census_made_of_it(tmp_path: Path) -> None:
    path = listed(tmp_path)
    code, said = run("index", path, "-o", tmp_path / "systems.index")
    assert (code, "已编入 6 个系统" in said) == (0, True)
    code, said = run("census", tmp_path / "systems.index")
    assert (code, "A1\t" in said) == (3, True)
    assert run("quality", tmp_path / "systems.index") == run("quality", path)


WRONG = {
    "接着做而没有输出文件": ("--resume",),
    "不认识的后缀": ("-o", "out.txt"),
    "输出是文件夹": ("-o", "folder.csv"),
}


@pytest.mark.parametrize("given", WRONG.values(), ids=WRONG)
def test_a_census_that_could_not_be_written_is_not_begun(
    tmp_path: Path, given: tuple[str, ...]
) -> None:
    (tmp_path / "folder.csv").mkdir()
    placed = [str(tmp_path / one) if "." in one else one for one in given]
    done = CliRunner().invoke(command, ["census", str(listed(tmp_path)), *placed])
    assert (done.exit_code, "已比对" in done.output) == (2, False)
    assert "-o" in done.output


def test_a_census_of_a_list_with_rows_left_out_is_not_a_clean_one(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("编号,名称\nA,示例停车系统\nB,\n", encoding="utf-8")
    code, said = run("census", path)
    assert (code, "另有 1 行没能采用" in said) == (3, True)


WEAK: dict[str, tuple[list[dict[str, object]], list[str]]] = {
    "没有描述": ([{"name": "示例停车诱导系统"}], ["没有功能描述"]),
    "描述过短": ([{"name": "示例停车诱导系统", "description": "停车"}], ["描述过短"]),
    "描述照抄名称": (
        [
            {
                "name": "示例区级智慧停车泊位诱导发布系统",
                "description": "示例区级智慧停车泊位诱导发布系统",
            }
        ],
        ["描述照抄名称"],
    ),
    "名称笼统": (
        [{"name": "信息管理系统", "description": "登记全市犬只免疫和年检并办理登记证"}],
        ["名称太笼统"],
    ),
    "名称只有一个字": (
        [{"name": "啊", "description": "登记全市犬只免疫和年检并办理登记证"}],
        ["名称太短"],
    ),
    "同单位同名": (
        [
            {"name": "示例停车系统", "description": "公布全市停车场的空余车位并引导停放"},
            {"name": "示例停车平台", "description": "公布全市停车场的空余车位并引导停放"},
        ],
        ["疑似重复登记"],
    ),
    "前后期不算": (
        [
            {"name": "示例停车系统", "description": "公布全市停车场的空余车位并引导停放"},
            {
                "name": "示例停车系统（二期）",
                "description": "公布全市停车场的空余车位并引导停放",
                "predecessor_id": "0",
            },
        ],
        [],
    ),
    "前期不在清单": (
        [
            {
                "name": "示例停车系统",
                "description": "公布全市停车场的空余车位并引导停放",
                "predecessor_id": "没有",
            }
        ],
        ["前期系统不在清单"],
    ),
}


@pytest.mark.parametrize(("rows", "kinds"), WEAK.values(), ids=WEAK)
def test_a_weakness_is_told(rows: list[dict[str, object]], kinds: list[str]) -> None:
    stated = {"owner": "示例市局", "level": "city", "year": 2024}
    registry = Registry.of({"id": str(n), **stated, **row} for n, row in enumerate(rows))
    assert [weakness.kind for weakness in weaknesses(registry.systems, WORDS)] == kinds


def test_the_quality_of_a_registry_is_written(tmp_path: Path) -> None:
    code, said = run("quality", listed(tmp_path), "--format", "json")
    report = json.loads(said)
    assert (code, report["systems"]) == (3, 6)
    assert report["by_kind"]["没有建设单位"] == 6
