"""The figure of kill ratios by publisher: what is drawn, what is said, what is refused."""

import numpy as np
import pandas as pd
import pytest

from turningpoint.errors import ParameterError
from turningpoint.figures.drawing.style import rendered
from turningpoint.figures.kill_ratio.by_publisher import kill_ratio_by_publisher
from turningpoint.killratio.one_period.ratio import ratio_intervals
from turningpoint.killratio.publishers.all_ratios import CLAIMED
from turningpoint.sources.embedded.catalogue import table_info

SIDES = table_info("ucdp_ged_pakistan_sides_month").short_title


def small(*rows):
    """A table from (publisher, basis, year, militants, security)."""
    made = []
    for publisher, basis, year, militants, security in rows:
        found = ratio_intervals(militants, security)
        exact = found.interval()
        ends = (exact.low, exact.high, exact.low, exact.high)
        made.append((publisher, basis, year, militants, security, found.estimate, *ends))
    columns = ["publisher", "basis", "year", "militants", "security", "ratio", "clustered_low", "clustered_high"]
    columns += ["clustered_low_narrow", "clustered_high_narrow"]
    table = pd.DataFrame(made, columns=columns).astype(dict.fromkeys(columns[5:], float))
    return table.assign(basis_title=table["basis"])


def draw(table):
    return kill_ratio_by_publisher(table).figure


def sentence(table):
    return kill_ratio_by_publisher(table).title


def lines(figure):
    return [line for axes in figure.axes for line in axes.lines]


def words(figure):
    return [" ".join(text.get_text().split()) for text in figure.legends[0].get_texts()]


def test_every_ratio_is_drawn_where_it_is(ratios):
    figure = draw(ratios)
    drawn = {round(float(y), 9) for line in lines(figure) for y in np.atleast_1d(line.get_ydata()) if np.isfinite(y)}
    assert {round(ratio, 9) for ratio in ratios["ratio"]} <= drawn
    assert {axes.get_yscale() for axes in figure.axes} == {"log"}


def test_a_series_has_a_panel_of_its_own_named_above_it(ratios):
    figure = draw(ratios)
    counted = ratios[ratios["basis"] != CLAIMED]
    names = [axes.get_title(loc="left").split("\n")[0] for axes in figure.axes if axes.get_title(loc="left")]
    assert sorted(names) == sorted(name for name, _ in counted.groupby(["publisher", "basis"]).groups)
    for axes in figure.axes[: len(names)]:
        assert len(axes.texts) == 0  # no words lie on what is drawn
        assert sum(line.get_marker() == "*" for line in axes.lines) == 1


def test_parity_ticks_and_claims_are_named(ratios):
    figure = draw(ratios)
    ticks = [tick.get_text() for tick in figure.axes[0].get_yticklabels()]
    assert {"1:16", "1:4", "1:1", "4:1", "16:1"} <= set(ticks)
    assert words(figure) == [
        "1:1; above it more militants were killed, below it more security forces",
        "as claimed: 193 : 592 in 2021; 2,597 : 1,235 in 2025",
    ]
    assert any(line.get_ydata()[0] == 1 and line.get_linewidth() > 1.2 for line in figure.axes[0].lines)


def test_both_ends_of_the_band_are_drawn_and_ucdps_quarters_once(ratios):
    for publisher, wanted in (("CRSS", 2), (SIDES, 1)):
        rows = ratios[ratios["publisher"] == publisher]
        bars = [line for line in draw(rows).axes[0].lines if len(line.get_ydata()) == 2 and line.get_marker() == "None"]
        drawn = {tuple(np.round(line.get_ydata(), 6)) for line in bars}
        of_rows = {
            tuple(np.round([row[f"clustered_low{end}"], row[f"clustered_high{end}"]], 6))
            for row in rows.to_dict("records")
            for end in ("", "_narrow")
        }
        assert len(of_rows) == wanted * len(rows)
        assert of_rows <= drawn


def test_series_differ_by_more_than_colour(ratios):
    markers = {line.get_marker() for line in lines(draw(ratios))} - {"None", None, "*", ""}
    counted = ratios[ratios["basis"] != CLAIMED]
    assert len(markers) == counted.groupby(["publisher", "basis"]).ngroups


def test_title_follows_the_data(ratios):
    assert sentence(ratios).startswith(
        "By PICSS the kill ratio fell from 6.1:1 in 2015 to 1:1.4 in 2019 and rose to 3.2:1"
    )
    assert "in attacks alone militants always lost fewer" in sentence(ratios)
    changed = ratios.copy()
    changed.loc[(changed["publisher"] == "PIPS") & (changed["year"] == 2025), "ratio"] = 1.5
    assert "attacks alone" not in sentence(changed)
    rising = small(("P", "attacks", 2020, 100, 400), ("P", "attacks", 2021, 800, 400))
    assert sentence(rising) == "By P the kill ratio rose from 1:4 in 2020 to 2:1 in 2021"
    peak = small(*(("P", "attacks_and_operations", 2020 + i, m, 4000) for i, m in enumerate((4000, 16000, 8000))))
    assert sentence(peak) == "By P the kill ratio rose from 1:1 in 2020 to 4:1 in 2021 and fell to 2:1 in 2022"
    few = small(("P", "attacks", 2020, 1, 4), ("P", "attacks", 2021, 8, 4))
    assert sentence(few) == "By P the kill ratio went from 1:4 in 2020 to 2:1 in 2021"
    single = small(("P", "attacks", 2020, 8, 4))
    assert sentence(single) == "By P the kill ratio was 2:1 in 2020"
    assert "only the claimed" in sentence(small(("M", CLAIMED, 2021, 193, 592)))


def test_holes_are_not_bridged():
    figure = draw(small(("P", "attacks", 2018, 3, 4), ("P", "attacks", 2021, 3, 4)))
    line = next(line for line in figure.axes[0].lines if len(line.get_ydata()) == 4)
    assert np.isnan(line.get_ydata()).tolist() == [False, True, True, False]


def test_open_ends_are_arrows():
    rows = [("P", "attacks", 2020, 0, 5), ("P", "attacks", 2021, 5, 0), ("P", "attacks", 2022, 5, 5)]
    figure = draw(small(*rows))
    assert {"v", "^"} <= {line.get_marker() for line in figure.axes[0].lines}
    assert rendered(figure, "png")


def test_the_same_bytes_twice_and_the_table_unchanged(ratios):
    before = ratios.copy()
    assert rendered(draw(ratios), "svg") == rendered(draw(ratios), "svg")
    pd.testing.assert_frame_equal(ratios, before)


def test_title_and_alternative_text_are_those_of_what_is_drawn(ratios):
    picture = kill_ratio_by_publisher(ratios)
    assert " ".join(picture.figure.get_suptitle().split()) == picture.title
    assert "2025: 3.2" in picture.alt


def test_bad_tables_are_refused():
    good = small(("P", "attacks", 2020, 8, 4))
    with pytest.raises(ParameterError, match=r"has no row"):
        draw(good.iloc[:0])
    with pytest.raises(ParameterError, match=r"P has 2020 more than once on the basis 'attacks'"):
        draw(pd.concat([good, good]))
    with pytest.raises(ParameterError, match=r"7 series are too many"):
        draw(small(*((name, "attacks", 2020, 8, 4) for name in "ABCDEFG")))
