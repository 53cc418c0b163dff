"""The app of the jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Work in the background."""

    name = "zhiheng.jobs"
    label = "jobs"
