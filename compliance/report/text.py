"""The verdict as text for a terminal: the conclusion first, then what to do, then the rest."""

from collections.abc import Callable, Iterator, Sequence

from compliance.finding import Finding
from compliance.report.columns import padded, width, wrapped
from compliance.report.words import MARKS, NUMERALS, by_cause, head_line, place_of, quoted
from compliance.text import listed
from compliance.verdict import CriterionResult, Verdict

Paint = Callable[[str, str], str]
_MOST_PLACES = 4


def unpainted(_: str, text: str) -> str:
    """The text as it is."""
    return text


def as_text(verdict: Verdict, columns: int = 80, paint: Paint = unpainted) -> str:
    """The verdict in Chinese, in lines of at most `columns`; `paint(effect, text)` may colour."""
    blocks = [
        list(_head(verdict, columns, paint)),
        list(_table(verdict, paint)),
        *(list(_criterion(r, columns, paint)) for r in (*verdict.criteria, verdict.general)),
        list(_tail(verdict, columns)),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _head(verdict: Verdict, columns: int, paint: Paint) -> Iterator[str]:
    yield paint(verdict.outcome, f"预检结论：{verdict.label}")
    for line in head_line(verdict):
        yield from wrapped(line, columns)
    for fault in verdict.faults:
        yield from wrapped(f"内部错误：{fault}", columns)
    for relaxation in verdict.pack.relaxations:
        yield from wrapped(f"本规则包放宽：{relaxation}", columns)


def _table(verdict: Verdict, paint: Paint) -> Iterator[str]:
    """One line a criterion, always eight, and one for the general part where it has something."""
    general = (verdict.general,) if verdict.general.findings else ()
    for result in (*verdict.criteria, *general):
        told = [f for f in result.findings if not f.folded_under]
        count = f"{len(told)} 处" if told else ""
        title = padded(f"{NUMERALS[result.number]} {result.title}", 16)
        status = paint(result.status, padded(result.label, 10))
        yield f"  {MARKS[result.status]} {title}{status}{count}".rstrip()


def _criterion(result: CriterionResult, columns: int, paint: Paint) -> Iterator[str]:
    if not result.findings:
        return
    numeral = f"{NUMERALS[result.number]}、" if result.number else ""
    title = f"{numeral}{result.question}" if result.number else result.title
    yield f"{title} —— {paint(result.status, result.label)}"
    for finding, follows in by_cause(result.findings):
        yield from _finding(finding, follows, columns, paint)


def _finding(
    finding: Finding, follows: Sequence[Finding], columns: int, paint: Paint
) -> Iterator[str]:
    effect = "waived" if finding.waiver else finding.effect
    mark = MARKS[effect]
    first, *rest = wrapped(finding.message, columns, f"  {mark} ", "    ")
    yield paint(effect, first)
    yield from (paint(effect, line) for line in rest)
    if finding.folded_under:
        yield from _labelled("同一原因", f"见 {finding.folded_under}", columns)
        return
    places = place_of(finding, _MOST_PLACES)
    if places:
        yield from _labelled("位置", places, columns)
    yield from _labelled("怎么改", finding.remedy, columns)
    yield from _labelled("依据", quoted(finding.cite), columns)
    yield from _labelled("审查", f"{finding.office}　规则 {finding.rule}", columns)
    if finding.waiver:
        waiver = finding.waiver
        told = f"{waiver.reason}（{waiver.owner}，至 {waiver.expires}）"
        yield from _labelled("豁免", told, columns)
    if follows:
        yield from _labelled("牵连", listed(dict.fromkeys(f.title for f in follows)), columns)


def _labelled(label: str, text: str, columns: int) -> Iterator[str]:
    start = f"    {label}：".replace("：", "：" + " " * (6 - width(label)))
    yield from wrapped(text, columns, start, " " * width(start))


def _tail(verdict: Verdict, columns: int) -> Iterator[str]:
    statuses = [rule.status for r in (*verdict.criteria, verdict.general) for rule in r.rules]
    counts = verdict.counts
    told = f"共 {len(statuses)} 条规则：{statuses.count('pass')} 条通过，"
    told += f"{statuses.count('not_applicable')} 条不适用；"
    told += f"退回 {counts.returns} 处，需核实 {counts.reviews} 处，提示 {counts.infos} 处"
    told += f"，豁免 {counts.waived} 处。" if counts.waived else "。"
    yield from wrapped(told, columns)
    for waiver in verdict.waivers_unused:
        yield from wrapped(f"未用上的豁免：{waiver.rule}（至 {waiver.expires}）", columns)
    for note in verdict.not_proven:
        yield from wrapped(note, columns, "· ", "  ")
    yield from wrapped(f"规则核对至 {verdict.pack.verified_until}。", columns, "· ", "  ")
