"""What has come of a filing's events so far."""

from dataclasses import dataclass
from datetime import date

from compliance.procedure.terms import State


@dataclass(frozen=True, slots=True)
class Opinion:
    """部门初审意见: an office's answer with its reasons."""

    office: str
    day: date
    passed: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """办理进度: what has come of a filing's events so far; office ids, not names.

    `received` is the day of the running submission, `attempt` its number; a return starts both
    anew, and what the offices said of the earlier one stays in `returned_for`.
    """

    state: State = State.NOT_SUBMITTED
    registered: bool = False
    attempt: int = 0
    received: date | None = None
    dispatched: tuple[tuple[str, date], ...] = ()
    experts: tuple[str, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    collated: date | None = None
    reasons: tuple[str, ...] = ()
    returned_for: tuple[str, ...] = ()
    record_no: str = ""
    last: date | None = None

    @property
    def failed(self) -> tuple[Opinion, ...]:
        """The opinions that did not pass."""
        return tuple(opinion for opinion in self.opinions if not opinion.passed)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The offices that were sent the filing and have not answered."""
        answered = {opinion.office for opinion in self.opinions}
        return tuple(office for office, _ in self.dispatched if office not in answered)

    @property
    def last_opinion(self) -> date | None:
        """The day the last opinion came in."""
        return max((opinion.day for opinion in self.opinions), default=None)
