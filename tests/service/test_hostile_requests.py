"""What must never be sent and is: refused in words, nothing of it repeated, nothing left of it."""

import json
import re
import socket
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from tests.making import hostile
from tests.making.hostile import Hostile
from tests.making.word import docx_bytes, paragraph
from tests.service.serving import Live, Reply, form, raw, start, stop
from tests.service.test_checking import children, family, waited

CANARY = "13912345678示例甲"


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the service lays down files."""
    return tmp_path_factory.mktemp("laid")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, laid: Path) -> Iterator[Live]:
    database = f"sqlite:///{tmp_path_factory.mktemp('hostile')}/b.db"
    options = ("--database", database, "--workers", "2", "--max-body", "1000000")
    live = start(*options, TMPDIR=str(laid))
    yield live
    stop(live)


# Some hold a checker for a while: what is hostile takes its time.
said = partial(raw, patience=60)


def refused(answer: bytes) -> bool:
    """4xx, a problem document, in Chinese, without what was sent."""
    head, _, body = answer.partition(b"\r\n\r\n")
    if head.startswith(b"HTTP/1.1 100 "):
        head, _, body = body.partition(b"\r\n\r\n")
    told = body.decode()
    return (
        head.split()[1][:1] == b"4"
        and b"application/problem+json" in head
        and re.search("[一-鿿]", told) is not None
        and not any(secret in answer.decode("utf-8", "replace") for secret in (CANARY, CANARY[:11]))
    )


def request(
    path: str, body: bytes, media: str = "application/json", length: int | None = None
) -> bytes:
    """A request that asks to be the only one of its connection."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: {media}"
    size = len(body) if length is None else length
    return f"{head}\r\nContent-Length: {size}\r\n\r\n".encode() + body


ADDRESSES = [
    "/v1/checks",
    "/v1/batches",
    "/v1/similar",
    "/v1/replays",
    "/v1/registry/systems",
    "/v1/registry/import",
    "/v1/procedure",
    "/v1/catalogs/check",
    "/v1/checks/2026-000001/waivers",
    "/v1/checks/2026-000001/procedure/events",
    "/v1/checks/2026-000001/procedure/withdrawals",
]
BODIES = {
    "空的": b"",
    "十万层方括号": b"[" * 100_000,
    "十万层对象": b'{"a":' * 100_000,
    "半个代理字符": f'{{"name": "{CANARY}\\ud800"}}'.encode(),
    "NaN": b'{"name": NaN}',
    "无穷大": b'{"name": 1e999}',
    "同一层写了两次": f'{{"kind": "{CANARY}", "kind": "{CANARY}"}}'.encode(),
    "gb18030": f'{{"name": "{CANARY}"}}'.encode("gb18030"),
    "UTF-16": f'{{"name": "{CANARY}"}}'.encode("utf-16"),
    "两个值": f'{{}} "{CANARY}"'.encode(),
    "是文字": f'"{CANARY}"'.encode(),
    "是数字": CANARY[:11].encode(),
    "是 null": b"null",
    "五千位的数字": b'{"name": ' + b"9" * 5000 + b"}",
    "没有写完": f'{{"name": "{CANARY}'.encode(),
    "零字节": b"\x00" * 100,
    "超过上限": b" " * 1_000_001,
}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_that_is_none_is_refused_everywhere(
    running: Live, address: str, body: bytes
) -> None:
    answer = said(running.port, request(address, body))
    assert refused(answer), answer[:2000]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_body_of_another_type_is_refused_everywhere(running: Live, address: str) -> None:
    for media in ("text/html", "application/json; charset=gbk", CANARY[:11]):
        answer = said(running.port, request(address, CANARY.encode(), media))
        assert refused(answer), answer[:2000]


_HOST = b"Host: 127.0.0.1\r\nConnection: close\r\n"
_POST = b"POST /v1/checks HTTP/1.1\r\nContent-Type: application/json\r\n" + _HOST
_SECRET = CANARY.encode()
REQUESTS = {
    "没有内容长度": _POST + b"\r\n",
    "内容长度是负数": _POST + b"Content-Length: -5\r\n\r\n",
    "内容长度有两个": _POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "内容长度有二十位": _POST + b"Content-Length: 99999999999999999999\r\n\r\n",
    "块长不是数字": _POST + b"Transfer-Encoding: chunked\r\n\r\n" + _SECRET + b"\r\n\r\n",
    "块和长度都写": _POST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "先问能不能发": _POST + b"Expect: 100-continue\r\nContent-Length: 1\r\n\r\n[",
    "一兆的请求头": b"GET /livez HTTP/1.1\r\n" + _HOST + b"X-A: " + b"a" * 1_000_000 + b"\r\n\r\n",
    "五千个请求头": b"GET /v1/no HTTP/1.1\r\n" + _HOST + b"X-A: a\r\n" * 50_000 + b"\r\n",
    "请求头没有冒号": b"GET /livez HTTP/1.1\r\nHost " + _SECRET + b"\r\n\r\n",
    "请求头有零字节": b"GET /v1/no HTTP/1.1\r\nHost: a\x00b\r\nConnection: close\r\n\r\n",
    "请求头折行": b"GET /v1/no HTTP/1.1\r\nHost: a\r\n "
    + _SECRET
    + b"\r\nConnection: close\r\n\r\n",
    "十万字的地址": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + _HOST + b"\r\n",
    "地址里有人": b"GET /v1/13912345678 HTTP/1.1\r\n" + _HOST + b"\r\n",
    "地址越界": b"GET /../../etc/passwd HTTP/1.1\r\n" + _HOST + b"\r\n",
    "编号越界": b"GET /v1/checks/..%2f..%2fetc%2fpasswd HTTP/1.1\r\n" + _HOST + b"\r\n",
    "编号是零字节": b"GET /v1/checks/%00 HTTP/1.1\r\n" + _HOST + b"\r\n",
    "编号不是 UTF-8": b"GET /v1/checks/%ff%fe HTTP/1.1\r\n" + _HOST + b"\r\n",
    "地址不是 ASCII": b"GET /v1/checks/\xff\xfe HTTP/1.1\r\n" + _HOST + b"\r\n",
    "没有这种方法": b"FOO13912345678 /livez HTTP/1.1\r\n" + _HOST + b"\r\n",
    "请求代为连接": b"CONNECT 127.0.0.1:22 HTTP/1.1\r\n" + _HOST + b"\r\n",
    "不是请求": b"\x00\x01" + _SECRET + b"\r\n\r\n",
    "是 TLS": b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03" + b"\x00" * 100 + b"\r\n\r\n",
    "参数里有人": b"GET /v1/checks?13912345678=13912345678 HTTP/1.1\r\n" + _HOST + b"\r\n",
}


@pytest.mark.parametrize("sent", REQUESTS.values(), ids=REQUESTS)
def test_a_request_that_is_none_is_refused(running: Live, sent: bytes) -> None:
    answer = said(running.port, sent)
    assert refused(answer), answer[:2000]


def part(disposition: str, content: bytes = b"PK\x03\x04", head: str = "") -> bytes:
    """A part of a form with the boundary b."""
    told = f"--b\r\nContent-Disposition: form-data; {disposition}\r\n{head}\r\n"
    return told.encode() + content + b"\r\n"


def named(name: str, content: bytes = b"PK\x03\x04") -> bytes:
    return part(f'name="files"; filename="{name}"', content)


FORMS = {
    "一万个文件": [named(f"{n}.txt") for n in range(10_000)],
    "一万个项": [part(f'name="f{n}"') for n in range(10_000)],
    "五兆的一项": [part('name="other"', b"x" * 5_000_000)],
    "没有文件": [part('name="other"; filename="a.txt"')],
    "文件没有名字": [named("")],
    "名字里有换行": [named(f"a\r\nSet-Cookie: x={CANARY}\r\n.zip")],
    "名字里有换行（编码）": [
        part(f"name=files; filename*=UTF-8''a%0d%0aSet-Cookie:%20{CANARY[:11]}.zip")
    ],
    "半截的表单": [named("a.zip")[:-10]],
}
FILED_FORMS = ["/v1/checks", "/v1/catalogs/check", "/v1/registry/import"]


@pytest.mark.parametrize("address", FILED_FORMS)
@pytest.mark.parametrize("parts", FORMS.values(), ids=FORMS)
def test_a_form_that_is_none_is_refused(
    running: Live, address: str, parts: Sequence[bytes]
) -> None:
    body = b"".join(parts) + b"--b--\r\n"
    answer = said(running.port, request(address, body, "multipart/form-data; boundary=b"))
    assert refused(answer), answer[:2000]
    assert b"\r\nSet-Cookie" not in answer


@pytest.mark.parametrize("address", [*FILED_FORMS, "/v1/batches"])
@pytest.mark.parametrize("media", ["multipart/form-data", "multipart/form-data; boundary=other"])
def test_a_form_without_its_boundary_is_refused(running: Live, address: str, media: str) -> None:
    assert refused(said(running.port, request(address, named("a.zip") + b"--b--\r\n", media)))


WORD = docx_bytes(paragraph("示例项目说明"))
NAMES = {
    "上一层": ["..", "../..", "..\\.."],
    "这一层": [".", "./."],
    "越界": ["../../../../越界.docx", "/etc/越界.docx", "C:\\越界.docx"],
    "只有后缀": [".docx", "..docx"],
    "零字节": ["a\x00b.docx", "\x00"],
    "五千个字": ["字" * 5000 + ".docx", f"a.{'字' * 5000}"],
    "四字节的字": ["𠀀" * 80 + "." + "𠀀" * 80],
    "同名": ["a.docx", "a.docx", "b/a.docx"],
    "与另起的文件夹同名": ["2", "a.docx", "a.docx", "2"],
    "方向控制符": ["\u202excod.txt"],
    "系统留下的": [".DS_Store", "~$a.docx", "说明.docx"],
}


@pytest.mark.parametrize("address", ["/v1/checks", "/v1/batches"])
@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_a_file_of_any_name_stays_in_its_place(
    running: Live, laid: Path, address: str, names: Sequence[str]
) -> None:
    body = b"".join(named(name, WORD) for name in names) + b"--b--\r\n"
    answer = said(running.port, request(address, body, "multipart/form-data; boundary=b"))
    assert answer.split()[1] in (b"201", b"202", b"422"), answer[:2000]
    assert answer.split()[1] != b"422" or refused(answer)
    assert not any("越界" in path.name for path in (laid, laid.parent, Path("/etc")))


@pytest.mark.parametrize("case", hostile.archives(), ids=lambda case: case.about)
def test_a_hostile_zip_is_refused_in_words(running: Live, case: Hostile) -> None:
    reply = running.ask("POST", "/v1/checks", *form({case.name: case.content}))
    assert reply.status == 422
    assert re.search("[一-鿿]", reply.json()["errors"][0]["detail"])


ZERO: dict[str, Callable[[Live], Reply]] = {
    "编号": lambda live: live.ask("GET", "/v1/checks/%00"),
    "密钥": lambda live: live.ask("GET", "/v1/checks", None, {"Authorization": "Bearer k\x01.a"}),
    "批次里的名称": lambda live: live.post(
        "/v1/batches", json.dumps({"filings": [{"name": "a\0b", "filing": {}}]}).encode()
    ),
    "批次里的文件名": lambda live: live.ask("POST", "/v1/batches", *form({"a\0b.zip": b"PK"})),
    "申报单位": lambda live: live.post("/v1/checks", b'{"unit": {"name": "a\\u0000b"}}'),
    "系统编号": lambda live: live.post(
        "/v1/registry/systems", json.dumps({"id": "a\0b", "name": "示例系统"}).encode()
    ),
}


@pytest.mark.usefixtures("database")
def test_a_zero_byte_is_no_fault_of_the_database(serving: Callable[..., Live], url: str) -> None:
    live = serving("--database", url)
    told = {name: ask(live).status for name, ask in ZERO.items()}
    assert {name: status for name, status in told.items() if status >= 500} == {}


def test_requests_in_a_row_are_answered_in_that_order(running: Live) -> None:
    """Also where one of them is refused."""
    good = b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    broken = request("/v1/checks", b"[").replace(b"Connection: close\r\n", b"")
    answer = said(running.port, good * 20 + broken + b"GET /livez HTTP/1.1\r\n" + _HOST + b"\r\n")
    statuses = re.findall(rb"HTTP/1.1 (\d+) ", answer)
    assert statuses == [b"200"] * 20 + [b"422", b"200"]


def test_a_body_that_trickles_in_is_read_whole_and_keeps_no_one_waiting(running: Live) -> None:
    whole = request("/v1/checks", '{"unit": {"name": "示例市民政局"}}'.encode())
    with socket.create_connection(("127.0.0.1", running.port), timeout=60) as slow:
        for at in range(0, len(whole), 5):
            slow.sendall(whole[at : at + 5])
            assert running.ask("GET", "/livez").status == 200
        assert slow.recv(12) == b"HTTP/1.1 201"


def open_files(live: Live) -> int:
    return len(list(Path(f"/proc/{live.process.pid}/fd").iterdir()))


def sends(live: Live) -> Iterator[Callable[[], object]]:
    """All of the above at a stroke, files of every kind that kill a reader, and half requests."""
    forms = [*FORMS.values(), *([named(name, WORD) for name in names] for names in NAMES.values())]
    for parts in forms:
        body = b"".join(parts) + b"--b--\r\n"
        whole = request("/v1/checks", body, "multipart/form-data; boundary=b")
        yield partial(said, live.port, whole)
    for sent in REQUESTS.values():
        yield partial(said, live.port, sent)
    for case in (*hostile.files(), *hostile.archives()):
        yield partial(live.ask, "POST", "/v1/checks", *form({case.name: case.content}))
    for _ in range(60):
        yield partial(abandons, live, b"")
        yield partial(abandons, live, request("/v1/checks", b"{", length=1000))


def abandons(live: Live, half: bytes) -> None:
    with socket.create_connection(("127.0.0.1", live.port)) as connection:
        connection.sendall(half)


def test_nothing_is_left_of_them(running: Live, laid: Path) -> None:
    """No process, no file on the disk, no open file, and it still checks."""
    assert running.post("/v1/checks", b"{}").status == 201
    nursery, _ = family(running)
    files = open_files(running)
    for send in sends(running):
        send()
    assert waited(lambda: open_files(running) <= files + 5)
    assert waited(lambda: all(children(pid) == [] for pid in family(running)[1]))
    assert family(running)[0] == nursery
    assert len(family(running)[1]) <= 2
    assert list(laid.glob("*/*/*")) == []
    assert len(list(laid.iterdir())) == 1
    assert running.post("/v1/checks", b"{}").status == 201
