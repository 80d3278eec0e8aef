"""Where the data folders are: inside the package once installed, beside it in a checkout."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


@cache
def data(folder: str) -> Traversable:
    """``rules`` or ``catalog_schemas``.

    Packaged first: beside an installed wheel, a top-level ``rules`` belongs to somebody else.
    """
    packaged = files("compliance").joinpath(folder)
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / folder
