"""The figures of the service, on each database: how long a city takes to load, and how quickly its pages answer."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

from benchmarks.service.fuzzing import MANY, fuzz_service
from benchmarks.service.visiting import summed_up, visit
from tests.engines.servers import free_port, postgres, started
from tests.served import sample_service, wait_until_answered

ROOT = Path(__file__).resolve().parents[2]


def service_on_sqlite(_data: Path) -> dict[str, Any]:
    """A city of 3,300 powers and 5,000 officials on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        return _measured(Path(folder), f"sqlite://{folder}/zhiheng.sqlite3")


def service_on_postgresql(_data: Path) -> dict[str, Any]:
    """The same on PostgreSQL."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        return _measured(Path(folder), stack.enter_context(postgres()))


def _measured(folder: Path, database: str) -> dict[str, Any]:
    settings = {
        "DJANGO_SETTINGS_MODULE": "zhiheng.config.settings", "ZHIHENG_DATABASE": database, "ZHIHENG_HOME": str(folder),
        "ZHIHENG_SECRET_KEY": "of a measurement, opens nothing at all", "ZHIHENG_HTTPS": "0",
        "ZHIHENG_NUMBER_KEYS": "dGhpcyBrZXkgb3BlbnMgbm90aGluZyBhdCBhbGwgISE=", "ZHIHENG_LOG_LEVEL": "ERROR",
    }  # fmt: skip
    loaded = subprocess.run(
        [sys.executable, "-m", "benchmarks.service.loading", str(folder)], cwd=ROOT, env=os.environ | settings,
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    told = json.loads(loaded.stdout.splitlines()[-1])
    port = free_port()
    command = [str(Path(sys.executable).with_name("zhiheng")), "serve", "--home", str(folder), "--port", str(port)]
    with started(command, "Started worker", **settings):
        wait_until_answered("127.0.0.1", port)
        visit("127.0.0.1", port, told["session"])  # warm
        taken = visit("127.0.0.1", port, told["session"])
    seconds = told["seconds"]
    return {
        "load_seconds": round(sum(seconds.values()) - seconds["lint"], 1), "lint_seconds": seconds["lint"],
        "flaws": told["flaws"], "pages": sum(map(len, taken.values())), **summed_up(taken),
    }  # fmt: skip


def fuzz_pages(_data: Path, many: int = MANY) -> dict[str, Any]:
    """Malformed requests as nobody, and as each of the sample's people; failures are answers of 500 and the like."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        address = stack.enter_context(sample_service(folder, ZHIHENG_WRITES_A_MINUTE="1000000"))
        place = urlsplit(address)
        cookies = [_cookies(address, person) for person in ("editor", "organisation", "system", "audit")]
        answers = fuzz_service(str(place.hostname), int(place.port or 0), cookies, many=many)
    return {"requests": many, **answers, "failed": answers.get("5xx", 0) + answers.get("broken", 0)}


def _cookies(address: str, person: str) -> str:
    """What one of the people sends once he has entered; the token stands last."""
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.open(f"{address}/sample/").read().decode())
    form = urlencode({"csrfmiddlewaretoken": token[1] if token else ""}).encode()
    browser.open(f"{address}/sample/{person}/enter", form)
    held = {cookie.name: cookie.value for cookie in jar}
    return f"sessionid={held['sessionid']}; csrftoken={held['csrftoken']}"
