"""The kill ratios as claimed."""

import pytest

from turningpoint.errors import DataError
from turningpoint.killratio.publishers.claimed_ratios import claimed_change, claimed_pair, claimed_ratios
from turningpoint.sources import read_claims


def test_the_two_claims():
    first, last = claimed_ratios(read_claims())
    assert (first.claim, first.year, first.ratio.militants, first.ratio.security) == ("C01", 2021, 193, 592)
    assert (last.claim, last.year, last.ratio.militants, last.ratio.security) == ("C02", 2025, 2597, 1235)


def test_the_claimed_change():
    assert claimed_change(read_claims()).estimate == pytest.approx((2597 / 1235) / (193 / 592))


def test_numbers_follow_the_table():
    claims = read_claims()
    claims.loc[claims["id"] == "C01", "claimed_value"] = "200:100"
    assert claimed_ratios(claims)[0].ratio.estimate == 2
    assert claimed_change(claims).earlier.estimate == 2


def test_one_claim_has_no_change():
    claims = read_claims()
    with pytest.raises(DataError, match=r"there is one"):
        claimed_change(claims[claims["id"] != "C01"])


def test_a_value_that_is_no_pair_is_refused():
    with pytest.raises(DataError, match=r"claims.csv, column 'claimed_value'.*C08: '699'"):
        claimed_pair({"id": "C08", "claimed_value": "699"})
