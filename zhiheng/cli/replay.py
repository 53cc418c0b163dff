"""`zhiheng replay`: what a changed document or control would have found over a log."""

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import typer

from zhiheng.cli.terminal import plain, progress, say, show, use_language
from zhiheng.core.errors import Language

_ROWS = 20


def replay_log(
    log: Annotated[list[Path], typer.Argument(help="Event logs, in any format that audit reads.")],
    city: Annotated[Path, typer.Option(help="The city folder as it is.")],
    draft: Annotated[
        list[Path],
        typer.Option("--with", help="What is changed: a power document, a control, a city.yaml, or a folder of these."),
    ],
    as_of: Annotated[str | None, typer.Option(help="Judge as of this date or moment; default: the log's last.")] = None,
    controls: Annotated[str | None, typer.Option(help="Only these controls, as in T03,S02.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write replay.parquet and replay.json here.")] = None,
    form: Annotated[Literal["table", "json"], typer.Option("--format", help="What to print.")] = "table",
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help="Language of tables and errors.")] = None,
) -> None:
    """Compare what a draft would have found over a log with what is found as things are."""
    from zhiheng.auditing.replaying import replay  # noqa: PLC0415 - brings the engine

    tongue = use_language(lang)
    only = None if controls is None else [name.strip().upper() for name in controls.split(",")]
    with progress(tongue) as report:
        result = replay(
            log, city=city, draft=draft, as_of=as_of, controls=only, out=out, language=tongue, progress=report
        )
    summary = result.summary
    for warning in summary["warnings"]:
        say(warning, warning=True)
    if form == "json":
        typer.echo(msgspec.json.format(msgspec.json.encode(summary), indent=1).decode())
    else:
        _print(summary, result.titles, tongue)
    if out is not None:
        say(f"{'结果：' if tongue == 'zh' else 'results: '}{out / 'replay.parquet'}, {out / 'replay.json'}")


def _print(summary: dict[str, Any], titles: dict[str, Any], tongue: Language) -> None:
    zh = tongue == "zh"
    for one in summary["drafts"]:
        new = ("（新增）" if zh else " (new)") if one["new"] else ""
        say(f"{one['path']} → {one['place']}{new}")
    _print_controls(summary, titles, zh=zh)
    rows = summary["units_and_months"]
    if rows:
        _print_units(rows, zh=zh)
    if len(rows) > _ROWS:
        say(f"共 {len(rows):,} 行，全部见 --format json" if zh else f"{len(rows):,} rows; --format json has them all")
    total = summary["differences"]
    if not any(total.values()):
        say("两次的发现完全相同" if zh else "both find the same")


def _print_controls(summary: dict[str, Any], titles: dict[str, Any], *, zh: bool) -> None:
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    total = summary["differences"]
    head = (
        f"{summary['city']}：草案多出发现 {total['more']:,} 条，减少 {total['less']:,} 条，变化 {total['changed']:,} 条"
        if zh
        else f"{summary['city']}: with the draft {total['more']:,} findings more, {total['less']:,} less,"
        f" {total['changed']:,} changed"
    )
    table = Table(title=escape(plain(head)), title_justify="left")
    names = ("规则", "", "判断", "查出", "无法核验", "多出", "减少", "变化", "加重", "减轻") if zh else (
        "Control", "", "Judged", "Found", "Not checkable", "More", "Less", "Changed", "Graver", "Lighter")
    for place, name in enumerate(names):
        table.add_column(name, justify="right" if place > 1 else "left", overflow="fold")
    for control, row in summary["controls"].items():
        words = titles[control]
        both = [_both(row["present"][name], row["draft"][name]) for name in ("judged", "found", "not_checkable")]
        sides = [f"{row[name]:,}" for name in ("more", "less", "changed", "graver", "lighter")]
        table.add_row(control, words.zh if zh else words.en, *both, *sides)
    show(table)


def _both(present: int, draft: int) -> str:
    return f"{present:,}" if present == draft else f"{present:,} → {draft:,}"


def _print_units(rows: list[dict[str, Any]], *, zh: bool) -> None:
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table()
    for place, name in enumerate(("单位", "月份", "多出", "减少", "变化") if zh else (
        "Unit", "Month", "More", "Less", "Changed")):
        table.add_column(name, justify="right" if place > 1 else "left", overflow="fold")
    for row in rows[:_ROWS]:
        unit = row["unit_id"] or ("（不详）" if zh else "(not known)")
        month = row["month"] or ("（不详）" if zh else "(not known)")
        table.add_row(escape(plain(unit)), month, *(f"{row[side]:,}" for side in ("more", "less", "changed")))
    show(table)
