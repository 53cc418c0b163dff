"""Django's description of the app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The catalogue."""

    name = "zhiheng.catalogue"
    label = "catalogue"
