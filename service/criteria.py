"""The criteria and the rules of a pack."""

from dataclasses import dataclass
from datetime import date

from compliance import Criterion
from service.answers import as_json
from service.context import Context
from service.query import PACK
from service.route import Answer, Call, Gives, Route


@dataclass(frozen=True, slots=True)
class Criteria:
    """审查内容 of a rule pack, always eight, and the general part (number 0)."""

    pack: str
    title: str
    version: str
    effective_from: date
    verified_until: date
    criteria: tuple[Criterion, ...]


def _get_criteria(context: Context, call: Call) -> Answer:
    pack = context.pack(call.query.get("pack"))
    about = Criteria(
        pack.id,
        pack.title,
        pack.version,
        pack.effective_from,
        pack.verified_until,
        pack.criteria,
    )
    return as_json(Criteria, about)


CRITERIA = (
    Route(
        method="GET",
        path="/v1/criteria",
        name="criteria",
        title="八项审查内容",
        respond=_get_criteria,
        role=None,
        query=(PACK,),
        gives={200: Gives("审查内容", Criteria)},
    ),
)
