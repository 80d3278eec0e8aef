"""政务信息资源目录: catalogue rows as they were handed in, and the problems found in them."""

from compliance.catalog.basis import Basis, classify
from compliance.catalog.basis_words import BasisLevel, BasisWords, LevelWords, TitleForm
from compliance.catalog.inspection import Inspection, inspect
from compliance.catalog.problem import CatalogProblem, Change, ProblemCode
from compliance.catalog.rows import CatalogEntry, read_row

__all__ = [
    "Basis",
    "BasisLevel",
    "BasisWords",
    "CatalogEntry",
    "CatalogProblem",
    "Change",
    "Inspection",
    "LevelWords",
    "ProblemCode",
    "TitleForm",
    "classify",
    "inspect",
    "read_row",
]
