"""`zhiheng controls list|show|test`: the rules, in the terminal."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from zhiheng.cli.terminal import say, show, use_language
from zhiheng.core.control import Control, Words, load_controls
from zhiheng.core.errors import Language

if TYPE_CHECKING:
    from zhiheng.core.elsewhere import Engine
    from zhiheng.core.example_batches import Pair
    from zhiheng.core.example_runs import Outcome
    from zhiheng.core.examples import Example

app = typer.Typer(help="The controls: list them, read one, run their examples.", no_args_is_help=True)

City = Annotated[Path | None, typer.Option(help="Also the controls of this city folder.")]
Lang = Annotated[Literal["zh", "en"] | None, typer.Option(help="Language.")]


def _controls(city: Path | None, only: list[str] | None = None) -> tuple[Control, ...]:
    from zhiheng.auditing.city import load_city  # noqa: PLC0415

    if city is None:
        return load_controls(only=only)
    return load_city(city).controls(only)


def _in(words: Words | None, tongue: Language) -> str:
    return "" if words is None else words.zh if tongue == "zh" else words.en


@app.command("list")
def list_controls(city: City = None, lang: Lang = None) -> None:
    """List the controls with their titles."""
    from rich.table import Table  # noqa: PLC0415

    tongue = use_language(lang)
    zh = tongue == "zh"
    table = Table()
    for name in ("编号", "名称", "发现什么", "阶段", "拦截") if zh else ("Id", "Title", "Flags", "Phase", "Blocks"):
        table.add_column(name, overflow="fold")
    for control in _controls(city):
        header = control.header
        table.add_row(
            control.id, _in(header.title, tongue), _in(header.flags, tongue), header.phase, "●" if header.blocks else ""
        )
    show(table)


@app.command("show")
def show_control(control_id: str, city: City = None, lang: Lang = None) -> None:
    """Show one control: what, why, law, how it is computed, its SQL."""
    tongue = use_language(lang)
    zh = tongue == "zh"
    control = _controls(city, [control_id])[0]
    header = control.header
    typer.echo(f"{control.id}  {_in(header.title, tongue)}\n")
    for label_zh, label_en, words in (
        ("发现什么", "Flags", header.flags), ("为什么重要", "Why it matters", header.why),
        ("原则", "Principle", header.principle), ("如何计算", "How it is computed", header.measure),
        ("看不到什么", "What it cannot see", header.blind),
    ):  # fmt: skip
        if words is not None:
            typer.echo(f"{label_zh if zh else label_en}: {_in(words, tongue)}\n")
    for place, citations in header.basis.items():
        laws = "; ".join(f"{c.law} {c.article}".strip() for c in citations)
        typer.echo(f"{'依据' if zh else 'Law'} ({place}): {laws}\n")
    typer.echo(f"{'文本' if zh else 'Text'} {control.hash}\n{control.sql.strip()}")


@app.command("test")
def run_examples(
    control_id: Annotated[list[str] | None, typer.Argument(help="Only these ids.")] = None,
    city: City = None,
    lang: Lang = None,
    engine: Annotated[
        Literal["spark", "postgres"] | None, typer.Option(help="On this engine instead of SQLite and DuckDB.")
    ] = None,
    at: Annotated[str | None, typer.Option(help="Spark's master, or the address of the PostgreSQL database.")] = None,
) -> None:
    """Run the examples of the controls on SQLite and DuckDB, or on another engine."""
    from zhiheng.core.example_runs import differences  # noqa: PLC0415
    from zhiheng.core.examples import load_examples  # noqa: PLC0415

    tongue = use_language(lang)
    failed = 0
    ran = 0
    chosen = _controls(city, control_id or None)
    pairs = [(control, example) for control in chosen for example in load_examples(control)]
    for control, example, name, outcome in _here(pairs) if engine is None else _elsewhere(pairs, engine, at):
        ran += 1
        wrong = differences(example, outcome, tongue)
        for sentence in wrong:
            say(f"{control.id} [{name}] {_in(example.name, tongue)}: {sentence}", warning=True)
        failed += bool(wrong)
    typer.echo(f"{ran - failed} passed, {failed} failed")
    if failed:
        raise typer.Exit(1)


def _here(pairs: Iterable[Pair]) -> Iterator[tuple[Control, Example, str, Outcome]]:
    from zhiheng.core.example_runs import run_example  # noqa: PLC0415

    for control, example in pairs:
        yield control, example, "sqlite", run_example(control, example, "sqlite")
        yield control, example, "duckdb", run_example(control, example, "duckdb")


def _elsewhere(
    pairs: Iterable[Pair], name: Literal["spark", "postgres"], place: str | None
) -> Iterator[tuple[Control, Example, str, Outcome]]:
    from zhiheng.core.engines.postgres import PostgresEngine  # noqa: PLC0415
    from zhiheng.core.engines.spark import LOCAL, SMALL, SparkEngine  # noqa: PLC0415
    from zhiheng.core.example_batches import batches, run_batch  # noqa: PLC0415

    with contextlib.ExitStack() as opened:
        if name == "postgres":
            engine: Engine = opened.enter_context(PostgresEngine(place or ""))
        else:
            folder = Path(opened.enter_context(TemporaryDirectory(prefix="zhiheng-")))
            engine = opened.enter_context(SparkEngine(folder, master=place or LOCAL, settings=SMALL))
        for batch in batches(pairs):
            yield from ((control, example, name, outcome) for control, example, outcome in run_batch(batch, engine))
