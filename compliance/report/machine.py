"""The report for other programs: SARIF 2.1.0 and JUnit, in the same words."""

import json
from xml.etree import ElementTree

from compliance.report.model import report_of
from compliance.verdict import Verdict

_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_LEVELS = {"return": "error", "review": "warning", "info": "note"}


def as_sarif(verdict: Verdict) -> str:
    """Findings as SARIF results; the place of a result is a JSON pointer or a place in a file."""
    run = {
        "tool": {
            "driver": {
                "name": "beian",
                "version": verdict.pack.version,
                "informationUri": "urn:beian:pack:" + verdict.pack.id,
                "rules": [
                    {"id": rule.id, "shortDescription": {"text": rule.title}}
                    for result in (*verdict.criteria, verdict.general)
                    for rule in result.rules
                ],
            }
        },
        "properties": {"outcome": verdict.outcome, "label": verdict.label},
        "results": [_result(verdict, n) for n in range(len(verdict.findings))],
    }
    whole = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _result(verdict: Verdict, number: int) -> dict[str, object]:
    finding = verdict.findings[number]
    told: dict[str, object] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.effect],
        "message": {"text": f"{finding.message}。{finding.remedy}"},
        "locations": [
            {"logicalLocations": [{"fullyQualifiedName": place}]} for place in finding.places
        ],
    }
    if finding.waiver:
        told["suppressions"] = [{"kind": "external", "justification": finding.waiver.reason}]
    return told


def as_junit(verdict: Verdict) -> str:
    """One test case a criterion; what returns fails it, what a person must look at is an error."""
    report = report_of(verdict)
    suite = ElementTree.Element("testsuite", name=report.title)
    counts = {"tests": len(report.rows), "failures": 0, "errors": 0, "skipped": 0}
    sections = {section.number: section for section in report.sections}
    for row in report.rows:
        title = f"{row.numeral} {row.title}"
        case = ElementTree.SubElement(suite, "testcase", classname="八项审查内容", name=title)
        kind = {"return": "failure", "review": "error", "not_applicable": "skipped"}.get(row.status)
        if kind is None:
            continue
        counts[f"{kind}s" if kind != "skipped" else kind] += 1
        told = ElementTree.SubElement(case, kind, message=row.label)
        cards = sections[row.number].cards if row.number in sections else ()
        told.text = "\n".join(f"{card.mark} {card.message}" for card in cards)
    suite.attrib.update({name: str(count) for name, count in counts.items()})
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, "unicode") + "\n"
    )
