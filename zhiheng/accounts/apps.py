"""Django's description of the app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts and grants."""

    name = "zhiheng.accounts"
    label = "accounts"
