# ruff: noqa: PLC0415 - commands import what they need, so that help and errors in options come at once
"""``turningpoint parameters`` and ``data``: what there is to choose from."""

import json
from pathlib import Path
from typing import Annotated

import typer

from turningpoint.cli.app import app


@app.command()
def parameters() -> None:
    """List the parameters of a report: type, range, default, help."""
    from turningpoint.reports.settings.parameter_table import parameter_table

    for row in parameter_table():
        default = str(row.default).lower() if isinstance(row.default, bool) else row.default
        typer.echo(f"{row.name} = {default if default != '' else '(empty)'}{f' {row.unit}' if row.unit else ''}")
        typer.echo(f"    {row.help}.\n    {row.kind}: {row.allowed}")


@app.command()
def data(
    countries: Annotated[bool, typer.Option("--countries", help="List the countries of each source as well.")] = False,
    describe: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Print what the sidecar of this table must say, and nothing else."),
    ] = None,
) -> None:
    """List the data there is: tables with coverage and licence, sources and outcomes of a report."""
    from turningpoint.sources.countries import country_names
    from turningpoint.sources.embedded import catalogue as tables
    from turningpoint.sources.outcomes.registry import OUTCOMES, SOURCES

    if describe:
        for name, fact in tables.describe(describe).items():
            typer.echo(f"{name} = {json.dumps(fact)}")
        return
    typer.echo("TABLES\n")
    for table in tables.catalogue():
        typer.echo(f"{table.path.name}: {table.title}")
        typer.echo(f"    {table.coverage}, {table.rows:,} rows; one row is {table.one_row}")
        typer.echo(f"    {table.producer}, {table.version}; licence: {table.licence}")
        if table.link:
            typer.echo(f"    {table.link}")
    typer.echo("\nSOURCES (parameter source)\n")
    for source in SOURCES.values():
        begin, end = source.coverage
        typer.echo(f"{source.name}: {source.title}")
        places = ", ".join(source.only) or f"{len(source.countries)} countries"
        typer.echo(f"    {begin} to {end}, by {source.frequency}; {places}; outcomes: {source.offer}")
    typer.echo("\nOUTCOMES (parameter outcome)\n")
    for name, kind in OUTCOMES.items():
        typer.echo(f"{name}: {kind.label}\n    The source {kind.definition}.")
    typer.echo("\nCOUNTRIES (parameter country)\n")
    names = country_names()
    if countries:
        for code, country in names.items():
            typer.echo(f"{code} {country}")
    else:
        typer.echo(f"{', '.join(names)}\n\n`turningpoint data --countries` gives their names.")
