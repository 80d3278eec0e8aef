"""覆盖包: a pack derived from another by named changes, each with its reason and citation.

What is made milder, and what nobody can tell is not milder, stands in `RulePack.relaxations`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from compliance.errors import Problem, RulebookError
from compliance.rulebook.pack import Ceiling, Citation, Clause, DatedValue, Rule, RulePack
from compliance.rulebook.parts import day_of, parameters_of, rules_of, sources_of, start_of
from compliance.rulebook.relax import (
    graver,
    lowered,
    milder_parameter,
    milder_rule,
    raised,
    weight,
)
from compliance.rulebook.sense import squeezed
from compliance.rulebook.yaml_text import Document
from compliance.text import listed

Written = Mapping[str, Any]
Step = Callable[[RulePack, Document, Written, tuple[str | int, ...]], RulePack]


def overlaid(
    base: RulePack,
    header: Document,
    sheets: Sequence[Document],
    lists: Mapping[str, object],
    texts: Mapping[str, str],
    sha256: str,
) -> RulePack:
    """The derived pack; raises RulebookError where a pin, a target or a citation is wrong."""
    value: Any = header.value
    _check_pin(base, header)
    pack = replace(
        base,
        id=value["id"],
        title=value["title"],
        jurisdiction=value["jurisdiction"]["name"],
        version=value["version"],
        sha256=sha256,
        extends=f"{base.id} {base.version}",
        effective_from=start_of(header, ("effective",), value["effective"]["from"]),
        effective_until=day_of(header, ("effective",), value["effective"]["until"]),
        verified_until=start_of(header, ("verified_until",), value["verified_until"]),
        offices={**base.offices, **value.get("offices", {})},
        labels={**base.labels, **value.get("labels", {})},
        not_proven=(*base.not_proven, *value.get("not_proven", ())),
        sources={**sources_of(header, texts), **base.sources},
        parameters={**parameters_of(header), **base.parameters},
        rules=tuple(replace(rule, own=False) for rule in base.rules),
    )
    for name, step in _STEPS.items():
        for number, written in enumerate(value.get(name, ())):
            _check_cite(pack, header, written, (name, number))
            pack = step(pack, header, written, (name, number))
    pack = _with_lists(pack, header, lists)
    return replace(pack, rules=(*pack.rules, *_own_rules(header, sheets)))


def _check_pin(base: RulePack, header: Document) -> None:
    """A base that moved is told: what was derived from it has to be looked through again."""
    pin: Any = header.value["extends"]  # type: ignore[index]
    if pin["version"] != base.version:
        fault = f"所依据的“{base.id}”已是 {base.version}，这里记的是 {pin['version']}"
    elif pin.get("sha256", base.sha256) != base.sha256:
        fault = f"所依据的“{base.id}”{base.version} 内容已有改动（sha256 现为 {base.sha256}）"
    else:
        return
    mend = "用 beian rules diff 核对改动，确认本包仍然合适后改记"
    raise RulebookError(header.problem(("extends",), fault, mend))


def _refused(header: Document, path: tuple[str | int, ...], fault: str, mend: str) -> RulebookError:
    return RulebookError(header.problem(path, fault, mend))


def _check_cite(
    pack: RulePack, header: Document, written: Written, path: tuple[str | int, ...]
) -> None:
    cite = Citation(**written["cite"])
    source = pack.sources.get(cite.source)
    if source is None:
        known = f"可用：{listed(pack.sources, 30)}"
        raise _refused(header, path, f"没有法源“{cite.source}”", known)
    if source.text and (not cite.quote or squeezed(cite.quote) not in squeezed(source.text)):
        raise _refused(header, path, "引文与原文不一致", "从原文逐字抄录")


def _because(pack: RulePack, written: Written) -> str:
    """The reason and citation of a change, as they stand in the verdict's header."""
    cite, source = written["cite"], pack.sources[written["cite"]["source"]]
    return f"：{written['reason']}（{source.number}{cite['clause']}）"


def _told(pack: RulePack, relaxation: str, written: Written) -> tuple[str, ...]:
    return (
        (*pack.relaxations, relaxation + _because(pack, written))
        if relaxation
        else (pack.relaxations)
    )


def _target(
    pack: RulePack, header: Document, written: Written, path: tuple[str | int, ...]
) -> Rule:
    rule = pack.rule(written["rule"])
    if rule is None:
        mend = "用 beian rules list 核对编号"
        raise _refused(header, path, f"没有规则“{written['rule']}”", mend)
    return rule


def _set(
    pack: RulePack, header: Document, written: Written, path: tuple[str | int, ...]
) -> RulePack:
    """A parameter from a day on; what the base says of later days no longer counts."""
    parameter = pack.parameters.get(written["parameter"])
    if parameter is None:
        known = f"可用：{listed(pack.parameters, 40)}"
        raise _refused(header, path, f"没有参数“{written['parameter']}”", known)
    since = start_of(header, (*path, "from"), written["from"])
    own = DatedValue(since, written["value"], written["basis"], written["reason"])
    before = tuple(value for value in parameter.values if value.since < since)
    changed = replace(parameter, values=(*before, own))
    told = milder_parameter(pack, parameter, changed, since)
    return replace(
        pack,
        parameters={**pack.parameters, parameter.id: changed},
        relaxations=_told(pack, told, written),
    )


_PLAIN = ("title", "office", "message", "remedy")
_DAYS = ("effective_from", "effective_until")


def _patch(
    pack: RulePack, header: Document, written: Written, path: tuple[str | int, ...]
) -> RulePack:
    rule = _target(pack, header, written, path)
    changes: dict[str, Any] = {n: written[n] for n in _PLAIN if n in written}
    changes |= {n: day_of(header, (*path, n), written[n]) for n in _DAYS if n in written}
    if "kinds" in written:
        changes["kinds"] = tuple(written["kinds"])
    changed = replace(rule, **changes)
    if "severity" in written:
        worse = weight(written["severity"]) > weight(rule.severity)
        change = raised if worse else lowered
        changed = change(changed, written["severity"])
    told = milder_rule(rule, changed)
    rules = tuple(changed if r.id == rule.id else r for r in pack.rules)
    return replace(pack, rules=rules, relaxations=_told(pack, told, written))


def _disable(
    pack: RulePack, header: Document, written: Written, path: tuple[str | int, ...]
) -> RulePack:
    rule = _target(pack, header, written, path)
    told = f"停用 {rule.id}（{rule.title}）"
    rules = tuple(r for r in pack.rules if r.id != rule.id)
    clauses = tuple(_without(clause, rule.id, written["reason"]) for clause in pack.clauses)
    relaxations = _told(pack, told, written)
    return replace(pack, rules=rules, clauses=clauses, relaxations=relaxations)


def _without(clause: Clause, rule: str, reason: str) -> Clause:
    """A sentence that a disabled rule no longer covers."""
    rules = tuple(r for r in clause.rules if r != rule)
    if rules or rule not in clause.rules:
        return replace(clause, rules=rules)
    return replace(clause, covered_by="out_of_scope", rules=(), reason=f"停用 {rule}：{reason}")


def _ceiling(
    pack: RulePack, header: Document, written: Written, path: tuple[str | int, ...]
) -> RulePack:
    kind, number, most = written["kind"], written["criterion"], written["most"]
    if number == 8 and most == "return":
        raise _refused(header, path, "第八项不能退回", "most 改为 review")
    before: Ceiling = pack.ceiling(kind, number)
    ceilings = {**pack.ceilings, kind: {**pack.ceilings.get(kind, {}), number: most}}
    title = pack.criteria[number].title
    told = "" if graver(most, before) else f"“{title}”对此类项目的上限降为{_MOST[most]}"
    return replace(pack, ceilings=ceilings, relaxations=_told(pack, told, written))


_MOST = {"return": "退回", "review": "请人核实", "not_applicable": "不适用"}
_STEPS: dict[str, Step] = {
    "set": _set,
    "patch": _patch,
    "disable": _disable,
    "ceilings": _ceiling,
}


def _with_lists(pack: RulePack, header: Document, lists: Mapping[str, object]) -> RulePack:
    """Lists of one's own take the place of the base's; each is declared with its reason."""
    value: Any = header.value
    declared = {written["list"]: written for written in value.get("lists", ())}
    if set(declared) != set(lists):
        odd = "、".join(sorted(set(declared) ^ set(lists)))
        raise _refused(header, ("lists",), f"清单与声明不符：{odd}", "每份本地清单声明一次并写理由")
    for number, (name, written) in enumerate(declared.items()):
        if name not in pack.lists:
            known = f"可换的有：{listed(pack.lists, 30)}"
            raise _refused(header, ("lists", number), f"没有清单“{name}”可换", known)
        _check_cite(pack, header, written, ("lists", number))
        pack = replace(pack, relaxations=_told(pack, f"改用本地清单 {name}", written))
    return replace(pack, lists={**pack.lists, **lists})


def _own_rules(header: Document, sheets: Sequence[Document]) -> Iterator[Rule]:
    prefix = str(header.value["prefix"])  # type: ignore[index]
    for sheet in sheets:
        for rule in rules_of(sheet):
            if not rule.id.startswith(prefix):
                fault = f"自有规则“{rule.id}”没有用本包的前缀 {prefix}"
                raise RulebookError(Problem(rule.place, fault, f"改为 {prefix}…"))
            yield rule
