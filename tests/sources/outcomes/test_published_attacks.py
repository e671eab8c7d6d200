import numpy as np

from turningpoint.sources.outcomes.published_attacks import PICSS_MONTHLY, PIPS_YEARLY


def test_a_period_without_a_figure_is_missing():
    found = PIPS_YEARLY.load("attacks", "PAK")
    assert found.times.astype(str)[np.isnan(found.values)].tolist() == ["2012", "2023"]
    assert found.source == PIPS_YEARLY.short_title
    assert "PIPS counts attacks by militants" in found.definition
    assert "the figure of 2013 is by PIPS is inferred" in found.definition


def test_a_monthly_series_reaches_from_its_first_figure_to_its_last():
    found = PICSS_MONTHLY.load("attacks", "PAK")
    assert (str(found.times[0]), str(found.times[-1])) == PICSS_MONTHLY.coverage
    assert np.isfinite(found.values[[0, -1]]).all()
    assert np.isfinite(found.values).sum() == 77
