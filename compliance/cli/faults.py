"""Exit codes, and input faults told in words."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from compliance.errors import ComplianceError, Problem

PASS, RETURN, USAGE, REVIEW, UNREADABLE, FAULT = range(6)
_WORST_FIRST = (FAULT, UNREADABLE, RETURN, REVIEW, USAGE, PASS)

Got = TypeVar("Got")


def exit_code(codes: Sequence[int]) -> int:
    """The worst of several: 5, then 4, 1, 3, 0.

    >>> exit_code([0, 3, 1])
    1
    """
    return min(codes, key=_WORST_FIRST.index, default=PASS)


def told(attempt: Callable[[], Got]) -> Got | None:
    """What an attempt gives, or None after its faults were told on the error stream."""
    try:
        return attempt()
    except ComplianceError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        return None


def tell_faults(faults: Sequence[Problem]) -> None:
    """On the error stream, what of a list of systems was not used."""
    for fault in faults[:10]:
        click.echo(f"清单：{fault}", err=True)
    if len(faults) > 10:
        click.echo(f"清单另有 {len(faults) - 10} 处问题未列出", err=True)
