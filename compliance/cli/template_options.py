"""The options by which an office puts its own templates and fonts in the place of ours."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from compliance.report.templates import Templates

TEMPLATES = click.option(
    "--templates",
    envvar="BEIAN_TEMPLATES",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="本单位的报告模板：report.docx 预检意见、report.typ 其 PDF 版式、return.docx 退回通知、"
    "papers.yaml 文书样式，没有的用自带的；自带的用 beian papers template 取出。"
    "也可用环境变量 BEIAN_TEMPLATES。",
)
FONTS = click.option(
    "--fonts",
    envvar="BEIAN_FONTS",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="PDF 报告另用的字体文件所在的文件夹，先于这台机器的字体；也可用环境变量 BEIAN_FONTS。",
)


def usable(form: str, templates: Path | None, fonts: Path | None) -> "Templates":
    """The templates, tried for a form of report; raises ComplianceError where it cannot be made."""
    from compliance.report.forms import FORMS
    from compliance.report.templates import templates_in

    found = templates_in(templates, fonts)
    FORMS[form].require(found)
    return found
