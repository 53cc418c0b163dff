"""Addresses of the organisation."""

from django.urls import path

from zhiheng.units.views import acting, reading, tables

app_name = "units"
urlpatterns = [
    path("", reading.list_units, name="units"),
    path("unit/<str:code>/", reading.show_unit, name="unit"),
    path("unit/<str:code>/chart/", reading.show_chart, name="chart"),
    path("officials/", reading.list_officials, name="officials"),
    path("officials/<str:code>/", reading.show_official, name="official"),
    path("teams/", reading.list_teams, name="teams"),
    path("acts/<slug:what>/", acting.act_on_organisation, name="act"),
    path("import/", tables.upload_tables, name="import"),
    path("import/<int:draft>/", tables.preview_tables, name="preview"),
    path("export/<slug:form>/", tables.export_tables, name="export"),
]
