# ruff: noqa: PLC0415 - commands import what they need, so that help and errors in options come at once
"""``turningpoint ratio``: the kill ratio of one's own numbers."""

import re
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.app import app
from analysis.cli.json_file import write_json
from analysis.errors import ParameterError


@app.command()
def ratio(
    militants: Annotated[str, typer.Option(metavar="N", help="Militants killed.")],
    security: Annotated[str, typer.Option(metavar="N", help="Members of the security forces killed.")],
    cluster_factor: Annotated[
        float | None,
        typer.Option(
            metavar="F",
            help="By how many times clusters of deaths multiply the variance; 1 is none. By default a band, 3 to 10.",
        ),
    ] = None,
    versus: Annotated[
        str | None, typer.Option(metavar="N:N", help="Militants and security forces of the period to set it against.")
    ] = None,
    confidence: Annotated[
        float, typer.Option(metavar="P", help="Confidence of the intervals, between 0 and 1.")
    ] = 0.95,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the result, unrounded, to this file too.")
    ] = None,
) -> None:
    """Say how many militants were killed for each member of the security forces, with every interval there is.

    For example:

      turningpoint ratio --militants 951 --security 528

      turningpoint ratio --militants 243 --security 437 --versus 32:177

    Exit status: 0 done; 2 the input cannot be used.
    """
    pair = (_whole("--militants", militants), _whole("--security", security))
    from analysis.killratio.change import ratio_change
    from analysis.killratio.clusters import BAND
    from analysis.killratio.one_period import ratio_intervals
    from analysis.reports.ratio_terminal import as_text, ratio_document

    factors = BAND if cluster_factor is None else (cluster_factor,)
    found = ratio_intervals(*pair, confidence=confidence, factors=factors)
    change = None if versus is None else ratio_change(_pair(versus), pair, confidence=confidence, factors=factors)
    if json_file is not None:
        write_json(json_file, ratio_document(found, change))
    typer.echo(as_text(found, change))


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
