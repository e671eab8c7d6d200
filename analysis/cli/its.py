# ruff: noqa: PLC0415 - commands import what they need, so that help and errors in options come at once
"""``turningpoint its``: the interrupted time series of a file of one's own."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from analysis.cli.app import app
from analysis.errors import DataError


@app.command()
def its(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="CSV in UTF-8 with a header line, one row a period.")
    ],
    time: Annotated[
        str,
        typer.Option(
            metavar="COL", help="Column of times: YYYY, YYYY-MM or YYYY-MM-DD; any other whole number is an index."
        ),
    ],
    outcome: Annotated[str, typer.Option(metavar="COL", help="Column of the outcome, counts.")],
    intervention: Annotated[
        list[str],
        typer.Option(metavar="WHEN", help="First period from which something differs (inclusive). May be repeated."),
    ],
    exposure: Annotated[
        str | None, typer.Option(metavar="COL", help="Column of the exposure, as it is; the model takes its log.")
    ] = None,
    covariate: Annotated[
        list[str] | None, typer.Option(metavar="COL", help="Column of a covariate. May be repeated.")
    ] = None,
    ramp: Annotated[bool, typer.Option(help="Let the slope change too, not only the level.")] = True,
    likelihood: Annotated[
        Literal["poisson", "quasi-poisson", "negative-binomial"], typer.Option(help="Distribution of the counts.")
    ] = "negative-binomial",
    errors: Annotated[
        str, typer.Option(metavar="independent|hac:LAG", help="Covariance of the estimates.")
    ] = "independent",
    harmonics: Annotated[
        int | None,
        typer.Option(
            min=0, max=6, metavar="K", help="Pairs of harmonics of the year. By default 2 for months, else 0."
        ),
    ] = None,
    month_indicators: Annotated[
        bool, typer.Option("--month-indicators", help="Give every calendar month its own level, instead of harmonics.")
    ] = False,
    transition: Annotated[
        int, typer.Option(min=0, metavar="N", help="Periods left out of the fit from each intervention on.")
    ] = 0,
    time_unit: Annotated[
        Literal["year", "period"] | None,
        typer.Option(help="Unit of trend and ramp. By default year, or period for an index."),
    ] = None,
    confidence: Annotated[
        float, typer.Option(metavar="P", help="Confidence of the intervals, between 0 and 1.")
    ] = 0.95,
    allow_missing: Annotated[
        bool,
        typer.Option("--allow-missing", help="Take rows without an outcome as not observed instead of refusing them."),
    ] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the result, unrounded, to this file too.")
    ] = None,
) -> None:
    """Fit an interrupted time series to columns of a CSV file and print level, slope and excess.

    Only the named columns are read and checked. For example:

      turningpoint its attacks.csv --time month --outcome attacks --intervention 2021-08

    Exit status: 0 done; 1 the model could not be fitted or did not converge; 2 the input cannot be used.
    """
    from analysis.its.own_file import analyse_file, document
    from analysis.reports.terminal import as_text

    analysis = analyse_file(
        file,
        time=time,
        outcome=outcome,
        interventions=intervention,
        exposure=exposure,
        covariates=covariate or (),
        ramp=ramp,
        likelihood=likelihood,
        errors=errors,
        harmonics=harmonics,
        month_indicators=month_indicators,
        transition=transition,
        time_unit=time_unit,
        confidence=confidence,
        allow_missing=allow_missing,
    )
    if json_file is not None:
        _write(json_file, document(analysis))
    typer.echo(as_text(analysis))
    if not analysis.fit.converged:
        raise typer.Exit(1)


def _write(path: Path, found: dict[str, Any]) -> None:
    text = json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False)
    try:
        path.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise DataError(f"cannot be written: {error.strerror}.", file=path, remedy="Name another file.") from error
