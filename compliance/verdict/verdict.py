"""结论: the verdict and its parts."""

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Literal

from compliance.finding import Finding, Waiver

FORMAT = 1

Outcome = Literal["pass", "return", "review"]
Status = Literal["pass", "return", "review", "not_applicable", "waived"]
Scope = Literal["in", "out"]


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One rule of the pack and what it came to."""

    id: str
    title: str
    status: Status


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One of the eight (or the general part): its status, every rule's status, its findings."""

    number: int
    key: str
    title: str
    question: str
    clause: str
    status: Status
    label: str
    rules: tuple[RuleResult, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class FilingInfo:
    """What was judged; `fingerprint` is a sha256 of the filing and of what was known of it."""

    kind: str | None
    kind_label: str
    completeness: str
    stage: str
    unit: str
    project: str
    record_no: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class PackInfo:
    """By which rules."""

    id: str
    title: str
    version: str
    sha256: str
    effective_from: str
    verified_until: str
    relaxations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegistryInfo:
    """Against which existing systems; left_out are the rows of the list that could not be used."""

    version: str
    systems: int
    as_of: str | None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings there are that count, and how many were waived."""

    returns: int
    reviews: int
    infos: int
    waived: int


@dataclass(frozen=True, slots=True)
class Run:
    """What varies by machine; no part of the canonical bytes."""

    engines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """预检结论: the outcome, always eight criteria, and the general part beside them."""

    format: int
    outcome: Outcome
    label: str
    scope: Scope
    on: str
    filing: FilingInfo
    pack: PackInfo
    registry: RegistryInfo | None
    counts: Counts
    criteria: tuple[CriterionResult, ...]
    general: CriterionResult
    waivers_unused: tuple[Waiver, ...]
    faults: tuple[str, ...]
    not_proven: tuple[str, ...]
    run: Run

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, the general ones last."""
        return tuple(f for result in (*self.criteria, self.general) for f in result.findings)

    def as_dict(self) -> dict[str, Any]:
        """The verdict as JSON values."""
        return asdict(self)

    @cached_property
    def canonical(self) -> bytes:
        """The same bytes for the same filing, pack and registry, on any machine."""
        values = {name: value for name, value in self.as_dict().items() if name != "run"}
        return json.dumps(
            values, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()
