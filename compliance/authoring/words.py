"""Rules in a clerk's words: conditions, limits, kinds, days."""

from collections.abc import Iterator
from datetime import date

from compliance.filing import Kind
from compliance.rulebook import (
    Basis,
    Condition,
    Effect,
    Every,
    FieldSpec,
    Leaf,
    Parameter,
    ParameterName,
    Rule,
    RulePack,
    Value,
)

EFFECTS: dict[Effect, str] = {"return": "退回", "review": "请人核实", "info": "提示"}
BASES: dict[Basis, str] = {
    "notice": "通知明文",
    "notice-inferred": "由通知推出",
    "other-law": "其他法规",
    "inference": "推断",
    "local-calibration": "本地口径",
}
_SIGNS = {
    "gt": "多于",
    "gte": "不少于",
    "lt": "少于",
    "lte": "不多于",
    "eq": "等于",
    "ne": "不等于",
}


def amount_words(value: int, unit: str) -> str:
    """A number with its unit as a reader has it.

    >>> amount_words(100_000, "百万分之一"), amount_words(10_000, "分"), amount_words(30, "天")
    ('10%', '100元', '30 天')
    """
    match unit:
        case "百万分之一":
            return f"{value / 10_000:.4f}".rstrip("0").rstrip(".") + "%"
        case "分":
            return f"{value / 100:.2f}".removesuffix(".00") + "元"
        case _:
            return f"{value} {unit}".strip()


def parameter_words(parameter: Parameter, day: date | None) -> str:
    """A parameter by its title, with its value on a day, or all of its values."""
    dated = (parameter.on(day),) if day else parameter.values
    told = "，".join(
        amount_words(d.value, parameter.unit)
        + ("" if day or len(dated) == 1 else f"（{d.since}起）")
        for d in dated
    )
    return f"“{parameter.title}”" + (f"（{told}）" if told else "")


def value_words(field: FieldSpec, value: Value) -> str:
    """A value of a field as a reader has it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return amount_words(value, field.unit)
    return f"“{field.labels.get(value, value)}”"


def leaf_words(leaf: Leaf, pack: RulePack, day: date | None = None) -> str:
    """One comparison in words."""
    field = pack.fields[leaf.field]
    if isinstance(leaf.value, ParameterName):
        limit = parameter_words(pack.parameters[leaf.value.name], day)
        return f"“{field.title}”{_SIGNS[leaf.operator]}{limit}"
    if isinstance(leaf.value, tuple):
        return f"“{field.title}”为{'或'.join(value_words(field, v) for v in leaf.value)}"
    if field.id.endswith(("_stated", ".stated")):
        return f"{'有' if _holds(leaf) else '没有'}“{field.title}”"
    told = value_words(field, leaf.value)
    if isinstance(leaf.value, bool) or field.type == "code":
        return f"“{field.title}”{'为' if leaf.operator == 'eq' else '不为'}{told}"
    return f"“{field.title}”{_SIGNS[leaf.operator]} {told}"


def _holds(leaf: Leaf) -> bool:
    """Whether a comparison of a truth asks for it to be true."""
    return (leaf.value is True) == (leaf.operator == "eq")


def condition_words(condition: Condition, pack: RulePack, day: date | None = None) -> str:
    """A condition in one sentence; parts of parts stand in brackets."""
    if isinstance(condition, Leaf):
        return leaf_words(condition, pack, day)
    joint = "，并且" if isinstance(condition, Every) else "，或者"
    told = (
        condition_words(part, pack, day)
        if isinstance(part, Leaf)
        else f"（{condition_words(part, pack, day)}）"
        for part in condition.parts
    )
    return joint.join(told)


def conditions_of(rule: Rule) -> tuple[tuple[str, str, Condition], ...]:
    """Every condition of a rule: its key in the sheet, its title, the condition."""
    every = (
        ("applies", "适用于", rule.applies),
        ("scope_when", "不予受理，当", rule.scope_when),
        ("return_when", "退回，当", rule.return_when),
        ("review_when", "请人核实，当", rule.review_when),
        ("info_when", "提示，当", rule.info_when),
    )
    return tuple((key, title, c) for key, title, c in every if c is not None)


def kinds_words(rule: Rule) -> str:
    """For which kinds of project a rule asks."""
    return (
        "、".join(kind.label for kind in Kind if kind.value in rule.kinds)
        if rule.kinds
        else "各类项目"
    )


def force_words(rule: Rule) -> str:
    """From and until when a rule holds, "" where it always does."""
    start, end = rule.effective_from, rule.effective_until
    told = (f"自 {start} 起" if start else "", f"到 {end} 为止" if end else "")
    return "，".join(filter(None, told))


def ceiling_words(rule: Rule, pack: RulePack) -> Iterator[str]:
    """For each kind a rule concerns, the worst that it can come to."""
    if rule.criterion == 0:
        return
    for kind in Kind:
        ceiling = pack.ceiling(kind.value, rule.criterion)
        if rule.kinds and kind.value not in rule.kinds:
            continue
        if ceiling == "not_applicable":
            yield f"{kind.label}：本项不适用"
        elif rule.severity == "return" and ceiling == "review":
            yield f"{kind.label}：最重请人核实"
