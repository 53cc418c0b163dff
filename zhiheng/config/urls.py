"""Every address of the service."""

from django.conf import settings
from django.urls import include, path

from zhiheng.accounts.views import home
from zhiheng.config.views import health
from zhiheng.jobs.views import stream_job

urlpatterns = [
    path("healthz", health, name="health"),
    path("", home, name="home"),
    path("units/", include("zhiheng.units.urls")),
    path("", include("zhiheng.ui.urls")),
    path("jobs/", include("zhiheng.jobs.urls")),
    path("streams/jobs/<int:number>/", stream_job, name="job-stream"),
    path("accounts/", include("zhiheng.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("catalogue/", include("zhiheng.catalogue.urls")),
]
if settings.SAMPLE:
    urlpatterns.append(path("sample/", include("zhiheng.config.sample.urls")))
