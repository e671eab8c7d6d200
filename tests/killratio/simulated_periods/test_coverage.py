"""How often intervals of a year hold the truth: the kept table is what the code gives, and judged by the rule."""

import tomllib

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from turningpoint.its.coverage.kept_table import HOLDS, LOWEST
from turningpoint.killratio.one_period.period_ratio import clusters_change, clusters_interval, period_clusters
from turningpoint.killratio.simulated_periods.coverage import (
    CHOSEN,
    CHUNK,
    CLOSE_CALL,
    COLUMNS,
    EVENTS,
    HIGH,
    INDEPENDENT,
    LOW,
    METHODS,
    MONTHS,
    QUARTERS,
    TABLE,
    TO_USE,
    WELCH,
    close_call,
    coverage_words,
    read_kill_ratio_years,
    run_cell,
    run_chunk,
)
from turningpoint.killratio.simulated_periods.years import ODDS, simulate, truth, whole_grid

GRID = whole_grid()
KEPT = read_kill_ratio_years()
WAVES = KEPT["waves"] == "autocorrelated"


def months_of(year, i):
    return {"militants": year.militants[i], "security": year.security[i]}


@pytest.mark.parametrize("question", ["year", "change"])
def test_what_is_simulated_is_what_is_used(question):
    """Series by series, the interval by the rule is that of `period_clusters` on the same deaths."""
    cell = next(cell for cell in GRID if cell.question == question and cell.waves == "independent")
    random = np.random.default_rng(np.random.SeedSequence([7, cell.index, 0]))
    years = [simulate(cell, odds, 60, random) for odds in ([ODDS] if question == "year" else [1.0, ODDS])]
    inside, width = run_chunk(cell, seed=7, chunk=0, size=60)[CHOSEN]
    for i in range(60):
        found = [period_clusters(pd.DataFrame(months_of(year, i))) for year in years]
        made = clusters_interval if question == "year" else clusters_change
        one = made(*found, confidence=0.95)
        assert np.log(one.high / one.low) == pytest.approx(width[i])
        assert inside[i] == (one.low <= np.exp(truth()) <= one.high)


def test_the_kept_table_is_what_the_code_gives():
    facts = tomllib.loads(TABLE.with_suffix(".toml").read_text(encoding="utf-8"))
    checked = facts["check"]
    inside, width = run_chunk(GRID[checked["cell"]], seed=facts["seed"], chunk=0)[QUARTERS]
    assert np.nansum(inside) == checked["covered"]
    assert np.nanmedian(width) == pytest.approx(checked["median_width"], rel=1e-6)
    assert set(KEPT["cell"]) == {cell.index for cell in GRID}
    assert set(KEPT["method"]) == set(METHODS)


def test_a_cell_has_a_thousand_series_and_four_thousand_where_it_is_close():
    for _, rows in KEPT.groupby("cell"):
        (series,) = set(rows["series"] + rows["refused"])
        assert series in (1000, 4000)
        if series == 1000:
            assert not close_call(rows)
    assert not close_call(KEPT[~KEPT["method"].isin(TO_USE)])


def test_the_rule_of_failure_is_applied():
    assert ((KEPT["coverage"] >= LOWEST) == (KEPT["verdict"] == HOLDS)).all()
    assert (KEPT["coverage"] - KEPT["covered"] / KEPT["series"]).abs().max() < 1e-5
    assert CLOSE_CALL[0] < LOWEST < CLOSE_CALL[1]


def test_by_the_rule_every_cell_holds():
    assert (KEPT.loc[KEPT["method"] == CHOSEN, "verdict"] == HOLDS).all()
    assert KEPT.loc[KEPT["method"] == QUARTERS, "coverage"].min() > 0.9


@pytest.mark.parametrize("method", [MONTHS, EVENTS, LOW, INDEPENDENT])
def test_others_fail_where_months_go_together(method):
    rows = KEPT[WAVES & (KEPT["method"] == method) & (KEPT["question"] == "year")]
    assert (rows["verdict"] != HOLDS).sum() >= 8


def test_welchs_degrees_of_freedom_are_too_many_for_a_change():
    lowest = KEPT[WAVES & (KEPT["question"] == "change")].groupby("method")["coverage"].min()
    assert lowest[WELCH] < LOWEST < lowest[QUARTERS]
    assert KEPT.loc[KEPT["question"] == "year", "method"].ne(WELCH).all()


def test_a_cell_gives_the_columns_of_the_table():
    rows = run_cell(GRID[0], seed=1, series=CHUNK)
    assert tuple(rows.columns) == COLUMNS
    assert (rows["series"] + rows["refused"] == CHUNK).all()
    assert len(rows) == len(METHODS) - 1


def test_without_waves_independent_events_are_covered_as_they_should():
    """The events of `simulate` are compound Poisson: where intensities are constant, events as clusters suffice."""
    cell = next(cell for cell in GRID if cell.waves == "constant" and cell.events == 400)
    inside, width = run_chunk(cell, seed=3, chunk=0)[EVENTS]
    assert stats.binomtest(int(inside.sum()), inside.size, 0.95).pvalue > 0.001
    assert np.median(width) < np.median(run_chunk(cell, seed=3, chunk=0)[HIGH][1])


def test_words_give_the_shares_of_the_table():
    for question in ("year", "change"):
        rows = KEPT[(KEPT["question"] == question) & (KEPT["waves"] != "constant") & (KEPT["method"] == QUARTERS)]
        low, high = 100 * rows["coverage"].min(), 100 * rows["coverage"].max()
        assert f"by quarters held the truth in {low:.0f} to {high:.0f}%" in coverage_words(question)
