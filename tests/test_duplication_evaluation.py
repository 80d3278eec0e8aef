"""Figures against reviewed pairs, levels made from them, and the commands that write them."""

import json
import re
from datetime import date
from html import unescape
from math import log2
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from compliance.cli import registry as registry_command
from compliance.cli import similar as similar_command
from compliance.duplication.evaluation import Found, evaluate, grades_of, intervals, wilson
from compliance.duplication.levels import Level
from compliance.duplication.queries import Pair, read_pairs, read_queries
from compliance.errors import RegistryError
from compliance.rulebook import load
from tests.making.registries import KNOWLEDGE, made_up


def found(*ids: str, level: Level = "duplicate") -> list[Found]:
    return [Found(key, 1000 - n, level) for n, key in enumerate(ids)]


GRADES = grades_of(
    [
        Pair("Q1", "A", 2),
        Pair("Q1", "B", 1),
        Pair("Q1", "C", 0),
        Pair("Q2", "D", 2),
        Pair("Q3", "A", 0),
    ]
)


def test_a_perfect_ranking_scores_one_everywhere() -> None:
    report = evaluate({"Q1": found("A", "B"), "Q2": found("D")}, GRADES, ["Q1", "Q2"])
    figures = report.ranking
    assert (figures.hit1, figures.recall5, figures.recall10) == (1, 1, 1)
    assert (figures.ndcg10, figures.ap, figures.f1) == pytest.approx((1, 1, 1))


def test_figures_are_what_the_formulas_say() -> None:
    report = evaluate({"Q1": found("C", "A"), "Q2": []}, GRADES, ["Q1", "Q2"])
    assert report.ranking.hit1 == 0
    assert report.ranking.recall5 == 0.5
    ideal = 3 + 1 / log2(3)
    assert report.ranking.ndcg10 == pytest.approx(3 / log2(3) / ideal / 2)


def test_flags_count_pairs_queries_and_what_was_not_reviewed() -> None:
    results = {"Q1": found("A", "B", "X"), "Q2": found("D", level="related"), "Q3": found("A")}
    duplicate = evaluate(results, GRADES, ["Q1", "Q2", "Q3"]).duplicate
    assert (duplicate.pairs, duplicate.same, duplicate.alike) == (4, 0.25, 0.5)
    assert (duplicate.recall, duplicate.caught, duplicate.a_query) == (0.5, 0.5, 4 / 3)
    assert duplicate.lowest == wilson(1, 4) < 0.25


def test_intervals_hold_the_figure_and_are_the_same_each_time() -> None:
    results = {"Q1": found("A"), "Q2": found("C")}
    first, second = (
        intervals(results, GRADES, ["Q1", "Q2"], lambda r: {"hit1": r.ranking.hit1})
        for _ in range(2)
    )
    assert first == second == {"hit1": (0.0, 1.0)}


def test_no_query_and_no_pair_give_zero_not_a_fault() -> None:
    report = evaluate({}, {}, [])
    assert (report.queries, report.ranking.ap, report.duplicate.pairs) == (0, 0.0, 0)


BAD_LINES: dict[str, tuple[str, str]] = {
    "不是JSON": ('{"qid": ', "第 2 行"),
    "不是对象": ("[1]", "应为一个 JSON 对象"),
    "没有编号": ('{"name": "示例"}', "“qid”应填写文字"),
    "名称不是文字": ('{"qid": "1", "name": ["示例"]}', "“name”应填写文字"),
    "编号重复": ('{"qid": "Q1", "name": "示例"}', "重复"),
}


@pytest.mark.parametrize(("line", "said"), BAD_LINES.values(), ids=BAD_LINES)
def test_a_broken_query_is_refused_with_its_line(line: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(f'{{"qid": "Q1", "name": "示例"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(RegistryError, match=said):
        read_queries(path)


@pytest.mark.parametrize("grade", ["3", "true", '"2"', "null", "1.5"])
def test_a_grade_that_is_none_is_refused(grade: str, tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text(f'{{"qid": "1", "sid": "A", "grade": {grade}}}', encoding="utf-8")
    with pytest.raises(RegistryError, match="grade"):
        read_pairs(path)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("evaluation")
    systems = list(made_up(60))
    queries = [
        {"qid": f"Q{n}", "name": s["name"], "description": s["description"], "type": "exact"}
        for n, s in enumerate(systems[:30])
    ]
    pairs = [{"qid": f"Q{n}", "sid": s["id"], "grade": 2} for n, s in enumerate(systems[:30])]
    for name, rows in {"systems": systems, "queries": queries, "pairs": pairs}.items():
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.jsonl" for name in ("systems", "queries", "pairs")}


def run(command: object, *arguments: object) -> tuple[int, str]:
    given = [str(a) for a in arguments]
    done = CliRunner().invoke(command, given, standalone_mode=False)  # type: ignore[arg-type]
    assert done.exception is None, done.output
    return done.return_value, done.output


def test_queries_are_answered_line_by_line(files: dict[str, Path]) -> None:
    code, said = run(
        similar_command.command, "--queries", files["queries"], "-r", files["systems"], "-k", 3
    )
    rows = [json.loads(line) for line in said.splitlines()]
    assert (code, [row["qid"] for row in rows]) == (0, [f"Q{n}" for n in range(30)])
    for row, number in zip(rows, range(30), strict=True):
        assert row["matches"][0]["id"] == f"M{number:06}"
        scores = [match["score"] for match in row["matches"]]
        assert scores == sorted(scores, reverse=True)
        assert row["matches"][0]["level"] in ("identical", "duplicate")


def test_answers_are_written_to_a_file_or_it_is_told(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    given = (similar_command.command, "停车", "-r", files["systems"])
    _, said = run(*given)
    assert run(*given, "-o", tmp_path / "out.txt") == (0, "")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == said
    code, told = run(*given, "-o", tmp_path / "no" / "out.txt")
    assert (code, "写不进文件" in told) == (4, True)


def test_one_text_is_answered_in_words(files: dict[str, Path]) -> None:
    title = KNOWLEDGE.functions[0].aliases[0]
    code, said = run(similar_command.command, f"{title}系统", "-r", files["systems"])
    assert code == 0
    assert "得分来自" in said
    assert "同一职能" in said


def test_why_two_that_look_alike_are_not_the_same_is_told(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("系统编号,系统名称\nA,停车收费监管系统\n", encoding="utf-8")
    _, said = run(similar_command.command, "停车管理系统", "-r", path)
    miss = next(m for m in KNOWLEDGE.near_misses if "停车收费" in m.left + m.right)
    assert f"近似而不同：{miss.reason}" in said


def test_both_texts_stand_side_by_side_in_the_same_words(files: dict[str, Path]) -> None:
    title = KNOWLEDGE.functions[0].aliases[0]
    asked = ("-n", f"{title}系统", KNOWLEDGE.functions[0].does, "-r", files["systems"], "-k", 2)
    _, value = run(similar_command.command, *asked, "--beside", "--format", "json")
    _, told = run(similar_command.command, *asked, "--beside")
    _, page = run(similar_command.command, *asked, "--format", "html")
    seen = unescape(re.sub("<[^>]+>", "", page))
    for match in json.loads(value)[0]["matches"]:
        right = match["alongside"]["contents"][1]
        assert any(piece["share"] for piece in right)
        assert "".join(f"【{p['text']}】" if p["share"] else p["text"] for p in right) in told
        assert "".join(p["text"] for p in right) in seen
    assert page.count("最相似的一个") == told.count("最相似的一个") == 1


USAGE = {
    "什么都没给": (),
    "文字是空白": ("  ",),
    "文字和文件都给了": ("停车", "--queries", "queries"),
}


@pytest.mark.parametrize("given", USAGE.values(), ids=USAGE)
def test_wrong_usage_of_similar_is_told(given: tuple[str, ...], files: dict[str, Path]) -> None:
    arguments = [str(files.get(g, g)) for g in given]
    done = CliRunner().invoke(
        similar_command.command, [*arguments, "-r", str(files["systems"])], standalone_mode=True
    )
    assert done.exit_code == 2


def test_a_registry_that_cannot_be_read_is_told(files: dict[str, Path]) -> None:
    code, said = run(similar_command.command, "停车", "-r", files["systems"].with_name("no.csv"))
    assert (code, "找不到" in said) == (4, True)


EMPTY = {
    "只有表头": ("id,name,owner\n", "没有一个可用的系统"),
    "各行都不能用": ("id,name,owner\n1,,示例局\n", "第 2 行“系统名称”：没有填写"),
}


@pytest.mark.parametrize(("content", "said"), EMPTY.values(), ids=EMPTY)
def test_a_list_without_a_system_is_not_searched(
    content: str, said: str, tmp_path: Path, files: dict[str, Path]
) -> None:
    path = tmp_path / "空.csv"
    path.write_text(content, encoding="utf-8")
    for command in (
        (similar_command.command, "停车", "-r", path),
        (registry_command.command, "quality", path),
        (registry_command.command, "census", path),
        (registry_command.command, "evaluate", files["queries"], files["pairs"], "-r", path),
    ):
        code, told = run(*command)
        assert (code, said in told) == (4, True)


def test_reviewed_pairs_of_nothing_known_are_told(tmp_path: Path, files: dict[str, Path]) -> None:
    path = tmp_path / "评定.jsonl"
    rows = [("Q0", "不在清单"), ("没问过", "M000001")]
    lines = [json.dumps({"qid": q, "id": s, "grade": 2}, ensure_ascii=False) for q, s in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    for name in ("evaluate", "calibrate"):
        given = (name, files["queries"], path, "-r", files["systems"])
        code, told = run(registry_command.command, *given)
        assert (code, "不在清单" in told, "没问过" in told) == (0, True, True)


def test_levels_that_nothing_bears_out_are_still_a_list_of_parameters(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    path = tmp_path / "评定.jsonl"
    path.write_text('{"qid": "Q0", "id": "M000009", "grade": 0}', encoding="utf-8")
    given = ("calibrate", files["queries"], path, "-r", files["systems"])
    _, told = run(registry_command.command, *given)
    assert yaml.safe_load(told)["set"] == []
    assert "没有一个查询有重复系统" in told


def test_a_query_that_says_nothing_is_told_and_finds_nothing(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    path = tmp_path / "查询.jsonl"
    path.write_text('{"qid": "甲", "name": "", "description": ""}', encoding="utf-8")
    done = CliRunner().invoke(
        similar_command.command, ["-q", str(path), "-r", str(files["systems"])]
    )
    assert json.loads(done.stdout) == {"qid": "甲", "matches": []}
    assert "查询“甲”没有可比对的名称和内容" in done.stderr


def test_data_alone_are_compared_and_marks_alone_are_not(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    path = tmp_path / "查询.jsonl"
    resource = KNOWLEDGE.functions[0].aliases[0]
    path.write_text(f'{{"qid": "甲", "data_resources": ["{resource}台账"]}}', encoding="utf-8")
    done = CliRunner().invoke(
        similar_command.command, ["-q", str(path), "-r", str(files["systems"])]
    )
    assert json.loads(done.stdout)["matches"]
    assert not done.stderr
    _, said = run(similar_command.command, "？？", "-r", files["systems"])
    assert "没有相似的系统" not in said
    assert said.count("没有可比对的名称和内容，没有比对") == 2


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_queries_in_another_encoding_are_refused_once(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"qid": "1", "name": "示例"}\n' * 3, encoding=encoding)
    with pytest.raises(RegistryError, match="UTF-8") as refusal:
        read_queries(path)
    assert len(refusal.value.problems) == 1


def test_an_evaluation_is_written_in_words_and_as_json(files: dict[str, Path]) -> None:
    given = (files["queries"], files["pairs"], "-r", files["systems"])
    code, said = run(registry_command.command, "evaluate", *given)
    assert (code, "首位命中" in said, "疑似及以上" in said) == (0, True, True)
    code, said = run(registry_command.command, "evaluate", *given, "--format", "json")
    report = json.loads(said)
    assert report["all"]["ranking"]["hit1"] == 1.0
    for measured in (report, report["by_type"]["exact"]):
        assert {"hit1", "duplicate.same", "suspected.recall"} <= measured["intervals"].keys()


def test_no_share_is_told_where_no_query_has_a_duplicate(
    files: dict[str, Path], tmp_path: Path
) -> None:
    none = tmp_path / "none.jsonl"
    none.write_text('{"qid": "Q0", "sid": "M000000", "grade": 1}', encoding="utf-8")
    given = ("evaluate", files["queries"], none, "-r", files["systems"])
    _, said = run(registry_command.command, *given)
    assert "没有一个查询评定出重复系统" in said
    assert "首位" not in said


PACK = """format: 1
id: calibrated
title: 示例县规则包（示例，虚构）
jurisdiction: {code: "519900", name: 示例县}
version: 2026.1.0
effective: {from: 2026-03-01, until: null}
verified_until: 2026-11-25
extends: {id: nanchong, version: 2026.1.0}
prefix: Y.
"""


def test_levels_are_written_as_a_derived_pack_sets_them(
    files: dict[str, Path], tmp_path: Path
) -> None:
    day = date(2026, 3, 2)
    given = (files["queries"], files["pairs"], "-r", files["systems"], "--on", day)
    code, said = run(registry_command.command, "calibrate", *given)
    assert code == 0
    (tmp_path / "pack.yaml").write_text(PACK + said, encoding="utf-8")
    pack = load(str(tmp_path))
    written = yaml.safe_load(said)["set"]
    assert {one["parameter"] for one in written} == {"duplicate_duplicate", "duplicate_suspected"}
    for one in written:
        assert pack.parameters[one["parameter"]].on(day).value == one["value"]


def test_pairs_of_queries_that_are_not_asked_do_not_count(
    files: dict[str, Path], tmp_path: Path
) -> None:
    more = tmp_path / "more.jsonl"
    strangers = "".join(f'\n{{"qid": "没问过{n}", "sid": "M1", "grade": 2}}' for n in range(30))
    more.write_text(files["pairs"].read_text(encoding="utf-8") + strangers, encoding="utf-8")
    told = [
        run(registry_command.command, "calibrate", files["queries"], p, "-r", files["systems"])[1]
        for p in (files["pairs"], more)
    ]
    assert told[1].endswith(told[0])


def test_what_the_pairs_do_not_bear_out_is_said(files: dict[str, Path], tmp_path: Path) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text('{"qid": "Q0", "sid": "M000000", "grade": 0}', encoding="utf-8")
    _, said = run(
        registry_command.command, "calibrate", files["queries"], few, "-r", files["systems"]
    )
    assert "沿用原值" in said
