"""Facts against rules: every rule is asked by both engines, and only compared, never measured."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Literal, NamedTuple

from compliance.engine.durable import DurableEngine, DurableFault, available
from compliance.engine.plan import Asked, Plan
from compliance.engine.reference import Conditions, ReferenceEngine, Values
from compliance.engine.truth import FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, Answers
from compliance.facts import Facts, Item
from compliance.rulebook import Ceiling, leaves
from compliance.verdict import RuleAnswer

Status = Literal["return", "review", "undecided", "info", "pass", "not_applicable"]

_MOST_REMEMBERED = 32  # truths and codes have fewer; counts and amounts come anew


class Answered(NamedTuple):
    """One rule asked of the filing or of one item of it; `out` puts the filing out of scope.

    `answers` are what its conditions came to; `silent` is what the verdict hears of it where there
    is nothing to tell.
    """

    asked: Asked
    item: Item | None
    status: Status
    out: bool
    answers: Answers = NOT_APPLICABLE
    silent: RuleAnswer | None = None


Question = Callable[[Values], Answered]


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
    for over in plan.buckets:
        if not over:
            answered += _of_one(engines, plan, over, filing, faults)
        else:
            answered += _of_items(engines, plan, over, facts.items[over], filing, faults)
    used = ("reference", "durable-rules") if engines.durable else ("reference",)
    return Evaluation(tuple(answered), tuple(faults), used)


def _of_one(
    engines: Engines, plan: Plan, over: str, values: Values, faults: list[str]
) -> list[Answered]:
    """What the rules of a bucket come to for one set of values, said by both engines."""
    answered = [ask(values) for ask in _questions(engines.reference, plan)[over]]
    if engines.durable is not None:
        expected = {a.asked.rule.id: a.answers for a in answered}
        faults += _disagreement(engines.durable, values, expected)
    return answered


@lru_cache(maxsize=64)
def _questions(reference: ReferenceEngine, plan: Plan) -> Mapping[str, tuple[Question, ...]]:
    """The rules of each bucket, as the reference engine answers them."""
    return {
        over: tuple(_question(a, reference.rules[a.rule.id]) for a in asked)
        for over, asked in plan.buckets.items()
    }


def _question(asked: Asked, answer: Callable[[Values], Answers]) -> Question:
    """A rule that remembers what it came to: most filings say the same of most things."""
    fields = dict.fromkeys(leaf.field for _, c in asked.conditions for leaf in leaves(c))
    read = itemgetter(*fields)
    known: dict[object, Answered] = {}

    def ask(values: Values) -> Answered:
        said = read(values)
        answered = known.get(said)
        if answered is None:
            if len(known) >= _MOST_REMEMBERED:
                known.clear()
            answered = known[said] = _answered(asked, answer(values))
        return answered

    return ask


def _of_items(
    engines: Engines,
    plan: Plan,
    over: str,
    items: Sequence[Item],
    filing: Values,
    faults: list[str],
) -> list[Answered]:
    """Of each item; of those that are alike in all that is asked, the engines are asked once."""
    answered: list[Answered] = []
    known: dict[tuple[object, ...], list[Answered]] = {}
    for item in items:
        values = _values(item, filing, plan.fields[over])
        alike = tuple(values.values())
        if alike not in known:
            known[alike] = _of_one(engines, plan, over, values, faults)
        # Which item it was matters only where there is something to tell.
        answered += [a if a.silent else a._replace(item=item) for a in known[alike]]
    return answered


def _values(item: Item, filing: Values, fields: Sequence[str]) -> Values:
    """What is asked of an item: its own, and the filing's."""
    own = item.facts
    return {name: own[name].value if name in own else filing[name] for name in fields}


def _answered(asked: Asked, answers: Answers) -> Answered:
    out = answers[0] == answers[1] == TRUE
    status = status_of(asked.ceiling, answers)
    if status not in ("pass", "not_applicable"):
        return Answered(asked, None, status, out, answers)
    silent = RuleAnswer(asked.rule.id, status, None, out, asked.rule.confidential)
    return Answered(asked, None, status, out, answers, silent)


def _disagreement(
    durable: DurableEngine, values: Values, expected: Mapping[str, Answers]
) -> Iterator[str]:
    try:
        said = durable.answers(tuple(expected), values)
    except DurableFault as fault:
        yield f"durable-rules：{fault}"
        return
    if said != expected:
        yield from (f"两个引擎对 {r} 的判断不同" for r in said if said[r] != expected[r])
