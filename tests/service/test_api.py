"""The interface: what it answers, what it refuses, and that its description is true."""

import ast
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from openapi_spec_validator import validate

import compliance
from compliance import Registry, check, read_filing
from compliance.cli.similar import command
from service.app import create_app
from service.context import load_context
from service.openapi import document
from service.routes import ROUTES
from service.store import LOCAL, Database, list_checks, open_database, require_current, verify
from tests.service.serving import Live, Reply, raw

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples/filings").glob("*.json"))
FUNDING = ROOT / "examples/filings/15-new-return-funding.json"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('app')}/b.db")
    require_current(database)
    yield create_app(load_context(ROOT / "examples/registry.csv", None, database, 1_000_000))
    database.engine.dispose()


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(document(ROUTES))
    return told


def is_problem(reply: Reply, status: int) -> bool:
    told = reply.json()
    return (
        reply.status == status
        and reply.headers["Content-Type"] == "application/problem+json"
        and told["status"] == status
        and re.search("[一-鿿]", told["title"] + told["detail"]) is not None
    )


@pytest.mark.parametrize("path", EXAMPLES[::8], ids=lambda p: p.stem)
def test_the_answer_is_the_library_s_verdict(live: Live, path: Path) -> None:
    filing = read_filing(path.read_bytes())
    day = filing.dates.submitted or date(2026, 3, 2)
    registry = Registry.load(ROOT / "examples/registry.csv")
    reply = live.post(f"/v1/checks?on={day}", path.read_bytes())
    expected = json.loads(json.dumps(check(filing, registry, day).as_dict()))
    assert reply.status in (200, 201)
    assert reply.json() == expected


def test_without_any_date_the_law_of_today_is_used(live: Live) -> None:
    assert live.post("/v1/checks", b"{}").json()["on"] == date.today().isoformat()


def test_criteria_are_the_eight_and_the_general_part(live: Live) -> None:
    told = live.ask("GET", "/v1/criteria").json()
    assert [criterion["number"] for criterion in told["criteria"]] == list(range(9))


def nested(depth: int) -> bytes:
    return b"[" * depth


BODIES = {
    "空的": b"",
    "只有空白": b" \n",
    "十万层方括号": nested(100_000),
    "六十五层对象": b'{"a":' * 65 + b"1" + b"}" * 65,
    "半个代理字符": b'{"unit": {"name": "\\ud800"}}',
    "NaN": b'{"funding": {"total": {"value": NaN, "unit": "\xe5\x85\x83"}}}',
    "同一层写了两次": b'{"kind": "new", "kind": "ongoing"}',
    "gb18030": '{"kind": "新建"}'.encode("gb18030"),
    "不是对象": b"[]",
    "种类不认识": '{"kind": "张三"}'.encode(),
    "多出一项": b'{"nothing": 1}',
    "没有这一天": b'{"dates": {"submitted": "2026-02-30"}}',
    "日期写成数字": b'{"dates": {"submitted": 0}}',
    "全角数字": '{"funding": {"total": {"value": "１２", "unit": "元"}}}'.encode(),
    "数字太大": b'{"project": {"months": 99999999999999999999999999}}',
    "缺半个引号": b'{"kind": "new',
    "UTF-16": '{"kind": "新建"}'.encode("utf-16"),
    "零字节": b"\x00",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_broken_body_is_told_in_chinese_with_place_and_mend(live: Live, body: bytes) -> None:
    reply = live.post("/v1/checks", body)
    assert is_problem(reply, 422)
    errors = reply.json()["errors"]
    assert errors
    assert all(re.search("[一-鿿]", error["detail"] + error["mend"]) for error in errors)


CANARY = "13912345678"
SECRETS = {
    "种类": {"kind": CANARY},
    "经办人员写成数字": {"unit": {"handler": int(CANARY * 3)}},
    "日期": {"dates": {"submitted": CANARY}},
    "金额": {"funding": {"total": {"value": CANARY + "元", "unit": CANARY}}},
    "模块建设方式": {"project": {"modules": [{"name": "系统", "action": CANARY}]}},
}


@pytest.mark.parametrize("filing", SECRETS.values(), ids=SECRETS)
def test_no_value_of_the_input_is_repeated_in_a_problem(live: Live, filing: object) -> None:
    reply = live.post("/v1/checks", json.dumps(filing).encode())
    assert is_problem(reply, 422)
    assert CANARY not in reply.body.decode()


QUERIES = {
    "日期写法不对": "on=2026-3-2",
    "日期写成周": "on=2026-W10-1",
    "没有这一天": "on=2026-02-30",
    "日期写了两次": "on=2026-03-02&on=2026-03-03",
    "没有这个规则包": "pack=../../etc",
    "不认识的参数": "colour=red",
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_wrong_query_is_refused(live: Live, query: str) -> None:
    assert is_problem(live.post(f"/v1/checks?{query}", b"{}"), 400)


def test_a_day_before_the_pack_is_refused_with_its_start(live: Live) -> None:
    reply = live.post("/v1/checks?on=2020-01-01", b"{}")
    assert is_problem(reply, 422)
    assert "2023-09-14" in reply.json()["errors"][0]["detail"]


def test_an_unknown_address_and_a_wrong_method_are_problems(live: Live) -> None:
    assert is_problem(live.ask("GET", "/v1/nothing"), 404)
    wrong = live.ask("DELETE", "/v1/checks")
    assert is_problem(wrong, 405)
    assert "POST" in wrong.headers["Allow"]


@pytest.mark.parametrize("media", ["text/plain", "application/json; charset=gbk", "text/json"])
def test_another_type_of_content_is_refused(live: Live, media: str) -> None:
    reply = live.ask("POST", "/v1/checks", b"{}", {"Content-Type": media})
    assert is_problem(reply, 415)


def test_a_body_over_the_limit_is_refused(live: Live) -> None:
    assert is_problem(live.post("/v1/checks", b" " * 1_000_001), 413)


HEAD = b"POST /v1/checks HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize("size", [1_500_000, 5_000_000, 30_000_000])
def test_a_chunked_body_over_the_limit_is_refused_not_cut(live: Live, size: int) -> None:
    """Padded with blanks: cut at the limit it would be a good filing."""
    chunk = b"2710\r\n" + b"{}".ljust(10_000) + b"\r\n"
    blank = b"2710\r\n" + b" " * 10_000 + b"\r\n"
    head = HEAD + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    answer = raw(live.port, head, chunk, blank * (size // 10_000), b"0\r\n\r\n")
    assert answer.split(b"\r\n")[0].split()[1] in (b"411", b"413")
    assert b"application/problem+json" in answer


def test_a_chunked_body_within_the_limit_is_read_whole(live: Live) -> None:
    body = FUNDING.read_bytes()
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(part), part)
        for part in (body[at : at + 999] for at in range(0, len(body), 999))
    )
    head = HEAD + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    answer = raw(live.port, head, chunks, b"0\r\n\r\n")
    assert answer.split(b"\r\n")[0].split()[1] in (b"200", b"201")


_POST = b"POST /v1/checks HTTP/1.1\r\nHost: 127.0.0.1\r\n"
BROKEN = {
    "内容长度不是数字": _POST + b"Content-Length: many\r\n\r\n",
    "请求头太大": b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: " + b"a" * 300_000 + b"\r\n\r\n",
    "不认识的传输方式": _POST + b"Transfer-Encoding: br\r\n\r\n",
}


@pytest.mark.parametrize("request_bytes", BROKEN.values(), ids=BROKEN)
def test_what_the_server_itself_refuses_is_a_problem_too(live: Live, request_bytes: bytes) -> None:
    answer = raw(live.port, request_bytes)
    assert answer.split(b"\r\n")[0].split()[1] in (b"400", b"413", b"431", b"501")
    assert b"application/problem+json" in answer


def test_half_sent_bodies_do_not_keep_others_waiting(live: Live) -> None:
    head = HEAD + b"Content-Length: 1000\r\n\r\n{"
    slow = [socket.create_connection(("127.0.0.1", live.port)) for _ in range(60)]
    try:
        for connection in slow:
            connection.sendall(head)
        assert live.ask("GET", "/livez").json() == {"status": "ok"}
    finally:
        for connection in slow:
            connection.close()


def test_a_server_that_does_not_measure_chunked_bodies_gets_411(app: Flask) -> None:
    import io

    reply = app.test_client().post(
        "/v1/checks",
        environ_overrides={"wsgi.input": io.BytesIO(b"{}"), "wsgi.input_terminated": True},
        headers={"Transfer-Encoding": "chunked", "Content-Type": "application/json"},
    )
    assert reply.status_code == 411


def test_the_description_is_good_openapi(spec: dict[str, Any]) -> None:
    validate(spec)


def test_the_description_and_the_application_have_the_same_operations(
    app: Flask, spec: dict[str, Any]
) -> None:
    described = {
        (method.upper(), path) for path, methods in spec["paths"].items() for method in methods
    }
    served = {
        (method, re.sub("<(?:path:)?([a-z_]+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not rule.endpoint.startswith("page ")
    }
    assert described == served


def test_every_answer_is_of_the_type_described(live: Live, spec: dict[str, Any]) -> None:
    from jsonschema import Draft202012Validator

    content = spec["paths"]["/v1/checks"]["post"]["responses"]["201"]["content"]
    schema = {**content["application/json"]["schema"], "components": spec["components"]}
    for path in EXAMPLES[::10]:
        verdict = live.post("/v1/checks?on=2026-03-02", path.read_bytes()).json()
        Draft202012Validator(schema).validate(verdict)


WANTED = {"name": "停车管理平台", "description": "登记路内泊位和配建停车场的位置，发布空余车位"}


def test_similar_systems_come_with_both_texts_where_that_is_asked(
    live: Live, spec: dict[str, Any]
) -> None:
    from jsonschema import Draft202012Validator

    content = spec["paths"]["/v1/similar"]["post"]["responses"]["200"]["content"]
    schema = {**content["application/json"]["schema"], "components": spec["components"]}
    asked, given = json.dumps(WANTED).encode(), ["-r", str(ROOT / "examples/registry.csv")]
    answers = {}
    for beside in ("true", "false"):
        address = f"/v1/similar?on=2026-03-02&top=3&beside={beside}"
        answers[beside] = live.post(address, asked).json()
        Draft202012Validator(schema).validate(answers[beside])
    assert [each["alongside"] for each in answers["false"]] == [None, None, None]
    options = ["--on", "2026-03-02", "-k", "3", "--format", "json", "--beside"]
    said = CliRunner().invoke(
        command, ["-n", WANTED["name"], WANTED["description"], *given, *options]
    )
    assert json.loads(said.output)[0]["matches"] == answers["true"]
    assert any(piece["share"] for piece in answers["true"][0]["alongside"]["contents"][1])


OPTIONS = {
    "没有这个选项": ["--colour"],
    "端口不是数字": ["--port", "many"],
    "找不到清单": ["--registry", "nowhere.csv"],
    "没有这个规则包": ["--pack", "nowhere"],
    "没有这个命令": ["fly"],
    "上限太大": ["--max-body", "99999999999"],
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_bad_options_end_in_chinese_and_exit_2(options: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "service", *options],
        cwd=ROOT,
        env={**os.environ, "BEIAN_DATABASE": f"sqlite:///{tmp_path}/b.db"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert re.search("[一-鿿]", done.stderr)
    assert "Traceback" not in done.stderr


def test_help_is_chinese() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "service", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "用法" in done.stdout


def imports_of(path: Path) -> set[str]:
    """What a module takes from the library; "." marks an import that goes round its exports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("compliance"):
            names |= {a.name if node.module == "compliance" else "." for a in node.names}
        if isinstance(node, ast.Import):
            names |= {"." for a in node.names if a.name.startswith("compliance")}
    return names


@pytest.mark.parametrize(
    "path", sorted((ROOT / "service").rglob("*.py")), ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_the_service_uses_only_what_the_library_exports(path: Path) -> None:
    assert imports_of(path) <= set(compliance.__all__)


ROOMS = {
    "sqlalchemy": {"store"},
    "waitress": {"server.py"},
    "prometheus_client": {"watching.py"},
    "flask": {"app.py", "auth.py", "content.py", "pages", "server.py", "watching.py"},
}


@pytest.mark.parametrize(("package", "rooms"), ROOMS.items(), ids=ROOMS)
def test_an_outside_package_is_used_in_its_own_room_only(package: str, rooms: set[str]) -> None:
    pattern = re.compile(rf"^\s*(from|import) {package}\b", re.MULTILINE)
    using = {
        path.relative_to(ROOT / "service").parts[0]
        for path in (ROOT / "service").rglob("*.py")
        if pattern.search(path.read_text("utf-8"))
    }
    assert using == rooms


def test_several_signals_at_once_stop_it_all_the_same(serving: Callable[..., Live]) -> None:
    running = serving()
    for _ in range(20):
        running.process.terminate()
    assert running.process.wait(timeout=60) == 0


def test_sigterm_answers_and_keeps_what_has_come_in(
    serving: Callable[..., Live], database: Database, url: str
) -> None:
    running = serving("--registry", "examples/registry.csv", "--grace", "300", "--database", url)
    body = FUNDING.read_bytes()
    head = HEAD + b"Content-Length: %d\r\n\r\n" % len(body)
    waiting = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(50)]
    for connection in waiting:
        connection.sendall(head + body)
    running.process.terminate()
    statuses = []
    for connection in waiting:
        connection.settimeout(300)
        with connection, connection.makefile("rb") as stream:
            statuses.append(stream.readline().split()[1])
    assert statuses == [b"201"] * 50
    assert running.process.wait(timeout=60) == 0
    with database.reading() as kept:
        assert list_checks(kept, LOCAL)[0] == 50
        assert verify(kept).faults == ()
