"""The few words of a report that are no rule's: the same in every output."""

from collections.abc import Iterator, Mapping, Sequence

from compliance.catalog.columns import title_of as column_title
from compliance.filing import title_of
from compliance.finding import CitedClause, Finding
from compliance.text import listed
from compliance.verdict import Verdict

NUMERALS = ("总", "一", "二", "三", "四", "五", "六", "七", "八")
MARKS: Mapping[str, str] = {
    "pass": "✓",
    "return": "✗",
    "review": "？",
    "info": "·",
    "not_applicable": "－",
    "waived": "○",
}
# The groups of what is to be done, in the order to do it.
STEPS = ("先改，不改的建议退回", "核对，要由人判断", "补写，没有写明或没能读出的")
COMPLETENESS: Mapping[str, str] = {"draft": "草稿", "submitted": "已提交"}


def head_line(verdict: Verdict) -> Iterator[str]:
    """What was judged, by which rules and against what."""
    filing, pack = verdict.filing, verdict.pack
    kind = f"{filing.kind_label}，" if filing.kind_label else ""
    told = f"（{kind}{COMPLETENESS[filing.completeness]}）"
    if filing.project:
        yield f"项目：{filing.project}{told}"
    if filing.unit:
        yield f"单位：{filing.unit}{'' if filing.project else told}"
    yield f"按 {verdict.on} 的规定判断；{pack.title} {pack.version}；{registry_line(verdict)}"


def advice(outcome: str, returns: int, reviews: int, unknown: int) -> str:
    """What to do first, by how many there are to mend, to look at and to write.

    >>> advice("return", 2, 0, 3)
    '先改 2 处（不改的，建议退回）；补写 3 处（没有写明或没能读出，无法判断）。'
    """
    told = (
        f"改 {returns} 处（不改的，建议退回）" if returns else "",
        f"核对 {reviews} 处（要由人判断）" if reviews else "",
        f"补写 {unknown} 处（没有写明或没能读出，无法判断）" if unknown else "",
    )
    steps = "；".join(filter(None, told))
    rest = "" if outcome == "pass" else "；由审查人员定夺"
    return f"先{steps}。" if steps else f"没有要改的，也没有要核对的{rest}。"


def registry_line(verdict: Verdict) -> str:
    """Which existing systems the filing was compared with."""
    registry = verdict.registry
    if registry is None:
        return "没有既有系统清单"
    dated = f"，截至 {registry.as_of}" if registry.as_of else ""
    return f"既有系统清单 {registry.systems} 个系统{dated}"


def quoted(cite: CitedClause) -> str:
    """A citation as one line.

    >>> quoted(CitedClause("南信办〔2023〕1号", "", "二（七）", "应落实资金"))
    '南信办〔2023〕1号 二（七）：“应落实资金”'
    """
    quote = f"：“{cite.quote}”" if cite.quote else f"（{cite.title}）"
    return f"{cite.number} {cite.clause}{quote}"


def place_of(finding: Finding, most: int) -> str:
    """The first places of a finding, and how many there are in all.

    A place in the filing itself is told by its titles; its pointer is in the forms for programs.
    """
    places = [_titled(place) for place in finding.places if place]
    tail = f" 等 {len(places)} 处" if len(places) > most else ""
    return listed(places[:most], most) + tail


def _titled(place: str) -> str:
    if not place.startswith("/"):
        return place
    row, _, key = place.removeprefix("/catalog/").partition("/")
    if place.startswith("/catalog/") and row.isdigit():
        return " ".join(
            filter(None, (f"目录第 {int(row) + 1} 条", column_title(key) if key else ""))
        )
    return title_of(place)


def by_cause(findings: Sequence[Finding]) -> Iterator[tuple[Finding, tuple[Finding, ...]]]:
    """Each card with what is folded under it; what is folded elsewhere stands by itself."""
    heads = {f.rule for f in findings if not f.folded_under}
    for finding in findings:
        if finding.folded_under in heads:
            continue
        same = finding.cause and not finding.folded_under
        follows = [f for f in findings if same and f.cause == finding.cause and f.folded_under]
        yield finding, tuple(follows)
