"""What a filing is compared as, and the index it is compared with."""

from pathlib import Path
from threading import Lock

from compliance.duplication import Index, Knowledge, Subject, Words, is_use
from compliance.duplication.arrays import is_array_file
from compliance.duplication.knowledge import learned_grams
from compliance.duplication.normalise import pieces
from compliance.duplication.store import open_index
from compliance.filing import Filing, Module
from compliance.registry import Registry
from compliance.rulebook import RulePack


def subject_of_filing(filing: Filing, words: Words) -> Subject:
    """What is to be built, as something to compare: what is only used is left out."""
    project = filing.project
    built = [m for m in project.modules or () if m.action == "build"]
    told = "，".join(filter(None, (project.summary, project.construction_content)))
    return Subject(
        name=project.name or "",
        description="，".join(p for p in pieces(told) if not is_use(p, words)),
        functions=tuple(filter(None, (_told(m) for m in built if m.kind != "data_resource"))),
        data_resources=tuple(m.name for m in built if m.kind == "data_resource" and m.name),
        owner=filing.unit.name or "",
        region=filing.unit.region or "",
    )


def _told(module: Module) -> str:
    """Its name and content; a module without either is nothing to compare."""
    return "，".join(filter(None, (module.name, module.description)))


def _means(pack: RulePack) -> tuple[Words, Knowledge]:
    lists = pack.lists
    knowledge = Knowledge.from_mapping(lists.get("functions"), learned_grams())
    return Words.from_mapping(lists["names"]), knowledge


def open_registry(path: Path, pack: RulePack) -> Registry | None:
    """The registry in a saved index, or None where a file is no index; raises RegistryError.

    Its index was opened and its sums were checked with it: `index_of` then has it already.
    """
    if not is_array_file(path):
        return None
    opened = open_index(path, *_means(pack))
    index_of(opened.registry, pack, opened.index)
    return opened.registry


_MOST_KEPT = 4
# The last used stand last.
_kept: dict[tuple[str, str], Index] = {}
_one_at_a_time = Lock()


def index_of(registry: Registry, pack: RulePack, opened: Index | None = None) -> Index:
    """The index of a registry by a pack's words; made once for each, unless it is given.

    Of a registry that is mostly as one before, only what changed is read, and the index is the
    same as one built anew; that of the registry before is forgotten.
    """
    key = (registry.version, pack.sha256)
    with _one_at_a_time:
        index = _kept.pop(key, None) or opened or _made(registry, pack)
        _kept[key] = index
        while len(_kept) > _MOST_KEPT:
            del _kept[next(iter(_kept))]
    return index


def _made(registry: Registry, pack: RulePack) -> Index:
    if registry.index_file:
        return open_index(registry.index_file, *_means(pack)).index
    before = _before(registry, pack)
    return _kept.pop(before).updated(registry) if before else Index.build(registry, *_means(pack))


def _before(registry: Registry, pack: RulePack) -> tuple[str, str] | None:
    """Under which key there is an index that has most of the systems, and few others."""
    shared = {key: i.shared(registry) for key, i in _kept.items() if key[1] == pack.sha256}
    best = max(shared, key=shared.__getitem__, default=None)
    if best is None or 2 * shared[best] <= max(len(registry.systems), _kept[best].size):
        return None
    return best
