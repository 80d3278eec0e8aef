"""What a pack must make sense of beyond its form: references, types, quotations, ceilings."""

import re
from collections.abc import Iterator
from functools import lru_cache

from compliance.errors import Problem, RulebookError
from compliance.rulebook.condition import (
    MOST_ALTERNATIVES,
    MOST_EXPRESSIONS,
    Leaf,
    ParameterName,
    alternatives,
    expressions,
    leaves,
)
from compliance.rulebook.pack import FieldSpec, Rule, RulePack
from compliance.rulebook.template import fields_in
from compliance.rulebook.yaml_text import Document
from compliance.text import listed

MOST_RULES = 400
_ORDER = {"lt", "lte", "gt", "gte"}


@lru_cache(maxsize=256)
def squeezed(text: str) -> str:
    """A text as quotations are compared: without white space and emphasis marks."""
    return re.sub(r"[\s*\u3000]+", "", text)


def check_sense(pack: RulePack, header: Document) -> None:
    """Raises RulebookError with every fault found in the rules, each at its file and line."""
    problems = [*_doubles(pack), *_header(pack, header)]
    for rule in pack.rules:
        problems += _of_rule(pack, rule)
    if problems:
        raise RulebookError(*problems)


def _doubles(pack: RulePack) -> Iterator[Problem]:
    first: dict[str, str] = {}
    if len(pack.rules) > MOST_RULES:
        yield Problem("", f"规则多于 {MOST_RULES} 条，引擎容不下", "合并相近的规则")
    for rule in pack.rules:
        if rule.id in first:
            yield Problem(rule.place, f"规则编号“{rule.id}”重复", f"另一处在 {first[rule.id]}")
        first.setdefault(rule.id, rule.place)


def _header(pack: RulePack, header: Document) -> Iterator[Problem]:
    if [criterion.number for criterion in pack.criteria] != list(range(9)):
        yield header.problem(("criteria",), "审查内容应为 0 至 8 各一", "补上或删去")
    if pack.effective_until is not None and pack.effective_until <= pack.effective_from:
        yield header.problem(("effective",), "施行的起止日期颠倒", "核对 from 与 until")
    for number in range(1, 9):
        if not any(rule.criterion == number for rule in pack.rules):
            yield header.problem(("criteria",), f"第 {number} 项一条规则也没有", "补上规则")
    known = {rule.id for rule in pack.rules}
    for clause in pack.clauses:
        for rule_id in clause.rules:
            if rule_id not in known:
                yield Problem(clause.place, f"{clause.id}：没有规则“{rule_id}”", "改正编号")


def _of_rule(pack: RulePack, rule: Rule) -> Iterator[Problem]:
    for fault, mend in (
        *_references(pack, rule),
        *_levels(rule),
        *_texts(pack, rule),
        *_limits(rule),
        *(found for leaf in _all_leaves(rule) for found in _leaf(pack, rule, leaf)),
    ):
        yield Problem(rule.place, f"{rule.id}：{fault}", mend)


def _all_leaves(rule: Rule) -> Iterator[Leaf]:
    yield from (leaf for condition in rule.conditions for leaf in leaves(condition))


def _references(pack: RulePack, rule: Rule) -> Iterator[tuple[str, str]]:
    source = pack.sources.get(rule.cite.source)
    if source is None:
        yield f"没有法源“{rule.cite.source}”", f"可用：{listed(pack.sources, 30)}"
    elif source.text and squeezed(rule.cite.quote) not in squeezed(source.text):
        yield "引文与原文不一致", "从原文逐字抄录"
    elif source.text and not rule.cite.quote:
        yield "没有引文", "从原文逐字抄录"
    if rule.office not in pack.offices:
        yield f"没有部门“{rule.office}”", f"可用：{listed(pack.offices, 30)}"
    if rule.over and rule.over not in pack.collections:
        yield f"没有“{rule.over}”这一类", f"可用：{listed(pack.collections, 30)}"
    start, end = rule.effective_from, rule.effective_until
    if start and end and end <= start:
        yield "施行的起止日期颠倒", "核对 effective_from 与 effective_until"


def _levels(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.return_when is not None and rule.severity != "return":
        yield "写了 return_when，severity 却不是 return", "改正其一"
    if rule.review_when is not None and rule.severity == "info":
        yield "写了 review_when，severity 却是 info", "改正其一"
    if rule.criterion in (0, 8) and rule.severity == "return":
        yield "总体情况和第八项不能退回", "severity 改为 review"
    if rule.scope_when is not None and rule.criterion != 0:
        yield "scope_when 只能写在总体情况里", "移到 general.yaml"


def _texts(pack: RulePack, rule: Rule) -> Iterator[tuple[str, str]]:
    asked = [*fields_in(rule.message), *fields_in(rule.remedy)]
    for name in (*asked, *rule.evidence):
        field = pack.fields.get(name)
        if field is None or field.over not in ("", rule.over):
            yield f"用到的“{name}”不是可问事项", "对照 fields.yaml"


def _limits(rule: Rule) -> Iterator[tuple[str, str]]:
    for condition in rule.conditions:
        too_wide = alternatives(condition) > MOST_ALTERNATIVES
        if too_wide or expressions(condition) > MOST_EXPRESSIONS:
            yield "条件太复杂，引擎容不下", "拆成几条规则"


def _leaf(pack: RulePack, rule: Rule, leaf: Leaf) -> Iterator[tuple[str, str]]:
    field = pack.fields.get(leaf.field)
    if field is None:
        yield f"没有可问事项“{leaf.field}”", "对照 fields.yaml"
    elif field.over not in ("", rule.over):
        yield f"“{leaf.field}”属于“{field.over}”，本条规则不能问", f"加上 over: {field.over}"
    elif field.type == "text":
        yield f"“{leaf.field}”只用于消息，不能比较", "改问别的事项"
    elif leaf.operator in _ORDER and field.type != "count":
        yield f"“{leaf.field}”不是数，不能比大小", "用 eq、ne 或 in"
    else:
        values = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
        for value in values:
            yield from _value(pack, field, value)


def _value(pack: RulePack, field: FieldSpec, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, ParameterName):
        if value.name not in pack.parameters:
            yield f"没有参数“{value.name}”", "在 pack.yaml 的 parameters 中补上"
        elif field.type != "count":
            yield f"“{field.id}”不是数，不能与参数比较", "改为具体的值"
    elif field.type == "bool" and not isinstance(value, bool):
        yield f"“{field.id}”只能与 true、false 比较", f"不是“{value}”"
    elif field.type == "count" and (isinstance(value, bool) or not isinstance(value, int)):
        yield f"“{field.id}”只能与整数比较", f"不是“{value}”"
    elif field.type == "code" and value not in field.values:
        yield f"“{field.id}”没有“{value}”这个值", f"可用：{listed(field.values, 30)}"
