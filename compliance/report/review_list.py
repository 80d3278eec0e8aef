"""送审清单: one row a filing, as a workbook; the notice has no form for it, so this one is ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from compliance.filing import Dossier
from compliance.report.papers.row_height import height
from compliance.report.xlsx import SIZE, Look, Workbook, for_print, write
from compliance.verdict import Verdict

_NUMERALS = "①②③④⑤⑥⑦⑧"
TITLES = (
    "序号",
    "材料",
    "项目名称",
    "申报单位",
    "统一社会信用代码",
    "类别",
    "建设内容摘要",
    "总投资",
    "资金来源",
    "年运行维护经费",
    *_NUMERALS,
    "预检结论",
    "需会上定夺的事项",
    "退回理由",
    "本批相似项目",
    "未能读取的文件",
    "规则版本",
    "清单版本",
    "材料指纹",
    "报告",
)
_WIDTHS = {
    "序号": 5,
    "材料": 18,
    "项目名称": 24,
    "申报单位": 18,
    "统一社会信用代码": 20,
    "类别": 9,
    "建设内容摘要": 36,
    "总投资": 10,
    "资金来源": 16,
    "年运行维护经费": 10,
    **dict.fromkeys(_NUMERALS, 7),
    "需会上定夺的事项": 42,
    "退回理由": 42,
}
_WIDTH, _A3 = 13, 8
_LAST_PRINTED = "未能读取的文件"
_COLOURS = {"pass": "#E2EFDA", "return": "#F8CBAD", "review": "#FFF2CC"}
_PLAIN: Look = {"text_wrap": True, "valign": "top", "border": 1, "font_size": SIZE}
_HEAD: Look = {**_PLAIN, "bold": True, "bg_color": "#D9E2F3"}


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """送审清单的一行: the cells by their titles, and the outcome, "" where there is none."""

    cells: dict[str, str]
    outcome: str


def row_of(name: str, dossier: Dossier, verdict: Verdict, report: str) -> ReviewRow:
    """The row of a filing that was judged."""
    filing, funding = dossier.filing, dossier.filing.funding
    cells = {
        "材料": name,
        "项目名称": filing.project.name or "",
        "申报单位": filing.unit.name or "",
        "统一社会信用代码": filing.unit.credit_code or "",
        "类别": verdict.filing.kind_label,
        "建设内容摘要": (filing.project.summary or filing.project.construction_content or "")[:200],
        "总投资": f"{funding.total.value}{funding.total.unit}" if funding.total else "",
        "资金来源": "、".join(source.name or "" for source in funding.sources or ()),
        "年运行维护经费": _money(dossier),
        **{_NUMERALS[c.number - 1]: c.label for c in verdict.criteria},
        "预检结论": verdict.label,
        "需会上定夺的事项": _told(verdict, "review"),
        "退回理由": _told(verdict, "return"),
        "未能读取的文件": "；".join(f"{u.file}：{u.reason}" for u in dossier.unread),
        "规则版本": f"{verdict.pack.id} {verdict.pack.version}",
        "清单版本": verdict.registry.version[:12] if verdict.registry else "",
        "材料指纹": verdict.filing.fingerprint[:16],
        "报告": report,
    }
    return ReviewRow(cells, verdict.outcome)


def _money(dossier: Dossier) -> str:
    cost = dossier.filing.funding.operation_cost
    return f"{cost.value}{cost.unit}" if cost else ""


def _told(verdict: Verdict, effect: str) -> str:
    told = [f.message for f in verdict.findings if f.effect == effect and not f.folded_under]
    return "\n".join(f"{n}. {message}" for n, message in enumerate(told, 1))


def write_review_list(target: Path, rows: Sequence[ReviewRow]) -> None:
    """The list as a workbook; what people wrote is never taken for a formula."""
    book = Workbook()
    sheet = book.sheet("送审清单")
    for_print(sheet, headed=True, paper=_A3)
    for column, title in enumerate(TITLES):
        write(book, sheet, (0, column), title, _HEAD)
        sheet.set_column(column, column, _WIDTHS.get(title, _WIDTH))
    for number, row in enumerate(rows, 1):
        told = ((text, _WIDTHS.get(title, _WIDTH)) for title, text in row.cells.items())
        sheet.set_row(number, height(told, SIZE))
        for column, title in enumerate(TITLES):
            text = str(number) if title == "序号" else row.cells.get(title, "")
            colour = _COLOURS.get(row.outcome) if title == "预检结论" else None
            look = {**_PLAIN, "bg_color": colour} if colour else _PLAIN
            write(book, sheet, (number, column), text, look)
    # On paper without what only serves to find and prove.
    sheet.print_area(0, 0, len(rows), TITLES.index(_LAST_PRINTED))
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(len(rows), 1), len(TITLES) - 1)
    target.write_bytes(book.content())
