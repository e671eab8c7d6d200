"""The kill ratio of one period and the ratio of two: result and words."""

import math

import numpy as np
import pytest
from scipy.stats import nchypergeom_fisher

from turningpoint.errors import ParameterError
from turningpoint.killratio.one_period.borrowed_band import borrowed_band
from turningpoint.killratio.one_period.poisson_ratio import INTERVAL_METHODS
from turningpoint.killratio.one_period.ratio import (
    as_odds,
    clustered_words,
    interval_words,
    ratio_change,
    ratio_intervals,
)


def test_the_claim_of_2021():
    ratio = ratio_intervals(193, 592)
    assert ratio.estimate == pytest.approx(193 / 592)
    assert [interval.method for interval in ratio.intervals] == list(INTERVAL_METHODS)
    exact, mid_p = ratio.interval("exact"), ratio.interval("mid-p")
    assert exact.low < mid_p.low < ratio.estimate < mid_p.high < exact.high


def test_every_interval_has_a_title_of_its_own_and_the_widest_comes_first():
    ratio = ratio_intervals(193, 592)
    assert len({one.title for one in ratio.every}) == len(INTERVAL_METHODS) + len(borrowed_band())
    lows = [one.low for one in ratio.every]
    assert lows[0] == min(lows)
    assert max(lows) < ratio.estimate


def test_open_ends_are_none():
    ratio, nothing = ratio_intervals(3, 0), ratio_intervals(0, 0)
    assert ratio.estimate is None
    assert [one.high for one in ratio.every] == [None] * len(ratio.every)
    assert nothing.estimate is None
    assert {(one.low, one.high) for one in nothing.every} == {(None, None)}


def test_words_say_both_ends_of_the_band():
    ratio = ratio_intervals(2597, 1235)
    assert as_odds(ratio.estimate) == "2.1 to 1"
    assert clustered_words(ratio.clustered) == "95% interval 1.84 to 2.41 at a cluster factor of 4, 1.49 to 2.97 at 26"
    assert interval_words(ratio.interval()) == "1.96 to 2.25"


def test_a_known_factor_gives_one_interval():
    ratio = ratio_intervals(190, 192, factors=[3.14])
    assert [interval.factor for interval in ratio.clustered] == [3.14]
    assert ratio.interval("clustered") == ratio.clustered[0]
    for bad, message in (([0.5], "factor is 0.5"), ([], "0 cluster factors"), ([1, 2, 3], "3 cluster factors")):
        with pytest.raises(ParameterError, match=message):
            ratio_intervals(190, 192, factors=bad)


def test_sentences_of_zeros():
    assert "not defined" in clustered_words(ratio_intervals(0, 0).clustered)
    assert "no upper end" in clustered_words(ratio_intervals(9, 0).clustered)
    assert "95% interval 0.00 to" in clustered_words(ratio_intervals(0, 9).clustered)


def test_confidence_is_passed_on():
    wide, narrow = ratio_intervals(20, 10, confidence=0.99), ratio_intervals(20, 10, confidence=0.5)
    assert wide.interval().low < narrow.interval().low
    assert "99% interval" in clustered_words(wide.clustered)


@pytest.mark.parametrize("security", [10, 0])
def test_a_level_near_one_is_not_called_certain(security):
    assert clustered_words(ratio_intervals(20, security, confidence=0.999).clustered).startswith("99.9% interval")


@pytest.mark.parametrize(("militants", "security", "name"), [(-1, 3, "militants"), (1, 2.5, "security")])
def test_bad_deaths_are_named(militants, security, name):
    with pytest.raises(ParameterError, match=rf"{name} is"):
        ratio_intervals(militants, security)


def test_the_widest_of_the_clustered_is_given_and_an_unknown_interval_refused():
    ratio = ratio_intervals(30, 20)
    assert ratio.interval("clustered") is ratio.clustered[-1]
    with pytest.raises(ParameterError, match=r"no interval by the method 'fisher': there are exact, .*clustered"):
        ratio.interval("fisher")


def test_odds_are_mirrored():
    assert as_odds(4) == "4 to 1"
    assert as_odds(1 / 4) == "1 to 4"


@pytest.mark.parametrize(("ratio", "words"), [(8, "8:1"), (1, "1:1"), (0.125, "1:8"), (0.73, "1:1.4")])
def test_odds_with_a_colon(ratio, words):
    assert as_odds(ratio, ":") == words


CLAIMED = ((193, 592), (2597, 1235))


def test_the_claimed_change():
    change = ratio_change(*CLAIMED)
    assert change.estimate == pytest.approx((2597 / 1235) / (193 / 592))
    assert change.interval("fisher").low < change.interval("wald-log").low < change.estimate


@pytest.mark.parametrize(("earlier", "later"), [CLAIMED, ((32, 177), (243, 437)), ((3, 5), (4, 2))])
def test_fisher_interval_leaves_a_tail_on_each_side(earlier, later):
    """At either end the probability of a table as extreme as this one is half of what the confidence leaves."""
    (m1, s1), (m2, s2) = earlier, later
    interval = ratio_change(earlier, later, confidence=0.9).interval("fisher")
    total, militants, after = m1 + s1 + m2 + s2, m1 + m2, m2 + s2
    assert nchypergeom_fisher.sf(m2 - 1, total, militants, after, interval.low) == pytest.approx(0.05, rel=1e-4)
    assert nchypergeom_fisher.cdf(m2, total, militants, after, interval.high) == pytest.approx(0.05, rel=1e-4)


def test_wald_interval_by_hand():
    (m1, s1), (m2, s2) = CLAIMED
    half = 1.959963984540054 * math.sqrt(1 / m1 + 1 / s1 + 1 / m2 + 1 / s2)
    wald = ratio_change(*CLAIMED).interval("wald-log")
    middle = math.log(m2 * s1 / (m1 * s2))
    assert [wald.low, wald.high] == pytest.approx([math.exp(middle - half), math.exp(middle + half)])


@pytest.mark.parametrize(
    ("earlier", "later", "estimate", "fisher"),
    [
        ((3, 4), (5, 0), None, ("some", None)),
        ((3, 4), (0, 5), 0.0, (0.0, "some")),
        ((0, 4), (5, 3), None, ("some", None)),
        ((0, 0), (5, 3), None, (None, None)),
        ((3, 0), (5, 0), None, (None, None)),
        ((0, 0), (0, 0), None, (None, None)),
    ],
)
def test_zeros_leave_open_ends(earlier, later, estimate, fisher):
    change = ratio_change(earlier, later)
    assert change.estimate == estimate
    for mine, wanted in zip((change.interval().low, change.interval().high), fisher, strict=True):
        assert np.isfinite(mine) if wanted == "some" else mine == wanted
    wald = change.interval("wald-log")
    assert (wald.low, wald.high) == ((None, None) if fisher == (None, None) else (0.0, None))
    assert len(change.every) == 4
    assert (change.interval("clustered").low is None) == (fisher == (None, None))


def test_the_reader_is_told_the_interval_scaled_for_clusters_first():
    change = ratio_change(*CLAIMED, factors=(10, 3))
    assert [interval.factor for interval in change.clustered] == [3, 10]
    widest = change.interval("clustered")
    assert change.every[0].low == widest.low < change.interval("fisher").low
    words = clustered_words(change.clustered)
    assert words.endswith(f"{widest.low:.2f} to {widest.high:.2f} at 10")
    assert "at a cluster factor of 3" in words
    assert [interval.factor for interval in ratio_change(*CLAIMED, factors=[3.14]).clustered] == [3.14]


PICSS = ((165, 137), (2138, 667))


def test_both_ends_of_the_band_as_two_audits_had_them():
    """PICSS 2020 to 2025: 2.7, from 1.6 to 4.3 at a factor of 4 and from 0.77 to 9.2 at 26."""
    change = ratio_change(*PICSS)
    assert f"{change.estimate:.1f}" == "2.7"
    ends = [[f"{one.low:.1f}", f"{one.high:.1f}"] for one in change.clustered]
    assert ends == [["1.6", "4.3"], ["0.8", "9.2"]]
    assert f"{change.clustered[1].low:.2f}" == "0.77"


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize(
    ("pairs", "factors", "sure", "verdict"),
    [
        (CLAIMED, None, True, "a {} at both ends of the band"),
        (PICSS, None, False, "a {} with a cluster factor of 4 but not with 26: it cannot be told from none"),
        (((200, 158), (934, 685)), None, False, "not told from none at either end of the band"),
        (PICSS, [4], True, "a {}"),
        (PICSS, [26], False, "not told from none"),
    ],
)
def test_a_word_about_a_change_holds_only_at_both_ends(pairs, factors, sure, verdict, swap):
    change = ratio_change(*(pairs[::-1] if swap else pairs), factors=factors)
    word = "fall" if swap else "rise"
    assert change.sure == (word if sure else "none")
    assert change.verdict() == verdict.format(word)


def test_an_open_end_is_no_change():
    assert ratio_change((0, 4), (0, 9)).sure == "none"
    assert ratio_change((0, 0), (5, 3)).sure == "none"


def test_a_level_near_one_is_not_called_certain_of_a_change():
    assert clustered_words(ratio_change(*CLAIMED, confidence=0.975).clustered).startswith("97.5% interval")


def test_bad_parameters_are_refused():
    with pytest.raises(ParameterError, match="security is -1"):
        ratio_change((1, -1), (1, 1))
    with pytest.raises(ParameterError, match="confidence"):
        ratio_change((1, 1), (1, 1), confidence=2)
    with pytest.raises(ParameterError, match="no interval by the method 'exact'"):
        ratio_change((1, 1), (1, 1)).interval("exact")


def test_every_interval_has_a_title_and_says_what_it_assumes():
    every = (*ratio_intervals(30, 20).every, *ratio_change((30, 20), (4, 9)).intervals)
    assert len({interval.title for interval in every}) == len(every) - 1  # Wald's twice
    for interval in every:
        clusters = interval.method == "clustered"
        assert ("clusters" in interval.assumes) == clusters
        assert ("each death is an independent event" in interval.assumes) != clusters
