"""Options of the commands that analyse the series of a file of one's own."""

from pathlib import Path
from typing import Annotated, Any

import typer

from turningpoint.choices import CHOICES, Likelihood, TimeUnit

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="CSV, TSV, xlsx or parquet with a header line, one row a period or sum; or events as published (UCDP GED, "
        "ACLED, GTD, HDX), which are counted by month and need neither --time nor --outcome.",
    ),
]
Time = Annotated[
    str | None,
    typer.Option(
        metavar="COL",
        help="Column of times: YYYY, YYYYQ1, YYYY-MM, YYYY-MM-DD, or as people write dates (31/12/2019, Apr-15, "
        "2018-W46); any other whole number is an index. Several columns are joined: year,month. A row that is "
        "the sum of several periods has 2016-04/2016-12, or a list of them. A file of events has none.",
    ),
]
TimeEnd = Annotated[
    str | None,
    typer.Option(metavar="COL", help="Column of the last period of each row, where some hold the sum of several."),
]
Outcome = Annotated[
    str | None,
    typer.Option(metavar="COL", help="Column of the outcome: counts, unless gaussian; of events one to sum."),
]
Order = Annotated[
    str | None,
    typer.Option("--dates", metavar="dmy|mdy|ymd", help="Order of day, month and year, where the file leaves it open."),
]
Decimal = Annotated[
    str | None, typer.Option(metavar=".|,", help="Decimal mark of the numbers, where the file leaves it open.")
]
Sheet = Annotated[str | None, typer.Option(metavar="NAME", help="Sheet of a workbook, where several hold a table.")]
MissingMarks = Annotated[
    list[str] | None,
    typer.Option(
        metavar="TEXT", help="What stands for a missing value beside empty cells and NA, as ND or -. May be repeated."
    ),
]
Absent = Annotated[
    str | None,
    typer.Option(
        metavar="zero|missing", help="What a period without a row is: nothing happened, or it was not observed."
    ),
]
Groups = Annotated[
    list[str] | None,
    typer.Option(
        "--group",
        "--where",
        metavar="COL=VALUE",
        help="Take only the rows of this group of a long table; of events country=PAK, and what `turningpoint events "
        "--where` takes. May be repeated.",
    ),
]
Total = Annotated[bool, typer.Option("--sum", help="Add up the rows of a period, where it has several.")]
By = Annotated[
    str | None,
    typer.Option(metavar="PERIOD", help="With --sum: the day, week, month, quarter or year to add dated rows up over."),
]
Pulses = Annotated[
    list[str] | None,
    typer.Option(
        "--pulse",
        metavar="FROM:TO",
        help="An event that ends, in place of --intervention: its first and last period, both inclusive. May be "
        "repeated: all then share one level, and the course comes back after each.",
    ),
]
Interventions = Annotated[
    list[str] | None,
    typer.Option(
        "--intervention", metavar="WHEN", help="First period from which something differs (inclusive). May be repeated."
    ),
]
Control = Annotated[
    str | None,
    typer.Option(
        metavar="COL",
        help="Column of a control: counts that the same months may have hit, but not the intervention. Level and slope "
        "are then also taken over those of the control.",
    ),
]
Exposure = Annotated[
    str | None, typer.Option(metavar="COL", help="Column of the exposure, as it is; the model takes its log.")
]
Of = Annotated[
    str | None,
    typer.Option(
        metavar="COL",
        help="Column of the whole of which the outcome is a part, k of n by month: its share, as odds. A month "
        "that lacks k may lack n too.",
    ),
]
Per = Annotated[
    float | None,
    typer.Option(
        min=0, metavar="N", help="The outcome is a rate per so many of the exposure, e.g. 100000; counts follow."
    ),
]
Population = Annotated[
    str | None,
    typer.Option(
        metavar="ISO3[:growth]",
        help="Population of a country as the exposure, by month between the years of the table; outside its years "
        "refused, or with :growth on at the growth of the year next to them.",
    ),
]


def _option(name: str, behind: str = "", *, limited: bool = False, **settings: Any) -> Any:
    """An option that is a choice of the fit; ``behind`` is what its help adds, limits are set where it is asked for."""
    choice = CHOICES[name]
    if limited:
        settings |= {"min": choice.least, "max": choice.most}
    return typer.Option(help=f"{choice.help}.{behind and f' {behind}'}", **settings)


Ramp = Annotated[bool, _option("ramp")]
LikelihoodChoice = Annotated[Likelihood, _option("likelihood")]
Errors = Annotated[
    str,
    _option(
        "errors",
        "For a gaussian outcome also prais-winsten, ar1-reml, ar1-ml, arima:p,d,q[:P,D,Q,s] or structural.",
        metavar="MODEL",
    ),
]
PreTrendChoice = Annotated[str, _option("pre_trend")]
Harmonics = Annotated[
    int | None,
    _option(
        "harmonics",
        "By default 2 for months and quarters, and for weeks and days of two years or more.",
        limited=True,
        metavar="K",
    ),
]
MonthIndicators = Annotated[bool, typer.Option("--month-indicators", help=f"{CHOICES['month_indicators'].help}.")]
Transition = Annotated[int, _option("transition", min=0, metavar="N")]
TransitionBefore = Annotated[int, _option("transition_before", min=0, metavar="N")]
TimeUnitChoice = Annotated[TimeUnit | None, _option("time_unit", "By default year, or period for an index.")]
Confidence = Annotated[float, _option("confidence", "Between 0 and 1.", metavar="P")]
Equivalence = Annotated[
    float | None,
    typer.Option(
        metavar="SIZE",
        help="Change that is as good as none: of counts ratios from 1/SIZE to SIZE (by default 1.25), of a gaussian "
        "outcome differences up to SIZE (by default none).",
    ),
]
Replicates = Annotated[
    int | None, _option("replicates", f"By default {CHOICES['replicates'].default}.", max=9999, metavar="N")
]
NullReplicates = Annotated[int, _option("null_replicates", limited=True, metavar="N")]
Seed = Annotated[int | None, _option("seed", metavar="S")]
AllowMissing = Annotated[
    bool, typer.Option("--allow-missing", help="Take rows without an outcome as not observed instead of refusing them.")
]
Rivals = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="CSV of other events that could have moved the series: event_id, date and label."
    ),
]
JsonFile = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", help="Write the result, unrounded, to this file too.")
]
