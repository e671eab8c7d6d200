"""``turningpoint events``: what it prints, what it writes, what it refuses."""

import json
import tomllib

import pandas as pd
import pytest

from tests.cli.helpers import run
from tests.sources.event_files.made_up import acled, acled_file, ged, ged_file


def test_a_file_of_events_becomes_a_series_that_its_reads(tmp_path):
    days = pd.date_range("2018-01-03", "2021-12-28", freq="11D").strftime("%Y-%m-%d")
    path = ged_file(tmp_path / "events.csv", [ged(i, day) for i, day in enumerate(days)])
    out = tmp_path / "series.csv"
    result = run("events", path, "--out", out)
    assert result.exit_code == 0, result.output
    assert "events.csv is taken for ucdp-ged: UCDP Georeferenced Event Dataset" in result.stdout
    assert f"{len(days)} of {len(days)} rows are counted, {len(days)} events in 48 months" in result.stdout
    assert "none applied unasked: code_status=Clear, where_prec<=4, date_prec<=3" in result.stdout
    series = pd.read_csv(out, index_col="month")["events"]
    assert series.to_dict() == pd.Series(1, pd.PeriodIndex(days, freq="M").astype(str)).groupby(level=0).sum().to_dict()
    assert tomllib.loads(out.with_suffix(".toml").read_text())["total"] == len(days)
    found = tmp_path / "its.json"
    fitted = run(
        "its", out, "--time", "month", "--outcome", "events", "--intervention", "2020-08",
        "--errors", "independent", "--json", found,
    )  # fmt: skip
    assert fitted.exit_code == 0, fitted.output
    assert json.loads(found.read_text())


def test_each_option_reaches_the_count(tmp_path):
    path = acled_file(
        tmp_path / "acled_2025-07-04.csv",
        [
            acled(1, "1 May 2025"),
            acled(2, "9 June 2025", admin1="South", fatalities=4),
            acled(3, "9 June 2025", fatalities=1),
            acled(4, "2 July 2025"),
            acled(5, "2 June 2025", country="Bland"),
        ],
    )
    out = tmp_path / "series.csv"
    result = run(
        "events", path, "--country", "aland", "--where", "province=South|North", "--count", "fatalities",
        "--by", "quarter", "--to", "2025Q2", "--out", out,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert out.read_text() == "quarter,fatalities\n2025Q2,8\n"
    assert "release 2025-07-04" in result.stdout
    assert "Left out: 3 (outside 2025Q2 to 2025Q2)" in result.stdout
    assert run("events", path, "--country", "all", "--release", "July", "--out", out).exit_code == 0
    assert tomllib.loads(out.with_suffix(".toml").read_text())["release"] == "July"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--out", "series.txt"), "name a file that ends in .csv"),
        (("--out", "no/series.csv"), "there is no folder no"),
        (("--out", "events.csv"), "it would be overwritten"),
        (("--out", "s.csv", "--where", "province=East"), "no row meets 'province=East'"),
        (("--out", "s.csv", "--count", "dead"), "there is no such column to sum"),
        (("--out", "s.csv", "--country", "PAK"), "no row is of 'PAK'"),
        (("--out", "s.csv", "--by", "decade"), "decade"),
        (("--out", "s.csv", "--date", "day"), "column 'day': there is no such column"),
    ],
)
def test_bad_input_ends_with_2_a_message_and_nothing_written(tmp_path, monkeypatch, options, message):
    monkeypatch.chdir(tmp_path)
    ged_file(tmp_path / "events.csv", [ged(1, "2020-01-31")])
    result = run("events", "events.csv", *options)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output
    assert [one.name for one in tmp_path.iterdir()] == ["events.csv"]


def test_a_sidecar_is_not_left_alone_where_the_series_cannot_be_written(tmp_path, monkeypatch):
    from turningpoint.cli import events
    from turningpoint.errors import RunError

    path = ged_file(tmp_path / "events.csv", [ged(1, "2020-01-31")])
    write = events.write_file

    def full(place, content):
        if place.suffix == ".csv":
            raise RunError("no room")
        write(place, content)

    monkeypatch.setattr(events, "write_file", full)
    result = run("events", path, "--out", tmp_path / "s.csv")
    assert (result.exit_code, "no room" in result.output) == (2, True)
    assert [one.name for one in tmp_path.iterdir()] == ["events.csv"]
    (tmp_path / "s.toml").write_text("old")
    run("events", path, "--out", tmp_path / "s.csv")
    assert (tmp_path / "s.toml").read_text() == "old"
