"""Partitions into many segments, as R's strucchange has them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.robustness.placebo_series import series
from turningpoint.errors import DesignError
from turningpoint.its.model.specification import Specification
from turningpoint.robustness.breaks.segments import many_breaks, partitions

GOLDEN = Path(__file__).parents[2] / "golden"

# RSS, BIC and last years of segments by number of breaks, from tests/golden/nile/reference_output.txt.
REFERENCE = {
    0: (2835156.750000, 1318.241807, ()),
    1: (1597457.194444, 1270.083736, (1898,)),
    2: (1552923.615775, 1276.466701, (1898, 1953)),
    3: (1538096.512745, 1284.717667, (1898, 1938, 1953)),
    4: (1507888.475916, 1291.944477, (1898, 1915, 1938, 1953)),
    5: (1659993.500426, 1310.765155, (1885, 1900, 1915, 1938, 1953)),
}


@pytest.fixture(scope="module")
def nile():
    flow = pd.read_csv(GOLDEN / "nile" / "data.csv")
    return partitions(flow["flow"].to_numpy(dtype=float), np.ones((100, 1)), flow["year"].astype(str).tolist())


@pytest.mark.parametrize("breaks", REFERENCE)
def test_the_nile_is_parted_as_r_parts_it(nile, breaks):
    rss, bic, last_years = REFERENCE[breaks]
    row = nile.frame.set_index("breaks").loc[breaks]
    assert row["rss"] == pytest.approx(rss, rel=1e-9)
    assert row["bic"] == pytest.approx(bic, abs=1e-6)
    assert row["dates"] == ", ".join(str(year + 1) for year in last_years)


def test_bic_chooses_one_break_in_the_nile(nile):
    assert (nile.chosen, nile.dates, nile.shortest) == (1, ("1899",), 15)
    assert "2 segments" in nile.summary()


def test_a_jump_in_counts_is_found():
    found = many_breaks(series(3.0, months=120, start="2005-01"), Specification(("2010-01",), harmonics=1))
    assert found.chosen >= 1
    assert any(abs(pd.Period(date).ordinal - pd.Period("2010-01").ordinal) <= 2 for date in found.dates)


def test_a_level_series_has_no_break():
    found = many_breaks(series(1.0, months=120, start="2005-01", mean=40.0), Specification(("2010-01",), harmonics=0))
    assert found.chosen == 0
    assert "no break" in found.summary()


def test_too_short_a_series_is_refused():
    with pytest.raises(DesignError, match="do not hold two segments"):
        partitions(np.arange(6.0), np.ones((6, 1)), list("abcdef"))
