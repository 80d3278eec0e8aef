"""What a catalogue should hold and does not: data promised elsewhere, duties to share."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from itertools import islice

from compliance.catalog.codes import plain, read_words
from compliance.catalog.columns import title_of
from compliance.catalog.normalise import shown
from compliance.catalog.problem import NO_ROW, CatalogProblem, ProblemCode

_SHORTEST = 2
_LIKE = 0.5
_MOST_COMPARED = 5_000  # a hint only, and slow to find


def uncovered(
    wanted: Iterable[str], held: Iterable[str], code: ProblemCode
) -> Iterator[CatalogProblem]:
    """A problem for each wanted name that no held name covers, with the held one closest to it.

    >>> [p.shown for p in uncovered(["水库水位数据", "雨情信息"], ["水库水位信息表"],
    ...     ProblemCode.PROMISED_MISSING)]
    ['雨情信息']
    """
    names = list(held)
    cores = {_core(name): name for name in names}
    for name in wanted:
        core = _core(name)
        if core and not any(_covers(other, core) for other in cores):
            close = get_close_matches(core, islice(cores, _MOST_COMPARED), n=1, cutoff=_LIKE)
            near = shown(cores[close[0]]) if close else ""
            yield CatalogProblem(code, NO_ROW, "name", title_of("name"), shown(name), "", near=near)


def _covers(held: str, wanted: str) -> bool:
    """By containment: 水位 in 水库水位监测; the shorter of the two must still say something."""
    short, long = sorted((held, wanted), key=len)
    return len(short) >= _SHORTEST and short in long


@cache
def _ends() -> tuple[str, ...]:
    return tuple(sorted(read_words().coverage_ends, key=len, reverse=True))


def _core(name: str) -> str:
    """A name without the words every name ends in."""
    core = plain(name)
    while end := next((e for e in _ends() if core.endswith(e) and core != e), ""):
        core = core.removesuffix(end)
    return core
