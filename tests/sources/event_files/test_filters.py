"""Conditions: what each sign keeps, and what the message says where nothing can meet them."""

from pathlib import Path

import pytest

from tests.sources.event_files.made_up import ged, ged_file
from turningpoint.errors import DataError, ParameterError
from turningpoint.sources.event_files import count_events

ROWS = [
    ged(1, "2020-01-01", date_prec=1, adm_1="Punjab province", side_b="TTP"),
    ged(2, "2020-01-01", date_prec=3, adm_1="Sindh province", side_b="BLA"),
    ged(3, "2020-01-01", date_prec=5, adm_1="sindh province", side_b="TTP - KH", code_status="Check dyad"),
    ged(4, "2020-01-01", date_prec="", adm_1="", side_b="IS", event_clarity=2),
]


@pytest.fixture(name="path")
def _path(tmp_path):
    return ged_file(tmp_path / "ged.csv", ROWS)


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ("date_prec<=3", 2), ("date_prec<3", 1), ("date_prec>3", 1), ("date_prec >= 3", 2), ("precision=5", 1),
        ("date_prec=3.0", 1), ("date_prec!=3", 3), ("province=Sindh province", 2), ("province==Sindh province", 2),
        ("adm_1=Sindh province|Punjab province", 3), ("province!=Sindh province", 2), ("province~sind", 2),
        ("actor=TTP", 1), ("actor~ttp", 2), ("actor!=TTP", 3), ("actor=Government of Aland", 4), ("adm_1=", 1),
        ("status=Clear", 3), ("clarity=2", 1), ("kind=1", 4),
    ],
)  # fmt: skip
def test_each_sign_keeps_the_rows_it_says(path, where, kept):
    assert count_events(path, where=[where]).kept == kept


def test_all_conditions_must_hold(path):
    assert count_events(path, where=["actor~ttp", "status=Clear"]).kept == 1
    with pytest.raises(DataError, match=r"no row meets 'actor=BLA' and 'clarity=2'"):
        count_events(path, where=["actor=BLA", "clarity=2"])


@pytest.mark.parametrize(
    ("where", "error", "message"),
    [
        ("province", ParameterError, "write COLUMN=VALUE"),
        ("date_prec<x", ParameterError, "'x' is not a number, and < needs one"),
        (
            "adm_1<3",
            DataError,
            r"column 'adm_1', rows 2, 3, 4: 'Punjab province' is not a number, which 'adm_1<3' needs",
        ),
        ("provinc=x", DataError, "column 'provinc': there is no such column. Did you mean 'province'"),
        ("province=Sindh", DataError, "no row meets 'province=Sindh'. Did you mean 'Sindh province'"),
        ("province=Sindh province|Kabul", DataError, "no row meets .*Its values are 'Punjab province', 'Sindh prov"),
        ("date_prec>7", DataError, "no row meets 'date_prec>7'"),
    ],
)
def test_what_cannot_be_met_is_refused_with_the_way_out(path, where, error, message):
    with pytest.raises(error, match=message):
        count_events(path, where=[where])


def test_a_path_is_named(path):
    with pytest.raises(DataError, match=Path(path).name):
        count_events(path, where=["nothing=1"])
