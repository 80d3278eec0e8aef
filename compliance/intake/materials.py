"""Which materials were handed in: files by what they are, chapters, and what is declared away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from compliance.filing import MaterialType, Note
from compliance.intake.chapters import Chapter, outline_for, outlines, unfinished
from compliance.intake.claims import Claim, Firmness, Source
from compliance.intake.recognise import Recognised
from compliance.intake.statements import statements
from compliance.text import fold

_POINTER = "/materials"
PLANS = {
    MaterialType.NETWORK_SECURITY_PLAN: "/security/network_plan",
    MaterialType.CRYPTO_PLAN: "/security/crypto_plan",
    MaterialType.LEVEL_PROTECTION_PLAN: "/security/level_plan",
}
FOUND = ("thin", "complete")
Row = Mapping[str, object]


def listed_rows(claims: Iterable[Claim]) -> list[Row]:
    """The rows of the list of materials in a form or manifest."""
    wanted = [c for c in claims if c.pointer == _POINTER and isinstance(c.value, list)]
    return [row for claim in wanted if isinstance(claim.value, list) for row in claim.value]


def overridden(source: Source, rows: Sequence[Row]) -> Source:
    """The source as the manifest says it is, where the manifest names it."""
    row = next((r for r in rows if _names(r, source.name)), None)
    if row is None or "type" not in row:
        return source
    kind = _material_type(row["type"])
    return replace(source, kind=Recognised(kind, kind.label, 1.0, "按材料清单"))


def _material_type(written: object) -> MaterialType:
    return next((kind for kind in MaterialType if kind.value == written), MaterialType.OTHER)


def _names(row: Row, name: str) -> bool:
    file = str(row.get("file") or "")
    return bool(file) and fold(file) in (fold(name), fold(PurePosixPath(name).name))


def read_materials(sources: Sequence[Source], rows: Sequence[Row]) -> list[dict[str, object]]:
    """The materials: files first, then chapters, then what is declared not applicable."""
    found = [
        _file(source, rows)
        for source in sources
        if source.type is not MaterialType.OTHER or source.kind.label
    ]
    chapters = [material for source in sources for material in _chapters(source)]
    declared = [dict(row) for row in rows if row.get("not_applicable") and not row.get("file")]
    return [*found, *chapters, *declared]


def _file(source: Source, rows: Sequence[Row]) -> dict[str, object]:
    row = next((r for r in rows if _names(r, source.name)), {})
    title = row.get("title") or source.kind.label
    extra = {key: row[key] for key in ("also", "chapter", "not_applicable") if key in row}
    return {
        "type": source.type.value,
        "title": title,
        "file": source.name[-200:],
        "size": source.document.size,
        **extra,
    }


def _chapters(source: Source) -> Iterator[dict[str, object]]:
    if source.type in statements().silent:
        return
    words = outlines()
    for name, chapter in source.chapters.items():
        for kind in _kinds(name):
            if kind is source.type:
                continue
            material: dict[str, object] = {
                "type": kind.value,
                "title": words.chapters[name].title,
                "file": source.name[-200:],
                "chapter": chapter.heading[:200],
            }
            if chapter.state in FOUND:
                yield material
            elif chapter.state == "not_applicable":
                yield {**material, "not_applicable": chapter.said}


def _kinds(name: str) -> Iterator[MaterialType]:
    words = outlines()
    own = words.chapters[name].material
    if own is not None and not words.chapters[name].evidence_only:
        yield own
    yield from (kind for kind, chapters in words.base.items() if name in chapters)


def read_plans(materials: Sequence[Row], sources: Sequence[Source]) -> Iterator[Claim]:
    """The security plans among the materials, as the slots that ask for them."""
    places = {source.name[-200:]: source for source in sources}
    for kind, pointer in PLANS.items():
        fitting = [m for m in materials if m["type"] == kind.value]
        best = min(fitting, key=_plan_order, default=None)
        if best is not None:
            file = str(best.get("file") or "")
            source = places.get(file)
            spot = str(best.get("chapter") or "")
            value = _plan(best)
            for key, answer in value.items():
                at = f"{pointer}/{key}"
                place = source.place(at, spot) if source else next(iter(sources)).place(at, spot)
                yield Claim(at, answer, str(answer), place, Firmness.STATED)


def _plan_order(material: Row) -> int:
    return 2 if material.get("not_applicable") else 1 if material.get("chapter") else 0


def _plan(material: Row) -> dict[str, object]:
    where = material.get("chapter") or material.get("file") or ""
    if material.get("not_applicable"):
        return {"form": "not_applicable", "where": where, "reason": material["not_applicable"]}
    return {"form": "chapter" if material.get("chapter") else "attachment", "where": where}


def notes(sources: Sequence[Source], rows: Sequence[Row]) -> Iterator[Note]:
    """What a person should know of the files as materials."""
    yield from _twice(sources)
    yield from _versions(sources)
    there = {source.type for source in sources}
    for source in sources:
        yield from _of_source(source)
        yield from _of_chapters(source, there)
    for row in rows:
        if row.get("file") and not any(_names(row, source.name) for source in sources):
            place = next(iter(sources)).place(_POINTER, "")
            yield Note("listed_not_found", place, {"file": str(row["file"])})


def _twice(sources: Sequence[Source]) -> Iterator[Note]:
    seen: dict[str, Source] = {}
    texts: dict[str, Source] = {}
    for source in sources:
        text = fold(" ".join(source.document.text().split()))
        before = seen.setdefault(source.document.digest, source)
        same = before if before is not source else texts.get(text) if len(text) > 200 else None
        texts.setdefault(text, source)
        if same is not None:
            yield Note("same_file", source.place(_POINTER, ""), {"other": same.name})


def _versions(sources: Sequence[Source]) -> Iterator[Note]:
    """Two different reports of one kind: which of them counts?"""
    first: dict[MaterialType, Source] = {}
    for source in sources:
        if source.type in outlines().outlined:
            other = first.setdefault(source.type, source)
            if other.document.digest != source.document.digest:
                data = {"other": other.name, "found": source.kind.label}
                yield Note("two_versions", source.place(_POINTER, ""), data)


def _of_source(source: Source) -> Iterator[Note]:
    kind = source.kind
    place = source.place(_POINTER, "")
    if kind.misplaced:
        yield Note(
            "wrong_file", place, {"named": kind.named, "found": kind.label, "reason": kind.reason}
        )
    if not kind.label:
        yield Note("unrecognised_file", place, {"reason": kind.reason})
    if kind.by_name:
        yield Note("recognised_by_name", place, {"named": kind.named})
    yield from _thin_file(source)
    for trace, spot in unfinished(source.document)[:5]:
        yield Note("unfinished_text", source.place(_POINTER, spot), {"trace": trace})


def _thin_file(source: Source) -> Iterator[Note]:
    """A material that has its own file and next to nothing in it, or none of its chapters."""
    words = outlines()
    minimum = max(
        [c.minimum for c in words.chapters.values() if c.material is source.type],
        default=words.file_minimum,
    )
    length = len(fold(" ".join(source.document.text().split())))
    tables = any(len(table.rows) > 1 for table in source.document.tables())
    data = {"characters": str(length), "minimum": str(minimum)}
    if source.kind.label and length < minimum and not tables:
        yield Note("thin_file", source.place(_POINTER, ""), data)
    elif source.type in words.outlined and outline_for(source.type, source.chapters) is None:
        yield Note("no_chapters", source.place(_POINTER, ""), data)


def _of_chapters(source: Source, there: set[MaterialType]) -> Iterator[Note]:
    words = outlines()
    outline = outline_for(source.type, source.chapters)
    for name in outline.chapters if outline else ():
        if name not in source.chapters:
            data = {
                "chapter": words.chapters[name].title,
                "outline": outline.title if outline else "",
            }
            yield Note("missing_chapter", source.place(_POINTER, ""), data)
    if source.type in statements().silent:
        return
    for chapter in source.chapters.values():
        yield from _of_chapter(source, chapter, there)


_CODES = {
    "missing": "empty_chapter",
    "placeholder": "placeholder_chapter",
    "thin": "thin_chapter",
    "not_applicable": "declared_not_applicable",
}


def _of_chapter(source: Source, chapter: Chapter, there: set[MaterialType]) -> Iterator[Note]:
    words = outlines().chapters[chapter.id]
    code = _CODES.get(chapter.state)
    if chapter.state == "elsewhere" and words.material is not None and words.material not in there:
        code = "attachment_missing"
    if code is not None:
        data = {
            "chapter": words.title,
            "heading": chapter.heading,
            "characters": str(chapter.characters),
            "minimum": str(words.minimum),
            "said": chapter.said,
        }
        yield Note(code, source.place(_POINTER, chapter.spot), data)
