"""Laws of the whole line, over random filings: what never happens, and what changes nothing."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from compliance import Dossier, Filing, Registry, Verdict, check, load, read_filing
from compliance.filing import Conflict, Kind, Unread
from compliance.filing.contents import Material
from compliance.filing.terms import Completeness, MaterialType
from tests.strategies import (
    PERSONS,
    POINTERS,
    REGISTRY,
    Json,
    days_of_judgement,
    dossiers,
    filings,
    forms,
)

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "examples" / "filings").glob("*.json"))
PACK = load()
DAY = date(2026, 3, 2)
_GIVEN = {"示例清单": REGISTRY, "没有清单": None, "空清单": Registry.of(())}


def _of_name(name: str) -> Registry | None:
    return _GIVEN[name]


# By name: a failing case prints what was drawn, and a registry is long.
REGISTRIES = st.sampled_from(sorted(_GIVEN)).map(_of_name)
LAW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _statuses(verdict: Verdict) -> dict[str, str]:
    """Every rule's status."""
    results = (verdict.general, *verdict.criteria)
    return {rule.id: rule.status for result in results for rule in result.rules}


def _judged(verdict: Verdict) -> tuple[object, ...]:
    """The judgement without places and words."""
    told = sorted((f.rule, f.item, f.effect, f.folded_under) for f in verdict.findings)
    return verdict.outcome, verdict.scope, _statuses(verdict), told


@LAW
@given(dossiers(), REGISTRIES, days_of_judgement())
def test_nothing_returns_above_its_ceiling_and_criterion_eight_never(
    dossier: Dossier, registry: Registry | None, day: date
) -> None:
    verdict = check(dossier, registry, day)
    kind = dossier.filing.kind
    for finding in verdict.findings:
        if finding.effect == "return":
            assert kind is not None
            assert finding.criterion in range(1, 8)
            assert PACK.ceiling(kind.value, finding.criterion) == "return"
    assert verdict.criteria[7].status != "return"
    assert verdict.general.status != "return"


@LAW
@given(dossiers(), REGISTRIES, days_of_judgement())
def test_all_eight_are_answered_with_every_rule(
    dossier: Dossier, registry: Registry | None, day: date
) -> None:
    verdict = check(dossier, registry, day)
    assert [result.number for result in verdict.criteria] == list(range(1, 9))
    asked = [rule.id for result in (verdict.general, *verdict.criteria) for rule in result.rules]
    assert sorted(asked) == sorted(rule.id for rule in PACK.rules)
    assert verdict.faults == ()


@LAW
@given(dossiers(), REGISTRIES, days_of_judgement())
def test_a_pass_has_a_passed_rule_in_every_criterion_that_applies(
    dossier: Dossier, registry: Registry | None, day: date
) -> None:
    verdict = check(dossier, registry, day)
    if verdict.outcome == "pass":
        assert dossier.filing.kind is not None
        for result in verdict.criteria[:7]:
            if PACK.ceiling(dossier.filing.kind.value, result.number) != "not_applicable":
                assert "pass" in {rule.status for rule in result.rules}
    statuses = {result.status for result in (verdict.general, *verdict.criteria)}
    worst = "return" if "return" in statuses else "review" if "review" in statuses else "pass"
    assert verdict.outcome == (worst if verdict.scope == "in" else "review")


@LAW
@given(filings(), REGISTRIES)
def test_the_same_filing_gives_the_same_bytes(filing: Filing, registry: Registry | None) -> None:
    assert check(filing, registry, DAY).canonical == check(filing, registry, DAY).canonical


def _reversed_keys(value: object) -> object:
    if isinstance(value, dict):
        return {key: _reversed_keys(value[key]) for key in reversed(value)}
    return [_reversed_keys(part) for part in value] if isinstance(value, list) else value


@LAW
@given(forms())
def test_the_order_of_keys_changes_no_byte(form: Json) -> None:
    first = check(Filing.model_validate(form), REGISTRY, DAY)
    turned = check(Filing.model_validate(_reversed_keys(form)), REGISTRY, DAY)
    assert first.canonical == turned.canonical


@LAW
@given(filings(), st.randoms(use_true_random=False))
def test_the_order_of_materials_changes_no_judgement(filing: Filing, chance: random.Random) -> None:
    materials = list(filing.materials or ())
    chance.shuffle(materials)
    turned = filing.model_copy(update={"materials": tuple(materials)})
    assume(filing.materials is not None)
    assert _judged(check(filing, REGISTRY, DAY)) == _judged(check(turned, REGISTRY, DAY))


@settings(LAW, max_examples=12)
@given(filings(), st.randoms(use_true_random=False))
def test_the_order_of_the_registry_changes_no_byte(filing: Filing, chance: random.Random) -> None:
    rows = list(REGISTRY.systems)
    chance.shuffle(rows)
    turned = Registry.of(rows, REGISTRY.as_of)
    assert check(filing, REGISTRY, DAY).canonical == check(filing, turned, DAY).canonical


def _with_unread(filing: Filing, _: str) -> Dossier:
    return Dossier(filing, unread=(Unread("扫描件.pdf", "扫描件，无法读取文字"),))


def _with_conflict(filing: Filing, pointer: str) -> Dossier:
    return Dossier(filing, conflicts=(Conflict(pointer, ("甲处", "乙处")),))


@pytest.mark.parametrize(
    "doubt", [_with_unread, _with_conflict], ids=["有文件没读出来", "前后不一致"]
)
@LAW
@given(filing=filings(), pointer=st.sampled_from(POINTERS))
def test_doubt_never_turns_into_a_pass(
    doubt: Callable[[Filing, str], Dossier], filing: Filing, pointer: str
) -> None:
    plain, doubted = check(filing, REGISTRY, DAY), check(doubt(filing, pointer), REGISTRY, DAY)
    assert doubted.outcome != "pass"
    if plain.scope == doubted.scope == "in":
        before, after = _statuses(plain), _statuses(doubted)
        asked = {rule for rule in before if before[rule] in ("return", "review")}
        assert {rule for rule in asked if after[rule] == "pass"} == set()


@LAW
@given(filings())
def test_an_unread_file_never_adds_a_return(filing: Filing) -> None:
    plain, doubted = check(filing, REGISTRY, DAY), check(_with_unread(filing, ""), REGISTRY, DAY)
    before, after = _statuses(plain), _statuses(doubted)
    added = {r for r in after if after[r] == "return" and before[r] != "return"}
    assert added == set()


@LAW
@given(filings())
def test_an_unrelated_material_changes_no_judgement(filing: Filing) -> None:
    assume(filing.materials is not None)
    other = Material(type=MaterialType.OTHER, title="会议照片", file="会议照片.jpg")
    more = filing.model_copy(update={"materials": (*(filing.materials or ()), other)})
    assert _judged(check(filing, REGISTRY, DAY)) == _judged(check(more, REGISTRY, DAY))


@LAW
@given(filings())
def test_persons_are_never_repeated(filing: Filing) -> None:
    told = check(filing, REGISTRY, DAY).canonical.decode()
    assert [person for person in PERSONS if person in told] == []


EMPTY = [
    pytest.param(kind, state, id=f"{kind.label if kind else '没有种类'}，{state.label}，一项没填")
    for kind in (*Kind, None)
    for state in Completeness
]


@pytest.mark.parametrize(("kind", "state"), EMPTY)
def test_an_empty_filing_never_passes(kind: Kind | None, state: Completeness) -> None:
    assert check(Filing(kind=kind, completeness=state), REGISTRY, DAY).outcome != "pass"


def _digest(threads: int) -> list[bytes]:
    read = [read_filing(file.read_bytes()) for file in EXAMPLES]
    with ThreadPoolExecutor(threads) as pool:
        return [verdict.canonical for verdict in pool.map(lambda f: check(f, REGISTRY, DAY), read)]


def test_eight_threads_give_the_same_bytes() -> None:
    assert _digest(8) == _digest(1)


_CHILD = """
import sys
from hashlib import sha256
from tests.test_check_laws import _digest
print(sha256(b"".join(_digest(1))).hexdigest())
"""


def _child(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_two_hash_seeds_give_the_same_bytes() -> None:
    runs = [_child("-c", _CHILD, PYTHONHASHSEED=seed) for seed in ("1", "2")]
    assert [run.returncode for run in runs] == [0, 0], runs[0].stderr + runs[1].stderr
    assert runs[0].stdout == runs[1].stdout != ""


def test_random_filings_leave_a_process_on_dirty_memory_alive() -> None:
    run = _child("-m", "tests.whole_filings", "60", MALLOC_PERTURB_="165")
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["checks"] >= 60
    assert told["faults"] == 0


def test_the_verdict_names_what_it_rests_on() -> None:
    verdict = check(read_filing(EXAMPLES[0].read_bytes()), REGISTRY, DAY)
    assert verdict.pack.sha256 == PACK.sha256
    assert verdict.registry is not None
    assert verdict.registry.version == REGISTRY.version
    other = replace(verdict, run=replace(verdict.run, engines=("别的",)))
    assert other.canonical == verdict.canonical
