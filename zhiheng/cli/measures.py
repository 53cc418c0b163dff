"""`zhiheng measures list|show|test|run`: tables that history publishes, in the terminal."""

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import typer

from zhiheng.cli.terminal import plain, progress, say, show, use_language
from zhiheng.core.control import Words
from zhiheng.core.errors import Language
from zhiheng.core.measure import Measure, OutputColumn, load_measures

app = typer.Typer(help="The measures: list them, read one, run them over a log.", no_args_is_help=True)

City = Annotated[Path | None, typer.Option(help="Also the measures of this city folder.")]
Lang = Annotated[Literal["zh", "en"] | None, typer.Option(help="Language.")]

_ROWS = 20
_DAY = 86_400_000_000


def _measures(city: Path | None, only: list[str] | None = None) -> tuple[Measure, ...]:
    from zhiheng.auditing.city import load_city  # noqa: PLC0415

    return load_measures(only=only) if city is None else load_city(city).measures(only)


def _in(words: Words, tongue: Language) -> str:
    return words.zh if tongue == "zh" else words.en


@app.command("list")
def list_measures(city: City = None, lang: Lang = None) -> None:
    """List the measures with what one row of each is."""
    from rich.table import Table  # noqa: PLC0415

    tongue = use_language(lang)
    table = Table()
    for name in ("编号", "名称", "内容") if tongue == "zh" else ("Id", "Title", "Tells"):
        table.add_column(name, overflow="fold")
    for measure in _measures(city):
        table.add_row(measure.id, _in(measure.header.title, tongue), _in(measure.header.tells, tongue))
    show(table)


@app.command("show")
def show_measure(measure_id: str, city: City = None, lang: Lang = None) -> None:
    """Show one measure: what it tells, why, how, its columns, its SQL."""
    tongue = use_language(lang)
    zh = tongue == "zh"
    measure = _measures(city, [measure_id])[0]
    header = measure.header
    typer.echo(f"{measure.id}  {_in(header.title, tongue)}\n")
    for label_zh, label_en, words in (
        ("内容", "Tells", header.tells), ("为什么重要", "Why it matters", header.why),
        ("如何计算", "How it is computed", header.measure), ("看不到什么", "What it cannot see", header.blind),
    ):  # fmt: skip
        typer.echo(f"{label_zh if zh else label_en}: {_in(words, tongue)}\n")
    for column in header.columns:
        kind = f"{column.type}, {column.unit}" if column.unit else column.type
        typer.echo(f"  {column.name} ({kind}) {_in(column.title, tongue)}")
    typer.echo(f"\n{'文本' if zh else 'Text'} {measure.hash}\n{measure.sql.strip()}")


@app.command("test")
def run_examples(
    measure_id: Annotated[list[str] | None, typer.Argument(help="Only these ids.")] = None,
    city: City = None,
    lang: Lang = None,
) -> None:
    """Run the examples of the measures on both engines."""
    from zhiheng.core.measure_examples import (  # noqa: PLC0415
        load_measure_examples,
        measure_differences,
        run_measure_example,
    )

    tongue = use_language(lang)
    failed = ran = 0
    for measure in _measures(city, measure_id or None):
        for example in load_measure_examples(measure):
            for engine in ("sqlite", "duckdb"):
                ran += 1
                wrong = measure_differences(measure, example, run_measure_example(measure, example, engine))
                for sentence in wrong:
                    say(f"{measure.id} [{engine}] {_in(example.name, tongue)}: {sentence}", warning=True)
                failed += bool(wrong)
    typer.echo(f"{ran - failed} passed, {failed} failed")
    if failed:
        raise typer.Exit(1)


@app.command("run")
def run_measures(
    log: Annotated[list[Path], typer.Argument(help="Event logs, in any format that audit reads.")],
    city: Annotated[Path, typer.Option(help="The city folder.")],
    measures: Annotated[str | None, typer.Option(help="Only these, as in durations,rework.")] = None,
    as_of: Annotated[str | None, typer.Option(help="As of this date or moment; default: the log's last.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write one Parquet file a measure here.")] = None,
    form: Annotated[Literal["table", "json"], typer.Option("--format", help="What to print.")] = "table",
    lang: Lang = None,
) -> None:
    """Run measures over event logs."""
    from zhiheng.auditing.measuring import measure  # noqa: PLC0415 - brings the engine

    tongue = use_language(lang)
    only = None if measures is None else [name.strip() for name in measures.split(",")]
    with progress(tongue) as report:
        result = measure(log, city=city, measures=only, as_of=as_of, out=out, progress=report)
    rows = {one.id: list(result.rows(one.id)) for one in result.measures}
    if form == "json":
        typer.echo(msgspec.json.format(msgspec.json.encode(rows), indent=1).decode())
    else:
        for one in result.measures:
            _print(one, rows[one.id], tongue)
    if out is not None:
        say(f"{'结果：' if tongue == 'zh' else 'results: '}{out}")


def _print(measure: Measure, rows: list[dict[str, Any]], tongue: Language) -> None:
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    more = "" if len(rows) <= _ROWS else f" ({_ROWS} / {len(rows):,})"
    table = Table(title=f"{_in(measure.header.title, tongue)}{more}", title_justify="left")
    for column in measure.header.columns:
        table.add_column(
            _in(column.title, tongue), justify="left" if column.type == "text" else "right", overflow="fold"
        )
    for row in rows[:_ROWS]:
        table.add_row(*(escape(plain(_shown(row, column, tongue))) for column in measure.header.columns))
    show(table)


def _shown(row: dict[str, Any], column: OutputColumn, tongue: Language) -> str:
    """A value as people read it: months as 2026-09, times in days."""
    value = row[column.name]
    if value is None:
        return ""
    if column.unit == "month":
        return f"{1970 + value // 12}-{value % 12 + 1:02d}"
    if column.unit == "microsecond" or (column.unit == "mixed" and row.get("measure_unit") == "microsecond"):
        return f"{value / _DAY:,.1f} {'日' if tongue == 'zh' else 'd'}"
    return f"{value:,}" if isinstance(value, int) else str(value)
