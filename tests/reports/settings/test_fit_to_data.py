"""Parameters against their data: what is filled in, what is refused before any kernel starts."""

import hashlib
from pathlib import Path

import pytest

from tests.sources.event_files.made_up import ged, ged_file
from turningpoint.errors import DataError, DesignError, InputError, ParameterError
from turningpoint.its import analyse
from turningpoint.names import as_plain
from turningpoint.outcome import load_outcome
from turningpoint.reports.settings.fit_to_data import (
    FROZEN,
    check_against_data,
    outcome_of,
    settings_from,
    specification_of,
    time_unit,
    with_window_end,
)
from turningpoint.reports.settings.parameters import Parameters, parameters_from, specification_from
from turningpoint.sources.embedded.catalogue import table_info
from turningpoint.sources.outcomes.reduced_attacks import PICSS_ATTACKS as PICSS
from turningpoint.spans import Span

UCDP = table_info("ucdp_ged_country_month")


def months(count: int, start: int = 2001) -> list[str]:
    return [f"{start + number // 12}-{number % 12 + 1:02d}" for number in range(count)]


def series(path: Path, times: list[str], values: list[object] | None = None, header: str = "when,attacks") -> Path:
    values = values or [number % 5 + 1 for number in range(len(times))]
    lines = [f"{time},{value}" for time, value in zip(times, values, strict=True)]
    path.write_text("\n".join([header, *lines]) + "\n")
    return path


def resolve(**values: object) -> Parameters:
    return check_against_data(parameters_from(values)).parameters


def test_the_default_edition_needs_nothing_filled_in_but_the_end_of_its_window() -> None:
    resolved = check_against_data(Parameters())
    named = {"source": PICSS.name, "outcome": "attacks", "beside": "ucdp,pips"}
    assert resolved.parameters == Parameters(window_end=PICSS.coverage[1], **named)
    assert resolved.parameters.model_fields_set == set(Parameters.model_fields)
    assert (resolved.outcome.labels[0], resolved.outcome.labels[-1]) == ("2015-01", PICSS.coverage[1])


@pytest.mark.parametrize(
    ("values", "end"),
    [
        ({"window_end": ""}, PICSS.coverage[1]),
        ({"source": "ucdp-ged"}, UCDP.coverage_end),
        ({"window_end": "2023-06"}, "2023-06"),
        ({"source": "picss-monthly-attacks", "outcome": "attacks"}, "2026-01"),
        ({"source": "picss-yearly-attacks", "outcome": "attacks"}, "2025"),
    ],
)
def test_an_open_window_ends_with_the_coverage_of_the_outcome(values: dict[str, object], end: str) -> None:
    parameters = parameters_from(values)
    assert with_window_end(parameters, outcome_of(parameters)).window_end == end
    assert settings_from(parameters.model_dump()).window_end == end


def test_an_open_window_must_still_hold_the_intervention() -> None:
    with pytest.raises(ParameterError, match=f"lies outside the window 2015-01 to {PICSS.coverage[1]}"):
        resolve(window_end="", intervention="2099-01")


def test_settings_are_taken_from_a_notebooks_variables() -> None:
    names = {**Parameters().model_dump(), "country": "MLI", "np": object(), "_private": 1}
    assert settings_from(names).country == "MLI"


def test_settings_refuse_a_wrong_value_and_leave_a_window_alone_that_is_not_asked_for() -> None:
    with pytest.raises(ParameterError, match="parameter transition"):
        settings_from({**Parameters().model_dump(), "transition": 1.5})
    assert settings_from({"seed": 3}).seed == 3


def test_a_file_that_is_not_the_one_of_the_run_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = series(tmp_path / "own.csv", months(60))
    parameters = Parameters(data=str(path), intervention="2003-08")
    monkeypatch.setenv(FROZEN, hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(outcome_of(parameters).times) == 60
    series(path, months(59))
    with pytest.raises(DataError, match="changed while the report was made"):
        outcome_of(parameters)


def test_an_own_monthly_series_gives_window_columns_and_path(tmp_path: Path) -> None:
    path = series(tmp_path / "own.csv", months(60))
    resolved = resolve(data=str(path), intervention="2003-08")
    assert (resolved.window_start, resolved.window_end) == ("2001-01", "2005-12")
    assert (resolved.data_time, resolved.data_outcome, resolved.harmonics) == ("when", "attacks", 2)
    assert Path(resolved.data).is_absolute()


def test_a_path_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    series(tmp_path / "own.csv", months(60))
    monkeypatch.chdir(tmp_path)
    assert resolve(data="own.csv", intervention="2003-08").data == str((tmp_path / "own.csv").resolve())


def test_what_is_set_comes_before_the_coverage(tmp_path: Path) -> None:
    path = series(tmp_path / "own.csv", months(60))
    resolved = resolve(data=str(path), intervention="2003-08", window_start="2002-01", harmonics="1")
    assert (resolved.window_start, resolved.window_end, resolved.harmonics) == ("2002-01", "2005-12", 1)


def test_years_and_an_index_have_no_harmonics(tmp_path: Path) -> None:
    yearly = series(tmp_path / "years.csv", [str(year) for year in range(1980, 2020)])
    assert resolve(data=str(yearly), intervention="2000").harmonics == 0
    index = series(tmp_path / "index.csv", [str(number) for number in range(1, 41)])
    resolved = check_against_data(parameters_from({"data": str(index), "intervention": "20"}))
    assert resolved.parameters.errors == "calibrated"  # for every frequency
    assert (resolved.parameters.harmonics, time_unit(resolved.outcome)) == (0, "period")
    assert time_unit(outcome_of(Parameters())) == "year"


def test_month_indicators_on_an_own_series(tmp_path: Path) -> None:
    path = series(tmp_path / "own.csv", months(60))
    resolved = resolve(data=str(path), intervention="2003-08", month_indicators="true")
    assert (resolved.month_indicators, resolved.harmonics) == (True, 0)


def test_exposure_and_outcome_columns_are_found_or_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    rows = [f"{month},{number % 4 + 1},{number % 3 + 1},10" for number, month in enumerate(months(48))]
    path.write_text("\n".join(["month,events,other,people", *rows]))
    assert resolve(data=str(path), intervention="2003-01").data_outcome == "events"
    assert resolve(data=str(path), intervention="2003-01", data_outcome="other").data_outcome == "other"
    assert outcome_of(parameters_from({"data": str(path), "data_exposure": "people"})).exposure is not None
    with pytest.raises(DataError, match=r"which column is the outcome.*month, events, other, people"):
        resolve(data=str(path), intervention="2003-01", outcome="attacks")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"country": "PKA"}, "unknown country 'PKA'"),
        ({"source": "ucdp"}, "unknown source 'ucdp'"),
        ({"outcome": "event"}, "unknown outcome 'event'.*events"),
        ({"window_end": "2099-06"}, f"window_end 2099-06 lies outside the coverage.*{' to '.join(PICSS.coverage)}"),
        (
            {"source": "ucdp-ged", "window_end": "2099-06"},
            f"window_end 2099-06 lies outside the coverage.*{UCDP.coverage}",
        ),
        ({"window_start": "2015", "window_end": "2024"}, "'2015' does not fit a series by month"),
        ({"intervention": "2015-01"}, "is the first period of the window"),
        ({"intervention": "2016-06", "transition_before": "15"}, "2 observed points before it"),
        ({"intervention": "2021"}, "'2021' does not fit a series by month"),
        ({"country": "NLD", "intervention": "2020-08"}, "zero"),
        ({"controls": "IND,XXX"}, "controls, XXX: unknown country 'XXX'"),
        ({"controls": "control"}, "controls, control: unknown country 'control'"),
        ({"controls": "IND, PAK"}, "controls: PAK is the country of the report itself"),
        ({"controls": "IND,AFG,IND"}, "controls: IND stands twice"),
        (
            {"controls": "SSD", "source": "ucdp-ged", "window_start": "2010-01"},
            "controls, SSD: window_start 2010-01 lies outside",
        ),
        ({"controls": "CHE"}, "controls, CHE: .*"),
        ({"controls": "IND", "likelihood": "gaussian"}, "controls: series are compared by ratios"),
        (
            {
                "controls": "IND",
                "source": "picss-yearly-attacks",
                "outcome": "attacks",
                "intervention": "2021",
            },
            "controls, IND: source 'picss-yearly-attacks' covers PAK only",
        ),
        ({"source": "pips-yearly-attacks", "outcome": "attacks"}, "does not fit a series by year. Write it like 2021"),
    ],
)
def test_what_does_not_fit_the_embedded_data_is_refused(values: dict[str, object], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        resolve(**values)


def test_controls_that_can_be_compared_pass():
    assert resolve(controls="IND, AFG").controls == "IND, AFG"
    assert resolve(controls="IND,", outcome="events_without_india").controls == "IND,"


def test_controls_of_a_series_of_ones_own_are_refused_before_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"controls: they are countries of UCDP.*\(data\) has none"):
        resolve(data=str(tmp_path / "absent.csv"), controls="control")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"intervention": "2030-01"}, "lies outside the window.*120 observed points before it and 0"),
        ({"intervention": "2014-06"}, "lies outside the window.*0 observed points before it and 120"),
        ({"intervention": "2024-11"}, "118 observed points before it and 2 from.*At least 3"),
        ({"intervention": "2015-03"}, "2 observed points before it and 118"),
        ({"intervention": "2024-05", "transition": "6"}, "2 from it on.*transition left out"),
        ({"horizon": "42"}, "horizon: 42 periods, but the window holds 41"),
    ],
)
def test_what_does_not_fit_a_window_of_ten_years_is_refused(values: dict[str, object], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        resolve(window_end="2024-12", **values)


def test_holes_do_not_count_as_points() -> None:
    values = {"source": "picss-monthly-attacks", "outcome": "attacks", "window_start": "2016-04"}
    with pytest.raises(ParameterError, match=r"there are [12] observed points before it.*At least 3"):
        resolve(**values, intervention="2018-11")


def test_four_years_after_are_enough() -> None:
    found = resolve(source="pips-yearly-attacks", outcome="attacks", intervention="2021")
    assert (found.intervention, found.harmonics) == ("2021", 0)


@pytest.mark.parametrize(
    ("times", "values", "header", "extra", "message"),
    [
        (months(48), None, "when,n", {"data_outcome": "attacks"}, "no such column.*when, n"),
        ([*months(47), "2004-11"], None, "when,n", {}, "2004-11 stands more than once"),
        ([*months(46), "2004-12", "2004-11"], None, "when,n", {}, "not in order|irregular"),
        ([*months(47), "2005-12"], None, "when,n", {}, "irregular"),
        (months(48), [-1, *[3] * 47], "when,n", {}, "row 2.*negative"),
        (months(48), [3, 1.5, *[3] * 46], "when,n", {}, "row 3.*not a whole number"),
        (months(48), [*[3] * 47, "inf"], "when,n", {}, "row 49.*infinite"),
        (months(48), [3, "", *[3] * 46], "when,n", {}, "row 3.*missing.*allow_missing=true"),
        (months(48), [0] * 48, "when,n", {}, "every observed value.*is zero"),
        (months(48), [*[0] * 24, *[3] * 24], "when,n", {}, "every observed value before 2003-01 is zero"),
        (months(48), None, "when,n", {"harmonics": "2", "month_indicators": "true"}, "exclude each other"),
    ],
)
def test_a_bad_file_is_refused(
    tmp_path: Path, times: list[str], values: list[object] | None, header: str, extra: dict[str, str], message: str
) -> None:
    path = series(tmp_path / "own.csv", times, values, header)
    with pytest.raises(InputError, match=message):
        resolve(data=str(path), intervention="2003-01", **extra)


def test_missing_values_are_taken_where_they_are_allowed(tmp_path: Path) -> None:
    path = series(tmp_path / "own.csv", months(48), [3, "", *[3] * 46])
    assert resolve(data=str(path), intervention="2003-01", allow_missing="true").allow_missing


def test_seasons_that_a_series_does_not_have_are_refused(tmp_path: Path) -> None:
    path = series(tmp_path / "years.csv", [str(year) for year in range(1980, 2020)])
    with pytest.raises(ParameterError, match="harmonics: a series by year has no seasons"):
        resolve(data=str(path), intervention="2000", harmonics="1")
    with pytest.raises(ParameterError, match="month_indicators: needs a monthly series"):
        resolve(data=str(path), intervention="2000", month_indicators="true")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00")
    for name, problem in (
        ("absent.csv", "no such file"),
        (".", "a folder"),
        ("empty.csv", "empty"),
        ("binary.csv", "read"),
    ):
        with pytest.raises(DataError, match=problem):
            resolve(data=str(tmp_path / name))


def test_a_blank_behind_a_comma_of_the_header_is_not_part_of_the_name(tmp_path: Path) -> None:
    path = series(tmp_path / "own.csv", months(60), header="month, attacks")
    resolved = resolve(data=str(path), intervention="2003-08")
    assert (resolved.data_time, resolved.data_outcome) == ("month", "attacks")


def test_a_file_with_semicolons_and_its_own_way_to_write_dates_is_read_by_one_rule(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    rows = [f"28/{at % 12 + 1:02d}/{2001 + at // 12};{7 + at % 5}" for at in range(48)]
    path.write_text("\n".join(["when;attacks", *rows]) + "\n")
    found = check_against_data(parameters_from({"data": str(path), "intervention": "28/08/2003"}))
    assert (found.parameters.intervention, found.parameters.window_start) == ("2003-08", "2001-01")
    assert "day first: 28/01/2001 in row 2 decides" in as_plain(found.outcome.definition)
    with pytest.raises(ParameterError, match="soon"):
        resolve(data=str(path), intervention="soon")


def test_a_long_table_is_read_by_group_or_added_up(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    rows = [f"{name},{month},{at % 4 + 5}" for name in "AB" for at, month in enumerate(months(48))]
    path.write_text("\n".join(["place,month,attacks", *rows]) + "\n")
    given = {"data": str(path), "data_time": "month", "intervention": "2003-08"}
    with pytest.raises(DataError, match=r"data_sum=true.*--group place=A"):
        resolve(**given, data_outcome="attacks")
    one = check_against_data(parameters_from({**given, "data_group": "place=A"})).outcome
    both = check_against_data(parameters_from({**given, "data_outcome": "attacks", "data_sum": "true"})).outcome
    assert both.values.tolist() == [2 * value for value in one.values]


def test_measured_values_may_be_negative_zero_or_fractional(tmp_path: Path) -> None:
    values: list[object] = [*[0] * 24, *(number - 11.5 for number in range(24))]
    path = series(tmp_path / "own.csv", months(48), values)
    resolved = check_against_data(
        parameters_from({"data": str(path), "intervention": "2003-01", "likelihood": "gaussian"})
    )
    assert resolved.outcome.unit == "attacks"
    with pytest.raises(DataError, match="negative; a count is not"):
        resolve(data=str(path), intervention="2003-01")


def test_a_design_that_cannot_be_estimated_is_refused(tmp_path: Path) -> None:
    path = series(tmp_path / "own.csv", months(24))
    with pytest.raises(DesignError, match="the design is singular"):
        resolve(data=str(path), intervention="2002-01", harmonics="6")


def test_the_shortest_series_leaves_the_calibrated_model_enough_points(tmp_path: Path) -> None:
    """Twelve points on each side, and as many harmonics as these can hold."""
    path = series(tmp_path / "own.csv", months(24))
    resolved = check_against_data(parameters_from({"data": str(path), "intervention": "2002-01", "harmonics": "5"}))
    analyse(resolved.outcome, specification_from(resolved.parameters))


def test_the_specification_takes_every_parameter_of_the_model():
    settings = parameters_from(
        {"likelihood": "poisson", "errors": "hac:3", "harmonics": "0", "month_indicators": "true", "ramp": "false",
         "transition": "2", "transition_before": "1", "confidence": "0.9", "intervention": "2020-03"}
    )  # fmt: skip
    made = specification_of(settings, load_outcome("events"))
    expected = {"likelihood": "poisson", "errors": "hac:3", "harmonics": 0, "month_indicators": True, "ramp": False,
                "transition": 2, "transition_before": 1, "confidence": 0.9, "interventions": ("2020-03",)}  # fmt: skip
    assert expected.items() <= vars(made).items()


def test_a_file_with_sums_is_resolved_and_its_window_cuts_none(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    rows = [f"{month},,4" for month in months(60)[12:]]
    path.write_text("\n".join(["from,to,attacks", f"{months(60)[0]},{months(60)[10]},30", *rows]))
    given = {"data": str(path), "data_time_end": "to", "intervention": "2003-08"}
    found = check_against_data(parameters_from(given))
    assert (found.parameters.data_outcome, found.parameters.window_start) == ("attacks", "2001-01")
    assert found.outcome.spans == (Span(tuple(range(11)), 30.0),)
    assert found.outcome.covered.sum() == 59
    assert resolve(**given, window_start="2001-12").window_start == "2001-12"
    with pytest.raises(ParameterError, match=r"window_start 2001-05 cuts a sum: 30 .* 2001-01 and 2001-12"):
        resolve(**given, window_start="2001-05")
    with pytest.raises(DesignError, match="intercept, trend, step, ramp depend on each other"):
        resolve(**{**given, "intervention": "2001-12"})
    with pytest.raises(DataError, match="which column is the outcome"):
        resolve(data=str(path), intervention="2003-08")


def test_a_side_with_a_sum_is_not_all_zero(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    rows = [f"{month},{int(number > 35)}" for number, month in enumerate(months(60)[12:], start=12)]
    path.write_text("\n".join(["month,attacks", f"{months(60)[0]}/{months(60)[11]},30", *rows]))
    assert resolve(data=str(path), intervention="2003-08").intervention == "2003-08"
    path.write_text(path.read_text().replace(",30", ",0"))
    with pytest.raises(ParameterError, match="every observed value before 2003-08 is zero"):
        resolve(data=str(path), intervention="2003-08")


def test_quarters_have_a_level_each(tmp_path: Path) -> None:
    quarters = [f"{year}Q{quarter}" for year in range(2005, 2015) for quarter in (1, 2, 3, 4)]
    path = series(tmp_path / "own.csv", quarters)
    assert resolve(data=str(path), intervention="2010Q1").harmonics == 2
    assert resolve(data=str(path), intervention="2010Q1", harmonics="1").harmonics == 1
    with pytest.raises(ParameterError, match="four quarters have two harmonics at most"):
        resolve(data=str(path), intervention="2010Q1", harmonics="3")


def test_a_file_of_events_is_counted_and_the_same_in_every_notebook(tmp_path: Path) -> None:
    rows = [ged(i, f"{month}-05", best=i % 3) for i, month in enumerate(months(60) * 2)]
    path = ged_file(tmp_path / "events.csv", rows)
    resolved = resolve(data=str(path), intervention="2003-08", data_group="country=Aland;best<2")
    assert (resolved.data_time, resolved.data_outcome, resolved.window_start) == ("", "events", "2001-01")
    again = outcome_of(settings_from(resolved.model_dump()))
    kept = [sum(best < 2 for best in (i % 3, (i + 60) % 3)) for i in range(60)]
    assert again.values.tolist() == kept
    assert hashlib.sha256(path.read_bytes()).hexdigest() in as_plain(again.definition)
    summed = outcome_of(parameters_from({"data": str(path), "data_outcome": "best"}))
    assert summed.values.tolist() == [i % 3 + (i + 60) % 3 for i in range(60)]
    with pytest.raises(ParameterError, match="data_exposure: a file of events has no such column"):
        resolve(data=str(path), intervention="2003-08", data_exposure="best")
