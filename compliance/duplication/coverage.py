"""How much of a name stands in what the other side says: two that name each other are the same."""

import numpy as np

from compliance.duplication.grams import Keys, Weights, keys_of
from compliance.duplication.normalise import Profile


def _pairs(text: str) -> Keys:
    grams = sorted({text[n : n + 2] for n in range(len(text) - 1)})
    return keys_of(grams, view=2)


def covered(named: Profile, other: Profile, weights: Weights) -> float:
    """The share of the pairs of characters of a core name that the other's text has, by weight.

    Of several names the one that is covered best; 0 where every core is too short.
    """
    text = "\n".join((*other.cores, *other.content))
    return max((_share(core, text, weights) for core in named.cores), default=0.0)


def _share(core: str, text: str, weights: Weights) -> float:
    pairs = _pairs(core)
    telling = weights.of(pairs)
    if not telling.sum():
        return 0.0
    return float(telling[np.isin(pairs, _pairs(text[:20_000]))].sum() / telling.sum())
