"""`beian schema`: the JSON Schema of what goes in and comes out."""

import json
from typing import Any

import click

from compliance.cli.chinese import ChineseCommand

_NAMES = ("filing", "verdict", "catalog", "registry")


@click.command(cls=ChineseCommand, help="打印申报、结论、目录或既有系统清单的 JSON Schema。")
@click.argument("name", type=click.Choice(_NAMES), metavar="|".join(_NAMES))
def command(name: str) -> None:
    """Print a schema."""
    click.echo(json.dumps(schema_of(name), ensure_ascii=False, indent=2))


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a part of the interface."""
    from pydantic import TypeAdapter

    from compliance.catalog.schema import read_catalog_schema
    from compliance.filing import Filing
    from compliance.registry import ExistingSystem
    from compliance.verdict import Verdict

    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    if name == "catalog":
        return read_catalog_schema()
    models: dict[str, Any] = {
        "filing": Filing,
        "verdict": Verdict,
        "registry": tuple[ExistingSystem, ...],
    }
    return {**dialect, **TypeAdapter(models[name]).json_schema()}
