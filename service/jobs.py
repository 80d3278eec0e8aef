"""The worker of batches: a thread that takes items as they come, and goes on after a restart."""

import json
import logging
from threading import Event, Thread

from compliance import Problem
from service.checks import judge
from service.context import Context
from service.query import read_day
from service.refusal import Refusal
from service.route import Upload
from service.store import (
    MOST_TRIES,
    Claim,
    StoreUnavailable,
    Written,
    claim_item,
    finish_item,
    has_open,
    take_back,
)

logger = logging.getLogger("beian.jobs")
_IDLE = 0.5


class Worker(Thread):
    """批处理: one item at a time, inside the same gate as every check."""

    def __init__(self, context: Context) -> None:
        super().__init__(name="beian-jobs", daemon=True)
        self._context = context
        self._stopping = Event()

    def stop(self) -> None:
        """End after the item in hand."""
        self._stopping.set()

    def run(self) -> None:
        """Until stopped; a database that is away for a while is waited for."""
        self._take_back()
        while not self._stopping.is_set():
            try:
                worked = work(self._context)
            except (StoreUnavailable, Refusal) as error:
                # What is in hand is taken up again when its lease is over.
                logger.warning("store unavailable: %s", type(error).__name__)
                worked = False
            if not worked:
                self._stopping.wait(_IDLE)

    def _take_back(self) -> None:
        with self._context.database.writing() as connection:
            take_back(connection)


def work(context: Context) -> bool:
    """Take one item to its end; whether there was one."""
    with context.database.reading() as connection:
        if not has_open(connection):
            return False
    with context.database.writing() as connection:
        claim = claim_item(connection)
    if claim is None:
        return False
    verdict, fault = _judged(context, claim)
    with context.database.writing() as connection:
        finish_item(connection, claim, verdict, fault)
    return True


def _judged(context: Context, claim: Claim) -> tuple[Written | None, str]:
    """The verdict, or why there is none; whatever goes wrong is never a pass."""
    if claim.tries > MOST_TRIES:
        return None, f"处理 {MOST_TRIES} 次都中断，请单独检查这份"
    settings = json.loads(claim.settings)
    on = read_day(settings["on"]) if settings.get("on") else None
    try:
        with context.gate.waited():
            file = Upload(claim.name, claim.content)
            return context.work(judge, (file,), on, settings.get("pack")), ""
    except Refusal as refusal:
        if refusal.status == 503:
            raise
        told = (Problem(f.pointer, f.detail, f.mend) for f in refusal.faults[:5])
        return None, "；".join(map(str, told)) or "暂时不能检查"
    except Exception as error:
        logger.error("fault in batch %s item %s", claim.batch, claim.position, exc_info=error)
        return None, "内部错误，没有结论，请报告维护人员"
