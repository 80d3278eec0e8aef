"""Reports: the same words in every form."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pydantic import TypeAdapter

from compliance import (
    ComplianceError,
    Filing,
    Registry,
    Verdict,
    Waiver,
    check,
    load,
    read_filing,
    waive,
)
from compliance.finding import Alongside
from compliance.report import pdf
from compliance.report.alongside import CLOSE, OPEN, Sides, marked
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
    head = [report.title, report.advice, *report.head, report.summary]
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
    if form == "pdf":
        # A word may go on over the end of a page.
        return re.sub(r"第\d+页，共\d+页", "", squeezed(text_of_pdf(content)))
    if form in ("docx", "xlsx"):
        part = {"docx": "word/document.xml", "xlsx": "xl/sharedStrings.xml"}[form]
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            tree = ElementTree.fromstring(archive.read(part))  # noqa: S314 - our own file
        return squeezed("".join(tree.itertext()))
    if form == "sarif":
        return squeezed("".join(strings(json.loads(content))))
    if form == "junit":
        tree = ElementTree.fromstring(content)  # noqa: S314 - our own file
        said = ("".join((*node.attrib.values(), node.text or "")) for node in tree.iter())
        return squeezed("".join(said))
    return squeezed(content.decode())


def strings(value: object) -> Iterator[str]:
    """Every text in a JSON value."""
    match value:
        case str():
            yield value
        case dict():
            yield from (text for part in value.values() for text in strings(part))
        case list():
            yield from (text for part in value for text in strings(part))


def said(word: str, seen: str, pages: int) -> bool:
    """Whether a text has a word, of which a page may end a part before the other column begins."""
    if word in seen or pages == 1:
        return word in seen
    longest = next(n for n in range(len(word), -1, -1) if word[:n] in seen)
    return longest > 0 and said(word[longest:], seen, pages - 1)


def text_of_pdf(content: bytes) -> str:
    from pypdfium2 import PdfDocument

    document = PdfDocument(content)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def verdict_of(path: Path) -> Verdict:
    filing = read_filing(path.read_bytes())
    day = filing.dates.submitted or date(2026, 3, 2)
    bare = check(filing, Registry.load(ROOT / "examples/registry.csv"), day)
    waivers = [Waiver(f.rule, "已核实", "审查一", "2099-12-31", f.item) for f in bare.findings[::3]]
    return waive(bare, waivers, load().labels, bare.on)


@pytest.mark.parametrize("form", sorted({*FORMS} - {"json"}))
@pytest.mark.parametrize("path", [*EXAMPLES, SIMILAR], ids=lambda p: p.stem)
def test_every_form_says_every_word(path: Path, form: str) -> None:
    verdict = verdict_of(path)
    seen = text_of(form, FORMS[form].write(verdict))
    seen = unmarked(seen)
    pages = 2 if form == "pdf" else 1
    missing = [word for word in words_of(report_of(verdict)) if not said(word, seen, pages)]
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


def beside(verdict: Verdict) -> list[Alongside]:
    """The comparisons that a report shows."""
    return [f.alongside for f in verdict.findings if f.alongside and not f.folded_under]


def test_sarif_has_both_sides_as_related_places_and_all_shares_as_data() -> None:
    verdict = verdict_of(SIMILAR)
    results = json.loads(FORMS["sarif"].write(verdict))["runs"][0]["results"]
    shown = [result for result in results if "relatedLocations" in result]
    expected = beside(verdict)
    assert expected
    read = TypeAdapter(Alongside).validate_python
    assert [read(result["properties"]["alongside"]) for result in shown] == expected
    for result, alongside in zip(shown, expected, strict=True):
        left, right = result["relatedLocations"]
        assert left["logicalLocations"] == [{"fullyQualifiedName": "/project"}]
        assert right["logicalLocations"] == [{"fullyQualifiedName": alongside.system}]
        for place, side in zip((left, right), alongside.contents, strict=True):
            assert f"内容：{marked(side)}" in place["message"]["text"]
            assert any(piece.share for piece in side)
        assert "得分来自" in result["message"]["text"]


def test_sarif_makes_no_link_of_what_a_filing_says() -> None:
    verdict = verdict_of(SIMILAR)
    result = next(r for r in verdict.criteria if r.findings)
    baited = replace(result.findings[0], message="见[说明](http://example.invalid/)")
    changed = replace(result, findings=(baited, *result.findings[1:]))
    criteria = tuple(changed if each is result else each for each in verdict.criteria)
    run = json.loads(FORMS["sarif"].write(replace(verdict, criteria=criteria)))["runs"][0]
    told = [result["message"]["text"].partition("\n")[0] for result in run["results"]]
    assert r"见\[说明](http://example.invalid/)。" in told


def test_junit_tells_a_comparison_under_the_criterion_it_belongs_to() -> None:
    verdict = verdict_of(SIMILAR)
    suite = ElementTree.fromstring(FORMS["junit"].write(verdict))  # noqa: S314 - our own
    told = {case.attrib["name"][0]: "".join(case.itertext()) for case in suite.iter("testcase")}
    expected = beside(verdict)
    assert expected
    for alongside in expected:
        for side, sides in zip("左右", alongside.contents, strict=True):
            assert f"{side}·内容：{marked(sides)}" in told["二"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_junit_counts_what_it_tells(path: Path) -> None:
    suite = ElementTree.fromstring(FORMS["junit"].write(verdict_of(path)))  # noqa: S314 - our own
    kinds = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    counted = {name: len(suite.findall(f"testcase/{kind}")) for name, kind in kinds.items()}
    assert {name: int(suite.attrib[name]) for name in kinds} == counted
    assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_junit_fails_exactly_where_a_criterion_returns(path: Path) -> None:
    verdict = verdict_of(path)
    suite = ElementTree.fromstring(FORMS["junit"].write(verdict))  # noqa: S314 - our own
    cases = suite.findall("testcase")
    failing = [case.get("name") for case in cases if case.find("failure") is not None]
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


def test_a_pdf_says_that_it_is_for_keeping_and_for_readers_who_do_not_see() -> None:
    content = FORMS["pdf"].write(verdict_of(SIMILAR))
    assert re.search(rb"<pdfaid:part>2</pdfaid:part>\s*<pdfaid:conformance>A<", content)
    assert re.search(rb"<pdfuaid:part>1<", content)


@pytest.mark.parametrize("name", ["#strong[甲] $x$ *乙*", "= 丙 <丁> @戊 \\u{61} //己"])
def test_a_pdf_takes_no_markup_from_a_filing(name: str) -> None:
    filing = Filing.model_validate({"project": {"name": name}})
    content = FORMS["pdf"].write(check(filing, on=date(2026, 3, 2)))
    assert squeezed(name) in text_of("pdf", content)


def test_a_pdf_with_a_character_that_no_font_has_is_refused_not_written_without_it() -> None:
    filing = Filing.model_validate({"project": {"name": "示例𓀀平台"}})
    with pytest.raises(ComplianceError, match=r"字体里没有“𓀀”.*HTML"):
        FORMS["pdf"].write(check(filing, on=date(2026, 3, 2)))


def test_without_a_chinese_font_a_pdf_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_CHINESE", ())
    pdf._fonts.cache_clear()
    try:
        with pytest.raises(ComplianceError, match=r"没有中文字体.*fonts-noto-cjk"):
            FORMS["pdf"].write(verdict_of(EXAMPLES[1]))
    finally:
        pdf._fonts.cache_clear()


def test_an_html_report_needs_nothing_else_and_takes_no_markup() -> None:
    filing = read_filing('{"project": {"name": "<script>x</script>"}, "unit": {"name": "a&b"}}')
    page = FORMS["html"].write(check(filing, on=date(2026, 3, 2))).decode()
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(?!#)", page)
