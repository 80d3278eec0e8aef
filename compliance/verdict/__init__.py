"""结论: outcome, the eight results, and what they rest on."""

from compliance.verdict.decide import RuleAnswer, decide
from compliance.verdict.verdict import (
    FORMAT,
    Counts,
    CriterionResult,
    FilingInfo,
    Outcome,
    PackInfo,
    RegistryInfo,
    RuleResult,
    Run,
    Scope,
    Status,
    Verdict,
)
from compliance.verdict.waivers import load_waivers

__all__ = [
    "FORMAT",
    "Counts",
    "CriterionResult",
    "FilingInfo",
    "Outcome",
    "PackInfo",
    "RegistryInfo",
    "RuleAnswer",
    "RuleResult",
    "Run",
    "Scope",
    "Status",
    "Verdict",
    "decide",
    "load_waivers",
]
