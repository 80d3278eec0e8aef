"""A derived pack: its changes, what it relaxes, its pin, and what it may not do."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from compliance import RulebookError, check, load, read_filing
from compliance.authoring.cases import read_book
from compliance.authoring.lint import lint
from compliance.authoring.mutation import mutation
from compliance.authoring.trial import tried
from compliance.rulebook import RulePack
from compliance.rulebook.yaml_text import read_yaml

ROOT = Path(__file__).parents[1]
COUNTY = load("example-county")
CITY = load()
DAY = date(2026, 6, 18)


def county(folder: Path, *edits: tuple[str, str]) -> Path:
    """A copy of the county's folder by itself, its header edited."""
    pack = Path(shutil.copytree(ROOT / "rules" / "example-county", folder / "example-county"))
    header = pack / "pack.yaml"
    text = header.read_text("utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    header.write_text(text, "utf-8")
    return pack


def filing(**changes: object) -> bytes:
    text = (ROOT / "examples/filings/01-new-pass.json").read_text("utf-8")
    written = json.loads(text)
    written["unit"] |= changes
    return json.dumps(written, ensure_ascii=False).encode()


def test_relaxations_stand_in_the_header_of_the_verdict_with_reason_and_citation() -> None:
    verdict = check(read_filing(filing(level="县级")), on=DAY, pack=COUNTY)
    assert verdict.scope == "in"
    told = "\n".join(verdict.pack.relaxations)
    assert "停用 G.scope.level（市级单位）：本县受理县级单位" in told
    assert "C4.closed（不建封闭系统）由请人核实降为提示" in told
    assert "“仍有多个同类系统在用”由 2 改为 3（个）" in told
    assert all("示例府办发〔2026〕1号" in line for line in verdict.pack.relaxations)


def test_what_is_made_stricter_is_no_relaxation() -> None:
    told = "\n".join(COUNTY.relaxations)
    assert "日志" not in told
    assert "C7.schedule" not in told


def test_a_limit_whose_direction_nobody_can_tell_is_listed_as_such() -> None:
    assert any("每年截止月" in line and "宽严须看口径" in line for line in COUNTY.relaxations)


def test_the_county_takes_county_units_and_the_city_does_not() -> None:
    of_county = read_filing(filing(level="县级"))
    assert check(of_county, on=DAY, pack=COUNTY).scope == "in"
    assert check(of_county, on=DAY, pack=CITY).scope == "out"
    assert check(read_filing(filing()), on=DAY, pack=COUNTY).scope == "out"


def test_offices_limits_and_severities_are_the_countys() -> None:
    assert COUNTY.offices["police"] == "示例县公安局"
    assert COUNTY.parameters["log_days_min"].on(DAY).value == 365
    assert COUNTY.parameters["log_days_min"].on(date(2024, 1, 1)).value == 180
    closed, schedule = COUNTY.rule("C4.closed"), COUNTY.rule("C7.schedule")
    assert closed is not None
    assert (closed.severity, closed.review_when) == ("info", None)
    assert schedule is not None
    assert (schedule.severity, schedule.info_when) == ("review", None)
    assert COUNTY.rule("G.scope.level") is None


def test_every_rule_but_those_changed_is_the_citys() -> None:
    touched = {"C4.closed", "C7.schedule", "G.deadline.annual"}
    city = {rule.id: rule for rule in CITY.rules}
    for rule in COUNTY.rules:
        if not rule.own and rule.id not in touched:
            assert (rule.cite, rule.return_when, rule.severity) == (
                city[rule.id].cite,
                city[rule.id].return_when,
                city[rule.id].severity,
            )


def test_an_offices_own_folder_works_without_touching_the_package(tmp_path: Path) -> None:
    pack = load(county(tmp_path))
    assert pack.sha256 == COUNTY.sha256
    assert check(read_filing(filing(level="县级")), on=DAY, pack=pack).pack.id == "example-county"


def test_a_base_beside_it_goes_before_the_one_that_comes_with_the_library(tmp_path: Path) -> None:
    own = county(tmp_path)
    base = Path(shutil.copytree(ROOT / "rules" / "nanchong", tmp_path / "nanchong"))
    header = base / "pack.yaml"
    moved = header.read_text("utf-8").replace("version: 2026.1.0", "version: 2026.2.0", 1)
    header.write_text(moved, "utf-8")
    with pytest.raises(RulebookError) as raised:
        load(own)
    (problem,) = raised.value.problems
    assert problem.message == "所依据的“nanchong”已是 2026.2.0，这里记的是 2026.1.0"
    assert problem.place == f"pack.yaml 第 {line('extends')} 行"
    assert "rules diff" in problem.mend


def line(key: str) -> int:
    header = ROOT / "rules/example-county/pack.yaml"
    return int(read_yaml(header.read_bytes(), "pack.yaml").place((key,)).split()[2])


def test_a_pinned_base_whose_content_moved_is_told(tmp_path: Path) -> None:
    pin = "extends: {id: nanchong, version: 2026.1.0}"
    held = pin.replace("}", f", sha256: {CITY.sha256}}}")
    assert load(county(tmp_path / "好", (pin, held))).extends == "nanchong 2026.1.0"
    wrong = held.replace(CITY.sha256, "0" * 64)
    with pytest.raises(RulebookError, match="内容已有改动"):
        load(county(tmp_path / "坏", (pin, wrong)))


REFUSED = {
    "改的规则不存在": ("- rule: C4.closed", "- rule: C4.close", "没有规则“C4.close”"),
    "停用的规则不存在": ("- rule: G.scope.level", "- rule: G.scope.levels", "没有规则"),
    "设的参数不存在": ("parameter: log_days_min", "parameter: log_days", "没有参数“log_days”"),
    "没有写理由": ("    reason: 本县要求日志留存一年\n", "", "缺少“reason”"),
    "没有写依据": (
        '    reason: 本县要求日志留存一年\n    cite: {source: county, clause: 第十条, quote: ""}\n',
        "    reason: 本县要求日志留存一年\n",
        "缺少“cite”",
    ),
    "依据的法源不存在": (
        'cite: {source: county, clause: 第十条, quote: ""}',
        'cite: {source: country, clause: 第十条, quote: ""}',
        "没有法源“country”",
    ),
    "引通知而引文不符": (
        'cite: {source: county, clause: 第十条, quote: ""}',
        "cite: {source: notice, clause: 二（六）, quote: 日志留存一年}",
        "引文与原文不一致",
    ),
    "想改规则的依据": (
        "    severity: info\n",
        "    severity: info\n    basis: inference\n",
        "不认识“basis”",
    ),
    "想改规则的编号": ("    severity: info\n", "    id: C4.open\n", "不认识“id”"),
    "第八项加成退回": (
        "  - rule: C4.closed\n    severity: info\n",
        "  - rule: C8.registered\n    severity: return\n",
        "不能退回",
    ),
    "依据的规则包不存在": ("{id: nanchong,", "{id: nanchang,", "没有名为“nanchang”的规则包可依"),
    "依据自己": ("{id: nanchong,", "{id: example-county,", "成了圈"),
    "自有规则没用前缀": ("prefix: X.", "prefix: Y.", "没有用本包的前缀 Y."),
    "部门不存在": ("    severity: info\n", "    office: mayor\n", "没有部门“mayor”"),
}


@pytest.mark.parametrize(("old", "new", "says"), REFUSED.values(), ids=REFUSED)
def test_refused_with_file_line_and_mend(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(RulebookError) as raised:
        load(county(tmp_path, (old, new)))
    assert any(says in problem.message for problem in raised.value.problems)
    for problem in raised.value.problems:
        assert " 第 " in problem.place
        assert problem.mend


def test_an_own_list_has_to_be_declared_with_its_reason(tmp_path: Path) -> None:
    pack = county(tmp_path)
    (pack / "lists").mkdir()
    (pack / "lists" / "scope_words.yaml").write_text("doubtful: [无人机]\n", "utf-8")
    with pytest.raises(RulebookError, match="清单与声明不符：scope_words"):
        load(pack)
    cite = 'cite: {source: county, clause: 第三条, quote: ""}'
    declared = f"\nlists:\n  - {{list: scope_words, reason: 本县另有口径, {cite}}}\n"
    header = pack / "pack.yaml"
    header.write_text(header.read_text("utf-8") + declared, "utf-8")
    read = load(pack)
    assert read.lists["scope_words"] == {"doubtful": ["无人机"]}
    assert any("改用本地清单 scope_words" in line for line in read.relaxations)


def test_two_packs_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    first = county(
        tmp_path, ("{id: nanchong, version: 2026.1.0}", "{id: other, version: 2026.1.0}")
    )
    second = Path(shutil.copytree(first, tmp_path / "other"))
    header = second / "pack.yaml"
    text = header.read_text("utf-8").replace("id: example-county", "id: other", 1)
    header.write_text(text.replace("{id: other,", "{id: example-county,", 1), "utf-8")
    with pytest.raises(RulebookError, match="成了圈"):
        load(first)


def test_a_ceiling_lowered_is_a_relaxation_and_eight_never_returns(tmp_path: Path) -> None:
    cite = 'cite: {source: county, clause: 第四条, quote: ""}'
    lowered = (
        f"ceilings:\n  - {{kind: new, criterion: 5, most: review, reason: 目录另行督办, {cite}}}\n"
    )
    read = load(county(tmp_path / "甲", ("set:\n", lowered + "\nset:\n")))
    assert read.ceiling("new", 5) == "review"
    assert any("“资源目录”对此类项目的上限降为请人核实" in line for line in read.relaxations)
    with pytest.raises(RulebookError, match="第八项不能退回"):
        load(
            county(
                tmp_path / "乙",
                ("set:\n", lowered.replace("5, most: review", "8, most: return") + "\nset:\n"),
            )
        )


def test_a_folder_that_holds_packs_but_is_none_names_them(tmp_path: Path) -> None:
    county(tmp_path)
    with pytest.raises(RulebookError, match="其下有：example-county"):
        load(tmp_path)


def pack_rules(pack: RulePack) -> list[str]:
    return [rule.id for rule in pack.rules]


ONE_SHEET = ROOT / "tests" / "one_sheet.yaml"


def test_a_rule_with_its_cases_is_added_in_one_sheet_and_no_python(tmp_path: Path) -> None:
    folder = county(tmp_path)
    shutil.copy(ONE_SHEET, folder / "x-funding.yaml")
    pack = load(folder)
    assert pack_rules(pack) == [*pack_rules(COUNTY), "X.funding.secured"]
    assert [str(fault) for fault in lint(folder)] == []
    book = read_book(pack, folder)
    assert len(book.of("X.funding.secured")) == 7
    assert all(tried(case, book, pack).right for case in book.cases)
    assert mutation(folder).alive == ()
    own = json.loads(filing(level="县级"))
    own["funding"]["secured"] = False
    verdict = check(read_filing(json.dumps(own)), on=DAY, pack=pack)
    assert [f.message for f in verdict.findings if f.rule == "X.funding.secured"] == [
        "资金还没有落实，本县要求先落实再申报"
    ]
