"""目录的问题进入结论: each group of problems fires its rule, and the rule says where."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from compliance import Registry, Verdict, check, read_filing

EXAMPLES = Path(__file__).parents[1] / "examples"


@cache
def registry() -> Registry:
    return Registry.load(EXAMPLES / "registry.csv")


def verdict(submitted: str = "", **change: object) -> Verdict:
    """The verdict on the example that passes, its first catalogue row changed."""
    raw: dict[str, Any] = json.loads((EXAMPLES / "filings" / "01-new-pass.json").read_text("utf-8"))
    raw["catalog"][0] |= change
    raw["dates"]["submitted"] = submitted or raw["dates"]["submitted"]
    filing = read_filing(json.dumps(raw, ensure_ascii=False).encode())
    return check(filing, registry(), filing.dates.submitted)


def catalog_findings(found: Verdict) -> dict[str, str]:
    return {f.rule: f.effect for c in found.criteria if c.number in (4, 5) for f in c.findings}


REFUSED = {"共享类型": "不予共享", "共享方式": "不共享"}
FIRES: list[tuple[str, dict[str, object], dict[str, str]]] = [
    ("目录没有改动", {}, {}),
    ("摘要与更新时限矛盾", {"摘要": "作业地块，每年更新。"}, {"C5.period.contradiction": "review"}),
    ("责任方是县", {"责任方": "示例县"}, {"C5.provider": "review"}),
    ("数据类型不认识", {"属性": [{"名称": "地块", "类型": "怪"}]}, {"C5.items": "info"}),
    ("是否开放答非所问", {"是否向社会开放": "也许"}, {"C5.wording": "info"}),
    ("摘要照抄名称", {"摘要": "农机深松作业地块信息"}, {"C5.wording": "info"}),
    (
        "不予共享只依据国家政策",
        {**REFUSED, "不予共享依据": "国发〔2016〕51号"},
        {"C4.refusal.state_policy": "review"},
    ),
    ("不予共享依据法律", {**REFUSED, "不予共享依据": "《统计法》第九条"}, {}),
]


@pytest.mark.parametrize(("change", "rules"), [c[1:] for c in FIRES], ids=[c[0] for c in FIRES])
def test_a_fault_of_the_catalogue_fires_its_rule_and_no_other(
    change: dict[str, Any], rules: dict[str, str]
) -> None:
    assert catalog_findings(verdict(**change)) == rules


def test_a_state_policy_is_a_basis_before_the_new_regulation() -> None:
    change = {**REFUSED, "不予共享依据": "国发〔2016〕51号"}
    assert "C4.refusal.state_policy" not in catalog_findings(verdict("2025-07-31", **change))
    assert "C4.refusal.state_policy" in catalog_findings(verdict("2025-08-01", **change))
