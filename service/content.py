"""The content of a request, measured before it is read."""

from flask import Request

from service.answers import JSON, MULTIPART
from service.context import Context
from service.problems import Fault
from service.refusal import Refusal
from service.route import Takes, Upload


def sent(given: Request, context: Context, takes: Takes) -> tuple[bytes, tuple[Upload, ...]]:
    """The body, or the files in it."""
    limit = context.max_upload if given.mimetype == MULTIPART else context.max_body
    _measure(given, limit, takes)
    if given.mimetype != MULTIPART:
        return given.get_data(cache=False), ()
    given.max_content_length = limit
    given.max_form_memory_size = 1_000_000
    given.max_form_parts = 2_000
    files = tuple(
        Upload(file.filename or "", file.stream.read())
        for file in given.files.getlist("files")
        if file.filename
    )
    if not files:
        fault = Fault("files", "没有文件", "在表单的 files 项里放文件")
        raise Refusal(422, [fault])
    return b"", files


def _measure(given: Request, limit: int, takes: Takes) -> None:
    """The type is one we take, the length known (not every server measures chunked bodies)."""
    if given.content_length is None:
        raise Refusal(411)
    if given.content_length > limit:
        raise Refusal(413, detail=f"内容不超过 {limit:,} 字节")
    charset = given.mimetype_params.get("charset", "utf-8").lower()
    if given.mimetype not in takes.media or (given.mimetype == JSON and charset != "utf-8"):
        raise Refusal(415, detail=f"内容类型写 {'、'.join(takes.media)}")
