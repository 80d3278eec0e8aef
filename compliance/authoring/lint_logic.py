"""Rules that cannot do what they say: never, always, in contradiction, or told twice."""

from collections.abc import Iterator, Sequence

from compliance.authoring.cases import CaseBook
from compliance.authoring.reach import EFFECTS, Reach, possible, reach_of
from compliance.authoring.words import EFFECTS as SAID
from compliance.authoring.words import condition_words
from compliance.filing import Kind
from compliance.rulebook import Condition, Every, Leaf, Rule, RulePack

Found = Iterator[tuple[str, str, str, str]]
_TITLES = {"return_when": "退回", "review_when": "请人核实", "info_when": "提示"}
_WEIGHT = {"return_when": 2, "review_when": 1, "info_when": 0}


def logic_faults(pack: RulePack, _: CaseBook) -> Found:
    """Every fault of logic of the rules of a pack."""
    reaches = [reach_of(rule, pack) for rule in pack.rules]
    for reach in reaches:
        yield from _of_rule(reach, pack)
    narrow = [reach for reach in reaches if not reach.too_wide]
    for reach in narrow:
        yield from _subsumed(reach, narrow)


def _of_rule(reach: Reach, pack: RulePack) -> Found:
    rule = reach.rule
    if reach.too_wide:
        yield "too-wide", rule.place, f"{rule.id}：问的事项太多，没法逐一试", "拆成几条规则"
        return
    yield from _contradictions(reach, pack)
    yield from _effects(reach)
    yield from _kinds(rule, pack)
    yield from _days(rule, pack)


def _contradictions(reach: Reach, pack: RulePack) -> Found:
    for condition in reach.conditions.values():
        for part in _joined(condition):
            if not possible(part, reach.domains):
                told = condition_words(part, pack)
                fault = f"{reach.rule.id}：条件自相矛盾，永不成立：{told}"
                yield "contradiction", reach.rule.place, fault, "改正其中一个比较"


def _joined(condition: Condition) -> Iterator[Condition]:
    """Every `all` in a condition, and every comparison that stands alone."""
    if isinstance(condition, Leaf):
        yield condition
        return
    if isinstance(condition, Every):
        yield condition
    for part in condition.parts:
        if not isinstance(part, Leaf) or not isinstance(condition, Every):
            yield from _joined(part)


def _effects(reach: Reach) -> Found:
    rule = reach.rule
    seen = {reach.effect(values) for values in reach.combinations()}
    for part in EFFECTS:
        if part in reach.conditions and part not in seen:
            fault = f"{rule.id}：“{_TITLES[part]}”永远轮不到（不适用，或更重的条件总是先成立）"
            yield "never-fires", rule.place, fault, "改正 applies 或条件，或删去这一段"
    if reach.domains and "" not in seen:
        fault = f"{rule.id}：不论怎么填都会触发"
        yield "always-fires", rule.place, fault, "检查比较是否写反"


def _kinds(rule: Rule, pack: RulePack) -> Found:
    if rule.criterion == 0:
        return
    kinds = rule.kinds or tuple(kind.value for kind in Kind)
    ceilings = {pack.ceiling(kind, rule.criterion) for kind in kinds}
    if ceilings == {"not_applicable"}:
        fault = f"{rule.id}：所问的种类在第 {rule.criterion} 项都不适用，永远不会问"
        yield "never-fires", rule.place, fault, "改正 kinds，或改 pack.yaml 的 ceilings"
    elif rule.severity == "return" and "return" not in ceilings:
        fault = f"{rule.id}：写了退回，但所问的种类在第 {rule.criterion} 项最重是请人核实"
        yield "ceiling", rule.place, fault, "severity 改为 review，或改 pack.yaml 的 ceilings"


def _days(rule: Rule, pack: RulePack) -> Found:
    start, end = rule.effective_from, rule.effective_until
    late = start and pack.effective_until and start >= pack.effective_until
    if late or (end and end <= pack.effective_from):
        fault = f"{rule.id}：施行期在规则包施行期之外，永远不会问"
        yield "never-fires", rule.place, fault, "核对 effective_from、effective_until"


def _subsumed(reach: Reach, others: Sequence[Reach]) -> Found:
    """Wherever this rule tells, another tells at least as gravely: one of the two is too many."""
    for other in others:
        if _comparable(reach, other) and _covers(other, reach):
            rule, first = reach.rule, other.rule
            fault = f"{rule.id}：凡它触发，{first.id} 已按{SAID[first.severity]}触发，等于说两遍"
            mend = "删去一条；确是同一原因的，写相同的 cause，报告里合为一条"
            yield "subsumed", rule.place, fault, mend


def _comparable(reach: Reach, other: Reach) -> bool:
    one, two = reach.rule, other.rule
    apart = one.id != two.id and not (one.cause and one.cause == two.cause)
    same = one.over == two.over and one.criterion == two.criterion
    kinds = not two.kinds or bool(one.kinds and set(one.kinds) <= set(two.kinds))
    return (
        apart and same and kinds and set(other.domains) <= set(reach.domains) and _lasts(one, two)
    )


def _lasts(one: Rule, two: Rule) -> bool:
    """Whether the second holds on every day on which the first does."""
    starts = two.effective_from is None or (
        one.effective_from is not None and two.effective_from <= one.effective_from
    )
    ends = two.effective_until is None or (
        one.effective_until is not None and two.effective_until >= one.effective_until
    )
    return starts and ends


def _covers(wider: Reach, narrower: Reach) -> bool:
    told = False
    for values in narrower.combinations():
        effect = narrower.effect(values)
        if effect:
            told = True
            over = wider.effect(values)
            if not over or _WEIGHT[over] < _WEIGHT[effect]:
                return False
    return told
