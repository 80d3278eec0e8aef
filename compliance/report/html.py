"""The report as one HTML file that needs nothing else: for reading, printing and sending."""

import re
from collections.abc import Iterator
from html import escape
from importlib.resources import files

from compliance.finding import Piece
from compliance.report.alongside import Sides
from compliance.report.model import Card, Report, Section, report_of
from compliance.report.words import STEPS
from compliance.verdict import Verdict

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# How a line of a card looks: what to do stands out, by whom and by which rule steps back.
_LOOKS = {"怎么改": "mend", "审查": "by"}


def style() -> str:
    """The style sheet of reports and pages."""
    return files("compliance.report").joinpath("style.css").read_text("utf-8")


def as_html(verdict: Verdict) -> str:
    """The whole file."""
    report = report_of(verdict)
    named = report.head[0] if verdict.filing.project else "预检报告"
    return page(f"{report.title} — {named}", report_html(report))


def page(title: str, body: str) -> str:
    """A whole file around a body that is HTML already."""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style()}</style></head><body><main>"
        f"{body}</main></body></html>\n"
    )


def report_html(report: Report, level: int = 1, rules: str = "", first: str = "") -> str:
    """The report as a part of a page, its title a heading of a level.

    `rules` is where the page has a page for each rule, `first` is HTML to follow the conclusion.
    """
    return "".join(_parts(report, level, rules, first))


def _text(words: str) -> str:
    """Words without markup of their own; a date is never broken over two lines."""
    return _DATE.sub(r'<span class="day">\g<0></span>', escape(words))


def _parts(report: Report, level: int, rules: str, first: str) -> Iterator[str]:
    yield f'<section class="conclusion {report.outcome}">'
    yield f"<h{level}>{escape(report.title)}</h{level}>"
    yield f'<p class="advice">{escape(report.advice)}</p>'
    yield from (f"<p>{_text(line)}</p>" for line in report.head)
    yield f"<p>{_text(report.summary)}</p></section>{first}"
    yield '<div class="overview">'
    yield from _todo(report, level + 1)
    yield from _table(report)
    yield "</div>"
    for section in report.sections:
        yield from _section(section, level + 1, rules)
    yield '<section class="notes">'
    yield f"<h{level + 1}>说明</h{level + 1}><ul>"
    yield from (f"<li>{_text(line)}</li>" for line in (*report.unused, *report.notes))
    yield "</ul></section>"


def _todo(report: Report, level: int) -> Iterator[str]:
    """What to do: what to mend first, office by office, each with a link to its card."""
    groups = [(title, cards) for title, cards in zip(STEPS, report.todo, strict=True) if cards]
    if not groups:
        return
    yield f'<nav class="todo" aria-label="要办的事"><h{level}>要办的事</h{level}>'
    for title, cards in groups:
        yield f"<h{level + 1}>{title}（{len(cards)} 处）</h{level + 1}>"
        for office in dict.fromkeys(card.office for card in cards):
            yield f'<div class="office"><p>{escape(office)}</p><ul>'
            yield from (_link(card) for card in cards if card.office == office)
            yield "</ul></div>"
    yield "</nav>"


def _link(card: Card) -> str:
    told = _text(card.unknown or card.message)
    link = f'<a href="#{escape(card.anchor)}"><span class="cut">{told}</span></a>'
    return f'<li class="{card.effect}"><span class="mark">{card.mark}</span>{link}</li>'


def _table(report: Report) -> Iterator[str]:
    yield '<table class="criteria"><caption>八项审查内容</caption><thead><tr>'
    yield '<th scope="col">项</th><th scope="col">内容</th><th scope="col">结论</th>'
    yield '<th scope="col">问题</th></tr></thead><tbody>'
    for row in report.rows:
        title = escape(row.title)
        told = f'<a href="#s{row.number}">{title}</a>' if row.count else title
        yield f'<tr class="{row.status}"><td>{row.numeral}</td><th scope="row">{told}</th>'
        yield f"<td>{row.mark} {escape(row.label)}</td><td>{row.count}</td></tr>"
    yield "</tbody></table>"


def _section(section: Section, level: int, rules: str) -> Iterator[str]:
    yield f'<section class="criterion" id="s{section.number}"><h{level}>'
    yield f'{escape(section.title)} <span class="{section.status}">{escape(section.label)}</span>'
    yield f"</h{level}>"
    for card in section.cards:
        yield from _card(card, rules)
    yield "</section>"


def _card(card: Card, rules: str) -> Iterator[str]:
    yield f'<article class="card {card.effect}" id="{escape(card.anchor)}">'
    yield f'<p class="message"><span class="mark">{card.mark}</span> {_text(card.message)}</p><dl>'
    for label, text in card.lines:
        told = _text(text)
        if rules and card.rule in text:
            named = escape(card.rule)
            told = told.replace(named, f'<a href="{escape(rules)}{named}">{named}</a>')
        yield f'<dt>{label}</dt><dd class="{_LOOKS.get(label, "")}">{told}</dd>'
    yield "</dl>"
    if card.sides:
        yield from sides_html(card.sides)
    yield "</article>"


def sides_html(sides: Sides) -> Iterator[str]:
    """Both systems in two columns, one below the other where the page is narrow."""
    yield f'<div class="sides"><p class="caption">{escape(sides.caption)}</p>'
    for head, own in ((sides.left, True), (sides.right, False)):
        yield f"<div><p><strong>{escape(head)}</strong></p><dl>"
        for pair in sides.pairs:
            text = marks_html(pair.left if own else pair.right)
            yield f"<dt>{pair.label}</dt><dd>{text}</dd>"
        yield "</dl></div>"
    yield '<dl class="why">'
    yield from (f"<dt>{label}</dt><dd>{escape(text)}</dd>" for label, text in sides.lines)
    yield "</dl></div>"


def marks_html(pieces: tuple[Piece, ...]) -> str:
    """A passage with what both sides share marked; its share of all that is shared on hovering."""
    return "".join(
        f'<mark title="占共有文字的 {p.share / 10_000:.0f}%">{escape(p.text)}</mark>'
        if p.share
        else escape(p.text)
        for p in pieces
    )
