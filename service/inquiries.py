"""What can be asked without a filing: rules, similar systems, a catalogue, the procedure."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from compliance import (
    BasisWords,
    CatalogError,
    CatalogProfile,
    Criterion,
    Question,
    Rule,
    RulePack,
    Similar,
    Status,
    Subject,
    Terms,
    catalog_json,
    check_catalog,
    find_similar,
    read_catalog,
)
from service.answers import JSON, MULTIPART, Answer, adapter, as_json
from service.bodies import read_body
from service.context import Context
from service.courses import standing
from service.problems import fault_of
from service.query import ON, PACK, choice, whole
from service.refusal import Refusal
from service.route import Call, Gives, Route, Takes, Upload

_Name = Annotated[str, Field(max_length=200)]
_Text = Annotated[str, Field(max_length=20_000)]


@dataclass(frozen=True, slots=True)
class Criteria:
    """审查内容 of a rule pack, always eight, and the general part (number 0)."""

    pack: str
    title: str
    version: str
    effective_from: date
    verified_until: date
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """规则: what it asks, by which clause, in which words."""

    id: str
    criterion: int
    title: str
    severity: str
    basis: str
    office: str
    source: str
    clause: str
    quote: str
    message: str
    remedy: str
    kinds: tuple[str, ...]
    since: str


class Wanted(BaseModel):
    """要找的系统: a name, what it does, or both."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: _Name = ""
    description: _Text = ""
    functions: Annotated[tuple[_Text, ...], Field(max_length=500)] = ()
    data_resources: Annotated[tuple[_Text, ...], Field(max_length=500)] = ()
    owner: _Name = ""
    region: _Name = ""


def rule_info(pack: RulePack, rule: Rule) -> RuleInfo:
    """A rule for a reader."""
    source = pack.sources[rule.cite.source]
    return RuleInfo(
        rule.id,
        rule.criterion,
        rule.title,
        rule.severity,
        rule.basis,
        pack.offices.get(rule.office, rule.office),
        f"{source.number} {source.title}",
        rule.cite.clause,
        rule.cite.quote,
        rule.message,
        rule.remedy,
        rule.kinds,
        rule.since,
    )


def _criteria(context: Context, call: Call) -> Answer:
    pack = context.pack(call.query.get("pack"))
    days = pack.effective_from, pack.verified_until
    return as_json(Criteria, Criteria(pack.id, pack.title, pack.version, *days, pack.criteria))


def _rules(context: Context, call: Call) -> Answer:
    pack = context.pack(call.query.get("pack"))
    told = tuple(rule_info(pack, rule) for rule in pack.rules)
    return as_json(tuple[RuleInfo, ...], told)


def _rule(context: Context, call: Call) -> Answer:
    pack = context.pack(call.query.get("pack"))
    rule = pack.rule(call.path["id"])
    if rule is None:
        raise Refusal(404)
    return as_json(RuleInfo, rule_info(pack, rule))


def _similar(context: Context, call: Call) -> Answer:
    wanted: Wanted = read_body(Wanted, call.body)
    subject = Subject(
        name=wanted.name,
        description=wanted.description,
        functions=wanted.functions,
        data_resources=wanted.data_resources,
        owner=wanted.owner,
        region=wanted.region,
    )
    day, top = call.query.get("on") or context.today(), call.query.get("top", 10)
    beside = call.query.get("beside") == "true"
    return context.work(_found, subject, day, call.query.get("pack"), top, beside)


def _found(
    context: Context, subject: Subject, day: date, pack: str | None, top: int, beside: bool
) -> Answer:
    registry = context.systems()
    if registry is None:
        raise Refusal(409, detail="还没有既有系统清单，先导入")
    found = find_similar(subject, registry, context.pack(pack), day, top, beside)
    return as_json(tuple[Similar, ...], found)


def _catalog(context: Context, call: Call) -> Answer:
    profile = CatalogProfile(call.query.get("profile", "notice"))
    day = call.query.get("on") or context.today()
    return context.work(_inspected, call.files[0], profile, day, call.query.get("pack"))


def _inspected(
    context: Context, file: Upload, profile: CatalogProfile, day: date, pack: str | None
) -> Answer:
    words = BasisWords.model_validate(context.pack(pack).lists["legal_basis"])
    terms = Terms(words, profile, day)
    try:
        checked = check_catalog(read_catalog(file.name, file.content), terms)
    except CatalogError as error:
        raise Refusal(422, [fault_of(problem) for problem in error.problems]) from error
    return Answer(adapter(dict[str, Any]).dump_json(dict(catalog_json(checked))))


def _ask(context: Context, call: Call) -> Answer:
    question: Question = read_body(Question, call.body)
    return as_json(Status, standing(context, question))


INQUIRIES = (
    Route(
        method="GET",
        path="/v1/criteria",
        name="criteria",
        title="八项审查内容",
        respond=_criteria,
        role=None,
        query=(PACK,),
        gives={200: Gives("审查内容", Criteria)},
    ),
    Route(
        method="GET",
        path="/v1/rules",
        name="rules",
        title="规则包里的全部规则",
        respond=_rules,
        role=None,
        query=(PACK,),
        gives={200: Gives("规则", tuple[RuleInfo, ...])},
    ),
    Route(
        method="GET",
        path="/v1/rules/{id}",
        name="rule",
        title="一条规则",
        respond=_rule,
        role=None,
        query=(PACK,),
        gives={200: Gives("规则", RuleInfo)},
        problems=(404,),
    ),
    Route(
        method="POST",
        path="/v1/similar",
        name="similar",
        title="查找相似的既有系统",
        respond=_similar,
        role="applicant",
        takes=Takes(Wanted),
        heavy=True,
        query=(
            ON,
            PACK,
            whole("top", "最多几个，默认 10", 1, 100),
            choice("beside", "是否连同两边文字的并列对照，默认不带", "true", "false"),
        ),
        gives={200: Gives("相似的系统，最相似的在前", tuple[Similar, ...])},
        problems=(409,),
    ),
    Route(
        method="POST",
        path="/v1/catalogs/check",
        name="check_catalog",
        title="检查政务信息资源目录（xlsx、csv、json、jsonl 文件）",
        respond=_catalog,
        role="applicant",
        takes=Takes(media=(MULTIPART,)),
        heavy=True,
        query=(ON, PACK, choice("profile", "按哪一档检查", "notice", "guide", "sichuan")),
        gives={200: Gives("目录的检查结果", media=(JSON,))},
    ),
    Route(
        method="POST",
        path="/v1/procedure",
        name="procedure",
        title="办理情况：走到哪一步、轮到谁、哪天到期",
        respond=_ask,
        role="applicant",
        takes=Takes(Question),
        gives={200: Gives("办理情况", Status)},
    ),
)
