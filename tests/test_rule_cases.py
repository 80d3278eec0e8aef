"""The cases beside the rules: each comes out as it says, and no fault in a rule goes unnoticed."""

from dataclasses import replace
from functools import cache

import pytest

from compliance import check
from compliance.authoring.cases import Case, CaseBook, read_book
from compliance.authoring.mutation import mutation_of
from compliance.authoring.trial import dossier_of, registry_of, tried
from compliance.filing import Kind
from compliance.rulebook import RulePack, load, names

PACKS = names()


@cache
def opened(pack: str) -> tuple[RulePack, CaseBook]:
    loaded = load(pack)
    return loaded, read_book(loaded, pack)


CASES = [(pack, case) for pack in PACKS for case in opened(pack)[1].cases]


@pytest.mark.parametrize(("pack", "case"), CASES, ids=[f"{p}：{c.name}" for p, c in CASES])
def test_case(pack: str, case: Case) -> None:
    loaded, book = opened(pack)
    trial = tried(case, book, loaded)
    assert trial.got == case.expect
    assert trial.right, trial.told


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_a_base_filing_passes_so_that_a_case_shows_only_its_own_change(kind: str) -> None:
    pack, book = opened("nanchong")
    some = next(case for case in book.cases if case.given is None and not case.registry)
    bare = replace(some, kind=kind, filing={}, lacks=(), unread=(), conflicts=(), draft=False)
    dossier = dossier_of(bare, book)
    day = dossier.filing.dates.submitted
    assert day is not None
    verdict = check(dossier, registry_of(bare, day), pack=pack)
    assert verdict.outcome == "pass", [finding.message for finding in verdict.findings]


@pytest.mark.parametrize("pack", PACKS)
def test_no_rule_left_out_turned_round_or_moved_goes_unnoticed(pack: str) -> None:
    done = mutation_of(*opened(pack))
    assert [f"{m.rule or m.parameter}：{m.told}" for m in done.alive] == []
    assert done.count >= sum(rule.own for rule in opened(pack)[0].rules)
    assert all(name.startswith("duplicate_") for name, _ in done.elsewhere)
