"""Criterion one: the unit, and each material its kind asks for."""

from collections.abc import Iterator

from compliance.credit_code import state_of
from compliance.facts.context import Context, Derived
from compliance.facts.fact import Fact, Item, known, text, unknown
from compliance.facts.general import has_material
from compliance.facts.lists import RequiredMaterial
from compliance.filing import Material, MaterialType, Stage
from compliance.text import fold, shorten


def derive(context: Context) -> Derived:
    """Facts on the unit and on the materials."""
    reading, unit = context.reading, context.filing.unit
    kind = context.filing.kind
    persons = (unit.leader, unit.office, unit.handler)
    facts = {
        "unit.name_stated": reading.stated("/unit/name", unit.name),
        "unit.credit_code_stated": reading.stated("/unit/credit_code", unit.credit_code),
        "unit.credit_code": _credit_code(context),
        # The persons are never shown: who they are is nobody's business here.
        "unit.persons_stated": known(all(persons), "已填写" if all(persons) else "不全", "/unit"),
        "materials.has_acceptance": _handed(context, MaterialType.ACCEPTANCE),
        "materials.has_approval": _handed(context, MaterialType.APPROVAL),
        "materials.post_evaluation": _handed(context, MaterialType.POST_EVALUATION),
        "materials.list_known": known(
            kind is None or kind.value not in context.lists.materials.unlisted
        ),
    }
    return Derived(facts, {"materials": tuple(_required(context))})


def _handed(context: Context, material: MaterialType) -> Fact:
    return has_material(context, material, open_in_draft=False)


def _credit_code(context: Context) -> Fact:
    code = context.filing.unit.credit_code
    why = context.reading.doubt("/unit/credit_code", code)
    if why or code is None:
        return unknown(why or "unanswered", "/unit/credit_code")
    state = state_of(code)
    place = context.reading.place("/unit/credit_code")
    return known(state, context.label("unit.credit_code", state), place)


def _required(context: Context) -> Iterator[Item]:
    lists, filing = context.lists.materials, context.filing
    archiving = filing.stage is Stage.ARCHIVE
    seen: set[str] = set()
    kind = filing.kind.value if filing.kind else None
    for group in lists.groups_of(kind, archiving):
        for required in lists.groups[group]:
            if required.id not in seen:
                seen.add(required.id)
                yield _item(context, group, required)


def _item(context: Context, group: str, required: RequiredMaterial) -> Item:
    state, reason = _state(context, required)
    return Item(
        required.id,
        {
            "material.group": known(group),
            "material.state": state,
            "material.name": text(required.title),
            "material.reason": text(reason),
        },
    )


def _state(context: Context, required: RequiredMaterial) -> tuple[Fact, str]:
    """Handed in, empty, declared not applicable, absent, or not known; and the reason declared."""
    every = tuple(enumerate(context.filing.materials or ()))
    wanted = set(required.any_of)
    mine = [(n, m) for n, m in every if {m.type, *m.also} & wanted]
    handed = [(n, m) for n, m in mine if m.not_applicable is None]
    full = [(n, m) for n, m in handed if not _is_empty(context, m)]
    if full or handed:
        number, material = (full or handed)[0]
        shown = shorten(material.title or material.type.label)
        place = context.reading.place(f"/materials/{number}")
        if not full:
            return known("empty", context.label("material.state", "empty"), place), ""
        return known("present", f"已提交：{shown}", place), ""
    if mine:
        return _declared(context, *mine[0])
    if MaterialType.CATALOG in wanted and context.filing.catalog:
        return known("present", "已填报目录", context.reading.place("/catalog")), ""
    why = has_material(context, *wanted).why
    if why:
        return unknown(why, "/materials"), ""
    return known("absent", context.label("material.state", "absent"), "/materials"), ""


def _is_empty(context: Context, material: Material) -> bool:
    told, empty = fold(material.title or ""), context.lists.materials.placeholders
    return material.size == 0 or (told in empty and material.file is None)


def _declared(context: Context, number: int, material: Material) -> tuple[Fact, str]:
    """Declared not applicable: agreed only where nothing but computing power is built."""
    place = context.reading.place(f"/materials/{number}")
    reason = shorten(material.not_applicable or "")
    state = "not_applicable" if context.reading.only_hardware else "doubtful"
    return known(state, context.label("material.state", state), place), reason
