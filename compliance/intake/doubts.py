"""What may be there though it was not found: unrecognised files, plans under other headings."""

from collections.abc import Iterator, Mapping, Sequence

from compliance.facts.lists import lists_of
from compliance.filing import (
    Conflict,
    Filing,
    Kind,
    MaterialType,
    Note,
    Place,
    Stage,
    Unread,
)
from compliance.intake.chapters import outlines
from compliance.intake.claims import Source
from compliance.intake.materials import FOUND, PLANS
from compliance.intake.recognise import recognition
from compliance.intake.statements import statements
from compliance.intake.words import Reading, read_list
from compliance.rulebook import load
from compliance.text import fold

Row = Mapping[str, object]
_TELLING = 3


def unrecognised(
    sources: Sequence[Source], materials: Sequence[Row], filing: Filing
) -> Iterator[Unread]:
    """Files that were not recognised, where a material is lacking that one of them may be."""
    if not _lacks(materials, filing):
        return
    reason = read_list("intake", Reading).reason("unrecognised_file")
    for source in sources:
        if not source.kind.label and source.document.format != "json":
            yield Unread(source.name, reason, "unrecognised_file")


def _lacks(materials: Sequence[Row], filing: Filing) -> bool:
    there = {str(m["type"]) for m in materials if not m.get("not_applicable")}
    asked = lists_of(load()).materials
    kind = filing.kind.value if filing.kind else None
    groups = asked.groups_of(kind, filing.stage is Stage.ARCHIVE)
    wanted = [required.any_of for group in groups for required in asked.groups[group]]
    return any(not there & {str(kind) for kind in kinds} for kinds in wanted)


def missing_parts(
    sources: Sequence[Source], materials: Sequence[Row], filing: Filing
) -> Iterator[Note]:
    """Parts the reviewing offices look at that are neither a file, a chapter nor a table."""
    if filing.kind not in (Kind.NEW, None):
        return
    there = {str(m["type"]) for m in materials}
    labels = {source.kind.label for source in sources}
    for name in outlines().notice:
        words = outlines().chapters[name]
        chapter = any(name in s.chapters and s.chapters[name].state in FOUND for s in sources)
        material = words.material is not None and words.material.value in there
        if not (chapter or material or words.label in labels):
            yield Note("missing_part", Place("/materials"), {"chapter": words.title})


def elsewhere(sources: Sequence[Source], materials: Sequence[Row]) -> Iterator[Conflict]:
    """Security plans that have no chapter of their own, and whose words fill another one."""
    there = {str(m["type"]) for m in materials}
    for kind, pointer in PLANS.items():
        if kind.value not in there:
            found = next(_sections(sources, kind), None)
            if found is not None:
                source, heading, spot = found
                words = f"{source.name} “{heading}”里有{kind.label}的内容，但没有单独成章"
                at = f"{pointer}/form"
                yield Conflict(at, (words,), (source.place(at, spot),))


def _sections(sources: Sequence[Source], kind: MaterialType) -> Iterator[tuple[Source, str, str]]:
    telling = [w for m in recognition().materials if m.type is kind for w in m.body]
    for source in sources:
        if source.type in statements().silent:
            continue
        for section in source.sections:
            text = fold(" ".join(p for part in section.own for p in _words(part)))
            if sum(fold(word) in text for word in telling) >= _TELLING:
                yield source, section.heading, section.spot


def _words(part: object) -> Iterator[str]:
    text = getattr(part, "text", None)
    if isinstance(text, str):
        yield text
    for row in getattr(part, "rows", ()):
        yield from row
