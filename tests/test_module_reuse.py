"""Modules in a verdict: cutting is advised where something in use may be used instead."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance import Filing, Finding, Registry, check
from tests.making.registries import PACK, made_up

Json = dict[str, Any]
ROOT = Path(__file__).parents[1]
DAY = date(2026, 3, 2)
BASE: Json = json.loads((ROOT / "examples/filings/01-new-pass.json").read_text("utf-8"))
LAMPS: Json = {
    "id": "LD-01",
    "name": "示例市路灯单灯控制系统",
    "owner": "示例市城市管理局",
    "description": "路灯开关、调光和故障报警",
    "functions": ["单灯开关调光", "路灯故障报警"],
    "data_resources": ["路灯灯杆坐标"],
    "status": "在用",
}
DENSE: Json = {
    "id": "SL-90",
    "name": "示例市通用算力池",
    "owner": "示例市数据局",
    "region": "示例市",
    "kind": "compute",
    "description": "图形处理器算力，供各单位训练和推理",
}
LAMP_MODULE: Json = {"name": "路灯单灯控制", "description": "路灯开关和调光，并为灯杆预约检修班组"}


def reuse(module: Json, *systems: Json, **edits: object) -> list[Finding]:
    """What is said of reuse where a filing also builds a module."""
    project = BASE["project"] | {"modules": [*BASE["project"]["modules"], module]}
    filing = Filing.model_validate(BASE | {"project": project} | edits)
    registry = Registry.of([*made_up(40), *systems], DAY)
    verdict = check(filing, registry, DAY)
    return [f for f in verdict.findings if f.rule == "C2.reuse"]


CUT = {
    "与某系统同名": (LAMP_MODULE, LAMPS, "示例市城市管理局“示例市路灯单灯控制系统”（LD-01）"),
    "与某系统的功能同名": ({"name": "路灯故障报警"}, LAMPS, "的“路灯故障报警”"),
    "数据资源已有": ({"name": "路灯灯杆坐标", "kind": "数据资源"}, LAMPS, "的“路灯灯杆坐标”"),
    "统建系统的数据已有": (
        {"name": "路灯灯杆坐标", "kind": "数据资源"},
        LAMPS | {"unified": True, "description": "市政设施"},
        "的“路灯灯杆坐标”",
    ),
    "算力已有": ({"name": "通用算力池", "kind": "算力"}, DENSE, "示例市数据局“示例市通用算力池”"),
}


@pytest.mark.parametrize(("module", "system", "told"), CUT.values(), ids=CUT)
def test_cutting_a_module_is_advised_with_what_to_use_instead(
    module: Json, system: Json, told: str
) -> None:
    (finding,) = reuse(module, system)
    assert finding.effect == "review"
    assert finding.message.startswith("建议核减这一部分")
    assert told in finding.message
    assert "使用" in finding.remedy
    assert f"既有系统清单 {system['id']}" in finding.places


def test_what_the_unit_still_builds_itself_is_told() -> None:
    (finding,) = reuse(LAMP_MODULE, LAMPS)
    assert "本单位自建的只留：并为灯杆预约检修班组" in finding.remedy


def test_a_reason_given_leaves_an_information_only() -> None:
    (finding,) = reuse(LAMP_MODULE | {"exception_reason": "原系统不支持直流供电的灯具"}, LAMPS)
    assert finding.effect == "info"


KEPT: dict[str, tuple[Json, Json, Json]] = {
    "没有现成的": ({"name": "示例烟花爆竹流向登记"}, LAMPS, {}),
    "对接使用的模块": (LAMP_MODULE | {"action": "对接使用"}, LAMPS, {}),
    "名称就说是对接": (LAMP_MODULE | {"name": "对接路灯单灯控制系统"}, LAMPS, {}),
    "已停用的系统": (LAMP_MODULE, LAMPS | {"status": "停用"}, {}),
    "还在申报的系统": (LAMP_MODULE, LAMPS | {"status": "申报中"}, {}),
    "前期项目": (LAMP_MODULE, LAMPS, {"predecessor": {"id": "LD-01", "increment": "增加检修"}}),
    "本项目要替代的系统": (
        LAMP_MODULE,
        LAMPS,
        {"existing_systems": [{"id": "LD-01", "name": "路灯", "disposition": "替代"}]},
    ),
    "本项目自己的登记": (LAMP_MODULE, LAMPS, {"registry_id": "LD-01"}),
    "在建项目不谈核减": (LAMP_MODULE, LAMPS, {"kind": "在建"}),
    "统建系统另有一条": ({"name": "无纸化办公系统"}, LAMPS, {}),
    "几乎每个系统都有的模块": ({"name": "统计分析"}, LAMPS | {"functions": ["统计分析"]}, {}),
}


@pytest.mark.parametrize(("module", "system", "edits"), KEPT.values(), ids=KEPT)
def test_cutting_is_not_advised(module: Json, system: Json, edits: Json) -> None:
    assert reuse(module, system, **edits) == []


def test_a_module_never_returns_a_filing_by_itself() -> None:
    assert all(f.effect != "return" for module, *_ in CUT.values() for f in reuse(module, LAMPS))
    (rule,) = [rule for rule in PACK.rules if rule.id == "C2.reuse"]
    assert rule.severity == "review"


def test_a_whole_that_repeats_a_system_is_not_told_again_by_its_modules() -> None:
    project = BASE["project"] | {
        "name": LAMPS["name"],
        "summary": LAMPS["description"],
        "construction_content": LAMPS["description"],
        "modules": [LAMP_MODULE],
    }
    filing = Filing.model_validate(BASE | {"project": project})
    verdict = check(filing, Registry.of([*made_up(40), LAMPS], DAY), DAY)
    rules = {finding.rule for finding in verdict.findings if finding.item}
    assert "C2.match.other_unit" in rules
    assert "C2.reuse" not in rules


def test_where_nothing_is_related_the_nearest_system_is_still_told() -> None:
    filing = Filing.model_validate(BASE)
    verdict = check(filing, Registry.of([*made_up(40), LAMPS], DAY), DAY)
    (finding,) = [f for f in verdict.findings if f.rule == "C2.nearest"]
    assert (finding.effect, verdict.outcome) == ("info", "pass")
    assert finding.message.count("相似度") == 1
    (place,) = finding.places
    own = BASE | {"registry_id": place.removeprefix("既有系统清单 ")}
    again = check(Filing.model_validate(own), Registry.of([*made_up(40), LAMPS], DAY), DAY)
    assert place not in {p for f in again.findings if f.rule == "C2.nearest" for p in f.places}
