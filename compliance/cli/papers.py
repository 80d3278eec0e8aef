"""beian papers: the papers of the procedure, as .docx and .xlsx."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.chinese import ChineseGroup
from compliance.cli.paper_options import (
    EVENTS,
    FILE,
    FILING,
    FILINGS,
    SIGNED,
    Options,
    common,
    guarded,
    read_all,
    read_one,
    write,
)
from compliance.cli.template_options import TEMPLATES

if TYPE_CHECKING:
    from compliance.report.papers.content import Content
    from compliance.report.papers.layout import PaperName


@click.group(
    cls=ChineseGroup,
    name="papers",
    help="办理文书：初审意见表、退回通知、送审清单表、年度清单、备案登记表、情况通报。",
)
def command() -> None:
    """The group."""


@command.command("opinion", help="部门初审意见表：每个部门一份，只含本部门的事项。")
@FILING
@click.option(
    "--office", metavar="部门", help="只出这一个部门的，如 市公安局；不写则每个部门一份。"
)
@EVENTS
@common
def opinion(
    options: Options, filing: Path, office: str | None, events: Path | None, output: Path
) -> int:
    """One file for one office, or a folder with one for each."""
    from compliance.report.papers.docx_contents import opinion as content
    from compliance.report.papers.make import make

    case, desk = read_one(filing, options, events)
    procedure = desk.procedure
    if office:
        asked = procedure.office(office)
        if asked is None:
            known = "、".join(o.name for o in procedure.offices if o.duties)
            raise click.BadParameter(f"不认识“{office}”，可用：{known}", param_hint="--office")
        paper = make("opinion", content(case, asked, procedure), options.style(),
                     template=options.own_template())  # fmt: skip
        return write(output, paper)
    own = procedure.kinds[case.status.kind].offices or (procedure.unassigned,)
    for each in (o for o in procedure.offices if o.id in {*own, procedure.unassigned}):
        paper = make("opinion", content(case, each, procedure), options.style(),
                     template=options.own_template())  # fmt: skip
        write(output / f"{filing.stem}-初审意见表-{each.name}.docx", paper)
    return 0


@command.command("return", help="退回通知：汇集各部门不通过的理由和预检应退回的问题。")
@FILING
@EVENTS
@SIGNED
@click.option("--number", default="", metavar="文号", help="发文文号，不写则留空。")
@TEMPLATES
@common
def return_(
    options: Options,
    filing: Path,
    events: Path | None,
    signed: date | None,
    number: str,
    templates: Path | None,
    output: Path,
) -> int:
    """The notice, only where there is a reason to return."""
    from compliance.report.papers.make import make
    from compliance.report.papers.notice import notice_content
    from compliance.report.templates import templates_in

    options = options.beside(templates_in(templates))

    case, desk = read_one(filing, options, events)
    content = notice_content(case, desk.procedure, signed=signed, number=number)
    return write(output, make("return", content, options.style(), template=options.own_template()))


@command.command("registration", help="备案登记表：没有备案号的，加“未登记”水印。")
@FILING
@EVENTS
@common
def registration(options: Options, filing: Path, events: Path | None, output: Path) -> int:
    """The form; the number is never made here."""
    from compliance.report.papers.docx_contents import UNREGISTERED
    from compliance.report.papers.docx_contents import registration as content
    from compliance.report.papers.make import make

    case, desk = read_one(filing, options, events)
    filled = content(case, desk.procedure)
    mark = UNREGISTERED if filled.fields["备案号"] == UNREGISTERED else ""
    paper = make("registration", filled, options.style(), template=options.own_template(),
                 watermark=mark)  # fmt: skip
    return write(output, paper)


@command.command("review-list", help="政务信息化项目送审清单表：一个项目一行，供集中审查。")
@FILINGS
@click.option("--listed", is_flag=True, help="只列初审全部通过、已汇总待集中审查的项目。")
@common
def review_list(options: Options, filings: tuple[Path, ...], listed: bool, output: Path) -> int:
    """All filings given, in the order given, or only those that passed the first review."""
    from compliance.procedure import State
    from compliance.report.papers.list_contents import review_list as content

    cases, desk = read_all(filings, options)
    shown = [c for c in cases if c.status.state is State.LISTED or not listed]
    return _list("review_list", content(shown, desk.procedure), options, output)


@command.command("annual-list", help="年度政务信息化项目清单：当年集中审查通过的项目。")
@FILINGS
@click.option("--year", required=True, type=int, metavar="年", help="哪个实施年度。")
@common
def annual_list(options: Options, filings: tuple[Path, ...], year: int, output: Path) -> int:
    """Only what the group has passed for the year."""
    from compliance.report.papers.list_contents import annual_list as content

    cases, _ = read_all(filings, options)
    return _list("annual_list", content(cases, year), options, output)


@command.command("bulletin", help="备案登记情况通报：按单位统计，列出没有完成的项目和后果。")
@FILINGS
@SIGNED
@common
def bulletin(options: Options, filings: tuple[Path, ...], signed: date | None, output: Path) -> int:
    """By unit, as of the day of asking."""
    from compliance.report.papers.list_contents import bulletin as content

    cases, desk = read_all(filings, options)
    filled = content(cases, desk.procedure, on=desk.on, signed=signed)
    return _list("bulletin", filled, options, output)


def _list(name: "PaperName", content: "Content", options: Options, output: Path) -> int:
    from compliance.report.papers.make import make

    return write(output, make(name, content, options.style(), template=options.own_template()))


@command.command("registry", help="已备案项目转成既有系统清单的条目（JSONL），供并入清单。")
@FILINGS
@common
def registry_entries(options: Options, filings: tuple[Path, ...], output: Path) -> int:
    """One line for each recorded project; what is not recorded is left out and told."""
    from compliance.procedure.recording import entry_of

    cases, _ = read_all(filings, options)
    recorded = [case for case in cases if case.status.record_no]
    lines = [
        entry_of(case.filing, case.status.record_no).model_dump_json(exclude_defaults=True)
        for case in recorded
    ]
    click.echo(f"已备案 {len(recorded)} 个，未备案 {len(cases) - len(recorded)} 个（不列入）。")
    return write(output, "".join(f"{line}\n" for line in lines).encode())


@command.command(
    "template",
    help="取出空白文书，改版式后用 --template 换上；预检意见（report，.docx 或 .typ）"
    "放进一个文件夹，检查时用 --templates 换上。",
)
@click.argument("name", metavar="名称")
@click.option("-o", "--output", required=True, type=FILE, metavar="文件", help="写到哪里。")
@click.option("--layout", type=FILE, metavar="文件", help="本单位的样式（YAML）。")
def template(name: str, output: Path, layout: Path | None) -> int:
    """Our own layout with its placeholders."""
    return guarded(lambda: _blank(name, output, layout))


def _blank(name: str, output: Path, layout: Path | None) -> int:
    from compliance.report.papers.layout import load_layout
    from compliance.report.papers.make import blank
    from compliance.report.pdf import own_template

    if name == "report" and output.suffix.lower() == ".typ":
        return write(output, own_template())
    style = load_layout(layout)
    asked = next((n for n in style.papers if n == name.replace("-", "_")), None)
    if asked is None:
        known = "、".join(n.replace("_", "-") for n in style.papers)
        raise click.BadParameter(f"没有“{name}”，可用：{known}", param_hint="名称")
    return write(output, blank(asked, style))
