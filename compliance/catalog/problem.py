"""What can be wrong with a catalogue row, and where."""

from dataclasses import dataclass
from enum import StrEnum

NO_ROW = -1  # a problem of the whole catalogue: no row holds it


class ProblemCode(StrEnum):
    """目录问题代码. What each one costs is said by the rule pack, never here.

    row_unreadable            a row that is no object or holds nothing; a value of a wrong kind, one
                              that only points elsewhere (见附件), two columns that disagree
    unknown_column            a column no key or alias claims; told once for the whole catalogue
    attribute_missing         one of the eight of 二（五） is not there
    name_missing              no name of the resource
    core_missing              profiles guide and sichuan: core metadata beyond the eight missing
    share_type_unknown        none of the three types; bare digits are not trusted
    condition_missing         有条件共享 whose condition says 无 or repeats the type (where nothing
                              is written at all, use_requirement is the attribute_missing)
    condition_vague           有条件共享 whose condition only says 依申请 or the like
    basis_missing             不予共享 without any basis
    basis_not_law             不予共享 by a city or county document, inner rule, or worry (敏感)
    basis_unrecognised        不予共享 by something a person has to look at
    basis_provincial_policy   不予共享 by provincial policy, nothing stronger
    basis_state_policy        不予共享 by 国家政策, nothing stronger
    basis_local_regulation    不予共享 by a 地方性法规, nothing stronger
    basis_openness_only       不予共享 by 政府信息公开条例, nothing stronger
    period_unknown            更新时限 that is no period
    period_extension          更新时限 the guide does not list, though in real use
    period_contradicts        the abstract states one period, the column another
    method_copy               shared by nothing but downloads, mail or media
    method_unknown            共享方式 of which no part is known
    method_contradicts        不予共享 with a way of sharing, or shared and 共享方式 says 不共享
    method_format             files that are said to be shared as 库表
    name_duplicate            the same name of the same provider stands in an earlier row
    name_similar              the same but for punctuation or a number at the end (信息1, 信息2)
    name_system               a system's name used as the name of a resource
    entry_double              another name, but the provider and all items of an earlier row
    name_long, abstract_long  longer than the schema says
    abstract_same             the abstract repeats the name
    requirement_contradicts   无条件共享 whose requirement asks for an approval, or a condition that
                              names another type
    secret_listed             国家秘密 or 工作秘密 in a catalogue that is not secret
    format_unknown            格式 of which no part is known
    format_mismatch           a file type of another category (电子表格/oracle)
    identifier_open           identity numbers with 无条件共享
    item_duplicate            an item's name twice in one entry
    item_type_unknown         数据类型 that is none
    item_type_missing         profiles guide and sichuan: structured, and an item has no type
    item_length_missing       profiles guide and sichuan: 字符型 or 数值型 without a length
    item_length_invalid       数据长度 that is no length, or out of range
    code_form                 信息资源代码 not in the guide's form
    code_several              several codes in one cell
    code_duplicate            the code stands in an earlier row
    code_classification       the code and 分类 say different classes
    provider_code_invalid     neither a credit code nor an organisation code by its check digit
    provider_code_conflict    one code with two providers, or one provider with two codes
    provider_not_unit         a region, or 外部资源 and the like, where a unit should stand
    open_unknown              是否向社会开放 that is no answer
    open_condition_missing    open on condition, and no condition
    value_shifted             the value belongs in another column
    published_invalid         发布日期 that is no date
    published_future          发布日期 after the day of the check
    promised_missing          data the plan promises and no entry holds (row NO_ROW)
    duty_missing              an item of the 数据共享责任清单 without an entry (row NO_ROW)
    """

    ROW_UNREADABLE = "row_unreadable"
    UNKNOWN_COLUMN = "unknown_column"
    ATTRIBUTE_MISSING = "attribute_missing"
    NAME_MISSING = "name_missing"
    CORE_MISSING = "core_missing"
    SHARE_TYPE_UNKNOWN = "share_type_unknown"
    CONDITION_MISSING = "condition_missing"
    CONDITION_VAGUE = "condition_vague"
    BASIS_MISSING = "basis_missing"
    BASIS_NOT_LAW = "basis_not_law"
    BASIS_UNRECOGNISED = "basis_unrecognised"
    BASIS_PROVINCIAL_POLICY = "basis_provincial_policy"
    BASIS_STATE_POLICY = "basis_state_policy"
    BASIS_LOCAL_REGULATION = "basis_local_regulation"
    BASIS_OPENNESS_ONLY = "basis_openness_only"
    PERIOD_UNKNOWN = "period_unknown"
    PERIOD_EXTENSION = "period_extension"
    PERIOD_CONTRADICTS = "period_contradicts"
    METHOD_COPY = "method_copy"
    METHOD_UNKNOWN = "method_unknown"
    METHOD_CONTRADICTS = "method_contradicts"
    METHOD_FORMAT = "method_format"
    NAME_DUPLICATE = "name_duplicate"
    NAME_SIMILAR = "name_similar"
    NAME_SYSTEM = "name_system"
    ENTRY_DOUBLE = "entry_double"
    NAME_LONG = "name_long"
    ABSTRACT_LONG = "abstract_long"
    ABSTRACT_SAME = "abstract_same"
    REQUIREMENT_CONTRADICTS = "requirement_contradicts"
    SECRET_LISTED = "secret_listed"  # noqa: S105 - a code, not a password
    FORMAT_UNKNOWN = "format_unknown"
    FORMAT_MISMATCH = "format_mismatch"
    IDENTIFIER_OPEN = "identifier_open"
    ITEM_DUPLICATE = "item_duplicate"
    ITEM_TYPE_UNKNOWN = "item_type_unknown"
    ITEM_TYPE_MISSING = "item_type_missing"
    ITEM_LENGTH_MISSING = "item_length_missing"
    ITEM_LENGTH_INVALID = "item_length_invalid"
    CODE_FORM = "code_form"
    CODE_SEVERAL = "code_several"
    CODE_DUPLICATE = "code_duplicate"
    CODE_CLASSIFICATION = "code_classification"
    PROVIDER_CODE_INVALID = "provider_code_invalid"
    PROVIDER_CODE_CONFLICT = "provider_code_conflict"
    PROVIDER_NOT_UNIT = "provider_not_unit"
    OPEN_UNKNOWN = "open_unknown"
    OPEN_CONDITION_MISSING = "open_condition_missing"
    VALUE_SHIFTED = "value_shifted"
    PUBLISHED_INVALID = "published_invalid"
    PUBLISHED_FUTURE = "published_future"
    PROMISED_MISSING = "promised_missing"
    DUTY_MISSING = "duty_missing"


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check finds in one entry.

    `item` is the place of an item within `items`; `near` a value or name that may have been meant,
    or what is at odds with it; `other` an earlier row; `shown` says what is seen where it is not
    the value of the key.
    """

    code: ProblemCode
    key: str
    item: int | None = None
    near: str = ""
    other: int | None = None
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class CatalogProblem:
    """目录问题: what is wrong with one attribute of one row.

    `row` counts from 0 (NO_ROW: the whole catalogue); `key` is the canonical key ("" for the whole
    row) and `title` its Chinese name; `shown` is the value in at most 60 characters; `written` is
    the key as the row has it; `item`, `near` and `other` as in Fault.
    """

    code: ProblemCode
    row: int
    key: str
    title: str
    shown: str
    written: str
    item: int | None = None
    near: str = ""
    other: int | None = None

    @property
    def pointer(self) -> str:
        """JSON pointer within the filing.

        >>> CatalogProblem(ProblemCode.UNKNOWN_COLUMN, 3, "", "", "", "更新/周期").pointer
        '/catalog/3/更新~1周期'
        """
        return "/catalog" + self.relative_pointer

    @property
    def relative_pointer(self) -> str:
        """JSON pointer within the catalogue."""
        escaped = self.written.replace("~", "~0").replace("/", "~1")
        place = "" if self.item is None else f"/{self.item}"
        return "" if self.row < 0 else f"/{self.row}" + (f"/{escaped}{place}" if escaped else "")


@dataclass(frozen=True, slots=True)
class Change:
    """What normalising made of a value that was written another way, both in short."""

    row: int
    key: str
    before: str
    after: str
