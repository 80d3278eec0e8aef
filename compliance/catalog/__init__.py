"""政务信息资源目录: catalogue rows as they were handed in, and the problems found in them."""

from compliance.catalog.basis import Basis, classify
from compliance.catalog.basis_words import BasisLevel, BasisWords, LevelWords, TitleForm
from compliance.catalog.inspection import Inspection, Terms, inspect, inspect_each
from compliance.catalog.problem import NO_ROW, CatalogProblem, Change, ProblemCode
from compliance.catalog.profile import Profile
from compliance.catalog.rows import CatalogEntry, read_row

__all__ = [
    "NO_ROW",
    "Basis",
    "BasisLevel",
    "BasisWords",
    "CatalogEntry",
    "CatalogProblem",
    "Change",
    "Inspection",
    "LevelWords",
    "ProblemCode",
    "Profile",
    "Terms",
    "TitleForm",
    "classify",
    "inspect",
    "inspect_each",
    "read_row",
]
