"""Working days, by the tables of the State Council; beyond them an answer is provisional."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from compliance.calendar.table import SATURDAY, Source, Year

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """到期日: the last day still in time; provisional where it rests on a year without a table."""

    day: date
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """工作日历: days off and working weekends, by year.

    >>> from compliance.calendar import china
    >>> china().due(date(2023, 9, 14), 15)
    Due(day=datetime.date(2023, 10, 11), provisional=False)
    """

    sources: tuple[tuple[int, Source], ...]
    off: frozenset[date]
    working: frozenset[date]

    @classmethod
    def of(cls, years: Iterable[Year]) -> "Calendar":
        """The calendar of a table's years."""
        table = tuple(years)
        return cls(
            tuple((year.year, year.source) for year in table),
            frozenset(day for year in table for off in year.off for day in off.days),
            frozenset(day for year in table for day in year.working),
        )

    def overridden(self, other: "Calendar") -> "Calendar":
        """This table with each year that the other has replaced by it."""
        years = {year for year, _ in other.sources}
        kept = tuple(entry for entry in self.sources if entry[0] not in years)
        return Calendar(
            tuple(sorted(kept + other.sources, key=lambda entry: entry[0])),
            frozenset(d for d in self.off if d.year not in years) | other.off,
            frozenset(d for d in self.working if d.year not in years) | other.working,
        )

    def with_holiday(self, day: date) -> "Calendar":
        """This table with one more day off."""
        return replace(self, off=self.off | {day}, working=self.working - {day})

    @property
    def years(self) -> frozenset[int]:
        """The years with a table."""
        return frozenset(year for year, _ in self.sources)

    def is_working(self, day: date) -> bool:
        """Whether offices work on a day."""
        return day in self.working or (day.weekday() < SATURDAY and day not in self.off)

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether any day of a span lies in a year without a table."""
        return not set(range(first.year, last.year + 1)) <= self.years

    def due(self, received: date, days: int, *, from_next_day: bool = True) -> Due:
        """The last of so many working days; by usage the day of receipt itself is not counted."""
        day = received if from_next_day else received - _DAY
        for _ in range(days):
            day = self.next_working(day + _DAY)
        return Due(day, self.is_provisional(min(received, day), day))

    def next_working(self, day: date) -> date:
        """The day itself or the first working day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def last_working(self, day: date) -> date:
        """The day itself or the last working day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def latest_receipt(self, deadline: date, days: int, *, from_next_day: bool = True) -> Due:
        """The last working day of receipt from which so many days still end by the deadline."""
        day = self.last_working(deadline)
        while self.due(day, days, from_next_day=from_next_day).day > deadline:
            day = self.last_working(day - _DAY)
        return Due(day, self.is_provisional(day, deadline))

    def working_days(self, after: date, until: date) -> int:
        """How many working days lie after one day, up to and with another.

        >>> from compliance.calendar import china
        >>> china().working_days(date(2023, 9, 28), date(2023, 10, 8))
        2
        """
        return sum(map(self.is_working, _days(after + _DAY, until)))


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += _DAY
