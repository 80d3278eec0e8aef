"""The command line of the service."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from compliance import (
    ChineseCommand,
    ChineseGroup,
    ComplianceError,
    Numbering,
    explain,
    load_templates,
)
from service import upkeep
from service.upkeep import database_option


def _cores() -> int:
    """As many checkers as there are cores to this process; none where they cannot be forked."""
    return min(4, len(os.sched_getaffinity(0))) if sys.platform == "linux" else 0


def _numbering(written: str | None) -> Numbering | None:
    try:
        return Numbering(written) if written else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.group(cls=ChineseGroup, help="备案预检服务。不写命令时为 serve。")
def service() -> None:
    """The root."""


@service.command(
    cls=ChineseCommand,
    help="启动服务；没有设密钥时只在本机地址上监听。每个选项也可写在环境变量里：BEIAN_ 加大写的"
    "选项名，如 BEIAN_PORT、BEIAN_MAX_BODY、BEIAN_TEMPLATES、BEIAN_FONTS。",
)
@click.option("--host", envvar="BEIAN_HOST", default="127.0.0.1", metavar="地址", help="监听地址。")
@click.option(
    "--port",
    envvar="BEIAN_PORT",
    default=8080,
    metavar="端口",
    type=click.IntRange(0, 65535),
    help="监听端口，0 为任取。",
)
@database_option
@click.option(
    "--registry",
    envvar="BEIAN_REGISTRY",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="既有系统清单文件；不给则用数据库里的清单。",
)
@click.option("--pack", envvar="BEIAN_PACK", metavar="名称或文件夹", help="规则包。")
@click.option(
    "--numbering",
    envvar="BEIAN_NUMBERING",
    metavar="样式",
    callback=lambda _, __, written: _numbering(written),
    help="由本服务发备案号的样式，如 示例信备〔{year}〕{serial:04}号；不给则按规则包的"
    " procedure.yaml，那里也没有则不发号，只存备案平台给的号。",
)
@click.option(
    "--calendar",
    envvar="BEIAN_CALENDAR",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="补充的日历（JSON），如新一年的放假安排。",
)
@click.option(
    "--templates",
    envvar="BEIAN_TEMPLATES",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="本单位的报告模板：report.docx 预检意见、report.typ 其 PDF 版式、return.docx 退回通知、"
    "papers.yaml 文书样式，没有的用自带的；自带的用 beian papers template 取出。启动时逐个试过，"
    "坏的、漏内容的不启动。",
)
@click.option(
    "--fonts",
    envvar="BEIAN_FONTS",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="PDF 报告另用的字体文件所在的文件夹，先于这台机器的字体。",
)
@click.option(
    "--threads",
    envvar="BEIAN_THREADS",
    default=60,
    metavar="个数",
    type=click.IntRange(8, 200),
    help="线程数。",
)
@click.option(
    "--workers",
    envvar="BEIAN_WORKERS",
    default=_cores,
    metavar="个数",
    type=click.IntRange(0, 64),
    help="检查进程的个数，也是同时检查的份数，默认同处理器核数，最多 4；更多的排队，排不下的"
    "请其稍后再来（429）。0 为不另开进程。",
)
@click.option(
    "--max-body",
    envvar="BEIAN_MAX_BODY",
    default=20_000_000,
    metavar="字节数",
    type=click.IntRange(1_000, 20_000_000),
    help="请求内容的上限。",
)
@click.option(
    "--grace",
    envvar="BEIAN_GRACE",
    default=30.0,
    metavar="秒数",
    type=click.FloatRange(0, 600),
    help="停止时等待未完请求的时间。",
)
def serve(
    host: str,
    port: int,
    database: str,
    registry: Path | None,
    pack: str | None,
    numbering: Numbering | None,
    calendar: Path | None,
    templates: Path | None,
    fonts: Path | None,
    threads: int,
    workers: int,
    max_body: int,
    grace: float,
) -> int:
    """Read what is needed, bind, serve until told to stop."""
    from service import checking
    from service.app import create_app
    from service.auth import LOOPBACK
    from service.checking import nursery
    from service.context import load_context
    from service.gate import Gate
    from service.jobs import Worker
    from service.server import catch_signals, listen, run, tell_systemd
    from service.store import has_keys, open_database, require_current
    from service.watching import log_to_stderr

    store = open_database(database)
    require_current(store)
    with store.reading() as connection:
        closed = has_keys(connection)
    if not closed and host not in LOOPBACK:
        raise click.BadParameter(
            "还没有设密钥，只能监听本机地址；先运行 python -m service keys add", param_hint="--host"
        )
    # Some threads are kept free: a busy service still says that it lives.
    slots = workers or 2
    gate = Gate(slots, max(1, threads - slots - 4))
    context = load_context(registry, pack, store, max_body, gate, numbering, calendar)
    tried = load_templates(templates, fonts, context.procedure, context.calendar)
    context = replace(context, templates=tried)
    log_to_stderr()
    for fault in context.fixed.faults[:20] if context.fixed else ():
        click.echo(f"清单：{fault}", err=True)
    if workers:
        try:
            context = replace(context, checkers=nursery.start(context, workers))
        except checking.NoNursery as error:
            raise click.ClickException(str(error)) from error
    try:
        listening = listen(create_app(context), host, port, threads, context.max_upload)
    except OSError:
        raise click.BadParameter("地址或端口不能用", param_hint="--port") from None
    stopping = catch_signals()
    tell_systemd("READY=1")
    click.echo(f"备案预检服务：http://{host}:{listening.port}（接口说明 /openapi.json）")
    if not closed:
        click.echo("没有设密钥：只答本机的请求，来者都算管理员", err=True)
    worker = Worker(context)
    worker.start()
    run(listening, lambda: bool(stopping) or context.broken, grace)
    worker.stop()
    worker.join(grace)
    store.settle()
    store.forget()
    return 5 if context.broken else 0


for _command in (upkeep.migrate, upkeep.keys, upkeep.audit, upkeep.registry):
    service.add_command(_command)


def main(arguments: list[str]) -> None:
    """Run a command; `serve` where none is named."""
    named = (arguments and not arguments[0].startswith("-")) or arguments[:1] == ["--help"]
    try:
        code = service.main(
            arguments if named else ["serve", *arguments],
            prog_name="python -m service",
            standalone_mode=False,
        )
    except click.exceptions.Abort:
        code = 130
    except click.ClickException as error:
        click.echo(explain(error), err=True)
        code = 2
    except ComplianceError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        code = 2
    sys.exit(code if isinstance(code, int) else 0)
