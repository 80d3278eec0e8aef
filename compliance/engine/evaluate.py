"""Facts against rules: every rule is asked by both engines, and only compared, never measured."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Literal, NamedTuple

from compliance.engine.durable import DurableEngine, DurableFault, available
from compliance.engine.plan import Asked, Plan
from compliance.engine.reference import Conditions, ReferenceEngine, Values
from compliance.engine.truth import FALSE, TRUE, UNKNOWN, Answers
from compliance.facts import Facts, Item
from compliance.rulebook import Ceiling, leaves

Status = Literal["return", "review", "undecided", "info", "pass", "not_applicable"]
_SILENT = ("pass", "not_applicable")


class Answered(NamedTuple):
    """One rule asked of the filing or of one item of it; `out` puts the filing out of scope."""

    asked: Asked
    item: Item | None
    status: Status
    out: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every answer, and what went wrong inside; with a fault, nothing passes."""

    answered: tuple[Answered, ...]
    faults: tuple[str, ...]
    engines: tuple[str, ...]


@lru_cache(maxsize=4096)
def status_of(ceiling: Ceiling, answers: Answers) -> Status:
    """What the answers of a rule come to under a ceiling.

    >>> status_of("review", (TRUE, FALSE, TRUE, FALSE, FALSE))
    'review'
    >>> status_of("return", (TRUE, FALSE, UNKNOWN, FALSE, FALSE))
    'undecided'
    """
    applies, _, returns, review, info = answers
    if applies == FALSE:
        return "not_applicable"
    if applies == TRUE:
        if returns == TRUE and ceiling == "return":
            return "return"
        if TRUE in (returns, review):
            return "review"
    if max(returns, review) != FALSE:
        return "undecided"
    if applies == UNKNOWN:
        return "not_applicable"
    return "info" if info == TRUE else "pass"


def _conditions(plan: Plan) -> tuple[Conditions, ...]:
    return tuple({a.rule.id: dict(a.conditions) for a in of} for of in plan.buckets.values())


@dataclass(frozen=True, slots=True)
class Engines:
    """The engines of a plan; `fault` says why durable-rules, though installed, is of no use."""

    reference: ReferenceEngine
    durable: DurableEngine | None
    fault: str


@lru_cache(maxsize=64)
def engines_of(plan: Plan, with_durable: bool = True) -> Engines:
    """The engines of a plan, compiled and tested once."""
    conditions = _conditions(plan)
    reference = ReferenceEngine(conditions)
    if not with_durable or not available():
        return Engines(reference, None, "")
    try:
        durable = DurableEngine(conditions, f"{plan.pack.id}.{plan.kind}.{id(plan)}")
        _self_test(conditions, reference, durable)
    except DurableFault as fault:
        return Engines(reference, None, str(fault))
    return Engines(reference, durable, "")


def _self_test(
    buckets: Sequence[Conditions], reference: ReferenceEngine, durable: DurableEngine
) -> None:
    """Nothing known, then every field as some comparison has it: both must say the same."""
    for bucket in buckets:
        asked = [x for named in bucket.values() for c in named.values() for x in leaves(c)]
        first = {x.field: x.value for x in asked if isinstance(x.value, bool | int | str)}
        for values in (
            dict.fromkeys((x.field for x in asked), None),
            {x.field: first.get(x.field) for x in asked},
        ):
            rules = tuple(bucket)
            if reference.answers(rules, values) != durable.answers(rules, values):
                raise DurableFault("self-test failed")


def evaluate(facts: Facts, plan: Plan, with_durable: bool = True) -> Evaluation:
    """Every rule of a plan held against the facts.

    Where durable-rules is installed both engines are asked; a disagreement is a fault.
    """
    engines = engines_of(plan, with_durable)
    answered: list[Answered] = []
    faults = [f"durable-rules：{engines.fault}"] if engines.fault else []
    filing: Values = {name: fact.value for name, fact in facts.filing.items()}
    for over, asked in plan.buckets.items():
        rules = tuple([a.rule.id for a in asked])
        fields = plan.fields[over]
        for item, values in _values(facts, filing, over, fields):
            answers = engines.reference.answers(rules, values)
            if engines.durable is not None:
                faults += _disagreement(engines.durable, rules, values, answers)
            if item is None:
                answered += map(_answered_once, asked, answers.values())
            else:
                answered += map(_answered, asked, answers.values(), repeat(item))
    used = ("reference", "durable-rules") if engines.durable else ("reference",)
    return Evaluation(tuple(answered), tuple(faults), used)


def _values(
    facts: Facts, filing: Values, over: str, fields: Sequence[str]
) -> Iterator[tuple[Item | None, Values]]:
    """The filing's values; of each item, only those that are asked."""
    if not over:
        yield None, filing
        return
    for item in facts.items[over]:
        own = item.facts
        yield item, {name: own[name].value if name in own else filing[name] for name in fields}


@lru_cache(maxsize=16_384)
def _answered_once(asked: Asked, answers: Answers) -> Answered:
    """There are few different answers to a rule: made once each."""
    out = answers[0] == answers[1] == TRUE
    return Answered(asked, None, status_of(asked.ceiling, answers), out)


def _answered(asked: Asked, answers: Answers, item: Item) -> Answered:
    """Which item it was matters only where there is something to tell."""
    answered = _answered_once(asked, answers)
    return answered if answered.status in _SILENT else answered._replace(item=item)


def _disagreement(
    durable: DurableEngine,
    rules: Sequence[str],
    values: Values,
    expected: Mapping[str, Answers],
) -> Iterator[str]:
    try:
        said = durable.answers(rules, values)
    except DurableFault as fault:
        yield f"durable-rules：{fault}"
        return
    if said != expected:
        yield from (f"两个引擎对 {r} 的判断不同" for r in rules if said[r] != expected[r])
