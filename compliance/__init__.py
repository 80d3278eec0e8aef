"""政务信息化项目备案预检: hold a filing against the eight review criteria of 南信办〔2023〕1号.

>>> from compliance import Filing, check
>>> check(Filing(kind="新建", dates={"submitted": "2026-03-02"})).outcome
'return'
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compliance.cli.chinese import ChineseCommand, ChineseGroup, explain
    from compliance.errors import (
        ComplianceError,
        DateNeededError,
        FilingError,
        Problem,
        RegistryError,
        RulebookError,
        WaiverError,
    )
    from compliance.filing import Dossier, Filing, read_filing
    from compliance.finding import Evidence, Finding, Waiver
    from compliance.precheck import check
    from compliance.registry import ExistingSystem, Registry
    from compliance.report import as_text
    from compliance.rulebook import Criterion, RulePack, load
    from compliance.rulebook import names as pack_names
    from compliance.strict_json import JsonProblem
    from compliance.strict_json import parse as parse_json
    from compliance.verdict import CriterionResult, Verdict, load_waivers
    from compliance.verdict.waiving import waive

# Public name -> its module (and its name there): imported at first use, so that
# `import compliance` costs nothing.
_HOMES = {
    "ChineseCommand": "cli.chinese",
    "ChineseGroup": "cli.chinese",
    "ComplianceError": "errors",
    "Criterion": "rulebook",
    "CriterionResult": "verdict",
    "DateNeededError": "errors",
    "Dossier": "filing",
    "Evidence": "finding",
    "ExistingSystem": "registry",
    "Filing": "filing",
    "FilingError": "errors",
    "Finding": "finding",
    "JsonProblem": "strict_json",
    "Problem": "errors",
    "Registry": "registry",
    "RegistryError": "errors",
    "RulePack": "rulebook",
    "RulebookError": "errors",
    "Verdict": "verdict",
    "Waiver": "finding",
    "WaiverError": "errors",
    "as_text": "report",
    "check": "precheck",
    "explain": "cli.chinese",
    "load": "rulebook",
    "load_waivers": "verdict",
    "pack_names": "rulebook:names",
    "parse_json": "strict_json:parse",
    "read_filing": "filing",
    "waive": "verdict.waiving",
}

__all__ = [
    "ChineseCommand",
    "ChineseGroup",
    "ComplianceError",
    "Criterion",
    "CriterionResult",
    "DateNeededError",
    "Dossier",
    "Evidence",
    "ExistingSystem",
    "Filing",
    "FilingError",
    "Finding",
    "JsonProblem",
    "Problem",
    "Registry",
    "RegistryError",
    "RulePack",
    "RulebookError",
    "Verdict",
    "Waiver",
    "WaiverError",
    "as_text",
    "check",
    "explain",
    "load",
    "load_waivers",
    "pack_names",
    "parse_json",
    "read_filing",
    "waive",
]


def __getattr__(name: str) -> object:
    """A public name, imported now."""
    if name not in _HOMES:
        raise AttributeError(f"module 'compliance' has no attribute {name!r}")
    module, _, there = _HOMES[name].partition(":")
    return getattr(import_module(f"compliance.{module}"), there or name)
