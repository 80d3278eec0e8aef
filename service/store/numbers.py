"""Numbers without gaps: taken in the transaction that uses them, given back if it fails."""

from sqlalchemy import Connection, select

from service.store.schema import numbers


def next_number(connection: Connection, series: str) -> int:
    """The next number of a series, from 1; only inside a writing transaction."""
    last = connection.scalar(select(numbers.c.last).where(numbers.c.series == series))
    if last is None:
        connection.execute(numbers.insert().values(series=series, last=1))
        return 1
    connection.execute(numbers.update().where(numbers.c.series == series).values(last=last + 1))
    return int(last) + 1
