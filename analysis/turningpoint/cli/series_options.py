# ruff: noqa: PLC0415 - commands import what they need, so that help and errors in options come at once
"""Options of the commands that take a file of one's own: each is declared once, and a command names those it takes."""

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar

import typer

from turningpoint.choices import CHOICES, Likelihood, TimeUnit

if TYPE_CHECKING:
    from turningpoint.its.from_csv import Question

Command = TypeVar("Command", bound=Callable[..., None])
Text = str | None
Texts = list[str] | None


class Option(NamedTuple):
    """An option of a command: its type with what typer says of it, and its default."""

    declared: Any
    default: Any


def option(kind: Any, metavar: str | None, help: str, *flags: str, default: Any = None, **limits: Any) -> Option:
    """An option; without ``flags`` it is written like its name in the table that holds it."""
    return Option(Annotated[kind, typer.Option(*flags, metavar=metavar, help=help, **limits)], default)


def flag(help: str, written: str) -> Option:
    """An option that is given or not, and says nothing more."""
    return option(bool, None, help, written, default=False)


def _choice(name: str, kind: Any, metavar: str | None = None, behind: str = "", *flags: str, **limits: Any) -> Option:
    """An option that is a choice of the fit; ``behind`` is what its help adds. It may be left open by its type."""
    choice = CHOICES[name]
    help = f"{choice.help}.{behind and f' {behind}'}"
    return option(kind, metavar, help, *flags, **{"default": choice.default, **limits})


def takes(options: Mapping[str, Option]) -> Callable[[Command], Command]:
    """Give a command options behind the parameters that it writes itself; it gets their values by name."""
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=one.default, annotation=one.declared)
        for name, one in options.items()
    ]

    def with_options(command: Command) -> Command:
        own = inspect.signature(command).parameters.values()
        named = [parameter for parameter in own if parameter.kind is not inspect.Parameter.VAR_KEYWORD]
        command.__signature__ = inspect.Signature([*named, *added])  # type: ignore[attr-defined]
        return command

    return with_options


def written(context: typer.Context) -> dict[str, str]:
    """Options that stand on the command line, by their names in the order given, each as it is written there."""
    flags = {parameter.name: parameter.opts[0] for parameter in context.command.params}
    sources = {name: context.get_parameter_source(name) for name in context.params}
    return {name: flags[name] for name, source in sources.items() if source and source.name == "COMMANDLINE"}


def question(file: Path, chosen: Mapping[str, Any]) -> "Question":
    """Read what a file and the options of a command ask, as ``read_question`` does."""
    from turningpoint.its.from_csv import CHOICES, read_question
    from turningpoint.sources.own_files.choices import choices_from

    columns = ("time", "outcome", "exposure", "population", "time_end", "per", "allow_missing")
    return read_question(
        file,
        # options that are named like the fields of a specification are its fields
        {name: value for name, value in chosen.items() if name in CHOICES},
        covariates=chosen.get("covariate") or (),
        reading=choices_from(chosen),
        **{name: chosen[name] for name in columns if name in chosen},
    )


File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="CSV, TSV, xlsx or parquet with a header line, one row a period or sum; or events as published (UCDP GED, "
        "ACLED, GTD, HDX), which are counted by month and need neither --time nor --outcome.",
    ),
]
SHEET = option(Text, "NAME", "Sheet of a workbook, where several hold a table.")
READING = {
    "dates": option(Text, "dmy|mdy|ymd", "Order of day, month and year, where the file leaves it open."),
    "decimal": option(Text, ".|,", "Decimal mark of the numbers, where the file leaves it open."),
    "sheet": SHEET,
    "missing": option(
        Texts, "TEXT", "What stands for a missing value beside empty cells and NA, as ND or -. May be repeated."
    ),
    "absent": option(
        Text, "zero|missing", "What a period without a row is: nothing happened, or it was not observed."
    ),
    "group": option(
        Texts, "COL=VALUE",
        "Take only the rows of this group of a long table; of events country=PAK, and what `turningpoint events "
        "--where` takes. May be repeated.",
        "--group", "--where",
    ),
    "total": flag("Add up the rows of a period, where it has several.", "--sum"),
    "by": option(Text, "PERIOD", "With --sum: the day, week, month, quarter or year to add dated rows up over."),
}  # fmt: skip
"""How a file is to be read: the fields of ``own_files.choices.Choices``."""
JSON_FILE = option(Path | None, "FILE", "Write the result, unrounded, to this file too.", "--json")
_OF_SERIES = {
    "time": option(
        Text, "COL",
        "Column of times: YYYY, YYYYQ1, YYYY-MM, YYYY-MM-DD, or as people write dates (31/12/2019, Apr-15, 2018-W46); "
        "any other whole number is an index. Several columns are joined: year,month. A row that is the sum of several "
        "periods has 2016-04/2016-12, or a list of them. A file of events has none.",
    ),
    "outcome": option(Text, "COL", "Column of the outcome: counts, unless gaussian; of events one to sum."),
    "interventions": option(
        Texts, "WHEN", "First period from which something differs (inclusive). May be repeated.", "--intervention"
    ),
    "pulses": option(
        Texts, "FROM:TO",
        "An event that ends, in place of --intervention: its first and last period, both inclusive. May be repeated: "
        "all then share one level, and the course comes back after each.",
        "--pulse",
    ),
    "time_end": option(Text, "COL", "Column of the last period of each row, where some hold the sum of several."),
    "exposure": option(Text, "COL", "Column of the exposure, as it is; the model takes its log."),
    "population": option(
        Text, "ISO3[:growth]",
        "Population of a country as the exposure, by month between the years of the table; outside its years refused, "
        "or with :growth on at the growth of the year next to them.",
    ),
    "of": option(
        Text, "COL",
        "Column of the whole of which the outcome is a part, k of n by month: its share, as odds. A month that lacks k "
        "may lack n too.",
    ),
    "per": option(
        float | None, "N", "The outcome is a rate per so many of the exposure, e.g. 100000; counts follow.", min=0
    ),
    "covariate": option(Texts, "COL", "Column of a covariate. May be repeated."),
    "ramp": _choice("ramp", bool),
    "likelihood": _choice("likelihood", Likelihood),
    "errors": _choice(
        "errors", str, "MODEL",
        "For a gaussian outcome also prais-winsten, ar1-reml, ar1-ml, arima:p,d,q[:P,D,Q,s] or structural.",
    ),
    "pre_trend": _choice("pre_trend", str),
    "harmonics": _choice(
        "harmonics", int | None, "K",
        "By default 2 for months and quarters, and for weeks and days of two years or more.",
        default=None, min=CHOICES["harmonics"].least, max=CHOICES["harmonics"].most,
    ),
    "month_indicators": _choice("month_indicators", bool, None, "", "--month-indicators"),
    "transition": _choice("transition", int, "N", min=0),
    "transition_before": _choice("transition_before", int, "N", min=0),
    "time_unit": _choice("time_unit", TimeUnit | None, None, "By default year, or period for an index.", default=None),
    "horizon": option(list[int] | None, "H", "Sum the excess over the first H periods too. May be repeated."),
    "equivalence": _choice("equivalence", float, "SIZE"),
    "confidence": _choice("confidence", float, "P", "Between 0 and 1."),
    "replicates": _choice(
        "replicates", int | None, "N", f"By default {CHOICES['replicates'].default}.", default=None, max=9999
    ),
    "null_replicates": _choice(
        "null_replicates", int, "N", min=CHOICES["null_replicates"].least, max=CHOICES["null_replicates"].most
    ),
    "certified": option(
        bool | None, None,
        "Simulate how often the interval of the jump holds the truth on series like this one (calibrated errors). By "
        "default up to 1,500 periods: about a minute, and in proportion to the length.",
        "--certificate/--no-certificate",
    ),
    "seed": _choice("seed", int | None, "S", default=None),
    "rivals": option(
        Path | None, "FILE", "CSV of other events that could have moved the series: event_id, date and label."
    ),
    "control": option(
        Text, "COL",
        "Column of a control: counts that the same months may have hit, but not the intervention. Level and slope are "
        "then also taken over those of the control.",
    ),
    "allow_missing": flag("Take rows without an outcome as not observed instead of refusing them.", "--allow-missing"),
    **READING,
    "json_file": JSON_FILE,
}  # fmt: skip


def of_series(*, without: tuple[str, ...]) -> dict[str, Option]:
    """The options on a series, in the order of their list, but for those that a command does not take."""
    return {name: one for name, one in _OF_SERIES.items() if name not in without}
