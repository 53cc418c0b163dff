"""Django's description of the app."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """The organisation."""

    name = "zhiheng.units"
    label = "units"
