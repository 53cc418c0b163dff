"""Screens of the three administrators."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.accounts.actions import ask_for_grant, close_account, decide_on_grant, open_account
from zhiheng.accounts.forms import AccountForm, GrantForm
from zhiheng.accounts.queries import accounts_of, acts_on_record, grants_of
from zhiheng.core.errors import Language
from zhiheng.record.actor import Actor
from zhiheng.record.entitlement import ActingRequest, entitled, public
from zhiheng.record.errors import RecordRefusalError

_A_PAGE = 50


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where a login leads: the first page of the menu, or the login itself."""
    if getattr(request, "actor", None) is None:
        return redirect("account_login")
    return render(request, "accounts/home.html")


@require_http_methods(["GET", "HEAD", "POST"])
@entitled("accounts.manage")
def list_accounts(request: HttpRequest) -> HttpResponse:
    """All accounts of the city, and the form for another."""
    actor = _actor(request)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = open_account(actor, at=timezone.now(), **form.cleaned_data)
        messages.success(request, gettext("已开立账号 %(login)s。") % {"login": account.login})
        return redirect("accounts:account", login=account.login)
    page = Paginator(accounts_of(actor), _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/accounts.html", {"form": form, "page": page}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@entitled("grants.ask")
def show_account(request: HttpRequest, login: str) -> HttpResponse:
    """One account, its roles, and the form to ask for another."""
    actor = _actor(request)
    account = get_object_or_404(accounts_of(actor), login=login)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            ask_for_grant(actor, account=account, role=said["role"], path=said["path"], at=timezone.now())
        except RecordRefusalError as error:
            form.add_error("role", error.text(_language()))
        else:
            messages.success(request, gettext("已提出申请，待安全管理员核准。"))
            return redirect("accounts:account", login=login)
    context = {"account": account, "form": form, "grants": account.grants.all()}
    return render(request, "accounts/account.html", context, status=422 if form.errors else 200)


@require_POST
@entitled("accounts.manage")
def end_account(request: HttpRequest, login: str) -> HttpResponse:
    """Close an account."""
    actor = _actor(request)
    close_account(actor, account=get_object_or_404(accounts_of(actor), login=login), at=timezone.now())
    messages.success(request, gettext("已停用账号 %(login)s。") % {"login": login})
    return redirect("accounts:account", login=login)


@require_safe
@entitled("grants.see")
def list_grants(request: HttpRequest) -> HttpResponse:
    """Grants that wait for a decision, and those in force."""
    page = Paginator(grants_of(_actor(request)), _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/grants.html", {"page": page})


@require_POST
@entitled("grants.give")
def decide(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Give, refuse or end a grant."""
    actor = _actor(request)
    grant = get_object_or_404(grants_of(actor), pk=pk)
    if step not in {"give", "refuse", "end"}:
        raise Http404
    try:
        decide_on_grant(actor, grant=grant, step=step, at=timezone.now())
    except RecordRefusalError as error:
        messages.error(request, error.text(_language()))
    return redirect("accounts:grants")


@require_safe
@entitled("record.read")
def read_record(request: HttpRequest) -> HttpResponse:
    """What administrators did, and who looked into whose file."""
    page = Paginator(acts_on_record(_actor(request)), _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/record.html", {"page": page})


def _actor(request: HttpRequest) -> Actor:
    return cast("ActingRequest", request).actor


def _language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "zh"
