"""The papers: the words of the verdict, nothing invented, templates that can be replaced."""

import json
import re
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

from compliance import Registry, read_filing
from compliance.calendar import china
from compliance.errors import ComplianceError, RulebookError
from compliance.filing import Filing
from compliance.procedure import Event, load
from compliance.procedure.offices import chapters, collate, split
from compliance.procedure.progress import Opinion
from compliance.procedure.recording import entry_of, missing_for_archive
from compliance.rulebook import load as load_pack

docx = pytest.importorskip("docx", reason="未装 reports 附加依赖，文书未测")
pytest.importorskip("xlsxwriter", reason="未装 reports 附加依赖，文书未测")

from compliance.report.papers import docx_contents, list_contents  # noqa: E402
from compliance.report.papers.case import Case, findings_of  # noqa: E402
from compliance.report.papers.content import PLACEHOLDER, Content, PaperError  # noqa: E402
from compliance.report.papers.gather import Desk, case_of, read_case  # noqa: E402
from compliance.report.papers.layout import load_layout  # noqa: E402
from compliance.report.papers.make import blank, ending, make  # noqa: E402

ROOT = Path(__file__).parents[1]
FILINGS = sorted((ROOT / "examples" / "filings").glob("*.json"))
NANCHONG = load()
LAYOUT = load_layout()
ON = date(2026, 11, 25)
# The report is made of a verdict, not of a case: tests/test_reports.py and test_templates.py.
PAPERS = [name for name in LAYOUT.papers if name != "report"]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@lru_cache(maxsize=1)
def desk() -> Desk:
    registry = Registry.load(ROOT / "examples" / "registry.csv")
    return Desk(ON, load_pack(), NANCHONG, china(), registry)


@lru_cache(maxsize=1)
def cases() -> tuple[Case, ...]:
    open_filings = [f for f in FILINGS if "secret" not in f.name]
    return tuple(read_case(file, desk()) for file in open_filings)


@lru_cache(maxsize=1)
def filing() -> Filing:
    return read_filing((ROOT / "examples" / "filings" / FILINGS[0].name).read_bytes())


def changed(**values: object) -> Filing:
    """The first example with parts replaced, read anew as from JSON."""
    return Filing.model_validate(json.loads(filing().model_dump_json()) | values)


def course(*, failed: bool = False, recorded: bool = False) -> tuple[Event, ...]:
    day = str(filing().dates.submitted)
    assert day == "2026-06-18"
    offices = ("市政府办", "市委网信办", "市密码管理局", "市公安局", "市财政局")
    rows: list[dict[str, object]] = [{"event": "提交申报", "day": day}]
    rows += [{"event": "分派", "day": "2026-06-22", "office": o} for o in offices]
    for office in offices:
        refuses = failed and office in ("市公安局", "市财政局")
        row = {
            "event": "部门初审意见",
            "day": "2026-06-26",
            "office": office,
            "passed": not refuses,
        }
        rows.append(row | ({"reasons": f"{office}的示例理由；第二条"} if refuses else {}))
    rows.append({"event": "汇总", "day": "2026-06-29"})
    if recorded:
        rows.append({"event": "集中审查通过", "day": "2026-07-20"})
        rows.append({"event": "备案", "day": "2026-07-21", "record_no": "示例备〔2026〕0001号"})
    return tuple(Event.model_validate(row) for row in rows)


def words(paper: bytes) -> str:
    """All the text of a .docx, headers and footers too."""
    document = docx.Document(BytesIO(paper))
    parts = [document.element.body, *(s.footer._element for s in document.sections)]
    return "\n".join(
        "".join(node.text or "" for node in p.iter(docx.oxml.ns.qn("w:t")))
        for part in parts
        for p in part.iter(docx.oxml.ns.qn("w:p"))
    )


def cells(paper: bytes) -> list[list[str]]:
    """The cells of a workbook's first sheet, row by row, blank rows left out."""
    with ZipFile(BytesIO(paper)) as book:
        shared = [
            "".join(t.text or "" for t in si.iter(f"{MAIN}t"))
            for si in ET.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{MAIN}si")  # noqa: S314
        ]
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    return [[_cell(c, shared) for c in row.iter(f"{MAIN}c")] for row in sheet.iter(f"{MAIN}row")]


def _cell(cell: ET.Element, shared: list[str]) -> str:
    value = cell.findtext(f"{MAIN}v") or ""
    if cell.get("t") == "s":
        return shared[int(value)]
    return "".join(t.text or "" for t in cell.iter(f"{MAIN}t")) or value


# 分部门


@pytest.mark.parametrize("case", cases(), ids=[f.stem for f in FILINGS if "secret" not in f.name])
def test_every_finding_goes_to_one_office_in_the_words_of_the_verdict(case: Case) -> None:
    found = findings_of(case)
    parts = split(found, NANCHONG)
    assert sorted(f.message for own in parts.values() for f in own) == sorted(
        f.message for f in found
    )
    for office_id, own in parts.items():
        office = NANCHONG.office(office_id)
        assert office is not None
        content = docx_contents.opinion(case, office, NANCHONG)
        rows = content.lists["问题"]
        assert [row["处理建议"] for row in rows] == [f.remedy for f in own]
        assert all(row["问题"].startswith(f.message) for row, f in zip(rows, own, strict=True))


def test_an_opinion_sheet_shows_only_the_chapters_of_its_office() -> None:
    office = NANCHONG.office("市公安局")
    assert office is not None
    content = docx_contents.opinion(cases()[0], office, NANCHONG)
    assert [row["名称"] for row in content.lists["章节"]] == ["拟定级", "等级保护方案"]
    text = words(make("opinion", content, LAYOUT))
    assert "初审部门：市公安局" in text
    assert "□通过　□不通过" in text


def test_a_plan_named_as_a_chapter_is_found_and_an_empty_slot_is_said() -> None:
    security = {"level_plan": {"form": "方案章节", "where": "初步设计第七章"}}
    case = case_of(changed(materials=[], security=security), (), desk())
    police, finance = NANCHONG.office("市公安局"), NANCHONG.office("市财政局")
    assert police is not None
    assert finance is not None
    assert [(c.state, c.where) for c in chapters(police, case.filing)] == [
        ("blank", ""),
        ("present", "初步设计第七章"),
    ]
    assert [c.label for c in chapters(finance, case.filing)][:6] == [
        "绩效目标", "投资额度", "年运行维护经费", "资金来源", "经费渠道", "拟采用实施方式",
    ]  # fmt: skip


def test_any_refusal_refuses_and_the_reasons_of_all_are_kept() -> None:
    day = date(2026, 3, 2)
    said = [
        Opinion("police", day, False, ("甲", "乙")),
        Opinion("finance", day, False, ("丙",)),
        Opinion("crypto", day, True),
    ]
    found = collate(said, ["police", "finance", "crypto"])
    assert not found.passed
    assert found.reasons == (("police", "甲"), ("police", "乙"), ("finance", "丙"))


def test_while_an_office_is_missing_nothing_has_passed() -> None:
    found = collate([Opinion("police", date(2026, 3, 2), True)], ["police", "finance"])
    assert (found.passed, found.missing) == (False, ("finance",))


# 退回通知


def test_a_return_notice_holds_the_reasons_of_all_offices_and_of_the_check() -> None:
    lacking = next(c for c in cases() if c.judged and c.judged.outcome == "建议退回")
    returned = [f for f in findings_of(lacking) if f.effect == "return"]
    content = docx_contents.return_notice(lacking, NANCHONG, signed=None)
    text = words(make("return", content, LAYOUT))
    assert returned
    assert all(f.message in text and f.remedy in text for f in returned)
    case = case_of(filing(), course(failed=True), desk())
    content = docx_contents.return_notice(case, NANCHONG, signed=date(2026, 6, 30))
    text = words(make("return", content, LAYOUT))
    for office in ("市公安局", "市财政局"):
        assert f"{office}的示例理由" in text
    assert [row["部门"] for row in content.lists["理由"]] == ["市公安局"] * 2 + ["市财政局"] * 2
    assert "2026年6月30日" in text


def test_what_only_asks_a_person_is_no_reason_to_return() -> None:
    case = next(c for c in cases() if c.judged and c.judged.outcome == "需人工核实")
    content = docx_contents.return_notice(case, NANCHONG, signed=None)
    assert content.lists["理由"] == ()
    assert "不作为退回理由" in content.fields["需核实"]


# 备案登记表


def test_no_number_is_ever_invented() -> None:
    for case in cases():
        stated = case.filing.record_no
        content = docx_contents.registration(case, NANCHONG)
        assert content.fields["备案号"] == (stated or "未登记")


def test_without_a_number_the_form_is_watermarked() -> None:
    case = case_of(filing(), course(), desk())
    content = docx_contents.registration(case, NANCHONG)
    paper = make("registration", content, LAYOUT, watermark="未登记")
    with ZipFile(BytesIO(paper)) as package:
        headers = [package.read(n).decode() for n in package.namelist() if "header" in n]
    assert any('string="未登记"' in header for header in headers)
    assert "不能作为项目审批和资金安排的依据" in words(paper)


def test_a_recorded_project_has_its_number_its_course_and_its_eight_results() -> None:
    case = case_of(filing(), course(recorded=True), desk())
    content = docx_contents.registration(case, NANCHONG)
    text = words(make("registration", content, LAYOUT))
    assert "示例备〔2026〕0001号" in text
    assert case.judged is not None
    assert [row["结论"] for row in content.lists["八项"]] == [
        c.result for c in case.judged.criteria
    ]
    assert [row["环节"] for row in content.lists["过程"]] == [
        "提交申报", "分派", "部门初审意见", "汇总", "集中审查通过", "备案",
    ]  # fmt: skip


def test_two_numbers_are_refused() -> None:
    case = case_of(changed(record_no="另一个号"), course(recorded=True), desk())
    with pytest.raises(PaperError, match="备案号有两个"):
        docx_contents.registration(case, NANCHONG)


# 清单与通报


def test_the_review_list_has_a_row_for_every_filing_with_the_labels_of_the_verdict() -> None:
    content = list_contents.review_list(cases(), NANCHONG)
    table = cells(make("review_list", content, LAYOUT))
    assert table[0][0] == "政务信息化项目送审清单表"
    header, rows = table[1], table[2 : 2 + len(cases())]
    assert len(content.lists["项目"]) == len(cases())
    results = [header.index(h) for h in header if re.match("[①-⑧]", h)]
    assert len(results) == 8
    for row, case in zip(rows, cases(), strict=True):
        assert case.judged is not None
        assert row[1] == case.filing.project.name
        assert [row[n] for n in results] == [c.result for c in case.judged.criteria]


def test_only_what_the_group_passed_is_on_the_annual_list() -> None:
    passed = case_of(filing(), course(recorded=True), desk())
    content = list_contents.annual_list([*cases(), passed], 2027)
    assert [row["备案号"] for row in content.lists["项目"]] == ["示例备〔2026〕0001号"]
    assert list_contents.annual_list([passed], 2028).lists["项目"] == ()


def test_a_kind_without_a_first_review_is_not_said_to_have_passed_it() -> None:
    ongoing = next(c for c in cases() if c.status.kind == "ongoing")
    (row,) = list_contents.review_list([ongoing], NANCHONG).lists["项目"]
    assert row["初审汇总"] == "本种类不经部门初审"


def test_the_bulletin_counts_every_filing_once() -> None:
    recorded = case_of(filing(), course(recorded=True), desk())
    content = list_contents.bulletin([*cases(), recorded], NANCHONG, on=ON)
    assert content.fields["项目数"] == str(len(cases()) + 1)
    states = ("已备案数", "办理中数", "已退回数", "未提交数")
    assert sum(int(content.fields[name]) for name in states) == len(cases()) + 1
    assert sum(int(row["项目数"]) for row in content.lists["单位"]) == len(cases()) + 1
    assert "不予立项" in words(make("bulletin", content, LAYOUT))


# 一般的性质


def every_paper(case: Case) -> dict[str, Content]:
    office = NANCHONG.office("市财政局")
    assert office is not None
    return {
        "opinion": docx_contents.opinion(case, office, NANCHONG),
        "return": docx_contents.return_notice(case, NANCHONG, signed=None),
        "registration": docx_contents.registration(case, NANCHONG),
        "bulletin": list_contents.bulletin([case], NANCHONG, on=ON),
        "review_list": list_contents.review_list([case], NANCHONG),
        "annual_list": list_contents.annual_list([case], 2027),
    }


def text_of(name: str, paper: bytes) -> str:
    if ending(name, LAYOUT) == "docx":  # type: ignore[arg-type]
        return words(paper)
    return "\n".join("\t".join(row) for row in cells(paper))


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_is_marked_as_ours_leaves_no_placeholder_and_is_the_same_twice(
    name: str,
) -> None:
    content = every_paper(case_of(filing(), course(failed=True), desk()))[name]
    paper = make(name, content, LAYOUT)  # type: ignore[arg-type]
    text = text_of(name, paper)
    assert LAYOUT.mark in text
    assert PLACEHOLDER.findall(text) == []
    assert make(name, content, LAYOUT) == paper  # type: ignore[arg-type]


@pytest.mark.parametrize("name", PAPERS)
def test_the_blank_taken_out_and_put_back_gives_the_same_words(name: str) -> None:
    content = every_paper(case_of(filing(), course(recorded=True), desk()))[name]
    own = make(name, content, LAYOUT)  # type: ignore[arg-type]
    empty = blank(name, LAYOUT)  # type: ignore[arg-type]
    assert PLACEHOLDER.findall(text_of(name, empty))
    replaced = make(name, content, LAYOUT, template=empty)  # type: ignore[arg-type]
    assert text_of(name, replaced) == text_of(name, own)


def test_what_an_applicant_writes_is_never_a_placeholder_a_formula_or_a_control_character() -> None:
    hostile = "=cmd|' /C calc'!A1 {{备案号}} \x07\x1b[31m甲"
    named = changed(project=json.loads(filing().project.model_dump_json()) | {"name": hostile})
    case = case_of(named, course(recorded=True), desk())
    content = list_contents.annual_list([case], 2027)
    for template in (None, blank("annual_list", LAYOUT)):
        paper = make("annual_list", content, LAYOUT, template=template)
        with ZipFile(BytesIO(paper)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        shown = cells(paper)[2][1].replace("｛｛", "{{")
        assert shown == "=cmd|' /C calc'!A1 {{备案号}} [31m甲"
    text = words(make("registration", docx_contents.registration(case, NANCHONG), LAYOUT))
    assert "｛｛备案号}}" in text


def own_template(*paragraphs: tuple[str, ...]) -> bytes:
    """An office's .docx: each paragraph given as its runs."""
    document = docx.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for run in runs:
            paragraph.add_run(run)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_placeholder_cut_into_runs_by_the_word_processor_is_still_filled() -> None:
    template = own_template(
        ("项目：", "{{项目", "名称}}", "（完）"), ("{{理由.序号}}．{{理由.问题}}",)
    )
    case = case_of(filing(), course(failed=True), desk())
    content = docx_contents.return_notice(case, NANCHONG, signed=None)
    text = words(make("return", content, LAYOUT, template=template))
    assert f"项目：{filing().project.name}（完）" in text
    assert "1．市公安局的示例理由\n2．第二条" in text


def test_rows_below_the_list_move_down_in_an_offices_own_workbook() -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "名称")
        sheet.write(1, 0, "{{项目.项目名称}}")
        sheet.merge_range(2, 0, 2, 1, "制表：示例")
    content = Content({}, {"项目": ({"项目名称": "甲"}, {"项目名称": "乙"}, {"项目名称": "丙"})})
    paper = make("annual_list", content, LAYOUT, template=stream.getvalue())
    table = cells(paper)
    assert [row[0] for row in table] == ["名称", "甲", "乙", "丙", "制表：示例"]
    with ZipFile(BytesIO(paper)) as package:
        assert 'ref="A5:B5"' in package.read("xl/worksheets/sheet1.xml").decode()


BAD_TEMPLATES = {
    "不是 Word 文档": ("return", b"hello", "不是 Word 文档"),
    "空文件": ("return", b"", "不是 Word 文档"),
    "工作簿当作文档": ("return", blank("review_list", LAYOUT), "不是 Word 文档"),
    "不是工作簿": ("review_list", b"PK\x03\x04", "不是 Excel 工作簿"),
    "文档当作工作簿": ("review_list", blank("return", LAYOUT), "不是 Excel 工作簿"),
    "不认识的内容": ("return", own_template(("{{项目名}}",)), "不认识的内容：{{项目名}}"),
}


@pytest.mark.parametrize(("name", "template", "message"), BAD_TEMPLATES.values(), ids=BAD_TEMPLATES)
def test_a_bad_template_is_refused_in_words(name: str, template: bytes, message: str) -> None:
    content = every_paper(cases()[0])[name]
    with pytest.raises(PaperError, match=message):
        make(name, content, LAYOUT, template=template)  # type: ignore[arg-type]


def test_a_broken_layout_is_refused_by_line(tmp_path: Path) -> None:
    own = tmp_path / "样式.yaml"
    text = (ROOT / "rules" / "papers" / "papers.yaml").read_text(encoding="utf-8")
    own.write_text(text.replace("form: xlsx", "form: pdf", 1), encoding="utf-8")
    with pytest.raises(RulebookError, match=r"样式\.yaml 第 [0-9]+ 行"):
        load_layout(own)


def test_an_own_layout_changes_titles_and_columns(tmp_path: Path) -> None:
    own = tmp_path / "样式.yaml"
    text = (ROOT / "rules" / "papers" / "papers.yaml").read_text(encoding="utf-8")
    own.write_text(text.replace("- [①资料, 结论1, 7]", "- [资料审查, 结论1, 9]"), encoding="utf-8")
    content = list_contents.review_list(cases()[:1], NANCHONG)
    assert "资料审查" in cells(make("review_list", content, load_layout(own)))[1]


# 汇集


def test_a_secret_filing_has_no_papers() -> None:
    file = next(f for f in FILINGS if "secret" in f.name)
    with pytest.raises(PaperError, match="涉密项目不在备案范围"):
        read_case(file, desk())


def test_two_submission_dates_are_refused() -> None:
    rows = [Event.model_validate({"event": "提交申报", "day": "2026-03-01"})]
    with pytest.raises(PaperError, match="提交日期有两个"):
        case_of(filing(), rows, desk())


def test_without_a_kind_there_is_no_paper() -> None:
    with pytest.raises(ComplianceError, match="没有填写项目种类"):
        case_of(changed(kind=None), (), desk())


def test_events_beside_the_filing_are_found(tmp_path: Path) -> None:
    file = tmp_path / "甲.json"
    file.write_bytes(FILINGS[0].read_bytes())
    (tmp_path / "甲.事件.csv").write_text(
        "事件,日期,部门\n提交申报,2026-06-18,\n分派,2026-06-22,市公安局\n", encoding="utf-8"
    )
    assert len(read_case(file, desk()).events) == 2


# 备案之后


def test_a_recorded_project_enters_the_registry() -> None:
    entry = entry_of(filing(), "示例备〔2026〕0001号")
    assert (entry.id, entry.record_no, entry.status) == (
        filing().registry_id or "示例备〔2026〕0001号",
        "示例备〔2026〕0001号",
        "building",
    )
    again = Registry.of([json.loads(entry.model_dump_json())])
    assert again.systems == (entry,)
    assert again.faults == ()


def test_without_a_number_nothing_enters_the_registry() -> None:
    with pytest.raises(ComplianceError, match="没有备案号"):
        entry_of(filing(), " ")


def test_the_archive_check_names_what_is_missing() -> None:
    case = next(c for c in cases() if c.status.kind == "completed")
    held = {m.type for m in case.filing.materials or ()}
    assert missing_for_archive(case.status.kind, held, NANCHONG) == ()
    lacking = missing_for_archive(case.status.kind, held - {"acceptance"}, NANCHONG)
    assert [m.label for m in lacking] == ["验收资料"]
