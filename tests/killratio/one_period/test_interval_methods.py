"""What the intervals of a ratio and of a change have in common."""

import json

import pytest

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.change import ratio_change
from turningpoint.killratio.one_period.interval_methods import (
    assumption_of,
    document,
    interval_by,
    intervals_frame,
    title_of,
)
from turningpoint.killratio.one_period.ratio import ratio_intervals

RATIO = ratio_intervals(30, 20)
EVERY = (*RATIO.intervals, *RATIO.clustered, *ratio_change((30, 20), (4, 9)).intervals)


def test_every_interval_has_a_title_and_says_what_it_assumes():
    assert len({title_of(interval) for interval in EVERY}) == len(EVERY) - 1  # Wald's twice
    for interval in EVERY:
        clusters = interval.method == "clustered"
        assert ("clusters" in assumption_of(interval)) == clusters
        assert ("each death is an independent event" in assumption_of(interval)) != clusters


def test_the_widest_of_the_clustered_is_given():
    assert interval_by(EVERY, "clustered") is RATIO.clustered[-1]
    with pytest.raises(ParameterError, match=r"no interval by the method 'bayes': there are exact, .*clustered"):
        interval_by(EVERY, "bayes")


def test_table_keeps_open_ends_as_missing():
    open_above = ratio_intervals(3, 0)
    frame = intervals_frame(open_above.intervals, open_above.estimate, basis="attacks")
    assert frame["high"].isna().all()
    assert set(frame["basis"]) == {"attacks"}


def test_documents_are_strict_json():
    for interval in (*EVERY, *ratio_intervals(0, 0).intervals, *ratio_intervals(5, 0).clustered):
        found = json.loads(json.dumps(document(interval), allow_nan=False))
        assert set(found) == {"method", "factor", "low", "high", "confidence", "assumes"}
        assert (found["factor"] is None) == (interval.method != "clustered")
