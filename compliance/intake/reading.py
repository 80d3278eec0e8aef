"""The one way in: files are gathered, read in the jail, recognised, and put together."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from compliance.errors import FilingError, IntakeError, Problem
from compliance.filing import Dossier, Note, Place, Unread, read_filing
from compliance.intake.assemble import assemble
from compliance.intake.chapters import read_chapters, read_sections
from compliance.intake.claims import Source
from compliance.intake.document import Document
from compliance.intake.endings import ending
from compliance.intake.files import Item, gather
from compliance.intake.form.read import is_form
from compliance.intake.jail import Jail
from compliance.intake.office import converted
from compliance.intake.outline import Section
from compliance.intake.recognise import named_material, recognise
from compliance.intake.refusal import Refused
from compliance.intake.words import Reading, read_list
from compliance.text import visible

# Marks of a file that was read, but not all of it: what is missing in it is unknown.
_PARTLY = frozenset({"embedded_part", "scanned_page", "uncomputed_formula"})
_LIBRARIES = ("lxml", "olefile", "pypdfium2", "python_calamine")
_QUIET = frozenset({"picture"})


@dataclass(frozen=True, slots=True)
class _Outcome:
    sources: list[Source]
    unread: list[Unread]
    notes: list[Note]


def read(path: Path, manifest: Path | None = None) -> Dossier:
    """The dossier of a folder, a zip or a file of materials.

    `manifest` is a list of materials kept elsewhere; one in the folder is found by itself.
    Raises IntakeError where nothing at all can be read.
    """
    _check_installed()
    words = read_list("intake", Reading)
    outcome = _Outcome([], [], [])
    with Jail(words.bounds()) as jail:
        for item in _items(path, manifest, jail, words):
            _take(item, jail, words, outcome)
    if not outcome.sources:
        problems = [Problem(u.file, u.reason) for u in outcome.unread]
        nothing = Problem(
            visible(path.name), "没有可以读取的材料", "放入 docx、xlsx、pdf 或 ofd 格式的材料后再试"
        )
        raise IntakeError(*(problems or [nothing]))
    return assemble(outcome.sources, outcome.unread, outcome.notes)


def _check_installed() -> None:
    """The libraries that read files are an extra, and load only in the child."""
    lacking = [name for name in _LIBRARIES if find_spec(name) is None]
    if lacking:
        mend = f"安装 beian-precheck[documents]（缺 {'、'.join(lacking)}）"
        raise IntakeError(Problem("", "没有安装读取材料的组件", mend))


def _items(path: Path, manifest: Path | None, jail: Jail, words: Reading) -> list[Item]:
    if not path.exists():
        raise IntakeError(Problem(visible(path.name), "找不到这个文件或文件夹", "核对位置和名称"))
    try:
        items = gather(path, jail, words)
    except Refused as refused:
        why = words.reason(refused.code, visible(refused.detail))
        raise IntakeError(Problem(visible(path.name), why)) from refused
    return [*items, Item(manifest.name, manifest)] if manifest else items


def _take(item: Item, jail: Jail, words: Reading, outcome: _Outcome) -> None:
    name = visible(item.name)
    try:
        document = _document(item, jail, words)
        source = _source(name, document)
    except Refused as refused:
        reason = words.reason(refused.code, visible(refused.detail))
        outcome.unread.append(Unread(name, reason, refused.code, named_material(name)))
        return
    outcome.sources.append(source)
    for mark in document.marks:
        if mark.code in _PARTLY:
            reason = words.reason(mark.code, mark.detail)
            outcome.unread.append(Unread(name, reason, mark.code, source.kind.label))
        elif mark.code not in _QUIET:
            outcome.notes.append(Note(mark.code, Place("", name), {"detail": visible(mark.detail)}))


def _document(item: Item, jail: Jail, words: Reading) -> Document:
    if item.refused:
        raise Refused(item.refused)
    try:
        return jail.read(item.path, item.name, item.member)
    except Refused as refused:
        if (refused.code, refused.detail) != ("old_format", "doc"):
            raise
    content = jail.content(item.path, item.member) if item.member else item.path.read_bytes()
    seconds = words.limits["office_seconds"]
    with converted(content, ending(item.name), seconds) as target:
        return jail.read(target, target.name)


def _source(name: str, document: Document) -> Source:
    if document.format == "json":
        _check_json(document)
    found: tuple[Section, ...] = ()
    if not is_form(document):
        document, found = read_sections(document)
    return Source(name, document, recognise(document, name), found, read_chapters(found))


def _check_json(document: Document) -> None:
    try:
        read_filing(next(document.blocks()).text)
    except FilingError as error:
        raise Refused("json_form", str(error.problems[0])) from error


def readable(path: Path) -> Iterator[str]:
    """The names of the files under a folder that look like materials."""
    words = read_list("intake", Reading)
    with Jail(words.bounds()) as jail:
        yield from (item.name for item in gather(path, jail, words) if not item.refused)
