"""Figures on working days and the state machine: python benchmarks/procedure.py

Compares every tabled day with chinesecalendar, times the same sums in both, and walks the state
machine at random.
"""

import random
from datetime import date, timedelta
from time import perf_counter

import chinese_calendar

from compliance.calendar import china
from compliance.filing.terms import Kind
from compliance.procedure import Event, load
from compliance.procedure.machine import advance
from compliance.procedure.progress import Progress
from compliance.procedure.steps import steps
from compliance.procedure.terms import EventType, State

CHINA, NANCHONG = china(), load()
DAYS = [date(2023, 1, 1) + timedelta(days=n) for n in range(1461)]
ENDS = {State.ARCHIVED, State.REGISTERED}


def theirs_after(day: date, count: int) -> date:
    """The same sum with chinesecalendar."""
    while count:
        day += timedelta(days=1)
        count -= chinese_calendar.is_workday(day)
    return day


def days() -> None:
    """How many days agree, and how many sums."""
    same = sum(CHINA.is_working(d) == chinese_calendar.is_workday(d) for d in DAYS)
    print(f"工作日与 chinesecalendar 逐日相同：{same}/{len(DAYS)}")
    begun = DAYS[:-40]
    start = perf_counter()
    ours = [CHINA.due(d, 15).day for d in begun]
    middle = perf_counter()
    theirs = [theirs_after(d, 15) for d in begun]
    end = perf_counter()
    agree = sum(a == b for a, b in zip(ours, theirs, strict=True))
    ratio = (end - middle) / (middle - start)
    print(f"15 个工作日的到期日相同：{agree}/{len(begun)}；用时为对方的 1/{ratio:.1f}")


def walks(count: int, length: int) -> None:
    """Random possible events: where walks stop, and whether anything is stuck."""
    chance = random.Random(20230914)  # noqa: S311 - a walk, not a secret
    stuck = events = ended = 0
    for number in range(count):
        kind = list(Kind)[number % len(Kind)]
        progress = Progress()
        for step in range(length):
            possible = steps(progress, NANCHONG.kinds[kind])
            if not possible:
                break
            chosen = chance.choice(possible)
            event = Event(
                event=chosen.event,
                day=date(2026, 1, 5) + timedelta(days=step),
                office=chance.choice(chosen.offices) if chosen.offices else "",
                passed=chance.random() < 0.9 if chosen.event is EventType.OPINION else None,
                reasons=("示例",),
                record_no="示例备〔2026〕1号",
            )
            progress = advance(progress, event, NANCHONG.kinds[kind])
            events += 1
        done = progress.state in ENDS
        ended += done
        stuck += not done and not steps(progress, NANCHONG.kinds[kind])
    print(f"随机办理 {count} 个项目、{events} 个事件：办结 {ended}，停在无路可走的状态 {stuck}")


if __name__ == "__main__":
    days()
    walks(5_000, 60)
