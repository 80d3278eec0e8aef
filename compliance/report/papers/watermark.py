"""水印: slanted grey words behind the text of every page, as Word and WPS make them."""

from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_V = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
_STYLE = (
    "position:absolute;margin-left:0;margin-top:0;width:380pt;height:150pt;rotation:315;z-index:-1;"
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    "mso-position-vertical:center;mso-position-vertical-relative:margin"
)


def add_watermark(document: Document, words: str) -> None:
    """Put the words behind every section's pages."""
    for number, section in enumerate(document.sections):
        if number and section.header.is_linked_to_previous:
            continue
        header = section.header
        paragraph = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
        paragraph._p.append(parse_xml(_run(words, number)))


def _run(words: str, number: int) -> str:
    return (
        f"<w:r {nsdecls('w')} {_V}><w:rPr><w:noProof/></w:rPr><w:pict>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>'
        '<v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>'
        '<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>'
        '</v:formulas><v:path textpathok="t" o:connecttype="rect"/>'
        '<v:textpath on="t" fitshape="t"/><o:lock v:ext="edit" text="t" shapetype="t"/>'
        f'</v:shapetype><v:shape id="watermark{number}" o:spid="_x0000_s{2049 + number}" '
        f'type="#_x0000_t136" style="{_STYLE}" o:allowincell="f" fillcolor="#c0c0c0" '
        'stroked="f"><v:fill opacity=".5"/>'
        '<v:textpath style="font-family:&quot;宋体&quot;;font-size:1pt" '
        f"string={quoteattr(words)}/>"
        "</v:shape></w:pict></w:r>"
    )
