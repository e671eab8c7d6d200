"""The numbers of the methods part, recorded under stable ids."""

import re

import pandas as pd

from turningpoint.figures.coverage import METHODS
from turningpoint.its.coverage.example_series import CONFIDENCE, Repeated
from turningpoint.number_format import confidence_label
from turningpoint.reports.chapters.methods.coverage_grid import COUNTS, EFFECTS, PROCESSES, Made, by_method
from turningpoint.reports.notebook_output import record
from turningpoint.reports.records import record_numbers


def slug(method: str) -> str:
    """Make a method part of an id.

    >>> slug("negative-binomial, hac:6")
    'negative_binomial_hac_6'
    """
    return re.sub(r"[^a-z0-9]+", "_", method.lower()).strip("_")


def record_repeated(worlds: Repeated) -> None:
    """Record how many of the repeated series' intervals hold the truth (``methods.repeated.<method>``)."""
    for method in worlds.intervals:
        given, which = worlds.given(method), f"{confidence_label(CONFIDENCE)}s of the level that hold the truth"
        of = f"share of {which}, on {given} series in which nothing changed"
        record(
            f"methods.repeated.{slug(method)}", estimand=of, estimate=worlds.covered(method) / given if given else None,
            method=f"{METHODS[method]}; simulation", unit="share", source="simulated in this report",
            window=f"{worlds.cell.points} months", series=given,
        )  # fmt: skip


def record_grid(cells: pd.DataFrame, process: str, made: Made) -> None:
    """Record a summary of the coverage of one process by method and effect.

    Ids are ``methods.coverage.<method>.<effect>.{worst,median,failing_share}``, for any process but the counts
    ``methods.coverage_<process>. …``.
    """
    prefix = "methods.coverage" if process == COUNTS else f"methods.coverage_{process}"
    for row in by_method(cells[cells["process"] == process]).to_dict("records"):
        failing = (row["too_low"] + row["too_high"]) / row["cells"]
        of = f"{row['cells']} simulated cells of {PROCESSES[process]}"
        interval = f"{confidence_label(CONFIDENCE)} of the {EFFECTS[row['estimand']]}"
        rows = [
            ("worst", f"coverage of the {interval} farthest from nominal among {of}", row["worst"]),
            ("median", f"median coverage of the {interval} over {of}", row["median"]),
            ("failing_share", f"share of {of} in which the {interval} fails", failing),
        ]
        record_numbers(
            rows, prefix=f"{prefix}.{slug(row['method'])}.{row['estimand']}", unit="share", cells=row["cells"],
            method=f"{METHODS[row['method']]}; simulation",
            source=f"{made.command}, seed {made.seed}, {made.day.isoformat()}",
        )  # fmt: skip
