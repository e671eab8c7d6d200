"""The kept tables are those that their sidecars describe, and the code still gives their numbers."""

import hashlib
import tomllib

import numpy as np
import pytest

from turningpoint.errors import DataError
from turningpoint.its.coverage.grid import whole_grid
from turningpoint.its.coverage.kept_table import (
    COLUMNS,
    OURS,
    TABLE,
    THIRD_COLUMNS,
    THIRDS,
    read_coverage,
    read_thirds,
    verdict,
    verdict_of_third,
)
from turningpoint.its.coverage.monte_carlo import monte_carlo_interval
from turningpoint.its.coverage.simulate_cell import run_chunk

CHECKS = tomllib.loads(TABLE.with_suffix(".toml").read_text(encoding="utf-8"))["check"]


def test_an_absent_table_and_a_table_with_another_column_are_refused(tmp_path):
    with pytest.raises(DataError, match="there is no such file"):
        read_coverage(tmp_path / "coverage.csv")
    (tmp_path / "coverage.csv").write_text("cell,process\n1,lognormal\n")
    with pytest.raises(DataError, match="there is no such column"):
        read_coverage(tmp_path / "coverage.csv")


@pytest.mark.parametrize(
    ("path", "read", "columns"), [(TABLE, read_coverage, COLUMNS), (THIRDS, read_thirds, THIRD_COLUMNS)]
)
def test_a_kept_table_is_the_one_its_sidecar_describes(path, read, columns):
    facts = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    kept = read()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == facts["sha256"]
    assert len(kept) == facts["rows"]
    assert tuple(facts["columns"]) == columns == tuple(kept.columns)


def test_the_kept_cells_are_those_of_the_grid():
    cells = {cell.index: cell for cell in whole_grid()}
    for row in read_coverage().drop_duplicates("cell").itertuples():
        cell = cells[row.cell]
        kind = cell.kind
        assert (row.kind, row.course, row.outcome) == (kind.name, kind.course, kind.outcome)
        assert (row.points, row.before, row.rho, row.mean) == (kind.points, kind.before, kind.rho, kind.mean)
        assert (row.truth == "change", row.deviation) == (cell.change, kind.deviation)


def test_the_kept_shares_and_verdicts_follow_from_the_kept_counts():
    kept = read_coverage()
    np.testing.assert_allclose(kept["coverage"], kept["covered"] / kept["series"], atol=1e-5)
    for row in kept.itertuples():
        assert (row.low, row.high) == pytest.approx(monte_carlo_interval(row.covered, row.series), abs=1e-5)
        assert row.verdict == verdict(row.covered / row.series)


def test_the_kept_thirds_add_up_to_their_cells():
    kept, thirds = read_coverage(), read_thirds()
    whole = kept[kept["method"] == OURS].set_index(["cell", "estimand"])
    sums = thirds.groupby(["cell", "estimand"])[["series", "covered"]].sum()
    assert (sums == whole.loc[sums.index, ["series", "covered"]]).all(axis=None)
    assert len(sums) == len(whole)
    for row in thirds.itertuples():
        assert row.verdict == verdict_of_third(monte_carlo_interval(row.covered, row.series)[1])


@pytest.mark.parametrize("name", CHECKS)
def test_the_code_still_gives_the_numbers_of_the_kept_table(name):
    check = CHECKS[name]
    seed = tomllib.loads(TABLE.with_suffix(".toml").read_text(encoding="utf-8"))["seed"]
    found = run_chunk(whole_grid()[check["cell"]], seed=seed, chunk=0, others=False).results
    assert {estimand for _, estimand in found} == check["median_width"].keys()
    for estimand, width in check["median_width"].items():
        message = f"the model has changed since the table of coverage was made ({estimand}): run make coverage again"
        assert np.median(found[OURS, estimand][:, 2]) == pytest.approx(width, rel=1e-6), message
