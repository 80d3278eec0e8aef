"""The report as PDF/A by typst, in the same words; refused where a character has no font."""

import json
from dataclasses import asdict
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from compliance.errors import ComplianceError, Problem
from compliance.report.model import report_of
from compliance.verdict import Verdict

if TYPE_CHECKING:
    from typst import Fonts, PDFStandard

# In the order they are looked for: Debian's, then those of office programs and systems.
_CHINESE = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "SimSun",
)
_INSTEAD = "改用 HTML 或 Word 报告"
# For keeping, and for readers who do not see: both ask that every character has a font.
_KEPT: "PDFStandard" = "a-2a"
_READ_ALOUD: "PDFStandard" = "ua-1"
_COLUMNS = ("项", "内容", "结论", "问题")
_PAGE = ("第 ", " 页，共 ", " 页")


def _refused(message: str, mend: str) -> ComplianceError:
    return ComplianceError(Problem("PDF 报告", message, mend))


@lru_cache(maxsize=1)
def _fonts() -> "tuple[Fonts, tuple[str, ...]]":
    """The fonts of the machine, looked through once, and the Chinese ones among them."""
    try:
        from typst import Fonts
    except ModuleNotFoundError:
        mend = f"安装 beian-precheck[pdf]，或{_INSTEAD}"
        raise _refused("没有安装排版软件 typst", mend) from None
    found = Fonts()
    families = set(found.families())
    return found, tuple(family for family in _CHINESE if family in families)


def as_pdf(verdict: Verdict) -> bytes:
    """预检意见 for printing and keeping: the same verdict, the same bytes.

    Raises ComplianceError where typst or a Chinese font is missing, or a character has no font:
    never a PDF with words left out.
    """
    fonts, chinese = _fonts()
    if not chinese:
        mend = f"安装中文字体（Debian 的 fonts-noto-cjk），或{_INSTEAD}"
        raise _refused("这台机器没有中文字体", mend)
    return _set(_told(verdict, chinese), fonts)


def _told(verdict: Verdict, fonts: tuple[str, ...]) -> str:
    """Every word of the report, as data."""
    report = report_of(verdict)
    whole: dict[str, Any] = asdict(report)
    notes = (*report.unused, *report.notes)
    whole |= {"fonts": fonts, "columns": _COLUMNS, "page": _PAGE, "notes": notes}
    return json.dumps(whole, ensure_ascii=False)


def _set(report: str, fonts: "Fonts") -> bytes:
    import typst

    template = files("compliance.report").joinpath("report.typ").read_bytes()
    try:
        made = typst.compile(
            template,
            format="pdf",
            font_paths=fonts,
            sys_inputs={"report": report},
            pdf_standards=[_KEPT, _READ_ALOUD],
            timestamp=0,
        )
    except typst.TypstError as error:
        raise _refused(_without_font(str(error)), _INSTEAD) from error
    if not isinstance(made, bytes):
        raise _refused("排版软件没有给出文件", _INSTEAD)
    return made


def _without_font(error: str) -> str:
    """What typst could not set, in our words.

    >>> _without_font('PDF/A-2a error: the text `"ก"` could not be displayed with font `"X"`')
    '这台机器的字体里没有“ก”'
    """
    _, found, rest = error.partition('the text `"')
    character, closed, _ = rest.partition('"`')
    return f"这台机器的字体里没有“{character}”" if found and closed else "排版没有成功"
