"""Rules told to a reader of pages: their parameters by date, and their cases in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from compliance.authoring.cases import LABELS, Case, CaseBook, Expected, read_book
from compliance.authoring.words import BASES, amount_words, value_words
from compliance.filing.read import title_of
from compliance.rulebook import Parameter, ParameterName, Rule, RulePack, leaves, load
from compliance.text import shorten

_EXPECTED: dict[Expected, str] = {
    "return": "退回",
    "review": "请人核实",
    "undecided": "请人核实（还不知道）",
    "info": "提示",
    "pass": "通过",
    "not_applicable": "不适用",
    "out": "不予受理",
}


@dataclass(frozen=True, slots=True)
class DatedWords:
    """参数的一个值: from a day on, in words; `holds` on the day that was asked."""

    since: date
    value: str
    basis: str
    note: str
    holds: bool


@dataclass(frozen=True, slots=True)
class ParameterWords:
    """参数 in words, its values in the order of their days."""

    id: str
    title: str
    values: tuple[DatedWords, ...]


@dataclass(frozen=True, slots=True)
class CaseWords:
    """案例 in words: what is stated, of which kind on which day, and what the rule comes to."""

    name: str
    kind: str
    on: str
    stated: tuple[str, ...]
    effect: Expected
    expect: str
    says: str


def parameters_on(
    pack: RulePack, day: date, rule: Rule | None = None
) -> tuple[ParameterWords, ...]:
    """Every parameter of a pack, or of a rule, with the value that holds on a day."""
    asked = _names(rule) if rule else pack.parameters
    return tuple(_parameter(pack.parameters[name], day) for name in asked)


def _names(rule: Rule) -> tuple[str, ...]:
    compared = (leaf.value for c in rule.conditions for leaf in leaves(c))
    return tuple(dict.fromkeys(v.name for v in compared if isinstance(v, ParameterName)))


def _parameter(parameter: Parameter, day: date) -> ParameterWords:
    now = parameter.on(day)
    values = tuple(
        DatedWords(v.since, amount_words(v.value, parameter.unit), BASES[v.basis], v.note, v is now)
        for v in parameter.values
    )
    return ParameterWords(parameter.id, parameter.title, values)


@lru_cache(maxsize=4)
def _book(folder: str) -> tuple[RulePack, CaseBook]:
    pack = load(folder)
    return pack, read_book(pack, folder)


def cases_of(folder: str, rule: str) -> tuple[CaseWords, ...]:
    """The cases of a rule; one that a derived pack has from its base is tried by those of the base.

    Raises RulebookError where the pack or its cases cannot be read.

    >>> [case.expect for case in cases_of("nanchong", "C1.unit.credit_code")]
    ['请人核实（还不知道）', '退回', '通过']
    """
    pack, book = _book(folder)
    own = book.of(rule)
    base = pack.extends.partition(" ")[0]
    if not own and base:
        return cases_of(base, rule)
    return tuple(_case(pack, case) for case in own)


def _case(pack: RulePack, case: Case) -> CaseWords:
    return CaseWords(
        name=case.name,
        kind=LABELS[case.kind],
        on=case.on.isoformat() if case.on else "",
        stated=tuple(_stated(pack, case)),
        effect=case.expect,
        expect=_EXPECTED[case.expect],
        says=case.says,
    )


def _stated(pack: RulePack, case: Case) -> Iterator[str]:
    """The facts it gives, or how its filing differs from one that has everything."""
    for name, value in (case.given or {}).items():
        field = pack.fields[name]
        yield f"“{field.title}”为{value_words(field, value)}"
    if case.given == {}:
        yield "各项事实都还不知道"
    if case.draft:
        yield "申报是草稿"
    for pointer, value in case.filing.items():
        yield f"“{title_of(pointer)}”为{_words(value)}"
    yield from (f"没有“{title_of(pointer)}”" for pointer in case.lacks)
    yield from (f"文件“{file}”没有读出来" for file in case.unread)
    yield from (f"“{title_of(pointer)}”前后矛盾" for pointer in case.conflicts)
    if case.registry is not None:
        yield from _registry(case.registry)
    if case.given is None and not (case.filing or case.lacks or case.unread or case.conflicts):
        yield "其余各项齐全"


def _words(value: object) -> str:
    """A value of a filing, shortly."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return "（" + "，".join(_words(each) for each in value.values()) + "）"
    if isinstance(value, list):
        return "、".join(map(_words, value)) or "“无”"
    return shorten(str(value), 60) if str(value).strip() else "空白"


def _registry(written: Mapping[str, Any]) -> Iterator[str]:
    if written.get("none"):
        yield "没有既有系统清单"
    if written.get("filler") == 0 and not written.get("systems"):
        yield "既有系统清单是空的"
    if "as_of" in written:
        yield f"清单截至 {written['as_of']}" if written["as_of"] else "清单没有截止日期"
    if written.get("left_out"):
        yield f"清单里有 {written['left_out']} 行不能用"
    for system in written.get("systems", ()):
        yield f"清单里有“{system['name']}”（{system.get('owner') or '没有写单位'}）"
