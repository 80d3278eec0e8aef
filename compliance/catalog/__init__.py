"""政务信息资源目录: catalogue rows as they were handed in, and the problems found in them."""

from typing import TYPE_CHECKING

from compliance.catalog.basis import Basis, classify
from compliance.catalog.basis_words import BasisLevel, BasisWords, LevelWords, TitleForm
from compliance.catalog.folding import Fold, fold_alike, ranges
from compliance.catalog.inspection import Inspection, Terms, inspect, inspect_each
from compliance.catalog.message import Level, Said, level_of, say, say_change
from compliance.catalog.problem import NO_ROW, CatalogProblem, Change, ProblemCode
from compliance.catalog.profile import Profile
from compliance.catalog.rows import CatalogEntry, read_row
from compliance.late import late

if TYPE_CHECKING:
    from compliance.catalog.check import FileCheck, check_file
    from compliance.catalog.file import CatalogFile, read_catalog, read_json_lines
    from compliance.catalog.names import read_names
    from compliance.catalog.place import CellPlace
    from compliance.catalog.table import RawRow
    from compliance.catalog.workbook import table_rows

__all__ = [
    "NO_ROW",
    "Basis",
    "BasisLevel",
    "BasisWords",
    "CatalogEntry",
    "CatalogFile",
    "CatalogProblem",
    "CellPlace",
    "Change",
    "FileCheck",
    "Fold",
    "Inspection",
    "Level",
    "LevelWords",
    "ProblemCode",
    "Profile",
    "RawRow",
    "Said",
    "Terms",
    "TitleForm",
    "check_file",
    "classify",
    "fold_alike",
    "inspect",
    "inspect_each",
    "level_of",
    "ranges",
    "read_catalog",
    "read_json_lines",
    "read_names",
    "read_row",
    "say",
    "say_change",
    "table_rows",
]

# What reads files: a filing has its catalogue in it.
__getattr__ = late(
    __name__,
    {
        "CatalogFile": "file",
        "CellPlace": "place",
        "FileCheck": "check",
        "RawRow": "table",
        "check_file": "check",
        "read_catalog": "file",
        "read_json_lines": "file",
        "read_names": "names",
        "table_rows": "workbook",
    },
)
