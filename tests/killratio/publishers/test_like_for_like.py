"""Which changes are set side by side: tolls by rule, both years by one publisher, reasons for what is refused."""

import pandas as pd
import pytest

from turningpoint.errors import DataError
from turningpoint.killratio.publishers.all_ratios import CLAIMED
from turningpoint.killratio.publishers.like_for_like import (
    reference_toll,
    security_tolls,
    split_claims,
    split_like_for_like,
)
from turningpoint.sources import read_claims, read_sides
from turningpoint.sources.embedded.catalogue import table_info

SIDES = table_info("ucdp_ged_pakistan_sides_month").short_title


def test_tolls_of_2021_are_those_of_the_sources(figures, sides):
    tolls = security_tolls(figures, sides, 2021).set_index(["publisher", "basis"])["security"]
    assert tolls["PIPS", "attacks"] == 177
    assert tolls[SIDES, "government_against_militants"] == 192
    assert tolls.max() < 592 / 3


def test_neither_claimant_nor_doubtful_rows_are_tolls(figures, sides):
    later = security_tolls(figures, sides, 2025)
    assert not later["publisher"].str.contains("ISPR").any()
    doubted = figures.copy()
    doubted.loc[(doubted["publisher"] == "PIPS") & (doubted["period"] == "2021"), "quality"] = "disputed"
    assert "PIPS" not in set(security_tolls(doubted, sides, 2021)["publisher"])
    assert security_tolls(figures, sides, 1970).empty


def test_the_reference_follows_the_data(figures):
    chosen = (figures["publisher"] == "PICSS") & (figures["period"] == "2025")
    chosen &= (figures["quantity"] == "killed_security") & figures["report_title"].str.contains(
        "677 security personnel"
    )
    changed = figures.copy()
    changed.loc[chosen, "value"] = 700
    assert reference_toll(changed, 2025)["security"] == 700
    first = split_claims(read_claims(), changed, read_sides())[0]
    assert "700 security forces" in first.parts[-1].explanation
    with pytest.raises(DataError, match="no toll of security forces for 2016"):
        reference_toll(figures, 2016)


def test_splits_of_the_claims(figures, sides):
    splits = split_claims(read_claims(), figures, sides)
    assert {(split.earlier, split.later) for split in splits} == {((193, 592), (2597, 1235))}
    methods, both_years = splits[:2]
    assert [part.kind for part in methods.parts] == ["militants", "security", "definition_later"]
    assert "PIPS" in both_years.case
    assert not both_years.mixed
    assert all(split.mixed for split in splits[2:])
    assert any("UCDP" in split.case for split in splits[2:])


def test_one_claim_cannot_be_split(figures, sides):
    claims = read_claims()
    with pytest.raises(DataError, match="there is one"):
        split_claims(claims[claims["id"] != "C01"], figures, sides)


def test_like_for_like_by_every_publisher_that_permits_it(ratios):
    found = split_like_for_like(ratios, (2021, 2025))
    cases = {split.case: split for split in found.splits}
    assert (cases["PIPS (attacks only)"].earlier, cases["PIPS (attacks only)"].later) == ((32, 177), (243, 437))
    picss = cases["PICSS (attacks and operations), 2020 for 2021"]
    assert (picss.years, picss.earlier, picss.later) == ((2020, 2025), (165, 137), (2138, 667))
    assert found.splits[0].years == (2021, 2025)
    assert CLAIMED not in set(found.refused["basis"])
    assert (found.refused["reason"] != "").all()
    series = ratios.loc[ratios["basis"] != CLAIMED].groupby(["publisher", "basis"]).ngroups
    assert len(found.splits) + len(found.refused) == series


def test_without_tolerance_only_the_very_years_count(ratios):
    found = split_like_for_like(ratios, (2021, 2025), tolerance=0)
    assert [split.case for split in found.splits] == ["PIPS (attacks only)"]
    reasons = found.refused.set_index(["publisher", "basis"])["reason"]
    assert reasons[SIDES, "government_against_militants"] == "nothing within 0 years of 2025"


def test_of_two_years_as_near_the_one_farther_out_is_taken():
    rows = [("P", "attacks", year, 4, 8) for year in (2020, 2022, 2024, 2026)]
    frame = pd.DataFrame(rows, columns=["publisher", "basis", "year", "militants", "security"])
    assert split_like_for_like(frame, (2021, 2025)).splits[0].years == (2020, 2026)


def test_one_year_cannot_stand_for_both():
    frame = pd.DataFrame(
        [("P", "attacks", 2021, 4, 8)], columns=["publisher", "basis", "year", "militants", "security"]
    )
    refused = split_like_for_like(frame, (2020, 2022)).refused
    assert refused["reason"].tolist() == ["one and the same year stands for both"]
