"""`zhiheng controls list|show|test`: the rules, in the terminal."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from zhiheng.cli.terminal import say, show, use_language
from zhiheng.core.control import Control, Words, load_controls
from zhiheng.core.errors import Language

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
) -> None:
    """Run the examples of the controls on both engines."""
    from zhiheng.core.example_runs import differences, run_example  # noqa: PLC0415
    from zhiheng.core.examples import load_examples  # noqa: PLC0415

    tongue = use_language(lang)
    failed = 0
    ran = 0
    for control in _controls(city, control_id or None):
        for example in load_examples(control):
            for engine in ("sqlite", "duckdb"):
                ran += 1
                wrong = differences(example, run_example(control, example, engine), tongue)
                for sentence in wrong:
                    say(f"{control.id} [{engine}] {_in(example.name, tongue)}: {sentence}", warning=True)
                failed += bool(wrong)
    typer.echo(f"{ran - failed} passed, {failed} failed")
    if failed:
        raise typer.Exit(1)
