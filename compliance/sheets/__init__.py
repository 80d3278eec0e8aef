"""Leaf: tables from CSV files and workbooks, with the place of every row; guards before parsing."""

from typing import TYPE_CHECKING

from compliance.late import late
from compliance.sheets.grid import Cell, Grid, Merge, column_letters, is_blank, text_of
from compliance.sheets.table import Row, Sheet, SheetError, read_csv, read_csv_grid

if TYPE_CHECKING:
    from compliance.sheets.guards import is_workbook
    from compliance.sheets.workbook import read_workbook

__all__ = [
    "Cell",
    "Grid",
    "Merge",
    "Row",
    "Sheet",
    "SheetError",
    "column_letters",
    "is_blank",
    "is_workbook",
    "read_csv",
    "read_csv_grid",
    "read_workbook",
    "text_of",
]

# A CSV file needs nothing of workbooks.
__getattr__ = late(__name__, {"is_workbook": "guards", "read_workbook": "workbook"})
