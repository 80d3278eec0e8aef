"""In and out by key on the pages, and what each role finds there."""

import re
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from service.store import Role, add_key, migrate, open_database
from tests.service.serving import Live

Asks = Callable[..., tuple[int, str, str]]


@pytest.fixture
def keyed(
    serving: Callable[..., Live], tmp_path: object
) -> Iterator[Callable[[Role], tuple[str, Asks]]]:
    """A key of a role, and a visitor with cookies at a service that asks for keys."""
    database = open_database(f"sqlite:///{tmp_path}/b.db")
    migrate(database)

    def made(role: Role) -> tuple[str, Asks]:
        with database.writing() as connection:
            key = add_key(connection, "示例市民政局", role)
        live, opener = serving(), build_opener(HTTPCookieProcessor(CookieJar()))
        return key, lambda address, **form: _asked(opener, live, address, form)

    yield made
    database.forget()


def _asked(
    opener: OpenerDirector, live: Live, address: str, form: dict[str, str]
) -> tuple[int, str, str]:
    """Status, path where it ended, text."""
    base = f"http://127.0.0.1:{live.port}"
    try:
        got = opener.open(base + address, urlencode(form).encode() if form else None)
    except HTTPError as error:
        got = error
    with got:
        return got.status, got.url.removeprefix(base), got.read().decode()


def _enter(asks: Asks, key: str) -> tuple[int, str, str]:
    token = re.search('name="csrf" value="([^"]+)"', asks("/login")[2])
    assert token is not None
    return asks("/login", csrf=token[1], key=key)


def test_with_a_key_one_comes_in_and_goes_out_again(
    keyed: Callable[[Role], tuple[str, Asks]],
) -> None:
    key, asks = keyed("applicant")
    assert asks("/")[1] == "/login"
    assert _enter(asks, f"{key}x")[0] == 401
    status, where, text = _enter(asks, key)
    assert (status, where) == (200, "/")
    assert "退出（示例市民政局）" in text
    token = re.search('name="csrf" value="([^"]+)"', text)
    assert token is not None
    assert asks("/logout", csrf=token[1])[1] == "/login"
    assert asks("/")[1] == "/login"


@pytest.mark.parametrize(
    ("role", "found"),
    [
        ("applicant", {"自检": 200, "审查台": 403, "系统清单": 403}),
        ("reviewer", {"自检": 200, "审查台": 200, "系统清单": 200}),
    ],
)
def test_the_menu_offers_what_the_role_may_open(
    keyed: Callable[[Role], tuple[str, Asks]], role: Role, found: dict[str, int]
) -> None:
    key, asks = keyed(role)
    _, _, text = _enter(asks, key)
    menu = text.partition('aria-label="主菜单"')[2].partition("</nav>")[0]
    addresses = {"自检": "/", "审查台": "/desk", "系统清单": "/registry"}
    for title, status in found.items():
        assert asks(addresses[title])[0] == status
        assert (f">{title}<" in menu) == (status == 200), title
