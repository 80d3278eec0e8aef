"""What became of the findings of an earlier check: fixed, still open, or new."""

from collections.abc import Iterable
from dataclasses import dataclass

from compliance import Finding, Verdict


@dataclass(frozen=True, slots=True)
class Brief:
    """A finding in a comparison."""

    rule: str
    item: str
    criterion: int
    effect: str
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """与上次比较: findings by rule and item, and both outcomes.

    Those that only inform are left out, and those that follow from another one.
    """

    check: str
    earlier: str
    fixed: tuple[Brief, ...]
    open: tuple[Brief, ...]
    new: tuple[Brief, ...]
    outcome: str
    earlier_outcome: str


def _briefs(verdict: Verdict) -> dict[tuple[str, str], Brief]:
    """Each finding that counts, once for a rule and item."""
    counting: Iterable[Finding] = (f for f in verdict.findings if f.effect != "info")
    told: dict[tuple[str, str], Brief] = {}
    for f in counting:
        brief = Brief(f.rule, f.item, f.criterion, f.effect, f.title, f.message)
        told.setdefault((f.rule, f.item), brief)
    return told


def _heads(verdict: Verdict) -> set[tuple[str, str]]:
    """What stands for itself, and is counted in a report."""
    return {(f.rule, f.item) for f in verdict.findings if not f.folded_under}


def compare(check: str, verdict: Verdict, earlier: str, before: Verdict) -> Comparison:
    """The findings of two checks of one filing, side by side."""
    now, then = _briefs(verdict), _briefs(before)
    heads, before_heads = _heads(verdict), _heads(before)
    return Comparison(
        check,
        earlier,
        tuple(then[key] for key in then if key in before_heads and key not in now),
        tuple(now[key] for key in now if key in heads and key in then),
        tuple(now[key] for key in now if key in heads and key not in then),
        verdict.outcome,
        before.outcome,
    )
