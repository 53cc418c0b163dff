"""`zhiheng convert`: a log in another format, for other tools."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from zhiheng.cli.terminal import progress, say, use_language

_LOST = {
    "characters": ("XML 不能表示的字符 {:,} 个，已改为 �", "{:,} characters that XML cannot hold are written as �"),
    "cases": (
        "没有行为的办件 {:,} 件，表格无法容纳，未写入",
        "{:,} cases without an act are left out: a table has no row for them",
    ),
    "amounts": ("日志未写明的金额 {:,} 个，未写入", "{:,} amounts that the log does not state are left out"),
    "particulars": (
        "log.yaml 中 {:,} 条中止或延长规定的内容取自日志属性，未写入",
        "{:,} suspensions or extensions of log.yaml take their particulars from the log and are left out",
    ),
}  # fmt: skip


def convert_log(
    log: Annotated[list[Path], typer.Argument(help="Event logs, in any format that audit reads.")],
    city: Annotated[Path, typer.Option(help="The city folder whose log.yaml reads them.")],
    to: Annotated[Path, typer.Option(help="What to write: .xes, .xes.gz, .json (OCEL 2.0), .json.gz or .parquet.")],
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help="Language of messages.")] = None,
) -> None:
    """Write a log again as XES, OCEL 2.0 or Parquet, with the log.yaml that reads it."""
    from zhiheng.auditing.converting import convert  # noqa: PLC0415 - brings the engine

    tongue = use_language(lang)
    with progress(tongue) as report:
        done = convert(log, city=city, to=to, progress=report)
    zh = tongue == "zh"
    for name, count in done.lost.items():
        say(_LOST[name][0 if zh else 1].format(count), warning=True)
    say(
        f"已写入 {done.path}：{done.cases:,} 件，{done.events:,} 个行为；读取它的 log.yaml：{done.mapping}"
        if zh
        else f"wrote {done.path}: {done.cases:,} cases, {done.events:,} events; its log.yaml: {done.mapping}"
    )
