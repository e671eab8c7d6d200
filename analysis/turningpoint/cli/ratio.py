# ruff: noqa: PLC0415 - commands import what they need, so that help and errors in options come at once
"""``turningpoint ratio``: the kill ratio of one's own numbers."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from turningpoint.cli import series_options as options
from turningpoint.cli.app import app
from turningpoint.cli.json_file import refuse_json_place, tell
from turningpoint.cli.terminal.waiting import waiting
from turningpoint.errors import ParameterError

OF_A_DATE = ("intervention", "ramp", "harmonics", "horizon", "seed")
"""Options that make no sense without a date."""
OF_READING = ("dates", "decimal", "sheet", "missing", "absent", "group", "total", "by")
"""Options that say how a file is to be read."""
OF_A_FILE = ("time", "period", "basis_column", "basis", "allow_missing", "means", *OF_READING, *OF_A_DATE)
"""Options that make no sense without a file."""


@app.command()
def ratio(
    context: typer.Context,
    militants: Annotated[str, typer.Option(metavar="N|COL", help="Militants killed; with a file, their column.")],
    security: Annotated[
        str, typer.Option(metavar="N|COL", help="Members of the security forces killed; with a file, their column.")
    ],
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE.csv",
            help="CSV, TSV, xlsx or parquet with a header line, one row a month.",
            show_default=False,
        ),
    ] = None,
    cluster_factor: Annotated[
        float | None,
        typer.Option(
            metavar="F",
            help="By how many times clusters of deaths multiply the variance; 1 is none. By default, of two numbers: "
            "both ends of a band borrowed from UCDP's months; of a period of a file: none is needed, its quarters "
            "(months, where they show no autocorrelation) are the clusters; at a date of a file: it is estimated.",
        ),
    ] = None,
    versus: Annotated[
        str | None,
        typer.Option(
            metavar="N:N|FROM:TO", help="Militants and security forces to set it against; with --period, a period."
        ),
    ] = None,
    time: Annotated[str | None, typer.Option(metavar="COL", help="Of a file: column of months, YYYY-MM.")] = None,
    intervention: Annotated[
        list[str] | None,
        typer.Option(metavar="WHEN", help="Of a file: first month from which something differs. May be repeated."),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(metavar="FROM:TO", help="Of a file: the ratio of these months together, like 2021-01:2021-12."),
    ] = None,
    basis_column: Annotated[
        str | None, typer.Option(metavar="COL", help="Of a file: column that says what a row counts (its basis).")
    ] = None,
    basis: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of a file: take the rows on this basis; a ratio is on one.")
    ] = None,
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help="Of a file: take months that lack a side as not observed.")
    ] = False,
    means: Annotated[
        bool, typer.Option("--means", help="Of a file: a half, as 3.5, is the mean of two editions.")
    ] = False,
    names: Annotated[
        str | None,
        typer.Option(
            metavar="FIRST,SECOND",
            help='What --militants and --security count, where it is something else: "security forces,civilians".',
        ),
    ] = None,
    dates: options.Order = None,
    decimal: options.Decimal = None,
    sheet: options.Sheet = None,
    missing: options.MissingMarks = None,
    absent: options.Absent = None,
    group: options.Groups = None,
    total: options.Total = False,
    by: options.By = None,
    ramp: Annotated[
        bool, typer.Option("--ramp/--no-ramp", help="Of a file: let the slope change too, not only the level.")
    ] = True,
    harmonics: Annotated[
        int, typer.Option(min=0, max=6, metavar="K", help="Of a file: pairs of harmonics of the year.")
    ] = 0,
    horizon: Annotated[
        list[int] | None, typer.Option(metavar="H", help="Of a file: compare month H after too. May be repeated.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, metavar="S", help="Of a file: seed of the random draws.")] = None,
    confidence: Annotated[
        float, typer.Option(metavar="P", help="Confidence of the intervals, between 0 and 1.")
    ] = 0.95,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the result, unrounded, to this file too.")
    ] = None,
) -> None:
    """Say how many militants were killed for each member of the security forces, or what became of it at a date.

    For example:

      turningpoint ratio --militants 951 --security 528

      turningpoint ratio --militants 243 --security 437 --versus 32:177

      turningpoint ratio deaths.csv --time month --militants killed --security lost --intervention 2021-08

      turningpoint ratio deaths.csv --time month --militants killed --security lost --period 2021-01:2021-12

      turningpoint ratio --militants 528 --security 914 --names "security forces,civilians"

    Exit status: 0 done; 1 the model could not be fitted; 2 the input cannot be used.
    """
    refuse_json_place(json_file, file)
    from turningpoint.cli.ratio_text import names_of

    called = None if names is None else names_of(names)
    sources = {name: context.get_parameter_source(name) for name in OF_A_FILE}
    given = [name for name, source in sources.items() if source is not None and source.name == "COMMANDLINE"]
    if file is None:
        if given:
            option = {"total": "sum"}.get(given[0], given[0]).replace("_", "-")
            raise ParameterError(f"--{option} speaks of a file, and none is given: turningpoint ratio FILE.csv …")
        document, text = _of_numbers(militants, security, versus, cluster_factor, confidence)
    else:
        with waiting(f"Estimating the ratio of {file.name}"):
            document, text = _of_file(file, context.params, given)
    if called is not None:
        document, text = called.in_document(document), called.in_text(text)
    tell(text, json_file, lambda: document)


def _of_numbers(
    militants: str, security: str, versus: str | None, cluster_factor: float | None, confidence: float
) -> tuple[Mapping[str, object], str]:
    """Result for machines and for readers of two numbers, or of two pairs."""
    pair = (_whole("--militants", militants), _whole("--security", security))
    earlier = None if versus is None else _pair(versus)
    from turningpoint.cli.ratio_text import as_text, ratio_document
    from turningpoint.killratio.one_period.ratio import ratio_change, ratio_intervals

    factors = None if cluster_factor is None else (cluster_factor,)
    found = ratio_intervals(*pair, confidence=confidence, factors=factors)
    change = None if earlier is None else ratio_change(earlier, pair, confidence=confidence, factors=factors)
    return ratio_document(found, change), as_text(found, change)


def _of_file(file: Path, chosen: Mapping[str, Any], given: list[str]) -> tuple[Mapping[str, object], str]:
    """Result for machines and for readers of a file; ``given`` are the options of a file that were written."""
    if chosen["period"] is not None:
        return _of_period(file, chosen, [name for name in given if name in OF_A_DATE])
    if chosen["versus"] is not None:
        raise ParameterError("--versus sets two numbers against two others; with a file name a date (--intervention).")
    for name, what in (("time", "column of months"), ("intervention", "first month from which something differs")):
        if not chosen[name]:
            other = " Or name months to take together (--period FROM:TO)." if name == "intervention" else ""
            raise ParameterError(f"a file needs --{name}: the {what}.{other}")
    from turningpoint.cli.ratio_text import over_time_text
    from turningpoint.killratio.from_csv import document, ratio_of_file
    from turningpoint.sources.own_files.choices import choices_from

    passed = ("time", "militants", "security", "cluster_factor", "confidence")
    rest = [name for name in OF_A_FILE if name not in ("time", "period", "intervention", "horizon", *OF_READING)]
    said: list[str] = []
    found = ratio_of_file(
        file,
        chosen["intervention"],
        horizons=chosen["horizon"] or (),
        reading=choices_from(chosen),
        told=said.append,
        **{name: chosen[name] for name in (*passed, *rest)},
    )
    return document(found), "\n\n".join([*filter(None, said), over_time_text(found)])


def _of_period(file: Path, chosen: Mapping[str, Any], of_a_date: list[str]) -> tuple[Mapping[str, object], str]:
    """Result for machines and for readers of months of a file taken together."""
    if of_a_date:
        option = of_a_date[0].replace("_", "-")
        raise ParameterError(f"--{option} speaks of a date, --period of months taken together: give one of the two.")
    if not chosen["time"]:
        raise ParameterError("a file needs --time: the column of months.")
    period = _ends("--period", chosen["period"])
    versus = None if chosen["versus"] is None else _ends("--versus", chosen["versus"])
    from turningpoint.cli.ratio_text import period_document, period_text
    from turningpoint.killratio.from_csv import ratio_of_period
    from turningpoint.sources.own_files.choices import choices_from

    columns = ("time", "militants", "security", "basis_column", "basis", "allow_missing", "means")
    passed = {name: chosen[name] for name in (*columns, "cluster_factor", "confidence")}
    said: list[str] = []
    found, change = ratio_of_period(
        file, period, versus=versus, reading=choices_from(chosen), told=said.append, **passed
    )
    return period_document(found, change), "\n\n".join([*filter(None, said), period_text(found, change)])


def _ends(option: str, text: str) -> tuple[str, str]:
    """Read first and last month apart by a colon."""
    parts = [part.strip() for part in text.split(":")]
    if len(parts) != 2 or not all(re.fullmatch(r"[0-9]{4}-[0-9]{2}", part) for part in parts):
        raise ParameterError(f"{option} is {text!r}: give the first and the last month, like 2021-01:2021-12.")
    return parts[0], parts[1]


def _whole(option: str, text: str) -> int:
    """Read a number of deaths; thousands may be set apart by commas."""
    plain = text.strip().replace(",", "")
    if not re.fullmatch(r"[0-9]{1,15}", plain):
        raise ParameterError(f"{option} is {text!r}: give a whole number of deaths, zero or more.")
    return int(plain)


def _pair(text: str) -> tuple[int, int]:
    """Read two numbers of deaths apart by a colon."""
    parts = text.split(":")
    if len(parts) != 2:
        raise ParameterError(f"--versus is {text!r}: give militants and security forces, like 32:177.")
    return _whole("--versus, militants", parts[0]), _whole("--versus, security forces", parts[1])
