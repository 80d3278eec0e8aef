"""The worker of batches: a thread that takes items as they come, and goes on after a restart."""

import json
import logging
from threading import Event, Thread

from compliance import ComplianceError, Filing, FilingError, IntakeError, Verdict
from service.checks import verdict_on
from service.context import Context
from service.query import read_day
from service.refusal import Refusal
from service.route import Upload
from service.store import (
    MOST_TRIES,
    Claim,
    StoreUnavailable,
    claim_item,
    finish_item,
    has_open,
    take_back,
)
from service.uploads import dossier_of

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
            except StoreUnavailable as error:
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
    judged, fault = _judged(context, claim)
    with context.database.writing() as connection:
        finish_item(connection, claim, judged, fault)
    return True


def _judged(context: Context, claim: Claim) -> tuple[tuple[Verdict, Filing] | None, str]:
    """The verdict, or why there is none; whatever goes wrong is never a pass."""
    if claim.tries > MOST_TRIES:
        return None, f"处理 {MOST_TRIES} 次都中断，请单独检查这份"
    settings = json.loads(claim.settings)
    on = read_day(settings["on"]) if settings.get("on") else None
    try:
        dossier = dossier_of([Upload(claim.name, claim.content)])
        with context.gate.entered():
            verdict = verdict_on(context, dossier, on, settings.get("pack"))
            return (verdict, dossier.filing), ""
    except (FilingError, IntakeError, ComplianceError) as error:
        return None, "；".join(str(problem) for problem in error.problems[:5])
    except Refusal as refusal:
        return None, "；".join(f.detail for f in refusal.faults) or "暂时不能检查"
    except Exception as error:
        logger.error("fault in batch %s item %s", claim.batch, claim.position, exc_info=error)
        return None, "内部错误，没有结论，请报告维护人员"
