"""What the kill-ratio part records."""

import pytest

from turningpoint.killratio.deaths_per_event import ucdp_lethality
from turningpoint.killratio.misreporting.claimed_change import doubts
from turningpoint.killratio.one_period.borrowed_band import band_origin
from turningpoint.killratio.publishers.all_ratios import ratios_by_publisher
from turningpoint.killratio.publishers.claimed_ratios import claimed_change, claimed_ratios
from turningpoint.killratio.publishers.like_for_like import split_claims, split_like_for_like
from turningpoint.reports import records as one_way_in
from turningpoint.reports.chapters.kill_ratio import over_time, records
from turningpoint.sources import read_claims, read_published_figures, read_sides


@pytest.fixture
def kept(monkeypatch):
    found = {}
    for module in (records, one_way_in):
        monkeypatch.setattr(module, "record", lambda id, **fields: found.update({id: fields}))
    return found


def test_the_claims_are_recorded_with_the_interval_for_clustered_deaths(kept):
    claims = read_claims()
    records.record_claimed(claimed_ratios(claims), claimed_change(claims))
    change = kept["kill_ratio.claim_change"]
    assert (round(change["low"], 2), round(change["high"], 2)) == (2.63, 15.83)
    assert (round(change["narrow_low"], 2), round(change["narrow_high"], 2)) == (4.54, 9.17)
    assert (change["sure"], change["verdict"]) == ("rise", "a rise at both ends of the band")
    assert (round(change["fisher_low"], 2), round(change["fisher_high"], 2)) == (5.39, 7.73)
    assert kept["kill_ratio.claim_2021"]["cluster_factor"] == 26
    assert kept["kill_ratio.claim_2021"]["cluster_factor_low"] == 4
    assert kept["kill_ratio.claim_2025"]["exact_low"] > kept["kill_ratio.claim_2025"]["low"]


def test_every_counted_ratio_has_an_id_of_its_own(kept):
    table = ratios_by_publisher(read_published_figures(), read_sides(), read_claims())
    records.record_published(table, 0.95)
    assert len(kept) == (table["basis"] != "as claimed").sum()
    assert kept["kill_ratio.picss.attacks_and_operations.2025"]["factor_high"] == 26
    ucdp = next(fields for id, fields in kept.items() if id.endswith("government_against_militants.2021"))
    assert ucdp["method"].startswith("quarters of the year as clusters, Student's t with 3 degrees of freedom")
    assert (ucdp["clusters"], ucdp["freedom"]) == ("quarters", 3)
    assert (round(ucdp["low"], 2), round(ucdp["high"], 2)) == (0.50, 1.97)


def test_the_band_is_recorded_with_its_years(kept):
    records.record_band(band_origin(read_sides()))
    assert [kept[f"kill_ratio.band.{end}"]["estimate"] for end in ("low", "high")] == [4, 26]
    assert kept["kill_ratio.band.low"]["window"] == "2010 to 2021"


def test_changes_like_for_like_are_recorded_at_both_ends(kept):
    table = ratios_by_publisher(read_published_figures(), read_sides(), read_claims())
    records.record_changes(split_like_for_like(table, (2021, 2025)).splits, confidence=0.95)
    picss = next(fields for id, fields in kept.items() if id.startswith("kill_ratio.change.picss"))
    assert picss["low"] < 1 < picss["narrow_low"]
    assert picss["sure"] == "none"
    assert picss["window"] == "2020 and 2025"
    for fields in kept.values():
        assert all(isinstance(value, (str, float, int, type(None))) for value in fields.values())


def test_the_parts_add_up(kept):
    split = split_claims(read_claims(), read_published_figures(), read_sides())[0]
    records.record_split(split)
    assert sum(fields["estimate"] for fields in kept.values()) == pytest.approx(split.log_change)


def test_dates_are_recorded_with_the_naive_answer_beside(kept):
    sides = read_sides()
    alone, _ = over_time.at_operation(sides, confidence=0.95, seed=1)
    found = over_time.distinct(over_time.at_intervention(sides, "2021-08", confidence=0.95, seed=1), alone)
    for one in found:
        records.record_over_time(one, "UCDP")
    level = kept["kill_ratio.over_time.2014_06.level"]
    naive = kept["kill_ratio.over_time.2014_06.level.binomial"]
    assert level["low"] < naive["low"] < naive["high"] < level["high"]
    assert kept["kill_ratio.over_time.2021_08.level"]["fit"] == "two periods"
    assert "kill_ratio.over_time.2021_08.slope" not in kept


def test_lethality_and_doubts_are_recorded(kept):
    records.record_lethality(ucdp_lethality(["2021-08"], end="2024-12"))
    records.record_doubts(doubts(read_claims(), read_published_figures(), read_sides(), seed=1, draws=500))
    assert kept["kill_ratio.deaths_per_event.level"]["window"] == "2015-01 to 2024-12"
    assert kept["kill_ratio.tipping.reversal.militants_later"]["estimate"] == pytest.approx(2597 / 1235)
    bias = kept["kill_ratio.bias.claimed.change"]
    assert bias["low"] < bias["estimate"] < bias["high"]
