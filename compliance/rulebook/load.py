"""A rule pack from its folder: read safely, checked for form and for sense, or refused whole."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha256
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from compliance._data import data
from compliance.errors import Problem, RulebookError
from compliance.rulebook.form import check_form
from compliance.rulebook.pack import RulePack
from compliance.rulebook.parts import clauses_of, fields_of, header_of, rules_of
from compliance.rulebook.sense import check_sense
from compliance.rulebook.yaml_text import MAX_BYTES, Document, read_yaml

DEFAULT = "nanchong"
_MOST_FILES = 200
_NOT_SHEETS = {"pack.yaml", "clauses.yaml", "procedure.yaml", "candidates.yaml"}


def _refuse(place: str, message: str, mend: str) -> RulebookError:
    return RulebookError(Problem(place, message, mend))


def _walk(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    """Every file of a pack that counts, by its path; cases and caches do not."""
    for entry in sorted(folder.iterdir(), key=lambda found: found.name):
        name = prefix + entry.name
        if entry.is_dir():
            if entry.name in ("lists", "sources"):
                yield from _walk(entry, name + "/")
        elif entry.name.endswith((".yaml", ".txt")):
            yield name, entry


def _read_files(folder: Traversable) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for name, entry in _walk(folder):
        with entry.open("rb") as stream:
            files[name] = stream.read(MAX_BYTES + 1)
        if len(files) > _MOST_FILES:
            raise _refuse(folder.name, f"文件多于 {_MOST_FILES} 个", "规则包里只放规则")
    if "pack.yaml" not in files:
        raise _refuse(folder.name, "没有 pack.yaml", "核对规则包文件夹的位置")
    return files


def _digest(files: Mapping[str, bytes]) -> str:
    """Over names and contents, line endings aside: a checkout with CRLF is the same pack."""
    whole = sha256()
    for name in sorted(files):
        content = files[name].replace(b"\r\n", b"\n")
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def _check_sources(header: Document, files: Mapping[str, bytes]) -> dict[str, str]:
    """The texts held, by source; raises where one is missing or is not the one that was cited."""
    texts: dict[str, str] = {}
    value: Any = header.value
    for name, source in value["sources"].items():
        if "text" not in source:
            continue
        content = files.get(source["text"])
        if content is None:
            fault = f"没有 {source['text']}"
            raise RulebookError(header.problem(("sources", name), fault, "补上原文"))
        if sha256(content.replace(b"\r\n", b"\n")).hexdigest() != source["sha256"]:
            fault = f"{source['text']} 与所记的 sha256 不符"
            raise RulebookError(header.problem(("sources", name), fault, "恢复原文，或核对后改记"))
        texts[name] = content.decode("utf-8")
    return texts


def read_fields() -> Document:
    """rules/fields.yaml, checked for form."""
    document = read_yaml(data("rules").joinpath("fields.yaml").read_bytes(), "fields.yaml")
    check_form(document, "fields")
    return document


def _build(folder: Traversable) -> RulePack:
    files = _read_files(folder)
    documents = {n: read_yaml(c, n) for n, c in files.items() if n.endswith(".yaml")}
    header = documents["pack.yaml"]
    check_form(header, "pack")
    texts = _check_sources(header, files)
    sheets = [d for n, d in documents.items() if "/" not in n and n not in _NOT_SHEETS]
    for sheet in sheets:
        check_form(sheet, "sheet")
    fields, collections = fields_of(read_fields())
    clauses = documents.get("clauses.yaml")
    if clauses:
        check_form(clauses, "clauses")
    pack = RulePack(
        **header_of(header, texts),
        sha256=_digest(files),
        fields=fields,
        collections=collections,
        rules=tuple(rule for sheet in sheets for rule in rules_of(sheet)),
        clauses=clauses_of(clauses) if clauses else (),
        lists={
            n.removeprefix("lists/").removesuffix(".yaml"): d.value
            for n, d in documents.items()
            if n.startswith("lists/")
        },
    )
    check_sense(pack, header)
    return pack


@lru_cache(maxsize=4)
def _packaged(name: str) -> RulePack:
    if name not in names():
        raise _refuse("", f"没有名为“{name}”的规则包", f"可用：{'、'.join(names())}，或给出文件夹")
    return _build(data("rules").joinpath(name))


def names() -> tuple[str, ...]:
    """The packs that come with the library."""
    folders = data("rules").iterdir()
    return tuple(sorted(f.name for f in folders if f.joinpath("pack.yaml").is_file()))


def load(pack: str | Path = DEFAULT) -> RulePack:
    """The pack of a name, or in a folder of one's own.

    Raises RulebookError with file, line and mend; a pack is taken whole or not at all.
    """
    if isinstance(pack, Path) or "/" in pack or "\\" in pack:
        if not Path(pack).is_dir():
            raise _refuse(str(pack), "不是文件夹", "给出含 pack.yaml 的文件夹")
        return _build(Path(pack))
    return _packaged(pack)


def require_in_force(pack: RulePack, day: date) -> None:
    """Raises RulebookError where the pack does not hold on a day."""
    if day < pack.effective_from:
        start = pack.effective_from.isoformat()
        raise _refuse("", f"规则包自 {start} 起施行，不能用于 {day}", "核对 --on 的日期")
    if pack.effective_until is not None and day >= pack.effective_until:
        end = pack.effective_until.isoformat()
        raise _refuse("", f"规则包到 {end} 为止，不能用于 {day}", "改用新的规则包")
