"""Yearly counts of other sources."""

import pytest

from turningpoint.errors import ParameterError
from turningpoint.robustness.other_sources import yearly_growth


def test_counts_and_growth_of_the_embedded_sources():
    pips, picss = yearly_growth(2021)
    assert dict(pips.counts)[2021] == 207
    assert 2023 not in dict(pips.counts)
    counts = dict(picss.counts)
    assert picss.after == (counts[2025] / counts[2020]) ** (1 / 5)
    assert "times a year" in pips.summary()


def test_without_years_before_there_is_no_growth():
    for found in yearly_growth(1990):
        assert found.before is None


def test_an_unknown_source_is_refused():
    with pytest.raises(ParameterError, match="nothing"):
        yearly_growth(2021, sources=("nothing",))
