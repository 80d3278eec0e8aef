"""What can be wrong with a catalogue row, and where."""

from dataclasses import dataclass
from enum import StrEnum


class ProblemCode(StrEnum):
    """目录问题代码. What each one costs is said by the rule pack, never here.

    row_unreadable            a row that is no object or holds nothing; a value of a wrong kind, one
                              that only points elsewhere (见附件), two columns that disagree
    unknown_column            a column no key or alias claims; told once for the whole catalogue
    attribute_missing         one of the eight of 二（五） is not there
    name_missing              no name of the resource
    share_type_unknown        none of the three types; bare digits are not trusted
    condition_missing         有条件共享 whose condition says 无 or repeats the type (where nothing
                              is written at all, use_requirement is the attribute_missing)
    condition_vague           有条件共享 whose condition only says 依申请 or the like
    basis_missing             不予共享 without any basis
    basis_not_law             不予共享 by a city or county document, inner rule, or worry (敏感)
    basis_unrecognised        不予共享 by something a person has to look at
    basis_provincial_policy   不予共享 by provincial policy, nothing stronger
    basis_local_regulation    不予共享 by a 地方性法规, nothing stronger
    basis_openness_only       不予共享 by 政府信息公开条例, nothing stronger
    period_unknown            更新时限 that is no period
    period_extension          更新时限 the guide does not list, though in real use
    method_copy               shared by nothing but downloads, mail or media
    method_unknown            共享方式 of which no part is known
    name_duplicate            the same name of the same provider stands in an earlier row
    name_long, abstract_long  longer than the schema says
    requirement_contradicts   无条件共享 whose requirement asks for an approval
    secret_listed             国家秘密 or 工作秘密 in a catalogue that is not secret
    format_unknown            格式 of which no part is known
    identifier_open           identity numbers with 无条件共享
    """

    ROW_UNREADABLE = "row_unreadable"
    UNKNOWN_COLUMN = "unknown_column"
    ATTRIBUTE_MISSING = "attribute_missing"
    NAME_MISSING = "name_missing"
    SHARE_TYPE_UNKNOWN = "share_type_unknown"
    CONDITION_MISSING = "condition_missing"
    CONDITION_VAGUE = "condition_vague"
    BASIS_MISSING = "basis_missing"
    BASIS_NOT_LAW = "basis_not_law"
    BASIS_UNRECOGNISED = "basis_unrecognised"
    BASIS_PROVINCIAL_POLICY = "basis_provincial_policy"
    BASIS_LOCAL_REGULATION = "basis_local_regulation"
    BASIS_OPENNESS_ONLY = "basis_openness_only"
    PERIOD_UNKNOWN = "period_unknown"
    PERIOD_EXTENSION = "period_extension"
    METHOD_COPY = "method_copy"
    METHOD_UNKNOWN = "method_unknown"
    NAME_DUPLICATE = "name_duplicate"
    NAME_LONG = "name_long"
    ABSTRACT_LONG = "abstract_long"
    REQUIREMENT_CONTRADICTS = "requirement_contradicts"
    SECRET_LISTED = "secret_listed"  # noqa: S105 - a code, not a password
    FORMAT_UNKNOWN = "format_unknown"
    IDENTIFIER_OPEN = "identifier_open"


@dataclass(frozen=True, slots=True)
class CatalogProblem:
    """目录问题: what is wrong with one attribute of one row.

    `row` counts from 0; `key` is the canonical key ("" for the whole row) and `title` its Chinese
    name; `shown` is the value in at most 60 characters; `written` is the key as the row has it.
    """

    code: ProblemCode
    row: int
    key: str
    title: str
    shown: str
    written: str

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
        return f"/{self.row}" + (f"/{escaped}" if escaped else "")


@dataclass(frozen=True, slots=True)
class Change:
    """What normalising made of a value that was written another way, both in short."""

    row: int
    key: str
    before: str
    after: str
