"""Options of the commands that analyse the series of a file of one's own."""

from pathlib import Path
from typing import Annotated, Literal

import typer

File = Annotated[Path, typer.Argument(metavar="FILE.csv", help="CSV in UTF-8 with a header line, one row a period.")]
Time = Annotated[
    str,
    typer.Option(
        metavar="COL", help="Column of times: YYYY, YYYY-MM or YYYY-MM-DD; any other whole number is an index."
    ),
]
Outcome = Annotated[str, typer.Option(metavar="COL", help="Column of the outcome: counts, unless gaussian.")]
Interventions = Annotated[
    list[str],
    typer.Option(
        "--intervention", metavar="WHEN", help="First period from which something differs (inclusive). May be repeated."
    ),
]
Exposure = Annotated[
    str | None, typer.Option(metavar="COL", help="Column of the exposure, as it is; the model takes its log.")
]
Ramp = Annotated[bool, typer.Option(help="Let the slope change too, not only the level.")]
Likelihood = Annotated[
    Literal["poisson", "quasi-poisson", "negative-binomial", "gaussian"],
    typer.Option(help="Distribution of the outcome. Gaussian is for measured values, of any sign."),
]
Harmonics = Annotated[
    int | None,
    typer.Option(min=0, max=6, metavar="K", help="Pairs of harmonics of the year. By default 2 for months, else 0."),
]
MonthIndicators = Annotated[
    bool, typer.Option("--month-indicators", help="Give every calendar month its own level, instead of harmonics.")
]
Transition = Annotated[
    int, typer.Option(min=0, metavar="N", help="Periods left out of the fit from each intervention on.")
]
TransitionBefore = Annotated[
    int, typer.Option(min=0, metavar="N", help="Periods left out of the fit before each intervention.")
]
TimeUnit = Annotated[
    Literal["year", "period"] | None,
    typer.Option(help="Unit of trend and ramp. By default year, or period for an index."),
]
Confidence = Annotated[float, typer.Option(metavar="P", help="Confidence of the intervals, between 0 and 1.")]
Replicates = Annotated[
    int | None,
    typer.Option(max=9999, metavar="N", help="Series simulated for a certificate. By default 999."),
]
Seed = Annotated[
    int | None,
    typer.Option(metavar="S", help="Of every random step; the same seed gives the same numbers."),
]
AllowMissing = Annotated[
    bool, typer.Option("--allow-missing", help="Take rows without an outcome as not observed instead of refusing them.")
]
JsonFile = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", help="Write the result, unrounded, to this file too.")
]
