"""A cell's numbers follow from its seed alone, and are judged as METHODS says."""

from dataclasses import replace

import numpy as np
import pytest

from turningpoint.its.coverage import simulate_cell as module
from turningpoint.its.coverage.grid import Cell, whole_grid
from turningpoint.its.coverage.kept_table import COLUMNS, OURS
from turningpoint.its.coverage.simulate_cell import BENDING, CHUNK, run_cell, run_chunk

CELL = Cell(7, "lognormal", 24, 0.4, 15.0, change=True, harmonics=0)
GAUSSIAN = next(cell for cell in whole_grid() if cell.process == "gaussian")


@pytest.mark.parametrize("cell", [CELL, GAUSSIAN], ids=["counts", "gaussian"])
def test_a_chunk_repeats_and_every_method_sees_the_same_series(cell):
    first, again = (run_chunk(cell, seed=1, chunk=0) for _ in range(2))
    alone = run_chunk(cell, seed=1, chunk=0, conventional=False)
    assert alone.keys() == {key for key in first if key[0] == OURS}
    for key, (inside, width) in first.items():
        for found, kept in zip(again[key], (inside, width), strict=True):
            np.testing.assert_array_equal(found, kept)
        assert inside.shape == width.shape == (CHUNK,)
        assert set(inside[np.isfinite(inside)]) <= {0.0, 1.0}
        assert (width[np.isfinite(width)] > 0).all()
    for key, (_, width) in alone.items():
        np.testing.assert_array_equal(width, first[key][1])


@pytest.mark.parametrize("change", [{"chunk": 1}, {"seed": 2}, {"cell": replace(CELL, index=8)}])
def test_seed_cell_and_chunk_each_give_other_series(change):
    usual = {"cell": CELL, "seed": 1, "chunk": 0, "conventional": False}
    one, other = (run_chunk(**given)[OURS, "level"][1] for given in (usual, usual | change))
    assert (one != other).all()


def fixed(shares):
    """A stand-in for ``run_chunk`` in which our intervals hold the truth with these shares."""

    def chunk_of(cell, *, seed, chunk, conventional=True):
        random = np.random.default_rng([seed, chunk])
        found = {
            (OURS, estimand): ((np.arange(CHUNK) < CHUNK * share - 1e-9).astype(float), random.random(CHUNK))
            for estimand, share in shares.items()
        }
        if conventional:
            inside = np.where(np.arange(CHUNK) < 10, np.nan, 1.0)
            found["poisson", "level"] = (inside, np.where(np.isfinite(inside), 0.5, np.nan))
        return found

    return chunk_of


@pytest.mark.parametrize(("share", "series"), [(0.96, 100), (0.90, 300), (1.0, 300)])
def test_a_cell_outside_what_is_wanted_gets_more_series_of_ours(monkeypatch, share, series):
    monkeypatch.setattr(module, "run_chunk", fixed({"level": 0.96, "slope": share}))
    rows = run_cell(CELL, seed=1, series=100, most=300).set_index(["method", "estimand"])
    assert rows.loc[(OURS, "slope"), "series"] == rows.loc[(OURS, "level"), "series"] == series
    assert rows.loc[(OURS, "slope"), "coverage"] == pytest.approx(share)
    assert rows.loc[("poisson", "level"), ["series", "refused", "covered", "median_width"]].tolist() == [
        80,
        20,
        80,
        0.5,
    ]


def test_rows_have_the_columns_of_the_table_and_the_facts_of_the_cell(monkeypatch):
    monkeypatch.setattr(module, "run_chunk", fixed({"level": 0.8}))
    rows = run_cell(CELL, seed=1, series=100, most=100)
    assert tuple(rows.columns) == COLUMNS
    row = rows.iloc[0]
    assert (row["cell"], row["points"], row["truth"], row["verdict"]) == (7, 24, "change", "too low")
    assert row["low"] < 0.8 < row["high"]


def test_where_the_course_bends_a_pre_trend_that_may_bend_is_fitted_too():
    cell = next(cell for cell in whole_grid() if cell.process == "curved")
    found = run_chunk(cell, seed=1, chunk=0, size=8)
    assert {estimand for method, estimand in found if method == BENDING} == {
        estimand for method, estimand in found if method == OURS
    }
    straight, bending = (found[method, "expected_excess"][1] for method in (OURS, BENDING))
    assert np.median(bending) > np.median(straight)
    assert BENDING not in {method for method, _ in run_chunk(CELL, seed=1, chunk=0, size=4)}


def test_series_without_events_on_a_side_are_refused_by_every_count_model():
    rare = replace(CELL, mean=0.05, change=False)
    found = run_chunk(rare, seed=1, chunk=0)
    refused = {key: np.isnan(inside) for key, (inside, _) in found.items()}
    assert 0 < refused[OURS, "level"].sum() < CHUNK
    for missing in refused.values():
        assert (missing >= refused[OURS, "level"]).all()
