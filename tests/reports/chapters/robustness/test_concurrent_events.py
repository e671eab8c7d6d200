"""Rival stories in words."""

from turningpoint.reports.chapters.robustness import concurrent_events


def test_rivals_are_those_of_the_table_and_ceasefires_pass(outcome):
    rivals = {rival.name: rival for rival in concurrent_events.rivals_of_pakistan(tuple(outcome.labels))}
    assert rivals["Doha Agreement"].end == ""
    assert (rivals["TTP indefinite ceasefire"].start, rivals["TTP indefinite ceasefire"].end) == ("2022-06", "2022-11")
    assert "TTP ends ceasefire" not in rivals
    assert concurrent_events.rivals_of_pakistan(("2015-01", "2015-02")) == []


def test_the_sentence_counts_the_models(stories, years):
    words = concurrent_events.stories_sentence(stories, years, years)
    levels = stories[stories["effect"] == "level"]
    excluding = ((levels["low"] > 1) | (levels["high"] < 1)).sum()
    assert f"in {excluding} of {len(levels)} models" in words
    left = years[(years["effect"] == "level") & (years["left_out"] != "nothing")].set_index("left_out")["estimate"]
    assert f"(without {left.idxmin()})" in words
    assert f"(without {left.idxmax()})" in words
    assert "Without one period" in words
    broken = stories.assign(reason=stories["reason"].mask(stories["story"] == "alone", "too few."))
    assert "No answer from alone: too few." in concurrent_events.stories_sentence(broken, years)
