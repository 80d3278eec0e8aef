"""Batches over HTTP: handed in, watched, cancelled, read as JSON or as a table."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from compliance import Verdict, as_workbook
from service.answers import JSON, MULTIPART, Answer, as_json
from service.bodies import read_body
from service.checks import as_it_stands
from service.context import Context
from service.problems import Fault
from service.query import ON, PACK
from service.refusal import Refusal
from service.route import Call, Gives, Route, Takes, Upload
from service.store import (
    Batch,
    Connection,
    Identity,
    TokenUsed,
    add_batch,
    cancel_batch,
    find_batch,
    verdicts_of,
)
from service.uploads import filing_as_upload

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_FILINGS = 1_000
# The columns of 送审清单表 and their widths in characters.
_COLUMNS = {
    "序号": 5,
    "文件": 16,
    "项目名称": 22,
    "申报单位": 18,
    "种类": 8,
    **dict.fromkeys("一二三四五六七八", 6),
    "预检结论": 12,
    **dict.fromkeys(("退回事项", "需会上定夺的事项"), 34),
    "规则包": 12,
    "预检编号": 12,
}


class FilingGiven(BaseModel):
    """批内一份申报."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=100)]
    filing: Annotated[JsonValue, Field(description="申报，格式同 POST /v1/checks")]


class BatchGiven(BaseModel):
    """一批申报."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    filings: Annotated[tuple[FilingGiven, ...], Field(min_length=1, max_length=MOST_FILINGS)]


def gathered(files: Sequence[Upload]) -> list[Upload]:
    """One file a filing: a JSON file or a zip as it is, the files of a folder packed together."""
    each: list[Upload] = []
    for folder, inside in groupby(sorted(files, key=_folder), key=_folder):
        members = list(inside)
        each += members if not folder else [_packed(folder, members)]
    return each


def _folder(file: Upload) -> str:
    """The folder of a filing: 一批/甲项目/可研.docx belongs to 一批/甲项目."""
    path = PurePosixPath(file.name.replace("\\", "/"))
    alone = path.suffix.lower() in (".json", ".zip")
    return "" if alone else "/".join(path.parts[:-1][:2])


def _packed(folder: str, files: Sequence[Upload]) -> Upload:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for file in files:
            inside = file.name.replace("\\", "/").removeprefix(f"{folder}/")
            archive.writestr(zipfile.ZipInfo(inside), file.content)
    return Upload(f"{PurePosixPath(folder).name}.zip", out.getvalue())


def _uploads(call: Call) -> list[Upload]:
    if call.files:
        return gathered(call.files)
    given: BatchGiven = read_body(BatchGiven, call.body)
    return [filing_as_upload(each.name, each.filing) for each in given.filings]


def begin(context: Context, files: Sequence[Upload], call: Call, token: str) -> tuple[str, bool]:
    """The number of the batch and whether it is new; raises Refusal."""
    if len(files) > MOST_FILINGS:
        raise Refusal(422, [Fault("", f"一批不多于 {MOST_FILINGS} 份", "分几批提交")])
    on, pack = call.query.get("on"), call.query.get("pack")
    settings = json.dumps({"on": on.isoformat() if on else None, "pack": pack})
    whole = sha256(settings.encode())
    for file in files:
        whole.update(sha256(file.name.encode()).digest() + sha256(file.content).digest())
    given = [(file.name, file.content) for file in files]
    try:
        with context.database.writing() as connection:
            return add_batch(connection, call.identity, given, settings, token, whole.hexdigest())
    except TokenUsed:
        told = Fault("Idempotency-Key", "这个键已用于别的内容", "换一个键")
        raise Refusal(409, [told]) from None


def found(connection: Connection, batch: str, viewer: Identity) -> Batch:
    """The batch of a number; raises Refusal 404."""
    known = find_batch(connection, batch, viewer)
    if known is None:
        raise Refusal(404)
    return known


def table(context: Context, batch: str, viewer: Identity) -> list[list[str]]:
    """送审清单表: one row a filing, in the order handed in."""
    with context.database.reading() as connection:
        known = found(connection, batch, viewer)
        stored = verdicts_of(connection, batch, viewer)
        checks = {each.info.id: as_it_stands(context, each) for each in stored}
    rows = [list(_COLUMNS)]
    for item in known.items:
        verdict = checks.get(item.check)
        head = [str(item.position), item.name]
        rows.append([*head, *(_row(verdict, item.check) if verdict else _ended(item.fault))])
    return rows


def _row(verdict: Verdict, number: str) -> list[str]:
    filing = verdict.filing
    told = {
        effect: [f.message for f in verdict.findings if f.effect == effect and not f.waiver]
        for effect in ("return", "review")
    }
    return [
        filing.project,
        filing.unit,
        filing.kind_label,
        *(result.label for result in verdict.criteria),
        verdict.label,
        "\n".join(told["return"]),
        "\n".join(told["review"]),
        f"{verdict.pack.id} {verdict.pack.version}",
        number,
    ]


def _ended(fault: str) -> list[str]:
    return [*[""] * 11, fault or "没有结论", "", "", "", ""]


def _post(context: Context, call: Call) -> Answer:
    token = _token(call.headers)
    number, new = begin(context, _uploads(call), call, token)
    with context.database.reading() as connection:
        batch = found(connection, number, call.identity)
    headers = {"Location": f"/v1/batches/{number}"}
    return as_json(Batch, batch, 202 if new else 200, headers)


def _token(headers: Mapping[str, Any]) -> str:
    token = str(headers.get("Idempotency-Key", ""))
    if len(token) > 200 or not token.isascii():
        raise Refusal(400, [Fault("Idempotency-Key", "不合规范", "用不超过 200 个的字母和数字")])
    return token


def _get(context: Context, call: Call) -> Answer:
    with context.database.reading() as connection:
        return as_json(Batch, found(connection, call.path["id"], call.identity))


def _delete(context: Context, call: Call) -> Answer:
    with context.database.writing() as connection:
        found(connection, call.path["id"], call.identity)
        cancel_batch(connection, call.path["id"], call.identity)
        return as_json(Batch, found(connection, call.path["id"], call.identity))


def _result(context: Context, call: Call) -> Answer:
    return table_answer(context, call.path["id"], call.identity)


def table_answer(context: Context, batch: str, viewer: Identity) -> Answer:
    """送审清单表 as a file."""
    rows = table(context, batch, viewer)
    name = {"Content-Disposition": "attachment; filename=batch.xlsx"}
    return Answer(as_workbook("送审清单表", rows, tuple(_COLUMNS.values())), 200, XLSX, name)


_WHERE = {"Location": "批次的地址"}
BATCHES = (
    Route(
        method="POST",
        path="/v1/batches",
        name="batch",
        title="提交一批申报；请求头 Idempotency-Key 相同的只做一次",
        respond=_post,
        role="applicant",
        takes=Takes(BatchGiven, (JSON, MULTIPART)),
        query=(ON, PACK),
        gives={
            200: Gives("这个键的批次已经有了", Batch, headers=_WHERE),
            202: Gives("已受理", Batch, headers=_WHERE),
        },
        problems=(409,),
    ),
    Route(
        method="GET",
        path="/v1/batches/{id}",
        name="batch_progress",
        title="批次的进度和各份的结论",
        respond=_get,
        role="applicant",
        gives={200: Gives("批次", Batch)},
        problems=(404,),
    ),
    Route(
        method="DELETE",
        path="/v1/batches/{id}",
        name="cancel_batch",
        title="取消批次；已有的结论保留，没检查的材料删除",
        respond=_delete,
        role="applicant",
        gives={200: Gives("批次", Batch)},
        problems=(404,),
    ),
    Route(
        method="GET",
        path="/v1/batches/{id}/result.xlsx",
        name="batch_table",
        title="送审清单表",
        respond=_result,
        role="applicant",
        gives={200: Gives("送审清单表", media=(XLSX,))},
        problems=(404,),
    ),
)
