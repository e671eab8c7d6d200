"""The ratio of two kill ratios."""

import math

import numpy as np
import pytest
from scipy.stats import nchypergeom_fisher

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.change import ratio_change
from turningpoint.killratio.one_period.ratio import ratio_intervals

CLAIMED = ((193, 592), (2597, 1235))


def test_the_claimed_change():
    change = ratio_change(*CLAIMED)
    assert change.estimate == pytest.approx((2597 / 1235) / (193 / 592))
    assert change.interval("fisher").low < change.interval("wald-log").low < change.estimate
    assert "from" in change.summary().lower()


@pytest.mark.parametrize(("earlier", "later"), [CLAIMED, ((32, 177), (243, 437)), ((3, 5), (4, 2))])
def test_fisher_interval_leaves_a_tail_on_each_side(earlier, later):
    """At either end the probability of a table as extreme as this one is half of what the confidence leaves."""
    (m1, s1), (m2, s2) = earlier, later
    interval = ratio_change(earlier, later, confidence=0.9).interval("fisher")
    total, militants, after = m1 + s1 + m2 + s2, m1 + m2, m2 + s2
    assert nchypergeom_fisher.sf(m2 - 1, total, militants, after, interval.low) == pytest.approx(0.05, rel=1e-4)
    assert nchypergeom_fisher.cdf(m2, total, militants, after, interval.high) == pytest.approx(0.05, rel=1e-4)


def test_wald_interval_by_hand():
    (m1, s1), (m2, s2) = CLAIMED
    half = 1.959963984540054 * math.sqrt(1 / m1 + 1 / s1 + 1 / m2 + 1 / s2)
    wald = ratio_change(*CLAIMED).interval("wald-log")
    middle = math.log(m2 * s1 / (m1 * s2))
    assert [wald.low, wald.high] == pytest.approx([math.exp(middle - half), math.exp(middle + half)])


@pytest.mark.parametrize(
    ("earlier", "later", "estimate", "fisher"),
    [
        ((3, 4), (5, 0), None, ("some", None)),
        ((3, 4), (0, 5), 0.0, (0.0, "some")),
        ((0, 4), (5, 3), None, ("some", None)),
        ((0, 0), (5, 3), None, (None, None)),
        ((3, 0), (5, 0), None, (None, None)),
        ((0, 0), (0, 0), None, (None, None)),
    ],
)
def test_zeros_leave_open_ends(earlier, later, estimate, fisher):
    change = ratio_change(earlier, later)
    assert change.estimate == estimate
    for mine, wanted in zip((change.interval().low, change.interval().high), fisher, strict=True):
        assert np.isfinite(mine) if wanted == "some" else mine == wanted
    wald = change.interval("wald-log")
    assert (wald.low, wald.high) == ((None, None) if fisher == (None, None) else (0.0, None))
    assert isinstance(change.summary(), str)
    assert len(change.to_frame()) == 4
    assert (change.interval("clustered").low is None) == (fisher == (None, None))


def test_the_reader_is_told_the_interval_scaled_for_clusters_first():
    change = ratio_change(*CLAIMED, factors=(10, 3))
    assert [interval.factor for interval in change.clustered] == [3, 10]
    widest = change.interval("clustered")
    assert change.to_frame()["low"].iloc[0] == widest.low < change.interval("fisher").low
    assert f"{widest.low:.2f} to {widest.high:.2f} if clusters" in change.summary()
    assert change.summary().index("clusters multiply") < change.summary().index("Fisher's")
    assert [interval.factor for interval in ratio_change(*CLAIMED, factors=[3.14]).clustered] == [3.14]


def test_a_level_near_one_is_not_called_certain():
    assert "(97.5% interval" in ratio_change(*CLAIMED, confidence=0.975).summary()


def test_bad_parameters_are_refused():
    with pytest.raises(ParameterError, match="security is -1"):
        ratio_change((1, -1), (1, 1))
    with pytest.raises(ParameterError, match="confidence"):
        ratio_change((1, 1), (1, 1), confidence=2)
    with pytest.raises(ParameterError, match="no interval by the method 'exact'"):
        ratio_change((1, 1), (1, 1)).interval("exact")


def test_every_interval_has_a_title_and_says_what_it_assumes():
    every = (*ratio_intervals(30, 20).every, *ratio_change((30, 20), (4, 9)).intervals)
    assert len({interval.title for interval in every}) == len(every) - 1  # Wald's twice
    for interval in every:
        clusters = interval.method == "clustered"
        assert ("clusters" in interval.assumes) == clusters
        assert ("each death is an independent event" in interval.assumes) != clusters
