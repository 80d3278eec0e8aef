"""The command line of the service."""

import sys
from pathlib import Path

import click

from compliance import ChineseCommand, ChineseGroup, ComplianceError, explain

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.group(cls=ChineseGroup, help="备案预检服务。不写命令时为 serve。")
def service() -> None:
    """The root."""


@service.command(cls=ChineseCommand, help="启动服务，只在本机地址上监听。")
@click.option("--host", envvar="BEIAN_HOST", default="127.0.0.1", metavar="地址", help="监听地址。")
@click.option(
    "--port",
    envvar="BEIAN_PORT",
    default=8080,
    metavar="端口",
    type=click.IntRange(0, 65535),
    help="监听端口，0 为任取。",
)
@click.option(
    "--registry",
    envvar="BEIAN_REGISTRY",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="既有系统清单。",
)
@click.option("--pack", envvar="BEIAN_PACK", metavar="名称或文件夹", help="规则包。")
@click.option(
    "--threads",
    envvar="BEIAN_THREADS",
    default=8,
    metavar="个数",
    type=click.IntRange(1, 64),
    help="线程数。",
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
    registry: Path | None,
    pack: str | None,
    threads: int,
    max_body: int,
    grace: float,
) -> int:
    """Read what is needed, bind, serve until told to stop."""
    from service.app import create_app
    from service.context import load_context
    from service.server import listen, run

    if host not in _LOOPBACK:
        raise click.BadParameter("只能是本机地址：127.0.0.1、::1、localhost", param_hint="--host")
    context = load_context(registry, pack, max_body)
    for fault in context.registry.faults[:20] if context.registry else ():
        click.echo(f"清单：{fault}", err=True)
    try:
        listening = listen(create_app(context), host, port, threads, max_body)
    except OSError:
        raise click.BadParameter("地址或端口不能用", param_hint="--port") from None
    click.echo(f"备案预检服务：http://{host}:{listening.port}（接口说明 /openapi.json）")
    run(listening, grace)
    return 0


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
