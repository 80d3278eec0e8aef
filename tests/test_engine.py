"""The engines: Kleene's laws, an oracle that walks the tree, agreement, faults that are told."""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from benchmarks.differential import FIELDS, random_facts, random_rules, run, some_condition
from compliance.engine import Plan, answers_of, evaluate, plan_for, status_of
from compliance.engine.durable import DurableEngine, DurableFault, available
from compliance.engine.evaluate import Engines, engines_of
from compliance.engine.reference import ReferenceEngine, Values, compiled
from compliance.engine.truth import FALSE, TRUE, UNKNOWN, Answers, Truth
from compliance.facts import Fact, Facts, derive
from compliance.filing import Dossier, Kind, read_filing
from compliance.finding import Finding
from compliance.precheck import about
from compliance.registry import Registry
from compliance.rulebook import Condition, Every, Leaf, Some, Value, load
from compliance.verdict import Verdict, decide

ROOT = Path(__file__).parents[1]
DAY = date(2026, 6, 18)
PACK = load()
FILING = read_filing((ROOT / "examples" / "filings" / "01-new-pass.json").read_bytes())
REGISTRY = Registry.load(ROOT / "examples" / "registry.csv", as_of=date(2026, 6, 1))
FACTS = derive(Dossier(FILING), PACK, DAY, REGISTRY)
PLAN = plan_for(PACK, "new", DAY)
needs_durable = pytest.mark.skipif(
    not available(),
    reason="没有安装 durable-rules（没有编译器，或 Python 3.13 以上）：双引擎的测试没有做",
)

TRUTHS = st.sampled_from((FALSE, UNKNOWN, TRUE))


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    return some_condition(draw(st.randoms(use_true_random=False)), 3)


@st.composite
def facts_of(draw: st.DrawFn, condition: Condition) -> dict[str, Value | None]:
    chance = draw(st.randoms(use_true_random=False))
    named = {"R": {"review": condition}}
    return {**dict.fromkeys(FIELDS), **random_facts(chance, named)}


def _walk(condition: Condition, values: Mapping[str, object]) -> bool | None:
    """The oracle: walks the tree anew, in Python's own three values."""
    if isinstance(condition, Leaf):
        return _compared(condition, values[condition.field])
    parts = [_walk(part, values) for part in condition.parts]
    decisive = isinstance(condition, Some)
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def _compared(leaf: Leaf, value: object) -> bool | None:
    limit = leaf.value
    if value is None:
        return None
    if isinstance(limit, tuple):
        return any(value == among for among in limit)
    if leaf.operator in ("eq", "ne"):
        return (value == limit) is (leaf.operator == "eq")
    assert isinstance(value, int)
    assert isinstance(limit, int)
    order = (value > limit) - (value < limit)
    return {"lt": order < 0, "lte": order < 1, "gt": order > 0, "gte": order > -1}[leaf.operator]


_AS_TRUTH: dict[bool | None, Truth] = {False: FALSE, None: UNKNOWN, True: TRUE}


@given(st.data())
def test_reference_says_what_walking_the_tree_says(data: st.DataObject) -> None:
    condition = data.draw(conditions())
    values = data.draw(facts_of(condition))
    assert compiled(condition, FALSE)(values) == _AS_TRUTH[_walk(condition, values)]


def _given(*truths: Truth) -> tuple[tuple[Leaf, ...], Values]:
    """Comparisons that come to some truths, and the values for them."""
    values: dict[str, bool | None] = {}
    for number, truth in enumerate(truths):
        values[f"f{number}"] = {FALSE: False, UNKNOWN: None, TRUE: True}[truth]
    return tuple(Leaf(name, "eq", True) for name in values), values


def _ask(condition: Condition, values: Values) -> Truth:
    return compiled(condition, FALSE)(values)


@given(st.lists(TRUTHS, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_order_of_parts_does_not_count(truths: list[Truth], chance: random.Random) -> None:
    parts, values = _given(*truths)
    turned = tuple(chance.sample(parts, len(parts)))
    assert _ask(Every(parts), values) == _ask(Every(turned), values) == min(truths)
    assert _ask(Some(parts), values) == _ask(Some(turned), values) == max(truths)


@given(TRUTHS, TRUTHS, TRUTHS)
def test_grouping_and_distribution(one: Truth, two: Truth, three: Truth) -> None:
    (a, b, c), values = _given(one, two, three)
    assert _ask(Every((a, Every((b, c)))), values) == _ask(Every((Every((a, b)), c)), values)
    assert _ask(Some((a, Some((b, c)))), values) == _ask(Some((Some((a, b)), c)), values)
    spread = Some((Every((a, b)), Every((a, c))))
    assert _ask(Every((a, Some((b, c)))), values) == _ask(spread, values)


@given(TRUTHS, TRUTHS)
def test_de_morgan(one: Truth, two: Truth) -> None:
    (a, b), values = _given(one, two)
    neither = Every(tuple(replace(leaf, operator="ne") for leaf in (a, b)))
    assert _ask(neither, values) == TRUE - _ask(Some((a, b)), values)


@given(st.data())
def test_knowing_more_never_contradicts(data: st.DataObject) -> None:
    condition = data.draw(conditions())
    values = data.draw(facts_of(condition))
    fewer = {n: v if data.draw(st.booleans()) else None for n, v in values.items()}
    before, after = _ask(condition, fewer), _ask(condition, values)
    assert before in (UNKNOWN, after)


@given(st.data())
def test_nothing_known_is_never_decided_without_a_comparison(data: st.DataObject) -> None:
    condition = data.draw(conditions())
    assert _ask(condition, dict.fromkeys(FIELDS)) == UNKNOWN


STATUSES: dict[str, tuple[str, Answers, str]] = {
    "退回条件成立": ("return", (TRUE, FALSE, TRUE, FALSE, FALSE), "return"),
    "上限只到核实": ("review", (TRUE, FALSE, TRUE, FALSE, FALSE), "review"),
    "退回条件未知": ("return", (TRUE, FALSE, UNKNOWN, FALSE, FALSE), "undecided"),
    "退回未知而核实成立": ("return", (TRUE, FALSE, UNKNOWN, TRUE, FALSE), "review"),
    "核实条件未知": ("return", (TRUE, FALSE, FALSE, UNKNOWN, FALSE), "undecided"),
    "是否适用未知而退回成立": ("return", (UNKNOWN, FALSE, TRUE, FALSE, FALSE), "undecided"),
    "是否适用未知而别的不成立": ("return", (UNKNOWN, FALSE, FALSE, FALSE, TRUE), "not_applicable"),
    "不适用": ("return", (FALSE, FALSE, TRUE, TRUE, TRUE), "not_applicable"),
    "只作提示": ("return", (TRUE, FALSE, FALSE, FALSE, TRUE), "info"),
    "提示条件未知不算未定": ("return", (TRUE, FALSE, FALSE, FALSE, UNKNOWN), "pass"),
    "都不成立": ("return", (TRUE, FALSE, FALSE, FALSE, FALSE), "pass"),
}  # fmt: skip


@pytest.mark.parametrize(("ceiling", "answers", "status"), STATUSES.values(), ids=STATUSES)
def test_status_of_answers(ceiling: str, answers: Answers, status: str) -> None:
    assert status_of(ceiling, answers) == status


@given(st.sampled_from(["return", "review"]), st.tuples(*[TRUTHS] * 5))
def test_what_is_unknown_never_passes(ceiling: str, answers: Answers) -> None:
    applies, _, returns, review, _ = answers
    if applies == TRUE and UNKNOWN in (returns, review):
        assert status_of(ceiling, answers) != "pass"


@needs_durable
def test_engines_agree_on_random_pairs() -> None:
    pairs, wrong = run(2_000, seed=7)
    assert pairs >= 2_000
    assert wrong == 0


@needs_durable
@pytest.mark.parametrize("environment", [{}, {"MALLOC_PERTURB_": "165"}], ids=["平常", "内存弄脏"])
def test_engines_agree_in_a_process_that_ends_well(environment: dict[str, str]) -> None:
    child = subprocess.run(
        [sys.executable, "-m", "benchmarks.differential", "--pairs", "4000", "--seed", "11"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stdout + child.stderr
    assert ", wrong 0," in child.stdout


TROUBLESOME: dict[str, tuple[Condition, dict[str, bool | int | str | None]]] = {
    "文字 1 不是数 1": (Leaf("c", "eq", "1"), {"c": "1"}),
    "文字 T 不是真": (Leaf("c", "eq", "T"), {"c": "T"}),
    "真不是 1": (Leaf("a.one", "eq", True), {"a.one": True}),
    "假不是 0": (Leaf("a.one", "eq", False), {"a.one": False}),
    "不等于碰到未知": (Leaf("a.two", "ne", 0), {"a.two": None}),
    "大整数不失准": (Leaf("a.two", "gt", 2**53 - 1), {"a.two": 2**53}),
    "负数": (Leaf("a.two", "lt", 0), {"a.two": -1}),
    "引号和反斜杠": (Leaf("c", "eq", 'a"b\\c'), {"c": 'a"b\\c'}),
    "换行": (Leaf("c", "ne", "甲\n乙"), {"c": "甲\n乙"}),
    "几个值都不是": (Leaf("c", "in", ("甲", "乙")), {"c": "丙"}),
    "几个值之一而未知": (Leaf("c", "in", ("甲", "乙")), {"c": None}),
}


@needs_durable
@pytest.mark.parametrize(("condition", "values"), TROUBLESOME.values(), ids=TROUBLESOME)
def test_engines_agree_where_durable_rules_is_known_to_slip(
    condition: Condition, values: dict[str, bool | int | str | None], request: pytest.FixtureRequest
) -> None:
    rules = {"R": {"review": condition}}
    durable = DurableEngine([rules], f"slip.{request.node.name.encode().hex()}")
    assert durable.answers(["R"], values) == ReferenceEngine([rules]).answers(["R"], values)


@needs_durable
def test_an_integer_that_is_not_exact_is_a_fault() -> None:
    rules = {"R": {"review": Leaf("a.two", "gt", 0)}}
    durable = DurableEngine([rules], "large")
    with pytest.raises(DurableFault):
        durable.answers(["R"], {"a.two": 2**53 + 1})


@needs_durable
def test_a_condition_the_engine_refuses_is_a_fault_of_the_engine() -> None:
    wide = Some(tuple(Every((Leaf("a.two", "eq", n), Leaf("c", "ne", "甲"))) for n in range(40)))
    with pytest.raises(DurableFault):
        DurableEngine([{"R": {"review": wide}}], "wide")


@needs_durable
def test_eight_threads_get_the_same_answers() -> None:
    chance = random.Random(3)  # noqa: S311 - chance, not secrets
    rules = random_rules(chance, 20)
    reference, durable = ReferenceEngine([rules]), DurableEngine([rules], "threads")
    every = [random_facts(chance, rules) for _ in range(200)]
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda values: durable.answers(tuple(rules), values), every))
    assert said == [reference.answers(tuple(rules), values) for values in every]


@pytest.mark.parametrize("kind", [*(kind.value for kind in Kind), None])
def test_every_plan_is_taken_by_the_engines(kind: str | None) -> None:
    engines = engines_of(plan_for(PACK, kind, DAY))
    assert engines.fault == ""
    assert (engines.durable is not None) == available()


def test_without_durable_the_verdict_is_the_same_bytes() -> None:
    both, alone = evaluate(FACTS, PLAN), evaluate(FACTS, PLAN, with_durable=False)
    assert alone.engines == ("reference",)
    assert _decided(FACTS, both.faults).canonical == _decided(FACTS, alone.faults).canonical
    assert both.answered == alone.answered


def _decided(facts: Facts, faults: tuple[str, ...], plan: Plan = PLAN) -> Verdict:
    evaluation = evaluate(facts, plan)
    answers = answers_of(evaluation, facts, PACK)
    return decide(answers, about(Dossier(FILING)), PACK, DAY, REGISTRY, (), faults)


class _Lying(DurableEngine):
    """An engine that says of one rule what is not so."""

    def answers(self, rules: tuple[str, ...], values: Values) -> dict[str, Answers]:  # type: ignore[override]
        said = super().answers(rules, values)
        return dict.fromkeys(said, (TRUE, FALSE, FALSE, FALSE, FALSE))


class _Broken(DurableEngine):
    """An engine of which a guard does not hold."""

    def answers(self, rules: tuple[str, ...], values: Values) -> dict[str, Answers]:  # type: ignore[override]
        raise DurableFault(f"the sentinel of {rules[0]} did not fire, {len(values)}")


def _with(engine: type[DurableEngine] | None, fault: str) -> Callable[..., Engines]:
    def engines(plan: Plan, with_durable: bool = True) -> Engines:
        real = engines_of(plan, with_durable)
        conditions = [
            {a.rule.id: dict(a.conditions) for a in asked} for asked in plan.buckets.values()
        ]
        durable = engine(conditions, f"fault.{id(engine)}") if engine else None
        return Engines(real.reference, durable, fault)

    return engines


FAULTS: dict[str, tuple[type[DurableEngine] | None, str, str]] = {
    "两个引擎判断不同": (_Lying, "", "两个引擎对 "),
    "引擎的哨兵没有响": (_Broken, "", "the sentinel of "),
    "引擎自检没有过": (None, "self-test failed", "self-test failed"),
}


@needs_durable
@pytest.mark.parametrize(("engine", "fault", "told"), FAULTS.values(), ids=FAULTS)
def test_a_fault_inside_is_told_and_never_passes(
    engine: type[DurableEngine] | None, fault: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[evaluate.__module__], "engines_of", _with(engine, fault))
    evaluation = evaluate(FACTS, PLAN)
    assert any(told in each for each in evaluation.faults)
    verdict = _decided(FACTS, evaluation.faults)
    assert verdict.faults == evaluation.faults
    assert (verdict.outcome, verdict.label) == ("review", PACK.labels["fault"])
    monkeypatch.undo()
    assert _decided(FACTS, evaluate(FACTS, PLAN).faults).outcome == "pass"


@pytest.mark.parametrize("field", ["funding.secured", "kind.stated", "catalog.rows"])
def test_a_field_nobody_derived_is_an_error_never_an_answer(field: str) -> None:
    fewer = {name: fact for name, fact in FACTS.filing.items() if name != field}
    with pytest.raises(KeyError, match=field):
        evaluate(replace(FACTS, filing=fewer), PLAN)


def _asked_of(rule: str, *unknown: str) -> Finding:
    """The finding of a rule where some fields are not known."""
    doubtful = {name: Fact(None, why="unfilled", places=("/某处",)) for name in unknown}
    facts = replace(FACTS, filing={**FACTS.filing, **doubtful})
    answers = answers_of(evaluate(facts, PLAN), facts, PACK)
    (finding,) = (a.finding for a in answers if a.rule == rule and a.finding)
    return finding


def test_an_undecided_rule_names_what_is_not_known_and_why() -> None:
    finding = _asked_of("C7.source", "funding.secured", "funding.source_stated")
    assert finding.effect == "review"
    assert finding.undecided == ("资金已落实", "资金来源")
    assert "资金已落实尚未填写" in finding.message
    assert finding.places == ("/某处",)


def test_an_answer_that_does_not_depend_on_the_unknown_is_given() -> None:
    doubtful = replace(FACTS, filing={**FACTS.filing, "funding.source_stated": Fact(None)})
    statuses = {a.asked.rule.id: a.status for a in evaluate(doubtful, PLAN).answered}
    assert statuses["C7.source"] == "pass"


def _quoted(told: str) -> SearchStrategy[str]:
    return st.text(max_size=5).map(lambda text: text + told)


@given(_quoted("{funding.total}"))
def test_what_was_seen_is_never_formatted_again(seen: str) -> None:
    fact = Fact(1, f"1 个（{seen}）", ("/funding/sources/0",))
    facts = replace(FACTS, filing={**FACTS.filing, "funding.placeholder_sources": fact})
    answers = answers_of(evaluate(facts, PLAN, with_durable=False), facts, PACK)
    (finding,) = (a.finding for a in answers if a.rule == "C7.source.placeholder" and a.finding)
    assert f"1 个（{seen}）" in finding.message
