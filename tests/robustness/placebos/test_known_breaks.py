"""The rules by which dates and countries with a known break of their own are left out."""

import numpy as np
import pytest

from turningpoint.robustness.placebos.known_breaks import event_near, upheaval

LABELS = [f"{2010 + place // 12}-{place % 12 + 1:02}" for place in range(72)]


@pytest.mark.parametrize(("place", "near"), [(29, ""), (30, "a war"), (42, "a war"), (43, "")])
def test_a_date_is_near_an_event_up_to_six_periods_away(place, near):
    assert event_near(LABELS, place, [("2013-01", "a war")]) == near
    assert not event_near(LABELS, place, [("2031-01", "a war")])


@pytest.mark.parametrize("fold", [12.0, 1 / 12])
def test_a_country_turned_over_at_another_month_has_a_break_of_its_own(fold):
    values = np.where(np.arange(72) >= 24, 30.0 * fold, 30.0)
    assert upheaval(values, LABELS, 48).startswith("a break of its own")
    assert "from 2012-01 on" in upheaval(values, LABELS, 48)
    # three months from the date and nearer it may be the same event, at the date it is the effect itself
    assert not upheaval(values, LABELS, 24)


def test_less_than_tenfold_is_no_upheaval_nor_is_one_smaller_than_at_the_date():
    assert not upheaval(np.where(np.arange(72) >= 24, 150.0, 30.0), LABELS, 48)
    both = np.select([np.arange(72) < 24, np.arange(72) < 48], [1.0, 12.0], 600.0)
    assert not upheaval(both, LABELS, 48)
    assert upheaval(both, LABELS, 24)
    assert not upheaval(np.ones(20), LABELS, 10)
