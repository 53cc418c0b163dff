"""`zhiheng audit`: a log against a city's documents."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import typer

from zhiheng.cli.terminal import plain, progress, say, show, use_language
from zhiheng.core.errors import CityError, EngineError, Language, ZhihengError


def audit_log(  # noqa: PLR0913, PLR0917 - one for each option of the command
    log: Annotated[list[Path], typer.Argument(help="Event logs: xes, csv (.gz), parquet, xlsx, OCEL 2.0 json (.gz).")],
    city: Annotated[Path, typer.Option(help="The city folder: city.yaml, log.yaml, powers/.")],
    as_of: Annotated[str | None, typer.Option(help="Judge as of this date or moment; default: the log's last.")] = None,
    engine: Annotated[str, typer.Option(help="duckdb, or spark to judge on a cluster.")] = "duckdb",
    master: Annotated[str | None, typer.Option(help="Spark's master: spark://host:7077; default: here.")] = None,
    controls: Annotated[str | None, typer.Option(help="Only these controls, as in T03,S02.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write findings.parquet, summary.json and report.html here.")] = None,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="Write findings.xlsx there too.")] = False,  # noqa: FBT002 - a switch
    form: Annotated[Literal["table", "json"], typer.Option("--format", help="What to print.")] = "table",
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help="Language of tables, errors and report.")] = None,
) -> None:
    """Audit event logs against a city's catalogue of powers."""
    from zhiheng.auditing.run import audit  # noqa: PLC0415 - brings the engine

    tongue = use_language(lang)
    if xlsx and out is None:
        raise CityError(
            "--xlsx",
            en="findings.xlsx needs a folder; name it with --out",
            zh="findings.xlsx 需要目录；请用 --out 指明",
        )
    only = None if controls is None else [name.strip().upper() for name in controls.split(",")]
    with _earlier_results_named(out, tongue), progress(tongue) as report:
        result = audit(
            log, city=city, as_of=as_of, engine=_place(engine, master), controls=only, out=out, language=tongue,
            progress=report,
        )
    if xlsx and out is not None:
        from zhiheng.auditing.findings_sheet import write_findings_sheet  # noqa: PLC0415 - brings the writer

        left = write_findings_sheet(result, out / "findings.xlsx", language=tongue)
        if left:
            say(
                f"findings.xlsx 已满，另有 {left:,} 条发现未列出；全部见 findings.parquet"
                if tongue == "zh"
                else f"findings.xlsx is full: {left:,} findings are not in it; findings.parquet has all",
                warning=True,
            )
    for warning in result.summary["warnings"]:
        say(warning, warning=True)
    if form == "json":
        typer.echo(msgspec.json.format(msgspec.json.encode(result.summary), indent=1).decode())
    else:
        print_summary(result.summary, {c.id: c.header.title for c in result.controls}, tongue)
    if out is not None:
        words = "报告：" if tongue == "zh" else "report: "
        say(f"{words}{out / 'report.html'}")


def _place(engine: str, master: str | None) -> str:
    """The engine, or where it is; a master is Spark's."""
    if master is None:
        return engine
    if engine != "spark":
        raise EngineError("--master", en="this is for --engine spark", zh="此项只用于 --engine spark")
    if not master.startswith("spark://"):
        raise EngineError(
            "--master",
            en=f"{master!r} is no address of a master; write spark://host:7077, or leave it out for this machine",
            zh=f"{master!r} 不是 master 的地址；请写 spark://主机:7077，在本机运行则不写",
        )
    return master


@contextmanager
def _earlier_results_named(out: Path | None, tongue: Language) -> Iterator[None]:
    """An audit that fails leaves an earlier one's results alone, and says so: nobody is to take them for its own."""
    from zhiheng.auditing.output_folder import holds_results  # noqa: PLC0415 - what --help does not need

    try:
        yield
    except ZhihengError as error:
        if out is not None and holds_results(out):
            error.add_note(
                f"{out}：其中仍是此前一次核验的结果，未作改动"
                if tongue == "zh"
                else f"{out}: what it holds is left as it was, the results of an earlier audit"
            )
        raise


def print_summary(summary: dict[str, Any], titles: dict[str, Any], tongue: Language) -> None:
    """The counts by control and subject as a table."""
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    zh = tongue == "zh"
    unmatched = summary["unmatched"]
    head = (
        f"{summary['city']}：{summary['cases']:,} 件，{summary['events']:,} 个行为，截至 {summary['as_of']}"
        if zh
        else f"{summary['city']}: {summary['cases']:,} cases, {summary['events']:,} events, as of {summary['as_of']}"
    )
    table = Table(title=escape(plain(head)), title_justify="left")
    names = ("规则", "", "对象", "判断", "发现", "无法核验", "级别") if zh else (
        "Control", "", "Subject", "Judged", "Found", "Not checkable", "Levels")
    for place, name in enumerate(names):
        table.add_column(name, justify="right" if place in (3, 4, 5) else "left", overflow="fold")
    for control, counts in summary["controls"].items():
        words = titles[control]
        for number, (subject, count) in enumerate(counts["subjects"].items()):
            levels = " ".join(f"{level} {many:,}" for level, many in count["levels"].items())
            sides = " ".join(f"({side} {many:,})" for side, many in count.get("sides", {}).items())
            table.add_row(
                control if number == 0 else "",
                (words.zh if zh else words.en) if number == 0 else "",
                escape(plain(subject)),
                f"{count['judged']:,}", f"{count['found']:,}", f"{count['not_checkable']:,}",
                f"{levels} {sides}".strip(),
            )  # fmt: skip
    show(table)
    strangers = sum(unmatched["activities"].values())
    if strangers or unmatched["cases"]:
        say(
            f"清单未载的行为 {strangers:,} 个，无法归入职权的办件 {unmatched['cases']:,} 件"
            if zh
            else f"{strangers:,} events are no step of the catalogue;"
            f" {unmatched['cases']:,} cases belong to no power in force"
        )
