"""The kill ratio over time of a file of one's own: what reaches the model, and the document."""

import json

import numpy as np
import pandas as pd
import pytest

from tests.killratio.deaths import jump
from turningpoint.errors import DataError, ParameterError
from turningpoint.killratio.from_csv import document, ratio_of_file, ratio_of_period
from turningpoint.killratio.over_time.ratio import ratio_over_time

COLUMNS = {"time": "month", "militants": "killed", "security": "lost"}


@pytest.fixture
def deaths():
    return jump()


@pytest.fixture
def write(tmp_path):
    def to_file(frame):
        path = tmp_path / "own.csv"
        frame.to_csv(path, index=False)
        return path

    return to_file


def test_a_file_gives_what_its_table_gives(deaths, write):
    found = ratio_of_file(write(deaths), ["2019-01"], **COLUMNS, seed=3, horizons=[6])
    same = ratio_over_time(
        deaths.rename(columns={"killed": "militants", "lost": "security"}), ["2019-01"], seed=3, horizons=[6]
    )
    assert (found.effects, found.naive) == (same.effects, same.naive)
    assert found.level.low < 3 < found.level.high
    assert {effect.horizon for effect in found.effects} >= {None, 6, 12, 24}


def test_choices_reach_the_model(deaths, write):
    path = write(deaths)
    plain = ratio_of_file(path, ["2019-01"], **COLUMNS)
    wide = ratio_of_file(path, ["2019-01"], **COLUMNS, cluster_factor=12.0)
    assert (plain.factor_known, wide.factor_known, wide.factor) == (False, True, pytest.approx(12))
    assert wide.level.high / wide.level.low > plain.level.high / plain.level.low
    assert ratio_of_file(path, ["2019-01"], **COLUMNS, ramp=False).slope is None
    assert ratio_of_file(path, ["2019-01"], **COLUMNS, confidence=0.8).level.confidence == 0.8


def test_one_basis_of_several_is_taken(deaths, write):
    both = pd.concat([deaths, deaths.assign(counted="operations", lost=1)])
    path = write(both)
    with pytest.raises(DataError, match=r"column 'counted', rows 62, .*: the basis is 'operations' here"):
        ratio_of_file(path, ["2019-01"], **COLUMNS, basis_column="counted")
    chosen = ratio_of_file(path, ["2019-01"], **COLUMNS, basis_column="counted", basis="operations")
    assert (chosen.course["security"] == 1).all()


def test_a_factor_below_one_is_refused(deaths, write):
    with pytest.raises(ParameterError, match=r"the cluster factor is 0\.5"):
        ratio_of_file(write(deaths), ["2019-01"], **COLUMNS, cluster_factor=0.5)


def test_a_month_that_lacks_a_side_keeps_its_place_and_is_not_used(deaths, write):
    frame = deaths.astype(object)
    frame.loc[10, "lost"] = ""
    found = ratio_of_file(write(frame), ["2019-01"], **COLUMNS, allow_missing=True)
    assert found.points == (35, 24)
    assert len(found.course) == 60


@pytest.mark.parametrize("when", ["2019-01", "2020-10", "2020-12"])
def test_the_document_is_strict_json(deaths, write, when):
    """A regression, a contrast of two periods, and a date at which nothing is estimable."""
    frame = deaths.copy()
    frame.loc[3, ["killed", "lost"]] = 0
    found = ratio_of_file(write(frame), [when], **COLUMNS)
    plain = json.loads(json.dumps(document(found), allow_nan=False))
    assert plain["kind"] == {"2019-01": "regression", "2020-10": "two periods", "2020-12": "not estimable"}[when]
    assert plain["points"] == {"before": found.points[0], "after": found.points[1]}
    assert len(plain["course"]) == len(found.course)
    if len(plain["course"]):
        assert plain["course"][3]["ratio"] is None
        assert plain["effects"][0]["estimate"] == found.level.estimate


@pytest.mark.parametrize("side", ["killed", "lost"])
def test_a_side_without_any_deaths_never_crashes(deaths, write, side):
    found = ratio_of_file(write(deaths.assign(**{side: 0})), ["2019-01"], **COLUMNS)
    json.dumps(document(found), allow_nan=False)
    assert found.summary()


def test_a_period_is_that_of_its_months(deaths, write):
    path = write(deaths)
    found, change = ratio_of_period(path, ("2019-01", "2019-12"), versus=("2016-01", "2017-12"), **COLUMNS)
    months = deaths[deaths["month"].between("2019-01", "2019-12")]
    assert (found.ratio.militants, found.ratio.security) == (months["killed"].sum(), months["lost"].sum())
    assert (found.clusters.kind, found.clusters.clusters) == ("quarters", 4)
    assert change.earlier.militants == deaths[deaths["month"].between("2016-01", "2017-12")]["killed"].sum()
    assert change.clustered[0].freedom == 3
    assert ratio_of_period(path, ("2019-01", "2019-12"), **COLUMNS)[1] is None


def test_months_without_autocorrelation_over_the_years_of_the_file_may_stand(write):
    random = np.random.default_rng(8)
    months = pd.period_range("1980-01", periods=480, freq="M").astype(str)
    killed, lost = random.poisson(50, (2, 480))
    path = write(pd.DataFrame({"month": months, "killed": killed, "lost": lost}))
    found, _ = ratio_of_period(path, ("2019-01", "2019-12"), **COLUMNS)
    assert (found.clusters.kind, found.clusters.freedom) == ("months", 11)
    assert "months are the clusters, for they show no autocorrelation" in found.reason


def test_a_given_factor_of_a_period_is_checked(deaths, write):
    with pytest.raises(ParameterError, match=r"the cluster factor is 0\.5"):
        ratio_of_period(write(deaths), ("2019-01", "2019-12"), **COLUMNS, cluster_factor=0.5)
