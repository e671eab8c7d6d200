"""The kill ratio over time: finds what is there, turns round with its sides, and says how little it can say."""

import numpy as np
import pytest

from tests.killratio.deaths import table
from turningpoint.errors import ParameterError
from turningpoint.killratio.over_time.month_cluster_factors import deaths_by_month
from turningpoint.killratio.over_time.ratio import BENDS, TOO_FEW, ratio_over_time
from turningpoint.sources.embedded.ucdp_sides import read_sides

WHEN = "2018-05"
SWAPPED = {"militants": "security", "security": "militants"}
SIDES = read_sides()


@pytest.fixture(scope="module")
def june_2014():
    return ratio_over_time(deaths_by_month(SIDES), ["2014-06"])


def test_a_change_is_found_and_a_slope_told():
    found = ratio_over_time(table(180, change=True, rho=0.0), ["2025-01"], horizons=[36])
    assert found.kind == "regression"
    assert found.points == (120, 60)
    assert found.level.low <= 2.0 <= found.level.high
    assert found.slope.low <= 1.5 <= found.slope.high
    assert [effect.horizon for effect in found.effects if effect.name == "ratio_at_horizon"] == [12, 24, 36]
    at_36 = found.effects[-1]
    assert at_36.estimate == pytest.approx(found.level.estimate * found.slope.estimate ** (35 / 12), rel=1e-9)


@pytest.mark.parametrize("factor", [True, False])
@pytest.mark.parametrize(("points", "when"), [(60, WHEN), (60, "2019-08"), (12, "2015-07")])
def test_relabelling_the_sides_inverts_the_ratio(points, when, factor):
    frame = table(points, factor=factor)
    plain, swapped = ratio_over_time(frame, [when]), ratio_over_time(frame.rename(columns=SWAPPED), [when])
    for one, other in zip(plain.effects, swapped.effects, strict=True):
        assert other.estimate == pytest.approx(1 / one.estimate, rel=1e-4)
        width = np.log(one.high / one.low)
        assert np.log([other.low, other.high]) == pytest.approx(-np.log([one.high, one.low]), abs=0.03 * width)
    assert plain.factor == swapped.factor or plain.factor == pytest.approx(swapped.factor, rel=1e-6)


def test_the_same_seed_gives_the_same_numbers():
    frame = table()
    one, same, other = (ratio_over_time(frame, [WHEN], seed=seed).level for seed in (1, 1, 2))
    assert one == same
    assert one.low != other.low
    assert one.low == pytest.approx(other.low, rel=0.05)


def test_the_naive_interval_is_narrower():
    found = ratio_over_time(table(), [WHEN])
    by_method = {effect.method: effect for effect in found.naive if effect.name == "level_ratio"}
    assert list(by_method) == ["binomial", "quasi-binomial", "beta-binomial"]
    binomial = by_method["binomial"]
    assert found.level.high / found.level.low > 1.5 * binomial.high / binomial.low


def test_a_missing_month_is_not_used_but_keeps_its_place():
    frame = table()
    found = ratio_over_time(frame.drop(index=[10, 50]), [WHEN])
    assert found.points == (39, 19)
    assert len(found.course) == 60
    assert found.course.loc[[10, 50], "ratio"].isna().all()
    assert found.course["fitted"].notna().all()


def test_higher_confidence_is_wider():
    frame = table()
    ends = [ratio_over_time(frame, [WHEN], confidence=level).level for level in (0.8, 0.95)]
    assert ends[1].low < ends[0].low < ends[0].high < ends[1].high


def test_two_periods_say_how_little_they_can_say():
    found = ratio_over_time(deaths_by_month(SIDES, start="2018-01"), ["2021-08"])
    assert found.kind == "two periods"
    assert found.slope is None
    assert found.points[1] == 5
    assert found.level.low < 1 < found.level.high
    assert "So few months tell little" in found.summary()
    assert "No slope" in found.summary()
    assert found.coverage in found.summary()
    assert found.course["fitted"].nunique() == 2


def test_ten_months_rest_on_students_t():
    found = ratio_over_time(deaths_by_month(SIDES, start="2021-03"), ["2021-08"])
    assert found.rho is None
    assert TOO_FEW in found.notes
    assert found.level.low < found.level.estimate < found.level.high
    assert found.course["fitted"].isna().all()


def test_what_is_not_estimable_has_a_reason_and_no_numbers():
    frame = table()
    frame.loc[40:, "security"] = 0
    found = ratio_over_time(frame, [WHEN])
    assert (found.kind, found.level, found.slope, found.effects, found.naive) == ("not estimable", None, None, (), ())
    assert found.summary().startswith("Not estimable: no security forces were killed from 2018-05 on")


def test_june_2014_shows_the_method_at_work(june_2014):
    assert june_2014.kind == "regression"
    assert june_2014.points[0] == 53
    assert june_2014.factor_known
    assert june_2014.level.low > 1
    assert "a rise" in june_2014.summary()
    assert BENDS in june_2014.notes
    binomial = june_2014.naive[0]
    assert june_2014.level.high / june_2014.level.low > 3 * binomial.high / binomial.low


def test_june_and_december_2014_get_a_step_each():
    found = ratio_over_time(deaths_by_month(SIDES), ["2014-06", "2014-12"])
    levels = [effect for effect in found.effects if effect.name == "level_ratio"]
    assert [effect.when for effect in levels] == ["2014-06", "2014-12"]
    assert found.slope is None
    assert "too close for a slope each" in found.reason


def test_every_number_is_finite(june_2014):
    effects = [*june_2014.effects, *june_2014.naive]
    assert np.isfinite([(one.estimate, one.low, one.high) for one in effects]).all()


@pytest.mark.parametrize("choice", [{"confidence": 1.0}, {"horizons": [21]}, {"horizons": [0]}])
def test_bad_choices_are_refused(choice):
    with pytest.raises(ParameterError):
        ratio_over_time(table(), [WHEN], **choice)
