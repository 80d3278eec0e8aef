"""相似系统: the existing systems like a text, with the levels of a rule pack."""

from dataclasses import dataclass
from datetime import date

from compliance.duplication import Index, Level, Match, Subject, Thresholds, level_of
from compliance.duplication.side_by_side import side_of
from compliance.facts.alongside import alongside_of
from compliance.facts.comparison import index_of
from compliance.facts.relation import scope_of
from compliance.finding import Alongside
from compliance.registry import Registry
from compliance.rulebook import RulePack


@dataclass(frozen=True, slots=True)
class Similar:
    """相似系统: score 0 to 1; `shared` are phrases both have, `functions` functions both have.

    `near_miss` says what they differ in that are nearly the same; `alongside` shows both texts
    side by side where that was asked for.
    """

    id: str
    score: float
    level: Level
    name: str
    owner: str
    shared: tuple[str, ...]
    functions: tuple[str, ...]
    near_miss: str
    alongside: Alongside | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """一个相似系统: its match and level, and both texts side by side where that was asked for."""

    match: Match
    level: Level
    alongside: Alongside | None

    @property
    def told(self) -> Similar:
        """The row for a program."""
        match = self.match
        return Similar(
            match.system.id,
            match.score / 1_000_000,
            self.level,
            match.system.name,
            match.system.owner,
            match.shared,
            tuple(hit.title for hit in match.functions),
            match.near_miss,
            self.alongside,
        )


def ranked(
    subject: Subject, index: Index, thresholds: Thresholds, top: int, beside: bool = False
) -> tuple[Row, ...]:
    """The systems of an index most like a subject, best first."""
    side, rows = side_of(subject), []
    for number, match in enumerate(index.search(subject, top)):
        scope, nearest = scope_of(subject.owner, match.system), number == 0
        both = alongside_of(side, match, index, scope, nearest=nearest) if beside else None
        rows.append(Row(match, level_of(match, thresholds, index.size), both))
    return tuple(rows)


def similar(
    subject: Subject,
    registry: Registry,
    pack: RulePack,
    on: date,
    top: int = 10,
    beside: bool = False,
) -> tuple[Similar, ...]:
    """The systems most like a subject, best first; none from an empty registry."""
    if not registry.systems:
        return ()
    values = {name: parameter.on(on).value for name, parameter in pack.parameters.items()}
    thresholds, index = Thresholds.from_values(values), index_of(registry, pack)
    return tuple(row.told for row in ranked(subject, index, thresholds, top, beside))
