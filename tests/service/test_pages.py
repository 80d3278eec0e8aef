"""The pages in a browser: the whole journey without scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.service.conftest import needed
from tests.service.serving import Live, start, stop

ROOT = Path(__file__).parents[2]
FILINGS = ROOT / "examples/filings"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    running = start("--database", f"sqlite:///{tmp_path_factory.mktemp('pages')}/b.db")
    yield running
    stop(running)


def click(page: Any, what: str) -> None:  # noqa: ANN401
    """Press, and wait for the page that comes."""
    page.click(what)
    page.wait_for_load_state()


def test_the_whole_journey_without_scripts(browser: Any, pages: Live) -> None:  # noqa: ANN401
    base = f"http://127.0.0.1:{pages.port}"
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{base}/registry")
    page.set_input_files("#files", str(ROOT / "examples/registry.csv"))
    click(page, "button[value=preview]")
    assert "没有写入" in page.inner_text("h1")
    page.set_input_files("#files", str(FILINGS / "01-new-pass.json"))
    click(page, "button[value=import]")
    assert "不是同一个文件" in page.inner_text("main")
    click(page, "text=回到刚才的页面")
    assert "既有系统清单" in page.inner_text("h1")
    page.set_input_files("#files", str(ROOT / "examples/registry.csv"))
    click(page, "button[value=preview]")
    page.set_input_files("#files", str(ROOT / "examples/registry.csv"))
    click(page, "button[value=import]")
    assert "导入完成" in page.inner_text("h1")
    click(page, "text=互相重复的系统")
    assert "第 1 组" in page.inner_text("main")
    page.goto(base)
    click(page, "text=已建")
    assert "验收资料" in page.inner_text(".needs")
    click(page, "text=新建")
    assert "密码应用方案" in page.inner_text(".needs")
    page.set_input_files("#files", str(FILINGS / "08-new-return-duplicate-own.json"))
    click(page, "text=开始检查")
    assert "建议退回" in page.inner_text(".conclusion h1")
    page.fill("textarea[name^='difference:']", "本系统只用于另一业务，与其数据和用户都不相同。")
    page.set_input_files("#files", str(FILINGS / "08-new-return-duplicate-own.json"))
    click(page, "button:has-text('再检查一遍')")
    assert "需人工核实" in page.inner_text(".conclusion h1")
    assert "相比" in page.inner_text(".compare h2")
    page.click("summary:has-text('豁免一条问题')")
    page.fill("#reason", "已与建设单位核实")
    page.fill("#owner", "审查一")
    page.fill("#expires", "2099-12-31")
    click(page, "button:has-text('豁免')")
    assert "豁免" in page.inner_text("main")
    click(page, "text=按另一天的规定再判一遍")
    page.set_input_files("#files", str(FILINGS / "08-new-return-duplicate-own.json"))
    page.fill("#on", "2024-03-01")
    click(page, "button:has-text('再判一遍')")
    assert "还没有施行" in page.inner_text("main")
    click(page, "text=看 2024-03-01 的规则和参数")
    assert "从那一天到今天" in page.inner_text("main")
    page.click("summary:has-text('安全可靠')")
    click(page, "text=密码应用方案")
    assert "案例" in page.inner_text("main")
    page.goto(f"{base}/form?%2Fkind=new")
    page.fill("[name='/funding/total/value']", "１２")
    click(page, "button:has-text('开始检查')")
    assert "全角数字" in page.inner_text(".faults")
    page.fill("[name='/funding/total/value']", "")
    page.fill("[name='/project/name']", "示例水库监测系统")
    click(page, "button:has-text('开始检查')")
    assert "示例水库监测系统" in page.inner_text(".conclusion")
    click(page, "button:has-text('回到表单，接着改')")
    assert page.input_value("[name='/project/name']") == "示例水库监测系统"
    page.fill("[name='/unit/name']", "示例市水务局")
    click(page, "button:has-text('开始检查')")
    assert "已改正" in page.inner_text(".compare")
    page.goto(f"{base}/desk")
    page.click("summary:has-text('成批预检')")
    page.set_input_files("#files", [str(p) for p in sorted(FILINGS.glob("*.json"))[:3]])
    click(page, "text=提交一批")
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
    click(page, "button:has-text('登记')")


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
    click(page, "a:has-text('登记办理 2026-000002')")
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
    click(page, "summary")
    page.fill("#reason", "登记错了部门")
    click(page, "button:has-text('撤回')")
    assert "没有定级" not in page.inner_text("main")
    page.goto(f"{base}/desk")
    rows = [row.inner_text() for row in page.locator(".desk tbody tr").all()]
    assert ["2026-000003" in rows[0], "2026-000002" in rows[1]] == [True, True]
    assert all("逾期" in row for row in rows[:2])
    assert "登记办理" in rows[2]
    click(page, "a:has-text('已逾期 2 件')")
    assert page.locator(".desk tbody tr").count() == 2
    click(page, "a:has-text('办理 2026-000002')")
    assert "下一个是 示例信备〔" in page.inner_text("#number-hint")
    enter(page, "备案", "2026-03-20")
    assert "示例信备〔2026〕0001号" in page.inner_text(".conclusion")
    page.goto(f"{base}/registry?q=职工服务综合平台")
    assert "示例市总工会" in page.inner_text("main")
    context.close()


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


@pytest.mark.parametrize(
    ("ci", "comes"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)]
)
def test_without_a_browser_ci_fails_and_a_desk_machine_skips(
    ci: str, comes: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(comes, match="playwright"):
        needed("no_such_package", "playwright")
