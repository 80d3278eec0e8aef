"""The pages in a browser: the whole journey without scripts, and no barrier (axe) on any page."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.service.clusters import missing
from tests.service.serving import Live, start, stop

ROOT = Path(__file__).parents[2]
FILINGS = ROOT / "examples/filings"
WIDTHS = (1280, 390)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program = shutil.which("chromium")
    if program is None:
        missing("Chromium（apt-get install chromium）")
    sync = pytest.importorskip("playwright.sync_api", reason="没有 playwright，页面测试未运行")
    with sync.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    running = start("--database", f"sqlite:///{tmp_path_factory.mktemp('pages')}/b.db")
    yield running
    stop(running)


def test_the_whole_journey_without_scripts(browser: Any, pages: Live) -> None:  # noqa: ANN401
    base = f"http://127.0.0.1:{pages.port}"
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{base}/registry")
    page.set_input_files("#files", str(ROOT / "examples/registry.csv"))
    page.click("button[value=preview]")
    assert "没有写入" in page.inner_text("h1")
    page.goto(f"{base}/registry")
    page.set_input_files("#files", str(ROOT / "examples/registry.csv"))
    page.click("button[value=import]")
    page.goto(base)
    page.set_input_files("#files", str(FILINGS / "08-new-return-duplicate-own.json"))
    page.click("text=开始检查")
    assert "建议退回" in page.inner_text(".conclusion h1")
    page.fill("textarea[name^='difference:']", "本系统只用于另一业务，与其数据和用户都不相同。")
    page.set_input_files("#files", str(FILINGS / "08-new-return-duplicate-own.json"))
    page.click("button:has-text('再检查一遍')")
    assert "需人工核实" in page.inner_text(".conclusion h1")
    assert "相比" in page.inner_text(".compare h2")
    page.fill("#reason", "已与建设单位核实")
    page.fill("#owner", "审查一")
    page.fill("#expires", "2099-12-31")
    page.click("button:has-text('豁免')")
    assert "豁免" in page.inner_text("main")
    page.goto(f"{base}/form?%2Fkind=new")
    page.fill("[name='/funding/total/value']", "１２")
    page.click("button:has-text('开始检查')")
    assert "全角数字" in page.inner_text(".faults")
    page.fill("[name='/funding/total/value']", "")
    page.fill("[name='/project/name']", "示例水库监测系统")
    page.click("button:has-text('开始检查')")
    assert "示例水库监测系统" in page.inner_text(".conclusion")
    page.goto(f"{base}/desk")
    page.set_input_files("#files", [str(p) for p in sorted(FILINGS.glob("*.json"))[:3]])
    page.click("text=提交一批")
    for _ in range(100):
        if "3 / 3" in page.inner_text("main"):
            break
        page.wait_for_timeout(300)
        page.reload()
    assert "3 / 3" in page.inner_text("main")
    assert {url for url in asked if not url.startswith((base, "data:"))} == set()
    context.close()


def enter(page: Any, event: str, day: str, **fields: str) -> None:  # noqa: ANN401
    page.select_option("#step", label=event)
    page.fill("#day", day)
    for name, value in fields.items():
        field = page.locator(f"#{name}")
        field.select_option(value) if name == "passed" else field.fill(value)
    page.click("button:has-text('登记')")


def test_a_filing_is_handled_on_the_desk_from_receipt_to_record(
    browser: Any,  # noqa: ANN401
    serving: Callable[..., Live],
) -> None:
    live = serving("--numbering", "示例信备〔{year}〕{serial:04}号")
    base = f"http://127.0.0.1:{live.port}"
    for stem in ("02-ongoing-pass", "03-completed-pass", "01-new-pass"):
        live.post("/v1/checks", (FILINGS / f"{stem}.json").read_bytes())
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/desk")
    page.click("a:has-text('登记办理 2026-000002')")
    enter(page, "提交申报", "2026-03-02")
    assert "逾期" in page.inner_text(".conclusion")
    page.goto(f"{base}/checks/2026-000003/procedure")
    enter(page, "提交申报", "2026-03-02")
    enter(page, "分派：全部 5 个部门", "2026-03-03")
    enter(page, "部门初审意见：市公安局", "2026-03-05", passed="不通过")
    assert "不通过而没有写理由" in page.inner_text(".faults")
    assert page.input_value("#day") == "2026-03-05"
    enter(page, "部门初审意见：市公安局", "2026-03-05", passed="不通过", reasons="没有定级")
    assert "没有定级" in page.inner_text("table")
    page.click("summary")
    page.fill("#reason", "登记错了部门")
    page.click("button:has-text('撤回')")
    assert "没有定级" not in page.inner_text("main")
    page.goto(f"{base}/desk")
    rows = [row.inner_text() for row in page.locator(".desk tbody tr").all()]
    assert ["2026-000003" in rows[0], "2026-000002" in rows[1]] == [True, True]
    assert all("逾期" in row for row in rows[:2])
    assert "登记办理" in rows[2]
    page.click("a:has-text('已超期 2 件')")
    assert page.locator(".desk tbody tr").count() == 2
    page.click("a:has-text('办理 2026-000002')")
    assert "下一个是 示例信备〔" in page.inner_text("#number-hint")
    enter(page, "备案", "2026-03-20")
    assert "示例信备〔2026〕0001号" in page.inner_text(".conclusion")
    page.goto(f"{base}/registry?q=职工服务综合平台")
    assert "示例市总工会" in page.inner_text("main")
    context.close()


ADDRESSES = (
    "/",
    "/form",
    "/checks/2026-000001",
    "/desk",
    "/checks/2026-000001/procedure",
    "/registry",
    "/registry/quality",
    "/rules",
    "/rules/C7.source",
    "/docs",
    "/login",
    "/nothing",
)


def test_no_page_has_a_barrier_or_is_wider_than_the_screen(
    browser: Any,  # noqa: ANN401
    pages: Live,
) -> None:
    axe = pytest.importorskip("axe_playwright_python.base", reason="没有 axe，未检查无障碍")
    script = Path(axe.__file__).with_name("axe.min.js").read_text("utf-8")
    made = pages.post("/v1/checks", (FILINGS / "15-new-return-funding.json").read_bytes())
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for address in (*ADDRESSES, made.headers["Location"].removeprefix("/v1")):
            page.goto(f"http://127.0.0.1:{pages.port}{address}")
            page.add_script_tag(content=script)
            broken = page.evaluate("async () => (await axe.run()).violations.map(v => v.id)")
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            found += [(width, address, name) for name in [*broken, *(["过宽"] if wide else [])]]
    context.close()
    assert found == []


def test_pages_forbid_scripts_and_foreign_content(live: Live) -> None:
    policy = live.ask("GET", "/").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy


def test_a_form_without_the_token_of_its_page_is_refused(live: Live) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for address in (
        "/form",
        "/login",
        "/logout",
        "/checks/2026-000001/waive",
        "/checks/1/procedure",
    ):
        reply = live.ask("POST", address, b"csrf=wrong", form)
        assert reply.status == 403, address
        assert "页面已过期" in reply.body.decode()


def test_what_a_filing_says_is_never_markup(live: Live) -> None:
    filing = '{"unit": {"name": "<script>alert(1)</script>"}, "project": {"name": "<b>x</b>"}}'
    where = live.post("/v1/checks", filing.encode()).headers["Location"].removeprefix("/v1")
    for address in (where, f"{where}/report.html", "/", "/desk"):
        text = live.ask("GET", address).body.decode()
        assert "<script" not in text
        assert "<b>x" not in text
