"""One demo of 600 cases, audited once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from zhiheng.auditing.run import Audit, audit
from zhiheng.demo import AS_OF, Comparison, Demo, compare, generate
from zhiheng.demo.files import write_files
from zhiheng.demo.show import CITY


@pytest.fixture(scope="session")
def demo() -> Demo:
    return generate(seed=1, cases=600)


@pytest.fixture(scope="session")
def audited(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audit]:
    folder: Path = tmp_path_factory.mktemp("demo")
    result = audit(write_files(demo, folder).events, city=CITY, as_of=AS_OF)
    yield result
    result.connection.close()


@pytest.fixture(scope="session")
def comparison(demo: Demo, audited: Audit) -> Comparison:
    return compare(demo.planted, audited.findings)
