"""The sheet papers.yaml: what stands on each paper, as data an office may replace."""

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError

from compliance._data import data
from compliance.errors import Problem, RulebookError
from compliance.rulebook.yaml_text import Document, read_yaml
from compliance.text import visible

Words = Annotated[str, Field(min_length=1, max_length=500)]
Column = tuple[Words, Words, Annotated[StrictInt, Field(ge=1, le=200)]]
PaperName = Literal[
    "report", "opinion", "return", "registration", "bulletin", "review_list", "annual_list"
]


class Part(BaseModel):
    """A part of the sheet: frozen, and no key that the sheet does not have."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Part):
    """A paragraph."""

    text: Words
    align: Literal["left", "center", "right"] = "left"
    indent: bool = False
    size: Annotated[StrictInt, Field(ge=6, le=40)] | None = None


class Heading(Part):
    """A heading within the paper."""

    heading: Words


class Grid(Part):
    """A form: rows of label and content, one or two pairs a row."""

    grid: tuple[Annotated[tuple[Words, ...], Field(min_length=2, max_length=4)], ...]


class Table(Part):
    """A list: a row for each item; columns are title, what is shown, and width in parts."""

    table: Words
    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=12)]


class Docx(Part):
    """A paper for a word processor."""

    form: Literal["docx"]
    title: Words
    parts: tuple[Text | Heading | Grid | Table, ...]


class Xlsx(Part):
    """A paper for a table program; widths in characters."""

    form: Literal["xlsx"]
    title: Words
    rows: Words
    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=60)]


class Fonts(Part):
    """Which fonts the papers name; none is embedded."""

    title: Words
    heading: Words
    body: Words
    table: Words


class Layout(Part):
    """文书样式: our own, marked as such on every paper."""

    format: Literal[1]
    mark: Words
    fonts: Fonts
    none: Words
    papers: Mapping[PaperName, Annotated[Docx | Xlsx, Field(discriminator="form")]]


def load_layout(file: str | PathLike[str] | None = None) -> Layout:
    """The layout in the package, or an office's own file.

    Raises RulebookError with every fault and its line.
    """
    name = "papers.yaml" if file is None else visible(Path(file).name)
    packaged = data("rules").joinpath("papers", "papers.yaml")
    try:
        content = packaged.read_bytes() if file is None else Path(file).read_bytes()
    except OSError:
        problem = Problem(name, "样式文件无法打开", "核对文件的位置和读取权限")
        raise RulebookError(problem) from None
    document = read_yaml(content, name)
    try:
        return Layout.model_validate(document.value)
    except ValidationError as error:
        raise RulebookError(*_faults(error, document)) from None


def _faults(error: ValidationError, document: Document) -> list[Problem]:
    mend = "对照自带的 papers.yaml 改正"
    found = {
        document.place(_path(fault["loc"], document)): document.problem(
            _path(fault["loc"], document), "填写不正确，或缺项、多项", mend
        )
        for fault in error.errors(include_url=False)
    }
    return list(found.values())


def _path(loc: tuple[int | str, ...], document: Document) -> tuple[int | str, ...]:
    """The part of a location that the file has: pydantic adds the names of its models."""
    path: tuple[int | str, ...] = ()
    for part in loc:
        if (*path, part) in document.lines:
            path = (*path, part)
    return path
