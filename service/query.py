"""The query parameters of the interface, and how they are read."""

from collections.abc import Mapping, Sequence
from datetime import date

from service.context import Context
from service.problems import Fault
from service.refusal import Refusal
from service.route import Query


def _day(written: str) -> date:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise ValueError("日期写法不对，或没有这一天") from None
    if day.isoformat() != written:
        raise ValueError("日期写法不对，或没有这一天")
    return day


ON = Query(
    "on",
    "按哪一天的规定判断，默认为申报的提交日期，两者都没有则为今天",
    {"type": "string", "format": "date", "examples": ["2026-03-02"]},
    _day,
)
PACK = Query("pack", "规则包", {"type": "string", "maxLength": 80}, str)
_MENDS = {"on": "写成 2026-03-02 的形式"}


def _refuse(name: str, said: str, mend: str) -> Refusal:
    return Refusal(400, [Fault(f"?{name}", said, mend)])


def read_query(
    context: Context, known: Sequence[Query], given: Mapping[str, list[str]]
) -> dict[str, object]:
    """The values by name; raises Refusal where one is unknown, doubled or not readable."""
    by_name = {query.name: query for query in known}
    values: dict[str, object] = {}
    for name, written in given.items():
        if name not in by_name:
            names = "、".join(by_name) or "（没有）"
            raise _refuse("", "查询参数里有不认识的", f"只能用：{names}")
        if len(written) > 1:
            raise _refuse(name, "写了不止一次", "只写一次")
        try:
            values[name] = by_name[name].read(written[0])
        except ValueError as error:
            raise _refuse(name, str(error), _MENDS.get(name, "改正后再试")) from None
    if values.get("pack", context.default_pack) not in context.packs:
        raise _refuse("pack", "没有这个规则包", f"可用：{'、'.join(context.packs)}")
    return values
