"""Every sentence of the notice is covered, verbatim and in order; every rule is traced to one."""

from pathlib import Path

import pytest

from compliance.filing.terms import Category, Channel, Completeness, Secrecy, Stage, UnitLevel
from compliance.rulebook import Clause, RulePack, load
from compliance.rulebook.sense import squeezed
from compliance.rulebook.yaml_text import read_yaml

FOLDER = Path(__file__).parents[1] / "rules" / "nanchong"


@pytest.fixture(scope="module")
def pack() -> RulePack:
    return load()


def test_the_clauses_together_are_the_whole_notice(pack: RulePack) -> None:
    cut = "".join(squeezed(clause.text) for clause in pack.clauses)
    assert cut == squeezed(pack.sources["notice"].text)


def test_a_clause_is_at_most_one_sentence(pack: RulePack) -> None:
    longer = [c.id for c in pack.clauses if "。" in c.text.rstrip("。")]
    assert longer == []


def test_clause_ids_are_unique_and_each_is_covered_once(pack: RulePack) -> None:
    assert len({c.id for c in pack.clauses}) == len(pack.clauses)
    for clause in pack.clauses:
        assert bool(clause.rules) == (clause.covered_by == "rules"), clause.id
        assert len(set(clause.rules)) == len(clause.rules), clause.id


def test_every_rule_is_traced_to_a_sentence(pack: RulePack) -> None:
    traced = {rule for clause in pack.clauses for rule in clause.rules}
    assert {rule.id for rule in pack.rules} == traced


def test_a_rule_that_quotes_the_notice_stands_under_the_sentences_it_quotes(pack: RulePack) -> None:
    untraced = [
        rule.id
        for rule in pack.rules
        if rule.cite.source == "notice"
        and not any(
            all(rule.id in clause.rules for clause in quoted)
            for quoted in _quoted(pack, rule.cite.quote)
        )
    ]
    assert untraced == []


def _quoted(pack: RulePack, quote: str) -> list[list[Clause]]:
    """For each place where a quotation occurs, the sentences it runs over."""
    spans: list[tuple[int, int, Clause]] = []
    for clause in pack.clauses:
        start = spans[-1][1] if spans else 0
        spans.append((start, start + len(squeezed(clause.text)), clause))
    whole, sought = squeezed(pack.sources["notice"].text), squeezed(quote)
    starts = [n for n in range(len(whole)) if whole.startswith(sought, n)]
    return [[c for a, b, c in spans if a < n + len(sought) and n < b] for n in starts]


def test_every_candidate_became_a_rule_or_has_a_reason(pack: RulePack) -> None:
    written = read_yaml((FOLDER / "candidates.yaml").read_bytes(), "candidates.yaml").value
    assert isinstance(written, dict)
    candidates = written["candidates"]
    assert len({c["id"] for c in candidates}) == len(candidates) == 76
    for candidate in candidates:
        assert bool(candidate.get("rules")) != bool(candidate.get("reason")), candidate["id"]
        assert all(pack.rule(rule) for rule in candidate.get("rules", ())), candidate["id"]


@pytest.mark.parametrize(
    ("field", "terms"),
    [
        ("completeness", Completeness),
        ("stage", Stage),
        ("project.secrecy", Secrecy),
        ("project.category", Category),
        ("unit.level", UnitLevel),
        ("funding.channel", Channel),
    ],
)
def test_the_labels_of_codes_are_those_of_the_form(
    pack: RulePack,
    field: str,
    terms: type[Completeness | Stage | Secrecy | Category | UnitLevel | Channel],
) -> None:
    assert dict(pack.fields[field].labels) == {term.value: term.label for term in terms}
