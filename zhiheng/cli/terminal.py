"""What the terminal shows: language, errors, progress, tables."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from rich.console import Console

from zhiheng.core.errors import InputError, Language, ZhihengError

if TYPE_CHECKING:
    from rich.table import Table

Progress = Callable[[str, int, int | None], None]

_STAGES = {
    "read": ("读取日志", "reading the log"),
    "relations": ("整理记录", "building the record"),
    "derive": ("推导", "deriving"),
    "parts": ("分批核验", "judging part by part"),
    "measures": ("计算指标", "measuring"),
    "write": ("写入", "writing"),
}


def language() -> Language:
    """The user's language: ZHIHENG_LANG, else the locale; Chinese for a Chinese one, else English."""
    for name in ("ZHIHENG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def use_language(chosen: str | None) -> Language:
    """The language asked for, kept for error messages too."""
    if chosen in ("zh", "en"):
        os.environ["ZHIHENG_LANG"] = chosen
    return language()


def plain(text: str) -> str:
    """The text with what a terminal would obey, or break a line at, written out: names come from logs."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def complain(error: ZhihengError) -> None:
    """One sentence on standard error, and under it what else was noted."""
    text = plain(error.text(language()) if isinstance(error, InputError) else str(error))
    Console(stderr=True, soft_wrap=True).print(text, style="red", markup=False, highlight=False)
    for note in getattr(error, "__notes__", ()):
        say(note, warning=True)


def write_what_can_be_shown() -> None:
    """A console whose encoding lacks a character gets it written out as an escape, not a crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str, *, warning: bool = False) -> None:
    """A line on standard error, so that standard output stays clean."""
    style = "yellow" if warning else "default"
    Console(stderr=True, soft_wrap=True).print(plain(text), style=style, markup=False, highlight=False)


def show(table: Table) -> None:
    """A table on standard output; wide enough to be read when it is not a terminal."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=140)
    console.print(table)


@contextlib.contextmanager
def progress(tongue: Language) -> Iterator[Progress | None]:
    """A progress display on a terminal; nothing otherwise."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns: tuple[Any, ...] = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[count]}"),
        TimeElapsedColumn(),
    )  # fmt: skip
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", count="", total=None)

        def report(stage: str, done: int, total: int | None) -> None:
            told = ("规则", "control") if stage[1:].isdigit() else ("读取", "reading")  # T01, or a file's name
            words = _STAGES.get(stage, (f"{told[0]} {stage}", f"{told[1]} {stage}"))
            count = f"{done:,}" if total is None else f"{done:,} / {total:,}"
            bar.update(task, description=words[0 if tongue == "zh" else 1], completed=done, total=total, count=count)

        yield report
