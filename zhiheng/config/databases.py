"""The database that an address names, as Django's settings want it."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def database(address: str) -> dict[str, Any]:
    """Settings of ``sqlite:///path/to/file`` or ``postgresql://user:password@host:port/name``.

    Raises ImproperlyConfigured for any other address.
    """
    parts = urlsplit(address)
    if parts.scheme == "sqlite" and parts.path:
        return {
            "ENGINE": "zhiheng.config.sqlite",
            "NAME": Path(unquote(parts.path)),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        f"ZHIHENG_DATABASE starts with {parts.scheme or address[:12]!r};"
        " write sqlite:///path/to/file or postgresql://user:password@host:port/name"
    )
