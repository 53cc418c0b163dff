"""Every address of the service."""

from django.urls import include, path

from zhiheng.config.views import health

urlpatterns = [
    path("healthz", health, name="health"),
    path("", include("zhiheng.ui.urls")),
    path("catalogue/", include("zhiheng.catalogue.urls")),
]
