"""Rules without the cases that hold them: fires, stays silent, meets missing evidence."""

from collections.abc import Iterator, Sequence

from compliance.authoring.cases import Case, CaseBook
from compliance.rulebook import Rule, RulePack

Found = Iterator[tuple[str, str, str, str]]
_SILENT = ("pass", "not_applicable")


def case_faults(pack: RulePack, book: CaseBook) -> Found:
    """What the cases of each rule of a pack lack; of a derived pack, of its own rules."""
    for rule in pack.rules:
        if not pack.extends or rule.own:
            yield from _of_rule(rule, book.of(rule.id))


def _of_rule(rule: Rule, cases: Sequence[Case]) -> Found:
    for lacking in _lacking(rule, cases):
        fault = f"{rule.id}：案例里没有{lacking}的一例"
        yield "cases", rule.place, fault, "在 cases/ 或本表的 cases 里补上"


def _lacking(rule: Rule, cases: Sequence[Case]) -> Iterator[str]:
    if all(case.expect in (*_SILENT, "undecided") for case in cases):
        yield "触发"
    if not any(case.expect in _SILENT for case in cases):
        yield "不触发"
    if rule.over == "matches":  # what the search finds is not stated in a filing
        if not any(case.expect in ("undecided", "pass") and _open(rule, case) for case in cases):
            yield "证据不明"
        return
    for draft, told in ((True, "草稿缺证据"), (False, "已提交缺证据")):
        if not any(_without(case) and case.draft == draft for case in cases):
            yield told


def _open(rule: Rule, case: Case) -> bool:
    """Whether something the rule asks is not given."""
    return case.given is not None and any(name not in case.given for name in rule.fields)


def _without(case: Case) -> bool:
    """Whether a case is a filing that lacks something."""
    return bool(case.lacks) or bool((case.registry or {}).get("none"))
