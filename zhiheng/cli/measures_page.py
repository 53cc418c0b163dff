"""The page of a measure, written from its files; what it demonstrates has just been run."""

from collections.abc import Sequence
from typing import Any

from zhiheng.cli.controls_page import table
from zhiheng.core.control import Words
from zhiheng.core.measure import Measure
from zhiheng.core.measure_examples import load_measure_examples, run_measure_example

_TYPES = {"text": "text · 文本", "int": "int · 整数", "flag": "flag · 是否"}
_UNITS = {
    "": "", "count": "number · 个数", "workday": "working days · 工作日", "day": "days · 日",
    "microsecond": "microseconds · 微秒", "month": "months since January 1970 · 自 1970 年 1 月起的月序号",
    "flag": "1 or 0 · 1 或 0", "mixed": "as measure_unit says · 见 measure_unit",
}  # fmt: skip


def measure_page(measure: Measure) -> str:
    """The measure's page in Markdown, in English with the Chinese beside it."""
    header = measure.header
    reads = ", ".join(f"[{name}](../relations.md#{name})" for name in sorted(measure.reads))
    parameters = ", ".join(f"`${n}` = {p.default} {p.unit}".strip() for n, p in header.parameters.items())
    file = f"{measure.family}/{measure.path.name}"
    facts = [
        ("Reads", reads), ("Parameters", parameters or "none"), ("File", f"[{file}](../../zhiheng/measures/{file})"),
    ]  # fmt: skip
    columns = [
        (f"`{c.name}`", _TYPES[c.type], _UNITS[c.unit], f"{c.title.en} · {c.title.zh}") for c in header.columns
    ]
    blocks = [
        f"# {measure.id}: {header.title.en} · {header.title.zh}",
        _text(header.tells), table(["", ""], facts), "## Why it matters", _text(header.why), "## How it is computed",
        _text(header.measure), "## What it cannot see", _text(header.blind), "## Columns",
        table(["Column", "Type", "Counts", "Meaning"], columns), "## Examples", *_examples(measure),
    ]  # fmt: skip
    return "\n\n".join(blocks) + "\n"


def measures_index(measures: Sequence[Measure]) -> str:
    """The list of the measures, each with what a row of it is."""
    rows = [
        (f"[{m.id}]({m.id}.md)", f"{m.header.title.en} · {m.header.title.zh}",
         f"{m.header.tells.en}<br>{m.header.tells.zh}")
        for m in measures
    ]  # fmt: skip
    told = "The measures that are shipped. How one is written and run is on [a page of its own](../measures.md)."
    return f"# Measures · 指标\n\n{told}\n\n{table(['', 'Title', 'Tells'], rows)}\n"


def _text(words: Words) -> str:
    return f"{words.en}\n\n> {words.zh}"


def _examples(measure: Measure) -> list[str]:
    """Each example's name and what it publishes, as SQLite has just said."""
    blocks = []
    for example in load_measure_examples(measure):
        rows = run_measure_example(measure, example, "sqlite")
        head = measure.relation.names
        cells = sorted([_cell(row[name]) for name in head] for row in rows)
        blocks += [f"*{example.name.en} · {example.name.zh}*", table(head, cells)]
    return blocks


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
