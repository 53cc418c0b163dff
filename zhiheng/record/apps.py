"""Django's description of the app."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """The record."""

    name = "zhiheng.record"
    label = "record"
