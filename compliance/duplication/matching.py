"""From a scored system to a match: its score in parts, and why the two are alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

import numpy as np

from compliance.duplication.coverage import covered
from compliance.duplication.evidence import (
    MILLION,
    Match,
    most_telling,
    name_ratio,
    same_name,
    shared_phrases,
    spoken,
)
from compliance.duplication.grams import Weights, keys_of
from compliance.duplication.lexicon import Hit, Lexicon, Spoken, functions_of, shared_functions
from compliance.duplication.normalise import (
    Profile,
    Words,
    profile_of,
    says,
    subject_of,
)
from compliance.duplication.scoring import Scored
from compliance.duplication.vectors import VIEWS, Vectors, vectors_speaking
from compliance.keyed import Keyed
from compliance.registry import ExistingSystem

_PARTS = ("政务职能", "近义表达", "邻近系统")
# Which views a text on both sides has, by the bits that tell so.
_VIEWS_OF = [
    tuple(n for n in range(len(VIEWS)) if bits >> n & 1) for bits in range(1 << len(VIEWS))
]


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """What a match is made with: the subject's profile, and what is known of words.

    spoken are the functions the subject speaks of.
    """

    profile: Profile
    spoken: Spoken
    words: Words
    lexicon: Lexicon
    weights: Weights

    @property
    def vectors(self) -> Vectors:
        """The subject as it is searched for."""
        return vectors_speaking([self.profile], [self.spoken], self.weights, self.lexicon)

    def telling(self, phrases: Iterable[str]) -> Mapping[str, float]:
        """How rare each phrase is: the sum of its pairs, one that is in every text being 0."""
        each = dict.fromkeys(phrases)
        pairs = [phrase[n : n + 2] for phrase in each for n in range(len(phrase) - 1)]
        weights = np.maximum(self.weights.of(keys_of(pairs, view=2)) - 1, 0)
        ends = accumulate(len(phrase) - 1 for phrase in each)
        return {
            phrase: float(weights[end - len(phrase) + 1 : end].sum())
            for phrase, end in zip(each, ends, strict=True)
        }

    def functions(self, systems: Iterable[ExistingSystem]) -> list[tuple[Hit, ...]]:
        """The functions that the subject and a system both speak of, for each system."""
        theirs = (_spoken_of(Keyed(id(s), s), self.words, self.lexicon) for s in systems)
        return [shared_functions(self.spoken, spoken_of, self.lexicon) for spoken_of in theirs]

    def phrases(self, others: Iterable[Profile]) -> list[list[str]]:
        """The phrases of both, for each other; generic words alone are none."""
        mine = spoken((self.profile.names[0], *self.profile.content))
        both = (shared_phrases(mine, (other.names[0], *other.content)) for other in others)
        return [[p for p in phrases if says(p, self.words)] for phrases in both]


def with_evidence(known: Compared, matches: Sequence[Match]) -> tuple[Match, ...]:
    """Matches with what both texts have in common: slow, so only for those that are shown."""
    others = [_profile(Keyed(id(match.system), match.system), known.words) for match in matches]
    functions = known.functions(match.system for match in matches)
    phrases = known.phrases(others)
    telling = known.telling(phrase for both in phrases for phrase in both)
    shared = [most_telling(both, telling.__getitem__) for both in phrases]
    told = zip(matches, shared, functions, strict=True)
    return tuple(replace(match, shared=both, functions=hits) for match, both, hits in told)


@lru_cache(maxsize=4096)
def _profile(system: Keyed[ExistingSystem], words: Words) -> Profile:
    """Of a registered system: met again at every filing that is like it."""
    return profile_of(subject_of(system.value), words, system.value.aliases)


@lru_cache(maxsize=4096)
def _spoken_of(system: Keyed[ExistingSystem], words: Words, lexicon: Lexicon) -> Spoken:
    """The functions a registered system speaks of."""
    return functions_of((_profile(system, words),), lexicon)[0]


def match_of(known: Compared, system: ExistingSystem, found: Scored, row: int) -> Match:
    """The match of one row, not yet explained."""
    profile = known.profile
    other = _profile(Keyed(id(system), system), known.words)
    views, shown = _VIEWS_OF[found.compared[row]], found.views[row].tolist()
    parts = [(VIEWS[n].title, shown[n]) for n in views]
    if known.lexicon.by_pair:
        parts += zip(_PARTS, found.parts[row].tolist(), strict=True)
    return Match(
        system=system,
        score=int(found.score[row]),
        name_ratio=name_ratio(profile, other),
        parts=tuple(parts),
        shared=(),
        boilerplate=profile.boilerplate or other.boilerplate,
        same_name=same_name(profile, other),
        views=tuple(VIEWS[n].title for n in views),
        mean=int(found.mean[row]),
        likeness=int(found.likeness[row]),
        covered=(
            round(MILLION * covered(profile, other, known.weights)),
            round(MILLION * covered(other, profile, known.weights)),
        ),
        near_miss=known.lexicon.knowledge.near_miss(profile.names[0], other.names[0]),
    )
