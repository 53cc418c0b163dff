"""Two profiles of what a password must be: ``djcp3`` (GB/T 22239-2019, level 3) and ``asvs`` (OWASP ASVS 5.0)."""

import unicodedata
from typing import Any

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.translation import gettext, ngettext

_CLASSES_WANTED = 3


class CharacterClassesValidator:
    """At least three of capital letters, small letters, digits and other characters."""

    def validate(self, password: str, _user: Any = None) -> None:
        """Raises ValidationError."""
        kinds = {"L" if c.islower() else "U" if c.isupper() else "N" if c.isdecimal() else "S" for c in password}
        if len(kinds) < _CLASSES_WANTED:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        """The demand, in words."""
        return gettext("密码须包含大写字母、小写字母、数字、其他字符中的至少三类。")


class NormalisedLengthValidator:
    """So many characters as a person would count them."""

    def __init__(self, min_length: int) -> None:
        self._least = min_length

    def validate(self, password: str, _user: Any = None) -> None:
        """Raises ValidationError."""
        if len(unicodedata.normalize("NFC", password)) < self._least:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        """The demand, in words."""
        return ngettext("密码至少 %(many)d 个字符。", "密码至少 %(many)d 个字符。", self._least) % {"many": self._least}


def validators(profile: str) -> list[dict[str, Any]]:
    """Django's AUTH_PASSWORD_VALIDATORS for a profile; raises ImproperlyConfigured for another."""
    length = f"{__name__}.NormalisedLengthValidator"
    common: dict[str, Any] = {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"}
    alike: dict[str, Any] = {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name")},
    }
    profiles: dict[str, list[dict[str, Any]]] = {
        "djcp3": [
            {"NAME": length, "OPTIONS": {"min_length": 12}},
            {"NAME": f"{__name__}.CharacterClassesValidator"}, common, alike,
        ],
        "asvs": [{"NAME": length, "OPTIONS": {"min_length": 15}}, common, alike],
    }  # fmt: skip
    if profile not in profiles:
        raise ImproperlyConfigured(
            f"ZHIHENG_PASSWORD_PROFILE is {profile!r}; choose one of {', '.join(sorted(profiles))}"
        )
    return profiles[profile]
