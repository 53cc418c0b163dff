"""The folder that an audit writes into: every file beside its place first, then all put in place together."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from uuid import uuid4

from zhiheng.core.errors import CityError

FINDINGS, REPORT, SUMMARY = "findings.parquet", "report.html", "summary.json"
FILES = (FINDINGS, REPORT, SUMMARY)

_EARLIER = "earlier"


class OutputFolder:
    """Where the results of one run go; ``folder / name`` is where a file is written until all are whole.

    ``files`` are the names that it may write. Making it proves that the folder can be written
    and leaves nothing behind. Raises CityError where it cannot, or where a folder stands in a result's place.
    """

    def __init__(self, path: Path, files: Sequence[str] = FILES) -> None:
        self.path = path
        self._files = files
        # Inside the folder, so that putting in place is a renaming on one file system.
        self._beside = path / f".zhiheng-{uuid4().hex}"
        for name in files:
            if (path / name).is_dir():
                raise self.blocked(name)
        with self.writing():
            pass

    def __truediv__(self, name: str) -> Path:
        return self._beside / name

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The place for the files is there within the block; what fails takes it away, with each folder made for it."""
        made = [folder for folder in (self.path, *self.path.parents) if not folder.exists()]
        try:
            self._beside.mkdir(parents=True)
            yield
        except OSError as error:
            raise unwritable(self.path, error) from None
        finally:
            if not any((self._beside / _EARLIER).glob("*")):  # else they could not be put back: never remove them
                shutil.rmtree(self._beside, ignore_errors=True)
            for folder in made:
                with suppress(OSError):  # it holds the results
                    folder.rmdir()

    def put_in_place(self) -> None:
        """Each file that was written takes the place of the earlier one; all of them, or none.

        Raises OSError or CityError where one cannot be replaced; what was there is there again.
        """
        earlier = self._beside / _EARLIER
        earlier.mkdir()
        for name in self._files:
            if (self.path / name).is_dir():
                raise self.blocked(name)
        moves = [(self.path / name, earlier / name) for name in self._files if (self.path / name).exists()]
        moves += [(self / name, self.path / name) for name in self._files if (self / name).exists()]
        _all_or_none(moves)
        shutil.rmtree(earlier, ignore_errors=True)

    def blocked(self, name: str) -> CityError:
        """The sentence for a folder that has a result's name."""
        return CityError(
            str(self.path / name),
            en=f"a folder stands where {name} goes; remove it, or choose another folder with --out",
            zh=f"{name} 的位置上是一个目录；请将其移走，或用 --out 另选目录",
        )


def _all_or_none(moves: Sequence[tuple[Path, Path]]) -> None:
    undo: list[Callable[[], object]] = []
    try:
        for source, target in moves:
            source.replace(target)
            undo.append(partial(target.replace, source))
    except BaseException:
        for back in reversed(undo):
            with suppress(OSError):  # the others go back all the same
                back()
        raise


def holds_results(path: Path) -> bool:
    """Whether the folder holds the results of an earlier audit."""
    return any((path / name).is_file() for name in FILES)


def unwritable(folder: Path, error: OSError) -> CityError:
    """The sentence for an output folder that cannot be written."""
    return CityError(
        str(folder),
        en=f"nothing can be written there ({error.strerror or error}); choose another folder with --out",
        zh=f"无法写入该目录（{error.strerror or error}）；请用 --out 另选目录",
    )
