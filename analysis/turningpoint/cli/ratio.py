# ruff: noqa: PLC0415 - commands import what they need, so that help and errors in options come at once
"""``turningpoint ratio``: the kill ratio of one's own numbers."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from turningpoint.cli.app import app
from turningpoint.cli.json_file import refuse_json_place, tell
from turningpoint.cli.series_options import JSON_FILE, READING, Text, Texts, flag, option, takes, written
from turningpoint.cli.terminal.waiting import waiting
from turningpoint.errors import ParameterError

OPTIONS = {
    "cluster_factor": option(
        float | None, "F",
        "By how many times clusters of deaths multiply the variance; 1 is none. By default, of two numbers: both ends "
        "of a band borrowed from UCDP's months; of a period of a file: none is needed, its quarters (months, where "
        "they show no autocorrelation) are the clusters; at a date of a file: it is estimated.",
    ),
    "versus": option(
        Text, "N:N|FROM:TO", "Militants and security forces to set it against; with --period, a period."
    ),
    "time": option(Text, "COL", "Of a file: column of months, YYYY-MM."),
    "intervention": option(
        Texts, "WHEN", "Of a file: first month from which something differs. May be repeated."
    ),
    "period": option(Text, "FROM:TO", "Of a file: the ratio of these months together, like 2021-01:2021-12."),
    "basis_column": option(Text, "COL", "Of a file: column that says what a row counts (its basis)."),
    "basis": option(Text, "NAME", "Of a file: take the rows on this basis; a ratio is on one."),
    "allow_missing": flag("Of a file: take months that lack a side as not observed.", "--allow-missing"),
    "means": flag("Of a file: a half, as 3.5, is the mean of two editions.", "--means"),
    "names": option(
        Text, "FIRST,SECOND",
        'What --militants and --security count, where it is something else: "security forces,civilians".',
    ),
    **READING,
    "ramp": option(bool, None, "Of a file: let the slope change too, not only the level.", default=True),
    "harmonics": option(int, "K", "Of a file: pairs of harmonics of the year.", default=0, min=0, max=6),
    "horizon": option(list[int] | None, "H", "Of a file: compare month H after too. May be repeated."),
    "seed": option(int | None, "S", "Of a file: seed of the random draws.", min=0),
    "confidence": option(float, "P", "Confidence of the intervals, between 0 and 1.", default=0.95),
    "json_file": JSON_FILE,
}  # fmt: skip
OF_A_DATE = ("intervention", "ramp", "harmonics", "horizon", "seed")
"""Options that make no sense without a date."""
OF_A_FILE = ("time", "period", "basis_column", "basis", "allow_missing", "means", *READING, *OF_A_DATE)
"""Options that make no sense without a file."""
OF_NUMBERS = ("versus", "cluster_factor", "confidence")
"""Options that two numbers take."""
OF_ANY_RATIO = (
    "time", "militants", "security", "basis_column", "basis", "allow_missing", "means", "cluster_factor", "confidence",
)  # fmt: skip
"""What is passed on of a file, whether a period or a date is asked about."""


@app.command()
@takes(OPTIONS)
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
            show_default=False,
            help="CSV, TSV, xlsx or parquet with a header line, one row a month.",
        ),
    ] = None,
    **chosen: Any,
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
    refuse_json_place(chosen["json_file"], file)
    from turningpoint.cli.ratio_text import names_of

    called = None if chosen["names"] is None else names_of(chosen["names"])
    flags = written(context)
    given = {name: flags[name] for name in OF_A_FILE if name in flags}
    if file is None:
        if given:
            first = next(iter(given.values()))
            raise ParameterError(f"{first} speaks of a file, and none is given: turningpoint ratio FILE.csv …")
        document, text = _of_numbers(militants, security, **{name: chosen[name] for name in OF_NUMBERS})
    else:
        with waiting(f"Estimating the ratio of {file.name}"):
            document, text = _of_file(file, {"militants": militants, "security": security, **chosen}, given)
    if called is not None:
        document, text = called.in_document(document), called.in_text(text)
    tell(text, chosen["json_file"], lambda: document)


def _of_numbers(
    militants: str, security: str, *, versus: str | None, cluster_factor: float | None, confidence: float
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


def _of_file(file: Path, chosen: Mapping[str, Any], given: Mapping[str, str]) -> tuple[Mapping[str, object], str]:
    """Result for machines and for readers of a file; ``given`` are the options of a file that were written."""
    period = _period(chosen, given)
    from turningpoint.cli.ratio_text import over_time_text, period_document, period_text
    from turningpoint.killratio.from_csv import document, ratio_of_file, ratio_of_period
    from turningpoint.sources.own_files.choices import choices_from

    said: list[str] = []
    asked = {name: chosen[name] for name in OF_ANY_RATIO} | {"reading": choices_from(chosen), "told": said.append}
    if period is not None:
        found, change = ratio_of_period(file, period[0], versus=period[1], **asked)
        result, text = period_document(found, change), period_text(found, change)
    else:
        of_a_date = {name: chosen[name] for name in ("ramp", "harmonics", "seed")}
        over_time = ratio_of_file(file, chosen["intervention"], horizons=chosen["horizon"] or (), **asked, **of_a_date)
        result, text = document(over_time), over_time_text(over_time)
    return result, "\n\n".join([*filter(None, said), text])


def _period(
    chosen: Mapping[str, Any], given: Mapping[str, str]
) -> tuple[tuple[str, str], tuple[str, str] | None] | None:
    """Ends of the months of a file to take together, and of those to set them against; None where a date is meant."""
    if chosen["period"] is None:
        if chosen["versus"] is not None:
            raise ParameterError(
                "--versus sets two numbers against two others; with a file name a date (--intervention)."
            )
        if not chosen["time"]:
            raise ParameterError("a file needs --time: the column of months.")
        if not chosen["intervention"]:
            raise ParameterError(
                "a file needs --intervention: the first month from which something differs. Or name months to take "
                "together (--period FROM:TO)."
            )
        return None
    for name, typed in given.items():
        if name in OF_A_DATE:
            raise ParameterError(f"{typed} speaks of a date, --period of months taken together: give one of the two.")
    if not chosen["time"]:
        raise ParameterError("a file needs --time: the column of months.")
    period = _ends("--period", chosen["period"])
    return period, None if chosen["versus"] is None else _ends("--versus", chosen["versus"])


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
