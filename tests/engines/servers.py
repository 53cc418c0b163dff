"""Real servers for the tests, each on loopback, on a free port, ended by its process id."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Thread, Timer
from typing import IO

import pytest

_PATIENCE = 180


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextlib.contextmanager
def started(command: Sequence[str], words: str, **settings: str) -> Iterator[None]:
    """A process for as long as the block lasts, from when it has said the words."""
    # Where the tests are killed, the server gets the signal too.
    process = subprocess.Popen(
        ["/usr/bin/setpriv", "--pdeathsig", "TERM", *command], env=os.environ | settings, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout is not None
    patience = Timer(_PATIENCE, process.kill)
    patience.start()
    # What it says later must be read, or it would wait for a reader.
    reader = Thread(target=_drain, args=(process.stdout,))
    try:
        _listen(process.stdout, words)
        patience.cancel()
        reader.start()
        yield
    finally:
        patience.cancel()
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if reader.ident is not None:
            reader.join()
        process.stdout.close()


def _listen(stream: IO[str], words: str) -> None:
    said: list[str] = []
    for line in stream:
        said.append(line)
        if words in line:
            return
    raise AssertionError(f"the server ended before it said {words!r}: {''.join(said)[-2000:]}")


def _drain(stream: IO[str]) -> None:
    for _ in stream:
        pass


def postgres_programs() -> Path:
    """The folder of PostgreSQL's server programs; the test is skipped where there is none."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    found = shutil.which("postgres")
    folders += [Path(found).resolve().parent] if found else []
    if not folders:
        pytest.skip("no PostgreSQL server here: apt-get install postgresql")
    return max(folders)


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL of our own, whose text sorts as in Chinese; its address."""
    programs, port = postgres_programs(), free_port()
    # PostgreSQL refuses to be root.
    user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="zhiheng-postgres-") as name:
        if user:
            shutil.chown(name, "postgres", "postgres")
        data = f"{name}/data"
        subprocess.run(
            [*user, programs / "initdb", "-D", data, "-A", "trust", "-U", "zhiheng", "-E", "UTF8", "--no-sync",
             "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh-CN"],
            check=True, capture_output=True, cwd=name,
        )  # fmt: skip
        command = [
            *user, str(programs / "postgres"), "-D", data, "-p", str(port), "-k", name,
            "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
        ]  # fmt: skip
        with started(command, "ready to accept connections", LC_ALL="C"):
            yield f"postgresql://zhiheng@127.0.0.1:{port}/postgres"


def need_spark() -> None:
    """Skip the test where pyspark or Java is missing."""
    pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'zhiheng[spark]'")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("no Java here: apt-get install default-jre-headless")


@contextlib.contextmanager
def spark_cluster(folder: Path, *, workers: int = 2) -> Iterator[str]:
    """A standalone master with workers of one core each; its address."""
    import pyspark  # noqa: PLC0415 - may be missing

    # pip brings no sbin; this is what its scripts call.
    program = str(Path(pyspark.__file__).parent / "bin" / "spark-class")
    port = free_port()
    address = f"spark://127.0.0.1:{port}"
    settings: Mapping[str, str] = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m"}
    host = ["--host", "127.0.0.1", "--webui-port", "0"]
    master = [program, "org.apache.spark.deploy.master.Master", *host, "--port", str(port)]
    worker = [program, "org.apache.spark.deploy.worker.Worker", *host, "-c", "1", "-m", "2g"]
    with contextlib.ExitStack() as running:
        running.enter_context(started(master, "New state: ALIVE", **settings))
        for number in range(workers):
            command = [*worker, "-d", str(folder / f"worker-{number}"), address]
            running.enter_context(started(command, "Successfully registered with master", **settings))
        yield address
