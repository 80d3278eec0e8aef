"""A pack is taken whole or refused with file, line and mend: broken ones made by small edits."""

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from compliance.errors import RulebookError
from compliance.facts.lists import lists_of
from compliance.rulebook import Rule, RulePack, load, require_in_force
from compliance.rulebook.sense import squeezed

REAL = Path(__file__).parents[1] / "rules" / "nanchong"
PACK = load(REAL)


def _copy(folder: Path) -> Path:
    return Path(shutil.copytree(REAL, folder / "nanchong", ignore=shutil.ignore_patterns("cases")))


def _edited(folder: Path, file: str, old: str, new: str) -> Path:
    """A copy of the real pack with one text replaced, once."""
    pack = _copy(folder)
    text = (pack / file).read_text("utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1), "utf-8")
    return pack


FUNDING, DUPLICATION, GENERAL = "c7-funding.yaml", "c2-duplication.yaml", "general.yaml"
# What is broken: the file, the text replaced, its replacement, the file told, the message.
BROKEN: dict[str, tuple[str, str, str, str, str]] = {
    # 形式
    "规则缺少 title": (FUNDING, "    title: 总投资\n", "", FUNDING, "缺少“title”"),
    "规则缺少引据": (
        FUNDING,
        '    cite: {source: investment_regulation, clause: 第二十二条, quote: ""}\n',
        "",
        FUNDING,
        "缺少“cite”",
    ),
    "规则写了不认识的键": (
        FUNDING,
        "title: 总投资",
        "titel: 总投资\n    title: 总投资",
        FUNDING,
        "titel",
    ),
    "severity 不认识": (FUNDING, "severity: return", "severity: refuse", FUNDING, "refuse"),
    "没有任何触发条件": (
        FUNDING,
        "    review_when: {funding.total_stated: false}\n",
        "",
        FUNDING,
        "触发条件",
    ),
    "项目种类不认识": (FUNDING, "kinds: [new]", "kinds: [newish]", FUNDING, "newish"),
    "比较符不认识": (FUNDING, "{gt: $funding_gap_max}", "{greater: 1}", FUNDING, "greater"),
    "与小数比较": (FUNDING, "{gt: $funding_gap_max}", "{gt: 1.5}", FUNDING, "{'gt': 1.5}"),
    "规则编号写法不对": (FUNDING, "id: C7.source\n", "id: 资金-1\n", FUNDING, "资金-1"),
    "审查项编号超出范围": (FUNDING, "criterion: 7", "criterion: 9", FUNDING, "太大"),
    "规则表没有规则": (
        "c8-platforms.yaml",
        "rules:",
        "rules: []\nmore:",
        "c8-platforms.yaml",
        "至少",
    ),
    "message 是空的": (FUNDING, "message: 没有填写总投资", 'message: ""', FUNDING, "没有内容"),
    "包头缺少上限": ("pack.yaml", "ceilings:", "ceiling:", "pack.yaml", "缺少“ceilings”"),
    "第八项的上限写成退回": (
        "pack.yaml",
        "7: return, 8: review}",
        "7: return, 8: return}",
        "pack.yaml",
        "return",
    ),
    "上限的种类不认识": ("pack.yaml", "  ongoing: {1", "  running: {1", "pack.yaml", "running"),
    "参数没有说明依据": (
        "pack.yaml",
        "{value: 30, basis: notice,",
        "{value: 30,",
        "pack.yaml",
        "basis",
    ),
    "参数的依据不认识": (
        "pack.yaml",
        "basis: local-calibration",
        "basis: guess",
        "pack.yaml",
        "guess",
    ),
    "参数的值是小数": ("pack.yaml", "{value: 30, ", "{value: 30.5, ", "pack.yaml", "30.5"),
    "版本号写法不对": ("pack.yaml", "version: 2026.1.0", "version: v1", "pack.yaml", "v1"),
    "日期写法不对": ("pack.yaml", "from: 2023-09-14", "from: 2023年9月14日", "pack.yaml", "2023年"),
    "没有这一天": (
        "pack.yaml",
        "from: 2023-09-14",
        "from: 2023-09-31",
        "pack.yaml",
        "没有“2023-09-31”",
    ),
    "参数起始日没有这一天": (
        "pack.yaml",
        "values: {2023-09-14",
        "values: {2023-02-30",
        "pack.yaml",
        "2023-02-30",
    ),
    "有原文而没有 sha256": (
        "pack.yaml",
        "    sha256: 4e4b54c17a642f9087e96f8575b02d9ec887bd30869b6218d1166cb313808ada\n",
        "",
        "pack.yaml",
        "sha256",
    ),
    "键写了两次": (FUNDING, "title: 总投资", "title: 总投资\n    title: 总额", FUNDING, "写了两次"),
    "YAML 写坏": (FUNDING, "criterion: 7", "criterion: [7", FUNDING, "写法不对"),
    # 意思
    "规则编号重复": (FUNDING, "id: C7.total\n", "id: C7.source\n", FUNDING, "重复"),
    "问的不是可问事项": (
        FUNDING,
        "{funding.total_stated: false}",
        "{funding.total: false}",
        FUNDING,
        "funding.total",
    ),
    "问了别的集合的事项": (
        FUNDING,
        "{funding.total_stated: false}",
        "{match.built: false}",
        FUNDING,
        "match.built",
    ),
    "拿文字类事项作比较": (
        DUPLICATION,
        "info_when: {match.level: suspected}",
        "info_when: {match.name: 甲}",
        DUPLICATION,
        "只用于消息",
    ),
    "是非事项比大小": (
        FUNDING,
        "{funding.total_stated: false}",
        "{funding.total_stated: {lt: 1}}",
        FUNDING,
        "不能比大小",
    ),
    "是非事项与数比较": (
        FUNDING,
        "{funding.total_stated: false}",
        "{funding.total_stated: 0}",
        FUNDING,
        "true、false",
    ),
    "数与是非比较": (
        FUNDING,
        "{funding.gap: {gt: $funding_gap_max}}",
        "{funding.gap: true}",
        FUNDING,
        "整数",
    ),
    "封闭的值写错": (
        "c5-catalog.yaml",
        "{catalog.declared_none: doubtful}",
        "{catalog.declared_none: maybe}",
        "c5-catalog.yaml",
        "maybe",
    ),
    "没有这个参数": (
        FUNDING,
        "$funding_gap_max",
        "$funding_gap_most",
        FUNDING,
        "没有参数“funding_gap_most”",
    ),
    "是非事项与参数比较": (
        FUNDING,
        "{funding.total_stated: false}",
        "{funding.total_stated: $log_days_min}",
        FUNDING,
        "不能与参数比较",
    ),
    "没有这个法源": (FUNDING, "source: practice", "source: habit", FUNDING, "没有法源“habit”"),
    "没有这个部门": (FUNDING, "office: finance", "office: treasury", FUNDING, "没有部门“treasury”"),
    "没有这一类": (DUPLICATION, "over: matches", "over: pairs", DUPLICATION, "没有“pairs”"),
    "引文与原文差一个字": (
        FUNDING,
        "对没有明确资金来源的项目不予备案}",
        "对没有明确资金渠道的项目不予备案}",
        FUNDING,
        "引文与原文不一致",
    ),
    "引通知而没有引文": (FUNDING, "quote: 细化绩效目标", 'quote: ""', FUNDING, "没有引文"),
    "消息里的事项不存在": (
        FUNDING,
        "相差 {funding.gap}",
        "相差 {funding.gaps}",
        FUNDING,
        "funding.gaps",
    ),
    "改法里的事项属于别处": (
        FUNDING,
        "remedy: 逐个填写金额",
        "remedy: 见{match.name}",
        FUNDING,
        "match.name",
    ),
    "证据不是可问事项": (
        FUNDING,
        "evidence: [funding.gap]",
        "evidence: [funding.difference]",
        FUNDING,
        "funding.difference",
    ),
    "只核实的规则写了退回条件": (
        FUNDING,
        "severity: return",
        "severity: review",
        FUNDING,
        "severity 却不是 return",
    ),
    "只提示的规则写了核实条件": (
        FUNDING,
        "severity: review",
        "severity: info",
        FUNDING,
        "severity 却是 info",
    ),
    "第八项的规则能退回": (
        "c8-platforms.yaml",
        "severity: review",
        "severity: return",
        "c8-platforms.yaml",
        "不能退回",
    ),
    "总体情况的规则能退回": (GENERAL, "severity: review", "severity: return", GENERAL, "不能退回"),
    "范围条件写在八项里": (
        FUNDING,
        "    review_when: {funding.total_stated: false}\n",
        "    review_when: {funding.total_stated: false}\n"
        "    scope_when: {funding.total_stated: false}\n",
        FUNDING,
        "scope_when 只能写在总体情况",
    ),
    "条件展开后引擎容不下": (
        FUNDING,
        "{funding.total_stated: false}",
        "{all: [{funding.gap: {in: [1, 2, 3, 4]}}, {funding.gap: {in: [5, 6, 7, 8]}}]}",
        FUNDING,
        "太复杂",
    ),
    "条件太长引擎容不下": (
        FUNDING,
        "{funding.total_stated: false}",
        "{any: [" + ", ".join(f"{{funding.gap: {n}}}" for n in range(11)) + "]}",
        FUNDING,
        "太复杂",
    ),
    "某一项一条规则也没有": (
        "c8-platforms.yaml",
        "criterion: 8",
        "criterion: 7",
        "pack.yaml",
        "第 8 项一条规则也没有",
    ),
    "审查项编号重复": (
        "pack.yaml",
        "{number: 7, key: funding",
        "{number: 6, key: funding",
        "pack.yaml",
        "0 至 8 各一",
    ),
    "施行起止颠倒": ("pack.yaml", "until: null}", "until: 2023-09-14}", "pack.yaml", "颠倒"),
    "原文被改动": ("sources/notice.txt", "不予备案", "可予备案", "pack.yaml", "sha256 不符"),
}


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN)
def test_broken_pack_is_told_with_file_line_and_mend(
    case: tuple[str, str, str, str, str], tmp_path: Path
) -> None:
    file, old, new, told, message = case
    with pytest.raises(RulebookError) as caught:
        load(_edited(tmp_path, file, old, new))
    problems = caught.value.problems
    assert all(re.match(r"[a-z0-9-]+\.yaml 第 \d+ 行$", problem.place) for problem in problems)
    assert any(p.place.startswith(told + " ") and message in p.message + p.mend for p in problems)
    assert all(problem.message and problem.mend for problem in problems)


def test_the_line_told_is_where_the_rule_stands(tmp_path: Path) -> None:
    pack = _edited(tmp_path, FUNDING, "office: finance", "office: treasury")
    lines = (pack / FUNDING).read_text("utf-8").splitlines()
    with pytest.raises(RulebookError) as caught:
        load(pack)
    number = int(caught.value.problems[0].place.split()[-2])
    assert lines[number - 1].strip() == "- id: C7.source"


def test_every_fault_of_sense_is_told_at_once(tmp_path: Path) -> None:
    pack = _edited(tmp_path, FUNDING, "office: finance", "office: treasury")
    text = (pack / DUPLICATION).read_text("utf-8")
    (pack / DUPLICATION).write_text(text.replace("over: matches", "over: pairs", 1), "utf-8")
    with pytest.raises(RulebookError) as caught:
        load(pack)
    assert {problem.place.split()[0] for problem in caught.value.problems} == {FUNDING, DUPLICATION}


def test_a_list_that_is_not_of_its_form_is_told_by_name(tmp_path: Path) -> None:
    pack = load(_edited(tmp_path, "lists/materials.yaml", "any_of: [base_info]", "any_of: [photo]"))
    with pytest.raises(RulebookError, match=r"lists/materials\.yaml"):
        lists_of(pack)


def test_a_missing_source_text_is_told(tmp_path: Path) -> None:
    pack = _copy(tmp_path)
    (pack / "sources" / "notice.txt").unlink()
    with pytest.raises(RulebookError, match=r"pack\.yaml 第 \d+ 行：没有 sources/notice\.txt"):
        load(pack)


NO_PACK: dict[str, tuple[str, str]] = {
    "不存在的文件夹": ("没有/这里", "不是文件夹"),
    "没有这个名字的规则包": ("beijing", "没有名为“beijing”的规则包"),
    "名字往上一层": ("..", "没有名为“..”的规则包"),
}


@pytest.mark.parametrize(("name", "message"), NO_PACK.values(), ids=NO_PACK)
def test_no_such_pack(name: str, message: str) -> None:
    with pytest.raises(RulebookError, match=re.escape(message)):
        load(name)


def test_a_folder_without_header_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=r"没有 pack\.yaml"):
        load(tmp_path)


def test_digest_does_not_depend_on_line_endings_or_on_the_folder(tmp_path: Path) -> None:
    pack = _copy(tmp_path)
    for file in (*pack.rglob("*.yaml"), *pack.rglob("*.txt")):
        file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    read = load(pack)
    assert read.sha256 == PACK.sha256 == load().sha256
    assert [rule.id for rule in read.rules] == [rule.id for rule in PACK.rules]


def test_digest_changes_with_every_file_that_counts(tmp_path: Path) -> None:
    digests = {PACK.sha256}
    counted = [f for f in sorted(REAL.rglob("*.yaml")) if f.parent.name != "cases"]
    for number, file in enumerate(counted):
        pack = _copy(tmp_path / str(number))
        with (pack / file.relative_to(REAL)).open("a", encoding="utf-8") as stream:
            stream.write("# 多一行说明\n")
        digests.add(load(pack).sha256)
    assert len(digests) == 1 + len(counted)


def test_what_does_not_count_leaves_the_digest(tmp_path: Path) -> None:
    pack = _copy(tmp_path)
    (pack / "说明.md").write_text("给维护者看的", "utf-8")
    (pack / "cases").mkdir()
    (pack / "cases" / "某例.yaml").write_text("a: 1", "utf-8")
    assert load(pack).sha256 == PACK.sha256


QUOTED = [rule for rule in PACK.rules if PACK.sources[rule.cite.source].text]


@pytest.mark.parametrize("rule", QUOTED, ids=lambda rule: rule.id)
def test_every_quotation_is_verbatim_in_the_text_held(rule: Rule) -> None:
    assert rule.cite.quote
    assert squeezed(rule.cite.quote) in squeezed(PACK.sources[rule.cite.source].text)


def test_most_rules_quote_the_notice_and_the_rest_say_which_law() -> None:
    assert {rule.cite.source for rule in QUOTED} == {"notice"}
    other = [rule for rule in PACK.rules if rule not in QUOTED]
    assert all(rule.basis not in ("notice", "notice-inferred") for rule in other)
    assert all(rule.cite.clause and PACK.sources[rule.cite.source].number for rule in other)


def test_only_rules_of_the_notice_return() -> None:
    returning = [rule for rule in PACK.rules if rule.return_when is not None]
    assert {rule.basis for rule in returning} <= {"notice", "notice-inferred"}
    assert {rule.criterion for rule in returning} == {1, 2, 3, 4, 5, 6, 7}


BOUNDARIES: dict[str, tuple[date, bool]] = {
    "施行前一天不能用": (date(2023, 9, 13), False),
    "施行当天可用": (date(2023, 9, 14), True),
    "没有终止日，以后都可用": (date(2099, 12, 31), True),
}


@pytest.mark.parametrize(("day", "held"), BOUNDARIES.values(), ids=BOUNDARIES)
def test_pack_holds_on_a_day(day: date, held: bool) -> None:
    assert _holds(PACK, day) is held


def _holds(pack: RulePack, day: date) -> bool:
    try:
        require_in_force(pack, day)
    except RulebookError:
        return False
    return True


def test_the_day_a_pack_ends_is_no_longer_its_own(tmp_path: Path) -> None:
    pack = load(_edited(tmp_path, "pack.yaml", "until: null}", "until: 2027-01-01}"))
    assert [_holds(pack, date(2026, 12, 31)), _holds(pack, date(2027, 1, 1))] == [True, False]


DATED = [rule for rule in PACK.rules if rule.effective_from]


@pytest.mark.parametrize("rule", DATED, ids=lambda rule: rule.id)
def test_a_dated_rule_starts_on_its_day(rule: Rule) -> None:
    assert rule.effective_from is not None
    before = rule.effective_from - timedelta(days=1)
    assert [rule.in_force(before), rule.in_force(rule.effective_from)] == [False, True]


def test_a_rule_ends_before_its_last_day(tmp_path: Path) -> None:
    dated = "    since: 2026.1.0\n    effective_until: 2026-01-01\n"
    pack = load(_edited(tmp_path, FUNDING, "    since: 2026.1.0\n", dated))
    rule = pack.rule("C7.source")
    assert rule is not None
    assert [rule.in_force(date(2025, 12, 31)), rule.in_force(date(2026, 1, 1))] == [True, False]


PARAMETER_DAYS: dict[str, tuple[date, int]] = {
    "比第一个值还早，用第一个值": (date(2023, 1, 1), 30),
    "第二个值的前一天": (date(2026, 12, 31), 30),
    "第二个值的当天": (date(2027, 1, 1), 31),
    "很久以后": (date(2040, 1, 1), 31),
}


@pytest.mark.parametrize(("day", "value"), PARAMETER_DAYS.values(), ids=PARAMETER_DAYS)
def test_a_parameter_changes_on_its_day(day: date, value: int, tmp_path: Path) -> None:
    old = "{2023-09-14: {value: 30, basis: notice, note: 四（三）；不因休息日顺延}}"
    new = (
        "{2027-01-01: {value: 31, basis: inference, note: 示例}, "
        "2023-09-14: {value: 30, basis: notice, note: 四（三）}}"
    )
    pack = load(_edited(tmp_path, "pack.yaml", old, new))
    assert pack.parameters["annual_deadline_day"].on(day).value == value
    assert pack.values_on(day)["annual_deadline_day"] == value
