"""The invented people of the sample city."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhiheng.accounts.roles import ADMINISTRATORS


@dataclass(frozen=True)
class Person:
    """Who he is, the unit he works in, and what of his is worth a look."""

    login: str
    name: str
    role: str
    look: str | Promise
    organ: str = ""

    @property
    def founds(self) -> bool:
        """Whether he is there before anybody can be given a role."""
        return self.role in ADMINISTRATORS


PEOPLE = (
    Person("editor", "沈某甲", "catalogue_editor", _("起草和修改：打开“清单待办”，改正有问题的草稿"), "transport"),
    Person("legal", "韩某乙", "legal_reviewer", _("合法性审核：待审的新版本改了什么，依据在哪里"), "government-office"),
    Person("head", "杨某丙", "department_head", _("批准：起草人和审核人不能批准自己经手的版本"), "transport"),
    Person("publisher", "朱某丁", "catalogue_publisher", _("公布：公布后无人能改，只能出新版本"), "government-office"),
    Person("organisation", "秦某戊", "organisation_editor", _("单位、人员、任职，可看任意一天"), "government-office"),
    Person("clerk", "尤某己", "window_clerk", _("查清单、看办事流程"), "transport"),
    Person("supervisor", "许某庚", "supervisor", _("看全市清单和组织"), "government-office"),
    Person("leader", "何某辛", "city_leader", _("看全市清单的统计"), "government-office"),
    Person("system", "吕某壬", "system_administrator", _("开立账号、申请授权，但不能核准")),
    Person("security", "施某癸", "security_administrator", _("核准或收回授权，但不能申请")),
    Person("audit", "张某子", "audit_administrator", _("查阅操作记录，但什么也不能改")),
)  # fmt: skip
