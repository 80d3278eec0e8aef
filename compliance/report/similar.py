"""What `beian similar` found, as text, as JSON values and as a page: the same words."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from html import escape

from compliance.report.alongside import as_lines as beside_lines
from compliance.report.alongside import sides_of
from compliance.report.html import page, sides_html
from compliance.similar import Row
from compliance.text import listed, shorten, visible

_LEVELS = {
    "identical": "相同",
    "duplicate": "重复",
    "suspected": "疑似重复",
    "related": "相关",
    "clear": "不相似",
}
_NOTHING, _UNSAID = "没有相似的系统", "没有可比对的名称和内容，没有比对"


@dataclass(frozen=True, slots=True)
class Found:
    """一次查询: what was asked, whether that says anything, and what is like it, best first."""

    qid: str
    name: str
    rows: tuple[Row, ...]
    compared: bool = True

    @property
    def title(self) -> str:
        """What was asked, in short."""
        return shorten(self.name) or self.qid

    @property
    def nothing(self) -> str:
        """What no rows mean."""
        return _NOTHING if self.compared else _UNSAID


def _headline(row: Row) -> str:
    system = row.match.system
    owner = f"（{visible(system.owner)}）" if system.owner else ""
    score = row.match.score / 10_000
    return f"{_LEVELS[row.level]} {score:.1f}%  {visible(system.name)}{owner}"


def _reasons(row: Row) -> Iterator[str]:
    """Why a system is alike, a line each; what stands beside it is not said twice."""
    match = row.match
    if row.alongside:
        yield visible(match.system.id)
        return
    shares = "、".join(f"{t} {s / 10_000:.0f}%" for t, s in match.contributions if s >= 10_000)
    yield f"{visible(match.system.id)}；得分来自：{shares}"
    if match.shared:
        yield f"共有：{listed((f'“{p}”' for p in match.shared), 8)}"
    for hit in match.functions[:3]:
        yield f"同一职能“{hit.title}”：“{hit.left}”与“{hit.right}”（{hit.does}）"
    if match.near_miss:
        yield f"近似而不同：{match.near_miss}"


def as_lines(found: Found) -> Iterator[str]:
    """For a terminal."""
    yield f"◆ {found.title}"
    for number, row in enumerate(found.rows, 1):
        yield f"{number:>3}. {_headline(row)}"
        yield from (f"     {line}" for line in _reasons(row))
        if row.alongside:
            told = beside_lines(sides_of(row.alongside))
            yield from (f"     {label}：{text}" for label, text in told)
    if not found.rows:
        yield f"     {found.nothing}"


def as_value(found: Found) -> dict[str, object]:
    """For a program: the query's id and its matches, best first, scores from 0 to 1."""
    return {"qid": found.qid, "matches": [_value(row) for row in found.rows]}


def _value(row: Row) -> dict[str, object]:
    told = asdict(row.told)
    if row.alongside is None:
        del told["alongside"]
    return told


def as_html(founds: Sequence[Found]) -> str:
    """One page that needs nothing else."""
    return page("相似系统", "<h1>相似系统</h1>" + "".join(p for f in founds for p in _parts(f)))


def _parts(found: Found) -> Iterator[str]:
    yield f'<section class="criterion"><h2>{escape(found.title)}</h2>'
    for number, row in enumerate(found.rows, 1):
        yield f'<article class="card"><p><strong>{number}. {escape(_headline(row))}</strong></p>'
        yield from (f"<p>{escape(line)}</p>" for line in _reasons(row))
        if row.alongside:
            yield from sides_html(sides_of(row.alongside))
        yield "</article>"
    if not found.rows:
        yield f"<p>{found.nothing}</p>"
    yield "</section>"
