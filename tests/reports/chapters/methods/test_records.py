"""The numbers of the methods part are recorded unrounded under ids that last."""

import pandas as pd
import pytest

from tests.reports.coverage_tables import table_of
from turningpoint.its.coverage.example_series import repeat
from turningpoint.its.coverage.kept_table import read_coverage
from turningpoint.reports.chapters.methods.coverage_grid import how_made
from turningpoint.reports.chapters.methods.records import record_grid, record_repeated


def test_worst_median_and_failing_share_of_every_method_and_effect(recorded):
    cells = pd.concat(
        [
            table_of([("straight", "level", 0.94), ("kink", "level", 0.88), ("irw", "level", 0.96)]),
            table_of([("straight", "level", 0.50)], method="negative-binomial, hac:6"),
            table_of([("gaussian", "slope", 0.99)], outcome="gaussian"),
        ]
    )
    made = how_made()
    for outcome in ("counts", "gaussian"):
        record_grid(cells, outcome, made)
    found = {id: part["estimate"] for id, part in recorded().items()}
    assert found == {
        "methods.coverage.calibrated.level.worst": 0.88,
        "methods.coverage.calibrated.level.median": 0.94,
        "methods.coverage.calibrated.level.failing_share": pytest.approx(1 / 3),
        "methods.coverage.negative_binomial_hac_6.level.worst": 0.50,
        "methods.coverage.negative_binomial_hac_6.level.median": 0.50,
        "methods.coverage.negative_binomial_hac_6.level.failing_share": 1.0,
        "methods.coverage_gaussian.calibrated.slope.worst": 0.99,
        "methods.coverage_gaussian.calibrated.slope.median": 0.99,
        "methods.coverage_gaussian.calibrated.slope.failing_share": 0.0,
    }
    one = recorded()["methods.coverage.calibrated.level.worst"]
    assert (one["unit"], one["cells"], one["source"]) == (
        "share", 3, f"{made.command}, seed {made.seed}, {made.day.isoformat()}"
    )  # fmt: skip


def test_the_promised_ids_of_the_kept_table_are_recorded(recorded):
    record_grid(read_coverage(), "counts", how_made())
    ids = recorded().keys()
    effects = ("level", "slope", "effect_12", "before_after_12", "growth_since", "low_point")
    assert {
        f"methods.coverage.calibrated.{e}.{k}" for e in effects for k in ("worst", "median", "failing_share")
    } <= ids


def test_the_repeated_series_record_the_share_that_holds(recorded):
    worlds = repeat(series=10, seed=2)
    record_repeated(worlds)
    found = recorded()
    assert found["methods.repeated.calibrated"]["estimate"] == worlds.covered("calibrated") / 10
    assert found["methods.repeated.negative_binomial_hac_6"]["series"] == 10
