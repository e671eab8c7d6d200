"""The interrupted series: what is drawn is what was given, by the rules of the house."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.style import COLOURS, figure_style, rendered
from turningpoint.figures.interrupted_series import draw_interruption, interrupted_series
from turningpoint.its import analyse
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.spans import Span


def series(n: int = 48, at: int = 30, transition: int = 0) -> pd.DataFrame:
    t = np.arange(n)
    after = t >= at
    fitted = 10 + np.where(after, 5 + 0.5 * (t - at), 0.0)
    earlier = np.where(after, 10.0, np.nan)
    left_out = after & (t < at + transition)
    return pd.DataFrame(
        {
            "period": pd.period_range("2018-01", periods=n, freq="M").astype(str),
            "value": np.where(t % 7 == 3, np.nan, fitted + np.sin(t)),
            "fitted": fitted,
            "counterfactual": earlier,
            "counterfactual_low": earlier - 3,
            "counterfactual_high": earlier + 4,
            "phase": np.select([~after, left_out], ["before", "transition"], "after"),
        }
    )


def draw(frame: pd.DataFrame, when: str = "2020-07", **settings: object) -> Figure:
    with figure_style():
        return draw_interruption(frame, interventions=[(when, "It happened")], unit="events per month", **settings)  # type: ignore[arg-type]


def lines(axes: Axes, colour: str) -> list[tuple[np.ndarray, np.ndarray, object]]:
    found = [line for line in axes.get_lines() if line.get_color() == colour and line.get_transform() == axes.transData]
    return [(np.asarray(line.get_xdata()), np.asarray(line.get_ydata()), line.get_linestyle()) for line in found]


def test_every_observation_is_a_point_and_none_is_joined() -> None:
    frame = series()
    axes = draw(frame).axes[0]
    (points,) = [line for line in axes.get_lines() if line.get_marker() == "o"]
    assert points.get_linestyle() == "None"
    np.testing.assert_array_equal(points.get_ydata(), frame["value"])


def test_fit_is_solid_and_breaks_at_the_interruption_which_stands_before_the_first_period() -> None:
    axes = draw(series()).axes[0]
    before, after = lines(axes, COLOURS["fitted"])
    assert before[0][-1] == 29
    assert after[0][0] == 30
    assert before[2] == after[2] == "-"
    (interruption,) = [line for line in axes.get_lines() if line.get_color() == COLOURS["intervention"]]
    assert list(interruption.get_xdata()) == [29.5, 29.5]


def test_counterfactual_is_dashed_with_its_interval() -> None:
    axes = draw(series()).axes[0]
    ((x, y, style),) = lines(axes, COLOURS["counterfactual"])
    assert style != "-"
    assert np.isnan(y[:30]).all()
    assert (y[30:] == 10).all()
    (band,) = axes.collections
    corners = band.get_paths()[0].vertices
    assert (corners[:, 1].min(), corners[:, 1].max()) == (7.0, 14.0)
    assert corners[:, 0].min() == 30
    assert len(x) == 48


def test_transition_is_shaded_and_left_out_of_the_fit() -> None:
    axes = draw(series(transition=4), transition=("2020-07", "2020-10")).axes[0]
    assert [part[0][0] for part in lines(axes, COLOURS["fitted"])] == [0, 34]
    (band,) = axes.patches
    assert band.get_extents().transformed(axes.transData.inverted()).intervalx == pytest.approx([29.5, 33.5])
    assert "left\nout" in [text.get_text() for text in axes.texts]


def test_a_huge_interval_is_cut_and_the_label_says_so() -> None:
    frame = series()
    frame["counterfactual_high"] *= 50
    axes = draw(frame).axes[0]
    assert axes.get_ylim()[1] < 60
    assert any("cut at" in text.get_text() for text in axes.texts)
    assert not any("cut at" in text.get_text() for text in draw(series()).axes[0].texts)


@pytest.mark.parametrize("n", [24, 432])
def test_short_and_long_series_draw_without_a_warning(n: int) -> None:
    frame = series(n, n // 2)
    assert rendered(draw(frame, frame["period"][n // 2]), "png")


def test_an_index_and_several_interventions() -> None:
    frame = series()
    frame["period"] = [str(i) for i in range(1, 49)]
    with figure_style():
        figure = draw_interruption(
            frame, interventions=[("5", "Early"), ("31", "A long name that needs room"), ("33", "Next")], unit="events"
        )
    names = {text.get_text(): text.xyann if hasattr(text, "xyann") else None for text in figure.axes[0].texts}
    assert {"Early", "A long name that needs room", "Next"} <= set(names)
    assert [len(part[0]) for part in lines(figure.axes[0], COLOURS["fitted"])] == [4, 26, 2, 16]
    assert rendered(figure, "png")


def test_the_frame_is_not_changed() -> None:
    frame = series()
    before = frame.copy()
    draw(frame)
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda frame: frame.drop(columns="fitted"), "lacks the columns fitted"),
        (lambda frame: frame.assign(phase="later"), "unknown phase 'later'"),
        (lambda frame: frame.iloc[:20], "'2020-07' is not a period of the series, 2018-01 to 2019-08"),
    ],
)
def test_wrong_input_is_refused(change: object, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        draw(change(series()))  # type: ignore[operator]


def test_values_below_zero_are_drawn() -> None:
    frame = series()
    frame[["value", "fitted", "counterfactual"]] -= 20
    assert draw(frame).axes[0].get_ylim()[0] < frame["value"].min()
    assert draw(series()).axes[0].get_ylim()[0] == 0


def test_the_title_follows_the_rule_of_the_bottom_line(pakistan):
    result, windows = pakistan
    title = interrupted_series(result, windows, "August 2021").title
    assert "ran above a straight continuation" in title
    assert "itself not straight" in title
    minority = windows.assign(relative_excess_low=[0.2, -0.1, -0.1])
    assert "cannot be told from" in interrupted_series(result, minority, "August 2021").title


def test_what_is_drawn_is_what_is_told_and_handed_on(pakistan):
    result, windows = pakistan
    picture = interrupted_series(result, windows, "August 2021")
    assert f"{np.nanmax(result.outcome.values[:79]):.0f}, after" in picture.alt
    assert f"ends at {result.fit.mean[-1]:,.0f}" in picture.alt
    assert table_info("ucdp_ged_country_month").short_title in picture.caption
    assert "HAC lag 6" in picture.caption
    np.testing.assert_array_equal(picture.data["fitted"], result.fit.mean)
    assert picture.figure.get_suptitle().replace("\n", " ") == picture.title


def test_a_course_that_may_bend_is_not_called_straight(pakistan):
    result, windows = pakistan
    bending = replace(result, specification=replace(result.specification, errors="calibrated", pre_trend="adaptive"))
    title = interrupted_series(bending, windows, "August 2021").title
    assert "a continuation of the course before" in title
    assert "straight" not in title


def test_small_values_keep_their_decimals(pakistan):
    result, windows = pakistan
    measured = analyse(
        replace(result.outcome, values=result.outcome.values / 70), replace(result.specification, likelihood="gaussian")
    )
    assert "between 0.0" in interrupted_series(measured, windows, "August 2021").alt


def test_a_fit_beside_its_points_is_explained_where_the_noise_lasts(pakistan):
    result, windows = pakistan
    calibrated = analyse(result.outcome, replace(result.specification, errors="calibrated", pre_trend="straight"))
    assert "on one side of it" in interrupted_series(calibrated, windows, "August 2021").caption
    short = replace(calibrated, fit=replace(calibrated.fit, noise={**calibrated.fit.noise, "rho": 0.3}))
    for other in (short, result):
        assert "on one side of it" not in interrupted_series(other, windows, "August 2021").caption


def known_as_sum(frame: pd.DataFrame, periods: list[int], number: int = 1) -> pd.DataFrame:
    """The frame with some periods known only as a sum of 7 a period on average."""
    places = np.isin(np.arange(len(frame)), periods)
    changed = frame.assign(value=np.where(places, np.nan, frame["value"]))
    before = frame.get("sum", pd.Series(0, index=frame.index))
    means = frame.get("mean_of_sum", pd.Series(np.nan, index=frame.index))
    return changed.assign(sum=np.where(places, number, before), mean_of_sum=np.where(places, 7.0, means))


def bars(axes: Axes) -> list[tuple[list[float], list[float], object]]:
    return [(x.tolist(), y.tolist(), style) for x, y, style in lines(axes, COLOURS["observed"]) if style in ("-", ":")]


def test_a_sum_is_a_bar_over_its_periods_at_its_mean() -> None:
    frame = known_as_sum(series(), [2, 3, 4])
    axes = draw(frame).axes[0]
    assert bars(axes) == [([1.6, 4.4], [7.0, 7.0], "-")]
    assert any("known only as a sum, at its mean" in text.get_text() for text in axes.texts)
    assert not any("known only" in text.get_text() for text in draw(series()).axes[0].texts)


def test_parts_of_a_sum_are_joined_and_neighbouring_sums_are_not() -> None:
    frame = known_as_sum(known_as_sum(series(), [0, 1, 4]), [2, 3], number=2)
    found = bars(draw(frame).axes[0])
    assert [(x, style) for x, _, style in found] == [
        ([-0.4, 1.4], "-"),
        ([3.6, 4.4], "-"),
        ([0, 4], ":"),
        ([1.6, 3.4], "-"),
    ]


def test_a_sum_is_never_cut_off() -> None:
    frame = known_as_sum(series(), [2, 3])
    assert draw(frame.assign(mean_of_sum=frame["mean_of_sum"] * 20)).axes[0].get_ylim()[1] > 140
    assert draw(frame.assign(mean_of_sum=-frame["mean_of_sum"])).axes[0].get_ylim()[0] < -7
    assert rendered(draw(frame), "png")


def test_sums_are_told_in_words(pakistan):
    result, windows = pakistan
    plain = interrupted_series(result, windows, "August 2021")
    outcome = result.outcome
    largest = int(np.nanargmax(outcome.values[:79]))
    spans = (Span((largest, largest + 1, largest + 4), 3.0 * outcome.values[largest]),)
    values = np.where(np.isin(np.arange(len(outcome.values)), spans[0].periods), np.nan, outcome.values)
    summed = replace(result, outcome=replace(outcome, values=values, spans=spans))
    picture = interrupted_series(summed, windows, "August 2021")
    assert "Bars: 3 months that are known only as 1 sum, at the mean per month" in picture.caption
    assert "not observed" not in picture.caption
    assert f"and {outcome.values[largest]:.0f}, after" in picture.alt
    assert picture.data["sum"].tolist()[largest] == 1
    assert "Bars" not in plain.caption
    assert "sum" not in plain.data.columns
