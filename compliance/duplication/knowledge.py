"""What is known of government systems beside a registry: lexicon, near misses, learned grams."""

import io
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from compliance._data import data
from compliance.duplication.grams import VIEW_BITS, Keys, Weights, idf
from compliance.duplication.normalise import plain
from compliance.errors import Problem, RulebookError

_Word = Annotated[str, Field(min_length=2)]
_Plain = Annotated[_Word, AfterValidator(plain)]


class Function(BaseModel):
    """政务职能: what a kind of system does, and what such systems are called."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: _Word
    field: str
    aliases: tuple[_Plain, ...] = Field(min_length=1)
    does: _Word


class NearMiss(BaseModel):
    """近似而不同: two kinds of systems that look alike and are not the same, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    left: tuple[_Plain, ...] = Field(min_length=1)
    right: tuple[_Plain, ...] = Field(min_length=1)
    reason: _Word


class _Lists(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    functions: tuple[Function, ...]
    near_misses: tuple[NearMiss, ...]
    common_modules: tuple[_Plain, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """From the text of laws: a vector a gram (grams by dims, whole numbers), and the background.

    weights are by how many background texts hold a gram: a score then does not depend on how many
    systems a registry has.
    """

    grams: Keys
    vectors: NDArray[np.float32]
    weights: Weights


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """领域知识: the lists and the learned grams; `NOTHING` where a pack has none.

    common_modules are modules that nearly every system has.
    """

    functions: tuple[Function, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    common_modules: frozenset[str] = frozenset()
    learned: Learned | None = None
    version: str = ""

    @classmethod
    def from_mapping(cls, lists: object, learned: bytes | None = None) -> "Knowledge":
        """From the list functions.yaml of a pack; raises RulebookError where it is not one."""
        if lists is None:
            return NOTHING
        try:
            read = _Lists.model_validate(lists)
        except ValidationError as error:
            places = ("/".join(map(str, e["loc"])) for e in error.errors(include_url=False)[:10])
            raise RulebookError(
                *(Problem(f"lists/functions.yaml /{place}", "写法不对") for place in places)
            ) from None
        made_of = json.dumps(read.model_dump(mode="json"), sort_keys=True).encode("ascii")
        return cls(
            read.functions,
            read.near_misses,
            frozenset(read.common_modules),
            _learned(learned) if learned else None,
            sha256(made_of + sha256(learned or b"").digest()).hexdigest(),
        )

    def near_miss(self, left: str, right: str) -> str:
        """Why two plain names that look alike are not the same; empty where nothing is known."""
        for mine, theirs, reason in _sides(self, left):
            if _has(right, theirs) and not _has(right, mine):
                return reason
        return ""


NOTHING = Knowledge()

_Words = tuple[str, ...]


@lru_cache(maxsize=8)
def _any_side(knowledge: Knowledge) -> re.Pattern[str]:
    """A word of a near miss: few names have one."""
    words = {word for miss in knowledge.near_misses for word in (*miss.left, *miss.right)}
    return re.compile("|".join(map(re.escape, sorted(words))) or "(?!)")


# A query's name is asked about once for every system it is compared with.
@lru_cache(maxsize=1024)
def _sides(knowledge: Knowledge, name: str) -> tuple[tuple[_Words, _Words, str], ...]:
    """The near misses a name stands on one side of: that side's words, the other's, the reason."""
    if not _any_side(knowledge).search(name):
        return ()
    return tuple(
        (mine, theirs, miss.reason)
        for miss in knowledge.near_misses
        for mine, theirs in ((miss.left, miss.right), (miss.right, miss.left))
        if _has(name, mine) and not _has(name, theirs)
    )


def _has(name: str, words: _Words) -> bool:
    return any(word in name for word in words)


# Which background is that of which view: names for the first, texts for the others.
_BACKGROUND = ("name", "text", "text")


def _learned(content: bytes) -> Learned:
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        keys, weights, unseen = [], [], []
        for view, part in enumerate(_BACKGROUND):
            texts = int(file[f"{part}_texts"])
            keys.append(file[f"{part}_keys"] | np.uint64(view << int(VIEW_BITS)))
            weights.append(idf(file[f"{part}_seen"].astype(np.int64), texts))
            unseen.append(float(idf(np.zeros(1, np.int64), texts)[0]))
        return Learned(
            file["grams"],
            file["vectors"].astype(np.float32),
            Weights(np.concatenate(keys), np.concatenate(weights), tuple(unseen)),
        )


@lru_cache(maxsize=1)
def learned_grams() -> bytes | None:
    """The file of learned grams that comes with the library, if it does."""
    file = data("rules").joinpath("learned", "grams.npz")
    return file.read_bytes() if file.is_file() else None
