"""From an answer to a finding: the words of the rule with what was seen put in."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from compliance.engine.evaluate import Answered, Evaluation
from compliance.facts import Fact, Facts
from compliance.finding import CitedClause, Effect, Evidence, Finding
from compliance.rulebook import Condition, RulePack, leaves
from compliance.rulebook.template import filled
from compliance.verdict import RuleAnswer, Status

Seen = Mapping[str, Fact]

_STATUSES: dict[str, Status] = {
    "return": "return",
    "review": "review",
    "undecided": "review",
    "info": "pass",
    "pass": "pass",
    "not_applicable": "not_applicable",
}
_EFFECTS: dict[str, Effect] = {
    "return": "return",
    "review": "review",
    "undecided": "review",
    "info": "info",
}


def answers_of(evaluation: Evaluation, facts: Facts, pack: RulePack) -> tuple[RuleAnswer, ...]:
    """Every answer with its finding, as the verdict weighs them."""
    return tuple([a.silent or _answer(a, tell(a, facts, pack)) for a in evaluation.answered])


def _answer(answered: Answered, told: Finding | None) -> RuleAnswer:
    rule = answered.asked.rule
    return RuleAnswer(rule.id, _STATUSES[answered.status], told, answered.out, rule.confidential)


def tell(answered: Answered, facts: Facts, pack: RulePack) -> Finding | None:
    """The finding of an answer, or None where there is nothing to tell."""
    effect = _EFFECTS.get(answered.status)
    if effect is None:
        return None
    seen: Seen = facts.filing
    if answered.item is not None:
        seen = {**facts.filing, **answered.item.facts}
    rule = answered.asked.rule
    undecided = answered.status == "undecided"
    open_fields = tuple(_unknown(answered, seen)) if undecided else ()
    source = pack.sources[rule.cite.source]
    evidence = open_fields or rule.evidence
    return Finding(
        rule=rule.id,
        criterion=rule.criterion,
        effect=effect,
        title=rule.title,
        message=_undecided(pack, answered, open_fields, seen)
        if undecided
        else _filled(rule.message, seen),
        remedy=pack.labels["undecided_remedy"] if undecided else _filled(rule.remedy, seen),
        office=pack.offices[rule.office],
        basis=rule.basis,
        cite=_cited(source.number, source.title, rule.cite.clause, rule.cite.quote),
        evidence=tuple(_evidence(pack, name, seen[name]) for name in evidence),
        item=answered.item.key if answered.item else "",
        cause=_cause(answered, open_fields, pack, seen) if undecided else rule.cause,
        undecided=tuple(_named(pack, name, seen) for name in open_fields),
        alongside=answered.item.alongside if answered.item else None,
    )


_cited = lru_cache(maxsize=1024)(CitedClause)


def _filled(template: str, seen: Seen) -> str:
    return filled(template, lambda name: seen[name].shown)


def _unknown(answered: Answered, seen: Seen) -> Iterator[str]:
    """The fields that were not known, in the order the rule asks for them."""
    asked = answered.asked
    conditions: tuple[Condition | None, ...] = (asked.applies, asked.returns, asked.review)
    names = dict.fromkeys(leaf.field for c in conditions for leaf in leaves(c))
    return (name for name in names if seen[name].value is None)


def _why(pack: RulePack, fact: Fact) -> str:
    return pack.labels[fact.why or "unanswered"]


def _undecided(pack: RulePack, answered: Answered, names: tuple[str, ...], seen: Seen) -> str:
    """Which fields are not known and why; of an item, with its name."""
    unknown = "；".join(_named(pack, n, seen) + _why(pack, seen[n]) for n in names[:5])
    title = answered.asked.rule.title
    return pack.labels["undecided"].replace("{title}", title).replace("{unknown}", unknown)


def _named(pack: RulePack, name: str, seen: Seen) -> str:
    field = pack.fields[name]
    own = seen.get(name.partition(".")[0] + ".name") if field.over else None
    return f"{field.title}（{own.shown}）" if own and own.shown else field.title


def _cause(answered: Answered, names: tuple[str, ...], pack: RulePack, seen: Seen) -> str:
    """One open slot is one cause, however many rules ask for it."""
    first = seen[names[0]]
    item = answered.item.key if answered.item and pack.fields[names[0]].over else ""
    return f"{first.why}:{first.places[0] if first.places else names[0]}:{item}"


def _evidence(pack: RulePack, name: str, fact: Fact) -> Evidence:
    shown = fact.shown if fact.value is not None else _why(pack, fact)
    return Evidence(name, pack.fields[name].title, shown, fact.places)
