"""Which parameters are used where, and whether a case notices each when it is moved by one.

A limit stands in a rule, or in how a fact is measured; only what measures by it is run again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from compliance.authoring.cases import USUAL_DAY, Case, CaseBook
from compliance.authoring.mutate import Measured, Mutant, measured, notices
from compliance.authoring.trial import dossier_of, registry_of
from compliance.facts import DERIVERS, Deriver, Facts, context_of
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


def measuring(pack: RulePack) -> dict[str, tuple[Deriver, ...]]:
    """The derivers that measure by each parameter, seen on an empty filing of each kind."""
    found: dict[str, list[Deriver]] = {name: [] for name in pack.parameters}
    for deriver in DERIVERS:
        noted = _Noted(pack.parameters)
        for filing in _PROBES:
            probe = replace(pack, parameters=noted)
            deriver(context_of(Dossier(filing), probe, USUAL_DAY, _SOME))
        for name in sorted(noted.asked & set(found)):
            found[name].append(deriver)
    return {name: tuple(derivers) for name, derivers in found.items()}


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


def moved(pack: RulePack, parameter: Parameter) -> Iterator[Mutant]:
    """The pack with one value of a parameter one more, and one less."""
    for number, value in enumerate(parameter.values):
        for step in (1, -1):
            other = replace(value, value=value.value + step)
            values = (*parameter.values[:number], other, *parameter.values[number + 1 :])
            changed = {**pack.parameters, parameter.id: replace(parameter, values=values)}
            told = f"“{parameter.title}”由 {value.value} 改为 {other.value}"
            yield Mutant(told, "", replace(pack, parameters=changed), parameter.id)


def limit_survivors(pack: RulePack, book: CaseBook, names: Sequence[str]) -> Iterator[Mutant]:
    """The moved limits that no case notices."""
    seen, derivers = measured(book, pack), measuring(pack)
    for name in names:
        naming = {rule.id for rule in rules_naming(pack, name)}
        asked = [case for case in book.cases if case.rule in naming]
        filings = [case for case in book.cases if case.given is None] if derivers[name] else []
        for mutant in moved(pack, pack.parameters[name]):
            if any(notices(case, mutant, *seen[case.name]) for case in asked):
                continue
            if not any(_measures(case, book, mutant, derivers[name], seen) for case in filings):
                yield mutant


def _measures(
    case: Case, book: CaseBook, mutant: Mutant, derivers: Sequence[Deriver], seen: Measured
) -> bool:
    facts, day = seen[case.name]
    return notices(case, mutant, _again(case, book, mutant, derivers, facts, day), day)


def _again(
    case: Case,
    book: CaseBook,
    mutant: Mutant,
    derivers: Sequence[Deriver],
    facts: Facts,
    day: date,
) -> Facts:
    """The facts of a case, what measures by the moved limit measured again."""
    context = context_of(dossier_of(case, book), mutant.pack, day, registry_of(case, day))
    parts = [deriver(context) for deriver in derivers]
    return replace(
        facts,
        filing={**facts.filing, **{n: f for part in parts for n, f in part.filing.items()}},
        items={**facts.items, **{n: i for part in parts for n, i in part.items.items()}},
    )
