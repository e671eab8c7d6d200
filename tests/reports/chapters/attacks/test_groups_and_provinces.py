"""Series by group and province in a report: recorded under stable ids, tabled, and told with what they cannot say."""

import pytest

from turningpoint.reports.chapters.attacks import groups_and_provinces as chapter
from turningpoint.reports.chapters.attacks.deaths import read_deaths_coverage
from turningpoint.reports.settings.parameters import parameters_from
from turningpoint.sources.embedded.catalogue import table_info

SIDES = table_info("ucdp_ged_pakistan_sides_month")


@pytest.fixture(scope="module")
def parts():
    return chapter.by_group_and_province(parameters_from({}))


def test_every_series_is_recorded_in_plain_fields(parts, recorded):
    chapter.record_parts(parts)
    found = recorded()
    groups = [f"attacks.group.{name}.before_after" for name in ("ttp", "baloch", "islamic_state")]
    names = ("khyber_pakhtunkhwa", "balochistan", "border", "elsewhere", "border_over_elsewhere")
    assert list(found) == [*groups, *(f"attacks.province.{name}.before_after" for name in names)]
    ttp = found["attacks.group.ttp.before_after"]
    answer = parts.found["events_ttp"].answer
    assert (ttp["estimate"], ttp["low"], ttp["high"]) == (answer.estimate, answer.low, answer.high)
    assert (ttp["months_after"], ttp["counted_after"], ttp["counted_before"]) == (5, 56, 84)
    assert (ttp["counted_a_year_earlier"], ttp["observed"]) == (28, answer.observed)
    assert ttp["not_estimable"].startswith("before_after.months_12, before_after.months_24, growth_since")
    assert {one["source"] for one in found.values()} == {SIDES.short_title}
    assert all(not isinstance(value, dict | list) for one in found.values() for value in one.values())


def test_the_text_says_where_the_series_end_and_what_is_inconclusive(parts):
    said = " ".join(chapter.told(parts))
    assert f"It ends in {SIDES.coverage_end}, and is never joined to a later release." in said
    assert "Not estimable with 5 months after" in said
    assert parts.border.low < 1 < parts.border.high
    assert "inconclusive, which is not the same as that they went together" in said


def test_the_table_has_a_row_a_series_and_its_data_are_unrounded(parts):
    table, frame = chapter.parts_table(parts), chapter.parts_frame(parts)
    assert table["Series"].tolist()[0] == "Lethal events of fighting with the TTP"
    assert table["After"].tolist() == ["56", "30", "6", "58", "33", "91", "1"]
    assert frame.loc[0, "ratio"] == parts.found["events_ttp"].answer.estimate
    assert len(table) == len(frame) == len(parts.found)
    assert "(5 months) and in the 12 months before" in chapter.parts_caption(parts)


@pytest.mark.parametrize(
    "given",
    [{"country": "MLI"}, {"window_start": "2023-01", "intervention": "2023-08"}, {"intervention": "2021"}],
)
def test_where_there_is_nothing_to_compare_that_is_said(given):
    parts = chapter.by_group_and_province(parameters_from(given))
    assert parts is None
    assert chapter.told(parts) == (chapter.NOTHING,)


def test_a_file_of_ones_own_has_none(tmp_path):
    assert chapter.by_group_and_province(parameters_from({"data": str(tmp_path / "own.csv")})) is None


def test_a_date_after_the_series_leaves_no_ratio_and_says_why(recorded):
    parts = chapter.by_group_and_province(parameters_from({"intervention": "2022-04"}))
    chapter.record_parts(parts)
    found = recorded()
    assert found["attacks.group.ttp.before_after"]["estimate"] is None
    assert found["attacks.group.ttp.before_after"]["note"] == "the series ends in 2021-12, and 2022-04 is not inside it"
    assert "attacks.province.border_over_elsewhere.before_after" not in found
    assert set(chapter.parts_table(parts)["Times as many per month"]) == {"not estimable"}
    assert "**Border provinces against the rest.** Not estimable: the series ends in 2021-12" in chapter.told(parts)[-1]


def test_a_series_starts_with_its_first_event_and_one_without_any_is_left_out():
    early = chapter.by_group_and_province(parameters_from({"window_start": "1989-01"}))
    assert early.found["events_ttp"].outcome.labels[0] == "2007-07"
    short = {"window_start": "2018-11", "window_end": "2019-08", "intervention": "2019-03"}
    assert "events_islamic_state" in chapter.by_group_and_province(parameters_from(short)).found
    shorter = {"window_start": "2014-01", "window_end": "2015-12", "intervention": "2015-01"}
    assert "events_islamic_state" not in chapter.by_group_and_province(parameters_from(shorter)).found


def test_coverage_is_told_from_the_series_that_end_soon(parts):
    kept = read_deaths_coverage()
    soon = kept[kept["estimand"] == "before_after_5"]["coverage"]
    months, said = chapter.simulated()
    assert months == 5
    assert said.startswith("On simulated series that end 5 months after the date (2 kinds, ")
    assert said.endswith(f"held the truth in {100 * soon.min():.1f} to {100 * soon.max():.1f}%.")
    assert chapter.told(parts)[0].endswith(said)


def test_a_ratio_far_from_that_of_the_counts_is_explained(parts):
    notes = dict(zip(parts.found, chapter.parts_table(parts)["To be known beside it"], strict=True))
    assert "the counts alone read otherwise" in notes["events_baloch"]
    assert notes["events_ttp"] == "–"
