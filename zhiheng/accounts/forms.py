"""What administrators type and choose."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.accounts.models import Account
from zhiheng.accounts.roles import ROLES


class AccountForm(forms.Form):
    """A new account."""

    login = forms.RegexField(label=_("登录名"), regex=r"^[a-z0-9][a-z0-9._-]{1,58}$")
    name = forms.CharField(label=_("姓名"), max_length=120)
    organ = forms.SlugField(label=_("单位编码"), required=False, max_length=80)
    password = forms.CharField(label=_("初始密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def clean_login(self) -> str:
        """A login that nobody has."""
        login: str = self.cleaned_data["login"]
        if Account.objects.filter(login=login).exists():
            raise ValidationError(gettext("登录名 %(login)s 已有人使用，请另选一个。") % {"login": login})
        return login

    def clean_password(self) -> str:
        """A password that fits the profile."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class GrantForm(forms.Form):
    """A role for an account."""

    role = forms.ChoiceField(label=_("角色"), choices=[(code, role.title) for code, role in ROLES.items()])
    path = forms.RegexField(
        label=_("范围"), regex=r"^([a-z0-9-]+/)*$", required=False, max_length=300,
        help_text=_("单位路径，例如 shili/housing/；留空为全市"),
    )  # fmt: skip
