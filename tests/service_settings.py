"""The service's own settings, for tests: the database that ZHIHENG_TEST_DATABASE names, a key that opens nothing."""

import os

os.environ.setdefault("ZHIHENG_SECRET_KEY", "a key of the tests, which opens nothing and is no secret at all")
os.environ.setdefault("ZHIHENG_NUMBER_KEYS", "dGhpcyBrZXkgb3BlbnMgbm90aGluZyBhdCBhbGwgISE=")
os.environ.setdefault("ZHIHENG_HTTPS", "0")
os.environ.setdefault("ZHIHENG_SAMPLE", "1")
os.environ["ZHIHENG_DATABASE"] = os.environ.get("ZHIHENG_TEST_DATABASE", "sqlite:///tmp/zhiheng-tests-unused.sqlite3")

from zhiheng.config.settings import *  # noqa: F403

if DATABASES["default"]["ENGINE"] == "zhiheng.config.sqlite":  # noqa: F405
    # pytest-django knows by its name only Django's own SQLite, and would open a file named by the whole path.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405

# Work in the background is done at once, where a test does not start a worker.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
