"""The rule pack: what the notice and other law ask, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from compliance.rulebook.condition import Condition, Value, leaves

Effect = Literal["return", "review", "info"]
Ceiling = Literal["return", "review", "not_applicable"]
Basis = Literal["notice", "notice-inferred", "other-law", "inference", "local-calibration"]
FieldType = Literal["bool", "count", "code", "text"]


@dataclass(frozen=True, slots=True)
class Source:
    """法源: a document; `text` says whether its text is held in the pack."""

    id: str
    number: str
    title: str
    issued: date | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """引据: the document, its clause, and a verbatim quotation ("" where no text is held)."""

    source: str
    clause: str
    quote: str


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """可问事项: something a rule may ask; `over` names the collection its items belong to.

    `values` are all that a code may be, `labels` what a reader sees of them.
    """

    id: str
    type: FieldType
    title: str
    over: str = ""
    unit: str = ""
    values: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A parameter's value from a day on, and what it rests on."""

    since: date
    value: int
    basis: Basis
    note: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """参数: a number with its unit; the values in the order of their days."""

    id: str
    title: str
    unit: str
    values: tuple[DatedValue, ...]
    place: str = ""

    def on(self, day: date) -> DatedValue:
        """The value in force on a day; before the first, the first (nothing older is known)."""
        past = [value for value in self.values if value.since <= day]
        return past[-1] if past else self.values[0]


@dataclass(frozen=True, slots=True)
class Criterion:
    """审查内容: one of the eight, or 0 for what belongs to none.

    `optional`: it does not apply where no rule of it does (criterion eight without a platform).
    """

    number: int
    key: str
    title: str
    question: str
    clause: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """规则: one testable statement about a filing, with the words it is told in.

    Where a `confidential` rule puts a filing out of scope, nothing of the filing is repeated.
    `own` is false for a rule that a derived pack has from its base.
    """

    id: str
    criterion: int
    title: str
    severity: Effect
    basis: Basis
    cite: Citation
    office: str
    message: str
    remedy: str
    since: str
    cause: str = ""
    kinds: tuple[str, ...] = ()
    over: str = ""
    applies: Condition | None = None
    scope_when: Condition | None = None
    return_when: Condition | None = None
    review_when: Condition | None = None
    info_when: Condition | None = None
    evidence: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_until: date | None = None
    confidential: bool = False
    place: str = ""
    own: bool = True

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition it has."""
        every = (
            self.applies,
            self.scope_when,
            self.return_when,
            self.review_when,
            self.info_when,
        )
        return tuple(condition for condition in every if condition is not None)

    @property
    def fields(self) -> tuple[str, ...]:
        """What its conditions ask, each once."""
        asked = (leaf.field for condition in self.conditions for leaf in leaves(condition))
        return tuple(dict.fromkeys(asked))

    def in_force(self, day: date) -> bool:
        """Whether its law holds on a day."""
        started = self.effective_from is None or self.effective_from <= day
        return started and (self.effective_until is None or day < self.effective_until)


@dataclass(frozen=True, slots=True)
class Clause:
    """条款: a sentence of the notice and what covers it."""

    id: str
    clause: str
    text: str
    covered_by: str
    rules: tuple[str, ...]
    reason: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class RulePack:
    """规则包: everything a judgement rests on besides the filing and the registry.

    `sha256` is over all its files; `lists` are its lists as written, by file name; `relaxations`
    are what an overlay made milder, in words, and `extends` the pack and version it derives from.
    """

    id: str
    title: str
    jurisdiction: str
    version: str
    sha256: str
    effective_from: date
    effective_until: date | None
    verified_until: date
    criteria: tuple[Criterion, ...]
    ceilings: Mapping[str, Mapping[int, Ceiling]]
    ceiling_notes: tuple[str, ...]
    offices: Mapping[str, str]
    labels: Mapping[str, str]
    not_proven: tuple[str, ...]
    sources: Mapping[str, Source]
    parameters: Mapping[str, Parameter]
    fields: Mapping[str, FieldSpec]
    collections: Mapping[str, str]
    rules: tuple[Rule, ...]
    clauses: tuple[Clause, ...]
    lists: Mapping[str, object]
    relaxations: tuple[str, ...] = ()
    extends: str = ""

    def ceiling(self, kind: str, criterion: int) -> Ceiling:
        """The worst a criterion may cause for a kind; what is in no list is at most a review."""
        return self.ceilings.get(kind, {}).get(criterion, "review")

    def rule(self, rule_id: str) -> Rule | None:
        """The rule of an id."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def values_on(self, day: date) -> dict[str, Value]:
        """Every parameter's value on a day."""
        return {name: parameter.on(day).value for name, parameter in self.parameters.items()}
