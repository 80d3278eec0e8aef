"""A file of arrays that is mapped, not read: whole and undamaged, or refused.

Layout: a line that says what it is, the length of the header, the header (JSON), then pages of
1 MB that hold the arrays, then a sum for each page, and a sha256 of header and sums. Sums are
checked at the speed of memory; a sha256 of all pages would take longer than the answer.
"""

import json
import mmap
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from compliance.errors import Problem, RegistryError

_KIND = b"BEIAN-INDEX "
MAGIC = _KIND + b"3\n"
_PAGE = 2**20
# Words of a sector: the least that a disk writes, or mislays.
_SECTOR = 64
_ALIGN = 64
_START = len(MAGIC) + 8

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Arrays:
    """What a file holds: some values that are JSON, and arrays by name."""

    values: Mapping[str, Any]
    arrays: Mapping[str, Array]


def is_array_file(path: Path) -> bool:
    """Whether a file says that it is one, of this version or another."""
    try:
        with path.open("rb") as file:
            return file.read(len(_KIND)) == _KIND
    except OSError:
        return False


def _up(size: int, step: int) -> int:
    return -(-size // step) * step


def _placed(arrays: Mapping[str, Array]) -> tuple[dict[str, list[Any]], int]:
    """Where each array stands, and the length of all."""
    places: dict[str, list[Any]] = {}
    at = 0
    for name, array in arrays.items():
        places[name] = [array.dtype.str, list(array.shape), at]
        at = _up(at + array.nbytes, _ALIGN)
    return places, _up(at, _PAGE)


def _sums(pages: mmap.mmap, start: int, size: int) -> NDArray[np.uint64]:
    words = np.frombuffer(pages, dtype="<u8", offset=start, count=size // 8)
    # Overflow is meant: a sum modulo 2**64 changes with any one word; each sector counts otherwise
    # than the next, so that two in each other's place are noticed too.
    sectors = words.reshape(-1, _SECTOR).sum(axis=1, dtype=np.uint64)
    by_page = sectors.reshape(-1, _PAGE // 8 // _SECTOR)
    return np.asarray(by_page @ np.arange(1, 2 * by_page.shape[1], 2, dtype=np.uint64))


def write_arrays(path: Path, stored: Arrays) -> int:
    """Write a file beside its place, then put it there; its size in bytes.

    Raises RegistryError where it cannot be written.
    """
    places, size = _placed(stored.arrays)
    header = json.dumps({"values": stored.values, "arrays": places, "size": size}).encode("ascii")
    start = _up(_START + len(header), _ALIGN)
    beside = path.with_name(path.name + ".tmp")
    try:
        with beside.open("w+b") as file:
            file.write(MAGIC + len(header).to_bytes(8, "little") + header)
            file.truncate(start + size)
            for name, array in stored.arrays.items():
                file.seek(start + places[name][2])
                file.write(np.ascontiguousarray(array).data)
            file.flush()
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as pages:
                sums = _sums(pages, start, size).tobytes()
            file.seek(start + size)
            file.write(sums + sha256(header + sums).digest())
        size = beside.stat().st_size
        os.replace(beside, path)  # noqa: PTH105
        return size
    except OSError:
        beside.unlink(missing_ok=True)
        raise RegistryError(
            Problem(path.name, "索引写不进文件", "检查文件夹、权限和磁盘空间")
        ) from None


def _refuse(path: Path, message: str) -> NoReturn:
    raise RegistryError(Problem(path.name, message, "用 beian registry index 重新建立"))


def read_arrays(path: Path) -> Arrays:
    """Map a file; raises RegistryError where it is no such file, or not as it was written."""
    try:
        with path.open("rb") as file:
            pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        _refuse(path, "索引文件无法打开，或是空的")
    if pages[: len(MAGIC)] != MAGIC:
        _refuse(path, "不是本程序的索引文件，或是别的版本所建")
    length = int.from_bytes(pages[len(MAGIC) : _START], "little")
    header = pages[_START : _START + min(length, len(pages))]
    start = _up(_START + length, _ALIGN)
    digest, rest = pages[-32:], len(pages) - start - 32
    size = rest // (_PAGE + 8) * _PAGE
    sums = pages[start + size : -32] if size >= 0 else b""
    if size < 0 or rest % (_PAGE + 8) or sha256(header + sums).digest() != digest:
        _refuse(path, "索引文件不完整，或已损坏")
    if any(pages[_START + length : start]) or _sums(pages, start, size).tobytes() != sums:
        _refuse(path, "索引文件已损坏")
    described = json.loads(header)
    arrays = {
        name: np.frombuffer(
            pages, dtype=dtype, offset=start + at, count=int(np.prod(shape))
        ).reshape(shape)
        for name, (dtype, shape, at) in described["arrays"].items()
    }
    return Arrays(described["values"], arrays)
