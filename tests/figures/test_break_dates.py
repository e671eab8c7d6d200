import numpy as np
import pandas as pd
import pytest

from turningpoint.figures.break_dates import break_dates_figure
from turningpoint.figures.drawing.style import figure_style, rendered

MONTHS = [str(month) for month in pd.period_range("2016-01", "2023-12", freq="M")]


def frame(dates=MONTHS):
    at = np.arange(len(dates))
    return pd.DataFrame(
        {"date": dates, "gain": 20 - 0.01 * (at - 50.0) ** 2, "p_value": 0.5, "inside": abs(at - 50) < 12}
    )


MARKED = [("2020-03", "Doha Agreement"), ("2021-08", "Fall of Kabul"), ("2031-01", "Later")]


def drawn(table, marked=MARKED):
    with figure_style():
        return break_dates_figure(table, marked=marked, chosen="2021-08", title="A sentence.", set_label="95% set")


def test_best_date_set_and_events_are_named():
    upper, lower = drawn(frame()).axes
    assert [text.get_text() for text in upper.texts] == ["best: 2020-03"]
    words = [text.get_text() for text in lower.texts]
    assert "Doha Agreement, 2020-03: in the set" in words
    assert "Fall of Kabul, 2021-08: outside" in words
    assert not any("Later" in word for word in words)
    assert len(lower.patches) == 23


@pytest.mark.parametrize("dates", [[str(year) for year in range(1960, 2000)], [str(i) for i in range(30)]])
def test_years_and_indices_can_be_drawn(dates):
    assert rendered(drawn(frame(dates), []), "svg")


def test_the_frame_is_left_as_it_is():
    table = frame()
    before = table.copy()
    drawn(table)
    pd.testing.assert_frame_equal(table, before)
