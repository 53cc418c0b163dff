"""Addresses of the sample city."""

from django.urls import path

from zhiheng.config.sample.views import enter, show_people

app_name = "sample"
urlpatterns = [
    path("", show_people, name="people"),
    path("<slug:person>/enter", enter, name="enter"),
]
