"""``turningpoint ratio``: what it prints, what it writes, what it refuses."""

import json

import pandas as pd
import pytest

from tests.cli.helpers import run
from tests.killratio.deaths import jump
from turningpoint.killratio.one_period.ratio import ratio_change, ratio_intervals
from turningpoint.killratio.over_time.ratio import ratio_over_time


def ratio(militants, security, *options):
    return run("ratio", "--militants", militants, "--security", security, *options)


def test_two_numbers_are_a_ratio_in_words_with_the_interval_to_use_first():
    result = ratio(951, 528)
    assert result.exit_code == 0, result.output
    assert "951 militants and 528 members of the security forces killed, 1.8 to 1" in result.stdout
    places = [result.stdout.index(words) for words in ("factor 26)", "factor 4)", "exact conditional")]
    assert places == sorted(places)


def test_the_file_holds_every_interval_unrounded(tmp_path):
    out = tmp_path / "out.json"
    options = ("--versus", "32:177", "--cluster-factor", "3.2", "--confidence", "0.9", "--json", out)
    assert ratio(243, 437, *options).exit_code == 0
    found = json.loads(out.read_text(), parse_constant=pytest.fail)
    change = ratio_change((32, 177), (243, 437), confidence=0.9, factors=[3.2])
    assert found["change"]["estimate"] == change.estimate
    assert [row["method"] for row in found["change"]["intervals"]] == ["clustered", "fisher", "wald-log"]
    assert found["change"]["intervals"][0]["low"] == change.clustered[0].low
    assert (found["versus"]["militants"], found["versus"]["security"]) == (32, 177)
    assert (
        found["ratio"]["intervals"][0]["high"]
        == ratio_intervals(243, 437, confidence=0.9, factors=[3.2]).clustered[0].high
    )


@pytest.mark.parametrize(("militants", "security"), [(0, 0), (0, 4), (4, 0)])
@pytest.mark.parametrize("versus", ["0:0", "0:3", "3:0", "3:3"])
def test_zeros_leave_ends_open_and_json_strict(tmp_path, militants, security, versus):
    out = tmp_path / "out.json"
    result = ratio(militants, security, "--versus", versus, "--json", out)
    assert result.exit_code == 0, result.output
    found = json.loads(out.read_text(), parse_constant=pytest.fail)
    assert found["ratio"]["estimate"] == (0 if security else None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1, 5), "--militants is '-1': give a whole number"),
        ((5, 2.5), "--security is '2.5': give a whole number"),
        (("many", 5), "--militants is 'many'"),
        ((5, 5, "--versus", "3"), "--versus is '3': give militants and security forces, like 32:177"),
        ((5, 5, "--versus", "3:-4"), "--versus, security forces is '-4'"),
        ((5, 5, "--cluster-factor", "0.3"), "the cluster factor is 0.3: give 1"),
        ((5, 5, "--cluster-factor", "nan"), "the cluster factor is nan"),
        ((5, 5, "--confidence", "95"), "confidence is 95"),
    ],
)
def test_bad_input_is_refused_with_status_2_and_nothing_written(tmp_path, arguments, message):
    out = tmp_path / "out.json"
    result = ratio(*arguments, "--json", out)
    assert (result.exit_code, message in result.stderr) == (2, True), result.output
    assert not out.exists()


def test_both_sides_must_be_given():
    result = run("ratio", "--militants", 5)
    assert result.exit_code == 2
    assert "--security" in result.stderr


def test_thousands_may_be_set_apart():
    assert "2,597 militants and 1,235" in ratio("2,597", "1,235").stdout


@pytest.fixture
def deaths(tmp_path):
    """A monthly file, as a function of cells to replace: (row of the table, column) → value."""

    def write(cells=()):
        frame = jump().astype(object)
        for (row, column), value in dict(cells).items():
            frame.loc[row, column] = value
        path = tmp_path / "own.csv"
        frame.to_csv(path, index=False)
        return path

    return write


def over_time(path, *options, when="2019-01"):
    columns = ("--time", "month", "--militants", "killed", "--security", "lost")
    return run("ratio", path, *columns, "--intervention", when, *options)


def test_a_file_is_told_over_time(deaths, tmp_path):
    out = tmp_path / "out.json"
    result = over_time(deaths(), "--horizon", "6", "--no-ramp", "--cluster-factor", "3", "--seed", "4", "--json", out)
    assert result.exit_code == 0, result.output
    for words in ("In January 2019 itself", "Level ratio", "Ratio in month 6", "Cluster factor 3.00, as given"):
        assert words in result.stdout
    assert "Slope ratio" not in result.stdout
    found = json.loads(out.read_text(), parse_constant=pytest.fail)
    assert found["effects"][0]["low"] < 3 < found["effects"][0]["high"]
    assert (found["factor"], found["points"]) == (pytest.approx(3), {"before": 36, "after": 24})


def of_period(path, *options):
    columns = ("--time", "month", "--militants", "killed", "--security", "lost")
    return run("ratio", path, *columns, *options)


def test_months_of_a_file_are_taken_by_quarters_and_it_is_said(deaths, tmp_path):
    out = tmp_path / "out.json"
    result = of_period(deaths(), "--period", "2019-01:2020-12", "--versus", "2016-01:2016-12", "--json", out)
    assert result.exit_code == 0, result.output
    for words in (
        "t with 7 degrees",
        "t with 3 degrees",
        "Clusters: quarters are the clusters",
        "It is a rise.",
    ):
        assert words in result.stdout
    assert "not for the numbers of the period, which are known" in result.stdout
    assert "borrowed" not in result.stdout
    found = json.loads(out.read_text(), parse_constant=pytest.fail)
    (first, *_) = found["ratio"]["intervals"]
    assert (first["method"], first["freedom"], found["ratio"]["to_use"]) == ("quarters", 7, 1)
    assert (found["clusters"]["kind"], found["clusters"]["clusters"]) == ("quarters", 8)
    assert (found["change"]["sure"], found["change"]["intervals"][0]["freedom"]) == ("rise", 3)


def test_a_short_period_of_a_file_borrows_the_band_and_a_factor_may_be_given(deaths):
    short = of_period(deaths(), "--period", "2019-01:2019-05")
    assert "factor 26" in short.stdout
    assert "the band of cluster factors is borrowed" in short.stdout
    given = of_period(deaths(), "--period", "2019-01:2019-05", "--cluster-factor", "3", "--versus", "2018-01:2018-12")
    assert "factor 26" not in given.stdout
    assert given.stdout.count("scaled for clusters (factor 3)") == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--period", "2019"), "--period is '2019': give the first and the last month"),
        (("--period", "2019-13:2019-14"), "is not of months"),
        (("--period", "2019-05:2019-01"), "is not within the file, 2016-01 to 2020-12"),
        (("--period", "2019-01:2021-12"), "is not within the file, 2016-01 to 2020-12"),
        (("--period", "2019-01:2019-12", "--versus", "3:4"), "--versus is '3:4': give the first and the last month"),
        (("--period", "2019-01:2019-12", "--versus", "2019-06:2020-06"), "the two periods share months"),
        (("--period", "2019-01:2019-12", "--intervention", "2019-06"), "--intervention speaks of a date, --period of"),
        (("--period", "2019-01:2019-12", "--no-ramp"), "--ramp speaks of a date"),
    ],
)
def test_a_period_that_cannot_be_is_refused(deaths, options, message):
    result = of_period(deaths(), *options)
    assert (result.exit_code, message in result.stderr) == (2, True), result.output


def test_a_period_needs_the_column_of_months():
    result = run("ratio", "own.csv", "--militants", "m", "--security", "s", "--period", "2019-01:2019-12")
    assert (result.exit_code, "a file needs --time" in result.stderr) == (2, True)


def test_two_numbers_are_told_at_both_ends_of_the_band(tmp_path):
    out = tmp_path / "out.json"
    result = ratio(2115, 664, "--versus", "165:137", "--json", out)
    assert "a rise with a cluster factor of 4 but not with 26: it cannot be told from none" in result.stdout
    found = json.loads(out.read_text())["change"]
    assert (found["to_use"], found["sure"]) == (2, "none")
    assert [one["factor"] for one in found["intervals"][:2]] == [26, 4]


def test_too_little_after_a_date_is_said_and_is_no_error(deaths, tmp_path):
    out = tmp_path / "out.json"
    result = over_time(deaths(), "--json", out, when="2020-12")
    assert (result.exit_code, "Not estimable" in result.stdout) == (0, True), result.output
    assert json.loads(out.read_text())["effects"] == []


@pytest.mark.parametrize(
    ("cells", "options", "message"),
    [
        ({(5, "killed"): -1}, (), "column 'killed', row 7: '-1' is negative"),
        ({(5, "lost"): 1.5}, (), "column 'lost', row 7: '1.5' is not a whole number"),
        ({(5, "lost"): ""}, (), "column 'lost', row 7: the deaths are missing"),
        ({(5, "month"): "2016-05"}, (), "column 'month', row 7: the time 2016-05 stands more than once"),
        ({(5, "counted"): "operations"}, ("--basis-column", "counted"), "column 'counted', row 7: the basis is"),
        ({}, ("--basis-column", "counted", "--basis", "both"), "column 'counted': no row has the basis 'both'"),
        ({}, ("--basis", "attacks"), "--basis-column"),
        ({}, ("--basis-column", "kind"), "kind"),
        ({}, ("--versus", "3:4"), "--versus sets two numbers"),
        ({}, ("--cluster-factor", "0"), "the cluster factor is 0.0"),
        ({}, ("--confidence", "95"), "confidence is 95"),
        ({}, ("--horizon", "99"), "horizon 99 is outside"),
    ],
)
def test_a_bad_file_or_choice_is_refused_with_its_place(deaths, tmp_path, cells, options, message):
    out = tmp_path / "out.json"
    result = over_time(deaths(cells), *options, "--json", out)
    assert (result.exit_code, message in result.stderr) == (2, True), result.output
    assert "Traceback" not in result.output
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("own.csv", "--intervention", "2019-01"), "a file needs --time"),
        (("own.csv", "--time", "month"), "a file needs --intervention"),
        (("--time", "month"), "--time speaks of a file, and none is given"),
        (("--no-ramp",), "--ramp speaks of a file"),
        (("--basis-column", "kind"), "--basis-column speaks of a file"),
    ],
)
def test_the_two_forms_are_kept_apart(arguments, message):
    result = run("ratio", *arguments, "--militants", 5, "--security", 6)
    assert (result.exit_code, message in result.stderr) == (2, True), result.output


@pytest.mark.parametrize(("many", "few"), [(10**6, 7), (10**7, 7), (10**9, 7), (7, 10**9), (10**10, 10**10)])
@pytest.mark.parametrize("months", [4, 30])
def test_however_many_were_killed_no_number_is_unknown_and_none_a_fall(tmp_path, many, few, months):
    table = tmp_path / "deaths.csv"
    when = pd.period_range("2015-01", periods=2 * months, freq="M")
    table.write_text("month,m,s\n" + "".join(f"{month},{many},{few}\n" for month in when))
    options = ("--time", "month", "--intervention", str(when[months]), "--json", tmp_path / "out.json")
    result = run("ratio", table, "--militants", "m", "--security", "s", *options)
    assert result.exit_code == 0, result.output
    assert "nan" not in result.output
    assert "inconclusive" in result.output
    assert "a fall" not in result.output
    found = json.loads((tmp_path / "out.json").read_text(), parse_constant=pytest.fail)
    level = found["effects"][0]
    assert level["low"] < 1 < level["high"]
    assert level["estimate"] == pytest.approx(1, rel=1e-3)


def test_more_deaths_than_people_are_refused(tmp_path):
    assert ratio(10**11, 5).exit_code == 2
    table = tmp_path / "deaths.csv"
    table.write_text("month,m,s\n2015-01,5,5\n2015-02,1e300,5\n")
    result = run("ratio", table, "--militants", "m", "--security", "s", "--time", "month", "--intervention", "2015-02")
    assert result.exit_code == 2
    assert "column 'm', row 3: '1e300' is more than there are people" in result.stderr


def test_small_ends_are_not_written_as_zero():
    result = ratio(10**9, 10**9, "--versus", f"{10**9}:9")
    assert result.exit_code == 0, result.output
    assert "0.000000 " not in result.output
    assert "0.00000000412 to 0.0000000171" in result.output


def test_names_of_ones_own_stand_in_every_sentence_and_in_the_document(tmp_path):
    out = tmp_path / "out.json"
    result = ratio(528, 914, "--versus", "40:0", "--names", "security forces,civilians", "--json", out)
    assert result.exit_code == 0, result.output
    assert "Kill ratio: 528 security forces and 914 civilians killed, 1 to 1.7" in result.stdout
    assert "none of the civilians was killed" in result.stdout
    assert "militants" not in result.stdout
    found = json.loads(out.read_text())
    assert found["names"] == ["security forces", "civilians"]
    assert found["ratio"]["militants"] == 528


@pytest.mark.parametrize("names", ["one", "a,b,c", "a,a", ",b", ""])
def test_names_are_two(names):
    result = ratio(1, 2, "--names", names)
    assert (result.exit_code, "give two names apart by a comma" in result.stderr) == (2, True), result.output


def test_halves_are_taken_where_they_are_said_to_be_means(deaths, tmp_path):
    halves = deaths({(5, "lost"): 1.5, (7, "killed"): 2.5})
    assert "say so: --means." in over_time(halves).stderr
    out = tmp_path / "out.json"
    result = over_time(halves, "--means", "--json", out)
    assert result.exit_code == 0, result.output
    assert "2 numbers are halves, taken as means of two editions" in result.stdout
    twice = jump().astype(object)
    twice.loc[5, "lost"], twice.loc[7, "killed"] = 1.5, 2.5
    frame = twice.rename(columns={"killed": "militants", "lost": "security"})
    expected = ratio_over_time(frame[["month", "militants", "security"]], ["2019-01"], halves=True)
    assert json.loads(out.read_text())["effects"][0]["low"] == pytest.approx(expected.level.low, rel=1e-9)
    third = over_time(deaths({(5, "lost"): 1.3}), "--means")
    assert "'1.3' is neither a whole number nor a half" in third.stderr


def test_a_period_of_half_a_death_is_refused_with_the_way_out(deaths):
    result = of_period(deaths({(5, "lost"): 1.5}), "--period", "2016-01:2016-12", "--means")
    assert (result.exit_code, "Take one edition" in result.stderr) == (2, True), result.output
