"""The contrast of two short periods is that of the totals, with Student's quantile and the clusters' variance."""

import numpy as np
import pytest
from scipy import stats

from analysis.killratio.two_periods import contrast

MATRIX = np.column_stack([np.ones(7), np.arange(7) >= 4]).astype(float)
MILITANTS = np.array([[4.0, 6.0, 5.0, 5.0, 12.0, 9.0, 12.0]])
DEATHS = np.array([[10.0, 12.0, 11.0, 10.0, 16.0, 14.0, 17.0]])


def test_it_is_the_ratio_of_the_totals_and_walds_variance():
    middle, ends = contrast(MILITANTS, DEATHS, MATRIX, np.full_like(DEATHS, 5.0))
    totals = [(MILITANTS[0, part].sum(), (DEATHS - MILITANTS)[0, part].sum()) for part in (slice(4), slice(4, 7))]
    (m1, s1), (m2, s2) = totals
    assert middle[0] == pytest.approx(np.log(m2 * s1 / (s2 * m1)))
    half = stats.t.ppf(0.975, 5) * np.sqrt(5 * (1 / m1 + 1 / s1 + 1 / m2 + 1 / s2))
    assert ends[0] == pytest.approx([middle[0] - half, middle[0] + half])


def test_months_that_vary_more_than_the_clusters_say_count():
    wild = np.array([[0.0, 12.0, 11.0, 0.0, 16.0, 0.0, 17.0]])
    low, high = contrast(wild, DEATHS, MATRIX, np.ones_like(DEATHS))[1][0]
    calm = contrast(MILITANTS, DEATHS, MATRIX, np.ones_like(DEATHS))[1][0]
    assert high - low > 2 * (calm[1] - calm[0])


def test_a_side_without_deaths_has_no_interval():
    middle, ends = contrast(np.minimum(MILITANTS, MATRIX[:, 1] * 99), DEATHS, MATRIX)
    assert np.isnan(middle).all()
    assert np.isnan(ends).all()
