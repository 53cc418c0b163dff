"""Addresses of the accounts; the login library's own come beside them."""

from django.urls import path

from zhiheng.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.list_accounts, name="accounts"),
    path("people/<str:login>/", views.show_account, name="account"),
    path("people/<str:login>/end/", views.end_account, name="end"),
    path("grants/", views.list_grants, name="grants"),
    path("grants/<int:pk>/<slug:step>/", views.decide, name="decide"),
    path("record/", views.read_record, name="record"),
]
