"""Which office looks at what of a filing, and what all of them said together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from compliance.filing.contents import Material
from compliance.filing.filing import Filing
from compliance.filing.terms import MaterialType
from compliance.finding import Finding
from compliance.procedure.model import Office, Procedure
from compliance.procedure.progress import Opinion


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
    """章节: a document or chapter an office looks at, and whether the filing has it."""

    label: str
    state: Literal["present", "absent", "not_applicable"]
    where: str


def chapters(office: Office, filing: Filing) -> tuple[Chapter, ...]:
    """What the office looks at, material by material."""
    return tuple(_chapter(wanted, filing.materials or ()) for wanted in office.materials)


def _chapter(wanted: MaterialType, materials: tuple[Material, ...]) -> Chapter:
    held = [m for m in materials if wanted in (m.type, *m.also)]
    declared = next((m.not_applicable for m in held if m.not_applicable), None)
    if not held:
        return Chapter(wanted.label, "absent", "")
    if declared:
        return Chapter(wanted.label, "not_applicable", declared)
    places = (" ".join(filter(None, (m.file or m.title, m.chapter))) for m in held)
    return Chapter(wanted.label, "present", "；".join(filter(None, places)))


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
