"""All commands; each lives in its own module."""

import typer

from zhiheng.cli import audit, catalogue, controls, convert, demo, measures, replay, serve

app = typer.Typer(
    name="zhiheng",
    help="Supervision of administrative power: what may be done, what was done, where they differ.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("audit")(audit.audit_log)
app.command("convert")(convert.convert_log)
app.command("replay")(replay.replay_log)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.add_typer(controls.app, name="controls")
app.add_typer(measures.app, name="measures")
app.add_typer(catalogue.app, name="catalogue")
