"""A rule, or the table of rules, to read."""

from collections.abc import Iterator
from datetime import date

from compliance.authoring.words import (
    BASES,
    EFFECTS,
    ceiling_words,
    condition_words,
    conditions_of,
    force_words,
    kinds_words,
)
from compliance.rulebook import Rule, RulePack
from compliance.rulebook.template import filled


def selected(
    pack: RulePack, criterion: int | None = None, kind: str | None = None, day: date | None = None
) -> tuple[Rule, ...]:
    """The rules of a criterion, of a kind, in force on a day."""
    return tuple(
        rule
        for rule in pack.rules
        if (criterion is None or rule.criterion == criterion)
        and (kind is None or not rule.kinds or kind in rule.kinds)
        and (day is None or rule.in_force(day))
    )


def table(pack: RulePack, rules: tuple[Rule, ...]) -> str:
    """The rules, a line each, under their criteria."""
    lines = [f"{pack.title}（{pack.id} {pack.version}），{len(rules)} 条规则"]
    for criterion in pack.criteria:
        own = [rule for rule in rules if rule.criterion == criterion.number]
        if own:
            lines.append(f"\n{criterion.clause} {criterion.title}（{len(own)} 条）")
            lines += [f"  {r.id:<28}{EFFECTS[r.severity]:　<4}  {r.title}" for r in own]
    return "\n".join(lines)


def quoted(rule: Rule, pack: RulePack) -> str:
    """The clause a rule rests on, with its quotation where the text is held."""
    source = pack.sources[rule.cite.source]
    quote = f"“{rule.cite.quote}”" if rule.cite.quote else "（原文未收录，不引原句）"
    return f"{source.number}《{source.title}》{rule.cite.clause}：{quote}"


def shown(rule: Rule, pack: RulePack, day: date | None = None) -> str:
    """One rule in full."""
    return "\n".join(_lines(rule, pack, day))


def _lines(rule: Rule, pack: RulePack, day: date | None) -> Iterator[str]:
    yield f"{rule.id} {rule.title}"
    yield from (f"  {title}：{words}" for title, words in parts(rule, pack, day))


def parts(rule: Rule, pack: RulePack, day: date | None = None) -> Iterator[tuple[str, str]]:
    """What there is to say of a rule: what each part is called, and its words."""
    criterion = pack.criteria[rule.criterion]
    yield "审查内容", f"{criterion.clause} {criterion.title}"
    yield "最重", f"{EFFECTS[rule.severity]}；依据种类：{BASES[rule.basis]}"
    yield "依据", quoted(rule, pack)
    yield "项目种类", kinds_words(rule)
    if rule.over:
        yield "逐一问", pack.collections[rule.over]
    if force_words(rule):
        yield "施行", force_words(rule)
    for _, title, condition in conditions_of(rule):
        yield title, condition_words(condition, pack, day)
    ceilings = "；".join(ceiling_words(rule, pack))
    if ceilings:
        yield "上限", ceilings
    yield "会说", titled(rule.message, pack)
    yield "改法", titled(rule.remedy, pack)
    yield "审查部门", pack.offices[rule.office]
    yield "写在", rule.place


def titled(template: str, pack: RulePack) -> str:
    """A message with the titles of fields in place of their ids."""
    return filled(template, lambda name: f"〔{pack.fields[name].title}〕")
