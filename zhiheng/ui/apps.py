"""Django's description of the app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """What pages share."""

    name = "zhiheng.ui"
    label = "ui"
