"""What people type on the pages of the organisation; each form takes one act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhiheng.record.actor import Actor
from zhiheng.units import actions
from zhiheng.units.models import Portfolio, Rank, Site
from zhiheng.units.models.units import Kind, Tier

_NONE = ("", _("（未定）"))


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


def _code(label: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=80, required=required)


class ViewForm(forms.Form):
    """The day that a page is looked at as of, and what is searched for; both may be left out."""

    on = forms.DateField(label=_("日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    q = forms.CharField(label=_("搜索"), required=False, max_length=60)


class ActForm(forms.Form):
    """The fields of one act; the day from which it holds is one of them."""

    def arguments(self) -> Mapping[str, Any]:
        """What the act is called with."""
        return self.cleaned_data


class AppointForm(ActForm):
    """Somebody gets a post."""

    official = _code(_("人员编号"))
    name = forms.CharField(label=_("姓名（新人员）"), max_length=80, required=False)
    number = forms.CharField(
        label=_("公民身份号码（新人员，加密保存）"), max_length=18, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    unit = _code(_("单位代码"))
    post = _code(_("岗位"))
    rank = forms.TypedChoiceField(
        label=_("职级"), choices=[_NONE, *Rank.choices], required=False, coerce=int, empty_value=None
    )
    day = _day(_("自"))

    def arguments(self) -> Mapping[str, Any]:
        """The person apart from the post."""
        said = dict(self.cleaned_data)
        person = actions.Person(said.pop("official"), said.pop("name"), said.pop("number"))
        return {"person": person, **said}


class EndPostForm(ActForm):
    """A post ends."""

    official = _code(_("人员编号"))
    unit = _code(_("单位代码"))
    post = _code(_("岗位"))
    day = _day(_("自该日起不再任职"))


class TransferForm(EndPostForm):
    """Somebody leaves one post for another."""

    to_unit = _code(_("调往单位代码"))
    to_post = _code(_("新岗位"))
    rank = forms.TypedChoiceField(
        label=_("职级"), choices=[_NONE, *Rank.choices], required=False, coerce=int, empty_value=None
    )
    field_order = ("official", "unit", "post", "to_unit", "to_post", "rank", "day")

    def arguments(self) -> Mapping[str, Any]:
        """The two posts."""
        said = self.cleaned_data
        takes = actions.Held(said["to_unit"], said["to_post"], said["rank"])
        leaves = actions.Held(said["unit"], said["post"])
        return {"official": said["official"], "leaves": leaves, "takes": takes, "day": said["day"]}


class PortfolioForm(ActForm):
    """Somebody is put in charge."""

    official = _code(_("人员编号"))
    unit = _code(_("分管单位代码"))
    role = forms.ChoiceField(label=_("方式"), choices=Portfolio.Role)
    matter = forms.ChoiceField(
        label=_("事项"), choices=[("", _("单位全部工作")), *Portfolio.Matter.choices], required=False
    )
    day = _day(_("自"))


class KinshipForm(ActForm):
    """Two officials are kin."""

    official = _code(_("人员编号"))
    other = _code(_("亲属的人员编号"))
    kind = _code(_("关系"))
    day = _day(_("自"))


class InterestForm(ActForm):
    """An official has an interest in a party."""

    official = _code(_("人员编号"))
    party = forms.CharField(label=_("相对人"), max_length=200)
    kind = _code(_("关系"))
    day = _day(_("自"))


class ChangeUnitForm(ActForm):
    """Another name or other particulars."""

    code = _code(_("单位代码"))
    title_zh = forms.CharField(label=_("名称"), max_length=120)
    title_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)
    tier = forms.ChoiceField(label=_("层级"), choices=[_NONE, *Tier.choices], required=False)
    kind = forms.ChoiceField(label=_("类型"), choices=[_NONE, *Kind.choices], required=False)
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    division = forms.CharField(label=_("行政区划代码"), max_length=12, required=False)
    day = _day(_("自"))

    def arguments(self) -> Mapping[str, Any]:
        """The particulars in one piece."""
        said = dict(self.cleaned_data)
        names = ("title_zh", "title_en", "tier", "kind", "credit_code", "division")
        return {"about": actions.About(**{name: said.pop(name) for name in names}), **said}


class CreateUnitForm(ChangeUnitForm):
    """A new unit."""

    parent = _code(_("上级单位代码"), required=False)
    field_order = ("code", "parent")


class MoveUnitForm(ActForm):
    """A unit, with all below it, goes below another."""

    code = _code(_("单位代码"))
    parent = _code(_("新上级单位代码"), required=False)
    day = _day(_("自"))


class CloseUnitForm(ActForm):
    """A unit is there no longer."""

    code = _code(_("单位代码"))
    day = _day(_("自该日起撤销"))


class SiteForm(ActForm):
    """A unit opens a site."""

    unit = _code(_("管理单位代码"))
    code = _code(_("场所代码"))
    kind = forms.ChoiceField(label=_("类型"), choices=Site.SiteKind)
    title_zh = forms.CharField(label=_("名称"), max_length=120)
    title_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)
    parent = _code(_("上级场所代码"), required=False)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    day = _day(_("自"))

    def arguments(self) -> Mapping[str, Any]:
        """The place apart from the unit."""
        said = dict(self.cleaned_data)
        unit, day = said.pop("unit"), said.pop("day")
        return {"place": actions.Place(**said), "unit": unit, "day": day}


class TeamForm(ActForm):
    """A dispatched team is set up."""

    code = _code(_("代码"))
    title_zh = forms.CharField(label=_("名称"), max_length=120)
    sender = _code(_("派出机关代码"))
    day = _day(_("自"))


class BlockForm(ActForm):
    """A team watches an organ and all below it."""

    team = _code(_("派驻组代码"))
    unit = _code(_("被监督单位代码"))
    day = _day(_("自"))


@dataclass(frozen=True)
class Act:
    """An act that the pages offer: what it is called, its form, and what takes it."""

    title: str | Promise
    form: type[ActForm]
    take: Callable[..., Any]

    def carry_out(self, actor: Actor, form: ActForm, at: datetime) -> None:
        """Take it; raises what the action raises."""
        self.take(actor, at=at, **form.arguments())


ACTS: Mapping[str, Act] = {
    "appoint": Act(_("任职"), AppointForm, actions.appoint_official),
    "transfer": Act(_("调任"), TransferForm, actions.transfer_official),
    "end-post": Act(_("免职"), EndPostForm, actions.end_post),
    "portfolio": Act(_("分管"), PortfolioForm, actions.give_portfolio),
    "end-portfolio": Act(_("终止分管"), PortfolioForm, actions.end_portfolio),
    "kinship": Act(_("申报亲属关系"), KinshipForm, actions.declare_kinship),
    "interest": Act(_("申报利害关系"), InterestForm, actions.declare_interest),
    "create-unit": Act(_("设立单位"), CreateUnitForm, actions.create_unit),
    "change-unit": Act(_("变更单位信息"), ChangeUnitForm, actions.change_unit),
    "move-unit": Act(_("划转单位"), MoveUnitForm, actions.move_unit),
    "close-unit": Act(_("撤销单位"), CloseUnitForm, actions.close_unit),
    "site": Act(_("设立服务场所"), SiteForm, actions.open_site),
    "team": Act(_("设立派驻组"), TeamForm, actions.create_team),
    "block": Act(_("划定监督单位"), BlockForm, actions.assign_block),
    "end-block": Act(_("终止监督单位"), BlockForm, actions.end_block),
}
