"""What every test may ask for, and the rule that in CI nothing is skipped."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# One machine's load must not fail a claim, and a run must find what the last one found.
settings.register_profile("test", max_examples=100, deadline=None, derandomize=True, database=None)
settings.load_profile("test")


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder that holds eventlogs/, as the variable ZHIHENG_DATA names it."""
    name = os.environ.get("ZHIHENG_DATA")
    if not name:
        pytest.skip("ZHIHENG_DATA is not set; it names the folder that holds eventlogs/ with the real logs")
    folder = Path(name)
    if not folder.is_dir():
        pytest.fail(f"ZHIHENG_DATA names {name}, which is no folder; it has to hold eventlogs/")
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds pyproject.toml."""
    return ROOT


def _nothing_may_be_skipped() -> bool:
    return bool(os.environ.get("CI")) and bool(os.environ.get("ZHIHENG_DATA"))


def _as_failure(report: pytest.TestReport | pytest.CollectReport) -> None:
    """A skipped report becomes a failed one that says why it was skipped."""
    if report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not allow. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    report = yield
    if _nothing_may_be_skipped():
        _as_failure(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    report = yield
    if _nothing_may_be_skipped():
        _as_failure(report)
    return report
