# ruff: noqa: PLC0415 - commands import what they need, so that help and errors in options come at once
"""``turningpoint events``: from a file of events to a series of counts."""

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from turningpoint.cli.app import app
from turningpoint.cli.terminal.waiting import waiting
from turningpoint.errors import DataError, ParameterError, RunError
from turningpoint.files import refuse_place, write_file
from turningpoint.names import visible


class By(StrEnum):
    """Periods to count by."""

    DAY, WEEK, MONTH, QUARTER, YEAR = "day", "week", "month", "quarter", "year"


class Order(StrEnum):
    """What comes first in a date like 03/04/2019."""

    DMY, MDY = "dmy", "mdy"


@app.command()
def events(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Events as published: UCDP GED or Candidate, ACLED, GTD, HDX; CSV, a zip with one, xlsx or parquet.",
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="FILE.csv", help="Where the series goes; FILE.toml says what it is.")],
    country: Annotated[
        str | None,
        typer.Option(metavar="PAK", help="ISO 3166 code, or name as in the file; all for all countries together."),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COL=VALUE",
            help="Take only such rows; also !=, <, <=, >, >=, and ~ (holds the text). COL is a column or actor, "
            "province, kind, precision, place, clarity; VALUE may be A|B. May be repeated; all must hold.",
        ),
    ] = None,
    by: Annotated[By, typer.Option(help="Period of the series.")] = By.MONTH,
    count: Annotated[
        str, typer.Option(metavar="events|COL", help="Count events, or sum a column, like best or fatalities.")
    ] = "events",
    start: Annotated[str | None, typer.Option("--from", metavar="WHEN", help="First period of the series.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="WHEN", help="Last period of the series.")] = None,
    release: Annotated[
        str | None, typer.Option(metavar="NAME", help="The release, where the name of the file does not say it.")
    ] = None,
    date: Annotated[
        str | None, typer.Option(metavar="COL", help="Column of dates, of an event file of no known format.")
    ] = None,
    dates: Annotated[Order | None, typer.Option(help="What comes first in a date like 03/04/2019.")] = None,
    sheet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Sheet of a workbook, where several hold a table.")
    ] = None,
) -> None:
    """Count events by period, and write the series with a sidecar that says what it was made from.

    The file is recognised by its columns; nothing is filtered unless asked, and what is left out is said. For example:

      turningpoint events GEDEvent_v25_1.csv --country PAK --out attacks.csv

      turningpoint its attacks.csv --time month --outcome events --intervention 2021-08
    """
    from turningpoint.sources import event_files as files

    if out.suffix.lower() != ".csv":
        raise ParameterError(f"--out is {out}: name a file that ends in .csv; its sidecar takes the name with .toml.")
    beside = files.sidecar_place(out)
    for place in (out, beside):
        refuse_place(place, option="--out", inputs=[file])
    with waiting(f"Counting {file.name}"):
        found = files.count_events(
            file, country=country, where=where, by=by, what=count, date=date, order=dates or "", sheet=sheet or ""
        )
    form = found.layout.format
    known = files.release_of(file.name, form)
    if release is not None:
        known = replace(files.release_of(release, form), name=release)
    series = files.series_of(found, file, by=by, release=known, start=start, end=end)
    described = files.sidecar(series, found, file, release=known, country=country, where=where or [])
    _write(out, series.csv(), beside, described)
    typer.echo(visible(files.told(file.name, found, series, known)))
    typer.echo(visible(f"Written: {out} and {beside}"))


def _write(out: Path, series: str, beside: Path, described: str) -> None:
    """Write both files, or neither."""
    was = beside.read_bytes() if beside.is_file() else None
    try:
        write_file(beside, described)
        try:
            write_file(out, series)
        except RunError:
            if was is None:
                beside.unlink(missing_ok=True)
            else:
                write_file(beside, was)
            raise
    except RunError as error:
        raise DataError(f"{error}", remedy="Name another file.") from error
