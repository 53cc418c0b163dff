"""The closed list of roles and the rights that each gives. Nobody holds them all; no role is above the others.

Three administrators keep the system, its security and its audit apart (GB/T 22239-2019, level 3): no right of one is
a right of another.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """A role, as it is called, and its rights."""

    title: str | Promise
    rights: frozenset[str]


def _role(title: str | Promise, *rights: str) -> Role:
    return Role(title, frozenset(rights))


ADMINISTRATORS = ("system_administrator", "security_administrator", "audit_administrator")

ROLES: Mapping[str, Role] = {
    "window_clerk": _role(_("窗口人员"), "catalogue.see", "units.see"),
    "approver": _role(_("审批人员"), "catalogue.see", "units.see"),
    "enforcement_officer": _role(_("执法人员"), "catalogue.see", "units.see"),
    "legal_reviewer": _role(_("法制审核人员"), "catalogue.see", "units.see", "catalogue.check"),
    "department_head": _role(_("部门负责人"), "catalogue.see", "units.see", "catalogue.approve"),
    "inspection_team": _role(_("派驻纪检监察组"), "interests.see", "catalogue.see", "units.see"),
    "supervisor": _role(_("监督人员"), "interests.see", "catalogue.see", "units.see"),
    "city_leader": _role(_("市领导"), "catalogue.see", "units.see"),
    "catalogue_editor": _role(_("清单编辑"), "catalogue.see", "catalogue.draft", "units.see"),
    "catalogue_publisher": _role(_("清单公布人"), "catalogue.see", "catalogue.publish", "units.see"),
    "finance_auditor": _role(_("财政审计人员"), "catalogue.see", "units.see"),
    "organisation_editor": _role(_("机构编制人员"), "interests.see", "units.see", "units.edit", "catalogue.see"),
    "upper_supervisor": _role(_("上级监督人员"), "catalogue.see"),
    "system_administrator": _role(_("系统管理员"), "accounts.manage", "grants.ask"),
    "security_administrator": _role(_("安全管理员"), "grants.give", "grants.see"),
    "audit_administrator": _role(_("审计管理员"), "record.read"),
}
