"""Addresses of the organisation."""

app_name = "units"
urlpatterns: list[object] = []
