"""The service as it is started, with the sample city, on a free port of loopback, for as long as a block lasts."""

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from urllib.parse import urlunsplit

from tests.engines.servers import free_port, started


@contextlib.contextmanager
def sample_service(folder: Path, **given: str) -> Iterator[str]:
    """The address, without a slash at its end; what is given goes into the environment."""
    port = free_port()
    command = [".venv/bin/zhiheng", "serve", "--sample", "--home", str(folder), "--port", str(port)]
    settings = {
        "DJANGO_SETTINGS_MODULE": "zhiheng.config.settings",
        "ZHIHENG_DATABASE": f"sqlite://{folder / 'zhiheng.sqlite3'}",
    }
    with started(command, "Started worker", **settings, **given):
        wait_until_answered("127.0.0.1", port)
        yield urlunsplit(("http", f"127.0.0.1:{port}", "", "", ""))


def wait_until_answered(host: str, port: int) -> None:
    """Returns once something listens there: the server says that it has started before it does."""
    again = Event()
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
            return
        again.wait(0.1)
    raise AssertionError(f"nothing listens at {host}:{port} a minute after the start")
