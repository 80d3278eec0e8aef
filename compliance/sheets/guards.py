"""What is looked at before a workbook is parsed: the parser trusts sizes and places it is told."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from compliance.errors import Problem
from compliance.sheets.table import SheetError

MAX_BYTES = 50_000_000
_MOST_PARTS = 2_000
_LARGEST_PART = 256_000_000
_LARGEST_TOTAL = 512_000_000
_MOST_TIMES = 300  # real sheets shrink to a thirtieth at most; a bomb to a thousandth
_SMALL_PART = 1_000_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK = 1 << 20
_HEAD = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"


def refused(message: str, mend: str, place: str = "") -> SheetError:
    """The error that refuses a workbook."""
    return SheetError(Problem(place, message, mend))


def is_workbook(content: bytes) -> bool:
    """Whether a file is a workbook by its first bytes, whatever it is called."""
    return content.startswith((_OLE, _ZIP))


def check_ole(content: bytes) -> None:
    """Raise SheetError where an OLE file is none of the old workbooks."""
    if _wide("EncryptedPackage") in content:
        raise refused("文件有打开密码，无法读取", "去掉密码，另存后再试")
    if _wide("WordDocument") in content:
        raise refused("文件是 Word 文档，不是工作簿", "把目录存为 xlsx 工作簿后再试")
    if _wide("Workbook") not in content and _wide("Book") not in content:
        raise refused("文件不是 Excel 工作簿", "另存为 xlsx 后再试")


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def open_parts(content: bytes) -> zipfile.ZipFile:
    """The parts of an xlsx file, after everything that can be checked without reading one.

    Raises SheetError.
    """
    try:
        parts = zipfile.ZipFile(BytesIO(content))
        infos = parts.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise refused("文件已损坏，无法打开", "用 Excel 或 WPS 重新打开并另存后再试") from error
    _check_kind({info.filename for info in infos})
    _check_names([info.filename for info in infos])
    if any(info.compress_type not in _METHODS for info in infos):
        raise refused("文件的内部结构不正常", "用 Excel 或 WPS 重新打开并另存后再试")
    if any(info.flag_bits & 1 for info in infos):
        raise refused("文件有密码，无法读取", "去掉密码，另存后再试")
    if len(infos) > _MOST_PARTS or sum(i.file_size for i in infos) > _LARGEST_TOTAL:
        raise refused("文件展开后太大", "只保留目录所在的工作表，另存后再试")
    for info in infos:
        _check_size(info)
    return parts


def _check_kind(names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise refused("文件是 xlsb 二进制工作簿", "另存为 xlsx 后再试")
    if "word/document.xml" in names:
        raise refused("文件是 Word 文档，不是工作簿", "把目录存为 xlsx 工作簿后再试")
    raise refused("文件不是 Excel 工作簿", "另存为 xlsx 后再试")


def _check_names(names: list[str]) -> None:
    folded = {name.lower() for name in names}
    if len(folded) < len(names) or any(n.startswith("/") or ".." in n or "\\" in n for n in names):
        raise refused("文件的内部结构不正常", "用 Excel 或 WPS 重新打开并另存后再试")


def _check_size(info: zipfile.ZipInfo) -> None:
    times = info.file_size / max(info.compress_size, 1)
    bomb = info.file_size > _SMALL_PART and times > _MOST_TIMES
    if bomb or info.file_size > _LARGEST_PART:
        raise refused("文件展开后太大", "删去空行空列和图片，另存后再试")


def chunks(parts: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part piece by piece, never more than it says it holds; raises SheetError.

    Whole elements only: a piece ends before the last row that begins in it, or else before a tag.
    """
    rest, checked = b"", False
    for piece in _read(parts, name):
        rest += piece
        checked = checked or _check_text(rest[:_HEAD])
        cut = max(rest.rfind(b"<row"), 0) or rest.rfind(b"<")
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _read(parts: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    left = parts.getinfo(name).file_size
    try:
        with parts.open(name) as part:
            while piece := part.read(_CHUNK):
                left -= len(piece)
                if left < 0:
                    raise refused("文件的内部结构不正常", "用 Excel 或 WPS 重新打开并另存后再试")
                yield piece
    except SheetError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        raise refused("文件已损坏，无法打开", "用 Excel 或 WPS 重新打开并另存后再试") from error


def _check_text(head: bytes) -> bool:
    """Refuse what the scan could not see through: entities, and other encodings than UTF-8."""
    if b"<!DOCTYPE" in head or b"\0" in head[:200]:
        raise refused("文件的内部结构不正常", "用 Excel 或 WPS 重新打开并另存后再试")
    return True
