"""备案: the official number, given or allocated, and the entry in the list of systems with it."""

from compliance import Event, EventType, ExistingSystem, Filing, ProcedureError, entry_of
from service.context import Context
from service.listing import writable
from service.problems import Fault
from service.refusal import Refusal
from service.store import (
    Connection,
    Course,
    Identity,
    find_system,
    holder_of,
    keep_record,
    last_serial,
    put_system,
)


def numbered(context: Context, connection: Connection, event: Event) -> Event:
    """A record with its number: the given one, or the next where this service allocates.

    Raises Refusal 422 where a given number is ahead of those allocated: it would leave a gap.
    """
    if event.event is not EventType.RECORDED or context.numbering is None:
        return event
    year, given = event.day.year, event.record_no.strip()
    last = last_serial(connection, context.numbering, year)
    if not given:
        return event.model_copy(update={"record_no": context.numbering.write(year, last + 1)})
    if (context.numbering.serial(year, given) or 0) > last:
        mend = "不填备案号，由服务发下一个；接着已有编号发的，先把已备案的导入清单"
        raise Refusal(422, [Fault("备案号", "比已发的号靠后，会留下空号", mend)])
    return event


def next_number(context: Context, connection: Connection) -> str:
    """The number a record of today would be given; none where it is given from outside."""
    if context.numbering is None:
        return ""
    year = context.today().year
    return context.numbering.write(year, last_serial(connection, context.numbering, year) + 1)


def enter_record(
    context: Context,
    connection: Connection,
    course: Course,
    number: str,
    allocated: bool,
    actor: Identity,
) -> None:
    """Keep the number and put the project into the list; raises Refusal where either is taken."""
    writable(context)
    entry = _entry(course.filing or Filing(), number)
    if holder_of(connection, entry.record_no, entry.id):
        raise Refusal(409, [Fault("备案号", "这个号已经用过", "核对备案号；一个号只给一个项目")])
    known = find_system(connection, entry.id)
    if known and known.owner and known.owner != entry.owner:
        mend = "核对申报里的登记编号，改正后重新预检"
        raise Refusal(409, [Fault("登记编号", "清单中这个编号属于另一个单位", mend)])
    keep_record(connection, entry.record_no, course.id, entry.id, allocated, actor)
    put_system(connection, _renewed(known, entry), actor)


def _entry(filing: Filing, number: str) -> ExistingSystem:
    try:
        return entry_of(filing, number)
    except ProcedureError as error:
        faults = [Fault(p.place, p.message, p.mend) for p in error.problems]
        raise Refusal(409, faults) from error


def _renewed(known: ExistingSystem | None, entry: ExistingSystem) -> ExistingSystem:
    """What the list says already stands, where the filing says nothing of it."""
    if known is None:
        return entry
    return known.model_copy(update=entry.model_dump(exclude_defaults=True))
