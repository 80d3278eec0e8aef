"""The index of a registry: every existing system that is like a subject, exactly scored."""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from hashlib import sha256

import numpy as np

from compliance.duplication.block import Block
from compliance.duplication.evidence import MILLION, Match
from compliance.duplication.grams import Weights
from compliance.duplication.knowledge import NOTHING, Knowledge
from compliance.duplication.lexicon import Lexicon, functions_of, lexicon_of
from compliance.duplication.matching import Compared, match_of, with_evidence
from compliance.duplication.normalise import Subject, Words, profile_of, subject_of
from compliance.duplication.postings import largest
from compliance.duplication.scoring import Scored, scored
from compliance.duplication.vectors import VIEWS, Vectors, fitted
from compliance.registry import ExistingSystem, Registry, digest_of

# The systems that are scored exactly, with meaning and neighbours: measured, 100 lose nothing.
_SHORT_LIST = 100
# First scores are good to the last but one digit: what is that near the last one is kept too.
_SLACK = 2 / MILLION


@dataclass(frozen=True, slots=True)
class Ranked:
    """A system found, with its score and the mean of its views, in millionths."""

    id: str
    score: int
    mean: int


def _weights(registry: Registry, words: Words, knowledge: Knowledge) -> Weights:
    """Those of the background; without one, those of the registry."""
    if knowledge.learned:
        return knowledge.learned.weights
    return fitted([profile_of(subject_of(s), words, s.aliases) for s in registry.systems])


def method_of(words: Words, knowledge: Knowledge, weights: Weights) -> str:
    """A sha256 of all that a score depends on but the systems."""
    made_of = [asdict(words), knowledge.version, [asdict(view) for view in VIEWS]]
    whole = sha256(json.dumps(made_of, sort_keys=True).encode("ascii"))
    whole.update(weights.keys.tobytes())
    whole.update(np.rint(weights.idf * 1e9).astype(np.int64).tobytes())
    return whole.hexdigest()


def _sum_of(systems: Iterable[ExistingSystem]) -> int:
    """One number of many systems, whatever their order; adding and removing is cheap."""
    return sum(int(digest_of(system), 16) for system in systems)


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """重复建设比对索引: make one with `build`, or open a saved one with `store.open_index`.

    version is a sha256 of the systems, the words, the knowledge and the weights of grams; summed is
    the content where a saved index tells it, else None: a check needs no version.
    """

    words: Words
    knowledge: Knowledge
    lexicon: Lexicon
    weights: Weights
    method: str
    summed: int | None
    block: Block

    @classmethod
    def build(cls, registry: Registry, words: Words, knowledge: Knowledge = NOTHING) -> "Index":
        """The index of every system of a registry."""
        lexicon, weights = lexicon_of(knowledge), _weights(registry, words, knowledge)
        return cls(
            words=words,
            knowledge=knowledge,
            lexicon=lexicon,
            weights=weights,
            method=method_of(words, knowledge, weights),
            summed=None,
            block=Block.of(registry.systems, words, weights, lexicon),
        )

    @property
    def content(self) -> int:
        """One number of all its systems, whatever their order."""
        return _sum_of(self.block.systems) if self.summed is None else self.summed

    @property
    def version(self) -> str:
        """What decides a score, in 64 hexadecimal digits."""
        content = self.content % 2**256
        return sha256(f"{self.method}{content:064x}{self.size}".encode("ascii")).hexdigest()

    @property
    def size(self) -> int:
        """The number of systems."""
        return len(self.block.ids)

    def shared(self, registry: Registry) -> int:
        """How many systems of a registry are in it, told in the same words."""
        return int(np.count_nonzero(self.block.places(registry.systems) < self.size))

    def updated(self, registry: Registry) -> "Index":
        """The index of another registry, the same as `build` makes: only what is new is read.

        Without learned grams the weights are those of the registry itself: all is read anew.
        """
        if self.knowledge.learned is None:
            return Index.build(registry, self.words, self.knowledge)
        block = self.block.updated(registry.systems, self.words, self.weights, self.lexicon)
        return replace(self, summed=None, block=block)

    def search(self, subject: Subject, top: int = 50) -> tuple[Match, ...]:
        """The systems like a subject, at most `top` (from 1), best first; none that scores 0."""
        asked = self.read(subject)
        return with_evidence(asked, self.compare(asked, top))

    def read(self, subject: Subject) -> Compared:
        """A subject made ready to be compared and explained."""
        profile = profile_of(subject, self.words)
        (spoken,) = functions_of((profile,), self.lexicon)
        return Compared(profile, spoken, self.words, self.lexicon, self.weights)

    def compare(
        self, asked: Compared, top: int = 50, also: Collection[str] = ()
    ) -> tuple[Match, ...]:
        """As `search`, without phrases and functions: all that a level needs.

        also are ids of systems to be found however many others are more like the subject: the
        best `top` of them.
        """
        found, known = self._scored(asked.vectors, top, also), frozenset(also)
        every = _best_first(found)
        more = [at for at in every[top:] if known and self.block.ids[at[1]] in known]
        return tuple(
            match_of(asked, self.block.systems[place], found, row)
            for row, place in (*every[:top], *more[:top])
        )

    def rank(self, subject: Subject, top: int = 50) -> tuple[Ranked, ...]:
        """As `search`, without the evidence."""
        found = self._scored(self.read(subject).vectors, top)
        scores, means = found.score.tolist(), found.mean.tolist()
        return tuple(
            Ranked(self.block.ids[place], scores[row], means[row])
            for row, place in _best_first(found)[:top]
        )

    def _scored(self, query: Vectors, top: int, also: Collection[str] = ()) -> Scored:
        many = max(top, _SHORT_LIST) if self.knowledge.functions else top
        scores, asked_for = self.block.first_scores(query), self.block.places_of(also)
        nearest = largest(scores, many, _SLACK)
        places = np.union1d(nearest, asked_for[scores[asked_for] > 0])
        return scored(self.block, places, query, known=bool(self.knowledge.functions))


def _best_first(found: Scored) -> list[tuple[int, int]]:
    """Row and place of every score above 0, the greatest first, equal ones in the order of ids."""
    rows = np.argsort(-found.score, kind="stable")[: np.count_nonzero(found.score)]
    return list(zip(rows.tolist(), found.places[rows].tolist(), strict=True))
