"""The kill ratio in words: the sentences follow the tables."""

from turningpoint.killratio.publishers.all_ratios import ucdp_years
from turningpoint.killratio.publishers.claimed_ratios import claimed_change, claimed_ratios
from turningpoint.killratio.publishers.like_for_like import security_tolls, split_like_for_like
from turningpoint.reports.chapters.kill_ratio import wording
from turningpoint.sources import read_claims
from turningpoint.sources.embedded.catalogue import table_info

SIDES = table_info("ucdp_ged_pakistan_sides_month").short_title


def changed(figures, value, **where):
    """A copy of the figures in which the rows that match have another value."""
    copy = figures.copy()
    rows = (copy[list(where)] == list(where.values())).all(axis=1)
    assert rows.any(), where
    copy.loc[rows, "value"] = value
    return copy


def test_the_claims_are_said_not_to_count_the_same():
    claims = read_claims()
    sentence = wording.as_claimed(claimed_ratios(claims), claimed_change(claims))
    assert "193 to 592 for 2021" in sentence
    assert "2,597 to 1,235 for 2025" in sentence
    assert "in the second number of 2025 only, they are not like for like" in sentence


def test_the_interval_of_the_claims_is_that_for_clustered_deaths():
    claims = read_claims()
    sentence = wording.as_claimed(claimed_ratios(claims), claimed_change(claims))
    assert "6.5 times as high a ratio (95% interval 4.54 to 9.17 at a cluster factor of 4, 2.63 to 15.83 at" in sentence
    assert "a rise at both ends of the band" in sentence


def test_claims_that_count_the_same_are_not_said_to_differ():
    claims = read_claims()
    claims["statement"] = claims["statement"].str.replace("and civilians ", "")
    sentence = wording.as_claimed(claimed_ratios(claims), claimed_change(claims))
    assert "like for like" not in sentence


def test_like_for_like_gives_the_course_and_the_gap(ratios):
    sentence = wording.like_for_like(ratios, 2021)
    assert "no publisher prints both sides on both bases" in sentence
    assert f"{SIDES} (lethal events, government against militants) 190 to 192" in sentence
    filled = ratios.copy()
    row = filled.index[(filled["publisher"] == "PICSS") & (filled["year"] == 2020)][0]
    filled.loc[row, "year"] = 2021
    assert "no publisher prints" not in wording.like_for_like(filled, 2021)


def test_the_course_is_called_a_u_only_where_it_is_one(ratios):
    assert "a U, not a one-way reversal" in wording.course(ratios)
    rising = ratios[ratios["year"] >= 2019]
    assert "a U" not in wording.course(rising)


def test_the_claimed_toll_stands_beside_the_others(figures, sides):
    claim = claimed_ratios(read_claims())[0]
    sentence = wording.others_tolls(security_tolls(figures, sides, 2021), claim)
    assert "3.1 times the highest" in sentence
    for toll in ("PICSS 192", "PIPS 177", f"{SIDES} 192"):
        assert toll in sentence
    assert "No other toll" in wording.others_tolls(security_tolls(figures, sides, 1999), claim)


def test_one_changed_row_changes_the_prose(figures, sides):
    claim = claimed_ratios(read_claims())[0]
    other = changed(figures, 400, publisher="PIPS", quantity="killed_security", period="2021", basis="attacks")
    sentence = wording.others_tolls(security_tolls(other, sides, 2021), claim)
    assert "PIPS 400" in sentence
    assert "1.5 times the highest" in sentence


def test_changes_like_for_like_have_intervals_and_say_whether_they_reverse(ratios):
    sentence = wording.like_for_like_changes(split_like_for_like(ratios, (2021, 2025)), confidence=0.95)
    assert (
        "PIPS (attacks only): 1 to 5.5 to 1 to 1.8, 3.1 times (95% interval 1.36 to 6.95 at a cluster factor of 4, "
        "0.38 to 24.61 at 26), a rise with a cluster factor of 4 but not with 26: it cannot be told from none; "
        "no reversal"
    ) in sentence
    assert (
        "1.2 to 1 to 3.2 to 1, 2.7 times (95% interval 1.64 to 4.32 at a cluster factor of 4, 0.77 to 9.17" in sentence
    )
    assert "No such pair of years: PICSS" in sentence
    none = split_like_for_like(ratios, (1990, 1995))
    assert wording.like_for_like_changes(none, confidence=0.95).startswith("No publisher permits")


def test_a_turn_is_told_only_where_it_holds_at_both_ends(ratios):
    assert "hold at both ends of the band" in wording.course(ratios)
    few = ratios.copy()
    few[["militants", "security"]] = (few[["militants", "security"]] / 10).round().astype(int)
    sentence = wording.course(few)
    assert "U, not a one-way" not in sentence
    assert "with a cluster factor of 4 but not with 26" in sentence


def test_a_source_with_months_says_what_its_clusters_are_and_what_for(sides):
    sentence = wording.own_clusters(ucdp_years(sides), "UCDP")
    assert "In the years of UCDP quarters are the clusters, for months are not shown" in sentence
    assert "not for the numbers of the period, which are known" in sentence
