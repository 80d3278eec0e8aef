"""送审清单: one row a filing, as a workbook; the notice has no form for it, so this one is ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from compliance.filing import Dossier
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
_WIDTHS = {"材料": 24, "项目名称": 32, "建设内容摘要": 40, "需会上定夺的事项": 50, "退回理由": 50}
_COLOURS = {"pass": "#E2EFDA", "return": "#F8CBAD", "review": "#FFF2CC"}
# A fixed day, so that the same list is the same file.
_MADE = datetime(2023, 9, 14)


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
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": "政务信息化项目送审清单（预检）", "created": _MADE})
        sheet = book.add_worksheet("送审清单")
        plain = {"text_wrap": True, "valign": "top", "border": 1}
        head = book.add_format({**plain, "bold": True, "bg_color": "#D9E2F3"})
        formats = {key: book.add_format({**plain, "bg_color": c}) for key, c in _COLOURS.items()}
        usual = book.add_format(plain)
        for column, title in enumerate(TITLES):
            sheet.write_string(0, column, title, head)
            sheet.set_column(column, column, _WIDTHS.get(title, 14))
        for number, row in enumerate(rows, 1):
            for column, title in enumerate(TITLES):
                text = str(number) if title == "序号" else row.cells.get(title, "")
                shown = formats.get(row.outcome, usual) if title == "预检结论" else usual
                sheet.write_string(number, column, text[:32_000], shown)
        sheet.freeze_panes(1, 3)
        sheet.autofilter(0, 0, max(len(rows), 1), len(TITLES) - 1)
