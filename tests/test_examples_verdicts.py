"""The example filings come out as was written down before the engine existed."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from compliance import Registry, Verdict, check, read_filing

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
EXPECTED: dict[str, Any] = json.loads((EXAMPLES / "expected.json").read_text("utf-8"))
ON_A_DRAFT = date(2026, 3, 2)


@cache
def registry() -> Registry:
    return Registry.load(EXAMPLES / "registry.csv")


@cache
def verdict_on(name: str) -> Verdict:
    filing = read_filing((EXAMPLES / "filings" / name).read_bytes())
    return check(filing, registry(), filing.dates.submitted or ON_A_DRAFT)


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_comes_out_as_expected(name: str) -> None:
    verdict, expected = verdict_on(name), EXPECTED[name]
    asks = {str(c.number): c.status for c in verdict.criteria if c.status in ("return", "review")}
    assert (verdict.outcome, verdict.scope) == (expected["outcome"], expected.get("scope", "in"))
    assert asks == expected["criteria"]
    assert not verdict.faults


def test_every_kind_has_an_example_that_passes() -> None:
    passing = {verdict_on(name).filing.kind for name in EXPECTED if _passes(name)}
    assert passing == {"new", "ongoing", "completed", "maintenance", "platform_use"}


def _passes(name: str) -> bool:
    return verdict_on(name).outcome == "pass"


def test_each_criterion_is_asked_or_returned_in_some_example() -> None:
    asked = {c.number for n in EXPECTED for c in verdict_on(n).criteria if c.findings}
    returned = {c.number for n in EXPECTED for c in verdict_on(n).criteria if c.status == "return"}
    assert asked == set(range(1, 9))
    assert returned == set(range(1, 8))
