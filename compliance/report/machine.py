"""The report for other programs: SARIF 2.1.0 and JUnit, in the same words."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from xml.etree import ElementTree

from compliance.finding import Finding
from compliance.report.alongside import Sides, as_lines, marked
from compliance.report.model import Card, Row, cards_by_finding, report_of
from compliance.verdict import Verdict

# SARIF would make a link of it: [words](address).
_LINK = re.compile(r"\[(?=[^\]]*\]\()")
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_LEVELS = {"return": "error", "review": "warning", "info": "note"}
_KINDS = {"return": "failure", "review": "error", "not_applicable": "skipped"}
_COUNTED = {"failure": "failures", "error": "errors", "skipped": "skipped"}


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
        "properties": _whole(verdict),
        "results": [_result(finding, card) for finding, card in cards_by_finding(verdict)],
    }
    whole = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _whole(verdict: Verdict) -> dict[str, object]:
    """What the report says of the filing as a whole."""
    report = report_of(verdict)
    return {
        "outcome": verdict.outcome,
        "label": verdict.label,
        "title": report.title,
        "advice": report.advice,
        "head": report.head,
        "criteria": [asdict(row) for row in report.rows],
        "summary": report.summary,
        "notes": (*report.unused, *report.notes),
    }


def _result(finding: Finding, card: Card) -> dict[str, object]:
    told: dict[str, object] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.effect],
        "message": _message(_said(finding, card)),
        "locations": [
            {"logicalLocations": [{"fullyQualifiedName": place}]} for place in finding.places
        ],
    }
    if finding.waiver:
        told["suppressions"] = [{"kind": "external", "justification": finding.waiver.reason}]
    if finding.alongside and card.sides:
        told["relatedLocations"] = list(_beside(card.sides, finding.alongside.system))
        told["properties"] = {"alongside": asdict(finding.alongside)}
    return told


def _message(lines: Iterable[str]) -> dict[str, str]:
    """Lines as plain text, which holds no link."""
    return {"text": _LINK.sub(r"\\[", "\n".join(lines))}


def _said(finding: Finding, card: Card) -> Iterator[str]:
    yield f"{finding.message}。"
    yield from (f"{label}：{text}" for label, text in card.lines)
    if card.sides:
        yield card.sides.caption
        yield from (f"{label}：{text}" for label, text in card.sides.lines)


def _beside(sides: Sides, system: str) -> Iterator[dict[str, object]]:
    """The filing and the system that stands beside it, each with its passages."""
    for number, (place, head) in enumerate((("/project", sides.left), (system, sides.right)), 1):
        texts = ((pair.label, (pair.left, pair.right)[number - 1]) for pair in sides.pairs)
        told = [head, *(f"{label}：{marked(text)}" for label, text in texts)]
        yield {
            "id": number,
            "logicalLocations": [{"fullyQualifiedName": place}],
            "message": _message(told),
        }


def as_junit(verdict: Verdict) -> str:
    """One test case a criterion; what returns fails it, what a person must look at is an error."""
    report = report_of(verdict)
    suite = ElementTree.Element("testsuite", name=report.title)
    sections = {section.number: section for section in report.sections}
    for row in report.rows:
        section = sections.get(row.number)
        suite.append(_case(row, section.cards if section else ()))
    said = (report.advice, *report.head, report.summary, *report.unused, *report.notes)
    ElementTree.SubElement(suite, "system-out").text = "\n".join(said)
    counts = {name: len(suite.findall(f"testcase/{kind}")) for kind, name in _COUNTED.items()}
    counts = {"tests": len(report.rows), **counts}
    suite.attrib.update({name: str(count) for name, count in counts.items()})
    return f"{_XML}\n{ElementTree.tostring(suite, 'unicode')}\n"


def _case(row: Row, cards: tuple[Card, ...]) -> ElementTree.Element:
    title = f"{row.numeral} {row.title}"
    case = ElementTree.Element("testcase", classname="八项审查内容", name=title)
    lines = [line for card in cards for line in _card_lines(card)]
    if kind := _KINDS.get(row.status):
        ElementTree.SubElement(case, kind, message=row.label).text = "\n".join(lines)
    else:
        ElementTree.SubElement(case, "system-out").text = "\n".join([row.label, *lines])
    return case


def _card_lines(card: Card) -> Iterator[str]:
    yield f"{card.mark} {card.message}"
    beside = as_lines(card.sides) if card.sides else ()
    yield from (f"  {label}：{text}" for label, text in (*card.lines, *beside))
