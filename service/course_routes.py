"""The handling of filings over HTTP: asked for, moved on, taken back, listed by urgency."""

from dataclasses import dataclass

from service.answers import Answer, as_json
from service.bodies import read_body
from service.context import Context
from service.courses import EventsGiven, Handling, Withdrawal, enter, handling, in_hand, withdraw
from service.query import LIMIT, OFFSET
from service.route import Call, Gives, Route, Takes


@dataclass(frozen=True, slots=True)
class Handlings:
    """办理中的申报, the overdue and the next due first."""

    total: int
    filings: tuple[Handling, ...]


def _list(context: Context, call: Call) -> Answer:
    with context.database.reading() as connection:
        going = tuple(found for _, found in in_hand(context, connection))
    offset, limit = call.query.get("offset", 0), call.query.get("limit", 50)
    return as_json(Handlings, Handlings(len(going), going[offset : offset + limit]))


def _get(context: Context, call: Call) -> Answer:
    return as_json(Handling, handling(context, call.path["id"], call.identity))


def _enter(context: Context, call: Call) -> Answer:
    given: EventsGiven = read_body(EventsGiven, call.body)
    return as_json(Handling, enter(context, call.path["id"], given, call.identity), 201)


def _withdraw(context: Context, call: Call) -> Answer:
    given: Withdrawal = read_body(Withdrawal, call.body)
    return as_json(Handling, withdraw(context, call.path["id"], given, call.identity))


COURSES = (
    Route(
        method="GET",
        path="/v1/procedure",
        name="handlings",
        title="办理中的申报，逾期和快到期的在前（审查人员）",
        respond=_list,
        role="reviewer",
        query=(OFFSET, LIMIT),
        gives={200: Gives("办理中的申报", Handlings)},
    ),
    Route(
        method="GET",
        path="/v1/checks/{id}/procedure",
        name="handling",
        title="一份申报的办理：事件、轮到谁、哪天到期、接着可以怎么办",
        respond=_get,
        role="applicant",
        gives={200: Gives("办理", Handling)},
        problems=(404,),
    ),
    Route(
        method="POST",
        path="/v1/checks/{id}/procedure/events",
        name="enter_events",
        title="登记办理事件（审查人员）；备案同时列入既有系统清单，备案号填写或由服务发",
        respond=_enter,
        role="reviewer",
        takes=Takes(EventsGiven),
        gives={201: Gives("登记后的办理", Handling)},
        problems=(404, 409),
    ),
    Route(
        method="POST",
        path="/v1/checks/{id}/procedure/withdrawals",
        name="withdraw_event",
        title="撤回最后一个登记错的事件（审查人员），理由留存",
        respond=_withdraw,
        role="reviewer",
        takes=Takes(Withdrawal),
        gives={200: Gives("撤回后的办理", Handling)},
        problems=(404, 409),
    ),
)
