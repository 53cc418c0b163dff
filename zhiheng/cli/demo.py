"""`zhiheng demo`: a sample log with planted faults, audited."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from zhiheng.cli.terminal import use_language


def demo(
    out: Annotated[Path, typer.Option(help="Where the log and the report go.")] = Path("demo-output"),
    seed: Annotated[int, typer.Option(help="Another seed makes another log.")] = 1,
    cases: Annotated[int, typer.Option(help="How many cases.")] = 6000,
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help="Language.")] = None,
) -> None:
    """Make a sample log with planted faults, audit it, and compare."""
    from zhiheng.auditing.run import audit  # noqa: PLC0415
    from zhiheng.demo.show import run_demo  # noqa: PLC0415

    run_demo(out, seed=seed, cases=cases, audit=audit, language=use_language(lang))
