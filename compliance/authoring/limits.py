"""Which parameters are used where, and whether a case notices each when it is moved by one.

A limit stands in a rule, or in how a fact is measured; only what measures by it is run again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from compliance.authoring.cases import USUAL_DAY, Case, CaseBook
from compliance.authoring.mutate import Measured, Mutant, notices
from compliance.authoring.trial import dossier_of, registry_of
from compliance.facts import DERIVERS, Derived, Deriver, Facts, context_of
from compliance.filing import Dossier, Filing
from compliance.registry import Registry
from compliance.rulebook import Parameter, ParameterName, Rule, RulePack, leaves


def rules_naming(pack: RulePack, parameter: str) -> tuple[Rule, ...]:
    """The rules whose conditions name a parameter."""
    return tuple(rule for rule in pack.rules if parameter in _named(rule))


def _named(rule: Rule) -> set[str]:
    values = (leaf.value for condition in rule.conditions for leaf in leaves(condition))
    return {value.name for value in values if isinstance(value, ParameterName)}


class _Noted(dict[str, Parameter]):
    """Parameters that note which of them were asked for; used for one derivation only."""

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        super().__init__(parameters)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> Parameter:
        self.asked.add(name)
        return super().__getitem__(name)


@dataclass(frozen=True, slots=True)
class Measure:
    """A deriver that measures by a parameter, and the fields it derives."""

    deriver: Deriver
    fields: frozenset[str]


def measuring(pack: RulePack) -> dict[str, tuple[Measure, ...]]:
    """What measures by each parameter, seen on an empty filing of two kinds."""
    found: dict[str, list[Measure]] = {name: [] for name in pack.parameters}
    for deriver in DERIVERS:
        noted, fields = _Noted(pack.parameters), set[str]()
        for filing in _PROBES:
            probe = replace(pack, parameters=noted)
            derived = deriver(context_of(Dossier(filing), probe, USUAL_DAY, _SOME))
            fields |= {*derived.filing, *_of_items(derived)}
        for name in sorted(noted.asked & set(found)):
            found[name].append(Measure(deriver, frozenset(fields)))
    return {name: tuple(measures) for name, measures in found.items()}


def _of_items(derived: Derived) -> Iterator[str]:
    return (name for items in derived.items.values() for item in items for name in item.facts)


_PROBES = tuple(
    Filing.model_validate(
        {
            "kind": kind,
            "project": {"name": "示例水情系统", "plan_year": 2027},
            "dates": {"submitted": "2026-03-02", "approved": "2026-01-05"},
        }
    )
    for kind in ("new", "completed")
)
_SOME = Registry.of([{"id": "SL-1", "name": "示例水情系统", "owner": "示例市水务局"}], USUAL_DAY)


def moved(pack: RulePack, name: str, base: RulePack | None = None) -> Iterator[Mutant]:
    """The pack with one value of a parameter one more, and one less; not those of its base."""
    parameter = pack.parameters[name]
    kept = base.parameters[name].values if base and name in base.parameters else ()
    for number, value in enumerate(parameter.values):
        for step in (1, -1) if value not in kept else ():
            other = replace(value, value=value.value + step)
            values = (*parameter.values[:number], other, *parameter.values[number + 1 :])
            changed = {**pack.parameters, parameter.id: replace(parameter, values=values)}
            told = f"“{parameter.title}”由 {value.value} 改为 {other.value}"
            yield Mutant(told, "", replace(pack, parameters=changed), parameter.id)


def limit_survivors(
    pack: RulePack,
    book: CaseBook,
    seen: Measured,
    names: Sequence[str],
    base: RulePack | None = None,
) -> Iterator[Mutant]:
    """The moved limits that no case notices."""
    measures = measuring(pack)
    for name in names:
        naming = {rule.id for rule in rules_naming(pack, name)}
        asked = [case for case in book.cases if case.rule in naming]
        filings = [_Made.of(c, book, seen) for c in _concerned(pack, book, measures[name])]
        for mutant in moved(pack, name, base):
            if any(notices(case, mutant, *seen[case.name]) for case in asked):
                continue
            if not any(made.notices(mutant, measures[name]) for made in filings):
                yield mutant


def _concerned(pack: RulePack, book: CaseBook, measures: Sequence[Measure]) -> Iterator[Case]:
    """The cases with a filing whose rule asks what is measured so."""
    fields = {field for measure in measures for field in measure.fields}
    rules = {rule.id for rule in pack.rules if fields & set(rule.fields)}
    return (case for case in book.cases if case.given is None and case.rule in rules)


@dataclass(frozen=True, slots=True)
class _Made:
    """A case with its filing and registry made once."""

    case: Case
    dossier: Dossier
    registry: Registry | None
    facts: Facts
    day: date

    @classmethod
    def of(cls, case: Case, book: CaseBook, seen: Measured) -> Self:
        facts, day = seen[case.name]
        return cls(case, dossier_of(case, book), registry_of(case, day), facts, day)

    def notices(self, mutant: Mutant, measures: Sequence[Measure]) -> bool:
        """Whether the case comes to something else once the limit has been measured by again."""
        context = context_of(self.dossier, mutant.pack, self.day, self.registry)
        parts = [measure.deriver(context) for measure in measures]
        again = replace(
            self.facts,
            filing={
                **self.facts.filing,
                **{n: f for part in parts for n, f in part.filing.items()},
            },
            items={**self.facts.items, **{n: i for part in parts for n, i in part.items.items()}},
        )
        return notices(self.case, mutant, again, self.day)
