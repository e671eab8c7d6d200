"""The series that misleads is the first that does, drawn beside the truth."""

from dataclasses import replace

import numpy as np
import pytest

from turningpoint.figures.misleading_series import misleading_series
from turningpoint.its.coverage.example_series import USUAL, repeat
from turningpoint.its.coverage.grid import whole_grid


@pytest.fixture(scope="module")
def drawn():
    return repeat(series=100, seed=5)


def test_the_series_that_misleads_is_the_first_that_does(drawn):
    picture, at = misleading_series(drawn), drawn.first_misled()
    np.testing.assert_array_equal(picture.data["value"], drawn.counts[at])
    np.testing.assert_array_equal(picture.data["counterfactual"], drawn.course[at])
    assert (picture.data["phase"] == "after").sum() == 32
    low, high = drawn.intervals[USUAL][at]
    assert ("jump" if low > 1 else "drop") in picture.title
    assert f"{np.sqrt(low * high):.1f} times" in picture.title
    assert f"Series {at + 1} of the 100" in picture.caption
    assert "flat dashed line at 15" in picture.alt


def test_the_intervention_is_named_by_what_it_does(drawn):
    changed = replace(drawn, cell=next(cell for cell in whole_grid() if cell.change))
    for worlds, words in ((drawn, "nothing happens"), (changed, "the level changes")):
        (axes,) = misleading_series(worlds).figure.axes
        (named,) = [text for text in axes.texts if text.get_text() == words]
        assert named.xy[0] == 65 - 1 - 0.5
