"""One server for both: streams of events wait in the loop, pages are made in threads.

Django's pages cost two to four times less under WSGI, but there an event stream would hold a thread for as long as
its reader stays.
"""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.config.settings")

STREAMS = "/streams/"
PAGE_THREADS = 8

Scope = MutableMapping[str, Any]
Channel = Callable[..., Awaitable[Any]]

_streams = get_asgi_application()

from zhiheng.config.wsgi import application as _wsgi  # noqa: E402 - after the apps are loaded

_pages: Any = WSGIMiddleware(cast("Any", _wsgi), workers=PAGE_THREADS)


async def application(scope: Scope, receive: Channel, send: Channel) -> None:
    """A request to whichever of the two serves its path."""
    if scope["type"] == "http":
        if scope["path"].startswith(STREAMS):
            await _streams(cast("Any", scope), cast("Any", receive), cast("Any", send))
        else:
            await _pages(scope, _awaited(receive), send)
    elif scope["type"] == "lifespan":
        await _live(receive, send)


def _awaited(receive: Channel) -> Channel:
    """The server may hand out any awaitable for a part of the body; the bridge to threads wants a coroutine."""

    async def part() -> Any:
        return await receive()

    return part


async def _live(receive: Channel, send: Channel) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
