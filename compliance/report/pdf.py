"""The report as PDF/A by typst, in the same words; refused where a character has no font."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from compliance.errors import ComplianceError, Problem
from compliance.report.model import Report, report_of
from compliance.report.papers.layout import load_layout
from compliance.report.sample import MARK as SAMPLE_MARK
from compliance.report.sample import SAMPLE
from compliance.report.templates import OURS, Templates, content_of
from compliance.text import listed, visible
from compliance.verdict import Verdict

if TYPE_CHECKING:
    from typst import Fonts, PDFStandard, TypstError

Told = dict[str, Any]

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
_FONT_FOLDER = "用 --fonts（BEIAN_FONTS）指明放有中文字体文件的文件夹"
_INSTEAD = "改用 HTML 或 Word 报告"
# For keeping, and for readers who do not see: both ask that every character has a font.
_KEPT: "PDFStandard" = "a-2a"
_READ_ALOUD: "PDFStandard" = "ua-1"
_OURS_OUT = "自带的用 beian papers template report -o report.typ 取出对照"
_COLUMNS = ("项", "内容", "结论", "问题")
_PAGE = ("第 ", " 页，共 ", " 页")
_SPOT = re.compile(r"error:.*?┌─ ([^\n]*):(\d+):(\d+)\n", re.DOTALL)
_NO_FONT = re.compile('the text `"(.*?)"` could not be displayed', re.DOTALL)
_SEARCHED = re.compile(r" \(searched .*\)$")
_FROM_AFAR = re.compile('"@preview/')


def _refused(message: str, mend: str, place: str = "PDF 报告") -> ComplianceError:
    return ComplianceError(Problem(place, message, mend))


@lru_cache(maxsize=4)
def _fonts(folder: Path | None) -> "tuple[Fonts, tuple[str, ...]]":
    """The fonts of a folder and of the machine, looked through once, and those to set with.

    Raises ComplianceError where there is none for Chinese.
    """
    try:
        from typst import Fonts
    except ModuleNotFoundError:
        mend = f"安装 beian-precheck[pdf]，或{_INSTEAD}"
        raise _refused("没有安装排版软件 typst", mend) from None
    own = _families_in(folder) if folder else ()
    found = Fonts(font_paths=[folder] if folder else [])
    families = set(found.families())
    usable = (*own, *(family for family in _CHINESE if family in families))
    if not usable:
        mend = f"安装中文字体（Debian 的 fonts-noto-cjk），或{_FONT_FOLDER}，或{_INSTEAD}"
        raise _refused("这台机器没有中文字体", mend)
    return found, usable


def _families_in(folder: Path) -> tuple[str, ...]:
    """The families of a folder, in order of their names; raises ComplianceError for none."""
    from typst import Fonts

    alone = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    families = tuple(sorted(set(alone.families())))
    if not families:
        mend = "放入 .ttf、.otf 或 .ttc 字体文件，或改正 --fonts（BEIAN_FONTS）"
        raise _refused("字体文件夹里没有字体", mend, visible(folder.name))
    return families


def as_pdf(verdict: Verdict, templates: Templates = OURS) -> bytes:
    """预检意见 for printing and keeping: the same verdict, the same bytes.

    Raises ComplianceError where typst or a Chinese font is missing, a character has no font or the
    template is broken: never a PDF with words left out.
    """
    return _set(_told(report_of(verdict), templates), templates)


def require_pdf(templates: Templates = OURS) -> None:
    """Raises ComplianceError where as_pdf would for any verdict, or the template leaves words out.

    A word is left out where another in its place makes no other PDF.
    """
    sample = _told(SAMPLE, templates)
    made = _set(sample, templates)
    unused = [word for word, other in _changed(sample) if _set(other, templates) == made]
    if unused:
        message = f"版式没有用到报告里的：{listed(dict.fromkeys(unused))}，照它排会漏掉内容"
        raise _refused(message, f"补上；{_OURS_OUT}", _name(templates))


def own_template() -> bytes:
    """Our own layout, for an office to restyle."""
    return files("compliance.report").joinpath("report.typ").read_bytes()


def _told(report: Report, templates: Templates) -> Told:
    """Every word of the report, as data; the mark says whose layout ours is."""
    told = {
        **asdict(report),
        "notes": (*report.unused, *report.notes),
        "columns": _COLUMNS,
        "page": _PAGE,
        "mark": load_layout(templates.layout).mark,
    }
    copied: Told = json.loads(json.dumps(told))
    return copied


def _changed(told: Told) -> Iterator[tuple[str, Told]]:
    """Each word of the sample, with the whole in which another stands in its place."""
    text = json.dumps(told, ensure_ascii=False)
    for found in re.finditer(f'"({SAMPLE_MARK}[^"]*)"', text):
        yield found[1], json.loads(f"{text[: found.end() - 1]}乙{text[found.end() - 1 :]}")


def _set(told: Told, templates: Templates) -> bytes:
    fonts, families = _fonts(templates.fonts)
    import typst

    own = templates.report_typ
    if own:
        _refuse_from_afar(own)
    try:
        made = typst.compile(
            cast("Path", own or own_template()),
            root=own.parent if own else None,
            format="pdf",
            font_paths=fonts,
            sys_inputs={"report": json.dumps({**told, "fonts": families}, ensure_ascii=False)},
            pdf_standards=[_KEPT, _READ_ALOUD],
            timestamp=0,
        )
    except typst.TypstError as error:
        raise _unset(error, templates) from error
    if not isinstance(made, bytes):
        raise _refused("排版软件没有给出文件", _INSTEAD)
    return made


def _refuse_from_afar(template: Path) -> None:
    """Nothing is fetched while a report is made."""
    for number, line in enumerate(content_of(template).decode(errors="replace").split("\n"), 1):
        if _FROM_AFAR.search(line):
            mend = "把要用的文件放到模板旁边，按文件名引用"
            place = f"{visible(template.name)} 第 {number} 行"
            raise _refused("版式引用了网上的包，本系统不联网", mend, place)


def _unset(error: "TypstError", templates: Templates) -> ComplianceError:
    """Why typst set nothing, in our words where they are known, and where."""
    missing = _NO_FONT.search(error.message)
    if missing:
        mend = f"安装有这个字的字体，或{_FONT_FOLDER}，或{_INSTEAD}"
        return _refused(f"这台机器的字体里没有“{missing[1]}”", mend)
    if templates.report_typ is None:
        return _refused("排版没有成功", _INSTEAD)
    spot = _SPOT.search(error.diagnostic)
    line = f"{visible(Path(spot[1]).name)} 第 {spot[2]} 行" if spot else _name(templates)
    message = f"版式有错，typst 说：{_SEARCHED.sub('', error.message)}"
    return _refused(message, f"改正这一处；{_OURS_OUT}", line)


def _name(templates: Templates) -> str:
    return visible(templates.report_typ.name) if templates.report_typ else "PDF 报告"
