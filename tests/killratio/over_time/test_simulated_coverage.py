"""The simulated cells are judged as METHODS asks, and the kept table is what the code gives."""

import tomllib

import numpy as np
import pytest

from turningpoint.its.coverage.kept_table import FAILS, HOLDS, LOWEST
from turningpoint.killratio.over_time.simulated_coverage import (
    CHUNK,
    COLUMNS,
    ESTIMATED,
    KNOWN,
    TABLE,
    TWO_PERIODS,
    read_kill_ratio_coverage,
    run_cell,
    run_chunk,
    simulated_coverage,
)
from turningpoint.killratio.over_time.simulated_deaths import whole_grid

NAIVE = ("binomial", "quasi-binomial", "beta-binomial")
GRID = whole_grid()
KEPT = read_kill_ratio_coverage()


def test_a_chunk_has_every_method_and_estimand():
    found = run_chunk(GRID[0], seed=1, chunk=0)
    assert set(found) == {(method, name) for method in (KNOWN, ESTIMATED, *NAIVE) for name in ("level", "slope")}
    for inside, width in found.values():
        assert inside.shape == width.shape == (CHUNK,)
        assert set(inside[np.isfinite(inside)]) <= {0.0, 1.0}
        assert (width[np.isfinite(inside)] > 0).all()


def test_short_periods_have_students_t_and_no_mixture():
    short = next(cell for cell in GRID if cell.points == 11)
    found = run_chunk(short, seed=1, chunk=0)
    assert set(found) == {(method, "level") for method in (TWO_PERIODS, *NAIVE)}


def test_a_cell_gives_the_columns_of_the_table():
    rows = run_cell(GRID[27], seed=1, series=CHUNK)
    assert tuple(rows.columns) == COLUMNS
    assert (rows["series"] + rows["refused"] == CHUNK).all()


def test_the_kept_table_is_what_the_code_gives():
    facts = tomllib.loads(TABLE.with_suffix(".toml").read_text(encoding="utf-8"))
    checked = facts["check"]
    found = run_chunk(GRID[checked["cell"]], seed=facts["seed"], chunk=0)
    widths = {name: float(np.median(found[KNOWN, name][1])) for name in ("level", "slope")}
    assert widths == pytest.approx(checked["median_width"], rel=1e-6)
    assert set(KEPT["cell"]) == {cell.index for cell in GRID}
    assert (KEPT["series"] + KEPT["refused"] == facts["series"]).all()


def test_with_the_deaths_of_events_the_level_holds_in_every_regression():
    rows = KEPT[(KEPT["method"] == KNOWN) & (KEPT["design"] == "regression")]
    level, slope = (rows[rows["estimand"] == name] for name in ("level", "slope"))
    assert (level["verdict"] == HOLDS).all()
    assert (slope["verdict"] == HOLDS).all()


def test_the_rule_of_failure_is_applied():
    assert ((KEPT["covered"] / KEPT["series"] >= LOWEST) == (KEPT["verdict"] == HOLDS)).all()
    rows = KEPT[KEPT["method"].isin([KNOWN, ESTIMATED])]
    assert (rows["verdict"] == HOLDS).all()


@pytest.mark.parametrize(
    ("points", "ramp", "known", "nearest", "method"),
    [
        (60, True, True, 48, KNOWN),
        (500, True, False, 180, ESTIMATED),
        (46, False, True, 65, KNOWN),
        (26, False, False, 29, ESTIMATED),
        (19, False, True, 11, TWO_PERIODS),
    ],
)
def test_the_nearest_cells_are_quoted(points, ramp, known, nearest, method):
    rows = KEPT[(KEPT["design"] == ("regression" if ramp else "two periods")) & (KEPT["method"] == method)]
    level = rows[(rows["points"] == nearest) & (rows["estimand"] == "level")]["coverage"]
    found = simulated_coverage(points, ramp=ramp, known=known)
    assert f"({nearest} months" in found
    assert f"{100 * level.min():.0f} to {100 * level.max():.0f}% for the level" in found
    assert ("slope" in found) == ramp


@pytest.mark.parametrize("method", NAIVE)
def test_the_naive_intervals_cover_too_rarely(method):
    rows = KEPT[(KEPT["method"] == method) & (KEPT["design"] == "regression") & (KEPT["rho"] == 0.8)]
    assert (rows["verdict"] == FAILS).all()
