"""The kept table of coverage: it fits its sidecar and the code of today, and tells where data lie in it."""

import hashlib
import tomllib

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import DataError
from turningpoint.its.coverage.grid import whole_grid
from turningpoint.its.coverage.kept_table import (
    COLUMNS,
    OURS,
    TABLE,
    monte_carlo_interval,
    proven,
    read_coverage,
    verdict,
)
from turningpoint.its.coverage.simulate_cell import run_chunk


def table_of(shares=None, process="lognormal"):
    """A grid of cells that all hold, but for those of ``shares``: (points, rho, mean, estimand) → coverage."""
    rows = []
    for cell in whole_grid():
        if cell.process != process:
            continue
        for estimand in ("level", "observed_excess"):
            share = (shares or {}).get((cell.points, cell.rho, cell.mean, estimand), 0.95)
            low, high = monte_carlo_interval(round(1000 * share), 1000)
            rows.append(
                {
                    "process": process,
                    "points": cell.points,
                    "rho": cell.rho,
                    "mean": cell.mean,
                    "method": OURS,
                    "estimand": estimand,
                    "coverage": share,
                    "verdict": verdict(low, high),
                }
            )
    return pd.DataFrame(rows)


def test_wilson_as_tabulated():
    # Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I
    assert monte_carlo_interval(81, 263, 0.95) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert monte_carlo_interval(15, 148, 0.95) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert monte_carlo_interval(0, 20, 0.95) == pytest.approx((0.0, 0.1611), abs=5e-5)


@pytest.mark.parametrize(
    ("covered", "series", "expected"),
    [
        (950, 1000, "holds"),
        (920, 1000, "holds"),
        (900, 1000, "too low"),
        (3690, 4000, "too low"),
        (990, 1000, "too high"),
    ],
)
def test_a_cell_fails_when_its_whole_interval_lies_outside(covered, series, expected):
    assert verdict(*monte_carlo_interval(covered, series)) == expected


def test_data_amid_cells_that_hold_are_proven():
    found = proven(72, 0.5, 20.0, table=table_of())
    assert (found.inside, found.holds, found.reason) == (True, True, "")
    assert found.lowest == found.highest == 0.95


def test_one_failing_neighbour_is_enough_and_is_named():
    table = table_of({(96, 0.6, 60.0, "observed_excess"): 0.85})
    found = proven(72, 0.5, 20.0, table=table)
    assert (found.inside, found.holds, found.lowest) == (True, False, 0.85)
    assert "(96 points, memory 0.6, mean 60), the 95% interval for the observed excess" in found.reason
    assert "85.0%" in found.reason
    assert proven(72, 0.5, 20.0, estimands=["level"], table=table).holds
    assert proven(48, 0.5, 20.0, table=table).holds
    assert proven(72, 0.3, 20.0, table=table).holds
    assert proven(72, 0.5, 10.0, table=table).holds
    assert not proven(96, 0.6, 60.0, table=table).holds


@pytest.mark.parametrize(
    ("points", "rho", "mean", "words"),
    [
        (432, 0.5, 20.0, "A series of 432 points (24 to 180 were simulated) lies outside"),
        (72, 0.95, 20.0, "A memory of 0.95 (0 to 0.9 were simulated) lies outside"),
        (72, 0.5, 1.0, "A mean of 1 a period (3 to 60 were simulated) lies outside"),
        (20, 0.5, 400.0, "A series of 20 points (24 to 180 were simulated) and a mean of 400 a period"),
    ],
)
def test_data_outside_the_grid_are_told(points, rho, mean, words):
    found = proven(points, rho, mean, table=table_of())
    assert not found.inside
    assert not found.holds
    assert found.reason.startswith(words)
    assert found.lowest == 0.95


def test_estimands_that_fail_among_the_neighbours_are_listed():
    found = proven(48, 0.4, 15.0, table=table_of({(48, 0.4, 15.0, "level"): 0.8}), estimands=("slope", "level"))
    assert found.failing == {"level": 0.8}


def test_a_negative_memory_is_taken_for_none():
    table = table_of({(48, 0.0, 15.0, "level"): 0.8})
    assert proven(48, -0.1, 15.0, table=table).lowest == 0.8
    assert proven(48, -0.1, 15.0, table=table).inside


def test_a_gaussian_outcome_has_its_own_cells():
    table = pd.concat([table_of({(48, 0.4, 15.0, "level"): 0.8}), table_of(process="gaussian")])
    assert proven(48, 0.4, table=table).holds
    assert not proven(48, 0.4, 15.0, table=table).holds
    assert proven(120, 0.4, table=table).inside
    assert not proven(200, 0.4, table=table).inside


def test_a_table_without_such_cells_is_refused():
    with pytest.raises(DataError, match="no gaussian cell"):
        proven(48, 0.4, table=table_of())


def test_other_methods_do_not_count():
    table = pd.concat([table_of(), table_of({(48, 0.4, 15.0, "level"): 0.5}).assign(method="poisson")])
    assert proven(48, 0.4, 15.0, table=table).holds


def test_an_absent_table_and_a_table_with_another_column_are_refused(tmp_path):
    with pytest.raises(DataError, match="there is no such file"):
        read_coverage(tmp_path / "coverage.csv")
    (tmp_path / "coverage.csv").write_text("cell,process\n1,lognormal\n")
    with pytest.raises(DataError, match="there is no such column"):
        read_coverage(tmp_path / "coverage.csv")


def test_the_kept_table_is_the_one_its_sidecar_describes():
    facts = tomllib.loads(TABLE.with_suffix(".toml").read_text(encoding="utf-8"))
    kept = read_coverage()
    assert hashlib.sha256(TABLE.read_bytes()).hexdigest() == facts["sha256"]
    assert len(kept) == facts["rows"]
    assert tuple(facts["columns"]) == COLUMNS == tuple(kept.columns)
    cells = {cell.index: cell for cell in whole_grid()}
    for row in kept.drop_duplicates("cell").itertuples():
        cell = cells[row.cell]
        assert (row.process, row.points, row.rho) == (cell.process, cell.points, cell.rho)
        assert (row.mean, row.truth == "change", row.harmonics) == (cell.mean, cell.change, cell.harmonics)


def test_the_kept_shares_and_verdicts_follow_from_the_kept_counts():
    kept = read_coverage()
    np.testing.assert_allclose(kept["coverage"], kept["covered"] / kept["series"], atol=1e-5)
    for row in kept.itertuples():
        low, high = monte_carlo_interval(row.covered, row.series)
        assert (row.low, row.high) == pytest.approx((low, high), abs=1e-5)
        assert row.verdict == verdict(low, high)


@pytest.mark.parametrize("process", ["lognormal", "gaussian", "feedback", "curved"])
def test_the_code_still_gives_the_numbers_of_the_kept_table(process):
    check = tomllib.loads(TABLE.with_suffix(".toml").read_text(encoding="utf-8"))["check"][process]
    cell = whole_grid()[check["cell"]]
    assert cell.process == process
    found = run_chunk(cell, seed=check["seed"], chunk=0, conventional=False)
    for estimand, width in check["median_width"].items():
        message = f"the model has changed since the table of coverage was made ({estimand}): run make coverage again"
        assert np.median(found[OURS, estimand][1]) == pytest.approx(width, rel=1e-6), message
