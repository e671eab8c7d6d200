"""The certificate in words: certified, not certified, and none."""

from dataclasses import replace

import pytest

from tests.reports.simulated import simulated
from turningpoint.its import Specification, analyse
from turningpoint.its.coverage.certificate import Certificate
from turningpoint.reports.chapters.attacks.certificates import (
    certificate_data,
    certificate_table,
    in_full,
    in_short,
    why_calibrated,
)

CERTIFICATE = Certificate(
    replicates=1000, points=120, memories=(0.31, 0.58), sigma=0.3, coverage=0.9489, coverage_12=0.97,
    slope_coverage=0.955, type_one_error=0.052, conventional_coverage=0.81,
    conventional="negative binomial, HAC lag 6", confidence=0.95, reason="",
)  # fmt: skip


@pytest.fixture(scope="module")
def analysis():
    return analyse(simulated(), Specification(("2021-08",), errors="hac:6"))


def test_a_certified_interval_is_said_to_be_with_its_coverage(analysis):
    sentence = in_short(CERTIFICATE, analysis)
    assert sentence.startswith("**The intervals are certified**: on 1,000 simulated series like this one")
    assert "95% interval of the jump holds the true jump 95% of the time where it does worst" in sentence
    assert sentence.endswith("that of the first year 97%.")


def test_an_interval_that_is_not_certified_gives_the_reason_first(analysis):
    refused = replace(CERTIFICATE, reason="The memory is longer than any that was tried.", coverage=0.88)
    sentence = in_short(refused, analysis)
    assert sentence.startswith("**The intervals are not certified**: the memory is longer than any that was tried. For")
    assert "88% of the time" in sentence
    assert in_full(refused, analysis) == refused.summary()
    assert dict(certificate_table(refused).to_numpy())["Certified"] == "no"


def test_without_a_certificate_nothing_is_vouched_for(analysis):
    for sentence in (in_short(None, analysis), in_full(None, analysis)):
        assert "HAC lag 6" in sentence
        assert "not simulated" in sentence
        assert "errors calibrated" in sentence
    assert not any(figure.isdigit() for figure in why_calibrated(None))


@pytest.mark.parametrize("pre_trend", ["adaptive", "straight"])
def test_a_calibrated_fit_without_a_certificate_says_why(analysis, pre_trend):
    asked = replace(analysis.specification, errors="calibrated", pre_trend=pre_trend)
    sentence = in_full(None, replace(analysis, specification=asked))
    assert "no certificate" in sentence
    assert "none was asked for" in sentence
    assert sentence.count(".") == 1


def test_the_reason_for_the_default_gives_both_coverages():
    sentence = why_calibrated(CERTIFICATE)
    assert "holds the truth 95% of the time" in sentence
    assert "the conventional one (negative binomial, HAC lag 6) 81%" in sentence
    alone = replace(CERTIFICATE, conventional_coverage=None)  # of sums, which it cannot read
    assert why_calibrated(alone).endswith("where it does worst.")
    assert "conventional" not in alone.brief() + alone.summary()


def test_the_data_are_unrounded():
    data = dict(certificate_data(CERTIFICATE).to_numpy())
    assert (data["coverage"], data["memory_1"], data["memory_2"]) == (0.9489, 0.31, 0.58)


def test_the_table_has_what_was_simulated_and_what_was_found():
    table = dict(certificate_table(CERTIFICATE).to_numpy())
    assert table["Autocorrelation of their noise (ρ)"] == "0.31 and 0.58"
    assert table["Coverage of the jump, where lowest"] == "95%"
    assert table["Coverage of the effect of the first year, where lowest"] == "97%"
    assert table["Coverage of the slope, where lowest"] == "96%"
    assert table["Coverage of the conventional interval (negative binomial, HAC lag 6)"] == "81%"
    assert (table["Nominal"], table["Certified"]) == ("95%", "yes")
    levels = certificate_table(replace(CERTIFICATE, slope_coverage=None)).to_numpy()
    assert "Coverage of the slope, where lowest" not in dict(levels)
