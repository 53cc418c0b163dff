"""An empty database of the service for tests that need real processes, on the engine that the tests run on."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent


def environment(address: str) -> Mapping[str, str]:
    """What a process of the service needs to know."""
    return os.environ | {
        "ZHIHENG_TEST_DATABASE": address, "DJANGO_SETTINGS_MODULE": "tests.service_settings", "PYTHONPATH": str(ROOT),
    }  # fmt: skip


@contextlib.contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """The address of a database with all tables and no rows."""
    server = os.environ.get("ZHIHENG_TEST_DATABASE", "")
    if server.startswith("postgresql"):
        import psycopg  # noqa: PLC0415 - only where there is a server

        name = f"zhiheng_{os.getpid()}_{folder.name}".replace("-", "_").lower()[:60]
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        address = urlsplit(server)._replace(path=f"/{name}").geturl()
    else:
        address = f"sqlite://{folder / 'service.sqlite3'}"
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity=0"], check=True, env=environment(address), cwd=ROOT
    )
    yield address
