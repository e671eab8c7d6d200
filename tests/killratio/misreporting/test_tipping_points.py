"""Tipping points: by what factor one number would have to be wrong."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turningpoint.errors import ParameterError
from turningpoint.killratio.misreporting.tipping_points import LEVERS, tipping_curve, tipping_points
from turningpoint.killratio.one_period.borrowed_band import borrowed_band
from turningpoint.killratio.one_period.clustered_intervals import clustered_change

CLAIMED = ((193, 592), (2597, 1235))
deaths = st.integers(min_value=1, max_value=10**5)


def test_the_reversal_of_the_claims():
    found = tipping_points(*CLAIMED)
    for lever in ("militants_later", "security_later"):
        assert found.factor("reversal", lever) == pytest.approx(2597 / 1235)
    for lever in ("militants_earlier", "security_earlier"):
        assert found.factor("reversal", lever) == pytest.approx(592 / 193)


def test_doubling_the_militants_moves_the_factors_by_two():
    once, twice = tipping_points(*CLAIMED), tipping_points(CLAIMED[0], (2 * 2597, 1235))
    for goal in ("reversal", "noise"):
        moved = twice.factor(goal, "militants_later") / once.factor(goal, "militants_later")
        assert moved == pytest.approx(2, rel=1e-9)
    assert twice.factor("reversal", "security_later") == pytest.approx(2 * once.factor("reversal", "security_later"))


@pytest.mark.parametrize("lever", LEVERS)
@pytest.mark.parametrize("pairs", [CLAIMED, CLAIMED[::-1], ((32, 177), (243, 437))])
def test_at_the_factor_the_interval_just_includes_one(lever, pairs):
    found = tipping_points(*pairs, factors=[4.0])
    factor = found.factor("noise", lever)
    assert factor > 1
    curve = tipping_curve(*pairs, lever=lever, grid=[1, factor * 0.999, factor, factor * 1.001], factors=[4.0])
    nearest = curve["low"] if found.change > 1 else 1 / curve["high"]
    assert nearest[2] == pytest.approx(1, rel=1e-9)
    assert nearest[1] > 1 > nearest[3]


@given(deaths, deaths, deaths, deaths, st.sampled_from(LEVERS))
def test_a_change_within_noise_needs_no_error_and_no_other_does(m1, s1, m2, s2, lever):
    found = tipping_points((m1, s1), (m2, s2), factors=[5.0])
    interval = clustered_change((m1, s1), (m2, s2), 5.0)
    within = interval.low <= 1 and (interval.high is None or interval.high >= 1)
    factor = found.factor("noise", lever)
    assert (factor == 1) == within
    assert 1 <= factor <= max(found.change, 1 / found.change) * (1 + 1e-9)


def test_the_curve_begins_at_the_printed_numbers_with_their_interval():
    curve = tipping_curve(*CLAIMED, grid=[1, 2])
    for cluster in borrowed_band():
        interval = clustered_change(*CLAIMED, cluster)
        row = curve[(curve["error"] == 1) & (curve["cluster_factor"] == cluster)].iloc[0]
        assert [row["low"], row["high"]] == pytest.approx([interval.low, interval.high])
    halved = curve[curve["error"] == 2].iloc[0]
    assert halved["later_ratio"] == pytest.approx(2597 / 2 / 1235)
    assert halved["earlier_ratio"] == pytest.approx(193 / 592)


def test_more_clusters_tip_sooner():
    points = [p.factor for p in tipping_points(*CLAIMED).points if p.goal == "noise" and p.lever == "militants_later"]
    assert points[0] > points[1] > 1
    assert tipping_points(*CLAIMED).factor("noise", "militants_later") == points[1]


def test_no_reversal_has_no_factor_but_a_reason():
    found = tipping_points((32, 177), (243, 437), case="PIPS", years=(2021, 2025))
    assert found.factor("reversal", "militants_later") is None
    assert "1 to 5.5 in 2021 and 1 to 1.8 in 2025" in found.summary()
    assert "no reversal to undo" in found.summary()


def test_a_fall_is_undone_the_other_way_round():
    found = tipping_points(*CLAIMED[::-1], years=(2021, 2025))
    words = {point.lever: point.words for point in found.points}
    assert words["militants_later"] == "militants killed in 2025 were understated"
    assert words["security_earlier"] == "security forces killed in 2021 were understated"
    assert found.factor("reversal", "militants_later") == pytest.approx(592 / 193)
    assert found.factor("noise", "militants_later") == pytest.approx(
        tipping_points(*CLAIMED).factor("noise", "militants_earlier")
    )


@pytest.mark.parametrize("zero", range(4))
def test_no_deaths_give_none_and_a_reason(zero):
    counts = [3, 4, 5, 6]
    counts[zero] = 0
    found = tipping_points(tuple(counts[:2]), tuple(counts[2:]), case="P")
    assert found.change is None
    assert all(point.factor is None and "no deaths" in point.reason for point in found.points)
    assert "no deaths" in found.summary()
    assert found.to_frame()["factor"].isna().all()
    assert tipping_curve(tuple(counts[:2]), tuple(counts[2:])).empty


def test_summary_and_table():
    found = tipping_points(*CLAIMED, case="As claimed", years=(2021, 2025))
    said = found.summary()
    assert "militants killed in 2025 were overstated or security forces killed" in said
    assert "in 2025 were understated by a factor of 2.10, or" in said
    assert "security forces killed in 2021 were overstated by 3.07" in said
    assert "within noise if militants killed in 2025 were overstated by 4.41 (cluster factor 4) or 2.54" in said
    assert "within noise as it stands" in tipping_points((20, 20), (25, 20)).summary()
    frame = found.to_frame()
    assert len(frame) == 4 + 4 * 2
    assert (frame["factor"] >= 1).all()
    assert np.isnan(frame.loc[frame["goal"] == "reversal", "cluster_factor"]).all()


def test_bad_parameters_are_refused():
    with pytest.raises(ParameterError, match="security is -1"):
        tipping_points((1, -1), (1, 1))
    with pytest.raises(ParameterError, match="cluster factor is 0"):
        tipping_points((1, 1), (1, 1), factors=[0])
    with pytest.raises(ParameterError, match="confidence"):
        tipping_points((1, 1), (1, 1), confidence=95)
    with pytest.raises(ParameterError, match="no lever 'x'"):
        tipping_curve(*CLAIMED, lever="x")
    with pytest.raises(ParameterError, match="below 1"):
        tipping_curve(*CLAIMED, grid=[0.5, math.inf])
    with pytest.raises(ParameterError, match="no tipping point for 'x'"):
        tipping_points(*CLAIMED).factor("x", "militants_later")
