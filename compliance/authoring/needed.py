"""应交资料: the materials a pack asks of a kind of project, by the rule that asks for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from compliance.facts.lists import MaterialLists, lists_of
from compliance.filing import Kind
from compliance.rulebook import Effect, Every, Leaf, Rule, RulePack, leaves
from compliance.rulebook.template import filled

_GROUP, _NAME = "material.group", "material.name"
_LISTED = "materials.list_known"
# A field with these values says whether a material is there.
_STATES = {"present", "absent"}


@dataclass(frozen=True, slots=True)
class Need:
    """应交资料: what one rule asks for, what its lack comes to, and the words of the clause.

    `all_lacking`: the rule speaks only where every one of them is lacking; `archive`: it is asked
    for the archive alone.
    """

    rule: str
    criterion: str
    materials: tuple[str, ...]
    effect: Effect
    source: str
    clause: str
    quote: str
    remedy: str
    all_lacking: bool = False
    archive: bool = False


@dataclass(frozen=True, slots=True)
class Needs:
    """一种项目的应交资料; `note` where the notice has no list for the kind."""

    kind: str
    needs: tuple[Need, ...]
    note: str = ""


def needed(pack: RulePack, kind: Kind, day: date) -> Needs:
    """Every material a kind needs on a day; raises RulebookError where a list is malformed.

    >>> from compliance import load
    >>> [need.materials for need in needed(load(), Kind.MAINTENANCE, date(2026, 3, 2)).needs][0]
    ('项目基本情况', '技术方案', '资金来源')
    """
    lists = lists_of(pack).materials
    asking = [rule for rule in pack.rules if _asks(pack, rule, kind, day)]
    found = [need for rule in asking for need in _needs(pack, rule, kind, lists)]
    own = [n for n in found if not n.all_lacking and not n.archive]
    joint = [n for n in found if n.all_lacking and not n.archive]
    told = (*own, *joint, *(n for n in found if n.archive))
    return Needs(kind.value, told, _note(pack, kind, lists))


def _asks(pack: RulePack, rule: Rule, kind: Kind, day: date) -> bool:
    mine = not rule.kinds or kind.value in rule.kinds
    barred = pack.ceiling(kind.value, rule.criterion) == "not_applicable"
    return mine and not barred and rule.severity != "info" and rule.in_force(day)


def _needs(pack: RulePack, rule: Rule, kind: Kind, lists: MaterialLists) -> Iterator[Need]:
    groups = [str(leaf.value) for leaf in leaves(rule.applies) if leaf.field == _GROUP]
    asked = lists.groups_of(kind.value, archiving=False)
    before = {material.title for group in asked for material in lists.groups[group]}
    for group in groups:
        titles = tuple(material.title for material in lists.groups[group])
        if group in asked:
            yield _need(pack, rule, kind, titles)
        elif group in lists.archive and not before.issuperset(titles):
            yield _need(pack, rule, kind, titles, archive=True)
    plans = tuple(dict.fromkeys(leaf.field for leaf in _lacking(pack, rule)))
    if plans:
        titles = tuple(pack.fields[plan].title for plan in plans)
        yield _need(pack, rule, kind, titles)


def _lacking(pack: RulePack, rule: Rule) -> Iterator[Leaf]:
    """The comparisons by which a rule finds a material of its own lacking."""
    for condition in (rule.return_when, rule.review_when):
        for leaf in leaves(condition):
            field = pack.fields[leaf.field]
            if not field.over and set(field.values) >= _STATES:
                yield leaf


def _need(
    pack: RulePack, rule: Rule, kind: Kind, materials: tuple[str, ...], archive: bool = False
) -> Need:
    mild = pack.ceiling(kind.value, rule.criterion) == "review"
    criterion, source = pack.criteria[rule.criterion], pack.sources[rule.cite.source]
    return Need(
        rule=rule.id,
        criterion=f"{criterion.clause} {criterion.title}",
        materials=materials,
        effect="review" if mild and rule.severity == "return" else rule.severity,
        source=f"{source.number} {source.title}".strip(),
        clause=rule.cite.clause,
        quote=rule.cite.quote,
        remedy=filled(rule.remedy, lambda name: _shown(pack, name, materials)),
        all_lacking=not rule.over and isinstance(rule.return_when or rule.review_when, Every),
        archive=archive,
    )


def _shown(pack: RulePack, field: str, materials: tuple[str, ...]) -> str:
    return "、".join(materials) if field == _NAME else f"〔{pack.fields[field].title}〕"


def _note(pack: RulePack, kind: Kind, lists: MaterialLists) -> str:
    """What the pack tells of a kind the notice lists nothing for."""
    if kind.value not in lists.unlisted:
        return ""
    telling = [rule for rule in pack.rules if _LISTED in rule.fields]
    return "；".join(rule.message for rule in telling)
