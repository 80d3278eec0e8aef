"""The verdict: always eight, every rule, one cause one card, waivers apart, the same bytes."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance import (
    DateNeededError,
    Filing,
    Verdict,
    Waiver,
    WaiverError,
    check,
    load,
    load_waivers,
    read_filing,
)
from compliance.filing import Completeness, Dossier
from compliance.finding import CitedClause, Effect, Evidence, Finding
from compliance.precheck import about
from compliance.verdict import FORMAT, RuleAnswer, Run, Status, decide
from compliance.verdict.weigh import counts_of, criterion_status, folded, ordered, worst
from tests.strategies import REGISTRY

ROOT = Path(__file__).parents[1]
PACK = load()
PLACES = {rule.id: place for place, rule in enumerate(PACK.rules)}
DAY = date(2026, 6, 18)
CITE = CitedClause("南信办〔2023〕1号", "通知", "二（一）", "资料不齐全的项目不予备案")
FILING = Filing.model_validate(
    {
        "kind": "新建",
        "completeness": "已提交",
        "unit": {"name": "示例市水务局"},
        "project": {"name": "水情预警系统"},
        "record_no": "示例备〔2026〕1号",
    }
)
DRAFT = FILING.model_copy(update={"completeness": Completeness.DRAFT})


def _example(name: str) -> Filing:
    return read_filing((ROOT / "examples" / "filings" / f"{name}.json").read_bytes())


def _finding(rule: str, effect: Effect, item: str = "", cause: str = "") -> Finding:
    known = PACK.rule(rule)
    assert known is not None
    evidence = (Evidence("funding.total_stated", "总投资", "没有填写", ("/funding/total",)),)
    return Finding(
        rule,
        known.criterion,
        effect,
        known.title,
        "没有填写",
        "补填",
        "市财政局",
        known.basis,
        CITE,
        evidence,
        item,
        cause,
    )


def _answer(rule: str, status: Status, item: str = "", cause: str = "") -> RuleAnswer:
    told = _finding(rule, status, item, cause) if status in ("return", "review") else None
    return RuleAnswer(rule, status, told)


def _passed(*but: str) -> list[RuleAnswer]:
    return [_answer(rule.id, "pass") for rule in PACK.rules if rule.id not in but]


def _decide(
    answers: Sequence[RuleAnswer],
    waivers: Sequence[Waiver] = (),
    faults: Sequence[str] = (),
    filing: Filing = FILING,
) -> Verdict:
    return decide(answers, about(Dossier(filing)), PACK, DAY, REGISTRY, waivers, faults)


# 答复、结论、总说法、第七项
OUTCOMES: dict[str, tuple[dict[str, Status], str, str, str]] = {
    "都通过": ({}, "pass", "pass", "pass"),
    "有一条退回": ({"C7.source": "return"}, "return", "return", "return"),
    "有一条需核实": ({"C7.total": "review"}, "review", "review", "review"),
    "退回重于核实": ({"C7.source": "return", "C7.total": "review"}, "return", "return", "return"),
    "别项的退回": ({"C3.done": "return"}, "return", "return", "pass"),
    "总体情况需核实": ({"G.kind.stated": "review"}, "review", "review", "pass"),
    "有些规则不适用": ({"C7.total": "not_applicable"}, "pass", "pass", "pass"),
}


@pytest.mark.parametrize(
    ("changed", "outcome", "label", "seventh"), OUTCOMES.values(), ids=OUTCOMES
)
def test_outcome(changed: dict[str, Status], outcome: str, label: str, seventh: str) -> None:
    answers = _passed(*changed) + [_answer(rule, status) for rule, status in changed.items()]
    verdict = _decide(answers)
    assert (verdict.outcome, verdict.label) == (outcome, PACK.labels[label])
    assert verdict.criteria[6].status == seventh
    assert verdict.criteria[6].label == PACK.labels[f"status_{seventh}"]


def test_a_draft_that_passes_may_be_submitted() -> None:
    verdict = _decide(_passed(), filing=DRAFT)
    assert (verdict.outcome, verdict.label) == ("pass", PACK.labels["pass_draft"])


def test_no_answer_at_all_is_eight_criteria_to_be_looked_at() -> None:
    verdict = _decide(())
    assert verdict.outcome == "review"
    assert [result.status for result in verdict.criteria] == ["review"] * 7 + ["not_applicable"]
    assert verdict.criteria[0].label == PACK.labels["nothing_passed"]


def test_a_criterion_without_a_passed_rule_does_not_pass() -> None:
    fourth = {rule.id for rule in PACK.rules if rule.criterion == 4}
    verdict = _decide(_passed(*fourth) + [_answer(rule, "not_applicable") for rule in fourth])
    assert verdict.criteria[3].label == PACK.labels["nothing_passed"]
    assert (verdict.criteria[3].status, verdict.outcome) == ("review", "review")


def test_a_criterion_that_does_not_concern_the_kind_stays_silent() -> None:
    third = {rule.id for rule in PACK.rules if rule.criterion == 3}
    ongoing = Filing.model_validate({"kind": "在建", "completeness": "已提交"})
    verdict = _decide(_passed(*third), filing=ongoing)
    assert (verdict.criteria[2].status, verdict.outcome) == ("not_applicable", "pass")


def test_the_eighth_without_a_platform_is_not_applicable() -> None:
    eighth = {rule.id for rule in PACK.rules if rule.criterion == 8}
    verdict = _decide(_passed(*eighth))
    assert (verdict.criteria[7].status, verdict.outcome) == ("not_applicable", "pass")


ANSWERS = st.lists(
    st.tuples(
        st.sampled_from([rule.id for rule in PACK.rules]),
        st.sampled_from(["pass", "return", "review", "not_applicable"]),
        st.sampled_from(["", "甲", "乙"]),
        st.sampled_from(["", "同一原因"]),
    ).map(lambda each: _answer(*each)),  # type: ignore[arg-type]
    max_size=12,
    unique_by=lambda answer: (answer.rule, answer.finding.item if answer.finding else ""),
)


@given(ANSWERS)
def test_always_eight_with_every_rule_in_the_order_of_the_pack(answers: list[RuleAnswer]) -> None:
    verdict = _decide(answers)
    assert [result.number for result in verdict.criteria] == list(range(1, 9))
    assert verdict.general.number == 0
    for result in (verdict.general, *verdict.criteria):
        own = [rule.id for rule in PACK.rules if rule.criterion == result.number]
        assert [rule.id for rule in result.rules] == own
        assert {finding.criterion for finding in result.findings} <= {result.number}


@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_no_byte(
    answers: list[RuleAnswer], chance: random.Random
) -> None:
    turned = list(answers)
    chance.shuffle(turned)
    assert _decide(answers).canonical == _decide(turned).canonical


@given(ANSWERS)
def test_the_heaviest_finding_comes_first(answers: list[RuleAnswer]) -> None:
    told = ordered((a.finding for a in answers if a.finding), PLACES)
    weights = [["return", "review", "info"].index(finding.effect) for finding in told]
    assert weights == sorted(weights)


@given(ANSWERS)
def test_any_return_returns(answers: list[RuleAnswer]) -> None:
    returned = any(answer.status == "return" for answer in answers)
    assert (_decide(answers).outcome == "return") is returned


def test_of_one_cause_the_first_is_the_card_and_the_rest_are_folded_under_it() -> None:
    one = _finding("C5.catalog", "return", cause="catalog.absent")
    two = _finding("C4.catalog", "review", cause="catalog.absent")
    three = _finding("C4.closed", "review")
    told = folded(ordered([two, three, one], PLACES))
    assert {finding.rule: finding.folded_under for finding in told} == {
        "C5.catalog": "",
        "C4.catalog": "C5.catalog",
        "C4.closed": "",
    }


def test_findings_without_a_cause_are_never_folded() -> None:
    told = folded([_finding("C7.total", "review"), _finding("C7.mode", "review")])
    assert [finding.folded_under for finding in told] == ["", ""]


def test_items_of_one_rule_with_one_cause_stay_beside_each_other() -> None:
    told = folded([_finding("C1.materials.base", "return", item, "同因") for item in ("甲", "乙")])
    assert [finding.folded_under for finding in told] == ["", ""]


def _waiver(rule: str, item: str = "", expires: str = "2026-12-31") -> Waiver:
    return Waiver(rule, "领导小组第3次会议同意先行建设", "示例市数据局", expires, item)


def test_a_waived_return_still_asks_a_person_and_is_counted_apart() -> None:
    answers = [*_passed("C7.source"), _answer("C7.source", "return")]
    verdict = _decide(answers, [_waiver("C7.source")])
    assert verdict.outcome == "review"
    assert verdict.criteria[6].status == "review"
    assert {r.id: r.status for r in verdict.criteria[6].rules}["C7.source"] == "waived"
    assert (verdict.counts.returns, verdict.counts.waived) == (0, 1)
    assert verdict.findings[0].waiver == _waiver("C7.source")
    assert verdict.waivers_unused == ()


def test_a_waived_review_passes_and_stays_listed() -> None:
    answers = [*_passed("C7.total"), _answer("C7.total", "review")]
    verdict = _decide(answers, [_waiver("C7.total")])
    assert verdict.outcome == "pass"
    assert (verdict.counts.reviews, verdict.counts.waived) == (0, 1)
    assert [finding.rule for finding in verdict.findings] == ["C7.total"]


# 豁免、结论
NOT_WAIVED: dict[str, Waiver] = {
    "前一天到期": _waiver("C7.source", expires="2026-06-17"),
    "没有这条规则": _waiver("C7.sources"),
    "别的规则": _waiver("C7.total"),
    "别的一项": _waiver("C7.source", item="甲"),
}


@pytest.mark.parametrize("waiver", NOT_WAIVED.values(), ids=NOT_WAIVED)
def test_a_waiver_that_does_not_hold_is_listed_as_unused(waiver: Waiver) -> None:
    answers = [*_passed("C7.source"), _answer("C7.source", "return")]
    verdict = _decide(answers, [waiver])
    assert verdict.outcome == "return"
    assert verdict.waivers_unused == (waiver,)
    assert verdict.counts.waived == 0


def test_a_waiver_holds_on_its_last_day() -> None:
    answers = [*_passed("C7.total"), _answer("C7.total", "review")]
    assert _decide(answers, [_waiver("C7.total", expires="2026-06-18")]).outcome == "pass"


def test_a_waiver_of_one_item_leaves_the_other() -> None:
    rule = "C1.materials.base"
    answers = [*_passed(rule), _answer(rule, "return", "甲"), _answer(rule, "return", "乙")]
    verdict = _decide(answers, [_waiver(rule, item="甲")])
    assert verdict.outcome == "return"
    assert (verdict.counts.returns, verdict.counts.waived) == (1, 1)


def test_a_waiver_does_not_excuse_a_fault() -> None:
    verdict = _decide(_passed(), [_waiver("C7.total")], ["两个引擎对 C7.total 的判断不同"])
    assert (verdict.outcome, verdict.label) == ("review", PACK.labels["fault"])


FAULTS: dict[str, list[RuleAnswer]] = {
    "本来通过": _passed(),
    "本来退回": [*_passed("C7.source"), _answer("C7.source", "return")],
}


@pytest.mark.parametrize("answers", FAULTS.values(), ids=FAULTS)
def test_with_a_fault_inside_nothing_is_concluded(answers: list[RuleAnswer]) -> None:
    verdict = _decide(answers, faults=["引擎的哨兵没有响"])
    assert (verdict.outcome, verdict.label) == ("review", PACK.labels["fault"])
    assert verdict.faults == ("引擎的哨兵没有响",)


def _out(rule: str, confidential: bool) -> list[RuleAnswer]:
    told = RuleAnswer(rule, "review", _finding(rule, "review"), True, confidential)
    return [*_passed(rule, "C7.source"), _answer("C7.source", "return"), told]


def test_out_of_scope_the_eight_are_not_looked_at() -> None:
    verdict = _decide(_out("G.scope.level", confidential=False))
    assert (verdict.scope, verdict.outcome, verdict.label) == ("out", "review", PACK.labels["out"])
    assert {result.status for result in verdict.criteria} == {"not_applicable"}
    assert [finding.rule for finding in verdict.findings] == ["G.scope.level"]
    assert verdict.filing.project == "水情预警系统"


def test_of_a_confidential_filing_nothing_is_repeated() -> None:
    verdict = _decide(_out("G.scope.secret", confidential=True))
    told = verdict.canonical.decode()
    assert [word for word in ("水情", "水务局", "示例备") if word in told] == []
    assert verdict.filing.fingerprint == ""


def test_counts_are_of_what_counts() -> None:
    waived = replace(_finding("C7.mode", "review"), waiver=_waiver("C7.mode"))
    told = [_finding("C7.source", "return"), _finding("C7.total", "review"), waived]
    told.append(_finding("C7.schedule", "info"))
    counts = counts_of(told)
    assert (counts.returns, counts.reviews, counts.infos, counts.waived) == (1, 1, 1, 1)


def test_the_worst_status_decides() -> None:
    assert worst(["not_applicable", "pass", "waived", "review", "return"]) == "return"
    assert worst([]) == "not_applicable"
    assert criterion_status(["pass", "waived"], []) == "pass"


def _walked(value: object) -> set[type]:
    if isinstance(value, dict):
        return {type(key) for key in value}.union(*map(_walked, value.values()))
    if isinstance(value, list | tuple):
        return set().union(*map(_walked, value))
    return {type(value)}


@pytest.mark.parametrize("name", ["01-new-pass", "13-new-return-catalog-none", "35-scope-secret"])
def test_a_verdict_goes_through_json_and_back(name: str) -> None:
    verdict = check(_example(name), REGISTRY, DAY)
    values = json.loads(json.dumps(verdict.as_dict(), ensure_ascii=False))
    assert _walked(values) <= {str, int, bool, type(None)}
    assert values["format"] == FORMAT == 1
    assert {**json.loads(verdict.canonical), "run": values["run"]} == values
    assert [result["number"] for result in values["criteria"]] == list(range(1, 9))


def test_what_varies_by_machine_is_no_part_of_the_canonical_bytes() -> None:
    verdict = check(_example("01-new-pass"), REGISTRY, DAY)
    elsewhere = replace(verdict, run=Run(("reference",), ("别的机器",)))
    assert elsewhere.canonical == verdict.canonical
    assert b'"run"' not in verdict.canonical


def test_the_words_of_labels_come_from_the_pack() -> None:
    words = {name: f"示例说法{number}" for number, name in enumerate(PACK.labels)}
    worded = replace(PACK, labels=words)
    for name in ("01-new-pass", "06-draft-pass", "15-new-return-funding", "36-scope-county"):
        verdict = check(_example(name), REGISTRY, DAY, worded)
        assert verdict.label in words.values()
        assert {result.label for result in verdict.criteria} <= set(words.values())


def test_the_label_of_a_pass_says_that_it_is_no_permission() -> None:
    verdict = check(_example("01-new-pass"), REGISTRY, DAY)
    assert verdict.label == "预检通过（不等于准予备案）"
    assert any("第十四条" in limit for limit in verdict.not_proven)
    assert verdict.pack.verified_until == PACK.verified_until.isoformat()


def test_every_finding_has_rule_clause_evidence_and_mend() -> None:
    verdict = check(_example("13-new-return-catalog-none"), REGISTRY, DAY)
    assert verdict.outcome == "return"
    for finding in verdict.findings:
        assert finding.message
        assert finding.remedy
        assert finding.office in PACK.offices.values()
        assert finding.cite.number
        assert finding.cite.clause
    heads = {f.rule: f.folded_under for f in verdict.findings if f.cause == "catalog.absent"}
    assert heads == {"C5.catalog": "", "C4.catalog": "C5.catalog"}


def test_without_a_day_nothing_is_judged() -> None:
    with pytest.raises(DateNeededError, match="/dates/submitted"):
        check(Filing(kind="新建"))


def test_the_day_of_submission_is_the_day_of_judgement() -> None:
    assert check(_example("01-new-pass"), REGISTRY).on == "2026-06-18"
    assert check(_example("01-new-pass"), REGISTRY, date(2026, 7, 1)).on == "2026-07-01"


def _written(folder: Path, waivers: object) -> Path:
    path = folder / "豁免.json"
    path.write_text(json.dumps(waivers, ensure_ascii=False), "utf-8")
    return path


GOOD = {
    "rule": "C7.source",
    "reason": "会议同意先行建设",
    "owner": "示例市数据局",
    "expires": "2026-12-31",
}
# 豁免文件、位置、消息
FAULTY: dict[str, tuple[object, str, str]] = {
    "没有到期日": (
        {"waivers": [{k: v for k, v in GOOD.items() if k != "expires"}]},
        "/waivers/0/expires",
        "没有填写",
    ),
    "没有理由": ({"waivers": [{**GOOD, "reason": ""}]}, "/waivers/0/reason", "没有填写"),
    "没有负责人": ({"waivers": [{**GOOD, "owner": " "}]}, "/waivers/0/owner", "没有填写"),
    "不认识的键": ({"waivers": [{**GOOD, "force": True}]}, "/waivers/0/force", "没有这一项"),
    "到期日没有这一天": (
        {"waivers": [{**GOOD, "expires": "2026-02-30"}]},
        "/waivers/0/expires",
        "不正确",
    ),
    "不是豁免文件": ([GOOD], "/", "不正确"),
}


@pytest.mark.parametrize(("written", "place", "message"), FAULTY.values(), ids=FAULTY)
def test_a_faulty_waiver_file_is_refused_whole(
    written: object, place: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(WaiverError) as caught:
        load_waivers(_written(tmp_path, written))
    (problem,) = caught.value.problems
    assert problem.place == place
    assert message in problem.message
    assert problem.mend


def test_a_waiver_file_is_read(tmp_path: Path) -> None:
    (waiver,) = load_waivers(_written(tmp_path, {"waivers": [{**GOOD, "item": "甲"}]}))
    assert (waiver.rule, waiver.item, waiver.expires) == ("C7.source", "甲", "2026-12-31")


def test_a_waiver_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WaiverError, match="无法打开"):
        load_waivers(tmp_path / "没有.json")


def test_a_waived_verdict_by_the_whole_line() -> None:
    filing = _example("15-new-return-funding")
    plain, waived = (
        check(filing, REGISTRY, DAY),
        check(filing, REGISTRY, DAY, None, [_waiver("C7.source")]),
    )
    assert (plain.outcome, waived.outcome) == ("return", "review")
    assert waived.counts.waived == 1
    assert plain.canonical != waived.canonical
