"""Commands that keep the service up: its schema, keys, record and list."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from compliance import ChineseCommand, ChineseGroup, Registry

_DATABASE = "sqlite:///beian.db"


def database_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """The option --database for a command."""
    return click.option(
        "--database",
        envvar="BEIAN_DATABASE",
        default=_DATABASE,
        metavar="地址",
        help=f"数据库，默认 {_DATABASE}；或 postgresql://用户@主机/库名。",
    )(function)


@click.command(cls=ChineseCommand, help="建立或更新数据库的表结构；几个同时运行也只做一次。")
@database_option
def migrate(database: str) -> int:
    """Bring the schema up to date."""
    from service.store import migrate as bring_up
    from service.store import open_database

    before, after = bring_up(open_database(database))
    click.echo(f"表结构：{'无' if before is None else before} → {after}")
    return 0


@click.group(cls=ChineseGroup, help="密钥：添加、列出、作废。")
def keys() -> None:
    """API keys."""


@keys.command("add", cls=ChineseCommand, help="添加密钥；只显示这一次。")
@click.option(
    "--role",
    type=click.Choice(["applicant", "reviewer", "admin"]),
    required=True,
    metavar="角色",
    help="applicant 申报单位，reviewer 审查人员，admin 管理员。",
)
@click.option("--name", required=True, metavar="名称", help="给谁用，如单位名称。")
@database_option
def keys_add(role: Any, name: str, database: str) -> int:  # noqa: ANN401 - click has checked it
    """Make a key and show it."""
    from service.store import add_key, open_database, require_current

    store = open_database(database)
    require_current(store)
    with store.writing() as connection:
        click.echo(add_key(connection, name, role))
    return 0


@keys.command("list", cls=ChineseCommand, help="列出密钥（不显示内容）。")
@database_option
def keys_list(database: str) -> int:
    """Everything but the secrets."""
    from service.store import list_keys, open_database, require_current

    store = open_database(database)
    require_current(store)
    with store.reading() as connection:
        for key in list_keys(connection):
            state = f"已作废 {key.revoked_at[:10]}" if key.revoked_at else "有效"
            click.echo(f"{key.id}\t{key.role}\t{key.name}\t{key.created_at[:10]}\t{state}")
    return 0


@keys.command("revoke", cls=ChineseCommand, help="作废一个密钥，立即生效。")
@click.argument("key_id", metavar="编号")
@database_option
def keys_revoke(key_id: str, database: str) -> int:
    """From now on the key opens nothing."""
    from service.store import open_database, require_current, revoke_key

    store = open_database(database)
    require_current(store)
    with store.writing() as connection:
        if not revoke_key(connection, key_id):
            raise click.BadParameter("没有这个有效的密钥", param_hint="编号")
    click.echo("已作废")
    return 0


@click.group(cls=ChineseGroup, help="留痕：核验。")
def audit() -> None:
    """The hash chain."""


@audit.command("verify", cls=ChineseCommand, help="核验留痕的哈希链，并核对每个结论。")
@click.option("--head", metavar="哈希", help="上次核验时记下的末条哈希；链里没有它即为被截断。")
@database_option
def audit_verify(head: str | None, database: str) -> int:
    """Exit 0 where nothing was changed, 1 where something was."""
    from service.store import open_database, require_current, verify

    store = open_database(database)
    require_current(store)
    with store.reading() as connection:
        chain = verify(connection, head)
    for fault in chain.faults:
        click.echo(str(fault), err=True)
    click.echo(f"共 {chain.entries} 条，末条哈希 {chain.head}")
    click.echo(f"发现 {len(chain.faults)} 处不符" if chain.faults else "没有发现改动")
    return 1 if chain.faults else 0


@click.group(cls=ChineseGroup, help="数据库里的既有系统清单：导入、导出。")
def registry() -> None:
    """The list in the store."""


@registry.command("import", cls=ChineseCommand, help="导入清单，逐行说明未采用的。")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="整份替换，清单里没有的系统删去。")
@click.option("--dry-run", is_flag=True, help="只试导，不写入。")
@database_option
def registry_import(path: Path, replace: bool, dry_run: bool, database: str) -> int:
    """Put a list into the store."""
    from service.store import LOCAL, compare_with, import_systems, open_database, require_current

    store = open_database(database)
    require_current(store)
    systems = Registry.load(path)
    for fault in systems.faults:
        click.echo(str(fault), err=True)
    if dry_run:
        with store.reading() as connection:
            changes = compare_with(connection, systems, replace)
    else:
        with store.writing() as connection:
            changes = import_systems(connection, systems, replace, LOCAL)
    told = f"新增 {changes.added}，修改 {changes.changed}，删去 {changes.removed}，"
    told += f"不变 {changes.same}，未采用 {systems.left_out} 行"
    click.echo(("试导：" if dry_run else "") + told)
    return 0


@registry.command("export", cls=ChineseCommand, help="导出清单为 CSV。")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
@database_option
def registry_export(path: Path, database: str) -> int:
    """Write the list to a file."""
    from service.listing import as_csv
    from service.store import load_registry, open_database, require_current

    store = open_database(database)
    require_current(store)
    with store.reading() as connection:
        systems = load_registry(connection) or Registry.of([])
    try:
        path.write_bytes(as_csv(systems))
    except OSError:
        raise click.BadParameter("写不进文件", param_hint="文件") from None
    click.echo(f"导出 {len(systems.systems)} 个系统")
    return 0
