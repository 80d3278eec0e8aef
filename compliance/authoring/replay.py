"""重放: the same filing under the rules of another day or another pack; what would change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from compliance.filing import Dossier
from compliance.precheck import check
from compliance.registry import Registry
from compliance.rulebook import Rule, RulePack
from compliance.verdict import Verdict

_SAID = {
    "pass": "通过",
    "return": "退回",
    "review": "需核实",
    "not_applicable": "不适用",
    "waived": "已豁免",
    "": "没有这条规则",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """By which pack, on which day."""

    pack: RulePack
    day: date

    def __str__(self) -> str:
        return f"{self.pack.id} {self.pack.version} {self.day}"


@dataclass(frozen=True, slots=True)
class Replay:
    """A filing judged twice."""

    before: Setting
    after: Setting
    was: Verdict
    now: Verdict

    @property
    def changes(self) -> tuple[str, ...]:
        """What changed, a line each; empty where nothing did."""
        return tuple(_changes(self))


def replay(dossier: Dossier, registry: Registry | None, before: Setting, after: Setting) -> Replay:
    """A filing judged under two settings; raises RulebookError where one is not in force."""
    was = check(dossier, registry, before.day, before.pack)
    now = check(dossier, registry, after.day, after.pack)
    return Replay(before, after, was, now)


def _changes(done: Replay) -> Iterator[str]:
    if done.was.outcome != done.now.outcome:
        yield f"结论：{done.was.label} → {done.now.label}"
    for one, two in zip(done.was.criteria, done.now.criteria, strict=True):
        if one.status != two.status:
            yield f"{two.clause} {two.title}：{_SAID[one.status]} → {_SAID[two.status]}"
    was, now = _statuses(done.was), _statuses(done.now)
    for rule in dict.fromkeys((*was, *now)):
        before, after = was.get(rule, ("", "")), now.get(rule, ("", ""))
        if before[1] != after[1]:
            why = _why(done, rule)
            moved = f"{_SAID[before[1]]} → {_SAID[after[1]]}"
            yield f"规则 {rule}（{after[0] or before[0]}）：{moved}{why}"


def _statuses(verdict: Verdict) -> dict[str, tuple[str, str]]:
    every = (*verdict.criteria, verdict.general)
    return {rule.id: (rule.title, rule.status) for result in every for rule in result.rules}


def _why(done: Replay, rule_id: str) -> str:
    """Why a rule came to something else, as far as the pack tells."""
    one, two = done.before.pack.rule(rule_id), done.after.pack.rule(rule_id)
    if one is None or two is None:
        return ""
    if one.in_force(done.before.day) != two.in_force(done.after.day):
        return f"（{done.after.day} {_force(two, done.after.day)}）"
    return ""


def _force(rule: Rule, day: date) -> str:
    """Whether a rule holds on a day, or not yet, or no more."""
    if rule.in_force(day):
        return "已施行"
    return "还没有施行" if rule.effective_from and day < rule.effective_from else "不再施行"
