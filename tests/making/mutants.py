"""Documents with a few bytes changed, cut out, doubled or moved."""

import random

from tests.making.filings import bundle
from tests.making.hostile import unzipped, zipped
from tests.making.papers import ofd, pdf, xlsx
from tests.making.word import docx_bytes, paragraph, table


def seeds() -> list[tuple[str, bytes]]:
    """One good file of each format."""
    made = bundle(0)
    report = made.papers["funding"]
    return [
        ("a.docx", docx_bytes(paragraph("示例项目说明", style="1") + table([["甲", "乙"]] * 9))),
        ("a.pdf", pdf(report)),
        ("a.xlsx", xlsx(made.papers["catalog"])),
        ("a.ofd", ofd(report)),
        ("a.csv", "名称,说明\n示例资源,每日更新\n".encode("gb18030") * 20),
        ("a.txt", "项目名称：示例项目\n".encode() * 20),
    ]


def mutant(content: bytes, chance: random.Random) -> bytes:
    """A file after one to eight changes; of a zip, every second time those of a part inside it."""
    if content.startswith(b"PK") and chance.random() < 0.5:
        parts = unzipped(content)
        name = chance.choice(sorted(parts))
        return zipped(parts | {name: _changed(parts[name], chance)})
    return _changed(content, chance)


def _changed(content: bytes, chance: random.Random) -> bytes:
    raw = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(max(len(raw), 1))
        length = chance.choice((1, 1, 2, 4, 32, 256))
        match chance.randrange(5):
            case 0:
                raw[place : place + length] = chance.randbytes(length)
            case 1:
                del raw[place : place + length]
            case 2:
                raw[place:place] = raw[place : place + length]
            case 3:
                raw[place : place + 1] = bytes([chance.choice((0, 1, 0x7F, 0x80, 0xFF))])
            case 4:
                other = chance.randrange(max(len(raw), 1))
                raw[place : place + length] = raw[other : other + length]
    return bytes(raw)
