"""The endings of file names, and the formats they belong to."""

from pathlib import PurePosixPath

# format -> the ordinary endings of its files; another ending is told.
ENDINGS: dict[str, tuple[str, ...]] = {
    "docx": (".docx", ".wps"),
    "xlsx": (".xlsx", ".et"),
    "xls": (".xls", ".et"),
    "doc": (".doc", ".wps", ".rtf"),
    "pdf": (".pdf",),
    "ofd": (".ofd",),
    "zip": (".zip",),
    "json": (".json",),
    "csv": (".csv", ".tsv"),
    "md": (".md",),
    "txt": (".txt",),
}


def ending(name: str) -> str:
    """The ending of a file name, in lower case, with its dot."""
    return PurePosixPath(name).suffix.lower()
