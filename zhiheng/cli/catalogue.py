"""`zhiheng catalogue check|schema`: a city folder's documents."""

from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer

from zhiheng.cli.terminal import say, use_language

app = typer.Typer(help="The catalogue of powers: check a city folder, print the schema.", no_args_is_help=True)


@app.command("check")
def check(
    folder: Annotated[Path, typer.Argument(help="A city folder.")],
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help="Language.")] = None,
) -> None:
    """Check a city folder: its powers, calendar, mapping and own controls."""
    from zhiheng.auditing.city import load_city  # noqa: PLC0415
    from zhiheng.core.catalogue import load_catalogue  # noqa: PLC0415
    from zhiheng.core.organisation import unknown_holders  # noqa: PLC0415
    from zhiheng.core.workdays import load_calendar  # noqa: PLC0415
    from zhiheng.formats.log_mapping import load_mapping  # noqa: PLC0415

    tongue = use_language(lang)
    city = load_city(folder)
    dates = load_mapping(city.mapping_path).case_dates if city.mapping_path.exists() else ()
    catalogue = load_catalogue(
        city.powers, jurisdiction=city.jurisdiction, currency_digits=city.currency.digits, known_dates=dates
    )
    load_calendar(city.jurisdiction, city.workdays)
    organisation = city.organisation()
    controls = city.controls()
    for sentence in city.warnings:
        say(sentence, warning=True)
    for warning in catalogue.warnings:
        say(warning.text(tongue), warning=True)
    for warning in unknown_holders(organisation, catalogue.rows["holders"]):
        say(warning.text(tongue), warning=True)
    powers = len({version.power_id for version in catalogue.versions})
    limits = len(catalogue.rows["time_limits"])
    typer.echo(
        f"{powers} 项职权，{len(catalogue.versions)} 个版本，{limits} 个时限，{len(controls)} 条规则，"
        f"{len(catalogue.warnings)} 条提示"
        if tongue == "zh"
        else f"{powers} powers in {len(catalogue.versions)} versions, {limits} limits, {len(controls)} controls,"
        f" {len(catalogue.warnings)} warnings"
    )


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of a power document, for editors."""
    from zhiheng.core.catalogue import json_schema  # noqa: PLC0415

    typer.echo(msgspec.json.format(msgspec.json.encode(json_schema()), indent=2).decode())
