"""Zip files, opened with suspicion: docx, xlsx, ofd and the zip a filing came in."""

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from compliance.intake.limits import Limits
from compliance.intake.refusal import Refused

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in a package: its name as people see it, and what zipfile knows of it."""

    name: str
    info: zipfile.ZipInfo


@dataclass(frozen=True, slots=True)
class Package:
    """压缩包: the entries of a zip that passed the guards, each read within its bound."""

    archive: zipfile.ZipFile
    entries: dict[str, Entry]
    limits: Limits

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self.entries

    def names(self) -> list[str]:
        """The names of the files, in the order of the package."""
        return [entry.name for entry in self.entries.values()]

    def read(self, name: str) -> bytes:
        """The bytes of a file; a part larger than it declared, or broken, is refused."""
        entry = self.entries.get(name.casefold())
        if entry is None:
            raise Refused("part_missing", name)
        try:
            with self.archive.open(entry.info) as part:
                content = part.read(self.limits.part_bytes + 1)
        except _BROKEN as error:
            raise Refused("broken_zip", name) from error
        if len(content) > self.limits.part_bytes:
            raise Refused("part_large", name)
        return content

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part."""
        return parse_xml(self.read(name))


def parse_xml(content: bytes) -> etree._Element:
    """The root of an XML text without entities, network, DTD or unusual depth."""
    if any(word in content for word in _DECLARATIONS):
        raise Refused("doctype")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("broken_xml") from error


def shown_name(info: zipfile.ZipInfo) -> str:
    """The name of an entry; without the UTF-8 flag Chinese Windows wrote it in GBK."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _check_name(name: str) -> None:
    parts = name.split("/")
    if "\\" in name or "\0" in name or name.startswith("/") or ".." in parts or ":" in parts[0]:
        raise Refused("path_trick", name)


def _check_entry(info: zipfile.ZipInfo, name: str, limits: Limits) -> None:
    _check_name(name)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise Refused("symlink", name)
    if info.flag_bits & _ENCRYPTED:
        raise Refused("encrypted", name)
    if info.file_size > limits.part_bytes:
        raise Refused("part_large", name)
    packed = max(info.compress_size, 1)
    if info.file_size > limits.ratio_from_bytes and info.file_size / packed > limits.ratio:
        raise Refused("ratio", name)


def open_package(content: bytes, limits: Limits) -> Package:
    """The package in the bytes; raises Refused where a guard fails."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _BROKEN as error:
        raise Refused("broken_zip") from error
    infos = archive.infolist()
    if len(infos) > limits.entries:
        raise Refused("entries", str(len(infos)))
    if sum(info.file_size for info in infos) > limits.unpacked_bytes:
        raise Refused("unpacked_large")
    return Package(archive, _entries(infos, limits), limits)


def _entries(infos: list[zipfile.ZipInfo], limits: Limits) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for info in infos:
        name = shown_name(info)
        _check_entry(info, name, limits)
        if name.casefold() in entries:
            raise Refused("name_twice", name)
        if not info.is_dir():
            entries[name.casefold()] = Entry(name, info)
    return entries
