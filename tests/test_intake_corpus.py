"""Whole filings as real files: each planted fault is shown, and no clean twin is returned."""
# ruff: noqa: E501 - one case a line

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from compliance import check
from compliance.filing import Dossier, Filing
from compliance.intake import read
from tests.making.faults import FAULTS, Fault
from tests.making.faults_later import LATER
from tests.making.filings import THEMES, bundle
from tests.making.word import docx_bytes, paragraph

# What a clean filing may be told without being asked to change anything.
HARMLESS = {"declared_not_applicable"}
DAY = date(2025, 7, 1)
EVERY = (*FAULTS, *LATER)
Clean = Callable[[int], Dossier]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Clean:
    kept: dict[int, Dossier] = {}

    def dossier(number: int) -> Dossier:
        if number not in kept:
            folder = tmp_path_factory.mktemp("申报")
            kept[number] = read(bundle(number).write(folder / "材料"))
        return kept[number]

    return dossier


@pytest.mark.parametrize("number", range(len(THEMES)), ids=[theme.name for theme in THEMES])
def test_clean_filing_has_nothing_to_tell(number: int, clean: Clean) -> None:
    dossier = clean(number)

    assert dossier.conflicts == ()
    assert dossier.unread == ()
    assert {note.code for note in dossier.notes} <= HARMLESS


@pytest.mark.parametrize("number", range(len(THEMES)), ids=[theme.name for theme in THEMES])
def test_clean_filing_passes_all_that_needs_no_registry(number: int, clean: Clean) -> None:
    verdict = check(clean(number), on=DAY)

    assert verdict.outcome == "review"
    assert [c.number for c in verdict.criteria if c.status not in ("pass", "not_applicable")] == [2]
    assert verdict.general.status == "pass"


@pytest.mark.parametrize("number", range(len(THEMES)), ids=[theme.name for theme in THEMES])
def test_clean_filing_is_read_as_its_form_states_it(number: int, clean: Clean) -> None:
    stated = Filing.model_validate(bundle(number).form)
    found = clean(number).filing

    for part in ("kind", "unit", "project", "existing_systems", "integration", "funding", "dates"):
        assert getattr(found, part) == getattr(stated, part)
    assert len(found.catalog or ()) == len(THEMES[number].modules)


@pytest.mark.parametrize("number", range(len(THEMES)), ids=[theme.name for theme in THEMES])
def test_every_value_has_its_place_in_a_file(number: int, clean: Clean) -> None:
    dossier = clean(number)

    for pointer in ("/unit/name", "/funding/total", "/project/goals", "/catalog/0", "/materials/0"):
        assert dossier.place(pointer).file


@pytest.mark.parametrize(
    ("number", "fault"), list(enumerate(EVERY)), ids=[fault.about for fault in EVERY]
)
def test_planted_fault_is_shown(number: int, fault: Fault, tmp_path: Path) -> None:
    made = bundle(number)
    fault.plant(made)

    dossier = read(made.write(tmp_path / "材料"))
    verdict = check(dossier, on=DAY)

    assert fault.found(dossier)
    assert verdict.outcome != "pass"
    assert [f.rule for f in verdict.findings if f.rule != "C2.registry"]


def test_the_corpus_is_large_enough() -> None:
    assert len(EVERY) >= 60
    assert {fault.sort for fault in EVERY} == {"formal", "content"}
    assert len({fault.about for fault in EVERY}) == len(EVERY)


def test_a_refused_file_is_never_a_missing_material(tmp_path: Path) -> None:
    fault = next(f for f in FAULTS if f.about == "可行性研究报告加了密码")
    made = bundle(0)
    fault.plant(made)

    verdict = check(read(made.write(tmp_path / "材料")), on=DAY)

    assert verdict.outcome == "review"
    assert not [f for c in verdict.criteria for f in c.findings if f.effect == "return"]


def test_without_a_form_what_was_not_found_is_open_not_absent(tmp_path: Path) -> None:
    made = bundle(0)
    made.without_form = True

    dossier = read(made.write(tmp_path / "材料"))
    verdict = check(dossier, on=DAY)

    assert dossier.filing.completeness == "draft"
    assert dossier.filing.project.name == THEMES[0].name
    assert dossier.filing.unit.name == THEMES[0].unit
    assert verdict.outcome == "review"


def test_a_file_nobody_recognised_may_be_the_one_that_is_missing(tmp_path: Path) -> None:
    made = bundle(0)
    del made.papers["design"]
    made.loose["新建文档.txt"] = "本文件的内容请见正文各部分。".encode()

    dossier = read(made.write(tmp_path / "材料"))
    verdict = check(dossier, on=DAY)

    assert [(u.file, u.code) for u in dossier.unread] == [("新建文档.txt", "unrecognised_file")]
    assert verdict.outcome == "review"


def test_a_file_nobody_recognised_is_only_noted_where_nothing_is_missing(tmp_path: Path) -> None:
    made = bundle(0)
    made.loose["新建文档.txt"] = "本文件的内容请见正文各部分。".encode()

    dossier = read(made.write(tmp_path / "材料"))

    assert dossier.unread == ()
    assert [n.code for n in dossier.notes] == ["unrecognised_file"]


def test_a_plan_under_another_heading_is_asked_about_not_missing(tmp_path: Path) -> None:
    made = bundle(0)
    paper = made.papers["feasibility"]
    start, stop = paper.span("商用密码应用方案")
    paper.parts[start].text = "国密改造设想"  # type: ignore[union-attr]

    dossier = read(made.write(tmp_path / "材料"))

    assert stop > start
    assert [c.pointer for c in dossier.conflicts] == ["/security/crypto_plan/form"]
    assert "国密改造设想" in dossier.conflicts[0].values[0]


def test_what_only_prose_says_never_returns_by_itself(tmp_path: Path) -> None:
    made = bundle(0)
    del made.form["existing_satisfies"]
    made.papers["feasibility"].add("需求分析", "经评估，现有业务系统基本能够满足目前业务需求。")

    verdict = check(read(made.write(tmp_path / "材料")), on=DAY)

    assert verdict.outcome == "review"


def test_a_filing_as_json_beside_its_materials(tmp_path: Path) -> None:
    made = bundle(0)
    made.without_form = True
    made.loose["申报.json"] = Filing.model_validate(made.form).model_dump_json().encode()

    dossier = read(made.write(tmp_path / "材料"))

    assert dossier.filing.completeness == "submitted"
    assert dossier.filing.project.modules == Filing.model_validate(made.form).project.modules
    assert dossier.conflicts == ()


EMPTY_SHELLS = [
    ("只有标题的可研", "2 可行性研究报告.docx", ["示例项目可行性研究报告", "本项目很有必要。"], "thin_file"),
    ("没有章节的可研", "2 可行性研究报告.docx", ["示例项目可行性研究报告", "本项目很有必要，建议尽快实施。" * 9], "no_chapters"),
    ("只有文件名像初步设计", "3 初步设计方案.docx", ["今日天气晴好，适合出行，请大家注意防晒和补水。" * 3], "recognised_by_name"),
    ("只有标题的密码方案", "9 密码应用方案.docx", ["示例项目密码应用方案"], "thin_file"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "lines", "code"), [e[1:] for e in EMPTY_SHELLS], ids=[e[0] for e in EMPTY_SHELLS]
)
def test_a_shell_of_a_material_asks_a_person(
    name: str, lines: list[str], code: str, tmp_path: Path
) -> None:
    made = bundle(0)
    made.loose[name] = docx_bytes("".join(map(paragraph, lines)))
    for key in [k for k, stem in made.names.items() if name.startswith(stem)]:
        del made.papers[key]

    dossier = read(made.write(tmp_path / "材料"))
    verdict = check(dossier, on=DAY)

    assert code in {note.code for note in dossier.notes}
    assert verdict.criteria[0].status == "review"


def test_two_versions_of_one_report_are_told(tmp_path: Path) -> None:
    made = bundle(0)
    older = bundle(0).papers["feasibility"]
    older.add("需求分析", "旧稿多出的一段话。")
    made.papers["older"], made.endings["older"] = older, "docx"
    made.names["older"] = "2 可行性研究报告（旧稿）"

    dossier = read(made.write(tmp_path / "材料"))

    assert [n.code for n in dossier.notes] == ["two_versions"]
