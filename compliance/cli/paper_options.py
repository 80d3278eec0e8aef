"""What the commands of `beian papers` share: their options, reading cases, writing files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import click

from compliance.cli.deadlines import read_date
from compliance.cli.faults import UNREADABLE, USAGE
from compliance.errors import ComplianceError

if TYPE_CHECKING:
    from compliance.report.papers.case import Case
    from compliance.report.papers.gather import Desk
    from compliance.report.papers.layout import Layout
    from compliance.report.templates import Templates

FILE = click.Path(path_type=Path)
_EXTRA = ("docx", "xlsxwriter")  # of the extra `reports`


@dataclass(frozen=True, slots=True)
class Options:
    """What every paper takes from the command line."""

    on: date | None
    pack: str
    registry: Path | None
    calendar: Path | None
    layout: Path | None
    template: Path | None

    def beside(self, templates: "Templates") -> Self:
        """With what is in a folder of templates, where the command names no other."""
        layout, template = self.layout or templates.layout, self.template or templates.return_docx
        return replace(self, layout=layout, template=template)

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


def guarded(attempt: Callable[[], int]) -> int:
    """The exit code of an attempt; what went wrong is told on the error stream."""
    try:
        return attempt()
    except ComplianceError as error:
        click.echo(str(error), err=True)
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        click.echo(f"没有安装文书组件（{error.name}）：安装时加上 [reports]", err=True)
        return USAGE
    except OSError as error:
        click.echo(f"文件无法读写：{error.filename}", err=True)
    return UNREADABLE


def common(function: Callable[..., int]) -> Callable[..., int]:
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
        return guarded(lambda: function(options, **rest))

    run.__doc__ = function.__doc__
    for option in reversed(_OPTIONS):
        run = option(run)
    return run


_OPTIONS = (
    click.option("-o", "--output", required=True, type=FILE, metavar="文件", help="写到哪里。"),
    click.option("--on", metavar="日期", callback=read_date, help="按哪一天计时，不写则为今天。"),
    click.option("--registry", type=FILE, metavar="文件", help="既有系统清单。"),
    click.option("--pack", default="nanchong", metavar="规则包", help="规则包编号或文件夹。"),
    click.option("--calendar", type=FILE, metavar="文件", help="补充的日历（JSON）。"),
    click.option("--layout", type=FILE, metavar="文件", help="本单位的样式（YAML）。"),
    click.option("--template", type=FILE, metavar="文件", help="本单位的模板（.docx 或 .xlsx）。"),
)
FILING = click.argument("filing", type=FILE, metavar="申报表.json")
FILINGS = click.argument("filings", type=FILE, nargs=-1, required=True, metavar="申报表.json...")
EVENTS = click.option(
    "--events",
    type=FILE,
    metavar="文件",
    help="办理事件；不写则找同名的 .events.csv、.events.xlsx、.events.json。",
)
SIGNED = click.option("--signed", metavar="日期", callback=read_date, help="落款日期，不写则留空。")


def read_one(file: Path, options: Options, events: Path | None = None) -> tuple["Case", "Desk"]:
    """The case of one filing, and by what it is judged."""
    from compliance.report.papers.gather import read_case

    desk = options.desk()
    return read_case(file, desk, events), desk


def read_all(files: Sequence[Path], options: Options) -> tuple[tuple["Case", ...], "Desk"]:
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


def write(file: Path, content: bytes) -> int:
    """The file, with the folders it needs; the exit code."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    click.echo(f"已写入：{file}")
    return 0
