"""What stands around the matter of a page: the menu, the way back, words for what went wrong."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, request
from markupsafe import Markup, escape

from service.problems import KINDS
from service.store import Role

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(（周.）)?")
_LATE = re.compile(r"已逾期|逾期 \d+ 个工作日（\d+ 天）")
_BEIJING = timezone(timedelta(hours=8))
# address, title, the least role that may open it.
MENU: tuple[tuple[str, str, Role], ...] = (
    ("/", "自检", "applicant"),
    ("/desk", "审查台", "reviewer"),
    ("/registry", "系统清单", "reviewer"),
    ("/rules", "规则", "applicant"),
    ("/docs", "接口", "applicant"),
)
# Pages that belong to a part of the menu without its address before theirs.
_BELONGS = {"/batches": "/desk", "/replay": "/rules", "/form": "/", "/checks": "/", "/check": "/"}
# Addresses that only take what is sent, and the page with their form.
_SENT_FROM = {"/check": "/", "/batches": "/desk", "/registry/import": "/registry#import"}
# The interface says what a program is to do; here is what a reader of pages is to do.
_TITLES = {405: "这一页不能直接打开"}
_TODO: Mapping[int, str] = {
    400: "核对地址和所填内容后再试",
    404: "核对地址，或从上面的菜单进入",
    405: "从上面的菜单进入",
    409: "核对后再试",
    422: "按下面所列改正后重新提交",
    429: "等几秒再试",
    500: "没有得出结论；把下面的编号告诉维护人员",
}
# Where a detail of its own says more than the general title.
_OWN_HEADLINE = (409, 422)


def dress(app: Flask) -> None:
    """Give the templates what is around a page."""
    app.jinja_env.globals.update(menu=MENU, here_in=_here_in)
    app.jinja_env.filters.update(spoken=_spoken, beijing=_beijing, days=_days)
    app.context_processor(lambda: {"back": _back()})


def _here_in(address: str) -> bool:
    """Whether this page belongs to a part of the menu; a handling to the desk of reviewers."""
    first = "/" + request.path.split("/")[1]
    if request.path.endswith("/procedure") and "visitor" in g and g.visitor.may("reviewer"):
        first = "/desk"
    return _BELONGS.get(first, first) == address


def _spoken(problem: Mapping[str, Any]) -> tuple[str, str, Sequence[Mapping[str, str]]]:
    """Of a problem document the headline, what to do, and what is left to list.

    The one thing that is wrong is the headline itself.
    """
    status, detail, errors = problem["status"], problem["detail"], problem["errors"]
    own = detail != KINDS.get(status, ("", "", ""))[2]
    todo = detail if own else _TODO.get(status, detail)
    if own and status in _OWN_HEADLINE:
        return detail, _TODO[status] if errors else "", errors
    if len(errors) == 1 and not errors[0]["pointer"].startswith("/"):
        return errors[0]["detail"], errors[0]["mend"], ()
    return _TITLES.get(status, problem["title"]), todo, errors


def _back() -> str:
    """The page of ours one came from, or nothing."""
    before = request.referrer or ""
    if not before.startswith(request.host_url):
        return ""
    path = urlsplit(before).path
    same = before == request.url and request.method == "GET"
    return "" if same or path == "/login" else _SENT_FROM.get(path, before)


def _days(words: str) -> Markup:
    """Words in which no date is broken over two lines, and what is overdue stands out.

    >>> str(_days("不晚于 2026-03-11（周三）"))
    '不晚于 <span class="day">2026-03-11（周三）</span>'
    """
    told = _DAY.sub(r'<span class="day">\g<0></span>', str(escape(words)))
    return Markup(_LATE.sub(r'<strong class="late">\g<0></strong>', told))  # noqa: S704


def _beijing(moment: str) -> str:
    """A moment kept in UTC, as the clock on the wall shows it.

    >>> _beijing("2026-03-02T01:05:09+00:00")
    '2026-03-02 09:05'
    """
    return datetime.fromisoformat(moment).astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M")
