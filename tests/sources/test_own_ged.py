"""One release of UCDP GED of one's own: kinds and sides as the tables have them, and nothing that is no one release."""

import json
import subprocess
import sys

import pandas as pd
import pytest

from tests.sources.event_files.made_up import ged, ged_file
from turningpoint.errors import DataError, ParameterError
from turningpoint.reports.settings.fit_to_data import check_against_data
from turningpoint.reports.settings.parameters import parameters_from
from turningpoint.sources.own_ged import checked_ged, read_own_ged

NAME = "GEDEvent_v26_1.csv"
PAKISTAN, INDIA = "Government of Pakistan", "Government of India"


def event(number, day, a, b, deaths=(1, 2, 0, 0), kind=1, **other):
    """One event with the deaths of both sides, of civilians and of unknown side."""
    parts = dict(zip(("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"), deaths, strict=True))
    row = {"country": "Pakistan", "side_a": a, "side_b": b, "type_of_violence": kind, "best": sum(deaths)}
    return ged(number, day, **(row | parts | other))


def rows():
    """A few events of every kind, in the last year that the release covers."""
    return [
        event(1, "2021-09-03", PAKISTAN, "TTP", (3, 1, 0, 0), adm_1="Sindh province"),
        event(2, "2021-09-20", PAKISTAN, "TTP", (2, 5, 1, 1), adm_1="Sindh province", date_prec=4),
        event(3, "2021-09-20", PAKISTAN, "BLA", adm_1=""),
        event(4, "2021-09-21", INDIA, PAKISTAN),
        event(5, "2021-09-22", "Government of United States of America", "Al-Qaida"),
        event(6, "2021-09-22", "Government of Afghanistan", "TTP"),
        event(7, "2021-10-01", "TTP", "Civilians", (0, 0, 4, 0), kind=3),
        event(8, "2021-10-02", "TTP", "Lashkar-e-Islam", kind=2),
        event(9, "2025-12-31", PAKISTAN, "A new group", adm_1="A new province"),
        event(10, "2025-12-31", "Government of Aland", "Reds", country="Aland"),
    ]


@pytest.fixture
def made(tmp_path):
    """Write a file of one's own, as a function of its events and its name."""

    def write(events=None, name=NAME):
        return ged_file(tmp_path / name, rows() if events is None else events)

    return write


def test_sides_have_deaths_and_their_squares_over_the_events(made):
    own = read_own_ged(made())
    assert (own.release, own.first, own.last) == ("26.1", "1989-01", "2025-12")
    assert own.info.short_title == "UCDP GED 26.1"
    sides = own.sides.set_index(["militant_group", "province"])
    assert sorted(sides.index) == [("A new group", "A new province"), ("BLA", "unknown"), ("TTP", "Sindh province")]
    ttp = sides.loc[("TTP", "Sindh province")]
    assert ttp["month"] == pd.Period("2021-09", "M")
    wanted = {"events": 2, "deaths_state": 5, "deaths_militant": 6, "deaths_civilian": 1, "deaths_unknown": 1}
    wanted |= {"deaths_best": 13, "sumsq_state": 13, "sumsq_militant": 26, "sumprod_state_militant": 13}
    assert ttp[list(wanted)].to_dict() == wanted


def test_every_kind_is_told_apart_and_coarse_dates_are_counted(made):
    kinds = read_own_ged(made()).kinds.set_index(["month", "kind"])
    september, october = pd.Period("2021-09", "M"), pd.Period("2021-10", "M")
    assert kinds.loc[september, "events"].to_dict() == {
        "government_militant": 3, "india_pakistan": 1, "other_state_based": 1, "united_states": 1,
    }  # fmt: skip
    assert kinds.loc[october, "events"].to_dict() == {"non_state": 1, "one_sided": 1}
    assert kinds.loc[(september, "government_militant"), "coarse_dates"] == 1


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("events.csv", "does not say which release"),
        ("GEDEvent_v26_0_7.csv", "Candidate 26.0.7 is a preliminary release"),
        ("GEDEvent_v26_01_26_06.csv", "is a preliminary release"),
        ("GEDEvent_v27_1.csv", "its last event is of 2025-12, and 27.1 runs to 2026-12"),
        ("GEDEvent_v25_1.csv", "row 10: the event is not inside what 25.1 covers"),
    ],
)
def test_the_name_says_a_final_release_that_the_events_fit(made, name, message):
    with pytest.raises(DataError, match=message):
        read_own_ged(made(name=name))


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (event(1, "2022-01-01", PAKISTAN, "TTP"), "row 12: the id stands twice: more than one release"),
        (event(11, "2022-01-01", PAKISTAN, "TTP", code_status="Check dyad"), "row 12: the row is marked Check"),
        (event(11, "2022-01-01", PAKISTAN, "TTP", best=9), "row 12: the parts of the deaths do not add up to best"),
        (event(11, "2022-01-01", PAKISTAN, "TTP", deaths_a="x"), "'deaths_a', row 12: 'x' is no whole number"),
        (event(11, "2022-01-01", PAKISTAN, "TTP", date_start="01/02/2022"), "'date_start', row 12: the date is not"),
    ],
)
def test_mixtures_and_misfits_are_refused_with_their_row(made, more, message):
    with pytest.raises(DataError, match=message):
        read_own_ged(made([*rows(), more]))


def test_the_release_of_the_project_must_have_its_months(made):
    events = [one for one in rows() if one["date_start"] < "2025"]
    last = event(12, "2024-12-30", PAKISTAN, "TTP")
    with pytest.raises(DataError, match=r"it has 0 events in 1989-\d\d, and UCDP GED 25.1 \d+: it is not all of it"):
        read_own_ged(made([*events, last], name="GEDEvent_v25_1.csv"))


def test_a_file_without_pakistan_or_of_another_format_is_refused(made, tmp_path):
    with pytest.raises(DataError, match="it has no event in Pakistan"):
        read_own_ged(made(rows()[-1:]))
    other = tmp_path / "acled_v26_1.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match="no event file of a known format"):
        read_own_ged(other)


def test_a_report_takes_it_for_pakistan_alone(made):
    path = made()
    assert checked_ged(str(path), "PAK", "") == str(path.resolve())
    with pytest.raises(ParameterError, match="Leave it out"):
        checked_ged(str(path), "MLI", "")
    with pytest.raises(ParameterError, match="Leave it out"):
        checked_ged(str(path), "PAK", "own.csv")
    assert check_against_data(parameters_from({"ged": str(path)})).parameters.ged == str(path.resolve())
    with pytest.raises(DataError, match="there is no such file"):
        check_against_data(parameters_from({"ged": "absent_v25_1.csv"}))


PROGRAM = """
import json, sys
from turningpoint.outcome import load_outcome
from turningpoint.sources import read_sides
from turningpoint.sources.embedded.catalogue import catalogue, table_info
from turningpoint.sources.outcomes.groups_and_provinces import new_names
from turningpoint.sources.own_ged import use_ged
use_ged(sys.argv[1])
border = load_outcome("events_ttp", source="ucdp-sides")
print(json.dumps({
    "last": str(read_sides()["month"].max()), "source": border.source, "to": border.labels[-1],
    "ttp": float(border.values.sum()), "new": new_names(),
    "printed": [one.version for one in catalogue() if one.name.startswith("ucdp_ged_pakistan_sides")],
}))
"""


@pytest.mark.parametrize("named", [True, False])
def test_it_stands_in_for_the_table_only_where_it_is_named(made, named):
    path = str(made()) if named else ""
    done = subprocess.run([sys.executable, "-c", PROGRAM, path], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["printed"] == ["22.1, by way of the Humanitarian Data Exchange"]
    if named:
        assert (found["last"], found["to"], found["source"]) == ("2025-12", "2025-12", "UCDP GED 26.1")
        assert (found["ttp"], found["new"]) == (2, {"A new group": 1, "A new province": 1})
    else:
        assert (found["to"], found["source"], found["new"]) == ("2021-12", "UCDP GED 22.1", {})
