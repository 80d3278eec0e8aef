"""What follows the record: the entry in the list of existing systems, and the archive check."""

from collections.abc import Iterable

from compliance.errors import Problem
from compliance.filing.filing import Filing
from compliance.filing.terms import Kind, MaterialType, ModuleKind, UnitLevel
from compliance.filing.unit import Module
from compliance.procedure.events import ProcedureError
from compliance.procedure.model import Procedure
from compliance.registry import ExistingSystem, SystemKind, SystemLevel, SystemStatus

_STATUS: dict[Kind, SystemStatus] = {
    Kind.COMPLETED: "in_use",
    Kind.MAINTENANCE: "maintenance",
}
_LEVEL: dict[UnitLevel, SystemLevel] = {
    UnitLevel.MUNICIPAL: "city",
    UnitLevel.COUNTY: "county",
    UnitLevel.PROVINCIAL: "province",
    UnitLevel.NATIONAL: "nation",
}
_KIND: dict[ModuleKind, SystemKind] = {
    ModuleKind.SYSTEM: "system",
    ModuleKind.DATA_RESOURCE: "data_resource",
    ModuleKind.ALGORITHM: "algorithm",
    ModuleKind.COMPUTE: "compute",
}


def entry_of(filing: Filing, record_no: str) -> ExistingSystem:
    """The recorded project as the list of existing systems has it, under its official number.

    Raises ProcedureError without a number or a project name.
    """
    project, unit = filing.project, filing.unit
    number = record_no.strip()
    if not number or not project.name:
        lacking = "备案号" if not number else "项目名称"
        raise ProcedureError(Problem("", f"没有{lacking}，不能列入既有系统清单", "补上后再试"))
    modules = project.modules or ()
    return ExistingSystem(
        id=filing.registry_id or number,
        name=project.name,
        owner=unit.name or "",
        region=unit.region or "",
        level=_LEVEL.get(unit.level) if unit.level else None,
        kind=_kind(modules),
        description=project.construction_content or project.summary or "",
        functions=tuple(module.name for module in modules if module.name),
        year=project.plan_year,
        status=_STATUS.get(filing.kind, "building") if filing.kind else "building",
        predecessor_id=(filing.predecessor.id or "") if filing.predecessor else "",
        record_no=number,
    )


def for_record(filing: Filing) -> Filing:
    """What of a filing is needed once it is recorded: no person, no money, no attachment."""
    unit, project = filing.unit, filing.project
    return Filing(
        kind=filing.kind,
        registry_id=filing.registry_id,
        unit=unit.model_copy(update={"leader": None, "office": None, "handler": None}),
        project=project.model_copy(update={"business_need": None, "goals": None}),
        predecessor=filing.predecessor,
    )


def _kind(modules: tuple[Module, ...]) -> SystemKind:
    """What the project builds, where all of it is of one kind; else a system."""
    kinds = {module.kind for module in modules}
    return _KIND[kinds.pop()] if len(kinds) == 1 else "system"


def missing_for_archive(
    kind: Kind, held: Iterable[MaterialType], procedure: Procedure
) -> tuple[MaterialType, ...]:
    """The materials of the whole course that are not there yet."""
    there = set(held)
    wanted = procedure.archive.materials.get(kind, ())
    return tuple(material for material in wanted if material not in there)
