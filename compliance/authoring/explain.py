"""解释: why a rule fired or did not, comparison by comparison, with where each value came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from compliance.authoring.show import shown
from compliance.authoring.trial import answered
from compliance.authoring.words import EFFECTS, conditions_of, force_words, kinds_words, leaf_words
from compliance.engine import Answered, tell
from compliance.engine.plan import asked_of, concerns, resolved
from compliance.engine.reference import compiled
from compliance.engine.truth import FALSE, TRUE
from compliance.facts import Fact, Facts, Item, derive
from compliance.filing import Dossier, Kind
from compliance.registry import Registry
from compliance.rulebook import Condition, Every, FieldSpec, Leaf, Rule, RulePack, Value

Truth = Literal["真", "假", "不明"]
_STATUS = {
    "return": "退回",
    "review": "请人核实",
    "undecided": "无法判断，请人核实",
    "info": "提示",
    "pass": "不触发（通过）",
    "not_applicable": "不适用",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a condition: its truth, what it asks, and what was seen where."""

    depth: int
    truth: Truth
    asks: str
    seen: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """What a rule came to for the filing or one item, with every condition taken apart."""

    item: str
    status: str
    steps: tuple[tuple[str, tuple[Step, ...]], ...]
    message: str


def explain(
    pack: RulePack, rule: Rule, dossier: Dossier, day: date, registry: Registry | None = None
) -> tuple[tuple[Explained, ...], str]:
    """What a rule comes to for a filing, and, where it is not asked at all, why not."""
    facts = derive(dossier, pack, day, registry)
    why = _not_asked(pack, rule, facts, day)
    if why:
        return (), why
    asked = asked_of(pack, rule, facts.kind, day)
    every = answered(asked, facts)
    told = tuple(_explained(one, facts, pack, day) for one in every)
    return told, "" if told else f"没有可问的{pack.collections[rule.over]}"


def _not_asked(pack: RulePack, rule: Rule, facts: Facts, day: date) -> str:
    if not rule.in_force(day):
        return f"{day} 不在施行期（{force_words(rule)}）"
    if not concerns(rule, facts.kind):
        kind = next((kind.label for kind in Kind if kind.value == facts.kind), "种类不明")
        return f"本申报是{kind}，本条只问{kinds_words(rule)}"
    if rule.criterion and facts.kind:
        ceiling = pack.ceiling(facts.kind, rule.criterion)
        return "本类项目不审这一项" if ceiling == "not_applicable" else ""
    return ""


def _explained(one: Answered, facts: Facts, pack: RulePack, day: date) -> Explained:
    seen = {**facts.filing, **(one.item.facts if one.item else {})}
    steps = tuple(
        (title, tuple(_steps(condition, seen, pack, day, 0)))
        for _, title, condition in conditions_of(one.asked.rule)
    )
    finding = tell(one, facts, pack)
    status = "不在受理范围" if one.out else _STATUS[one.status]
    return Explained(_named(one.item), status, steps, finding.message if finding else "")


def _named(item: Item | None) -> str:
    if item is None:
        return ""
    name = next((f.shown for n, f in item.facts.items() if n.endswith(".name")), "")
    return f"{name}（{item.key}）" if name else item.key


def _steps(
    condition: Condition, seen: Mapping[str, Fact], pack: RulePack, day: date, depth: int
) -> Iterator[Step]:
    truth = _truth(condition, seen, pack, day)
    if isinstance(condition, Leaf):
        fact = seen[condition.field]
        value = (
            pack.labels[fact.why or "unanswered"]
            if fact.value is None
            else _value(fact, pack.fields[condition.field])
        )
        yield Step(depth, truth, leaf_words(condition, pack, day), value, fact.places)
        return
    yield Step(depth, truth, "以下都成立" if isinstance(condition, Every) else "以下有一成立")
    for part in condition.parts:
        yield from _steps(part, seen, pack, day, depth + 1)


def _value(fact: Fact, field: FieldSpec) -> str:
    if fact.shown and fact.shown != fact.value:
        return fact.shown
    if isinstance(fact.value, str):
        return field.labels.get(fact.value, fact.value)
    return (
        {True: "是", False: "否"}[fact.value] if isinstance(fact.value, bool) else str(fact.value)
    )


def _truth(condition: Condition, seen: Mapping[str, Fact], pack: RulePack, day: date) -> Truth:
    values: dict[str, Value | None] = {name: fact.value for name, fact in seen.items()}
    told = resolved(condition, pack.values_on(day))
    truth = compiled(told, FALSE)(values)
    return "真" if truth == TRUE else "假" if truth == FALSE else "不明"


def as_text(pack: RulePack, rule: Rule, told: tuple[Explained, ...], why: str, day: date) -> str:
    """An explanation to read."""
    return "\n".join((shown(rule, pack, day), "", *_lines(rule, told, why)))


def _lines(rule: Rule, told: tuple[Explained, ...], why: str) -> Iterator[str]:
    if why:
        yield f"对这份申报没有问本条：{why}"
    for one in told:
        yield f"{one.item or '本申报'}：{one.status}"
        for title, steps in one.steps:
            yield f"  {title}"
            for step in steps:
                yield "  " * (step.depth + 2) + _told(step)
        if one.message:
            yield f"  会说：{one.message}"
        elif one.status in (_STATUS["pass"], _STATUS["not_applicable"]):
            yield f"  没有触发：{_because(rule, one)}"


def _told(step: Step) -> str:
    places = f"，见 {'、'.join(step.places[:3])}" if step.places else ""
    seen = f"——{step.seen}{places}" if step.seen else ""
    return f"[{step.truth}] {step.asks}{seen}"


def _because(rule: Rule, one: Explained) -> str:
    """The first thing that kept a rule from firing."""
    for title, steps in one.steps:
        false = next((s for s in steps if s.truth != "真" and s.seen), None)
        if false and steps[0].truth != "真":
            known = "不成立" if false.truth == "假" else "不明"
            return f"{title}：{false.asks}，{known}，实为“{false.seen}”"
    return f"最重是{EFFECTS[rule.severity]}的条件都不成立"
