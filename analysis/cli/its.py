# ruff: noqa: PLC0415 - commands import what they need, so that help and errors in options come at once
"""``turningpoint its``: the interrupted time series of a file of one's own."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from analysis.cli.app import app
from analysis.cli.json_file import write_json


@app.command()
def its(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="CSV in UTF-8 with a header line, one row a period.")
    ],
    time: Annotated[
        str,
        typer.Option(
            metavar="COL", help="Column of times: YYYY, YYYY-MM or YYYY-MM-DD; any other whole number is an index."
        ),
    ],
    outcome: Annotated[str, typer.Option(metavar="COL", help="Column of the outcome: counts, unless gaussian.")],
    interventions: Annotated[
        list[str],
        typer.Option(
            "--intervention",
            metavar="WHEN",
            help="First period from which something differs (inclusive). May be repeated.",
        ),
    ],
    exposure: Annotated[
        str | None, typer.Option(metavar="COL", help="Column of the exposure, as it is; the model takes its log.")
    ] = None,
    covariate: Annotated[
        list[str] | None, typer.Option(metavar="COL", help="Column of a covariate. May be repeated.")
    ] = None,
    ramp: Annotated[bool, typer.Option(help="Let the slope change too, not only the level.")] = True,
    likelihood: Annotated[
        Literal["poisson", "quasi-poisson", "negative-binomial", "gaussian"],
        typer.Option(help="Distribution of the outcome. Gaussian is for measured values, of any sign."),
    ] = "negative-binomial",
    errors: Annotated[
        str,
        typer.Option(
            metavar="MODEL",
            help="Error model: calibrated, hac:LAG or independent; for a gaussian outcome also prais-winsten, "
            "ar1-reml, ar1-ml, arima:p,d,q[:P,D,Q,s] or structural.",
        ),
    ] = "calibrated",
    pre_trend: Annotated[
        Literal["straight", "bending"],
        typer.Option(help="Shape of the course before that is carried forward; bending needs calibrated errors."),
    ] = "straight",
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
    transition_before: Annotated[
        int, typer.Option(min=0, metavar="N", help="Periods left out of the fit before each intervention.")
    ] = 0,
    time_unit: Annotated[
        Literal["year", "period"] | None,
        typer.Option(help="Unit of trend and ramp. By default year, or period for an index."),
    ] = None,
    horizon: Annotated[
        list[int] | None,
        typer.Option(metavar="H", help="Sum the excess over the first H periods too. May be repeated."),
    ] = None,
    confidence: Annotated[
        float, typer.Option(metavar="P", help="Confidence of the intervals, between 0 and 1.")
    ] = 0.95,
    replicates: Annotated[
        int | None, typer.Option(metavar="N", help="Series simulated for a certificate. By default 999.")
    ] = None,
    certified: Annotated[
        bool,
        typer.Option(
            "--certificate/--no-certificate",
            help="Simulate how often the interval of the jump holds the truth on series like this one (seconds; "
            "calibrated errors and a straight pre-trend).",
        ),
    ] = True,
    seed: Annotated[
        int | None, typer.Option(metavar="S", help="Of every random step; the same seed gives the same numbers.")
    ] = None,
    allow_missing: Annotated[
        bool,
        typer.Option("--allow-missing", help="Take rows without an outcome as not observed instead of refusing them."),
    ] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the result, unrounded, to this file too.")
    ] = None,
) -> None:
    """Fit an interrupted time series to columns of a CSV file and print level, slope and excess.

    A calibrated fit has what others would have reported beside it, and a certificate: whether its interval does
    what it says on simulated series like this one. Only the named columns are read and checked. For example:

      turningpoint its attacks.csv --time month --outcome attacks --intervention 2021-08

    Exit status: 0 done; 1 the model could not be fitted or did not converge; 2 the input cannot be used.
    """
    from analysis.its.own_file import CHOICES, analyse_file, document
    from analysis.reports.attack_beside import certificate
    from analysis.reports.terminal import as_text, others

    analysis = analyse_file(
        file,
        # options that are named like the fields of a specification are its fields
        {name: value for name, value in context.params.items() if name in CHOICES},
        time=time,
        outcome=outcome,
        exposure=exposure,
        covariates=covariate or (),
        allow_missing=allow_missing,
        horizons=horizon or (),
    )
    found = certificate(analysis) if certified else None
    beside = others(analysis)
    if json_file is not None:
        write_json(json_file, document(analysis, found, beside))
    typer.echo(as_text(analysis, found, beside))
    if not analysis.fit.converged:
        raise typer.Exit(1)
