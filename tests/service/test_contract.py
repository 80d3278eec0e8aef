"""The interface against its own description: random requests, no fault, no surprise."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.service_contract import Told, covered, fuzzed, program, said, settle_in
from tests.service.clusters import missing
from tests.service.serving import Live

CASES = 1000


@pytest.fixture
def settled(serving: Callable[..., Live], tmp_path: Path) -> Live:
    if program() is None:
        missing("schemathesis")
    live = serving("--max-body", "1000000")
    settle_in(live, tmp_path)
    return live


def test_every_border_of_every_parameter_meets_no_fault(settled: Live, tmp_path: Path) -> None:
    told = covered(settled, tmp_path)
    assert told.good, told.output[-5000:]
    assert told.cases >= CASES


def test_a_thousand_random_requests_meet_no_fault(settled: Live, tmp_path: Path) -> None:
    told = fuzzed(settled, tmp_path, 2023, CASES)
    assert told.good, told.output[-5000:]
    assert told.cases >= CASES
    assert told.statuses["200"] > CASES / 10, said("多半没有走到里面", told)


def test_a_fault_of_the_server_is_never_good() -> None:
    assert Told(2, 2, {"200": 1, "404": 1}, "").good
    assert not Told(2, 2, {"200": 1, "500": 1}, "").good
    assert not Told(2, 1, {"200": 2}, "").good
    assert not Told(0, 0, {}, "").good
