"""The service with an office's own templates and fonts, and without any font."""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from compliance import REPORT_FORMS, china_calendar, load_procedure, load_templates
from compliance.report import pdf
from service.app import create_app
from service.context import Context, load_context
from service.papers import notice
from service.store import LOCAL, Database
from tests.service.serving import ROOT, Live
from tests.service.test_notices import kept, text_of
from tests.test_templates import FIELDS, OFFICE, headers, notice_template, put, word


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "模板"
    made.mkdir()
    put(made, "report.docx", word(*FIELDS))
    put(made, "return.docx", notice_template("{{项目名称}}的退回通知"))
    return made


@pytest.fixture
def context(database: Database, folder: Path) -> Context:
    made = load_context(None, None, database, 1_000_000)
    tried = load_templates(folder, None, load_procedure(), china_calendar())
    return replace(made, templates=tried)


def test_reports_and_notices_are_written_by_the_office_s_templates(context: Context) -> None:
    number = kept(context, "07-new-return-materials")
    told = text_of(notice(context, number, LOCAL).body)
    assert "的退回通知" in told
    assert "缺少初步设计方案" in told
    reply = create_app(context).test_client().get(f"/v1/checks/{number}/report.docx")
    assert OFFICE in headers(reply.data)
    first = docx.Document(io.BytesIO(reply.data)).paragraphs[0].text
    assert first.startswith("预检结论")


@pytest.fixture
def without_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(pdf, "_CHINESE", ())
    pdf._fonts.cache_clear()
    yield
    pdf._fonts.cache_clear()


@pytest.mark.usefixtures("without_fonts")
def test_a_pdf_without_a_font_is_refused_with_what_the_administrator_must_do(
    context: Context,
) -> None:
    number = kept(context, "07-new-return-materials")
    client = create_app(context).test_client()
    reply = client.get(f"/v1/checks/{number}/report.pdf")
    assert (reply.status_code, reply.mimetype) == (503, "application/problem+json")
    said, problem = reply.get_data(as_text=True), reply.get_json()
    assert "稍后" not in said
    assert "暂时" not in said
    assert "Retry-After" not in reply.headers
    assert "管理员" in problem["detail"]
    assert "fonts-noto-cjk" in problem["errors"][0]["mend"]
    assert "BEIAN_FONTS" in problem["errors"][0]["mend"]
    page = client.get(f"/checks/{number}/report.pdf", headers={"Accept": "text/html"})
    assert page.status_code == 503
    assert "BEIAN_FONTS" in page.get_data(as_text=True)
    assert "稍后" not in page.get_data(as_text=True)
    for form in set(REPORT_FORMS) - {"pdf"}:
        assert client.get(f"/v1/checks/{number}/report.{form}").status_code == 200


def start(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "service", "--port", "0", *options],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("by", ["选项", "环境变量"])
def test_a_broken_template_stops_the_start_with_file_and_place(tmp_path: Path, by: str) -> None:
    put(tmp_path, "report.typ", "#let x = (\n")
    options = ["--database", f"sqlite:///{tmp_path}/b.db"]
    given = {"BEIAN_TEMPLATES": str(tmp_path)} if by == "环境变量" else {}
    done = start(*options, *(() if given else ("--templates", str(tmp_path))), **given)
    assert done.returncode == 2
    assert "report.typ 第 1 行" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_help_names_the_templates_and_how_to_set_them() -> None:
    said = "".join(start("serve", "--help").stdout.split())
    assert "BEIAN_TEMPLATES" in said
    assert "BEIAN_FONTS" in said
    assert "report.typ" in said


def test_a_service_with_templates_serves_by_them(
    serving: Callable[..., Live], folder: Path
) -> None:
    live = serving("--templates", str(folder), "--workers", "0")
    body = (ROOT / "examples/filings/07-new-return-materials.json").read_bytes()
    where = live.post("/v1/checks?on=2026-03-02", body).headers["Location"]
    assert OFFICE in headers(live.ask("GET", f"{where}/report.docx").body)
