"""Addresses of the jobs."""

from django.urls import path

from zhiheng.jobs.views import list_jobs, show_job

app_name = "jobs"
urlpatterns = [
    path("", list_jobs, name="jobs"),
    path("<int:number>/", show_job, name="job"),
]
