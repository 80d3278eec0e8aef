"""The sources of a filing -> its dossier: materials, values with places, conflicts, notes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import ValidationError

from compliance.filing import (
    Amount,
    Completeness,
    Conflict,
    Dossier,
    Filing,
    MaterialType,
    Note,
    Place,
    Unread,
    read_filing,
)
from compliance.intake.claims import Claim, Firmness, Source
from compliance.intake.doubts import elsewhere, missing_parts, unrecognised
from compliance.intake.form import lists, read_form, slots
from compliance.intake.form.read import is_form
from compliance.intake.labels import read_labels, title_claim
from compliance.intake.materials import listed_rows, notes, overridden, read_materials, read_plans
from compliance.intake.prose import read_chapter_text, read_prose, read_signals
from compliance.intake.resolve import resolve
from compliance.intake.sums import read_sums
from compliance.intake.tables import read_tables


def assemble(sources: Sequence[Source], unread: Sequence[Unread], seen: Sequence[Note]) -> Dossier:
    """The dossier of what was read; `seen` are the notes made while reading."""
    formal = [claim for source in sources for claim in _formal(source)]
    rows = listed_rows(formal)
    known = [overridden(source, rows) for source in sources]
    said = [item for source in known for item in _said(source)]
    claims = [*formal, *(item for item in said if isinstance(item, Claim))]
    materials = read_materials(known, rows)
    claims.extend(read_plans(materials, known))
    resolved = resolve(c for c in claims if c.pointer != "/materials")
    filing, refused = _filing(resolved.values, materials, bool(formal))
    spoken = [item for item in said if isinstance(item, Note)]
    return Dossier(
        filing=filing,
        origins=_origins(resolved.values, materials),
        unread=(*unread, *unrecognised(known, materials, filing)),
        conflicts=(
            *resolved.conflicts,
            *refused,
            *_totals(resolved.values),
            *_sums(spoken),
            *_catalog(known, filing),
            *elsewhere(known, materials),
        ),
        notes=(
            *seen,
            *notes(known, rows),
            *missing_parts(known, materials, filing),
            *spoken,
            *resolved.notes,
        ),
    )


def _formal(source: Source) -> Iterator[Claim]:
    """What the form, the manifest or a JSON filing states exactly."""
    if source.document.format == "json":
        yield from _stated_json(source)
        return
    for told in read_form(source.document):
        place = source.place(told.pointer, told.spot)
        yield Claim(told.pointer, told.value, told.written, place, Firmness.FORM, told.fault)


def _stated_json(source: Source) -> Iterator[Claim]:
    filing = read_filing(next(source.document.blocks()).text)
    stated = filing.model_dump(mode="json", exclude_unset=True)
    for pointer in [*(s.pointer for s in slots()), *(kept.pointer for kept in lists()), "/catalog"]:
        value: object = stated
        for name in pointer.split("/")[1:]:
            value = value.get(name) if isinstance(value, dict) else None
        if value is not None:
            yield Claim(
                pointer, value, str(value)[:80], source.place(pointer, pointer), Firmness.FORM
            )


def _said(source: Source) -> Iterator[Claim | Note]:
    if source.document.format == "json" or is_form(source.document):
        return
    yield from read_labels(source)
    yield from title_claim(source)
    yield from read_tables(source)
    yield from read_sums(source)
    yield from read_prose(source)
    yield from read_chapter_text(source)
    yield from read_signals(source)


def _filing(
    values: Mapping[str, Claim], materials: list[dict[str, object]], formal: bool
) -> tuple[Filing, list[Conflict]]:
    """The filing; a value it does not take is left out and told."""
    kept = dict(values)
    refused: list[Conflict] = []
    while True:
        try:
            return Filing.model_validate(_tree(kept, materials, formal)), refused
        except ValidationError as error:
            bad = _culprit(kept, error)
            claim = kept.pop(bad)
            refused.append(
                Conflict(
                    bad, (f"{claim.place}：{claim.written[:60]}（填写不合要求）",), (claim.place,)
                )
            )


def _culprit(values: Mapping[str, Claim], error: ValidationError) -> str:
    where = "/" + "/".join(str(step) for step in error.errors()[0]["loc"])
    fitting = [pointer for pointer in values if where == pointer or where.startswith(pointer + "/")]
    if not fitting:
        raise error
    return max(fitting, key=len)


def _tree(
    values: Mapping[str, Claim], materials: list[dict[str, object]], formal: bool
) -> dict[str, object]:
    stand = Completeness.SUBMITTED if formal else Completeness.DRAFT
    tree: dict[str, object] = {"completeness": stand.value, "materials": materials}
    for pointer, claim in values.items():
        *path, leaf = pointer.split("/")[1:]
        node = tree
        for name in path:
            inner = node.setdefault(name, {})
            node = inner if isinstance(inner, dict) else {}
        node[leaf] = claim.value
    return tree


def _origins(
    values: Mapping[str, Claim], materials: Iterable[Mapping[str, object]]
) -> dict[str, Place]:
    origins = {pointer: claim.place for pointer, claim in values.items()}
    for pointer, claim in values.items():
        for number, spot in enumerate(claim.entries):
            at = f"{pointer}/{number}"
            origins[at] = Place(at, claim.place.file, spot)
    for number, material in enumerate(materials):
        at = f"/materials/{number}"
        origins[at] = Place(at, str(material.get("file") or ""), str(material.get("chapter") or ""))
    return origins


def _totals(values: Mapping[str, Claim]) -> Iterator[Conflict]:
    """The total is that of the latest stage: the budget, without one the estimate."""
    total = values.get("/funding/total")
    latest = values.get("/funding/budget") or values.get("/funding/estimate")
    if total and latest and _fen(total) != _fen(latest):
        yield _both("/funding/total", total, latest)
    annual = values.get("/funding/annual")
    if total and annual and isinstance(annual.value, list):
        amounts = [e.get("amount") for e in annual.value if isinstance(e, dict)]
        if (
            amounts
            and all(amounts)
            and sum(Amount.model_validate(a).fen for a in amounts) != _fen(total)
        ):
            yield _both("/funding/annual", annual, total)


def _fen(claim: Claim) -> int:
    return Amount.model_validate(claim.value).fen


def _both(pointer: str, one: Claim, other: Claim) -> Conflict:
    words = tuple(f"{claim.place}：{claim.written[:60]}" for claim in (one, other))
    return Conflict(pointer, words, (one.place, other.place))


def _sums(spoken: Iterable[Note]) -> Iterator[Conflict]:
    """A sum that is wrong makes the amount it belongs to doubtful."""
    for note in spoken:
        if note.code in ("row_sum", "column_sum"):
            said, computed = note.data["stated"], note.data["computed"]
            words = f"{note.place}：“{note.data['name']}”写 {said}，算得 {computed}"
            yield Conflict(note.place.pointer, (words,), (note.place,))


def _catalog(sources: Sequence[Source], filing: Filing) -> Iterator[Conflict]:
    """A file that is the catalogue and shows no rows is not understood: that is not absence."""
    for source in sources:
        if source.type is MaterialType.CATALOG and filing.catalog is None:
            words = f"{source.name}：没有认出目录的表头"
            yield Conflict("/catalog", (words,), (source.place("/catalog", ""),))
