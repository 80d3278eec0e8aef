"""Where a result goes: the screen, or a file."""

from pathlib import Path

import click

from compliance.cli.faults import PASS, UNREADABLE


def written(content: bytes, output: Path | None) -> int:
    """Content on the screen or in a file, as an exit code."""
    if output is None:
        click.echo(content.decode(), nl=False)
        return PASS
    try:
        output.write_bytes(content)
    except OSError:
        click.echo(f"写不进文件：{output.name}（检查文件夹和权限）", err=True)
        return UNREADABLE
    return PASS
