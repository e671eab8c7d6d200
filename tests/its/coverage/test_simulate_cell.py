"""A cell's numbers follow from its seed alone, and are judged by the rule of the kept table."""

from dataclasses import replace

import numpy as np
import pytest

from turningpoint.its.calibrated.mixture import quantiles
from turningpoint.its.coverage.cell_series import simulate
from turningpoint.its.coverage.grid import Cell, Kind, cell_of
from turningpoint.its.coverage.kept_table import COLUMNS, ORACLE, OURS, RECENT, STRAIGHT, THIRD_COLUMNS
from turningpoint.its.coverage.simulate_cell import (
    Chunk,
    gather,
    heaviest,
    in_doubt,
    last_months,
    run_chunk,
    table_of,
    thirds_of,
)

CELL = Cell(7, Kind("short", points=48, before=38), change=True)
GAUSSIAN = Cell(8, Kind("gaussian", points=30, before=20, mean=0.0, outcome="gaussian"), change=True)


@pytest.fixture(scope="module")
def counts():
    return run_chunk(CELL, seed=1, chunk=0, size=8)


@pytest.mark.parametrize("cell", [CELL, GAUSSIAN], ids=["counts", "gaussian"])
def test_a_chunk_repeats_and_every_method_sees_the_same_series(cell):
    first, again = (run_chunk(cell, seed=1, chunk=0, size=8) for _ in range(2))
    alone = run_chunk(cell, seed=1, chunk=0, size=8, others=False)
    assert alone.results.keys() == {key for key in first.results if key[0] == OURS}
    for key, found in first.results.items():
        np.testing.assert_array_equal(found, again.results[key])
        assert found.shape == (8, 3)
        assert set(found[:, 0]) <= {0.0, 1.0}
        assert (found[:, 2] > 0).all() or key[1] == "low_point"
    for key, found in alone.results.items():
        np.testing.assert_array_equal(found, first.results[key])
    np.testing.assert_array_equal(alone.rho, first.rho)
    assert ((first.rho >= 0) & (first.rho < 1)).all()


def test_every_method_and_answer_is_there(counts):
    methods = {method for method, _ in counts.results}
    others = {"quasi-poisson", "negative-binomial, hac:6"}
    assert methods == {OURS, STRAIGHT, RECENT, ORACLE} | others
    answers = {answer for method, answer in counts.results if method == STRAIGHT}
    assert {answer for method, answer in counts.results if method == OURS} == answers | {"low_point"}
    assert {answer for method, answer in counts.results if method == RECENT} == answers - {"before_after_whole"}
    assert {"level", "slope", "growth_before", "growth_since", "acceleration", "rise_before"} <= answers


@pytest.mark.parametrize("change", [{"chunk": 1}, {"seed": 2}, {"cell": replace(CELL, index=9)}])
def test_seed_cell_and_chunk_each_give_other_series(change):
    usual = {"cell": CELL, "seed": 1, "chunk": 0, "others": False, "size": 4}
    one, other = (run_chunk(**given).results[OURS, "level"][:, 2] for given in (usual, usual | change))
    assert (one != other).all()


def test_the_last_months_begin_later_where_they_would_cut_a_sum():
    for name, start in (("straight", 43), ("straight, spans", 48)):
        world = simulate(cell_of(name, change=True), 3, np.random.default_rng(1))
        part, values = last_months(world)
        assert len(part.times) == 120 - start
        assert part.positions == (79 - start,)
        assert part.times[0] == world.design.times[start]
        np.testing.assert_array_equal(values[:, : 120 - start], world.values[:, start:120])
        for place, span in enumerate(part.spans):
            np.testing.assert_array_equal(values[:, list(span)].sum(axis=1), values[:, 120 - start + place])
    assert len(part.spans) == 4


def test_the_heaviest_nodes_give_the_quantiles_of_all():
    random = np.random.default_rng(1)
    weight = random.dirichlet(np.full(200, 0.05), 3).reshape(3, 100, 2)
    value, points = random.normal(size=(3, 200)), np.array([0.025, 0.5, 0.975])
    places, kept = heaviest(weight)
    assert places.shape[1] < 100
    whole = quantiles(weight, value, np.ones((3, 200)), points)
    part = quantiles(kept, np.take_along_axis(value, places, axis=1), np.ones(places.shape), points)
    np.testing.assert_allclose(part, whole, atol=2e-3)


def chunk_of(share, size=100):
    """A chunk in which ours holds the truth in a share of the series, the first ones, and the oracle in all."""
    inside = (np.arange(size) < round(size * share)).astype(float)
    oracle = np.column_stack([np.ones(size), np.zeros(size), np.full(size, 0.5)])
    ours = np.column_stack([inside, np.full(size, 0.1), np.ones(size)])
    return Chunk({(OURS, "level"): ours, (ORACLE, "level"): oracle}, np.linspace(0, 0.9, size))


def test_rows_have_the_columns_of_the_table_and_the_facts_of_the_cell():
    rows = table_of(CELL, chunk_of(0.9))
    assert tuple(rows.columns) == COLUMNS
    row = rows.iloc[0]
    assert (row["cell"], row["kind"], row["points"], row["before"], row["truth"]) == (7, "short", 48, 38, "change")
    assert (row["series"], row["covered"], row["verdict"]) == (100, 90, "fails")
    assert (row["bias"], row["median_width"], row["width_over_oracle"]) == pytest.approx((0.1, 1.0, 2.0))
    assert row["low"] < 0.9 < row["high"]
    assert rows.iloc[1]["verdict"] == "holds"


def test_intervals_that_are_refused_do_not_count_and_a_method_without_any_has_no_row():
    chunk = chunk_of(1.0)
    chunk.results[OURS, "level"][:10] = np.nan
    chunk.results[ORACLE, "level"][:] = np.nan
    rows = table_of(CELL, chunk)
    assert rows["method"].tolist() == [OURS]
    assert rows[["series", "refused", "covered"]].iloc[0].tolist() == [90, 10, 90]


def test_a_third_of_the_memory_fails_by_its_upper_limit():
    rows = thirds_of(CELL, chunk_of(0.6, 300))
    assert tuple(rows.columns) == THIRD_COLUMNS
    assert rows["series"].tolist() == [100, 100, 100]
    assert rows["coverage"].tolist() == [1.0, 0.8, 0.0]
    assert rows["verdict"].tolist() == ["holds", "holds", "fails"]
    assert (rows["rho_high"].to_numpy()[:-1] < rows["rho_low"].to_numpy()[1:]).all()


@pytest.mark.parametrize(("share", "doubt"), [(0.89, False), (0.90, True), (0.93, True), (0.94, False)])
def test_only_a_cell_between_90_and_93_is_in_doubt(share, doubt):
    assert in_doubt([chunk_of(share), chunk_of(share)]) == doubt


def test_chunks_are_put_end_to_end_though_later_ones_lack_the_others():
    alone = chunk_of(0.5)
    alone.results.pop((ORACLE, "level"))
    whole = gather([chunk_of(1.0), alone])
    assert {key[0]: len(one) for key, one in whole.results.items()} == {OURS: 200, ORACLE: 100}
    assert len(whole.rho) == 200


def test_a_series_without_events_on_a_side_is_told_as_refused_by_others():
    found = run_chunk(Cell(0, Kind("rare", points=48, before=24, mean=0.05), change=False), seed=1, chunk=0, size=10)
    refused = np.isnan(found.results["quasi-poisson", "level"][:, 0])
    assert refused.any()
    assert np.isfinite(found.results[ORACLE, "level"]).all()
