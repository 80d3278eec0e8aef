"""The same filing under the rules of another day: judged twice, told side by side, kept nowhere."""

from dataclasses import dataclass, replace
from datetime import date

from compliance import Filing, ReplaySetting, RulebookError, Verdict
from compliance import replay as judge_again
from service.answers import JSON, MULTIPART, Answer, as_json
from service.checks import Filed, dossier_from, found
from service.compare import Comparison, compare
from service.context import Context
from service.problems import fault_of
from service.query import ON, PACK, words
from service.refusal import Refusal
from service.route import Call, Gives, Route, Takes
from service.store import Stored, Written, written


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two judgements."""

    on: date
    outcome: str
    label: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """换一天再判: both judgements, what changed in words, and the findings side by side.

    `notes` say where the filing or the pack is not that of the check it is held against.
    """

    before: Side
    after: Side
    changes: tuple[str, ...]
    findings: Comparison
    notes: tuple[str, ...] = ()


def judged_twice(
    context: Context, given: Filed, before: date | None, after: date, pack: str | None
) -> tuple[Written, Written, tuple[str, ...]]:
    """The verdicts of two days and what changed; raises Refusal 422."""
    dossier, rules = dossier_from(given), context.pack(pack)
    day = before or dossier.filing.dates.submitted or context.today()
    try:
        done = judge_again(
            dossier, context.systems(), ReplaySetting(rules, day), ReplaySetting(rules, after)
        )
    except RulebookError as error:
        raise Refusal(422, [fault_of(problem) for problem in error.problems]) from error
    was, now = (written(each, dossier.filing) for each in (done.was, done.now))
    return was, now, done.changes


def replayed(
    context: Context, given: Filed, after: date, before: date | None = None, pack: str | None = None
) -> Replayed:
    """A filing on two days: its own (or the one given), and the other."""
    was, now, changes = context.work(judged_twice, given, before, after, pack)
    return _told(was, now, changes)


def replayed_check(context: Context, given: Filed, stored: Stored, after: date) -> Replayed:
    """The materials of a kept check on its day and on another."""
    then, verdict = date.fromisoformat(stored.verdict.on), stored.verdict
    pack = verdict.pack.id if verdict.pack.id in context.packs else None
    was, now, changes = context.work(judged_twice, given, then, after, pack)
    return _told(was, now, changes, tuple(_notes(stored, was)))


def _told(
    was: Written, now: Written, changes: tuple[str, ...], notes: tuple[str, ...] = ()
) -> Replayed:
    one, two = was.verdict, now.verdict
    findings = compare(two.on, two, one.on, one)
    return Replayed(_side(one), _side(two), changes, findings, notes)


def _side(verdict: Verdict) -> Side:
    return Side(date.fromisoformat(verdict.on), verdict.outcome, verdict.label)


def _notes(stored: Stored, was: Written) -> list[str]:
    kept, again = stored.verdict, was.verdict
    told = []
    if kept.filing.fingerprint != again.filing.fingerprint:
        told.append(f"放入的材料与预检 {stored.info.id} 的不同，两天的结论都按这次放入的材料")
    if kept.pack.sha256 != again.pack.sha256:
        told.append(f"规则包已从 {kept.pack.version} 改动，两天的结论都按现在的规则包")
    if kept.registry != again.registry:
        told.append("既有系统清单已有改动，两天的结论都按现在的清单")
    return told


def _replay(context: Context, call: Call) -> Answer:
    given, query = call.files or call.body, call.query
    after = query.get("against") or context.today()
    if "check" not in query:
        told = replayed(context, given, after, query.get("on"), query.get("pack"))
        return as_json(Replayed, told)
    with context.database.reading() as connection:
        stored = found(connection, query["check"], call.identity)
    return as_json(Replayed, replayed_check(context, given, stored, after))


REPLAYS = (
    Route(
        method="POST",
        path="/v1/replays",
        name="replay",
        title="同一份申报换一天再判：两天的结论和不同之处，不留存",
        respond=_replay,
        role="applicant",
        takes=Takes(Filing, (JSON, MULTIPART)),
        heavy=True,
        query=(
            ON,
            PACK,
            replace(ON, name="against", title="换成哪一天，默认今天"),
            words("check", "与哪一次预检相比；它的日期和规则包代替 on、pack"),
        ),
        gives={200: Gives("两天的结论，和不同之处", Replayed)},
        problems=(404,),
    ),
)
