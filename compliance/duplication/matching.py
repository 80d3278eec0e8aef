"""From a scored system to a match: its score in parts, and why the two are alike."""

from dataclasses import dataclass, replace

import numpy as np

from compliance.duplication.coverage import covered
from compliance.duplication.evidence import (
    MILLION,
    Match,
    contributions,
    most_telling,
    name_ratio,
    same_name,
    shared_phrases,
)
from compliance.duplication.grams import Weights, keys_of
from compliance.duplication.lexicon import Lexicon, shared_functions
from compliance.duplication.normalise import (
    Profile,
    Words,
    core_of,
    profile_of,
    subject_of,
)
from compliance.duplication.scoring import Scored
from compliance.duplication.vectors import VIEWS
from compliance.registry import ExistingSystem

_PARTS = ("政务职能", "近义表达", "邻近系统")


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """What a match is made with: the subject's profile, and what is known of words."""

    profile: Profile
    words: Words
    lexicon: Lexicon
    weights: Weights

    def telling(self, phrase: str) -> float:
        """How rare a phrase is: the sum of its pairs of characters, one in every text being 0."""
        pairs = keys_of([phrase[n : n + 2] for n in range(len(phrase) - 1)], view=2)
        weights = self.weights.of(pairs)
        return float(np.maximum(weights - 1, 0).sum())

    def phrases(self, other: Profile) -> tuple[str, ...]:
        """The most telling phrases of both; generic words alone are none."""
        both = shared_phrases(
            (self.profile.names[0], *self.profile.content), (other.names[0], *other.content)
        )
        return most_telling((p for p in both if core_of(p, self.words)), self.telling)


def explained(known: Compared, match: Match) -> Match:
    """A match with what both texts have in common: slow, so only for those that are shown."""
    system = match.system
    other = profile_of(subject_of(system), known.words, system.aliases)
    functions = shared_functions(known.profile, other, known.lexicon)
    return replace(match, shared=known.phrases(other), functions=functions)


def match_of(known: Compared, system: ExistingSystem, found: Scored, row: int) -> Match:
    """The match of one row, not yet explained."""
    profile = known.profile
    other = profile_of(subject_of(system), known.words, system.aliases)
    views = [n for n in range(len(VIEWS)) if found.compared[row] >> n & 1]
    titles = [VIEWS[n].title for n in views]
    shares = [float(found.views[row, n]) for n in views]
    if known.lexicon.by_pair:
        titles, shares = [*titles, *_PARTS], [*shares, *map(float, found.parts[row])]
    return Match(
        system=system,
        score=int(found.score[row]),
        name_ratio=name_ratio(profile, other),
        contributions=contributions(titles, shares),
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
