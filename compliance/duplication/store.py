"""An index as a file: built once, opened in an instant, refused where anything is amiss."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, overload

import numpy as np

from compliance.duplication.arrays import Array, Arrays, read_arrays, write_arrays
from compliance.duplication.block import Block
from compliance.duplication.grams import Weights
from compliance.duplication.index import Index, method_of
from compliance.duplication.knowledge import Knowledge
from compliance.duplication.lexicon import lexicon_of
from compliance.duplication.meaning import Meanings
from compliance.duplication.normalise import Words
from compliance.duplication.places import Places
from compliance.duplication.rows import Rows
from compliance.duplication.vectors import Vectors
from compliance.errors import Problem, RegistryError
from compliance.registry import ExistingSystem, Registry

# Of a list with more faults than that, the first tell what to do.
_FAULTS = 1_000
_MATRICES = ("rows", "postings", "functions", "by_function")


@dataclass(frozen=True, slots=True, eq=False)
class _Texts(Sequence[str]):
    """Texts in a mapped file, read when they are asked for."""

    ends: Array
    content: Array

    def __len__(self) -> int:
        return len(self.ends)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        start = int(self.ends[place - 1]) if place else 0
        return self.content[start : int(self.ends[place])].tobytes().decode("utf-8")


@dataclass(frozen=True, slots=True, eq=False)
class _Systems(Sequence[ExistingSystem]):
    """Systems in a mapped file."""

    texts: _Texts

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, place: int) -> ExistingSystem: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[ExistingSystem]: ...
    def __getitem__(self, place: int | slice) -> ExistingSystem | Sequence[ExistingSystem]:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self)))]
        return ExistingSystem.model_validate_json(self.texts[place])


def _packed(texts: Sequence[str]) -> tuple[Array, Array]:
    encoded = [text.encode("utf-8") for text in texts]
    ends = np.cumsum([len(text) for text in encoded], dtype=np.int64)
    return ends, np.frombuffer(b"".join(encoded), dtype=np.uint8)


def _arrays_of(block: Block) -> dict[str, Array]:
    vectors = block.vectors
    arrays: dict[str, Array] = {
        "keys": vectors.keys,
        "present": vectors.present,
        "meanings": vectors.meanings.vectors,
        "norms": vectors.meanings.norms,
    }
    matrices = (vectors.rows, block.postings, vectors.functions, block.by_function)
    for name, matrix in zip(_MATRICES, matrices, strict=True):
        arrays[f"{name}.starts"] = matrix.starts
        arrays[f"{name}.columns"] = matrix.columns
        arrays[f"{name}.values"] = matrix.values
        arrays[f"{name}.width"] = np.array([matrix.width], dtype=np.int64)
    arrays["ids.ends"], arrays["ids"] = _packed(block.ids)
    arrays["systems.ends"], arrays["systems"] = _packed(
        [s.model_dump_json(exclude_defaults=True) for s in block.systems]
    )
    return arrays


def save_index(path: Path, index: Index, registry: Registry) -> int:
    """Write an index with its registry, and what was left out of that; its size in bytes.

    Raises RegistryError where it cannot be written.
    """
    arrays: dict[str, Array] = {
        "weights.keys": index.weights.keys,
        "weights.idf": index.weights.idf,
    }
    found = Places.of(registry.systems)
    arrays |= {"lookup.keys": found.keys, "lookup.places": found.places}
    arrays |= _arrays_of(index.block)
    values = {
        "method": index.method,
        "content": f"{index.content:x}",
        "unseen": list(index.weights.unseen),
        "registry": registry.version,
        "as_of": registry.as_of.isoformat() if registry.as_of else None,
        "left_out": registry.left_out,
        "faults": [[f.place, f.message, f.mend] for f in registry.faults[:_FAULTS]],
    }
    return write_arrays(path, Arrays(values, arrays))


def _matrix(arrays: Mapping[str, Array], name: str) -> Rows:
    starts, columns, values = (arrays[f"{name}.{part}"] for part in ("starts", "columns", "values"))
    return Rows(starts, columns, values, int(arrays[f"{name}.width"][0]))


def _block(arrays: Mapping[str, Array]) -> Block:
    rows, postings, functions, by_function = (_matrix(arrays, name) for name in _MATRICES)
    meanings = Meanings(arrays["meanings"], arrays["norms"])
    return Block(
        ids=_Texts(arrays["ids.ends"], arrays["ids"]),
        systems=_Systems(_Texts(arrays["systems.ends"], arrays["systems"])),
        vectors=Vectors(arrays["keys"], rows, arrays["present"], functions, meanings),
        postings=postings,
        by_function=by_function,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """An opened index, and its registry: the systems of it are read as they are asked for."""

    index: Index
    registry: Registry


def open_index(path: Path, words: Words, knowledge: Knowledge) -> Opened:
    """Open a saved index.

    Raises RegistryError where the file is damaged or foreign, or was built with other words,
    knowledge or weights: its scores would not be those of today.
    """
    stored = read_arrays(path)
    values: dict[str, Any] = dict(stored.values)
    weights = Weights(
        stored.arrays["weights.keys"], stored.arrays["weights.idf"], tuple(values["unseen"])
    )
    if method_of(words, knowledge, weights) != values["method"]:
        mend = "用 beian registry index 重新建立"
        raise RegistryError(Problem(path.name, "索引是用别的规则包或词表建的", mend))
    block, content = _block(stored.arrays), int(values["content"], 16)
    known = (words, knowledge, lexicon_of(knowledge), weights)
    index = Index(*known, values["method"], content, block)
    as_of = date.fromisoformat(values["as_of"]) if values["as_of"] else None
    systems = block.systems
    lookup = Places(systems, stored.arrays["lookup.keys"], stored.arrays["lookup.places"])
    faults = tuple(Problem(*fault) for fault in values["faults"])
    told = (values["registry"], faults, values["left_out"])
    return Opened(index, Registry(systems, as_of, *told, index_file=path, lookup=lookup))
