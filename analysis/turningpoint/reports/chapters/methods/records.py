"""The numbers of the methods part, recorded under stable ids."""

import pandas as pd

from turningpoint.figures.coverage import ESTIMANDS, METHODS
from turningpoint.its.coverage.example_series import CONFIDENCE, Repeated
from turningpoint.number_format import confidence_label
from turningpoint.reports.chapters.methods.coverage_grid import COUNTS, OUTCOMES, Made, by_method
from turningpoint.reports.records import record_numbers, slug


def record_repeated(worlds: Repeated) -> None:
    """Record how many of the repeated series' intervals hold the truth (``methods.repeated.<method>``)."""
    for method in worlds.intervals:
        given, which = worlds.given(method), f"{confidence_label(CONFIDENCE)}s of the level that hold the truth"
        of = f"share of {which}, on {given} series in which nothing changed"
        record_numbers(
            [(slug(method), of, worlds.covered(method) / given if given else None)], prefix="methods.repeated",
            method=f"{METHODS[method]}; simulation", unit="share", source="simulated in this report",
            window=f"{worlds.cell.kind.points} months", series=given,
        )  # fmt: skip


def record_grid(cells: pd.DataFrame, outcome: str, made: Made) -> None:
    """Record a summary of the coverage for one outcome by method and answer.

    Ids are ``methods.coverage.<method>.<answer>.{worst,median,failing_share}``, for gaussian outcomes
    ``methods.coverage_gaussian. …``.
    """
    prefix = "methods.coverage" if outcome == COUNTS else f"methods.coverage_{outcome}"
    for row in by_method(cells[cells["outcome"] == outcome]).to_dict("records"):
        of = f"{row['cells']} simulated cells of {OUTCOMES[outcome]}"
        interval = f"{confidence_label(CONFIDENCE)} of the {ESTIMANDS[row['estimand']]}"
        rows = [
            ("worst", f"lowest coverage of the {interval} among {of}", row["lowest"]),
            ("median", f"median coverage of the {interval} over {of}", row["median"]),
            ("failing_share", f"share of {of} in which the {interval} fails", row["failing"] / row["cells"]),
        ]
        record_numbers(
            rows, prefix=f"{prefix}.{slug(row['method'])}.{row['estimand']}", unit="share", cells=row["cells"],
            method=f"{METHODS[row['method']]}; simulation",
            source=f"{made.command}, seed {made.seed}, {made.day.isoformat()}",
        )  # fmt: skip
