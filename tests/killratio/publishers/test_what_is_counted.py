"""What each publisher counts, from the data's own notes, and the course over the years."""

from turningpoint.killratio.publishers.all_ratios import CLAIMED
from turningpoint.killratio.publishers.what_is_counted import NOT_STATED, what_is_counted


def test_every_series_has_a_row_and_no_fact_from_elsewhere(ratios, figures):
    counted = what_is_counted(ratios, figures)
    assert len(counted) == ratios.groupby(["publisher", "basis"]).ngroups
    notes = " ".join(figures["definition_note"])
    published = counted[counted["publisher"].isin(figures["publisher"])]
    for cell in [*published["militant"], *published["security"], *published["notes"]]:
        assert all(clause in notes for clause in cell.split("; ") if cell != NOT_STATED)


def test_who_is_a_militant_is_quoted(ratios, figures):
    rows = what_is_counted(ratios, figures).set_index(["publisher", "basis"])
    assert rows.loc[("CRSS", "attacks_and_operations"), "militant"] == (
        '"outlaws" = militants, insurgents and criminals'
    )
    assert "militants = those dying in attacks" in rows.loc[("PIPS", "attacks"), "militant"]
    assert rows.loc[("PICSS", "attacks"), "militant"] == NOT_STATED
    assert not rows["security"].str.contains("summed here|1,612").any()


def test_civilians_in_or_out(ratios, figures):
    rows = what_is_counted(ratios, figures).set_index(["publisher", "basis"])
    assert rows.loc[("PIPS", "attacks"), "civilians"].startswith("printed as a number of their own")
    claimed = rows.xs(CLAIMED, level="basis").iloc[0]
    assert claimed["civilians"].startswith("in the second number of 1 of 2 claims: C02")
    silent = figures[figures["quantity"] != "killed_civilians"]
    assert what_is_counted(ratios, silent).set_index(["publisher", "basis"]).loc[("PIPS", "attacks"), "civilians"] == (
        NOT_STATED
    )


def test_notes_follow_the_data(ratios, figures):
    changed = figures.copy()
    changed["definition_note"] = changed["definition_note"].str.replace("those dying in attacks", "those in uniform")
    rows = what_is_counted(ratios, changed).set_index(["publisher", "basis"])
    assert "militants = those in uniform" in rows.loc[("PIPS", "attacks"), "militant"]
