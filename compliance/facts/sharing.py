"""Criteria four and five: interfaces, and what the catalogue's rows say."""

from compliance.catalog import ProblemCode
from compliance.catalog.folding import Fold, fold_alike, ranges
from compliance.catalog.problem import NO_ROW
from compliance.facts.context import Context, Derived
from compliance.facts.fact import Fact, counted, known, unknown
from compliance.facts.general import has_material
from compliance.filing import Filing, MaterialType
from compliance.text import listed, shorten

# field -> the problems of the catalogue check it counts.
CATALOG_COUNTS: dict[str, tuple[ProblemCode, ...]] = {
    "catalog.basis_missing": (ProblemCode.BASIS_MISSING,),
    "catalog.basis_not_law": (ProblemCode.BASIS_NOT_LAW,),
    "catalog.basis_unrecognised": (ProblemCode.BASIS_UNRECOGNISED,),
    "catalog.basis_provincial_policy": (ProblemCode.BASIS_PROVINCIAL_POLICY,),
    "catalog.basis_local_regulation": (ProblemCode.BASIS_LOCAL_REGULATION,),
    "catalog.basis_openness_only": (ProblemCode.BASIS_OPENNESS_ONLY,),
    "catalog.method_copy": (ProblemCode.METHOD_COPY,),
    "catalog.method_unknown": (ProblemCode.METHOD_UNKNOWN,),
    "catalog.secret_listed": (ProblemCode.SECRET_LISTED,),
    "catalog.identifier_open": (ProblemCode.IDENTIFIER_OPEN,),
    "catalog.attribute_missing": (ProblemCode.ATTRIBUTE_MISSING,),
    "catalog.row_unreadable": (ProblemCode.ROW_UNREADABLE,),
    "catalog.name_missing": (ProblemCode.NAME_MISSING,),
    "catalog.share_type_unknown": (ProblemCode.SHARE_TYPE_UNKNOWN,),
    "catalog.condition_missing": (ProblemCode.CONDITION_MISSING,),
    "catalog.condition_vague": (ProblemCode.CONDITION_VAGUE,),
    "catalog.period_unknown": (ProblemCode.PERIOD_UNKNOWN,),
    "catalog.period_extension": (ProblemCode.PERIOD_EXTENSION,),
    "catalog.requirement_contradicts": (ProblemCode.REQUIREMENT_CONTRADICTS,),
    "catalog.name_duplicate": (ProblemCode.NAME_DUPLICATE,),
    "catalog.text_long": (ProblemCode.NAME_LONG, ProblemCode.ABSTRACT_LONG),
    "catalog.format_unknown": (ProblemCode.FORMAT_UNKNOWN,),
    "catalog.unknown_columns": (ProblemCode.UNKNOWN_COLUMN,),
    "catalog.basis_state_policy": (ProblemCode.BASIS_STATE_POLICY,),
    "catalog.method_contradicts": (ProblemCode.METHOD_CONTRADICTS,),
    "catalog.period_contradicts": (ProblemCode.PERIOD_CONTRADICTS,),
    "catalog.value_shifted": (ProblemCode.VALUE_SHIFTED,),
    "catalog.code_conflicts": (
        ProblemCode.CODE_DUPLICATE,
        ProblemCode.CODE_CLASSIFICATION,
        ProblemCode.CODE_SEVERAL,
    ),
    "catalog.provider_faults": (
        ProblemCode.PROVIDER_CODE_INVALID,
        ProblemCode.PROVIDER_CODE_CONFLICT,
        ProblemCode.PROVIDER_NOT_UNIT,
    ),
    "catalog.entry_double": (ProblemCode.ENTRY_DOUBLE,),
    "catalog.unpromised": (ProblemCode.PROMISED_MISSING,),
    "catalog.item_faults": (
        ProblemCode.ITEM_DUPLICATE,
        ProblemCode.ITEM_TYPE_UNKNOWN,
        ProblemCode.ITEM_TYPE_MISSING,
        ProblemCode.ITEM_LENGTH_MISSING,
        ProblemCode.ITEM_LENGTH_INVALID,
    ),
    "catalog.wording_faults": (
        ProblemCode.NAME_SIMILAR,
        ProblemCode.NAME_SYSTEM,
        ProblemCode.ABSTRACT_SAME,
        ProblemCode.FORMAT_MISMATCH,
        ProblemCode.METHOD_FORMAT,
        ProblemCode.CODE_FORM,
        ProblemCode.CORE_MISSING,
        ProblemCode.OPEN_UNKNOWN,
        ProblemCode.OPEN_CONDITION_MISSING,
        ProblemCode.PUBLISHED_INVALID,
        ProblemCode.PUBLISHED_FUTURE,
    ),
}


def derive(context: Context) -> Derived:
    """Facts on sharing and on the catalogue."""
    reading, sharing = context.reading, context.filing.sharing
    facts = {
        "sharing.closed": reading.flag("/sharing/closed_system", sharing.closed_system, False),
        "sharing.interfaces": _interfaces(context),
        "sharing.interfaces_without_standard": _without_standard(context),
        "catalog.rows": _rows(context),
        "catalog.declared_none": _declared_none(context),
        "catalog.duty_list": reading.either(
            reading.stated("/sharing/duty_list", sharing.duty_list),
            has_material(context, MaterialType.DUTY_LIST),
        ),
    }
    return Derived(facts | {f: _problems(context, f, c) for f, c in CATALOG_COUNTS.items()}, {})


def _interfaces(context: Context) -> Fact:
    interfaces = context.filing.sharing.interfaces
    why = context.reading.doubt("/sharing/interfaces", interfaces)
    if why:
        return unknown(why, "/sharing/interfaces")
    names = (interface.name or "" for interface in interfaces or ())
    places = (f"/sharing/interfaces/{n}" for n in range(len(interfaces or ())))
    return counted(map(context.reading.place, places), "个", names)


def _without_standard(context: Context) -> Fact:
    every = context.filing.sharing.interfaces
    why = context.reading.doubt("/sharing/interfaces", every)
    if why:
        return unknown(why, "/sharing/interfaces")
    bare = [(n, i) for n, i in enumerate(every or ()) if i.standard is None]
    places = (context.reading.place(f"/sharing/interfaces/{n}") for n, _ in bare)
    return counted(places, "个", (interface.name or "" for _, interface in bare))


def _catalog_doubt(context: Context) -> Fact | None:
    """Not known where the catalogue is still open, or may stand in an unread file."""
    why = context.reading.doubt("/catalog", context.filing.catalog)
    return unknown(why, context.reading.place("/catalog")) if why else None


def _rows(context: Context) -> Fact:
    count = context.inspection.rows
    return _catalog_doubt(context) or known(count, f"{count} 条", context.reading.place("/catalog"))


def _problems(context: Context, field: str, codes: tuple[ProblemCode, ...]) -> Fact:
    doubt = _catalog_doubt(context)
    if doubt:
        return doubt
    found = context.inspection.of(*codes)
    unit = context.pack.fields[field].unit
    places = (context.reading.place(problem.pointer) for problem in found)
    return counted(places, unit, map(_told, fold_alike(found)))


def _told(alike: Fold) -> str:
    """The rows of like problems, the column, and what is seen of the first."""
    first = alike.problems[0]
    if first.row == NO_ROW or first.code is ProblemCode.UNKNOWN_COLUMN:
        return listed(dict.fromkeys(problem.shown for problem in alike.problems), 3)
    content = f"“{shorten(first.shown, 30)}”" if first.shown and first.key else ""
    return f"{ranges((row + 1 for row in alike.rows), '条')}{first.title}{content}"


def _declared_none(context: Context) -> Fact:
    """Whether no data is said to come of it, with a reason that agrees with what is built."""
    project, catalog = context.filing.project, context.filing.catalog
    in_materials = [
        m.not_applicable
        for m in context.filing.materials or ()
        if m.type is MaterialType.CATALOG and m.not_applicable
    ]
    if catalog or not (project.produces_data is False or in_materials):
        return known("no", context.label("catalog.declared_none", "no"), "/project/produces_data")
    reason = project.no_data_reason or in_materials
    state = "agreed" if reason and context.reading.only_hardware else "doubtful"
    place = context.reading.place("/project/produces_data")
    return known(state, context.label("catalog.declared_none", state), place)


def promised(filing: Filing) -> tuple[str, ...]:
    """The data resources that are to be built: each should have its entry."""
    return tuple(
        module.name
        for module in filing.project.modules or ()
        if module.kind == "data_resource" and module.action == "build" and module.name
    )
