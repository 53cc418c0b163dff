"""Django's SQLite, with a queue before the write lock.

SQLite lets writers poll for its lock, and one that polls may starve for seconds. A lock on a file beside the database
is granted by the kernel in turn, so each transaction takes that first.
Django's stubs do not know the methods that are overridden here.
"""

import fcntl
import os
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions stand in line."""

    _line: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._stand_in_line()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_line()
            raise

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001 - Django's signature
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if autocommit:
            self._leave_line()

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self._leave_line()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_line()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._leave_line()

    def _stand_in_line(self) -> None:
        if self._line is not None or self.is_in_memory_db():
            return
        path = Path(f"{self.settings_dict['NAME']}-line")
        line = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(line, fcntl.LOCK_EX)
        except BaseException:
            os.close(line)
            raise
        self._line = line

    def _leave_line(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            os.close(line)
