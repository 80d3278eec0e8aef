"""Numbers without gaps: taken in the transaction that uses them, given back if it fails."""

from sqlalchemy import Connection, bindparam, select

from service.store.schema import numbers

_SAME = numbers.c.series == bindparam("of")
_NEXT = numbers.update().where(_SAME).values(last=numbers.c.last + 1)
_LAST = select(numbers.c.last).where(_SAME)
_BEGIN = numbers.insert()


def next_number(connection: Connection, series: str) -> int:
    """The next number of a series, from 1; only inside a writing transaction."""
    if not connection.execute(_NEXT, {"of": series}).rowcount:
        connection.execute(_BEGIN, {"series": series, "last": 1})
    return int(connection.scalar(_LAST, {"of": series}) or 0)
