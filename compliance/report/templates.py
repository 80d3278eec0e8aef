"""报告模板: an office's own templates and fonts, in the place of ours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from compliance.errors import ComplianceError, Problem
from compliance.text import visible


@dataclass(frozen=True, slots=True)
class Templates:
    """模板: files that stand in for ours, None where ours are used; `fonts` is a folder of fonts
    for the PDF, looked through before those of the machine.
    """

    report_docx: Path | None = None
    report_typ: Path | None = None
    return_docx: Path | None = None
    layout: Path | None = None
    fonts: Path | None = None

    @property
    def fingerprint(self) -> str:
        """A sha256 of the templates, "" where all are ours."""
        given = [path for path in self._files() if path]
        whole = b"".join(sha256(content_of(path)).digest() for path in given)
        return sha256(whole).hexdigest() if given else ""

    def _files(self) -> Iterator[Path | None]:
        yield from (self.report_docx, self.report_typ, self.return_docx, self.layout)


OURS = Templates()
# The name of a template's file -> where it belongs.
_NAMES: Mapping[str, str] = {
    "report.docx": "report_docx",
    "report.typ": "report_typ",
    "return.docx": "return_docx",
    "papers.yaml": "layout",
}
_ENDINGS = tuple({Path(name).suffix for name in _NAMES})


def templates_in(folder: Path | None, fonts: Path | None = None) -> Templates:
    """The templates in a folder, by their names; raises ComplianceError where one is not known."""
    found = dict(_found(folder)) if folder else {}
    return replace(Templates(fonts=_folder(fonts, "--fonts") if fonts else None), **found)


def _found(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(_folder(folder, "--templates").iterdir()):
        if path.name in _NAMES:
            yield _NAMES[path.name], path
        elif path.suffix.lower() in _ENDINGS and not path.name.startswith((".", "~$")):
            mend = f"模板只用这些名称：{'、'.join(_NAMES)}；别的文件放进子文件夹"
            raise ComplianceError(Problem(visible(path.name), "不认识这个模板", mend))


def _folder(path: Path, option: str) -> Path:
    if not path.is_dir():
        raise ComplianceError(Problem(option, "找不到这个文件夹", "核对文件夹的位置和读取权限"))
    return path


def content_of(path: Path) -> bytes:
    """The template's file; raises ComplianceError where it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError:
        problem = Problem(visible(path.name), "模板无法打开", "核对文件的位置和读取权限")
        raise ComplianceError(problem) from None
