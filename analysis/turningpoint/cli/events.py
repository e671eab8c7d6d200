# ruff: noqa: PLC0415 - commands import what they need, so that help and errors in options come at once
"""``turningpoint events``: from a file of events to a series of counts."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from turningpoint.cli.app import app
from turningpoint.cli.series_options import SHEET, Text, Texts, option, takes
from turningpoint.cli.terminal.waiting import waiting
from turningpoint.errors import DataError, ParameterError, RunError
from turningpoint.files import refuse_place, write_file
from turningpoint.names import visible

OPTIONS = {
    "country": option(Text, "PAK", "ISO 3166 code, or name as in the file; all for all countries together."),
    "where": option(
        Texts, "COL=VALUE",
        "Take only such rows; also !=, <, <=, >, >=, and ~ (holds the text). COL is a column or actor, province, kind, "
        "precision, place, clarity; VALUE may be A|B. May be repeated; all must hold.",
    ),
    "by": option(Literal["day", "week", "month", "quarter", "year"], None, "Period of the series.", default="month"),
    "count": option(
        str, "events|COL", "Count events, or sum a column, like best or fatalities.", default="events"
    ),
    "start": option(Text, "WHEN", "First period of the series.", "--from"),
    "end": option(Text, "WHEN", "Last period of the series.", "--to"),
    "release": option(Text, "NAME", "The release, where the name of the file does not say it."),
    "date": option(Text, "COL", "Column of dates, of an event file of no known format."),
    "dates": option(Literal["dmy", "mdy"] | None, None, "What comes first in a date like 03/04/2019."),
    "sheet": SHEET,
}  # fmt: skip


@app.command()
@takes(OPTIONS)
def events(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Events as published: UCDP GED or Candidate, ACLED, GTD, HDX; CSV, a zip with one, xlsx or parquet.",
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="FILE.csv", help="Where the series goes; FILE.toml says what it is.")],
    **chosen: Any,
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
    country, where, by, release = (chosen[name] for name in ("country", "where", "by", "release"))
    with waiting(f"Counting {file.name}"):
        found = files.count_events(
            file, country=country, where=where, by=by, what=chosen["count"], date=chosen["date"],
            order=chosen["dates"] or "", sheet=chosen["sheet"] or "",
        )  # fmt: skip
    form = found.layout.format
    known = files.release_of(file.name, form)
    if release is not None:
        known = replace(files.release_of(release, form), name=release)
    series = files.series_of(found, file, by=by, release=known, start=chosen["start"], end=chosen["end"])
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
