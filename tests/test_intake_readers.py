"""What the readers see: every visible word, deleted text never, tables and numbers as people read them."""
# ruff: noqa: E501 - markup is easier to compare on one line

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from compliance.intake import read
from compliance.intake.document import Block, Document, Table
from compliance.intake.jail import Jail
from compliance.intake.office import _command, converted
from compliance.intake.refusal import Refused
from compliance.intake.words import Reading, read_list
from tests.making.hostile import zipped
from tests.making.pages import Scan, ofd_bytes, pdf_bytes
from tests.making.sheets import xlsx_bytes
from tests.making.word import W, docx_bytes, paragraph, run, styles, table

PADDING = paragraph("示例项目说明文字，用来使正文足够长。")


Reads = Callable[[str, bytes], Document]


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    with Jail(read_list("intake", Reading).bounds()) as jail:
        yield jail


@pytest.fixture
def reading(jail: Jail, tmp_path: Path) -> Reads:
    def read(name: str, content: bytes) -> Document:
        path = tmp_path / name
        path.write_bytes(content)
        return jail.read(path, name)

    return read


# about, body, what is seen, what must never be seen
MARKS = [
    (
        "修订插入的字保留",
        f'<w:p><w:ins w:id="1" w:author="a">{run("插入的字")}</w:ins></w:p>',
        "插入的字",
        "",
    ),
    (
        "修订删除的字不读",
        f'<w:p>{run("留下")}<w:del w:id="1" w:author="a"><w:r><w:delText>删掉的字</w:delText></w:r></w:del></w:p>',
        "留下",
        "删掉的字",
    ),
    (
        "移走的字不读、移来的字保留",
        f'<w:p><w:moveFrom w:id="1" w:author="a">{run("原处的字")}</w:moveFrom><w:moveTo w:id="2" w:author="a">{run("新处的字")}</w:moveTo></w:p>',
        "新处的字",
        "原处的字",
    ),
    (
        "文本框里的字",
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{paragraph("框内的字")}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{paragraph("框内的字")}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>',
        "框内的字",
        "",
    ),
    (
        "旧式文本框里的字",
        f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{paragraph('旧框内的字')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
        "旧框内的字",
        "",
    ),
    (
        "内容控件里的字",
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('控件里的字')}</w:sdtContent></w:sdt>",
        "控件里的字",
        "",
    ),
    (
        "行内的内容控件",
        f"<w:p><w:sdt><w:sdtContent>{run('行内控件')}</w:sdtContent></w:sdt></w:p>",
        "行内控件",
        "",
    ),
    (
        "内容控件的提示语不算内容",
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('单击此处输入文字')}</w:sdtContent></w:sdt>",
        "",
        "单击此处",
    ),
    (
        "隐藏的字不读",
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏的字</w:t></w:r></w:p>",
        "",
        "隐藏的字",
    ),
    ("生僻字", paragraph("𠮷野、㙍塘、䶮江"), "𠮷野、㙍塘、䶮江", ""),
    (
        "域的结果保留、域代码不读",
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DOCPROPERTY 密</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("域的结果")}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
        "域的结果",
        "DOCPROPERTY",
    ),
    ("超链接里的字", f"<w:p><w:hyperlink>{run('链接的字')}</w:hyperlink></w:p>", "链接的字", ""),
    (
        "嵌套表格里的字",
        f"<w:tbl><w:tr><w:tc>{paragraph('外')}{table([['内层的字']])}{paragraph('')}</w:tc></w:tr></w:tbl>",
        "内层的字",
        "",
    ),
    (
        "删除的表格行不读",
        f'<w:tbl><w:tr><w:tc>{paragraph("留下的行")}</w:tc></w:tr><w:tr><w:trPr><w:del w:id="1" w:author="a"/></w:trPr><w:tc>{paragraph("删掉的行")}</w:tc></w:tr></w:tbl>',
        "留下的行",
        "删掉的行",
    ),
    (
        "智能标记里的字",
        f"<w:p><w:smartTag>{run('标记里的字')}</w:smartTag></w:p>",
        "标记里的字",
        "",
    ),
]


@pytest.mark.parametrize("strict", [False, True], ids=["过渡格式", "严格格式"])
@pytest.mark.parametrize(
    ("body", "seen", "unseen"), [m[1:] for m in MARKS], ids=[m[0] for m in MARKS]
)
def test_word_marks(body: str, seen: str, unseen: str, strict: bool, reading: Reads) -> None:
    text = reading("a.docx", docx_bytes(body + PADDING, strict=strict)).text()

    assert seen in text
    assert not unseen or unseen not in text


def test_a_text_box_shown_in_two_ways_is_read_once(reading: Reads) -> None:
    body = next(m[1] for m in MARKS if m[0] == "文本框里的字")

    assert reading("a.docx", docx_bytes(body + PADDING)).text().count("框内的字") == 1


def test_headers_and_footnotes_are_read_and_told_apart(reading: Reads) -> None:
    extra = {
        "word/header1.xml": f"<w:hdr {W}>{paragraph('页眉的字')}</w:hdr>",
        "word/footnotes.xml": f'<w:footnotes {W}><w:footnote w:type="separator">{paragraph("分隔")}</w:footnote><w:footnote>{paragraph("脚注的字")}</w:footnote></w:footnotes>',
    }
    blocks = list(reading("a.docx", docx_bytes(PADDING, extra)).blocks())

    assert {b.part: b.text for b in blocks if b.part != "body"} == {
        "header": "页眉的字",
        "footnote": "脚注的字",
    }


NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num></w:numbering>"""


def test_automatic_numbers_are_computed(reading: Reads) -> None:
    levels = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (2, 0), (2, 1), (3, 0)]
    body = "".join(paragraph("项", number=place) for place in levels)

    blocks = reading(
        "a.docx", docx_bytes(body + PADDING, {"word/numbering.xml": NUMBERING})
    ).blocks()

    numbers = [b.text.removesuffix("项") for b in blocks][: len(levels)]
    assert numbers == ["一、", "（一）", "（二）", "1.", "二、", "（一）", "1", "1.1", "7"]


def test_headings_have_levels_from_style_outline_and_ancestor_style(reading: Reads) -> None:
    inherited = (
        '<w:style w:styleId="x"><w:name w:val="自定义"/><w:basedOn w:val="2"/></w:style></w:styles>'
    )
    made = styles({"1": "heading 1", "2": "标题 2"}).replace("</w:styles>", inherited)
    body = (
        paragraph("甲", style="1")
        + paragraph("乙", style="x")
        + paragraph("丙", outline=2)
        + paragraph("丁", style="1", outline=9)
    )

    blocks = reading("a.docx", docx_bytes(body + PADDING, {"word/styles.xml": made})).blocks()

    assert [b.level for b in blocks][:4] == [1, 2, 3, 0]


def test_merged_cells_are_filled_in_word_and_excel(reading: Reads) -> None:
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
    span, start, down = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        [cell.format(span, paragraph("横")), cell.format("", paragraph("右"))],
        [
            cell.format(start, paragraph("纵")),
            cell.format("", paragraph("1")),
            cell.format("", paragraph("2")),
        ],
        [
            cell.format(down, paragraph("")),
            cell.format("", paragraph("3")),
            cell.format("", paragraph("4")),
        ],
    ]
    body = "<w:tbl>" + "".join("<w:tr>" + "".join(row) + "</w:tr>" for row in rows) + "</w:tbl>"
    sheet = xlsx_bytes(
        {"表": [["横", "", "右"], ["纵", 1, 2.5], ["", 3, True]]}, {"表": ["A1:B1", "A2:A3"]}
    )

    word = next(reading("a.docx", docx_bytes(body + PADDING)).tables())
    excel = next(reading("a.xlsx", sheet).tables())

    assert word.rows == (("横", "横", "右"), ("纵", "1", "2"), ("纵", "3", "4"))
    assert excel.rows == (("横", "横", "右"), ("纵", "1", "2.5"), ("纵", "3", "是"))
    assert excel.cell(1, 2) == "表!C2"


def test_pdf_lines_are_joined_and_page_numbers_left_out(reading: Reads) -> None:
    long = "是建设统一的业务应用服务全市各区县的一线人员和办事群众并按目录向有关部门共享数据"
    lines = [
        [f"{n}、项目概况", n + long, f"减少重复填报{n}。", f"（{n}）需求", f"- {page} -"]
        for page, n in enumerate("一二三四", 1)
    ]

    blocks = list(reading("a.pdf", pdf_bytes(lines)).blocks())

    assert [b.text for b in blocks[:3]] == [
        "一、项目概况",
        "一" + long + "减少重复填报一。",
        "（一）需求",
    ]
    assert blocks[3].spot == "第 2 页"
    assert not any("-" in b.text for b in blocks)


@pytest.mark.parametrize("write", [pdf_bytes, ofd_bytes], ids=["pdf", "ofd"])
def test_tables_on_pages_keep_their_columns(write: Callable[..., bytes], reading: Reads) -> None:
    page = [
        ("费用名称", "数量", "金额"),
        ("软件开发费", "1", "80"),
        ("合计", " ", "80"),
        "以上为明细。",
    ]

    parts = reading(f"a.{'pdf' if write is pdf_bytes else 'ofd'}", write([page])).parts

    grid = next(p for p in parts if isinstance(p, Table))
    assert grid.rows == (
        ("费用名称", "数量", "金额"),
        ("软件开发费", "1", "80"),
        ("合计", "", "80"),
    )
    assert isinstance(parts[-1], Block)


def test_rare_characters_survive_pdf_ofd_and_xlsx(reading: Reads) -> None:
    word = "𠮷野㙍塘䶮江"

    for name, content in (
        ("a.pdf", pdf_bytes([[word]])),
        ("a.ofd", ofd_bytes([[word]])),
        ("a.xlsx", xlsx_bytes({"表": [[word]]})),
    ):
        assert word in reading(name, content).text()


def test_one_scanned_page_among_others_is_told(reading: Reads) -> None:
    document = reading("a.pdf", pdf_bytes([["示例项目说明文字"], Scan()]))

    assert [(m.code, m.detail) for m in document.marks] == [("scanned_page", "2")]


TEXTS = [
    ("utf-8", "utf-8"),
    ("utf-8 带标记", "utf-8-sig"),
    ("gb18030", "gb18030"),
    ("utf-16", "utf-16"),
]


@pytest.mark.parametrize("encoding", [t[1] for t in TEXTS], ids=[t[0] for t in TEXTS])
def test_texts_and_tables_in_each_encoding(encoding: str, reading: Reads) -> None:
    text = reading("a.txt", "项目名称：示例\n建设单位：䶮江局".encode(encoding))
    sheet = reading("a.csv", '名称,说明\n甲,"一,二"\n'.encode(encoding))

    assert [b.text for b in text.blocks()] == ["项目名称：示例", "建设单位：䶮江局"]
    assert next(sheet.tables()).rows == (("名称", "说明"), ("甲", "一,二"))


def test_markdown_headings_and_tables(reading: Reads) -> None:
    document = reading("a.md", "# 项目概况\n正文\n\n|名称|数量|\n|---|---|\n|甲|1|\n".encode())

    assert [(b.text, b.level) for b in document.blocks()] == [("项目概况", 1), ("正文", 0)]
    assert next(document.tables()).rows == (("名称", "数量"), ("甲", "1"))


def test_a_file_is_read_by_its_content_and_a_wrong_ending_told(reading: Reads) -> None:
    document = reading("a.docx", pdf_bytes([["示例项目说明文字"]]))

    assert document.format == "pdf"
    assert [(m.code, m.detail) for m in document.marks] == [("wrong_ending", "pdf")]


def test_hidden_sheets_are_left_out_and_told(reading: Reads) -> None:
    import io

    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet("目录").write(0, 0, "看得见")
        hidden = book.add_worksheet("旧表")
        hidden.write(0, 0, "看不见")
        hidden.hide()
    document = reading("a.xlsx", target.getvalue())

    assert "看不见" not in document.text()
    assert [(m.code, m.detail) for m in document.marks] == [("hidden_sheet", "旧表")]


def test_old_word_files_need_a_converter(jail: Jail, tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"{\\rtf1 text}")

    with pytest.raises(Refused) as refused:
        jail.read(path, path.name)

    assert (refused.value.code, refused.value.detail) == ("old_format", "doc")


MADE_BY_OFFICE = Path(__file__).parent / "data" / "libreoffice"


@pytest.mark.parametrize("name", ["small.docx", "small.pdf"])
def test_files_that_libreoffice_made(name: str, reading: Reads) -> None:
    document = reading(name, (MADE_BY_OFFICE / name).read_bytes())
    grid = next(document.tables())
    lines = [block.text.replace(" ", "") for block in document.blocks()]

    assert lines[:3] == ["示例项目说明", "一、自动编号甲", "二、自动编号乙"]
    assert "建设工期12个月，总投资：320万元。" in lines
    assert lines[-1] == "生僻字：㙍䶮"
    assert grid.rows[-2][1:] == (
        "渗压监测",
        "采集渗压计读数并绘制过程线，超限时向巡查人员和值班人员同时发出提醒信息并记录处置情况",
    )
    assert name.endswith("pdf") or "删掉的字" not in document.text()


@pytest.mark.parametrize("name", ["catalog.xlsx", "catalog.xls"])
def test_workbooks_that_libreoffice_made(name: str, reading: Reads) -> None:
    grid = next(reading(name, (MADE_BY_OFFICE / name).read_bytes()).tables())

    assert grid.rows[0] == ("政务信息资源目录",) * 10
    assert grid.rows[1][6:8] == ("更新周期", "共享类型")
    assert grid.rows[2][1] == "渗压监测信息"


def test_an_old_word_file_is_converted_without_a_network(jail: Jail) -> None:
    if not _command():
        pytest.skip("本机没有 LibreOffice 或 unshare，不能转换 doc")
    content = (MADE_BY_OFFICE / "small.doc").read_bytes()

    with converted(content, ".doc", 45) as target:
        text = jail.read(target, target.name).text()

    assert "插入的字" in text
    assert "删掉的字" not in text
    assert "渗压监测" in text


_HANGS = """#!/bin/sh
sleep 86397 &
wait
"""


def test_a_converter_that_hangs_is_ended_with_all_it_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not _command():
        pytest.skip("本机没有 LibreOffice 或 unshare，不能转换 doc")
    (tmp_path / "soffice").write_text(_HANGS, "utf-8")
    (tmp_path / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    _command.cache_clear()
    with pytest.raises(Refused, match="timeout"), converted(b"", ".doc", 2):
        pass
    _command.cache_clear()
    begun = [p.read_bytes() for p in Path("/proc").glob("[0-9]*/cmdline") if p.exists()]
    assert b"sleep\x0086397\x00" not in begun


def test_an_old_word_file_in_a_zip_is_converted_too(tmp_path: Path) -> None:
    if not _command():
        pytest.skip("本机没有 LibreOffice 或 unshare，不能转换 doc")
    content = (MADE_BY_OFFICE / "small.doc").read_bytes()
    (tmp_path / "材料.zip").write_bytes(zipped({"可行性研究报告.doc": content}))

    dossier = read(tmp_path / "材料.zip")

    assert [(u.file, u.code) for u in dossier.unread] == []
    assert [m.type.value for m in dossier.filing.materials or ()] == ["feasibility"]
