"""Every page, at two widths: no barrier (axe), and nothing wider than the screen."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from service.app import create_app
from service.context import load_context
from service.store import migrate as bring_up
from service.store import open_database
from tests.service.serving import Live, start, stop

ROOT = Path(__file__).parents[2]
FILINGS = ROOT / "examples/filings"
REGISTRY = ROOT / "examples/registry.csv"
OWN, FUNDING = FILINGS / "08-new-return-duplicate-own.json", FILINGS / "15-new-return-funding.json"
YEAR = date.today().year
WIDTHS = (1280, 390)
# A small laptop at 200 % and at 400 %: nothing to scroll sideways there either.
MAGNIFIED = (640, 320)
# Written by the way, or nothing to look at.
_NO_PAGES = {
    "/style.css",
    "/registry/export.csv",
    "/checks/<number>/report.<form>",
    "/checks/<number>/return-notice.docx",
    "/batches/<number>/result.xlsx",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """A page, and how a visitor comes to it."""

    name: str
    address: str
    go: Callable[[Any], None] = lambda _: None


def sends(file: Path, button: str, **fields: str) -> Callable[[Any], None]:
    """Fill in, choose a file, press a button."""

    def go(page: Any) -> None:  # noqa: ANN401 - playwright is not there everywhere
        for name, value in fields.items():
            page.fill(f"#{name}", value)
        page.set_input_files("#files", str(file))
        page.click(button)

    return go


def presses(button: str, **fields: str) -> Callable[[Any], None]:
    def go(page: Any) -> None:  # noqa: ANN401
        for name, value in fields.items():
            page.fill(f"[name='{name}']", value)
        page.click(button)

    return go


def _wrong(page: Any) -> Any:  # noqa: ANN401
    page.fill("[name='/funding/total/value']", "１２")
    return page


def _handles(day: str) -> Callable[[Any], None]:
    """Tell that the filing was submitted on a day."""

    def go(page: Any) -> None:  # noqa: ANN401
        page.select_option("#step", label="提交申报")
        page.fill("#day", day)
        page.click("button:has-text('登记')")

    return go


def _hands_in(page: Any) -> None:  # noqa: ANN401
    """A batch of one."""
    page.click("summary:has-text('成批预检')")
    sends(OWN, "text=提交一批")(page)


def _brings_faults(page: Any) -> None:  # noqa: ANN401
    """A filing that does not keep to its form."""
    wrong = {"name": "错.json", "mimeType": "application/json", "buffer": b'{"unit": {"name": 3}}'}
    page.set_input_files("#files", wrong)
    page.click("text=开始检查")


def _waives(page: Any) -> None:  # noqa: ANN401
    page.click("summary:has-text('豁免一条问题')")
    presses("button:has-text('豁免')", reason="已核实", owner="审查一", expires="2099-12-31")(page)


def _brings_nothing(page: Any) -> None:  # noqa: ANN401
    """A file that tells nothing of a filing."""
    page.set_input_files(
        "#files", {"name": "说明.txt", "mimeType": "text/plain", "buffer": "没有材料".encode()}
    )
    page.click("text=开始检查")


def _waits(page: Any) -> None:  # noqa: ANN401
    """Until the batch has ended."""
    for _ in range(100):
        if "1 / 1" in page.inner_text("main"):
            return
        page.wait_for_timeout(300)
        page.reload()


EMPTY = (
    Visit("首页，还没有预检", "/"),
    Visit("审查台，还没有记录", "/desk"),
    Visit("系统清单，还是空的", "/registry"),
    Visit("重复系统，清单还是空的", "/registry/twins"),
    Visit("清单质量，清单还是空的", "/registry/quality"),
)
FILLED = (
    Visit("首页", "/"),
    Visit("首页，续运维", "/?kind=maintenance"),
    Visit("首页，使用国省平台", "/?kind=platform_use"),
    Visit("没有选文件", "/", presses("text=开始检查")),
    Visit("填表", "/form"),
    Visit("没有一份读得出", "/", _brings_nothing),
    Visit("材料有错", "/", _brings_faults),
    Visit("涉密，不留存", "/", sends(FILINGS / "35-scope-secret.json", "text=开始检查")),
    Visit("填表，有错", "/form?%2Fkind=new", lambda page: presses("text=开始检查")(_wrong(page))),
    Visit("结论，有相似系统", f"/checks/{YEAR}-000001"),
    Visit("结论，缺资金", f"/checks/{YEAR}-000002"),
    Visit("与上一次相比", f"/checks/{YEAR}-000001?earlier={YEAR}-000002"),
    Visit("豁免一条", f"/checks/{YEAR}-000001", _waives),
    Visit("换一天再判", f"/replay?check={YEAR}-000001"),
    Visit(
        "换一天再判的结果",
        f"/replay?check={YEAR}-000001",
        sends(OWN, "text=再判一遍", on="2024-03-01"),
    ),
    Visit("与所存的不同", f"/replay?check={YEAR}-000001", sends(FUNDING, "text=再判一遍")),
    Visit("规则包以前的一天", "/replay", sends(OWN, "text=再判一遍", on="2020-01-01")),
    Visit("办理，还没有登记", f"/checks/{YEAR}-000001/procedure"),
    Visit("办理，登记不了", f"/checks/{YEAR}-000001/procedure", _handles("2000-01-01")),
    Visit("办理，已登记", f"/checks/{YEAR}-000001/procedure", _handles("2026-03-02")),
    Visit("审查台", "/desk"),
    Visit("审查台，没有符合的", "/desk?outcome=pass&unit=没有这个单位"),
    Visit("系统清单", "/registry"),
    Visit("系统清单，没有符合的", "/registry?q=没有这个系统"),
    Visit("清单质量", "/registry/quality"),
    Visit("重复系统", "/registry/twins"),
    Visit("导入，先看结果", "/registry", sends(REGISTRY, "button[value=preview]")),
    Visit("导入，文件不对", "/registry", sends(OWN, "button[value=preview]")),
    Visit("导入完成", "/registry", sends(REGISTRY, "button[value=import]")),
    Visit("规则", "/rules"),
    Visit("以前一天的规则", "/rules?on=2025-07-01"),
    Visit("规则包以前的一天的规则", "/rules?on=2020-01-01"),
    Visit("以后一天的规则", "/rules?on=2030-07-01"),
    Visit("日期写错", "/rules?on=2026-02-30"),
    Visit("一条规则", "/rules/C6.level.filing"),
    Visit("一条后来才有的规则", "/rules/C4.refusal.provincial?on=2024-01-01"),
    Visit("接口", "/docs"),
    Visit("登录", "/login"),
    Visit("密钥不对", "/login", presses("main button", key="错的")),
    Visit("没有这一页", "/nothing"),
    Visit("没有这次预检", "/checks/2026-999999"),
    # The last: it makes a check for every file.
    Visit("一批", "/desk", _hands_in),
    Visit("一批，已检查", f"/batches/P{YEAR}-00001", _waits),
    Visit("一批，在审查台", f"/desk?batch=P{YEAR}-00001"),
    Visit("填表的结果", "/form", presses("text=开始检查", **{"/project/name": "示例停车系统"})),
    Visit("没有退回的理由", f"/checks/{YEAR}-000004/return-notice.docx"),
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    running = start("--database", f"sqlite:///{tmp_path_factory.mktemp('pages')}/b.db")
    yield running
    stop(running)


@pytest.fixture(scope="module")
def visited() -> list[str]:
    return []


def barriers(page: Any, axe: str) -> list[str]:  # noqa: ANN401
    """What axe finds, and whether the page is wider than the screen."""
    page.add_script_tag(content=axe)
    found: list[str] = page.evaluate(
        "async () => (await axe.run()).violations.map("
        "v => v.id + ': ' + v.nodes.map(n => n.target).slice(0, 3).join(' '))"
    )
    return [*found, *(["过宽"] if too_wide(page) else [])]


def too_wide(page: Any) -> bool:  # noqa: ANN401
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def looked_at(
    browser: Any,  # noqa: ANN401
    axe: str,
    live: Live,
    visits: tuple[Visit, ...],
    addresses: list[str],
) -> list[tuple[str, int, str]]:
    """The barriers of some pages at every width; the address each ended at is noted."""
    context = browser.new_context(bypass_csp=True)
    page, base, found = context.new_page(), f"http://127.0.0.1:{live.port}", []
    for visit in visits:
        page.goto(base + visit.address)
        visit.go(page)
        page.wait_for_load_state()
        addresses.append(page.url.removeprefix(base).partition("?")[0])
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += [(visit.name, width, told) for told in barriers(page, axe)]
        for width in MAGNIFIED:
            page.set_viewport_size({"width": width, "height": 450})
            found += [(visit.name, width, "过宽")] if too_wide(page) else []
    context.close()
    return found


def test_a_planted_barrier_is_found(browser: Any, axe: str) -> None:  # noqa: ANN401
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.set_content("<main><h1>示例</h1><img src='data:,'><p style='width:60rem'>宽</p></main>")
    found = barriers(page, axe)
    page.close()
    assert any(told.startswith("image-alt") for told in found)
    assert "过宽" in found


def test_no_empty_page_has_a_barrier(
    browser: Any,  # noqa: ANN401
    axe: str,
    pages: Live,
    visited: list[str],
) -> None:
    assert looked_at(browser, axe, pages, EMPTY, visited) == []


def test_no_page_has_a_barrier_or_is_wider_than_the_screen(
    browser: Any,  # noqa: ANN401
    axe: str,
    pages: Live,
    visited: list[str],
) -> None:
    csv = {"Content-Type": "text/csv"}
    pages.ask("POST", "/v1/registry/import", REGISTRY.read_bytes(), csv)
    for path in (OWN, FUNDING):
        assert pages.post("/v1/checks", path.read_bytes()).status == 201
    assert looked_at(browser, axe, pages, FILLED, visited) == []


def test_no_page_was_left_out(visited: list[str], tmp_path: Path) -> None:
    """By the table of pages itself: a new one must be visited too."""
    if not visited:
        pytest.skip("页面没有打开，见上面的测试")
    database = open_database(f"sqlite:///{tmp_path}/b.db")
    bring_up(database)
    app = create_app(load_context(None, None, database, 1_000_000))
    rules = [r.rule for r in app.url_map.iter_rules() if r.endpoint.startswith("page GET")]
    left = [
        rule
        for rule in rules
        if rule not in _NO_PAGES
        and not any(re.fullmatch(re.sub("<[a-z]+>", "[^/]+", rule), at) for at in visited)
    ]
    database.engine.dispose()
    assert left == []
