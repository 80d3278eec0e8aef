"""政务信息化项目备案预检: hold a filing against the eight review criteria of 南信办〔2023〕1号.

>>> from compliance import Filing, check
>>> check(Filing(kind="新建", completeness="已提交", dates={"submitted": "2026-03-02"})).outcome
'return'
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compliance.authoring.diff import diff as pack_differences
    from compliance.authoring.needed import needed as needed_materials
    from compliance.authoring.replay import Setting as ReplaySetting
    from compliance.authoring.replay import replay
    from compliance.authoring.show import parts as rule_parts
    from compliance.authoring.show import shown as shown_rule
    from compliance.authoring.telling import cases_of as rule_cases
    from compliance.authoring.telling import parameters_on
    from compliance.calendar import Calendar
    from compliance.calendar import china as china_calendar
    from compliance.calendar import load as load_calendar
    from compliance.catalog import BasisWords, Terms, read_catalog
    from compliance.catalog import Profile as CatalogProfile
    from compliance.catalog import check_file as check_catalog
    from compliance.cli.chinese import ChineseCommand, ChineseGroup, explain
    from compliance.duplication import Subject, Words
    from compliance.duplication.quality import weaknesses as find_weaknesses
    from compliance.errors import (
        CatalogError,
        ComplianceError,
        DateNeededError,
        FilingError,
        IntakeError,
        Problem,
        RegistryError,
        RulebookError,
        WaiverError,
    )
    from compliance.filing import Dossier, Filing, Kind, MaterialType, read_filing
    from compliance.finding import Evidence, Finding, Waiver
    from compliance.intake import read as read_materials
    from compliance.precheck import check
    from compliance.procedure import Event, EventType, Procedure, ProcedureError, Question, Status
    from compliance.procedure import answer as ask_procedure
    from compliance.procedure import load as load_procedure
    from compliance.procedure.numbering import Numbering
    from compliance.procedure.recording import entry_of, for_record
    from compliance.registry import ExistingSystem, Registry
    from compliance.report import as_text
    from compliance.report.catalog_json import catalog_json
    from compliance.report.course_text import course_blocks, duty_words, state_text
    from compliance.report.forms import FORMS as REPORT_FORMS
    from compliance.report.forms import load_templates
    from compliance.report.html import report_html
    from compliance.report.html import style as report_style
    from compliance.report.model import report_of
    from compliance.report.papers.notice import notice_of as return_notice
    from compliance.report.templates import Templates
    from compliance.report.xlsx import plain as as_workbook
    from compliance.rulebook import Criterion, Rule, RulePack, load
    from compliance.rulebook import names as pack_names
    from compliance.similar import Similar
    from compliance.similar import similar as find_similar
    from compliance.strict_json import JsonProblem
    from compliance.strict_json import parse as parse_json
    from compliance.twins import TwinSystem, find_twins
    from compliance.verdict import CriterionResult, Verdict, load_waivers
    from compliance.verdict.waiving import waive

# Public name -> its module (and its name there): imported at first use, so that
# `import compliance` costs nothing.
_HOMES = {
    "BasisWords": "catalog",
    "Calendar": "calendar",
    "CatalogError": "errors",
    "CatalogProfile": "catalog:Profile",
    "ChineseCommand": "cli.chinese",
    "ChineseGroup": "cli.chinese",
    "ComplianceError": "errors",
    "Criterion": "rulebook",
    "CriterionResult": "verdict",
    "DateNeededError": "errors",
    "Dossier": "filing",
    "Event": "procedure",
    "EventType": "procedure",
    "Evidence": "finding",
    "ExistingSystem": "registry",
    "Filing": "filing",
    "FilingError": "errors",
    "Finding": "finding",
    "IntakeError": "errors",
    "JsonProblem": "strict_json",
    "Kind": "filing",
    "MaterialType": "filing",
    "Numbering": "procedure.numbering",
    "Problem": "errors",
    "Procedure": "procedure",
    "ProcedureError": "procedure",
    "Question": "procedure",
    "REPORT_FORMS": "report.forms:FORMS",
    "Registry": "registry",
    "RegistryError": "errors",
    "Rule": "rulebook",
    "RulePack": "rulebook",
    "RulebookError": "errors",
    "ReplaySetting": "authoring.replay:Setting",
    "Similar": "similar",
    "Status": "procedure",
    "Subject": "duplication",
    "Templates": "report.templates",
    "Terms": "catalog",
    "TwinSystem": "twins",
    "Verdict": "verdict",
    "Waiver": "finding",
    "WaiverError": "errors",
    "Words": "duplication",
    "as_text": "report",
    "as_workbook": "report.xlsx:plain",
    "ask_procedure": "procedure:answer",
    "catalog_json": "report.catalog_json",
    "check": "precheck",
    "check_catalog": "catalog:check_file",
    "china_calendar": "calendar:china",
    "course_blocks": "report.course_text",
    "duty_words": "report.course_text",
    "entry_of": "procedure.recording",
    "explain": "cli.chinese",
    "find_similar": "similar:similar",
    "find_twins": "twins",
    "find_weaknesses": "duplication.quality:weaknesses",
    "for_record": "procedure.recording",
    "load": "rulebook",
    "load_calendar": "calendar:load",
    "load_procedure": "procedure:load",
    "load_templates": "report.forms",
    "load_waivers": "verdict",
    "needed_materials": "authoring.needed:needed",
    "pack_differences": "authoring.diff:diff",
    "pack_names": "rulebook:names",
    "parameters_on": "authoring.telling",
    "parse_json": "strict_json:parse",
    "read_catalog": "catalog",
    "read_filing": "filing",
    "read_materials": "intake:read",
    "replay": "authoring.replay",
    "report_html": "report.html",
    "report_of": "report.model",
    "report_style": "report.html:style",
    "return_notice": "report.papers.notice:notice_of",
    "rule_cases": "authoring.telling:cases_of",
    "rule_parts": "authoring.show:parts",
    "shown_rule": "authoring.show:shown",
    "state_text": "report.course_text",
    "waive": "verdict.waiving",
}

__all__ = [
    "REPORT_FORMS",
    "BasisWords",
    "Calendar",
    "CatalogError",
    "CatalogProfile",
    "ChineseCommand",
    "ChineseGroup",
    "ComplianceError",
    "Criterion",
    "CriterionResult",
    "DateNeededError",
    "Dossier",
    "Event",
    "EventType",
    "Evidence",
    "ExistingSystem",
    "Filing",
    "FilingError",
    "Finding",
    "IntakeError",
    "JsonProblem",
    "Kind",
    "MaterialType",
    "Numbering",
    "Problem",
    "Procedure",
    "ProcedureError",
    "Question",
    "Registry",
    "RegistryError",
    "ReplaySetting",
    "Rule",
    "RulePack",
    "RulebookError",
    "Similar",
    "Status",
    "Subject",
    "Templates",
    "Terms",
    "TwinSystem",
    "Verdict",
    "Waiver",
    "WaiverError",
    "Words",
    "as_text",
    "as_workbook",
    "ask_procedure",
    "catalog_json",
    "check",
    "check_catalog",
    "china_calendar",
    "course_blocks",
    "duty_words",
    "entry_of",
    "explain",
    "find_similar",
    "find_twins",
    "find_weaknesses",
    "for_record",
    "load",
    "load_calendar",
    "load_procedure",
    "load_templates",
    "load_waivers",
    "needed_materials",
    "pack_differences",
    "pack_names",
    "parameters_on",
    "parse_json",
    "read_catalog",
    "read_filing",
    "read_materials",
    "replay",
    "report_html",
    "report_of",
    "report_style",
    "return_notice",
    "rule_cases",
    "rule_parts",
    "shown_rule",
    "state_text",
    "waive",
]


def __getattr__(name: str) -> object:
    """A public name, imported now."""
    if name not in _HOMES:
        raise AttributeError(f"module 'compliance' has no attribute {name!r}")
    module, _, there = _HOMES[name].partition(":")
    return getattr(import_module(f"compliance.{module}"), there or name)
