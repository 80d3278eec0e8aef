"""Reports: the same words in every form."""

import io
import json
import re
import zipfile
from datetime import date
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from compliance import Registry, Verdict, Waiver, check, load, read_filing, waive
from compliance.report.alongside import CLOSE, OPEN, Sides
from compliance.report.forms import FORMS
from compliance.report.model import Report, report_of

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "examples/filings").glob("*.json"))[::4]
SIMILAR = ROOT / "examples/filings/19-new-review-duplicate-other-unit.json"


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def words_of(report: Report) -> list[str]:
    """Every word a report says, in order, without the labels' layout."""
    cards = [word for card in report.cards for word in (card.message, *(t for _, t in card.lines))]
    rows = [word for row in report.rows for word in (row.title, row.label)]
    head = [report.title, *report.head, report.summary]
    beside = [word for card in report.cards if card.sides for word in words_beside(card.sides)]
    told = (*head, *rows, *cards, *beside, *report.unused, *report.notes)
    return [unmarked(squeezed(word)) for word in told]


def words_beside(sides: Sides) -> list[str]:
    """Every word of two systems side by side."""
    texts = [side for pair in sides.pairs for side in (pair.left, pair.right)]
    said = ["".join(piece.text for piece in text) for text in texts]
    return [sides.caption, sides.left, sides.right, *said, *(t for _, t in sides.lines)]


def unmarked(text: str) -> str:
    """Without the signs that mark where there is no colour."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def text_of(form: str, content: bytes) -> str:
    """What a reader sees of a report."""
    if form == "html":
        body = content.decode().split("<body>")[1]
        return squeezed(unescape(re.sub("<[^>]+>", "", body)))
    if form in ("docx", "xlsx"):
        part = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml"}[form]
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            tree = ElementTree.fromstring(archive.read(part))  # noqa: S314 - our own file
        return squeezed("".join(tree.itertext()))
    return squeezed(content.decode())


def verdict_of(path: Path) -> Verdict:
    filing = read_filing(path.read_bytes())
    day = filing.dates.submitted or date(2026, 3, 2)
    bare = check(filing, Registry.load(ROOT / "examples/registry.csv"), day)
    waivers = [Waiver(f.rule, "已核实", "审查一", "2099-12-31", f.item) for f in bare.findings[::3]]
    return waive(bare, waivers, load().labels, bare.on)


@pytest.mark.parametrize("form", ["text", "html", "docx", "xlsx"])
@pytest.mark.parametrize("path", [*EXAMPLES, SIMILAR], ids=lambda p: p.stem)
def test_every_form_for_people_says_every_word(path: Path, form: str) -> None:
    verdict = verdict_of(path)
    seen = text_of(form, FORMS[form].write(verdict))
    seen = unmarked(seen)
    missing = [word for word in words_of(report_of(verdict)) if word not in seen]
    assert missing == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_sarif_has_a_result_for_each_finding_in_its_words(path: Path) -> None:
    verdict = verdict_of(path)
    run = json.loads(FORMS["sarif"].write(verdict))["runs"][0]
    told = [(r["ruleId"], r["message"]["text"].startswith(f.message))
            for r, f in zip(run["results"], verdict.findings, strict=True)]  # fmt: skip
    assert told == [(finding.rule, True) for finding in verdict.findings]
    known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {finding.rule for finding in verdict.findings} <= known


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_junit_fails_exactly_where_a_criterion_returns(path: Path) -> None:
    verdict = verdict_of(path)
    suite = ElementTree.fromstring(FORMS["junit"].write(verdict))  # noqa: S314 - our own
    failing = [case.get("name") for case in suite if case.find("failure") is not None]
    returning = [c.title for c in (*verdict.criteria, verdict.general) if c.status == "return"]
    assert [name.split(" ")[1] for name in failing if name] == returning


def test_a_similar_system_stands_beside_the_filing_with_what_both_say_marked() -> None:
    cards = [card for card in report_of(verdict_of(SIMILAR)).cards if card.sides]
    assert cards
    page = FORMS["html"].write(verdict_of(SIMILAR)).decode()
    assert page.count('<div class="sides">') == len(cards)
    lines = [dict(card.sides.lines) for card in cards if card.sides]
    assert sum("最相似的一个" in line["范围"] for line in lines) == 1
    assert re.search(r"<mark title=\"占共有文字的 \d+%\">[^<]{2,}</mark>", page)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_verdict_gives_the_same_bytes(form: str) -> None:
    verdict = verdict_of(EXAMPLES[1])
    assert FORMS[form].write(verdict) == FORMS[form].write(verdict)


def test_an_html_report_needs_nothing_else_and_takes_no_markup() -> None:
    filing = read_filing('{"project": {"name": "<script>x</script>"}, "unit": {"name": "a&b"}}')
    page = FORMS["html"].write(check(filing, on=date(2026, 3, 2))).decode()
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(?!#)", page)
