"""What a file is, by its first bytes and its inside, never by its ending."""

import io

import olefile

from compliance.intake.endings import ENDINGS, ending
from compliance.intake.limits import Limits
from compliance.intake.package import Package, open_package
from compliance.intake.refusal import Refused

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFUSED_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"Rar!", "archive_format"),
    (b"7z\xbc\xaf\x27\x1c", "archive_format"),
    (b"\x1f\x8b", "archive_format"),
    (b"BZh", "archive_format"),
    (b"\xfd7zXZ", "archive_format"),
    (b"\xff\xd8\xff", "image"),
    (b"\x89PNG", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)


def sniff(content: bytes, name: str, limits: Limits) -> str:
    """The format of the bytes; raises Refused where nothing here reads it."""
    if not content.strip(b"\0 \t\r\n"):
        raise Refused("empty")
    if len(content) > limits.file_bytes:
        raise Refused("file_large")
    if content.startswith(_ZIP):
        return _zip_format(open_package(content, limits))
    if content.startswith(_OLE):
        return _ole_format(content)
    if b"%PDF-" in content[:1024]:
        return "pdf"
    for magic, code in _REFUSED_MAGIC:
        if content.startswith(magic):
            raise Refused(code)
    return _text_format(content, name)


def _zip_format(package: Package) -> str:
    names = {name.casefold() for name in package.names()}
    if any(name.endswith(("vbaproject.bin", "macrosheets/sheet1.xml")) for name in names):
        raise Refused("macro")
    if "ofd.xml" in names:
        return "ofd"
    if "xl/workbook.bin" in names:
        raise Refused("old_format", "xlsb")
    if "[content_types].xml" in names:
        return _office_format(names)
    if "mimetype" in names and "content.xml" in names:
        raise Refused("old_format", "ODF")
    return "zip"


def _office_format(names: set[str]) -> str:
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise Refused("unsupported")


def _ole_format(content: bytes) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            streams = {"/".join(path).casefold() for path in ole.listdir()}
    except Exception as error:
        raise Refused("broken_ole") from error
    if {"encryptedpackage", "encryptioninfo"} & streams:
        raise Refused("encrypted")
    if any("vba" in name.split("/") or name.startswith("macros") for name in streams):
        raise Refused("macro")
    if "worddocument" in streams:
        return "doc"
    if {"workbook", "book"} & streams:
        return "xls"
    raise Refused("unsupported")


def _text_format(content: bytes, name: str) -> str:
    if content.startswith(b"{\\rtf"):
        return "doc"
    suffix = ending(name)
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and b"\0" in content[:65536]:
        raise Refused(_unknown(suffix))
    if content.lstrip()[:1] == b"<" and suffix not in (".txt", ".md", ".csv"):
        raise Refused("markup")
    return {".json": "json", ".csv": "csv", ".tsv": "csv", ".md": "md"}.get(suffix) or _plain(
        suffix
    )


def _plain(suffix: str) -> str:
    if suffix in (".txt", ".text", ".log", ""):
        return "txt"
    raise Refused(_unknown(suffix))


def _unknown(suffix: str) -> str:
    """A document that has lost its first bytes must not be read as a text."""
    formats = [form for form, endings in ENDINGS.items() if suffix in endings]
    return "magic" if set(formats) - {"txt", "md", "csv", "json"} else "unsupported"
