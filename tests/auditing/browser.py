"""A browser without a window, spoken to over a pipe: what it logs, what it asks the network, what it shows."""

import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip
PATIENCE = 60

# The browser reads commands from its descriptor 3 and answers on 4: put the pipes there, then become it.
START = """
import os, sys
heard, spoken = os.dup(int(sys.argv[1])), os.dup(int(sys.argv[2]))
for ours, theirs in ((heard, 3), (spoken, 4)):
    os.dup2(ours, theirs)
    os.set_inheritable(theirs, True)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Page:
    """One page in the browser; ``events`` keeps what it reported."""

    def __init__(self, read: int, write: int) -> None:
        self._read, self._write, self._number, self._buffer = read, write, 0, b""
        self.events: list[dict[str, Any]] = []
        self._session: str | None = None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **values: Any) -> dict[str, Any]:
        """Send one command and wait for its answer."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": values}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                return answer["result"]
            self.events.append(answer)

    def open(self, address: str, *, width: int = 1440, height: int = 900) -> None:
        """Load a page in a window of this size and wait until it is there."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        # From an empty page: a mere change of the part after # would load nothing.
        self._load("about:blank")
        self._load(address)

    def _load(self, address: str) -> None:
        self.events.clear()
        self.ask("Page.navigate", url=address)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())

    def value(self, expression: str) -> Any:
        """What an expression of the page's language gives."""
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def complaints(self) -> list[str]:
        """Errors and warnings that the page logged, and scripts that failed."""
        logged = [e["params"]["entry"]["text"] for e in self.events if e.get("method") == "Log.entryAdded"]
        thrown = [str(e["params"]) for e in self.events if e.get("method") == "Runtime.exceptionThrown"]
        called = [str(e["params"]["args"]) for e in self.events if e.get("method") == "Runtime.consoleAPICalled"]
        return logged + thrown + called

    def requests(self) -> list[str]:
        """Every address that the page asked for."""
        sent = [e["params"] for e in self.events if e.get("method") == "Network.requestWillBeSent"]
        return [one["request"]["url"] for one in sent]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            assert select.select([self._read], [], [], PATIENCE)[0], f"the browser said nothing for {PATIENCE} seconds"
            part = os.read(self._read, 1 << 20)
            assert part, "the browser has closed the pipe"
            self._buffer += part
        message, self._buffer = self._buffer.split(b"\0", 1)
        return json.loads(message)


@contextlib.contextmanager
def browser(profile: Path) -> Iterator[Page]:
    """A page in a new browser with an empty profile; skips where none is installed."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no browser; install chromium to see the report as its readers do")
    heard, ours = os.pipe()
    answers, spoken = os.pipe()
    start = [sys.executable, "-c", START, str(heard), str(spoken)]
    command = [*start, program, *FLAGS, f"--user-data-dir={profile}"]
    with subprocess.Popen(command, pass_fds=(heard, spoken), stderr=subprocess.DEVNULL) as running:
        os.close(heard)
        os.close(spoken)
        try:
            yield Page(answers, ours)
        finally:
            running.terminate()
            os.close(ours)
            os.close(answers)
