"""`python -m tests.on_postgresql`: the tests of the service once more, on a PostgreSQL that is started for them."""

import os
import subprocess
import sys

from tests.engines.servers import postgres

SERVICE = (
    "tests/record", "tests/jobs", "tests/units", "tests/accounts", "tests/catalogue", "tests/sample",
    "tests/service",
)  # fmt: skip


def main() -> int:
    """Exit status of pytest."""
    with postgres() as address:
        return subprocess.run(
            [sys.executable, "-m", "pytest", *sys.argv[1:], *SERVICE],
            env=os.environ | {"ZHIHENG_TEST_DATABASE": address}, check=False,
        ).returncode  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
