"""The page that shows every component."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def show_components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build pages."""
    return render(request, "ui/components.html")


show_components.right = None  # type: ignore[attr-defined]  # everybody may see it; the record is above this floor
