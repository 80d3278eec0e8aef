"""The example filings: valid, fault only where they say so, told in README and expected.json."""

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from compliance.catalog import BasisWords, Inspection, ProblemCode, inspect
from compliance.credit_code import state_of
from compliance.duplication import Index, Subject, Words
from compliance.filing.filing import Filing
from compliance.registry import Registry

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "examples" / "filings").glob("*.json"))
EXPECTED = json.loads((ROOT / "examples" / "expected.json").read_text("utf-8"))
LISTS = ROOT / "rules" / "nanchong" / "lists"
BASIS = BasisWords.model_validate(yaml.safe_load((LISTS / "legal_basis.yaml").read_text("utf-8")))
REGISTRY = Registry.load(ROOT / "examples" / "registry.csv")
PASSING = [file for file in FILES if EXPECTED[file.name]["outcome"] == "pass"]
# 界限两侧各一份，有意只改一处
PAIRS = [{"01", "42"}, {"23", "24"}, {"25", "26"}, {"29", "30"}]
FAULTY_CATALOGS = {
    "11": {ProblemCode.BASIS_NOT_LAW},
    "12": {ProblemCode.ATTRIBUTE_MISSING},
    "28": {ProblemCode.BASIS_OPENNESS_ONLY},
    "29": {ProblemCode.BASIS_PROVINCIAL_POLICY},
    "30": {ProblemCode.BASIS_PROVINCIAL_POLICY},
    "38": {ProblemCode.ATTRIBUTE_MISSING},
}


def _filing(file: Path) -> Filing:
    return Filing.model_validate_json(file.read_text("utf-8"))


def _catalog(filing: Filing) -> Inspection:
    return inspect(filing.catalog or (), BASIS)


def _texts(file: Path) -> set[str]:
    project = _filing(file).project
    every = (project.summary, project.construction_content, project.business_need)
    return {text for text in (*every, *(m.description for m in project.modules or ())) if text}


def test_every_example_has_an_expectation_and_every_expectation_an_example() -> None:
    assert [file.name for file in FILES] == sorted(EXPECTED)


def test_readme_has_one_line_an_example() -> None:
    told = (ROOT / "examples" / "filings" / "README.md").read_text("utf-8")
    assert re.findall(r"^\| ([0-9]{2}-[a-z0-9-]+) \|", told, re.M) == [file.stem for file in FILES]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_example_is_read_and_only_07_has_a_wrong_check_digit(file: Path) -> None:
    code = _filing(file).unit.credit_code
    if code is not None:
        assert state_of(code) == ("check_digit" if file.name.startswith("07") else "valid")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_catalogue_faults_stand_only_where_told(file: Path) -> None:
    found = {problem.code for problem in _catalog(_filing(file)).problems}
    assert found == FAULTY_CATALOGS.get(file.name[:2], set())


def test_secret_example_says_nothing_of_its_project() -> None:
    filing = _filing(ROOT / "examples" / "filings" / "35-scope-secret.json")
    stated = filing.model_dump(exclude_defaults=True, mode="json")
    assert stated["project"] == {"secrecy": "secret"}
    assert set(stated) <= {"kind", "unit", "project"}


def test_no_prose_is_copied_but_in_pairs() -> None:
    used: defaultdict[str, set[str]] = defaultdict(set)
    for file in FILES:
        for text in _texts(file):
            used[text].add(file.name[:2])
    assert [files for files in used.values() if len(files) > 1 and files not in PAIRS] == []


@pytest.mark.parametrize("file", PASSING, ids=lambda file: file.stem)
def test_sources_of_a_passing_example_sum_to_the_total(file: Path) -> None:
    funding = _filing(file).funding
    if funding.total is not None:
        sources = [source.amount for source in funding.sources or ()]
        assert sum(amount.fen for amount in sources if amount) == funding.total.fen


def test_passing_new_example_is_like_no_registered_system() -> None:
    words = Words.from_mapping(yaml.safe_load((LISTS / "names.yaml").read_text("utf-8")))
    filing = _filing(ROOT / "examples" / "filings" / "01-new-pass.json")
    project, modules = filing.project, filing.project.modules or ()
    parts = (project.summary, project.construction_content, *(m.description for m in modules))
    subject = Subject(
        name=project.name or "",
        description="".join(part or "" for part in parts),
        functions=tuple(m.name or "" for m in modules),
        owner=filing.unit.name or "",
    )
    assert Index.build(REGISTRY, words).search(subject, 1)[0].score < 150_000
