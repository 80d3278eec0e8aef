"""Which office looks at what of a filing, and what all of them said together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from compliance.filing.contents import Plan
from compliance.filing.filing import Filing
from compliance.filing.scalars import Amount
from compliance.filing.terms import MaterialType, PlanForm, Term
from compliance.finding import Finding
from compliance.procedure.model import Item, Office, Procedure
from compliance.procedure.progress import Opinion
from compliance.procedure.slots import slot
from compliance.text import shorten


def office_of(finding: Finding, procedure: Procedure) -> str:
    """The office a finding goes to: its rule's, else by where it is seen, else the unassigned."""
    if named := procedure.office(finding.office):
        return named.id
    return next(
        (o.id for place in finding.places for o in procedure.offices if _looks_at(o, place)),
        procedure.unassigned,
    )


def _looks_at(office: Office, pointer: str) -> bool:
    return any(pointer == own or pointer.startswith(own + "/") for own in office.pointers)


def split(findings: Iterable[Finding], procedure: Procedure) -> Mapping[str, tuple[Finding, ...]]:
    """The findings by office id, in the order of the offices; offices without any are left out."""
    every = tuple(findings)
    belongs = [office_of(finding, procedure) for finding in every]
    return {
        office.id: own
        for office in procedure.offices
        if (own := tuple(f for f, to in zip(every, belongs, strict=True) if to == office.id))
    }


@dataclass(frozen=True, slots=True)
class Chapter:
    """章节: a document, chapter or slot an office looks at, and whether the filing has it."""

    label: str
    state: Literal["present", "filled", "absent", "blank", "not_applicable"]
    where: str


def chapters(office: Office, filing: Filing) -> tuple[Chapter, ...]:
    """What the office looks at: first the slots of the form, then material by material."""
    return (
        *(_item(item, filing) for item in office.items),
        *(_chapter(wanted, office, filing) for wanted in office.materials),
    )


def _item(item: Item, filing: Filing) -> Chapter:
    value = slot(filing, item.pointer)
    if value is None or value == ():
        return Chapter(item.title, "blank", "")
    return Chapter(item.title, "filled", _shown(value))


def _shown(value: object) -> str:
    match value:
        case Amount():
            return f"{value.value.normalize():f} {value.unit}"
        case Term():
            return value.label
        case tuple():
            return f"{len(value)} 项"
        case _:
            return shorten(str(value), 60)


def _chapter(wanted: MaterialType, office: Office, filing: Filing) -> Chapter:
    held = [m for m in filing.materials or () if wanted in (m.type, *m.also)]
    declared = next((m.not_applicable for m in held if m.not_applicable), None)
    if declared:
        return Chapter(wanted.label, "not_applicable", declared)
    if held:
        places = (" ".join(filter(None, (m.file or m.title, m.chapter))) for m in held)
        return Chapter(wanted.label, "present", "；".join(filter(None, places)))
    plan = slot(filing, office.plans[wanted]) if wanted in office.plans else None
    return _planned(wanted, plan) if isinstance(plan, Plan) else Chapter(wanted.label, "absent", "")


def _planned(wanted: MaterialType, plan: Plan) -> Chapter:
    """A plan that the form names as a chapter of another document."""
    if plan.form in (PlanForm.ATTACHMENT, PlanForm.CHAPTER):
        return Chapter(wanted.label, "present", plan.where or plan.form.label)
    if plan.form is PlanForm.NOT_APPLICABLE:
        return Chapter(wanted.label, "not_applicable", plan.reason or "")
    return Chapter(wanted.label, "absent", "")


@dataclass(frozen=True, slots=True)
class Collation:
    """汇总意见: any office's refusal refuses the filing, with the reasons of all."""

    passed: bool
    missing: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]


def collate(opinions: Iterable[Opinion], offices: Iterable[str]) -> Collation:
    """All opinions together; `offices` are the ids of those that must be heard.

    `reasons` are pairs of office id and reason; while any office is missing nothing has passed.
    """
    said = tuple(opinions)
    heard = {opinion.office for opinion in said}
    missing = tuple(office for office in offices if office not in heard)
    failed = [opinion for opinion in said if not opinion.passed]
    reasons = tuple((opinion.office, reason) for opinion in failed for reason in opinion.reasons)
    return Collation(not failed and not missing, missing, reasons)
