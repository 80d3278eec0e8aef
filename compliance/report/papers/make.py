"""A paper from its content: in our own layout, or in an office's template."""

from compliance.errors import Problem
from compliance.report.package import timeless
from compliance.report.papers import docx_build, docx_fill, xlsx_fill, xlsx_write
from compliance.report.papers.content import Content, PaperError
from compliance.report.papers.layout import Docx, Layout, PaperName, Xlsx


def make(
    name: PaperName,
    content: Content,
    layout: Layout,
    *,
    template: bytes | None = None,
    watermark: str = "",
) -> bytes:
    """The file of a paper; `template` is an office's own .docx or .xlsx.

    Raises PaperError where the template cannot be used.
    """
    paper = _paper(name, layout)
    if isinstance(paper, Xlsx):
        if template is None:
            return timeless(xlsx_write.write(paper, layout, content))
        return timeless(xlsx_fill.fill(template, content, none=layout.none))
    own = template if template is not None else docx_build.build(paper, layout)
    return timeless(docx_fill.fill(own, content, none=layout.none, watermark=watermark))


def blank(name: PaperName, layout: Layout) -> bytes:
    """Our own layout with its placeholders, for an office to restyle."""
    paper = _paper(name, layout)
    if isinstance(paper, Docx):
        return timeless(docx_build.build(paper, layout))
    return timeless(xlsx_write.write(paper, layout, Content({}), template=True))


def ending(name: PaperName, layout: Layout) -> str:
    """docx or xlsx."""
    return _paper(name, layout).form


def _paper(name: PaperName, layout: Layout) -> Docx | Xlsx:
    if name not in layout.papers:
        problem = Problem("papers.yaml", f"样式文件里没有“{name}”", "从自带的样式文件抄一份")
        raise PaperError(problem)
    return layout.papers[name]
