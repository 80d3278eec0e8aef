"""beian deadlines: where a filing stands, whose turn it is, by which day."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.chinese import ChineseCommand
from compliance.cli.faults import UNREADABLE, told
from compliance.errors import Problem
from compliance.text import visible

if TYPE_CHECKING:
    from compliance.procedure import Event, Status
    from compliance.procedure.inquiry import Question


def read_date(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> date | None:
    """A date option; only 2026-09-24 is understood."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise click.BadParameter("写成 2026-09-24 的形式") from None


@click.command(
    cls=ChineseCommand,
    name="deadlines",
    help="办理时限：项目走到哪一步、轮到谁、哪天到期、逾期多久、有什么后果。",
)
@click.option(
    "--kind", required=True, metavar="种类", help="新建、在建、已建、续运维、使用国省平台。"
)
@click.option(
    "--submitted", metavar="日期", callback=read_date, help="提交申报的日期，如 2026-09-24。"
)
@click.option(
    "--events",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="办理事件（CSV、Excel 或 JSON）。",
)
@click.option("--year", "plan_year", type=int, metavar="年", help="项目的实施年度。")
@click.option("--on", metavar="日期", callback=read_date, help="按哪一天查询，不写则为今天。")
@click.option(
    "--pack",
    default="nanchong",
    metavar="规则包",
    help="自带的规则包编号，或本单位规则包的文件夹。",
)
@click.option("--calendar", "calendar_file", metavar="文件", type=click.Path(path_type=Path),
              help="补充的日历（JSON），如新一年的放假安排。")  # fmt: skip
@click.option(
    "--ics",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="把到期日另存为日历文件（.ics）。",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              metavar="格式", help="text（默认）或 json。")  # fmt: skip
def command(
    kind: str,
    submitted: date | None,
    events: Path | None,
    plan_year: int | None,
    on: date | None,
    pack: str,
    calendar_file: Path | None,
    ics: Path | None,
    form: str,
) -> int:
    """Answer for one filing; exit 0, or 4 where the events or a file cannot be read."""
    from compliance.filing.terms import Kind
    from compliance.procedure.inquiry import Question, as_json
    from compliance.report.course_text import course_text
    from compliance.report.ics import calendar, entries

    asked = next((term for term in Kind if kind.strip() in (term.value, term.label)), None)
    if asked is None:
        known = "、".join(term.label for term in Kind)
        raise click.BadParameter(f"没有“{kind}”这一种类，可用：{known}", param_hint="--kind")
    if plan_year is not None and not 2000 <= plan_year <= 2100:
        raise click.BadParameter("写四位年份，如 2027", param_hint="--year")
    found = told(
        lambda: _answer(
            Question(
                kind=asked,
                on=on or date.today(),
                submitted=submitted,
                plan_year=plan_year,
                events=_read_events(events),
            ),
            pack,
            calendar_file,
        )
    )
    if found is None:
        return UNREADABLE
    click.echo(as_json(found) if form == "json" else course_text(found))
    return _write_calendar(ics, calendar(entries(found), found.on)) if ics else 0


def _read_events(file: Path | None) -> tuple["Event", ...]:
    from compliance.procedure import ProcedureError, read_events

    if file is None:
        return ()
    try:
        return read_events(file.read_bytes(), visible(file.name))
    except OSError:
        problem = Problem(visible(file.name), "事件文件无法打开", "核对文件的位置和读取权限")
        raise ProcedureError(problem) from None


def _answer(question: "Question", pack: str, calendar_file: Path | None) -> "Status":
    from compliance.calendar import china, load
    from compliance.procedure import load as load_procedure
    from compliance.procedure.inquiry import answer

    table = china().overridden(load(calendar_file)) if calendar_file else china()
    return answer(question, load_procedure(pack), table)


def _write_calendar(file: Path, content: bytes) -> int:
    try:
        file.write_bytes(content)
    except OSError:
        click.echo(f"日历文件无法写入：{file}", err=True)
        return UNREADABLE
    click.echo(f"已写入日历文件：{file}", err=True)
    return 0
