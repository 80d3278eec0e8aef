"""The list of existing systems over HTTP: search, change, import with a dry run, export."""

from dataclasses import dataclass
from datetime import date

from compliance import ExistingSystem
from service.answers import JSON, MULTIPART, Answer, adapter, as_json
from service.bodies import parsed
from service.context import Context
from service.listing import (
    CSV,
    JSONL,
    SUFFIXES,
    XLSX,
    Imported,
    bring_in,
    csv_answer,
    ending_of,
    listed,
    matching,
    one_system,
    read_list,
    writable,
)
from service.problems import Fault
from service.query import LIMIT, OFFSET, choice, read_day, words
from service.refusal import Refusal
from service.route import Call, Gives, Query, Route, Takes
from service.store import (
    find_system,
    put_system,
    remove_system,
)


@dataclass(frozen=True, slots=True)
class Systems:
    """既有系统清单, a part of it."""

    total: int
    version: str
    as_of: date | None
    systems: tuple[ExistingSystem, ...]


def _list(context: Context, call: Call) -> Answer:
    with context.database.reading() as connection:
        registry = listed(context, connection)
    some = matching(registry, call.query.get("q", ""))
    offset, limit = call.query.get("offset", 0), call.query.get("limit", 50)
    part = some[offset : offset + limit]
    return as_json(Systems, Systems(len(some), registry.version, registry.as_of, part))


def _add(context: Context, call: Call) -> Answer:
    writable(context)
    system = one_system(parsed(call.body))
    with context.database.writing() as connection:
        if find_system(connection, system.id):
            raise Refusal(
                409, [Fault("/id", "这个系统编号已在清单里", "换一个编号，或用 PUT 修改")]
            )
        put_system(connection, system, call.identity)
    return as_json(ExistingSystem, system, 201)


def _get(context: Context, call: Call) -> Answer:
    with context.database.reading() as connection:
        registry = listed(context, connection)
    same = [system for system in registry.systems if system.id == call.path["id"]]
    if not same:
        raise Refusal(404)
    return as_json(ExistingSystem, same[0])


def _put(context: Context, call: Call) -> Answer:
    writable(context)
    system = one_system(parsed(call.body))
    if system.id != call.path["id"]:
        raise Refusal(422, [Fault("/id", "与地址里的编号不同", "改成一致")])
    with context.database.writing() as connection:
        if not find_system(connection, system.id):
            raise Refusal(404)
        put_system(connection, system, call.identity)
    return as_json(ExistingSystem, system)


def _delete(context: Context, call: Call) -> Answer:
    writable(context)
    with context.database.writing() as connection:
        if not remove_system(connection, call.path["id"], call.identity):
            raise Refusal(404)
    return Answer(b"", 204)


def _import(context: Context, call: Call) -> Answer:
    file = call.files[0] if call.files else None
    content = file.content if file else call.body
    suffix = ending_of(file.name) if file else SUFFIXES[call.media]
    registry = read_list(context, content, suffix, call.query.get("as_of"))
    replace = call.query.get("mode") == "replace"
    dry_run = call.query.get("dry_run") == "true"
    return as_json(Imported, bring_in(context, registry, replace, dry_run, call))


def _export(context: Context, call: Call) -> Answer:
    with context.database.reading() as connection:
        registry = listed(context, connection)
    if call.query.get("format") == "csv":
        return csv_answer(registry)
    day = registry.as_of.isoformat() if registry.as_of else None
    whole = {"as_of": day, "systems": registry.systems}
    return Answer(adapter(dict[str, object]).dump_json(whole))


_AS_OF = Query("as_of", "清单的截止日期", {"type": "string", "format": "date"}, read_day)
SYSTEMS = (
    Route(
        method="GET",
        path="/v1/registry/systems",
        name="systems",
        title="查既有系统清单",
        respond=_list,
        role="reviewer",
        query=(words("q", "编号、名称、别名或单位里的文字"), OFFSET, LIMIT),
        gives={200: Gives("清单的一部分", Systems)},
    ),
    Route(
        method="POST",
        path="/v1/registry/systems",
        name="add_system",
        title="登记一个系统",
        respond=_add,
        role="admin",
        takes=Takes(ExistingSystem),
        gives={201: Gives("已登记", ExistingSystem)},
        problems=(409,),
    ),
    Route(
        method="GET",
        path="/v1/registry/systems/{id}",
        name="system",
        title="一个系统",
        respond=_get,
        role="reviewer",
        gives={200: Gives("系统", ExistingSystem)},
        problems=(404,),
    ),
    Route(
        method="PUT",
        path="/v1/registry/systems/{id}",
        name="change_system",
        title="修改一个系统",
        respond=_put,
        role="admin",
        takes=Takes(ExistingSystem),
        gives={200: Gives("已修改", ExistingSystem)},
        problems=(404, 409),
    ),
    Route(
        method="DELETE",
        path="/v1/registry/systems/{id}",
        name="remove_system",
        title="从清单删去一个系统",
        respond=_delete,
        role="admin",
        gives={204: Gives("已删去", media=())},
        problems=(404, 409),
    ),
    Route(
        method="POST",
        path="/v1/registry/import",
        name="import_systems",
        title="导入清单（XLSX、CSV、JSON、JSONL，或表单里的一个文件），可先试导",
        respond=_import,
        role="admin",
        takes=Takes(media=(CSV, JSONL, JSON, XLSX, MULTIPART)),
        heavy=True,
        query=(
            choice("dry_run", "只试导，不写入", "true", "false"),
            choice("mode", "merge 增改，replace 整份替换", "merge", "replace"),
            _AS_OF,
        ),
        gives={200: Gives("导入结果，逐行说明未采用的", Imported)},
        problems=(409,),
    ),
    Route(
        method="GET",
        path="/v1/registry/export",
        name="export_systems",
        title="导出清单",
        respond=_export,
        role="reviewer",
        query=(choice("format", "格式", "json", "csv"),),
        gives={200: Gives("清单", media=(JSON, CSV))},
    ),
)
