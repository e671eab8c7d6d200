"""The kill ratio in words."""

import pytest

from analysis.killratio.by_publisher import ratios_by_publisher
from analysis.killratio.claimed import claimed_change, claimed_ratios
from analysis.reports import kill_story
from analysis.sources import read_claims, read_published_figures, read_sides


@pytest.fixture(scope="module")
def table():
    return ratios_by_publisher(read_published_figures(), read_sides(), read_claims())


def test_the_claims_are_said_not_to_count_the_same():
    claims = read_claims()
    sentence = kill_story.as_claimed(claimed_ratios(claims), claimed_change(claims))
    assert "193 to 592 for 2021" in sentence
    assert "2,597 to 1,235 for 2025" in sentence
    assert "in the second number of 2025 only, they are not like for like" in sentence


def test_claims_that_count_the_same_are_not_said_to_differ():
    claims = read_claims()
    claims["statement"] = claims["statement"].str.replace("and civilians ", "")
    sentence = kill_story.as_claimed(claimed_ratios(claims), claimed_change(claims))
    assert "like for like" not in sentence


def test_like_for_like_gives_the_course_and_the_gap(table):
    sentence = kill_story.like_for_like(table, 2021)
    assert "no publisher prints both sides on both bases" in sentence
    assert "UCDP GED 22.1 (lethal events, government against militants) 190 to 192" in sentence
    filled = table.copy()
    row = filled.index[(filled["publisher"] == "PICSS") & (filled["year"] == 2020)][0]
    filled.loc[row, "year"] = 2021
    assert "no publisher prints" not in kill_story.like_for_like(filled, 2021)


def test_the_course_is_called_a_u_only_where_it_is_one(table):
    assert "a U, not a one-way reversal" in kill_story.course(table)
    rising = table[table["year"] >= 2019]
    assert "a U" not in kill_story.course(rising)


def test_the_claimed_toll_stands_beside_the_others(table):
    sentence = kill_story.security_tolls(table, claimed_ratios(read_claims())[0])
    assert "3.1 times the highest" in sentence
    assert "PIPS 177" in sentence


def test_tables_are_rounded_and_complete(table):
    shown = kill_story.publishers_table(table, confidence=0.95)
    assert len(shown) == len(table)
    picss = shown[(shown["Publisher"] == "PICSS") & (shown["Year"] == "2025")]
    assert picss["Ratio"].tolist() == ["3.19"]
    claims = {str(claim.year): claim.ratio for claim in claimed_ratios(read_claims())}
    assert kill_story.intervals_table(claims)["Militants : security"].tolist() == ["193 : 592", "2,597 : 1,235"]
    assert "2025: 3.2" in kill_story.figure_alt(table)
