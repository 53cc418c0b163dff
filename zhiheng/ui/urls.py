"""Pages of the components."""

from django.urls import include, path

from zhiheng.ui import views

urlpatterns = [
    path("components/", views.show_components, name="components"),
    path("language/", include("django.conf.urls.i18n")),
]
