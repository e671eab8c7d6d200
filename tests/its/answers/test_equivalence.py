"""A region of practical equivalence."""

import pytest

from tests.its.answers.test_answer import answer
from turningpoint.errors import ParameterError
from turningpoint.its.answers.equivalence import in_a_line, judge
from turningpoint.its.model.specification import region_of


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.81, 1.24, "inside"),
        (1.26, 2.0, "outside"),
        (0.3, 0.79, "outside"),
        (1.2, 2.0, "undecided"),
        (None, 1.1, "undecided"),
        (1.3, None, "outside"),
    ],
)
def test_the_whole_interval_decides(low, high, verdict):
    judged = judge([answer(low=low, high=high)], region_of(0.0, ratio=True))
    assert [one.verdict for one in judged] == [verdict]
    assert f"{verdict} (" in in_a_line(judged, (0.8, 1.25))


def test_growth_has_no_verdict_and_a_difference_none_unless_told():
    assert judge([answer(name="growth_since")], (0.8, 1.25))[0].verdict == ""
    assert region_of(0.0, ratio=False) is None
    assert judge([answer(unit="mm")], None)[0].verdict == ""
    assert judge([answer(unit="mm", low=-1.0, high=1.5)], region_of(2.0, ratio=False))[0].verdict == "inside"


@pytest.mark.parametrize(("size", "ratio"), [(1.0, True), (0.8, True), (-1.0, False)])
def test_a_region_that_is_none_is_refused(size, ratio):
    with pytest.raises(ParameterError, match="is no region around no change"):
        region_of(size, ratio=ratio)


def test_plain_words_stand_in_place_of_names():
    judged = judge([answer(low=1.3, high=2.0)], (0.8, 1.25))
    assert judged[0].estimand in in_a_line(judged, (0.8, 1.25), plain=True)
    assert judged[0].name not in in_a_line(judged, (0.8, 1.25), plain=True)
    assert judged[0].name in in_a_line(judged, (0.8, 1.25))
