"""PDF and OFD files for tests, written by hand: a page is a list of lines or of rows of cells."""
# ruff: noqa: E501 - markup is easier to compare on one line

import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Scan:
    """A page that is one picture."""


Line = str | Sequence[str]
Page = Sequence[Line] | Scan
_CELL = 150
_OBJECTS = 5


def pdf_bytes(pages: Sequence[Page]) -> bytes:
    """A PDF whose letters are found through its ToUnicode map."""
    letters = sorted(
        {c for page in pages if not isinstance(page, Scan) for line in page for c in "".join(line)}
    )
    codes = {letter: number for number, letter in enumerate(letters, 1)}
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects += [
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>",
        _stream(_map(codes)),
    ]
    kids = []
    for page in pages:
        number = len(objects) + 1
        kids.append(b"%d 0 R" % number)
        objects += _page(page, codes, number)
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    return _joined(objects)


def _stream(content: bytes, head: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (len(packed), head, packed)


def _map(codes: dict[str, int]) -> bytes:
    pairs = [
        b"<%04x> <%s>" % (code, letter.encode("utf-16-be").hex().encode())
        for letter, code in codes.items()
    ]
    blocks = [pairs[n : n + 100] for n in range(0, len(pairs), 100)]
    body = b"".join(b"%d beginbfchar\n%s\nendbfchar\n" % (len(b), b"\n".join(b)) for b in blocks)
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def\n1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        + body
        + b"endcmap end end"
    )


def _page(page: Page, codes: dict[str, int], number: int) -> list[bytes]:
    head = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<<" % (
        number + 1
    )
    if isinstance(page, Scan):
        image = _stream(
            bytes(100),
            b"/Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8",
        )
        return [
            head + b"/XObject<</I %d 0 R>>>>>>" % (number + 2),
            _stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
            image,
        ]
    return [head + b"/Font<</F 3 0 R>>>>>>", _stream(b"\n".join(_placed(page, codes)))]


def _placed(page: Sequence[Line], codes: dict[str, int]) -> list[bytes]:
    out = []
    for row, line in enumerate(page):
        for column, text in enumerate([line] if isinstance(line, str) else line):
            code = b"".join(b"%04x" % codes[c] for c in text)
            out.append(
                b"BT /F 10.5 Tf 1 0 0 1 %d %d Tm <%s> Tj ET"
                % (60 + column * _CELL, 780 - row * 18, code)
            )
    return out


def _joined(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % p for p in places
    )
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd_bytes(pages: Sequence[Sequence[Line]]) -> bytes:
    """An OFD file, its lines placed from the top in millimetres."""
    listed = "".join(
        f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    parts = {
        "OFD.xml": f"<ofd:OFD {_OFD}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:CommonData/><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, page in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = _ofd_page(page)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def _ofd_page(page: Sequence[Line]) -> str:
    objects = "".join(
        f'<ofd:TextObject Boundary="{20 + column * 55} {20 + row * 6} 170 5" Size="3.7"><ofd:TextCode X="0" Y="4">{escape(text)}</ofd:TextCode></ofd:TextObject>'
        for row, line in enumerate(page)
        for column, text in enumerate([line] if isinstance(line, str) else line)
    )
    return (
        f"<ofd:Page {_OFD}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
    )
