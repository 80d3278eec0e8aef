"""A compound file with named streams: what old Office files, and encrypted new ones, are."""

import struct

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB", len(raw), kind, 1)
        + struct.pack("<III", _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def compound(names: list[str]) -> bytes:
    """A compound file of version 3 with one 4,096-byte stream a name."""
    sectors = 8
    entries = [_entry("Root Entry", 5, 1 if names else _FREE, _FREE, _END, 0)]
    for index, name in enumerate(names):
        right = index + 2 if index + 1 < len(names) else _FREE
        entries.append(_entry(name, 2, _FREE, right, 10 + index * sectors, 4096))
    directory = b"".join(entries).ljust(8 * 512, b"\0")[: 8 * 512]
    fat = [_FAT, *range(2, 9), _END, _FREE]
    for index in range(len(names)):
        first = 10 + index * sectors
        fat += [*range(first + 1, first + sectors), _END]
    fat += [_FREE] * (128 - len(fat))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0, 0) + struct.pack(
        "<109I", *([_FREE] * 109)
    )
    header = header[:76] + struct.pack("<I", 0) + header[80:512]
    body = struct.pack("<128I", *fat) + directory + bytes(512)
    return header + body + b"".join(bytes([65 + n]) * 4096 for n in range(len(names)))
