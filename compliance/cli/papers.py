"""beian papers: the papers of the procedure, as .docx and .xlsx."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compliance.cli.chinese import ChineseGroup
from compliance.cli.deadlines import read_date
from compliance.cli.faults import UNREADABLE
from compliance.errors import ComplianceError

if TYPE_CHECKING:
    from compliance.report.papers.case import Case
    from compliance.report.papers.gather import Desk
    from compliance.report.papers.layout import Layout, PaperName

_FILE = click.Path(path_type=Path)


@click.group(
    cls=ChineseGroup,
    name="papers",
    help="办理文书：初审意见表、退回通知、送审清单表、年度清单、备案登记表、情况通报。",
)
def command() -> None:
    """The group."""


@dataclass(frozen=True, slots=True)
class Options:
    """What every paper takes from the command line."""

    on: date | None
    pack: str
    registry: Path | None
    calendar: Path | None
    layout: Path | None
    template: Path | None

    def desk(self) -> "Desk":
        """By what the cases are judged."""
        from compliance.calendar import china, load
        from compliance.procedure import load as load_procedure
        from compliance.registry import Registry
        from compliance.report.papers.gather import Desk
        from compliance.rulebook import load as load_pack

        return Desk(
            on=self.on or date.today(),
            pack=load_pack(self.pack) if self._has_rules() else load_pack(),
            procedure=load_procedure(self.pack),
            calendar=china().overridden(load(self.calendar)) if self.calendar else china(),
            registry=Registry.load(self.registry) if self.registry else None,
        )

    def _has_rules(self) -> bool:
        """A folder may change the procedure alone; its rules are then those of the package."""
        only_procedure = Path(self.pack, "procedure.yaml").is_file()
        return Path(self.pack, "pack.yaml").is_file() or not only_procedure

    def style(self) -> "Layout":
        """How the papers look."""
        from compliance.report.papers.layout import load_layout

        return load_layout(self.layout)

    def own_template(self) -> bytes | None:
        """The office's own .docx or .xlsx."""
        return self.template.read_bytes() if self.template else None


def _common(function: Callable[..., int]) -> Callable[..., int]:
    """The options that every paper has, gathered into one value."""

    def run(
        *,
        on: date | None,
        pack: str,
        registry: Path | None,
        calendar: Path | None,
        layout: Path | None,
        template: Path | None,
        **rest: Any,  # noqa: ANN401 - what click passes on to each command
    ) -> int:
        options = Options(on, pack, registry, calendar, layout, template)
        try:
            return function(options, **rest)
        except ComplianceError as error:
            click.echo(str(error), err=True)
        except OSError as error:
            click.echo(f"文件无法读写：{error.filename}", err=True)
        return UNREADABLE

    run.__doc__ = function.__doc__
    for option in reversed(_OPTIONS):
        run = option(run)
    return run


_OPTIONS = (
    click.option("-o", "--output", required=True, type=_FILE, metavar="文件", help="写到哪里。"),
    click.option("--on", metavar="日期", callback=read_date, help="按哪一天计时，不写则为今天。"),
    click.option("--registry", type=_FILE, metavar="文件", help="既有系统清单。"),
    click.option("--pack", default="nanchong", metavar="规则包", help="规则包编号或文件夹。"),
    click.option("--calendar", type=_FILE, metavar="文件", help="补充的日历（JSON）。"),
    click.option("--layout", type=_FILE, metavar="文件", help="本单位的样式（YAML）。"),
    click.option("--template", type=_FILE, metavar="文件", help="本单位的模板（.docx 或 .xlsx）。"),
)
_FILING = click.argument("filing", type=_FILE, metavar="申报表.json")
_FILINGS = click.argument("filings", type=_FILE, nargs=-1, required=True, metavar="申报表.json...")
_EVENTS = click.option(
    "--events",
    type=_FILE,
    metavar="文件",
    help="办理事件；不写则找同名的 .events.json、.events.csv。",
)
_SIGNED = click.option(
    "--signed", metavar="日期", callback=read_date, help="落款日期，不写则留空。"
)


def _read(file: Path, options: Options, events: Path | None = None) -> tuple["Case", "Desk"]:
    from compliance.report.papers.gather import read_case

    desk = options.desk()
    return read_case(file, desk, events), desk


def _read_all(files: Sequence[Path], options: Options) -> tuple[tuple["Case", ...], "Desk"]:
    """Every case, or nothing: a list that silently lacks one would mislead the meeting."""
    from compliance.report.papers.gather import read_case

    desk = options.desk()
    cases, faults = [], []
    for file in files:
        try:
            cases.append(read_case(file, desk))
        except ComplianceError as error:
            faults.append(f"{file.name}：{error}")
    if faults:
        for fault in faults:
            click.echo(fault, err=True)
        raise ComplianceError
    return tuple(cases), desk


def _write(file: Path, content: bytes) -> int:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    click.echo(f"已写入：{file}")
    return 0


@command.command("opinion", help="部门初审意见表：每个部门一份，只含本部门的事项。")
@_FILING
@click.option(
    "--office", metavar="部门", help="只出这一个部门的，如 市公安局；不写则每个部门一份。"
)
@_EVENTS
@_common
def opinion(
    options: Options, filing: Path, office: str | None, events: Path | None, output: Path
) -> int:
    """One file for one office, or a folder with one for each."""
    from compliance.report.papers.docx_contents import opinion as content
    from compliance.report.papers.make import make

    case, desk = _read(filing, options, events)
    procedure = desk.procedure
    if office:
        asked = procedure.office(office)
        if asked is None:
            known = "、".join(o.name for o in procedure.offices if o.duties)
            raise click.BadParameter(f"不认识“{office}”，可用：{known}", param_hint="--office")
        paper = make("opinion", content(case, asked, procedure), options.style(),
                     template=options.own_template())  # fmt: skip
        return _write(output, paper)
    own = procedure.kinds[case.status.kind].offices or (procedure.unassigned,)
    for each in (o for o in procedure.offices if o.id in {*own, procedure.unassigned}):
        paper = make("opinion", content(case, each, procedure), options.style(),
                     template=options.own_template())  # fmt: skip
        _write(output / f"{filing.stem}-初审意见表-{each.name}.docx", paper)
    return 0


@command.command("return", help="退回通知：汇集各部门不通过的理由和预检应退回的问题。")
@_FILING
@_EVENTS
@_SIGNED
@click.option("--number", default="", metavar="文号", help="发文文号，不写则留空。")
@_common
def return_(
    options: Options,
    filing: Path,
    events: Path | None,
    signed: date | None,
    number: str,
    output: Path,
) -> int:
    """The notice, only where there is a reason to return."""
    from compliance.report.papers.docx_contents import return_notice
    from compliance.report.papers.make import make

    case, desk = _read(filing, options, events)
    content = return_notice(case, desk.procedure, signed=signed, number=number)
    if not content.lists["理由"]:
        click.echo("没有部门不通过，预检也没有应退回的问题，没有退回的理由。", err=True)
        return UNREADABLE
    return _write(output, make("return", content, options.style(), template=options.own_template()))


@command.command("registration", help="备案登记表：没有备案号的，加“未登记”水印。")
@_FILING
@_EVENTS
@_common
def registration(options: Options, filing: Path, events: Path | None, output: Path) -> int:
    """The form; the number is never made here."""
    from compliance.report.papers.docx_contents import UNREGISTERED
    from compliance.report.papers.docx_contents import registration as content
    from compliance.report.papers.make import make

    case, desk = _read(filing, options, events)
    filled = content(case, desk.procedure)
    mark = UNREGISTERED if filled.fields["备案号"] == UNREGISTERED else ""
    paper = make("registration", filled, options.style(), template=options.own_template(),
                 watermark=mark)  # fmt: skip
    return _write(output, paper)


@command.command("review-list", help="政务信息化项目送审清单表：一个项目一行，供集中审查。")
@_FILINGS
@_common
def review_list(options: Options, filings: tuple[Path, ...], output: Path) -> int:
    """All filings given, in the order given."""
    from compliance.report.papers.list_contents import review_list as content

    cases, desk = _read_all(filings, options)
    return _list("review_list", content(cases, desk.procedure), options, output)


@command.command("annual-list", help="年度政务信息化项目清单：当年集中审查通过的项目。")
@_FILINGS
@click.option("--year", required=True, type=int, metavar="年", help="哪个实施年度。")
@_common
def annual_list(options: Options, filings: tuple[Path, ...], year: int, output: Path) -> int:
    """Only what the group has passed for the year."""
    from compliance.report.papers.list_contents import annual_list as content

    cases, _ = _read_all(filings, options)
    return _list("annual_list", content(cases, year), options, output)


@command.command("bulletin", help="备案登记情况通报：按单位统计，列出没有完成的项目和后果。")
@_FILINGS
@_SIGNED
@_common
def bulletin(options: Options, filings: tuple[Path, ...], signed: date | None, output: Path) -> int:
    """By unit, as of the day of asking."""
    from compliance.report.papers.list_contents import bulletin as content

    cases, desk = _read_all(filings, options)
    filled = content(cases, desk.procedure, on=desk.on, signed=signed)
    return _list("bulletin", filled, options, output)


def _list(name: "PaperName", content: Any, options: Options, output: Path) -> int:  # noqa: ANN401
    from compliance.report.papers.make import make

    return _write(output, make(name, content, options.style(), template=options.own_template()))


@command.command("registry", help="已备案项目转成既有系统清单的条目（JSONL），供并入清单。")
@_FILINGS
@_common
def registry_entries(options: Options, filings: tuple[Path, ...], output: Path) -> int:
    """One line for each recorded project; what is not recorded is left out and told."""
    from compliance.procedure.recording import entry_of

    cases, _ = _read_all(filings, options)
    recorded = [case for case in cases if case.status.record_no]
    lines = [
        entry_of(case.filing, case.status.record_no).model_dump_json(exclude_defaults=True)
        for case in recorded
    ]
    click.echo(f"已备案 {len(recorded)} 个，未备案 {len(cases) - len(recorded)} 个（不列入）。")
    return _write(output, "".join(f"{line}\n" for line in lines).encode())


@command.command("template", help="取出空白文书，改版式后用 --template 换上。")
@click.argument("name", metavar="名称")
@click.option("-o", "--output", required=True, type=_FILE, metavar="文件", help="写到哪里。")
@click.option("--layout", type=_FILE, metavar="文件", help="本单位的样式（YAML）。")
def template(name: str, output: Path, layout: Path | None) -> int:
    """Our own layout with its placeholders."""
    from compliance.report.papers.layout import load_layout
    from compliance.report.papers.make import blank

    try:
        style = load_layout(layout)
        asked = next((n for n in style.papers if n == name.replace("-", "_")), None)
        if asked is None:
            known = "、".join(n.replace("_", "-") for n in style.papers)
            raise click.BadParameter(f"没有“{name}”，可用：{known}", param_hint="名称")
        return _write(output, blank(asked, style))
    except ComplianceError as error:
        click.echo(str(error), err=True)
        return UNREADABLE
