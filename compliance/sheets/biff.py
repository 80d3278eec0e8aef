"""How far apart the cells of an old xls file lie: its streams and records walked, not parsed.

The parser lays out a dense table there too; six kilobytes with one stray cell make it take 1 GB.
"""

import struct
from collections.abc import Iterator

_HEADER = 512
_FREE = 0xFFFFFFFA  # from here on no sector: free, end of chain, tables
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_NAMES = ("Workbook", "Book", "WORKBOOK", "BOOK")
_BEGIN = 0x0809
_MANY = 0x00BD  # MULRK: its last column stands at its end
# NUMBER, LABELSST, LABEL, RK, BOOLERR, FORMULA in its three numbers, RSTRING
_CELLS = frozenset({0x0203, 0x00FD, 0x0204, 0x027E, 0x0205, 0x0006, 0x0206, 0x0406, 0x00D6, _MANY})


class _Ole:
    """复合文档: its sectors and the table that chains them."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = 1 << struct.unpack_from("<H", content, 30)[0]
        self._table = self._read_table()

    def _sector(self, number: int) -> bytes:
        start = max(_HEADER, self._size) + number * self._size
        return self._content[start : start + self._size]

    def _numbers(self, sector: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])

    def _read_table(self) -> list[int]:
        places = list(struct.unpack_from("<109I", self._content, 76))
        following, told = struct.unpack_from("<2I", self._content, 68)
        left = min(told, len(self._content) // self._size)  # no more tables than sectors
        while following < _FREE and left > 0:
            *more, following = self._numbers(self._sector(following))
            places, left = places + more, left - 1
        sectors = (self._sector(place) for place in places if place < _FREE)
        return [number for sector in sectors for number in self._numbers(sector)]

    def chain(self, start: int) -> bytes:
        """The bytes of a chain of sectors; one that turns back ends there."""
        seen: dict[int, None] = {}
        while start < len(self._table) and start not in seen:
            seen[start] = None
            start = self._table[start]
        return b"".join(map(self._sector, seen))

    def stream(self) -> bytes:
        """The stream of the workbook, b"" where there is none."""
        directory = self.chain(struct.unpack_from("<I", self._content, 48)[0])
        root = b""
        for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            entry = directory[place : place + _ENTRY]
            name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)]
            start, size = struct.unpack_from("<2I", entry, 116)
            if entry[66] == _ROOT:
                root = self.chain(start)
            if entry[66] == _STREAM and name.decode("utf-16-le", "replace") in _NAMES:
                small = size < struct.unpack_from("<I", self._content, 56)[0]
                return self._mini(root, start, size) if small else self.chain(start)[:size]
        return b""

    def _mini(self, root: bytes, start: int, size: int) -> bytes:
        """A small stream: its chain runs within the stream of the root."""
        unit = 1 << struct.unpack_from("<H", self._content, 32)[0]
        table = self._numbers(self.chain(struct.unpack_from("<I", self._content, 60)[0]))
        seen: dict[int, None] = {}
        while start < len(table) and start not in seen:
            seen[start] = None
            start = table[start]
        return b"".join(root[n * unit : (n + 1) * unit] for n in seen)[:size]


def extents(content: bytes) -> Iterator[tuple[int, int]]:
    """Of each sheet its last filled row and column, counted from 1.

    Raises struct.error or IndexError where the file is broken.
    """
    stream = _Ole(content).stream()
    place = last_row = last_column = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, place)
        if kind == _BEGIN:
            yield last_row, last_column
            last_row = last_column = 0
        if kind in _CELLS and length >= 6:
            row, column = struct.unpack_from("<2H", stream, place + 4)
            if kind == _MANY:
                column = struct.unpack_from("<H", stream, place + 2 + length)[0]
            last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
        place += 4 + length
    yield last_row, last_column
