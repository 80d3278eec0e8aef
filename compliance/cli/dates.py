"""A day as an option."""

from datetime import date

import click


class Day(click.ParamType[date]):
    """日期: 2026-03-02."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day written, or a usage fault."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail("日期写成 2026-03-02 的形式", param, ctx)


DAY = Day()
