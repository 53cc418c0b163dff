"""What people type and choose on the catalogue's pages."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.catalogue.names import TIERS, TYPES


class PowerFilter(forms.Form):
    """Which powers are listed; every field may be left out."""

    q = forms.CharField(label=_("搜索"), required=False, max_length=60)
    on = forms.DateField(label=_("日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    type = forms.ChoiceField(label=_("类型"), required=False, choices=[("", _("不限")), *TYPES.items()])
    tier = forms.ChoiceField(label=_("层级"), required=False, choices=[("", _("不限")), *TIERS.items()])
    unit = forms.CharField(label=_("单位"), required=False, max_length=80)
    hall = forms.BooleanField(label=_("进驻大厅"), required=False)
    twice = forms.BooleanField(label=_("同名"), required=False)
    lacks = forms.ChoiceField(
        label=_("缺少"), required=False,
        choices=[
            ("", _("不限")), ("basis", _("依据")), ("steps", _("流程")), ("limits", _("时限")),
            ("holders", _("行使主体")),
        ],
    )  # fmt: skip

    def day(self, today: date) -> date:
        """The day asked for, else today."""
        return self.cleaned_data.get("on") or today


class DraftForm(forms.Form):
    """A document's text as it is typed; whether it is right is the lint's matter."""

    text = forms.CharField(
        label=_("文档"), max_length=400_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "class": "source"}),
    )  # fmt: skip


class NewPowerForm(DraftForm):
    """A power that is not listed yet, or a new version of one that is."""

    code = forms.RegexField(
        label=_("编号"), regex=r"^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$", max_length=120,
        help_text=_("小写字母、数字、连字符和点，例如 licence.food-business"),
    )  # fmt: skip
    field_order = ("code", "text")


class NoteForm(forms.Form):
    """A word on an act: why a version is sent back."""

    note = forms.CharField(label=_("说明"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
