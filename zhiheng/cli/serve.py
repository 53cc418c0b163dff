"""`zhiheng serve`: the service, on this machine."""

import contextlib
import os
import secrets
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated
from urllib.parse import urlunsplit

import typer


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    home: Annotated[Path, typer.Option(help="Where the database and the key are kept.")] = Path("zhiheng-home"),
    *,
    sample: Annotated[bool, typer.Option(help="Show an invented city, which anyone here may enter.")] = False,
) -> None:
    """Start the service: its database is brought up to date first; Ctrl-C stops it."""
    if sample:
        os.environ["ZHIHENG_SAMPLE"] = "1"
    prepare(home)
    import django  # noqa: PLC0415 - reads the settings
    from django.core.management import call_command  # noqa: PLC0415 - reads the settings

    django.setup()
    call_command("migrate", verbosity=0)
    if sample:
        call_command("found_sample_city")
        typer.echo(f"{_address(host, port, '/sample/')}  {home / 'sample-logins.csv'}")
    typer.echo(_address(host, port, "/"))
    from granian import Granian  # noqa: PLC0415 - only where the service is installed
    from granian.constants import Interfaces  # noqa: PLC0415

    application = "zhiheng.config.asgi:application"
    with _worker():
        Granian(application, address=host, port=port, interface=Interfaces.ASGI, websockets=False).serve()


@contextlib.contextmanager
def _worker() -> Iterator[None]:
    """The process that does long work, for as long as pages are served; it ends what it is at before it stops."""
    worker = subprocess.Popen([sys.executable, "-m", "django", "db_worker", "--no-startup-delay", "--verbosity=0"])
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


def _address(host: str, port: int, path: str) -> str:
    return urlunsplit(("http", f"{host}:{port}", path, "", ""))


def prepare(home: Path) -> None:
    """Name settings, home and keys in the environment; keys are made and kept where none are given."""
    home.mkdir(parents=True, exist_ok=True)
    _keep("ZHIHENG_SECRET_KEY", home / "secret-key", lambda: secrets.token_urlsafe(48))
    _keep("ZHIHENG_NUMBER_KEYS", home / "number-keys", lambda: urlsafe_b64encode(secrets.token_bytes(32)).decode())
    os.environ["ZHIHENG_HOME"] = str(home.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.config.settings")
    os.environ.setdefault("ZHIHENG_HTTPS", "0")


def _keep(name: str, path: Path, make: Callable[[], str]) -> None:
    """A secret from the environment, else from a file that only its owner may read, which is made if it is missing."""
    if name not in os.environ:
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(make())
        os.environ[name] = path.read_text()
