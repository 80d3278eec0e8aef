"""The closed lists of the procedure: events, states and tasks, each with its Chinese label."""

from enum import StrEnum

from compliance.filing.terms import Term


class EventType(Term):
    """办理事件."""

    REGISTERED = "registered", "账号注册"
    SUBMITTED = "submitted", "提交申报"
    DISPATCHED = "dispatched", "分派"
    EXPERT_REVIEWED = "expert_reviewed", "专家论证"
    OPINION = "opinion", "部门初审意见"
    COLLATED = "collated", "汇总"
    COLLECTIVE_PASSED = "collective_passed", "集中审查通过"
    COLLECTIVE_FAILED = "collective_failed", "集中审查未通过"
    RECORDED = "recorded", "备案"
    RETURNED = "returned", "退回"
    RESUBMITTED = "resubmitted", "重新提交"
    ARCHIVED = "archived", "归档"


class State(Term):
    """办理状态. Recorded and archived differ: money of the next year hangs on the second."""

    NOT_SUBMITTED = "not_submitted", "未提交"
    DISPATCHING = "dispatching", "待分派"
    REVIEWING = "reviewing", "部门初审中"
    COLLATING = "collating", "待汇总"
    REFUSED = "refused", "初审未通过，待退回"
    LISTED = "listed", "列入送审清单，待集中审查"
    VOTED_DOWN = "voted_down", "集中审查未通过，待退回"
    APPROVED = "approved", "集中审查通过，待备案"
    INSPECTING = "inspecting", "查验中"
    RETURNED = "returned", "已退回"
    RECORDED = "recorded", "已备案，待归档"
    ARCHIVED = "archived", "已归档"
    REGISTERED = "registered", "已登记报备"


class Task(Term):
    """待办: what somebody has to do next."""

    SUBMIT = "submit", "提交申报资料"
    DISPATCH = "dispatch", "分派资料"
    OPINION = "opinion", "专家论证并提交初审意见"
    COLLATE = "collate", "汇总初审意见"
    RETURN = "return", "退回并书面反馈"
    COLLECTIVE = "collective", "集中审查"
    RECORD = "record", "录入审查意见、生成备案号"
    INSPECT = "inspect", "查验资料"
    RESUBMIT = "resubmit", "修改后重新提交"
    ARCHIVE = "archive", "上传全流程资料并归档"


class Flow(StrEnum):
    """How a kind is handled: reviewed by offices and the group, inspected, or only registered."""

    REVIEW = "review"
    INSPECTION = "inspection"
    REGISTRATION = "registration"
