"""Tipping points and bias analysis of all changes at once."""

import pytest

from turningpoint.errors import ParameterError
from turningpoint.killratio.misreporting.claimed_change import CLAIMED_CASE, TOLLS_CASE, doubts
from turningpoint.killratio.misreporting.priors import NUMBERS, exactly
from turningpoint.sources import read_claims, read_published_figures, read_sides


@pytest.fixture(scope="module")
def tables():
    return read_claims(), read_published_figures(), read_sides()


@pytest.fixture(scope="module")
def found(tables):
    return doubts(*tables, seed=3, draws=2000)


def test_the_claims_come_first_and_every_publisher_follows(found):
    cases = [one.case for one in found.tipping]
    assert cases[0] == CLAIMED_CASE
    assert "PIPS (attacks only)" in cases
    assert [one.case for one in found.bias] == [CLAIMED_CASE, TOLLS_CASE, *cases[1:]]
    assert found.tipping[0].factor("reversal", "militants_later") == pytest.approx(2597 / 1235)
    assert set(found.curves["case"]) == set(cases)
    assert set(found.tipping_frame()["case"]) == set(cases)
    assert set(found.bias_frame()["case"]) == {one.case for one in found.bias}


def test_the_second_numbers_are_held_against_what_others_print(found):
    priors = found.priors_frame().set_index(["case", "number"])
    prior = priors.loc[(TOLLS_CASE, "security_earlier")]
    assert (prior["low"], prior["high"]) == pytest.approx((1, 592 / 177))
    assert priors.loc[(CLAIMED_CASE, "security_earlier"), "high"] < 1.5
    medians = {one.case: one.quantities["earlier"].median for one in found.bias}
    assert medians[TOLLS_CASE] > 2 * medians[CLAIMED_CASE]


def test_seeds_repeat(tables, found):
    again = doubts(*tables, seed=3, draws=2000)
    assert found.bias_frame().equals(again.bias_frame())
    assert not found.bias_frame().equals(doubts(*tables, seed=4, draws=2000).bias_frame())


def test_numbers_follow_the_table_of_claims(tables):
    claims, figures, sides = tables
    claims = claims.copy()
    claims.loc[claims["id"] == "C02", "claimed_value"] = "1000:1235"
    changed = doubts(claims, figures, sides, seed=3, draws=200)
    assert changed.tipping[0].factor("reversal", "militants_later") is None
    assert changed.bias[0].quantities["later"].reported == pytest.approx(1000 / 1235)


def test_no_deaths_are_drawn_without_a_curve(tables):
    claims, figures, sides = tables
    claims = claims.copy()
    claims.loc[claims["id"] == "C02", "claimed_value"] = "0:1235"
    found = doubts(claims, figures, sides, seed=3, draws=200)
    assert found.tipping[0].change is None
    assert found.bias[0].reason
    assert CLAIMED_CASE not in set(found.curves["case"])


def test_own_priors_are_used_and_bad_parameters_refused(tables):
    certain = doubts(*tables, seed=3, draws=2000, priors=dict.fromkeys(NUMBERS, exactly()))
    assert certain.bias[0].quantities["later"].median == pytest.approx(2597 / 1235, rel=0.05)
    with pytest.raises(ParameterError, match="no prior for"):
        doubts(*tables, seed=3, priors={})
