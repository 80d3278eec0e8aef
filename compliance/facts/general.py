"""Facts of no criterion: scope, kind, dates, and what could not be read."""

from collections.abc import Sequence
from datetime import date

from compliance.facts.context import Context, Derived
from compliance.facts.fact import Fact, counted, known, text, unknown
from compliance.facts.reading import Reading
from compliance.filing import Kind, MaterialType, Unread
from compliance.text import listed, shorten


def derive(context: Context) -> Derived:
    """Facts on the filing as a whole."""
    reading, filing = context.reading, context.filing
    dossier, project = reading.dossier, filing.project
    facts = {
        "completeness": known(filing.completeness.value, filing.completeness.label),
        "stage": known(filing.stage.value, filing.stage.label),
        "kind.stated": _kind(reading),
        "intake.unread": _unread(dossier.unread),
        "intake.conflicts": counted(
            (reading.place(conflict.pointer) for conflict in dossier.conflicts),
            "处",
            ("、".join(conflict.values) for conflict in dossier.conflicts),
        ),
        "project.secrecy": reading.code("/project/secrecy", project.secrecy),
        "project.category": reading.code("/project/category", project.category),
        "project.name_stated": reading.stated("/project/name", project.name),
        "project.doubtful_scope": _doubtful_scope(context),
        "project.has_system": _has_system(reading),
        "project.extends": known(
            filing.kind is Kind.NEW and filing.predecessor is not None, "", "/predecessor"
        ),
        "project.plan_year_stated": reading.stated("/project/plan_year", project.plan_year),
        "unit.level": reading.code("/unit/level", filing.unit.level),
        "dates.accepted_stated": _dated(reading, "/dates/accepted", filing.dates.accepted),
        "dates.approved_stated": _dated(reading, "/dates/approved", filing.dates.approved),
        "needs.completed": text(_needs(context, Kind.COMPLETED)),
        "needs.ongoing": text(_needs(context, Kind.ONGOING)),
    }
    return Derived(facts | _deadlines(context), {})


def _unread(files: Sequence[Unread]) -> Fact:
    """How many were not read; the files of one reason are told together."""
    together: dict[str, list[str]] = {}
    for unread in files:
        together.setdefault(shorten(unread.reason), []).append(shorten(unread.file, 40))
    told = "；".join(f"{listed(names)}：{reason}" for reason, names in together.items())
    places = counted((unread.file for unread in files), "个文件")
    return Fact(places.value, f"{places.shown}（{told}）" if told else places.shown, places.places)


def _kind(reading: Reading) -> Fact:
    """The kind is asked for even in a submitted filing: nothing can be judged without it."""
    if reading.filing.kind is None:
        return known(False, "没有填写", "/kind")
    return known(True, reading.filing.kind.label, reading.place("/kind"))


def _dated(reading: Reading, pointer: str, day: date | None) -> Fact:
    """A day that only some filings have: not filling it in is no open slot."""
    if reading.dossier.conflict(pointer):
        return unknown("conflict", reading.place(pointer))
    return known(day is not None, str(day or "没有填写"), reading.place(pointer))


def _has_system(reading: Reading) -> Fact:
    """Whether anything but computing power is built; without modules nobody knows."""
    modules = reading.filing.project.modules
    why = reading.doubt("/project/modules", modules)
    if why or modules is None:
        return unknown(why or "unanswered", "/project/modules")
    places = [
        reading.place(f"/project/modules/{n}") for n, m in enumerate(modules) if m.kind != "compute"
    ]
    return known(bool(places), f"{len(places)} 项系统或数据类内容", *places[:5])


def _doubtful_scope(context: Context) -> Fact:
    """Words of what many cities leave out: office terminals, building automation."""
    project = context.filing.project
    texts = {
        "/project/summary": project.summary or "",
        "/project/construction_content": project.construction_content or "",
        **{
            f"/project/modules/{n}": f"{module.name or ''}{module.description or ''}"
            for n, module in enumerate(project.modules or ())
        },
    }
    words = context.lists.scope_words.doubtful
    found = {p: word for p, told in texts.items() for word in words if word in told}
    return counted(map(context.reading.place, found), "处", found.values())


def _needs(context: Context, kind: Kind) -> str:
    materials = context.lists.materials
    stated = {t for m in context.filing.materials or () for t in (m.type, *m.also)}
    lacking = [
        required.title
        for group in materials.groups_of(kind.value, archiving=False)
        for required in materials.groups[group]
        if not stated.intersection(required.any_of)
    ]
    return listed(lacking) or "资料已齐"


def _deadlines(context: Context) -> dict[str, Fact]:
    """Days past the two deadlines of 四（三）."""
    reading, filing = context.reading, context.filing
    submitted, year = filing.dates.submitted, filing.project.plan_year
    pointers = (reading.place("/dates/submitted"), reading.place("/project/plan_year"))
    day = submitted or context.day
    first = _first_round(context)
    facts = {
        "dates.first_round": first,
        "dates.days_after_first_round": _late(
            day,
            context.parameter("first_round_year"),
            context.parameter("first_round_month"),
            context.parameter("first_round_day"),
            pointers,
        ),
    }
    why = reading.doubt("/project/plan_year", year)
    if why or year is None:
        return facts | {"dates.days_late": unknown(why or "unanswered", pointers[1])}
    if year < context.parameter("annual_deadline_first_year"):
        return facts | {"dates.days_late": known(0, "该年度不追究", *pointers)}
    month = context.parameter("annual_deadline_month")
    last = context.parameter("annual_deadline_day")
    return facts | {"dates.days_late": _late(day, year - 1, month, last, pointers)}


def _late(day: date, year: int, month: int, last: int, pointers: tuple[str, ...]) -> Fact:
    days = max(0, (day - date(year, month, last)).days)
    return known(days, f"{days} 天", *pointers)


def _first_round(context: Context) -> Fact:
    """2023's new projects, and what was approved before the notice: 首次备案."""
    filing, year = context.filing, context.parameter("first_round_year")
    if filing.kind in (Kind.NEW, Kind.MAINTENANCE):
        plan = filing.project.plan_year
        why = context.reading.doubt("/project/plan_year", plan)
        if why or plan is None:
            return unknown(why or "unanswered", "/project/plan_year")
        return known(filing.kind is Kind.NEW and plan == year, f"{plan} 年", "/project/plan_year")
    approved = filing.dates.approved
    why = context.reading.doubt("/dates/approved", approved)
    if why or approved is None:
        return unknown(why or "unanswered", context.reading.place("/dates/approved"))
    before = approved < context.pack.effective_from
    return known(before, approved.isoformat(), context.reading.place("/dates/approved"))


def has_material(context: Context, *types: MaterialType, open_in_draft: bool = True) -> Fact:
    """Whether a material of one of some types is handed in.

    What need not be there is no open slot of a draft. Any unread file may hold it, whatever its
    name claims: volumes are bound together. The name only tells where to look first.
    """
    reading = context.reading
    for n, material in enumerate(context.filing.materials or ()):
        if material.not_applicable is None and {material.type, *material.also} & set(types):
            place = reading.place(f"/materials/{n}")
            return known(True, shorten(material.title or material.type.label), place)
    why = reading.doubt("/materials", None)
    if why in ("unread", "conflict") or (why == "unfilled" and open_in_draft):
        claiming = _claiming(reading, types) if why == "unread" else ()
        return unknown(why, *(claiming or ("/materials",)))
    return known(False, "没有提交", "/materials")


def _claiming(reading: Reading, types: Sequence[MaterialType]) -> tuple[str, ...]:
    """The unread files whose names claim a material of some types."""
    labels = {kind.label for kind in types}
    return tuple(u.file for u in reading.dossier.unread if u.material in labels)
