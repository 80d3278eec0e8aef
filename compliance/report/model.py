"""The report on a verdict in its words, before any form: every output says exactly these."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compliance.finding import Finding
from compliance.report.alongside import Sides, sides_of
from compliance.report.words import (
    MARKS,
    NUMERALS,
    advice,
    by_cause,
    head_line,
    place_of,
    quoted,
)
from compliance.text import listed
from compliance.verdict import CriterionResult, Verdict

_MOST_PLACES = 4


@dataclass(frozen=True, slots=True)
class Card:
    """一处问题: its message, labelled lines (位置, 怎么改, 依据, 审查 …), and what is beside it.

    `unknown` is what was not known, where that is why a person is asked.
    """

    effect: str
    mark: str
    message: str
    lines: tuple[tuple[str, str], ...]
    rule: str
    item: str
    office: str
    remedy: str
    folded: bool
    unknown: str = ""
    sides: Sides | None = None

    @property
    def anchor(self) -> str:
        """The name of the card in a page."""
        item = "".join(c if c.isalnum() else "-" for c in self.item)
        return f"f-{self.rule}-{item}".rstrip("-")


@dataclass(frozen=True, slots=True)
class Row:
    """一项 in the table of criteria."""

    number: int
    numeral: str
    mark: str
    title: str
    status: str
    label: str
    count: str


@dataclass(frozen=True, slots=True)
class Section:
    """一项 with its cards."""

    number: int
    title: str
    status: str
    label: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """报告: the conclusion, what to do first, the criteria, the cards, what to know besides."""

    title: str
    outcome: str
    advice: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    sections: tuple[Section, ...]
    summary: str
    unused: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every card, in the order of the criteria."""
        return tuple(card for section in self.sections for card in section.cards)

    @property
    def todo(self) -> tuple[tuple[Card, ...], tuple[Card, ...], tuple[Card, ...]]:
        """The cards to mend, to look at, and to write something for."""
        return todo(self.cards)


def todo(cards: Sequence[Card]) -> tuple[tuple[Card, ...], tuple[Card, ...], tuple[Card, ...]]:
    """Of some cards those to mend, to look at, and to write something for."""
    live = [card for card in cards if not card.folded]
    asked = [card for card in live if card.effect == "review"]
    return (
        tuple(card for card in live if card.effect == "return"),
        tuple(card for card in asked if not card.unknown),
        tuple(card for card in asked if card.unknown),
    )


def report_of(verdict: Verdict) -> Report:
    """The report on a verdict."""
    every = (*verdict.criteria, verdict.general)
    general = (verdict.general,) if verdict.general.findings else ()
    titles = {finding.rule: finding.title for finding in verdict.findings}
    sections = tuple(_section(result, titles) for result in every if result.findings)
    steps = todo([card for section in sections for card in section.cards])
    return Report(
        f"预检结论：{verdict.label}",
        verdict.outcome,
        advice(verdict.outcome, *map(len, steps)),
        tuple(_head(verdict)),
        tuple(_row(result) for result in (*verdict.criteria, *general)),
        sections,
        _summary(verdict),
        tuple(f"未用上的豁免：{w.rule}（至 {w.expires}）" for w in verdict.waivers_unused),
        (*verdict.not_proven, f"规则核对至 {verdict.pack.verified_until}。"),
    )


def cards_by_finding(verdict: Verdict) -> Iterator[tuple[Finding, Card]]:
    """Every finding with its card, in the order of the verdict."""
    titles = {finding.rule: finding.title for finding in verdict.findings}
    for result in (*verdict.criteria, verdict.general):
        follows = dict(by_cause(result.findings))
        yield from ((f, _card(f, follows.get(f, ()), titles)) for f in result.findings)


def _head(verdict: Verdict) -> Iterator[str]:
    yield from head_line(verdict)
    yield from (f"内部错误：{fault}" for fault in verdict.faults)
    yield from (f"本规则包放宽：{relaxation}" for relaxation in verdict.pack.relaxations)


def _row(result: CriterionResult) -> Row:
    told = [f for f in result.findings if not f.folded_under]
    return Row(
        result.number,
        NUMERALS[result.number],
        MARKS[result.status],
        result.title,
        result.status,
        result.label,
        _count(told),
    )


def _count(told: Sequence[Finding]) -> str:
    """How many there are to deal with; where there is none, how many hints."""
    live = [f for f in told if f.effect != "info" and not f.waiver]
    if live:
        return f"{len(live)} 处"
    hints = sum(f.effect == "info" and not f.waiver for f in told)
    waived = sum(f.waiver is not None for f in told)
    counted = (f"提示 {hints}" if hints else "", f"豁免 {waived}" if waived else "")
    return "，".join(filter(None, counted))


def _section(result: CriterionResult, titles: Mapping[str, str]) -> Section:
    numeral = f"{NUMERALS[result.number]}、" if result.number else ""
    title = f"{numeral}{result.question}" if result.number else result.title
    cards = tuple(_card(f, follows, titles) for f, follows in by_cause(result.findings))
    return Section(result.number, title, result.status, result.label, cards)


def _card(finding: Finding, follows: Sequence[Finding], titles: Mapping[str, str]) -> Card:
    effect = "waived" if finding.waiver else finding.effect
    return Card(
        effect,
        MARKS[effect],
        finding.message,
        tuple(_lines(finding, follows, titles)),
        finding.rule,
        finding.item,
        finding.office,
        finding.remedy,
        bool(finding.folded_under),
        _unknown(finding),
        sides_of(finding.alongside) if finding.alongside and not finding.folded_under else None,
    )


def _unknown(finding: Finding) -> str:
    """What was not known, in few words; of one of several things they name it."""
    if not finding.undecided or finding.item:
        return listed(finding.undecided)
    fields = [title for title in finding.undecided if title != finding.title]
    return finding.title + (f"：{listed(fields)}" if fields else "")


def _lines(
    finding: Finding, follows: Sequence[Finding], titles: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    if finding.folded_under:
        yield "同一原因", f"见“{titles[finding.folded_under]}”（{finding.folded_under}）"
        return
    places = place_of(finding, _MOST_PLACES)
    if places:
        yield "位置", places
    yield "怎么改", finding.remedy
    yield "依据", quoted(finding.cite)
    yield "审查", f"{finding.office}　规则 {finding.rule}"
    if finding.waiver:
        waiver = finding.waiver
        yield "豁免", f"{waiver.reason}（{waiver.owner}，至 {waiver.expires}）"
    if follows:
        yield "牵连", listed(dict.fromkeys(f.title for f in follows))


def _summary(verdict: Verdict) -> str:
    """How many rules there are, and how many problems, each counted once."""
    results = (*verdict.criteria, verdict.general)
    statuses = [rule.status for result in results for rule in result.rules]
    live = [f for result in results for f in result.findings if not f.waiver]
    alone = [f.effect for f in live if not f.folded_under]
    told = f"共 {len(statuses)} 条规则：{statuses.count('pass')} 条通过，"
    told += f"{statuses.count('not_applicable')} 条不适用；"
    told += f"退回 {alone.count('return')} 处，需核实 {alone.count('review')} 处，"
    told += f"提示 {alone.count('info')} 处"
    told += f"，另有 {len(live) - len(alone)} 处出于同一原因" if len(live) > len(alone) else ""
    return told + (f"，豁免 {verdict.counts.waived} 处。" if verdict.counts.waived else "。")
