"""Every limit of likeness at its boundary: moved by one, some line of the table fails."""

from datetime import date
from pathlib import Path

import pytest

from compliance import Dossier, Filing, Registry, load
from compliance.duplication import Match
from compliance.duplication.levels import Level, Thresholds, level_of
from compliance.facts import derive
from compliance.registry import ExistingSystem
from compliance.rulebook.yaml_text import read_yaml

PACK = load()
DAY = date(2026, 6, 18)
WRITTEN = read_yaml(Path(__file__).with_name("likeness_limits.yaml").read_bytes(), "").value
LINES: list[dict[str, object]] = list(WRITTEN) if isinstance(WRITTEN, list) else []
VALUES = {
    name: parameter.on(DAY).value
    for name, parameter in PACK.parameters.items()
    if name.startswith("duplicate_")
}
SYSTEM = ExistingSystem(id="SL-1", name="示例水情系统")


def level(line: dict[str, object], values: dict[str, int]) -> Level:
    stated = {k: v for k, v in line.items() if k not in ("name", "level", "size")}
    covered = stated.pop("covered", [1_000_000, 1_000_000])
    zero = {"score": 0, "mean": 0, "likeness": 0, "name_ratio": 0, "same_name": False}
    match = Match(  # type: ignore[arg-type]
        system=SYSTEM,
        parts=(),
        shared=(),
        boilerplate=False,
        views=(),
        covered=tuple(covered),  # type: ignore[arg-type,call-overload]
        **{**zero, **stated},
    )
    size = line.get("size", 100)
    assert isinstance(size, int)
    return level_of(match, Thresholds.from_values(values), size)


@pytest.mark.parametrize("line", LINES, ids=[str(line["name"]) for line in LINES])
def test_level(line: dict[str, object]) -> None:
    assert level(line, VALUES) == line["level"]


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize("name", sorted(set(VALUES) - {"duplicate_shown"}))
def test_a_limit_moved_by_one_is_noticed(name: str, step: int) -> None:
    moved = {**VALUES, name: VALUES[name] + step}
    assert [line["name"] for line in LINES if level(line, moved) != line["level"]]


def test_at_most_eight_similar_systems_are_listed() -> None:
    told = "按亩数和轮灌顺序排出逐日放水计划，采集闸门开度和过闸流量，超出计划的提示调度员核对"
    rows = [
        {
            "id": f"SL-{n}",
            "name": "灌渠闸门远程启闭系统",
            "owner": f"示例{n}局",
            "description": told,
        }
        for n in range(12)
    ]
    project = {"name": "灌渠闸门远程启闭系统", "construction_content": told}
    filing = Filing.model_validate({"kind": "新建", "project": project})
    facts = derive(Dossier(filing), PACK, DAY, Registry.of(rows, as_of=DAY))
    assert len(facts.items["matches"]) == 8
