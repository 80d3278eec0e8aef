"""How much of a name stands in what the other side says: two that name each other are the same."""

from functools import lru_cache
from itertools import compress

from compliance.duplication.grams import Weights, keys_of
from compliance.duplication.normalise import Profile


def covered(named: Profile, other: Profile, weights: Weights) -> float:
    """The share of the pairs of characters of a core name that the other's text has, by weight.

    Of several names the one that is covered best; 0 where every core is too short.
    """
    return max((said_of(core, other.said, weights) for core in named.cores), default=0.0)


def said_of(core: str, text: str, weights: Weights) -> float:
    """The share of the pairs of characters of a plain phrase that a plain text has, by weight."""
    pairs, telling, whole = _telling(core, weights)
    return sum(compress(telling, map(text.__contains__, pairs))) / whole if whole else 0.0


# The names of a register are asked for again at every filing.
@lru_cache(maxsize=4096)
def _telling(core: str, weights: Weights) -> tuple[list[str], list[float], float]:
    """The pairs of characters of a phrase, with their weights and the sum of these."""
    pairs = sorted({core[n : n + 2] for n in range(len(core) - 1)})
    telling = weights.of(keys_of(pairs, view=2)).tolist()
    return pairs, telling, sum(telling)
