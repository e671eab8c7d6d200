import pandas as pd
import pytest

from turningpoint.errors import DataError
from turningpoint.sources import read_published_figures
from turningpoint.sources.csv_table import read_table
from turningpoint.sources.embedded.published_figures import (
    BASES,
    MEASURES,
    NAME,
    QUALITIES,
    SCHEMA,
    UNFIT,
    attack_counts,
)


def test_every_known_value_occurs():
    frame = read_published_figures()
    assert set(frame["basis"]) == set(BASES)
    assert set(frame["measure"]) == set(MEASURES)
    assert set(frame["quality"]) == set(QUALITIES)


def test_what_is_not_known_is_an_empty_text():
    frame = read_published_figures()
    assert not frame.isna().any().any()
    assert (frame["report_date"] == "").sum() == 54


def test_a_percentage_can_have_a_decimal_and_counts_are_whole():
    frame = read_published_figures()
    assert frame.loc[frame["value"] % 1 != 0, "measure"].tolist() == ["percent_change"]
    assert attack_counts("PICSS", "month")["value"].dtype == "int64"


def test_picss_monthly_attacks_are_77_months_with_holes():
    months = pd.PeriodIndex(attack_counts("PICSS", "month")["period"], freq="M")
    assert (len(months), str(months[0]), str(months[-1])) == (77, "2015-01", "2026-01")
    for start, end in (("2016-04", "2018-08"), ("2020-07", "2021-03")):
        assert not months.isin(pd.period_range(start, end, freq="M")).any()


def test_picss_over_pips_by_year():
    picss = attack_counts("PICSS", "year").set_index("period")["value"]
    pips = attack_counts("PIPS", "year").set_index("period")["value"]
    ratios = (picss / pips).round(2)[["2016", "2018", "2019", "2020", "2021", "2024", "2025"]]
    assert ratios.tolist() == [1.16, 0.87, 0.69, 1.29, 1.42, 1.74, 1.52]
    assert (picss["2025"] / picss["2019"]).round(1) == 6.7
    assert (pips["2025"] / pips["2019"]).round(1) == 3.1


def test_of_several_figures_the_latest_dated_report_counts():
    counts = attack_counts("PICSS", "month").set_index("period")
    assert (counts.loc["2023-03", "value"], counts.loc["2023-03", "report_date"]) == (39, "2023-05-01")
    assert (counts.loc["2025-04", "value"], counts.loc["2025-04", "report_date"]) == (81, "2025-06")
    yearly = attack_counts("PICSS", "year")
    assert not yearly["quality"].isin(UNFIT).any()
    assert yearly.set_index("period")["value"]["2016"] == 513


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({(2, "measure"): "number"}, "measure", "'number' is not one of the known values"),
        ({(2, "basis"): "both"}, "basis", "'both' is not one of the known values"),
        ({(2, "period_kind"): "week"}, "period_kind", "'week' is not one of the known values"),
        ({(2, "quality"): "good"}, "quality", "'good' is not one of the known values"),
        ({(2, "quantity"): "Killed"}, "quantity", "'Killed' is not a quantity"),
        ({(2, "value"): "1,000"}, "value", "'1,000' is not a number"),
        ({(2, "value"): "10.5"}, None, "value is not a whole number, as a count is"),
        ({(2, "value"): "inf"}, "value", "'inf' is not finite"),
        ({(2, "report_date"): "1 May 2020"}, "report_date", "'1 May 2020' is not a date"),
        ({(2, "url"): "www.example.org"}, "url", "'www.example.org' is not a link"),
        ({(2, "value"): "-5"}, None, "value is negative"),
        ({(2, "period_start"): ""}, None, "period_start or period_end is empty"),
        ({(2, "period_start"): "2017-01"}, None, "period_start is after period_end"),
        ({(2, "period_end"): "2016-11"}, None, "not as long as period_kind says"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(altered, cells, column, problem):
    with pytest.raises(DataError) as caught:
        read_table(altered(NAME, cells), SCHEMA)
    assert problem in str(caught.value)
    assert (caught.value.column, caught.value.rows) == (column, (2,))


def test_a_row_that_stands_twice_is_refused(altered):
    frame = read_published_figures()
    second = {(3, column): str(frame.loc[0, column]) for column in frame.columns}
    with pytest.raises(DataError, match="rows 2, 3: two rows have the same publisher and quantity"):
        read_table(altered(NAME, second), SCHEMA)
