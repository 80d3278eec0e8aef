"""比较: what differs between two packs, versions or days, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from compliance.authoring.words import (
    BASES,
    EFFECTS,
    amount_words,
    condition_words,
    conditions_of,
    force_words,
    kinds_words,
)
from compliance.filing import Kind
from compliance.rulebook import Parameter, Rule, RulePack

Value = TypeVar("Value")
_MOST = {"return": "退回", "review": "请人核实", "not_applicable": "不适用"}


def diff(
    old: RulePack, new: RulePack, old_day: date | None = None, new_day: date | None = None
) -> tuple[str, ...]:
    """Every difference, a line each; with days, as the packs stand on them."""
    return (
        *_headers(old, new),
        *_rules(old, new, old_day, new_day),
        *_parameters(old, new, old_day, new_day),
        *_ceilings(old, new),
        *_names("审查部门", old.offices, new.offices),
        *_names("标签", old.labels, new.labels),
        *_lists(old, new),
        *_others(old, new),
    )


def _headers(old: RulePack, new: RulePack) -> Iterator[str]:
    for told, before, after in (
        ("规则包", f"{old.id} {old.version}", f"{new.id} {new.version}"),
        ("适用地区", old.jurisdiction, new.jurisdiction),
        ("施行", _span(old), _span(new)),
        ("核对到", str(old.verified_until), str(new.verified_until)),
    ):
        if before != after:
            yield f"{told}：{before} → {after}"


def _span(pack: RulePack) -> str:
    return f"{pack.effective_from} 起" + (
        f"到 {pack.effective_until}" if pack.effective_until else ""
    )


def _in_force(pack: RulePack, day: date | None) -> dict[str, Rule]:
    return {rule.id: rule for rule in pack.rules if day is None or rule.in_force(day)}


def _rules(
    old: RulePack, new: RulePack, old_day: date | None, new_day: date | None
) -> Iterator[str]:
    before, after = _in_force(old, old_day), _in_force(new, new_day)
    for rule in after.values():
        if rule.id not in before:
            words = "开始施行" if old.rule(rule.id) else "新增"
            yield f"规则 {rule.id}（{rule.title}）：{words}，最重{EFFECTS[rule.severity]}"
    for rule in before.values():
        if rule.id not in after:
            words = "不再施行" if new.rule(rule.id) else "删去"
            yield f"规则 {rule.id}（{rule.title}）：{words}"
        else:
            yield from _rule(rule, after[rule.id], old, new)


def _rule(before: Rule, after: Rule, old: RulePack, new: RulePack) -> Iterator[str]:
    one, two = _told(before, old), _told(after, new)
    for name in dict.fromkeys((*one, *two)):
        was, now = one.get(name, "（无）"), two.get(name, "（无）")
        if was != now:
            yield f"规则 {before.id} 的{name}：{was} → {now}"


def _told(rule: Rule, pack: RulePack) -> dict[str, str]:
    """What a rule says, by what each part is called."""
    return {
        "名称": rule.title,
        "轻重": EFFECTS[rule.severity],
        "依据种类": BASES[rule.basis],
        "依据": f"{rule.cite.source} {rule.cite.clause} {rule.cite.quote}",
        "审查部门": rule.office,
        "所问种类": kinds_words(rule),
        "施行": force_words(rule) or "一直",
        "会说": rule.message,
        "改法": rule.remedy,
        **{title: condition_words(c, _unvalued(pack)) for _, title, c in conditions_of(rule)},
    }


def _unvalued(pack: RulePack) -> RulePack:
    """A pack whose parameters have no values: they are compared by themselves."""
    bare = {name: replace(p, values=()) for name, p in pack.parameters.items()}
    return replace(pack, parameters=bare)


def _parameters(
    old: RulePack, new: RulePack, old_day: date | None, new_day: date | None
) -> Iterator[str]:
    for name in dict.fromkeys((*old.parameters, *new.parameters)):
        before, after = old.parameters.get(name), new.parameters.get(name)
        was, now = _values(before, old_day), _values(after, new_day)
        if was != now:
            title = (after or before or _NOBODY).title
            yield f"参数“{title}”：{was} → {now}"


_NOBODY = Parameter("", "", "", ())


def _values(parameter: Parameter | None, day: date | None) -> str:
    if parameter is None:
        return "（无）"
    if day:
        return amount_words(parameter.on(day).value, parameter.unit)
    return "、".join(
        f"{v.since} 起 {amount_words(v.value, parameter.unit)}" for v in parameter.values
    )


def _ceilings(old: RulePack, new: RulePack) -> Iterator[str]:
    for kind in Kind:
        for criterion in new.criteria[1:]:
            was = old.ceiling(kind.value, criterion.number)
            now = new.ceiling(kind.value, criterion.number)
            if was != now:
                yield f"{kind.label}“{criterion.title}”的上限：{_MOST[was]} → {_MOST[now]}"


def _names(told: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name, "（无）"), new.get(name, "（无）")
        if was != now:
            yield f"{told} {name}：{was} → {now}"


def _lists(old: RulePack, new: RulePack) -> Iterator[str]:
    for name in dict.fromkeys((*old.lists, *new.lists)):
        if old.lists.get(name) != new.lists.get(name):
            yield f"清单 {name}：有改动"


def _others(old: RulePack, new: RulePack) -> Iterator[str]:
    """What is told only as having changed: it is read rather than compared."""
    before, after = _sources(old), _sources(new)
    yield from _names("法源", before, after)
    for told, was, now in (
        ("审查内容", old.criteria, new.criteria),
        ("条款表", _covered(old), _covered(new)),
        ("上限说明", old.ceiling_notes, new.ceiling_notes),
        ("不证明什么", old.not_proven, new.not_proven),
        ("放宽之处", old.relaxations, new.relaxations),
        ("可问事项", old.fields, new.fields),
    ):
        if was != now:
            yield f"{told}：有改动"


def _sources(pack: RulePack) -> dict[str, str]:
    return {
        name: f"{source.number}《{source.title}》{source.issued or ''}"
        for name, source in pack.sources.items()
    }


def _covered(pack: RulePack) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return tuple((clause.text, clause.covered_by, clause.rules) for clause in pack.clauses)
