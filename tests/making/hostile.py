"""Hostile files, made when the tests run and never stored: each with the refusals that are right for it."""
# ruff: noqa: E501, S311 - markup is easier to compare on one line

import io
import os
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from tests.making.ole import compound
from tests.making.pages import Scan, ofd_bytes, pdf_bytes
from tests.making.sheets import xlsx_bytes
from tests.making.word import W, docx_bytes, paragraph


@dataclass(frozen=True)
class Hostile:
    """A file, and the codes of which one has to be the answer; "read" where reading is harmless."""

    about: str
    name: str
    content: bytes
    codes: tuple[str, ...]


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """The parts of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = unzipped(content)
    parts[part] = change(parts.get(part, b""))
    return zipped(parts)


def _after_declaration(text: bytes) -> Callable[[bytes], bytes]:
    return lambda xml: xml.replace(b"?>", b"?>" + text, 1) if b"?>" in xml else text + xml


_LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9))
    + b"]>"
)
_QUADRATIC = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 100_000 + b'">]>'
_OUTSIDE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
_REMOTE = b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'
_BOMB = b" " * 60_000_000


def _nested(depth: int) -> bytes:
    inner = paragraph("里")
    return (
        f"<w:document {W}><w:body>"
        + "<w:sdt><w:sdtContent>" * depth
        + inner
        + "</w:sdtContent></w:sdt>" * depth
        + "</w:body></w:document>"
    ).encode()


def _lying_size(content: bytes, size: int) -> bytes:
    """The central directory says another size than the packed bytes have."""
    at = content.rfind(b"PK\x01\x02")
    return content[: at + 24] + struct.pack("<I", size) + content[at + 28 :]


def _flagged(content: bytes, bit: int) -> bytes:
    raw = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + offset] |= bit
            at = raw.find(mark, at + 4)
    return bytes(raw)


def _method(content: bytes, method: int) -> bytes:
    raw = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = raw.find(mark)
        while at >= 0:
            struct.pack_into("<H", raw, at + offset, method)
            at = raw.find(mark, at + 4)
    return bytes(raw)


def _twice(name: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name + "a", b"1")
        archive.writestr(name + "b", b"2")
    return target.getvalue().replace((name + "b").encode(), (name + "a").encode())


def _link(name: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/hostname")
    return target.getvalue()


def _cell(address: str, text: str = "x") -> Callable[[bytes], bytes]:
    row = "".join(c for c in address if c.isdigit())
    new = f'<row r="{row}"><c r="{address}" t="inlineStr"><is><t>{text}</t></is></c></row></sheetData>'.encode()
    return lambda xml: xml.replace(b"</sheetData>", new)


_SHEET = "xl/worksheets/sheet1.xml"


def _pdf_stream(body: bytes, extra: bytes = b"") -> bytes:
    """A PDF whose one page has this packed content stream."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (len(body), extra, body),
    ]
    return joined(objects)


def joined(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1, the first of them the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


def _bomb(size: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()


def _docx() -> list[Hostile]:
    good = docx_bytes(paragraph("示例项目可行性研究报告，说明建设内容和资金来源。"))
    main = "word/document.xml"
    return [
        Hostile(
            "实体套实体（十亿大笑）",
            "a.docx",
            _changed(good, main, _after_declaration(_LAUGHS)),
            ("doctype",),
        ),
        Hostile(
            "很长的实体反复引用",
            "a.docx",
            _changed(good, main, _after_declaration(_QUADRATIC)),
            ("doctype",),
        ),
        Hostile(
            "实体指向本机文件",
            "a.docx",
            _changed(good, main, _after_declaration(_OUTSIDE)),
            ("doctype",),
        ),
        Hostile(
            "UTF-16 写的实体声明",
            "a.docx",
            _changed(
                good,
                main,
                lambda x: (
                    x.decode()
                    .replace("?>", "?><!DOCTYPE x []>", 1)
                    .replace("UTF-8", "UTF-16")
                    .encode("utf-16")
                ),
            ),
            ("doctype",),
        ),
        Hostile(
            "外部 DTD",
            "a.docx",
            _changed(good, "word/styles.xml", lambda _: _REMOTE + b"<styles/>"),
            ("doctype",),
        ),
        Hostile(
            "一个部分全是空白，压缩比过高",
            "a.docx",
            _changed(good, main, lambda x: x.replace(b"<w:body>", b"<w:body>" + _BOMB)),
            ("ratio",),
        ),
        Hostile(
            "一个部分超过 64 MB",
            "a.docx",
            zipped(unzipped(good) | {"word/media/x.bin": bytes(70_000_000)}),
            ("part_large",),
        ),
        Hostile(
            "声明的大小是假的",
            "a.docx",
            _lying_size(good, 10),
            ("broken_zip",),
        ),
        Hostile(
            "内容控件套两万层",
            "a.docx",
            _changed(good, main, lambda _: _nested(20_000)),
            ("broken_xml",),
        ),
        Hostile(
            "内容控件套两百层", "a.docx", _changed(good, main, lambda _: _nested(100)), ("read",)
        ),
        Hostile(
            "带宏的文件改名",
            "a.docx",
            zipped(unzipped(good) | {"word/vbaProject.bin": b"x"}),
            ("macro",),
        ),
        Hostile("截断的文件", "a.docx", good[: len(good) // 2], ("broken_zip",)),
        Hostile("只有前四个字节", "a.docx", b"PK\x03\x04", ("broken_zip",)),
        Hostile(
            "正文缺失",
            "a.docx",
            zipped({k: v for k, v in unzipped(good).items() if k != main}),
            ("part_missing",),
        ),
        Hostile(
            "正文不是 XML",
            "a.docx",
            _changed(good, main, lambda _: b"\xff\x00garbage"),
            ("broken_xml",),
        ),
        Hostile(
            "路径越界", "a.docx", zipped(unzipped(good) | {"../../etc/x": b"x"}), ("path_trick",)
        ),
        Hostile("加密标记", "a.docx", _flagged(good, 1), ("encrypted",)),
        Hostile("不认识的压缩方法", "a.docx", _method(good, 99), ("broken_zip",)),
        Hostile("随机字节", "a.docx", random.Random(5).randbytes(4096), ("magic",)),
        Hostile("空文件", "a.docx", b"", ("empty",)),
        Hostile(
            "只有图片没有字", "a.docx", docx_bytes("<w:p><w:r><w:drawing/></w:r></w:p>"), ("scan",)
        ),
        Hostile(
            "关系指向外部图片",
            "a.docx",
            _changed(
                good,
                "word/_rels/document.xml.rels",
                lambda _: (
                    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" Type="http://x/image" Target="http://127.0.0.1:9/a.png" TargetMode="External"/></Relationships>'
                ),
            ),
            ("read",),
        ),
        Hostile(
            "列表的编号引用自己",
            "a.docx",
            _changed(
                good,
                "word/styles.xml",
                lambda _: (
                    f'<w:styles {W}><w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'.encode()
                ),
            ),
            ("read",),
        ),
        Hostile(
            "一格横跨十亿列",
            "a.docx",
            docx_bytes(
                '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr>'
                + paragraph("宽表格的内容写在这里")
                + "</w:tc></w:tr></w:tbl>"
                + paragraph("正文在表格后面，说明建设内容。")
            ),
            ("read",),
        ),
        Hostile(
            "七万个部分",
            "a.docx",
            zipped({f"word/{n}.bin": b"" for n in range(3000)}),
            ("entries",),
        ),
    ]


def _xlsx() -> list[Hostile]:
    good = xlsx_bytes({"目录": [["名称", "格式"], ["示例资源", "xlsx"]]})
    return [
        Hostile(
            "最远的一格有字", "a.xlsx", _changed(good, _SHEET, _cell("XFD1048576")), ("far_cell",)
        ),
        Hostile("最远的一列有字", "a.xlsx", _changed(good, _SHEET, _cell("XFD3")), ("far_cell",)),
        Hostile(
            "列名是假的",
            "a.xlsx",
            _changed(good, _SHEET, _cell("ZZZZZZ9")),
            ("far_cell",),
        ),
        Hostile(
            "用单引号写的远格",
            "a.xlsx",
            _changed(
                good,
                _SHEET,
                lambda x: _cell("XFD1048576")(x).replace(b'r="XFD1048576"', b"r='XFD1048576'"),
            ),
            ("far_cell",),
        ),
        Hostile(
            "行号最大而没有格子地址",
            "a.xlsx",
            _changed(
                good,
                _SHEET,
                lambda x: x.replace(
                    b"</sheetData>",
                    b'<row r="1048576"><c t="inlineStr"><is><t>x</t></is></c></row></sheetData>',
                ),
            ),
            ("far_cell",),
        ),
        Hostile(
            "属性换行写的远格",
            "a.xlsx",
            _changed(
                good,
                _SHEET,
                lambda x: (
                    _cell("XFD1048576")(x)
                    .replace(b'<c r="XFD', b'<c\n t="n"\n r="XFD')
                    .replace(
                        b' t="inlineStr"><is><t>x</t></is></c></row></sheetData>',
                        b"><v>1</v></c></row></sheetData>",
                    )
                ),
            ),
            ("far_cell",),
        ),
        Hostile(
            "地址里藏字符实体的远格",
            "a.xlsx",
            _changed(
                good,
                _SHEET,
                lambda x: _cell("XFD1048576")(x).replace(b'"XFD1048576"', b'"&#88;FD1048576"'),
            ),
            ("far_cell",),
        ),
        Hostile(
            "合并整张表一万次",
            "a.xlsx",
            _changed(
                good,
                _SHEET,
                lambda x: x.replace(
                    b"</sheetData>",
                    b"</sheetData><mergeCells>"
                    + b'<mergeCell ref="A1:XFD1048576"/>' * 10_000
                    + b"</mergeCells>",
                ),
            ),
            ("read",),
        ),
        Hostile(
            "实体套实体",
            "a.xlsx",
            _changed(good, "xl/workbook.xml", _after_declaration(_LAUGHS)),
            ("doctype",),
        ),
        Hostile(
            "UTF-16 的工作簿",
            "a.xlsx",
            _changed(good, "xl/workbook.xml", lambda x: x.decode().encode("utf-16")),
            ("doctype",),
        ),
        Hostile(
            "注释有几十兆",
            "a.xlsx",
            _changed(
                good,
                _SHEET,
                lambda x: x.replace(b"<sheetData>", b"<!--" + _BOMB + b"--><sheetData>"),
            ),
            ("ratio",),
        ),
        Hostile(
            "带宏的工作簿改名",
            "a.xlsx",
            zipped(unzipped(good) | {"xl/vbaProject.bin": b"x"}),
            ("macro",),
        ),
        Hostile("截断的工作簿", "a.xlsx", good[:-300], ("broken_zip",)),
        Hostile(
            "工作表是乱码",
            "a.xlsx",
            _changed(good, _SHEET, lambda _: b"\x00\x01<<<"),
            ("broken_workbook",),
        ),
        Hostile(
            "工作簿缺失",
            "a.xlsx",
            zipped({"[Content_Types].xml": b"<x/>", "xl/a.xml": b"<x/>"}),
            ("broken_workbook",),
        ),
        Hostile(
            "共享字符串越界",
            "a.xlsx",
            _changed(
                good,
                _SHEET,
                lambda x: x.replace(
                    b"</sheetData>",
                    b'<row r="9"><c r="A9" t="s"><v>999999</v></c></row></sheetData>',
                ),
            ),
            ("broken_workbook",),
        ),
        Hostile(
            "二进制工作簿 xlsb",
            "a.xlsx",
            zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"x"}),
            ("old_format",),
        ),
        Hostile(
            "加密的工作簿",
            "a.xlsx",
            compound(["EncryptedPackage", "EncryptionInfo"]),
            ("encrypted",),
        ),
        Hostile("空白工作簿", "a.xlsx", xlsx_bytes({"表": []}), ("no_text",)),
    ]


def _old() -> list[Hostile]:
    return [
        Hostile(
            "旧格式带宏", "a.xls", compound(["Workbook", "_VBA_PROJECT_CUR", "VBA"]), ("macro",)
        ),
        Hostile(
            "旧工作簿内容是乱码",
            "a.xls",
            compound(["Workbook"]),
            ("broken_workbook",),
        ),
        Hostile(
            "旧格式被截断",
            "a.xls",
            compound(["Workbook"])[:700],
            ("broken_ole",),
        ),
        Hostile(
            "复合文件的目录全是零",
            "a.doc",
            compound(["WordDocument"])[:512] + bytes(9000),
            ("unsupported",),
        ),
        Hostile("复合文件里没有文档", "a.doc", compound(["Other"]), ("unsupported",)),
        Hostile("旧文档被加密", "a.doc", compound(["EncryptedPackage"]), ("encrypted",)),
    ]


def _pdf() -> list[Hostile]:
    good = pdf_bytes([["示例项目资金来源说明", "总投资一百万元"]])
    count = joined(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 99999999>>"]
    )
    loop = joined(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>",
        ]
    )
    deep = b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 50_000 + b"]" * 50_000 + b">>"
    locked = (
        b"/Encrypt<</Filter/Standard/V 1/R 2/O<"
        + b"00" * 32
        + b">/U<"
        + b"11" * 32
        + b">/P -4>>/ID[<00><00>]"
    )
    return [
        Hostile(
            "内容流解开有 800 MB",
            "a.pdf",
            _pdf_stream(_bomb(800 << 20)),
            ("crashed", "memory"),
        ),
        Hostile(
            "内容流反复保存状态",
            "a.pdf",
            _pdf_stream(zlib.compress(b"q " * 3_000_000)),
            ("no_text",),
        ),
        Hostile("页数是假的", "a.pdf", count, ("broken_pdf",)),
        Hostile("页树绕成一圈", "a.pdf", loop, ("broken_pdf",)),
        Hostile(
            "数组套五万层",
            "a.pdf",
            joined([deep, b"<</Type/Pages/Kids[]/Count 0>>"]),
            ("broken_pdf",),
        ),
        Hostile(
            "加密的 PDF",
            "a.pdf",
            joined([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"], locked),
            ("encrypted",),
        ),
        Hostile("截断的 PDF", "a.pdf", good[: len(good) // 3], ("broken_pdf",)),
        Hostile("只有文件头", "a.pdf", b"%PDF-1.7\n", ("broken_pdf",)),
        Hostile(
            "文件头后面是随机字节",
            "a.pdf",
            b"%PDF-1.7\n" + random.Random(6).randbytes(50_000),
            ("broken_pdf",),
        ),
        Hostile("扫描件", "a.pdf", pdf_bytes([Scan()]), ("scan",)),
        Hostile("没有一个字的 PDF", "a.pdf", pdf_bytes([[]]), ("no_text",)),
        Hostile(
            "页宽为负且无穷",
            "a.pdf",
            good.replace(b"[0 0 595 842]", b"[0 0 -1 1e9]"),
            ("read",),
        ),
    ]


def _ofd() -> list[Hostile]:
    good = ofd_bytes([["示例项目密码应用方案"]])
    parts = unzipped(good)
    page = next(name for name in parts if name.endswith("Content.xml"))
    return [
        Hostile(
            "根路径越界",
            "a.ofd",
            _changed(
                good, "OFD.xml", lambda x: x.replace(b"Doc_0/Document.xml", b"../../../etc/x.xml")
            ),
            ("path_trick",),
        ),
        Hostile(
            "页面缺失",
            "a.ofd",
            zipped({k: v for k, v in parts.items() if k != page}),
            ("part_missing",),
        ),
        Hostile(
            "页面有实体声明",
            "a.ofd",
            _changed(good, page, _after_declaration(_LAUGHS)),
            ("doctype",),
        ),
        Hostile(
            "页面不是 XML", "a.ofd", _changed(good, page, lambda _: b"<ofd:Page"), ("broken_xml",)
        ),
        Hostile(
            "页数过多",
            "a.ofd",
            _changed(
                good,
                "Doc_0/Document.xml",
                lambda x: x.replace(
                    b"</ofd:Pages>",
                    b'<ofd:Page ID="9" BaseLoc="Pages/Page_0/Content.xml"/>' * 3000
                    + b"</ofd:Pages>",
                ),
            ),
            ("pages",),
        ),
        Hostile(
            "坐标写成指数和非数字",
            "a.ofd",
            _changed(good, page, lambda x: x.replace(b'X="', b'X="1e999 NaN ')),
            ("read",),
        ),
        Hostile(
            "只有图片的 OFD",
            "a.ofd",
            _changed(
                good,
                page,
                lambda _: (
                    b'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer><ofd:ImageObject/></ofd:Layer></ofd:Content></ofd:Page>'
                ),
            ),
            ("scan",),
        ),
        Hostile("根文件为空", "a.ofd", _changed(good, "OFD.xml", lambda _: b""), ("broken_xml",)),
        Hostile("截断的 OFD", "a.ofd", good[:-100], ("broken_zip",)),
    ]


def _texts() -> list[Hostile]:
    return [
        Hostile("引号没有成对", "a.csv", '名称,说明\n"甲,乙\n'.encode(), ("quotes",)),
        Hostile("一行有十万列", "a.csv", b"a," * 100_000, ("far_cell",)),
        Hostile("百万空行", "a.csv", b"a\n" * 1_500_000, ("far_cell",)),
        Hostile("表格里有零字节", "a.csv", b"a,b\n1,\0\n", ("unsupported",)),
        Hostile("哪种编码都不是", "a.txt", b"\x81\xff\x81\xff" * 50, ("encoding",)),
        Hostile("程序改名成文本", "a.txt", b"MZ\x90\0" + bytes(200), ("program",)),
        Hostile("UTF-16 截断", "a.txt", "示例文字".encode("utf-16")[:-1], ("encoding",)),
        Hostile("网页改名成文档", "a.docx", b"<html><body>x</body></html>", ("markup",)),
        Hostile("JSON 套十万层", "a.json", b"[" * 100_000, ("read",)),
        Hostile("JSON 编码不对", "a.json", b'{"a":"\xff\xfe\xff"}', ("encoding",)),
        Hostile("图片改名成 PDF", "a.pdf", b"\x89PNG\r\n\x1a\n" + bytes(99), ("image",)),
        Hostile("一行有四百万字", "a.txt", "字".encode() * 4_000_000, ("text_large",)),
    ]


def _zips() -> list[Hostile]:
    """Refused as wholes when their names are asked for."""
    word = docx_bytes(paragraph("文字"))
    return [
        Hostile("路径越界的压缩包", "a.zip", zipped({"../x.docx": word}), ("path_trick",)),
        Hostile("绝对路径的压缩包", "a.zip", zipped({"/etc/x.docx": word}), ("path_trick",)),
        Hostile("盘符路径的压缩包", "a.zip", zipped({"C:/x.docx": word}), ("path_trick",)),
        Hostile(
            "反斜杠路径的压缩包",
            "a.zip",
            zipped({"..|x.docx": word}).replace(b"..|x", b"..\\x"),
            ("path_trick",),
        ),
        Hostile("两个同名文件", "a.zip", _twice("示例"), ("name_twice",)),
        Hostile("压缩包里的链接", "a.zip", _link("a.docx"), ("symlink",)),
        Hostile("加密的压缩包", "a.zip", _flagged(zipped({"a.docx": word}), 1), ("encrypted",)),
        Hostile(
            "两万个文件", "a.zip", zipped({f"{n}.txt": b"" for n in range(20_000)}), ("entries",)
        ),
        Hostile("高压缩比的压缩包", "a.zip", zipped({"a.txt": bytes(60_000_000)}), ("ratio",)),
        Hostile(
            "声明总量过大",
            "a.zip",
            zipped(
                {f"{n}.bin": os.urandom(1000) + bytes(60_000_000) for n in range(4)},
                zipfile.ZIP_STORED,
            )[:1000],
            ("broken_zip",),
        ),
        Hostile("截断的压缩包", "a.zip", zipped({"a.docx": word})[:-30], ("broken_zip",)),
        Hostile("内容是别的格式", "a.zip", b"Rar!\x1a\x07" + bytes(100), ("broken_zip",)),
    ]


def members() -> list[Hostile]:
    """Refused one by one, inside a zip that is otherwise read."""
    word = docx_bytes(paragraph("文字"))
    return [
        Hostile("压缩包里还有压缩包", "内.zip", zipped({"a.docx": word}), ("nested_archive",)),
        Hostile("压缩包里的压缩包改名", "内.docx", zipped({"a.txt": b"x"}), ("nested_archive",)),
        Hostile("压缩包里的 7z", "内.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), ("archive_format",)),
    ]


@cache
def files() -> list[Hostile]:
    """Every hostile file that is given by itself."""
    return [*_docx(), *_xlsx(), *_old(), *_pdf(), *_ofd(), *_texts(), *members()]


@cache
def archives() -> list[Hostile]:
    """Every hostile zip."""
    return _zips()
