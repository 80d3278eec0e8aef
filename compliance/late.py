"""Leaf: names of a package that are imported when they are first asked for."""

from collections.abc import Callable, Mapping
from importlib import import_module


def late(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """The `__getattr__` of a package: public name -> the module in it that has the name.

    >>> late("compliance.sheets", {"read_workbook": "workbook"})("read_workbook").__name__
    'read_workbook'
    """

    def named(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return named
