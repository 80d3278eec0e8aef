"""A filing and each existing system that is listed beside it, as a reviewer reads them."""

from collections.abc import Sequence
from dataclasses import dataclass

from compliance.duplication import Index, Match, Subject
from compliance.duplication.normalise import subject_of
from compliance.duplication.side_by_side import Side, side_by_side, side_of
from compliance.facts.context import Context
from compliance.facts.fact import FactMap
from compliance.facts.likeness import Likeness, nearest_of
from compliance.finding import Alongside, Concept
from compliance.text import shorten

_LEAST_SHARE = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """The filing's side, read once; nearest is the id of the system most like it."""

    side: Side
    index: Index
    nearest: str

    @classmethod
    def of(
        cls,
        context: Context,
        subject: Subject,
        index: Index,
        told: Sequence[Likeness],
    ) -> "Beside":
        """The filing as compared; its own entry and earlier phases are not nearest to it."""
        modules = [m.name for m in context.filing.project.modules or () if m.action == "build"]
        others = [one for one in told if one.relation == "other"]
        nearest = nearest_of(others).system.id if others else ""
        return cls(side_of(subject, tuple(filter(None, modules))), index, nearest)

    def alongside(self, facts: FactMap, match: Match) -> Alongside:
        """One system beside the filing."""
        relation = facts["match.relation"]
        return alongside_of(
            self.side,
            match,
            self.index,
            scope=facts["match.scope"].shown,
            relation="" if relation.value == "other" else relation.shown,
            nearest=match.system.id == self.nearest,
        )


def alongside_of(
    side: Side, match: Match, index: Index, scope: str, relation: str = "", nearest: bool = False
) -> Alongside:
    """A system beside what it was matched with; the match is one that was explained."""
    system = match.system
    both = side_by_side(side, side_of(subject_of(system)), index.weights, index.words)
    return Alongside(
        system=system.id,
        name=shorten(system.name, 200),
        owner=shorten(system.owner, 200),
        scope=scope,
        relation=relation,
        nearest=nearest,
        score=match.score,
        shares=tuple((t, s) for t, s in match.contributions if s >= _LEAST_SHARE),
        names=both.names,
        contents=both.contents,
        functions=both.functions,
        concepts=tuple(Concept(h.title, h.left, h.right, h.does) for h in match.functions),
        near_miss=match.near_miss,
    )
