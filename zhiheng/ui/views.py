"""The page that shows every component."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.record.entitlement import public


@public
@require_safe
def show_components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build pages."""
    return render(request, "ui/components.html")
