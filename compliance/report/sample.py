"""示例报告: one of everything, to try a template on; what it says itself begins with a mark."""

from compliance.finding import Piece
from compliance.report.alongside import Pair, Sides
from compliance.report.model import Card, Report, Row, Section

MARK = "示例"
_SIDES = Sides(
    "示例对照",
    "示例本项目",
    "示例系统",
    (Pair("示例名称", (Piece("示例共有", 1_000_000),), (Piece("示例另一边"),)),),
    (("示例范围", "示例同一单位"),),
)
_CARD = Card(
    effect="return",
    mark="✗",
    message="示例问题",
    lines=(("怎么改", "示例改法"),),
    rule="C2.sample",
    item="",
    office="",
    remedy="",
    folded=False,
    sides=_SIDES,
)
SAMPLE = Report(
    title="示例结论",
    outcome="return",
    advice="示例先做什么",
    head=("示例单位",),
    rows=(Row(2, "二", "✗", "示例内容", "return", "示例退回", "1 处"),),
    sections=(Section(2, "示例审查内容", "return", "示例退回", (_CARD,)),),
    summary="示例小结",
    unused=(),
    notes=("示例说明",),
)
