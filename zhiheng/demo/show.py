"""`zhiheng demo`: a log is made and audited, and what was planted is held against what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from zhiheng.core.errors import CityError, Language
from zhiheng.demo.comparing import Comparison, compare
from zhiheng.demo.faults import FAULTS
from zhiheng.demo.faults.across import ACROSS, Across
from zhiheng.demo.faults.fault import Fault
from zhiheng.demo.faults.slow import SLOW
from zhiheng.demo.files import write_files
from zhiheng.demo.generating import AS_OF, Demo, generate

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from zhiheng.auditing.run import Audit

CITY = Path(__file__).parents[2] / "cities" / "demo"

_WIDE = 120  # columns, where the output is no terminal
_HEADINGS = {
    "en": ("Control", "What was planted", "Cases", "Findings", "Found"),
    "zh": ("规则", "埋设的问题", "办件", "应有发现", "查出"),
}
_FILES = {
    "en": ("log: ", "what was planted: ", "report: "),
    "zh": ("日志：", "埋设清单：", "报告："),
}


def run_demo(
    out: Path, *, seed: int, cases: int, audit: Callable[..., Audit],
    language: Language = "en", console: Console | None = None,
) -> Comparison:  # fmt: skip
    """Makes a demo in a folder, audits it there and prints what was planted and found.

    Raises CityError where the documents of the demo city are not beside the package.
    """
    if not CITY.is_dir():
        raise CityError(
            str(CITY),
            en="the documents of the demo city are not here; run the demo in a checkout of the repository",
            zh="此处没有示例市的文件；请在代码仓库的目录中运行演示",
        )
    demo = generate(seed, cases)
    paths = write_files(demo, out)
    result = audit(paths.events, city=CITY, as_of=AS_OF, out=out, language=language)
    comparison = compare(demo.planted, result.findings)
    screen = console or _console()
    screen.print(_table(demo, comparison, cases, language))
    for sentence in _sentences(comparison, language):
        screen.print(sentence, markup=False, highlight=False)
    for name, path in zip(_FILES[language], (paths.events, paths.planted, out / "report.html"), strict=True):
        screen.print(f"{name}{path}", markup=False, highlight=False, soft_wrap=True)
    return comparison


def _console() -> Console:
    from rich.console import Console  # noqa: PLC0415 - so that generating needs no terminal

    console = Console()
    return console if console.is_terminal else Console(width=_WIDE)


def _table(demo: Demo, comparison: Comparison, cases: int, language: Language) -> Table:
    """One line a kind of fault; findings that follow from it are counted with it."""
    from rich.table import Table  # noqa: PLC0415 - as above

    zh = language == "zh"
    title = (
        f"{cases:,} 件，{len(demo.rows):,} 个行为，截至 {AS_OF:%Y-%m-%d %H:%M}"
        if zh
        else f"{cases:,} cases, {len(demo.rows):,} events, as of {AS_OF:%Y-%m-%d %H:%M}"
    )
    table = Table(title=title, title_justify="left")
    for place, heading in enumerate(_HEADINGS[language]):
        table.add_column(heading, justify="right" if place > 1 else "left")
    missed = {key for row in comparison.controls for key in row.missed}
    planted, wanted, found = Counter[str](), Counter[str](), Counter[str]()
    for line in demo.planted:
        planted[line.fault] += line.role != "follows"
        wanted[line.fault] += 1
        found[line.fault] += (line.control, line.case, line.subject) not in missed
    every: tuple[Fault | Across, ...] = (*FAULTS, *ACROSS, SLOW)
    for fault in sorted(every, key=lambda fault: fault.control):
        counts = (planted[fault.id], wanted[fault.id], found[fault.id])
        table.add_row(fault.control, fault.zh if zh else fault.en, *(f"{count:,}" for count in counts))
    return table


def _sentences(comparison: Comparison, language: Language) -> list[str]:
    near = sum(row.near for row in comparison.controls)
    wrong = [" ".join(key) for row in comparison.controls for key in (*row.missed, *row.unexpected)]
    if language == "zh":
        return [
            f"查全率 {comparison.recall:.1%}，查准率 {comparison.precision:.1%}。",
            f"另有期限临近的提示 {near:,} 条，不算问题。",
            *(f"不符：{key}" for key in wrong),
        ]
    return [
        f"Recall {comparison.recall:.1%}, precision {comparison.precision:.1%}.",
        f"Besides, {near:,} notices of limits that are near and not passed.",
        *(f"differs: {key}" for key in wrong),
    ]
