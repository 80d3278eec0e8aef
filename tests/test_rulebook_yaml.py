"""The safe YAML loader: what a scalar means, and what is refused with file and line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.errors import RulebookError
from compliance.rulebook.parsed import Lines, kept, paths, read_kept
from compliance.rulebook.yaml_nodes import MAX_DEPTH
from compliance.rulebook.yaml_text import MAX_BYTES, Document, read_yaml

SCALARS: dict[str, tuple[str, object]] = {
    "on 是文字，不是真": ("on", "on"),
    "yes 是文字": ("yes", "yes"),
    "no 是文字": ("no", "no"),
    "off 是文字": ("off", "off"),
    "true 是真": ("true", True),
    "False 是假": ("False", False),
    "加引号的 true 是文字": ('"true"', "true"),
    "整数": ("180", 180),
    "负整数": ("-3", -3),
    "零": ("0", 0),
    "前面带零的是编号": ("0107", "0107"),
    "加引号的数字是文字": ('"511300"', "511300"),
    "十六进制写法是文字": ("0x1F", "0x1F"),
    "八进制写法是文字": ("0o17", "0o17"),
    "六十进制写法是文字": ("1:30", "1:30"),
    "带下划线的数字是文字": ("1_000", "1_000"),
    "全角数字是文字": ("１２", "１２"),
    "小数": ("1.5", 1.5),
    "指数写法是文字": ("1e3", "1e3"),
    "无穷是文字": (".inf", ".inf"),
    "非数是文字": (".nan", ".nan"),
    "日期是文字": ("2023-09-14", "2023-09-14"),
    "太大的整数是文字": ("9" * 30, "9" * 30),
    "null 是没有": ("null", None),
    "波浪号是没有": ("~", None),
    "什么都不写是没有": ("", None),
    "加引号的空是空文字": ('""', ""),
    "等号是文字": ("=", "="),
    "合并键的记号加了引号是文字": ('"<<"', "<<"),
}


@pytest.mark.parametrize(("written", "value"), SCALARS.values(), ids=SCALARS)
def test_scalar_means(written: str, value: object) -> None:
    read = read_yaml(f"值: {written}\n".encode(), "示例.yaml").value
    assert read == {"值": value}
    assert isinstance(read, dict)
    assert type(read["值"]) is type(value)


KEYS: dict[str, tuple[str, object]] = {
    "键 on 是文字": ("on: 1", {"on": 1}),
    "键 no 是文字": ("no: 1", {"no": 1}),
    "键是日期的写法也是文字": ("2023-09-14: 1", {"2023-09-14": 1}),
    "键是数字的写法也是文字": ("1: 2", {"1": 2}),
    "合并记号不合并": ("<<: {a: 1}", {"<<": {"a": 1}}),
    "UTF-8 字节顺序标记不算内容": ("\ufeffa: 1", {"a": 1}),
    "CRLF 换行": ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
}


@pytest.mark.parametrize(("written", "value"), KEYS.values(), ids=KEYS)
def test_mapping_means(written: str, value: object) -> None:
    assert read_yaml(written.encode(), "示例.yaml").value == value


REFUSED: dict[str, tuple[bytes, str, str]] = {
    "同一层的键写了两次": (
        b"a: 1\nb: 2\na: 3\n",
        "示例.yaml 第 3 行",
        "“a”在同一层写了两次",
    ),
    "键写了两次，一处加引号": (b'1: a\n"1": b\n', "示例.yaml 第 2 行", "写了两次"),
    "里层的键写了两次": ("甲:\n  乙: 1\n  乙: 2\n".encode(), "示例.yaml 第 3 行", "“乙”"),
    "锚点与引用": (b"a: &x [1]\nb: *x\n", "示例.yaml 第 1 行", "锚点与引用"),
    "层层引用放大": (
        b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "示例.yaml",
        "锚点与引用",
    ),
    "自己引用自己": (b"a: &a [*a]\n", "示例.yaml", "锚点与引用"),
    "执行代码的标签": (
        b"a: !!python/object/apply:os.system [ls]\n",
        "示例.yaml 第 1 行",
        "类型标签",
    ),
    "把文字当数字的标签": (b'a: !!int "1"\n', "示例.yaml 第 1 行", "类型标签"),
    "把数字当文字的标签": (b"a: !!str 1\n", "示例.yaml 第 1 行", "类型标签"),
    "二进制标签": (b"a: !!binary aGk=\n", "示例.yaml 第 1 行", "类型标签"),
    "集合标签": (b"a: !!set {x}\n", "示例.yaml 第 1 行", "类型标签"),
    "自定标签": (b"a: 1\nb: !bad x\n", "示例.yaml 第 2 行", "类型标签"),
    "制表符缩进": (b"a:\n\tb: 1\n", "示例.yaml 第 2 行", "写法不对"),
    "括号没有合上": (b"a: [1, 2\nb: 3\n", "示例.yaml 第 ", "写法不对"),
    "引号没有合上": (b'a: "x\n', "示例.yaml 第 ", "写法不对"),
    "两份文档": (b"a: 1\n---\nb: 2\n", "示例.yaml 第 2 行", "写法不对"),
    "键是列表": (b"? [1, 2]\n: 3\n", "示例.yaml 第 1 行", "键不是一个词"),
    "空文件": (b"", "示例.yaml", "文件是空的"),
    "只有注释": ("# 还没写\n".encode(), "示例.yaml", "文件是空的"),
    "GBK 编码": ("标题: 规则包".encode("gbk"), "示例.yaml", "不是 UTF-8 编码"),
    "UTF-16 编码": ("标题: 规则包".encode("utf-16"), "示例.yaml", "不是 UTF-8 编码"),
    "控制字符": (b"a: \x00\n", "示例.yaml", "不能出现的字符"),
    "文件太大": (b"#" * (MAX_BYTES + 1), "示例.yaml", "超过 2 MB"),
    "嵌套超过限度": (("[" * (MAX_DEPTH + 3) + "]" * (MAX_DEPTH + 3)).encode(), "示例.yaml", "嵌套"),
    "嵌套十万层": (b"[" * 100_000 + b"]" * 100_000, "示例.yaml", ""),
    "嵌套十万层而不合上": (b"[" * 100_000, "示例.yaml", ""),
    "映射嵌套五万层": (b"{a: " * 50_000 + b"}" * 50_000, "示例.yaml", ""),
    "内容太多": (b"[" + b"1," * 250_000 + b"]", "示例.yaml", "内容太多"),
}


@pytest.mark.parametrize(("content", "place", "message"), REFUSED.values(), ids=REFUSED)
def test_refused_with_place_and_mend(content: bytes, place: str, message: str) -> None:
    with pytest.raises(RulebookError) as caught:
        read_yaml(content, "示例.yaml")
    (problem,) = caught.value.problems
    assert problem.place.startswith(place)
    assert message in problem.message
    assert problem.mend


def test_every_part_has_its_line() -> None:
    text = "id: 甲\nrules:\n  - id: 乙\n    when:\n      丙: true\n"
    document = read_yaml(text.encode(), "示例.yaml")
    assert document.place(("id",)) == "示例.yaml 第 1 行"
    assert document.place(("rules", 0, "id")) == "示例.yaml 第 3 行"
    assert document.place(("rules", 0, "when", "丙")) == "示例.yaml 第 5 行"


def test_a_part_that_is_not_there_is_told_at_the_nearest_around_it() -> None:
    document = read_yaml("甲:\n  - 乙: 1\n".encode(), "示例.yaml")
    assert document.place(("甲", 0, "丙", "丁")) == "示例.yaml 第 2 行"


def _read_or_refused(content: bytes) -> Document | RulebookError:
    try:
        return read_yaml(content, "示例.yaml")
    except RulebookError as error:
        return error


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_place(content: bytes) -> None:
    read = _read_or_refused(content)
    assert isinstance(read, Document) or read.problems[0].place.startswith("示例.yaml")


@given(st.text(alphabet="ab:[]{}-,&*!|>'\"#\n \t%@?~01是", max_size=60))
def test_any_text_of_yaml_marks_is_read_or_refused_with_a_place(text: str) -> None:
    read = _read_or_refused(text.encode())
    assert isinstance(read, Document) or read.problems[0].place.startswith("示例.yaml")


PARTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text("编号a1 "),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text("编号a1"), part, max_size=3),
    max_leaves=8,
)


@given(PARTS)
def test_what_is_kept_of_a_document_is_all_of_it(value: object) -> None:
    lines = {path: number for number, path in enumerate(paths(value), 1)}
    kept_value, numbers = json.loads(kept(value, lines))
    assert repr(kept_value) == repr(value)
    found = Lines(kept_value, numbers)
    assert dict(found) == lines
    assert len(found) == len(lines)
    assert ("没有",) not in found


def test_of_another_text_nothing_is_kept() -> None:
    assert read_kept("编号: 示例".encode()) is None
