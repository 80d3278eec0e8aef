"""The query parameters of the interface, and how they are read."""

from collections.abc import Mapping, Sequence
from datetime import date

from service.context import Context
from service.problems import Fault
from service.refusal import Refusal
from service.route import Query


def read_day(written: str) -> date:
    """A day written 2026-03-02; raises ValueError in words."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise ValueError("日期写法不对，或没有这一天") from None
    if day.isoformat() != written:
        raise ValueError("日期写法不对，或没有这一天")
    return day


def _whole(least: int, most: int) -> Query:
    def read(written: str) -> int:
        if not written.isascii() or not written.isdigit() or len(written) > 9:
            raise ValueError("应为整数")
        if not least <= int(written) <= most:
            raise ValueError(f"应在 {least} 和 {most} 之间")
        return int(written)

    return Query("", "", {"type": "integer", "minimum": least, "maximum": most}, read)


def whole(name: str, title: str, least: int, most: int) -> Query:
    """A whole number."""
    made = _whole(least, most)
    return Query(name, title, made.schema, made.read)


def choice(name: str, title: str, *values: str) -> Query:
    """One of several words."""

    def read(written: str) -> str:
        if written not in values:
            raise ValueError(f"只能是：{'、'.join(values)}")
        return written

    return Query(name, title, {"type": "string", "enum": list(values)}, read)


def words(name: str, title: str) -> Query:
    """A short text."""

    def read(written: str) -> str:
        if len(written) > 200 or "\0" in written:
            raise ValueError("太长，或含有不能显示的字符")
        return written

    return Query(name, title, {"type": "string", "maxLength": 200}, read)


ON = Query(
    "on",
    "按哪一天的规定判断，默认为申报的提交日期，两者都没有则为今天",
    {"type": "string", "format": "date", "examples": ["2026-03-02"]},
    read_day,
)
PACK = words("pack", "规则包，默认为服务启动时所定")
OFFSET = whole("offset", "从第几条起", 0, 999_999_999)
LIMIT = whole("limit", "最多几条，默认 50", 1, 500)


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
            raise _refuse(name, str(error), f"按接口说明改正 {name}") from None
    if values.get("pack", context.default_pack) not in context.packs:
        raise _refuse("pack", "没有这个规则包", f"可用：{'、'.join(context.packs)}")
    return values
