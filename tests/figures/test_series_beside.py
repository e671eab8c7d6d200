"""The figure of several series draws each as it was counted, and its title follows their answers."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from turningpoint.figures.drawing.style import rendered
from turningpoint.figures.series_beside import series_beside
from turningpoint.its import Specification
from turningpoint.its.witness import witness
from turningpoint.outcome import load_outcome

KABUL = Specification(("2021-08",))
WINDOW = {"start": "2015-01", "end": "2026-01"}


@pytest.fixture(scope="module")
def series():
    given = (("PICSS", "picss-attacks", "attacks"), ("UCDP", "ucdp-ged", "events"), ("PIPS", "pips-attacks", "attacks"))
    return [
        witness(load_outcome(outcome, source=source), KABUL, name=name, counts=f"what {name} counts", **WINDOW)
        for name, source, outcome in given
    ]


def drawn(series):
    return series_beside(series, when="2021-08", event="August 2021 (Fall of Kabul)")


def with_answer(one, low, high):
    first = replace(one.analysis.answers[0], low=low, high=high)
    return replace(one, analysis=SimpleNamespace(answers=(first,)))


def test_every_point_and_sum_stands_in_its_panel(series):
    picture = drawn(series)
    for axes, one in zip(picture.figure.axes, series, strict=True):
        points = next(line for line in axes.lines if line.get_marker() == "o")
        shown = np.asarray(points.get_ydata(), dtype=float)
        assert np.nansum(shown) == np.nansum(one.outcome.values)
        assert axes.get_ylim()[1] > np.nanmax(
            picture.data[picture.data["series"] == one.name][["value", "mean_of_sum"]]
        )
    sums = picture.data[picture.data["series"] == "PIPS"].groupby("sum")["mean_of_sum"].sum()
    assert sums[sums.index > 0].tolist() == pytest.approx([span.value for span in series[2].outcome.spans])


@pytest.mark.parametrize(
    ("ends", "title"),
    [
        (((1.2, 2.0), (1.1, 3.0), (1.3, 2.0)), "PICSS, UCDP and PIPS count more"),
        (((1.2, 2.0), (0.9, 3.0), (0.4, 0.8)), "PICSS counts more; PIPS counts fewer; UCDP leaves it open"),
        (((0.2, 2.0), (0.9, 3.0), (0.4, 1.8)), "PICSS, UCDP and PIPS leave it open"),
        (((1.2, None), (0.9, None), (1.4, 1.8)), "PICSS and PIPS count more; UCDP leaves it open"),
    ],
)
def test_the_title_follows_the_intervals(series, ends, title):
    changed = [with_answer(one, *each) for one, each in zip(series, ends, strict=True)]
    assert drawn(changed).title == f"From August 2021 on, against the year before, {title}"


def test_a_series_without_a_fit_is_drawn_and_not_judged(series):
    picture = drawn([replace(one, analysis=None) for one in series])
    assert picture.title == "What was counted before and from August 2021 on"
    assert rendered(picture.figure, "svg") == rendered(
        drawn([replace(one, analysis=None) for one in series]).figure, "svg"
    )
    assert "UCDP" in picture.alt
