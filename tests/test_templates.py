"""Report templates of an office's own: used, tried before, refused with file and place."""

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from compliance import ComplianceError, Filing, check
from compliance.calendar import china
from compliance.cli import beian
from compliance.procedure import load as load_procedure
from compliance.report import pdf
from compliance.report.forms import FORMS, load_templates
from compliance.report.model import report_of
from compliance.report.papers.layout import load_layout
from compliance.report.papers.make import blank
from compliance.report.templates import Templates, templates_in
from tests.test_reports import (
    EXAMPLES,
    ROOT,
    SIMILAR,
    said,
    squeezed,
    text_of,
    unmarked,
    verdict_of,
    words_of,
)

docx = pytest.importorskip("docx", reason="未装 reports 附加依赖，模板未测")
typst = pytest.importorskip("typst", reason="未装 pdf 附加依赖，模板未测")

MARK = load_layout().mark
OFFICE = "示例市信息化办公室"
CHINESE = pdf._CHINESE
TYP = pdf.own_template().decode()
FIELDS = ("{{标题}}", "{{概况.内容}}", "{{小结}}", "{{意见}}", "{{说明.内容}}")
TABLE = ("{{审查.项}}", "{{审查.内容}}", "{{审查.结论}}", "{{审查.问题}}")
FILINGS = sorted((ROOT / "examples/filings").glob("*.json"))
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'


def word(*paragraphs: str, row: tuple[str, ...] = TABLE, bare: bool = False) -> bytes:
    """An office's .docx with its letterhead; a bare one has no style that ours would name."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = OFFICE
    for text in paragraphs:
        document.add_paragraph(text)
    table = document.add_table(1, len(row))
    for cell, text in zip(table.rows[0].cells, row, strict=True):
        cell.text = text
    if bare:
        for name in ("Heading 2", "Heading 3", "Table Grid"):
            document.styles[name].element.getparent().remove(document.styles[name].element)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def put(folder: Path, name: str, content: bytes | str) -> Templates:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return templates_in(folder)


def missing(form: str, templates: Templates) -> list[str]:
    """What a report of an office's leaves out of what it has to say."""
    verdict = verdict_of(SIMILAR)
    seen = unmarked(text_of(form, FORMS[form].write(verdict, templates)))
    pages = 2 if form == "pdf" else 1
    return [each for each in words_of(report_of(verdict)) if not said(each, seen, pages)]


def headers(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [n for n in archive.namelist() if re.match("word/(header|footer)", n)]
        return "".join(re.sub("<[^>]+>", "", archive.read(n).decode()) for n in parts)


@pytest.mark.parametrize("bare", [False, True], ids=["有样式", "没有我们用的样式"])
def test_an_office_s_word_template_says_every_word_under_its_own_head(
    tmp_path: Path, bare: bool
) -> None:
    templates = put(tmp_path, "report.docx", word(*FIELDS, bare=bare))
    FORMS["docx"].require(templates)
    assert missing("docx", templates) == []
    content = FORMS["docx"].write(verdict_of(SIMILAR), templates)
    assert OFFICE in headers(content)
    assert MARK not in headers(content)
    styles = [p.style.name for p in docx.Document(io.BytesIO(content)).paragraphs]
    assert {"Heading 2", "Heading 3"} <= set(styles)


def test_our_own_is_marked_as_ours() -> None:
    verdict = verdict_of(SIMILAR)
    assert MARK in headers(FORMS["docx"].write(verdict))
    assert squeezed(MARK) in text_of("pdf", FORMS["pdf"].write(verdict))


@pytest.mark.parametrize(("name", "form"), [("report.docx", "docx"), ("report.typ", "pdf")])
def test_ours_taken_out_and_put_back_gives_the_same_file(
    tmp_path: Path, name: str, form: str
) -> None:
    target = tmp_path / name
    assert (
        beian.main(["papers", "template", "report", "-o", str(target)], standalone_mode=False) == 0
    )
    templates = templates_in(tmp_path)
    FORMS[form].require(templates)
    verdict = verdict_of(EXAMPLES[1])
    assert FORMS[form].write(verdict, templates) == FORMS[form].write(verdict)


def test_what_a_filing_says_is_no_placeholder(tmp_path: Path) -> None:
    verdict = check(
        Filing.model_validate({"project": {"name": "{{意见}}{{小结}}"}}), on=date(2026, 3, 2)
    )
    templates = put(tmp_path, "report.docx", word(*FIELDS))
    seen = text_of("docx", FORMS["docx"].write(verdict, templates))
    assert "｛｛意见}}｛｛小结}}" in seen
    assert seen.count(squeezed(report_of(verdict).summary)) == 1


BAD_WORD: dict[str, tuple[bytes, str]] = {
    "不是 Word 文档": (b"hello", r"report\.docx：模板不是 Word 文档"),
    "不认识的内容，告诉是哪一段": (
        word(*FIELDS, "结论：{{结轮}}"),
        r"report\.docx“结论：{{结轮}}”：模板里有不认识的内容：{{结轮}}",
    ),
    "漏了逐处的意见": (
        word(*(f for f in FIELDS if f != "{{意见}}")),
        r"report\.docx：模板里没有：{{意见}}",
    ),
    "漏了表里的一列": (word(*FIELDS, row=TABLE[:3]), r"没有：{{审查\.问题}}"),
    "意见写在一句话里": (word(*FIELDS[:3], "意见如下：{{意见}}", *FIELDS[4:]), "单独成段"),
    "意见写了两次": (word(*FIELDS, "{{意见}}"), "只写一次"),
    "意见写在表格里": (
        word(*FIELDS[:3], *FIELDS[4:], row=(*TABLE, "{{意见}}")),
        "写在正文里",
    ),
}


@pytest.mark.parametrize(("template", "message"), BAD_WORD.values(), ids=BAD_WORD)
def test_a_broken_word_template_is_refused(tmp_path: Path, template: bytes, message: str) -> None:
    templates = put(tmp_path, "report.docx", template)
    with pytest.raises(ComplianceError, match=message):
        FORMS["docx"].require(templates)
    with pytest.raises(ComplianceError, match=message):
        FORMS["docx"].write(verdict_of(EXAMPLES[1]), templates)


def test_an_office_s_pdf_template_says_every_word_beside_its_own_head(tmp_path: Path) -> None:
    (tmp_path / "图").mkdir()
    (tmp_path / "图" / "logo.svg").write_text(LOGO)
    head = f'#image("图/logo.svg", alt: "示例徽标")\n{OFFICE}\n\n'
    body = TYP.replace("#block(width: 100%, inset: 1em", f"{head}#block(width: 100%, inset: 1em", 1)
    templates = put(tmp_path, "report.typ", body)
    FORMS["pdf"].require(templates)
    assert missing("pdf", templates) == []
    verdict = verdict_of(EXAMPLES[1])
    assert OFFICE in text_of("pdf", FORMS["pdf"].write(verdict, templates))
    assert OFFICE not in text_of("pdf", FORMS["pdf"].write(verdict))


@pytest.mark.parametrize("name", ["#strong[甲] $x$ *乙*", "= 丙 <丁> @戊 \\u{61} //己"])
def test_an_office_s_pdf_template_takes_no_markup_from_a_filing(tmp_path: Path, name: str) -> None:
    templates = put(tmp_path, "report.typ", TYP + "\n// 本单位的版式\n")
    verdict = check(Filing.model_validate({"project": {"name": name}}), on=date(2026, 3, 2))
    assert squeezed(name) in text_of("pdf", FORMS["pdf"].write(verdict, templates))


LINES = TYP.splitlines()
TITLE = next(n for n, line in enumerate(LINES, 1) if "report.summary" in line)
BAD_TYP: dict[str, tuple[str, str]] = {
    "名称写错，告诉是哪一行": (
        TYP.replace("report.summary", "report.sumary"),
        rf"report\.typ 第 {TITLE} 行：版式有错.*sumary",
    ),
    "括号没有合上": (f"#let x = (\n{TYP}", r"report\.typ 第 \d+ 行：版式有错"),
    "引用的文件不在": (f'#import "缺.typ": x\n{TYP}', r"report\.typ 第 1 行：版式有错.*not found"),
    "引用网上的包": (
        f'{TYP}\n#import "@preview/cetz:0.3.0": *\n',
        rf"report\.typ 第 {len(LINES) + 2} 行：版式引用了网上的包",
    ),
    "读模板文件夹以外的文件": (f'#read("../../清单")\n{TYP}', "版式有错"),
    "漏了说明": (
        TYP.replace("report.notes.map(", "().map("),
        r"report\.typ：版式没有用到.*示例说明",
    ),
    "漏了改法": (TYP.replace("  #labelled(one.lines)\n", ""), "没有用到报告里的：示例改法"),
    "漏了并列对照": (
        TYP.replace("#if one.sides != none { beside(one.sides) }", ""),
        "示例对照.*示例共有.*示例另一边",
    ),
}


@pytest.mark.parametrize(("template", "message"), BAD_TYP.values(), ids=BAD_TYP)
def test_a_broken_pdf_template_is_refused(tmp_path: Path, template: str, message: str) -> None:
    folder = tmp_path / "模板"
    folder.mkdir()
    with pytest.raises(ComplianceError, match=message) as refused:
        FORMS["pdf"].require(put(folder, "report.typ", template))
    assert str(tmp_path) not in str(refused.value)


def test_a_template_under_a_name_that_is_none_is_refused_not_left_unused(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match=r"retrun\.docx：不认识这个模板.*return\.docx"):
        put(tmp_path, "retrun.docx", b"")


@pytest.mark.parametrize("option", ["--templates", "--fonts"])
def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, option: str) -> None:
    given = {"--templates": (tmp_path / "无", None), "--fonts": (None, tmp_path / "无")}
    with pytest.raises(ComplianceError, match=f"{option}：找不到这个文件夹"):
        templates_in(*given[option])


def notice_template(*paragraphs: str) -> bytes:
    return word(*paragraphs, row=("{{理由.序号}}", "{{理由.问题}}"))


BAD_NOTICE = {
    "漏了理由": (
        word("{{项目名称}}", row=("一", "二")),
        r"return\.docx：模板里没有：{{理由\.问题}}",
    ),
    "理由里有不认识的": (
        notice_template("{{项目名称}}{{理由.问題}}"),
        r"return\.docx“.*”：模板里有不认识的内容：{{理由\.问題}}",
    ),
    "别处有不认识的": (notice_template("{{项目名}}"), "不认识的内容：{{项目名}}"),
}


@pytest.mark.parametrize(("template", "message"), BAD_NOTICE.values(), ids=BAD_NOTICE)
def test_a_broken_notice_template_is_refused_before_it_is_needed(
    tmp_path: Path, template: bytes, message: str
) -> None:
    put(tmp_path, "return.docx", template)
    with pytest.raises(ComplianceError, match=message):
        load_templates(tmp_path, None, load_procedure(), china())


def test_all_of_an_office_s_templates_are_tried_at_once(tmp_path: Path) -> None:
    put(tmp_path, "report.docx", blank("report", load_layout()))
    put(tmp_path, "report.typ", TYP)
    put(tmp_path, "return.docx", notice_template("{{项目名称}}"))
    found = load_templates(tmp_path, None, load_procedure(), china())
    names = [path.name for path in (found.report_docx, found.report_typ, found.return_docx) if path]
    assert names == ["report.docx", "report.typ", "return.docx"]


@pytest.fixture
def fonts(tmp_path: Path) -> Path:
    """A folder with one Chinese font."""
    folder = tmp_path / "字体"
    folder.mkdir()
    every = (f for f in typst.Fonts().fonts() if f.path and f.family in CHINESE)
    font = next(every, None)
    if font is None:
        pytest.fail("没有中文字体，PDF 未测（apt-get install fonts-noto-cjk）")
    (folder / Path(font.path).name).symlink_to(font.path)
    return folder


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 - nothing to use
    """A machine without a Chinese font of its own."""
    monkeypatch.setattr(pdf, "_CHINESE", ())
    pdf._fonts.cache_clear()
    yield
    pdf._fonts.cache_clear()


@pytest.mark.usefixtures("bare_machine")
def test_a_folder_of_fonts_is_enough_where_the_machine_has_none(fonts: Path) -> None:
    verdict = verdict_of(EXAMPLES[1])
    with pytest.raises(
        ComplianceError, match=r"没有中文字体.*fonts-noto-cjk.*--fonts（BEIAN_FONTS）"
    ):
        FORMS["pdf"].write(verdict)
    content = FORMS["pdf"].write(verdict, templates_in(None, fonts))
    assert squeezed(report_of(verdict).title) in text_of("pdf", content)


def test_a_folder_without_a_font_is_refused(tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text("不是字体", "utf-8")
    with pytest.raises(ComplianceError, match=r"字体文件夹里没有字体.*\.ttf"):
        FORMS["pdf"].require(templates_in(None, tmp_path))


def run(*arguments: object, **environment: str) -> tuple[int, str]:
    done = CliRunner().invoke(
        beian, list(map(str, arguments)), env=environment, standalone_mode=False
    )
    assert done.exception is None, done.output
    return done.return_value, done.output


Given = Callable[[Path], tuple[tuple[object, ...], dict[str, str]]]
GIVEN: dict[str, Given] = {
    "用选项": lambda folder: (("--templates", folder), {}),
    "用环境变量": lambda folder: ((), {"BEIAN_TEMPLATES": str(folder)}),
}


@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)
def test_check_writes_by_the_office_s_template(tmp_path: Path, given: Given) -> None:
    folder = tmp_path / "模板"
    folder.mkdir()
    put(folder, "report.docx", word(*FIELDS))
    options, environment = given(folder)
    target = tmp_path / "意见.docx"
    asked = ("check", EXAMPLES[1], "--format", "docx", "-o", target)
    code, _ = run(*asked, *options, **environment)
    assert code in (0, 1, 3)
    assert OFFICE in headers(target.read_bytes())


def test_the_notice_is_written_by_the_office_s_template_in_the_folder(tmp_path: Path) -> None:
    put(tmp_path, "return.docx", notice_template("{{项目名称}}"))
    target = tmp_path / "退回.docx"
    filing = next(path for path in FILINGS if path.stem == "07-new-return-materials")
    code, said = run("papers", "return", filing, "-o", target, BEIAN_TEMPLATES=str(tmp_path))
    assert (code, OFFICE in headers(target.read_bytes())) == (0, True), said
    assert "缺少初步设计方案" in text_of("docx", target.read_bytes())


def test_check_with_a_broken_template_tells_it_and_writes_nothing(tmp_path: Path) -> None:
    put(tmp_path, "report.typ", "#report.title")
    target = tmp_path / "意见.pdf"
    asked = ("check", EXAMPLES[1], "--format", "pdf", "-o", target, "--templates", tmp_path)
    code, output = run(*asked)
    assert code == 2
    assert "report.typ 第 1 行" in output
    assert not target.exists()


@pytest.fixture
def filings(tmp_path: Path) -> Path:
    folder = tmp_path / "申报"
    folder.mkdir()
    for path in EXAMPLES[:2]:
        shutil.copy(path, folder)
    return folder


def test_a_batch_writes_a_pdf_for_each(filings: Path, tmp_path: Path) -> None:
    code, _ = run("batch", filings, "-o", tmp_path / "清单.xlsx", "--report", "pdf")
    assert code in (0, 1, 3)
    made = sorted((tmp_path / "清单_报告").glob("*.pdf"))
    assert [path.name for path in made] == [f"{path.name}.pdf" for path in EXAMPLES[:2]]
    assert all("预检结论" in text_of("pdf", path.read_bytes()) for path in made)


@pytest.mark.usefixtures("bare_machine")
def test_a_batch_without_a_font_is_refused_once_before_it_starts(
    filings: Path, tmp_path: Path
) -> None:
    code, output = run("batch", filings, "-o", tmp_path / "清单.xlsx", "--report", "pdf")
    assert code == 2
    assert output.count("没有中文字体") == 1
    assert not (tmp_path / "清单.xlsx").exists()
    assert not (tmp_path / "清单_报告").exists()


def test_a_batch_that_goes_on_writes_anew_what_another_template_had_made(
    filings: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "模板"
    folder.mkdir()
    asked = ("batch", filings, "-o", tmp_path / "清单.xlsx", "--report", "docx", "--resume")
    run(*asked)
    first = tmp_path / "清单_报告" / f"{EXAMPLES[0].name}.docx"
    assert MARK in headers(first.read_bytes())
    put(folder, "report.docx", word(*FIELDS))
    run(*asked, "--templates", folder)
    assert OFFICE in headers(first.read_bytes())


REGISTRY = ROOT / "examples/registry.csv"
WITHOUT: dict[str, tuple[str, tuple[object, ...]]] = {
    "xlsx 报告": ("xlsxwriter", ("check", EXAMPLES[1], "--format", "xlsx", "-o", "一.xlsx")),
    "docx 报告": ("docx", ("check", EXAMPLES[1], "--format", "docx", "-o", "一.docx")),
    "pdf 报告": ("typst", ("check", EXAMPLES[1], "--format", "pdf", "-o", "一.pdf")),
    "一批 docx": ("docx", ("batch", EXAMPLES[1].parent, "-o", "一.xlsx", "--report", "docx")),
    "一批的送审清单": ("xlsxwriter", ("batch", EXAMPLES[1].parent, "-o", "一.xlsx")),
    "普查表": ("xlsxwriter", ("registry", "census", REGISTRY, "-o", "一.xlsx")),
}


@pytest.mark.parametrize(("module", "asked"), WITHOUT.values(), ids=WITHOUT)
def test_a_missing_package_is_told_before_the_work(
    tmp_path: Path, module: str, asked: tuple[object, ...]
) -> None:
    program = (
        f"import sys; sys.modules[{module!r}] = None\n"
        f"from compliance.cli import main; main({list(map(str, asked))!r})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )
    assert (done.returncode, "安装" in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())
