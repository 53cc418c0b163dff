"""`python -m benchmarks.picture`: docs/engines.svg, how long each engine took, drawn from benchmarks/results."""

import json
from dataclasses import dataclass
from html import escape
from math import log10
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
PICTURE = ROOT / "docs" / "engines.svg"


@dataclass(frozen=True)
class Line:
    """One measurement: the engine, what it did (values of the result file in braces), the file, its key, in seconds."""

    engine: str
    zh: str
    en: str
    figure: str
    key: str = "seconds"
    unit: float = 1.0


_LAKE = ("{events} 个行为，{months} 个 Parquet 文件", "{events} acts in {months} Parquet files")
LINES = (
    Line("SQLite", "一件 {acts} 个行为的办件，第 99 百分位", "one case of {acts} acts, 99th percentile",
         "live", "p99_ms", 1e-3),
    Line("SQLite", "{events} 个行为中 {touched} 个变动办件", "{touched} touched cases out of {events} acts",
         "touched", "median_ms", 1e-3),
    Line("DuckDB", "罚款日志 {events} 个行为，自 Parquet", "the fines log, {events} acts, from Parquet",
         "audit_parquet"),
    Line("DuckDB", "罚款日志 {events} 个行为，自 XES", "the fines log, {events} acts, from XES", "audit_xes"),
    Line("DuckDB", "{events} 个行为，自 Parquet", "{events} acts, from Parquet", "audit_five_million"),
    Line("DuckDB", *_LAKE, "lake_1_month"),
    Line("DuckDB", *_LAKE, "lake_8_months"),
    Line("DuckDB", *_LAKE, "lake_81_months"),
    Line("Spark", "罚款日志 {events} 个行为，自 XES，一主 {workers} 从，自冷启动",
         "the fines log, {events} acts, from XES, a master and {workers} workers, from a cold start", "spark_fines"),
)  # fmt: skip

_NOTES = (
    "全部规则；DuckDB 与 Spark 自启动起，含全部输出，SQLite 已在运行；对数刻度",
    "All controls; DuckDB and Spark from their start and with all outputs, SQLite already running; logarithmic scale",
)
_WIDTH, _TOP, _ROW, _LEFT, _RIGHT = 960, 96, 46, 560, 900
_NARROW = 70  # room for a value beside its dot
_STYLE = """
svg { --ground: #ffffff; --ink: #18232d; --ink-2: #46545f; --line: #d8dedc;
  --SQLite: #0b5d66; --DuckDB: #8a5a00; --Spark: #a61b1b; }
@media (prefers-color-scheme: dark) {
  svg { --ground: #10202c; --ink: #e6eef4; --ink-2: #a9bac6; --line: #2c4353;
    --SQLite: #5cc4cf; --DuckDB: #f2b705; --Spark: #ff8a80; }
}
text { font: 13px "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif;
  fill: var(--ink); }
.ground { fill: var(--ground); }
.head { font-size: 17px; font-weight: 600; }
.small { font-size: 12px; fill: var(--ink-2); }
.engine, .value { font-weight: 600; }
.grid { stroke: var(--line); }
"""


def drawn(results: Path = RESULTS) -> str:
    """The picture as SVG; a measurement without a result file has no line in it."""
    rows = [(line, *_measured(line, results)) for line in LINES if (results / f"{line.figure}.json").exists()]
    bottom = _TOP + _ROW * len(rows)
    first, last = _decades([seconds for _, _, seconds in rows])

    def across(seconds: float) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (log10(seconds) - first) / (last - first), 1)

    made = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {bottom + 28}" role="img">',
        "<title>各引擎用时 / Time by engine</title>",
        f'<desc>{escape("; ".join(_said(*row) for row in rows))}</desc>',
        f"<style>{_STYLE}</style>",
        '<rect class="ground" width="100%" height="100%" rx="6"/>',
        _text(24, 34, "head", "各引擎用时 · Time by engine"),
        *(_text(24, 56 + 18 * place, "small", said) for place, said in enumerate(_NOTES)),
    ]
    for power in range(first, last + 1):
        x = across(10.0**power)
        made.append(f'<path class="grid" d="M{x} {_TOP}V{bottom}"/>')
        made.append(_text(x, bottom + 18, "small", _worded(10.0**power), "middle"))
    before = ""
    for place, (line, values, seconds) in enumerate(rows):
        y = _TOP + _ROW * place
        made.append(f'<path class="grid" d="M24 {y}H{_RIGHT}"/>' if line.engine != before else "")
        made.append(_text(24, y + 28, "engine", line.engine) if line.engine != before else "")
        made.append(_text(100, y + 20, "", line.zh.format(**values)))
        made.append(_text(100, y + 37, "small", line.en.format(**values)))
        x, middle = across(seconds), y + _ROW / 2
        beyond = x + _NARROW > _RIGHT
        made.append(f'<circle cx="{x}" cy="{middle}" r="6" style="fill: var(--{line.engine})"/>')
        made.append(
            _text(x - 12 if beyond else x + 12, middle + 4.5, "value", _worded(seconds), "end" if beyond else "start")
        )
        before = line.engine
    return "\n".join([part for part in made if part] + ["</svg>", ""])


def _measured(line: Line, results: Path) -> tuple[dict[str, str], float]:
    """The values of the result file in words, and the seconds."""
    values: dict[str, Any] = json.loads((results / f"{line.figure}.json").read_text("utf-8"))["values"]
    words = {name: f"{value:,}" for name, value in values.items() if isinstance(value, int | float)}
    return words, values[line.key] * line.unit


def _decades(seconds: list[float]) -> tuple[int, int]:
    """The powers of ten between which all lie."""
    return int(log10(min(seconds)) // 1), int(-(-log10(max(seconds)) // 1))


def _worded(seconds: float) -> str:
    if seconds < 1:
        return f"{seconds * 1000:.3g} ms"
    return f"{seconds:,.0f} s" if seconds >= 100 else f"{seconds:.3g} s"  # noqa: PLR2004 - three digits


def _said(line: Line, values: dict[str, str], seconds: float) -> str:
    return f"{line.engine}: {line.zh.format(**values)} / {line.en.format(**values)}: {_worded(seconds)}"


def _text(x: float, y: float, kind: str, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'


def write() -> None:
    """Draw the picture anew."""
    PICTURE.write_text(drawn(), "utf-8")


if __name__ == "__main__":
    write()
