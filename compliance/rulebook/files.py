"""The files of a pack: which count, how large they may be, what identifies them."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources.abc import Traversable
from pathlib import Path

from compliance._data import data
from compliance.errors import Problem, RulebookError
from compliance.rulebook.yaml_text import MAX_BYTES, Document, read_yaml
from compliance.text import shorten

_MOST_FILES = 200
_MOST_BYTES = 8_000_000
_COUNTED = ("lists", "sources")
# At the top of a pack every other YAML file is a sheet of rules.
# Identified with the pack, but read by whoever uses them.
NOT_OF_THE_PACK = ("procedure.yaml", "candidates.yaml")
_NOT_SHEETS = ("pack.yaml", "clauses.yaml", *NOT_OF_THE_PACK)


def refuse(place: str, message: str, mend: str) -> RulebookError:
    """A pack that cannot be taken, as an exception to raise."""
    return RulebookError(Problem(place, message, mend))


@cache
def names() -> tuple[str, ...]:
    """The packs that come with the library."""
    folders = data("rules").iterdir()
    return tuple(sorted(f.name for f in folders if f.joinpath("pack.yaml").is_file()))


def folder_of(pack: str | Path) -> Traversable:
    """The folder of a named pack, or of one's own; raises RulebookError where there is none."""
    own = isinstance(pack, Path) or "/" in pack or "\\" in pack
    if not own and str(pack) in names():
        return data("rules").joinpath(str(pack))
    folder = Path(pack)
    if not own and not folder.joinpath("pack.yaml").is_file():
        fault = f"没有名为“{shorten(str(pack))}”的规则包"
        raise refuse("", fault, f"可用：{'、'.join(names())}，或给出文件夹")
    if not folder.is_dir():
        raise refuse(str(pack), "不是文件夹", "给出含 pack.yaml 的文件夹")
    if not folder.joinpath("pack.yaml").is_file():
        inside = sorted(entry.parent.name for entry in folder.glob("*/pack.yaml"))
        mend = f"其下有：{'、'.join(inside)}，给出其中之一" if inside else "核对规则包文件夹的位置"
        raise refuse(folder.name, "没有 pack.yaml", mend)
    return folder


def _walk(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    """Every file of a pack that counts, by its path; cases and caches do not."""
    for entry in sorted(folder.iterdir(), key=lambda found: found.name):
        name = prefix + entry.name
        if entry.is_dir():
            if entry.name in _COUNTED:
                yield from _walk(entry, name + "/")
        elif entry.name.endswith((".yaml", ".txt")):
            yield name, entry


def read_files(folder: Traversable) -> dict[str, bytes]:
    """The files of a pack by path, none of them longer than one byte over what is read."""
    files: dict[str, bytes] = {}
    size = 0
    for name, entry in _walk(folder):
        with entry.open("rb") as stream:
            files[name] = stream.read(MAX_BYTES + 1)
        size += len(files[name])
        if len(files) > _MOST_FILES or size > _MOST_BYTES:
            limit = f"文件多于 {_MOST_FILES} 个或合计超过 {_MOST_BYTES // 1_000_000} MB"
            raise refuse(folder.name, limit, "规则包里只放规则")
    return files


def documents(files: Mapping[str, bytes], apart: Collection[str] = ()) -> dict[str, Document]:
    """The YAML files of a pack but some; raises RulebookError naming file and line."""
    wanted = (name for name in files if name.endswith(".yaml") and name not in apart)
    return {name: read_yaml(files[name], name) for name in wanted}


def sheets_of(read: Mapping[str, Document]) -> list[Document]:
    """The sheets of rules among the documents of a pack."""
    return [d for n, d in read.items() if "/" not in n and n not in _NOT_SHEETS]


def lists_of(read: Mapping[str, Document]) -> dict[str, object]:
    """The lists among the documents of a pack, by name."""
    return {
        n.removeprefix("lists/").removesuffix(".yaml"): d.value
        for n, d in read.items()
        if n.startswith("lists/")
    }


def read_cases(folder: Traversable) -> dict[str, Document]:
    """The documents in a pack's folder of cases, which are no part of the pack itself."""
    cases = folder.joinpath("cases")
    if not cases.is_dir():
        return {}
    files = {
        f"cases/{entry.name}": entry.read_bytes()
        for entry in sorted(cases.iterdir(), key=lambda found: found.name)
        if entry.name.endswith(".yaml")
    }
    return documents(files)


def digest(files: Mapping[str, bytes], base: str = "") -> str:
    """Over names and contents, line endings aside: a checkout with CRLF is the same pack."""
    whole = sha256(base.encode())
    for name in sorted(files):
        content = files[name].replace(b"\r\n", b"\n")
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def check_sources(header: Document, files: Mapping[str, bytes]) -> dict[str, str]:
    """The texts held, by source; raises where one is missing or is not the one that was cited."""
    texts: dict[str, str] = {}
    sources = header.value.get("sources", {}) if isinstance(header.value, dict) else {}
    for name, source in sources.items():
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
