"""Tags of the components."""

from typing import Any

from django import template

register = template.Library()


@register.filter(name="get")
def get(entries: Any, name: str) -> Any:
    """An entry by its name, or nothing."""
    return entries.get(name) if hasattr(entries, "get") else None
