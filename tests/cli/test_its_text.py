"""An analysis as text for a terminal."""

from dataclasses import replace

import numpy as np
import pytest

from tests.its.examples import MONTHS, WHEN, measured, with_sum, with_untouched
from turningpoint.cli.its_text import as_text, others
from turningpoint.its import Specification, analyse, build_design, certify, effects
from turningpoint.outcome import Outcome, load_outcome


@pytest.fixture(scope="module")
def result():
    return analyse(load_outcome("events", start="2015-01"), Specification(("2021-08",), errors="hac:6"))


def test_every_term_and_every_effect_has_its_line(result):
    text = as_text(result)
    for term in result.design.terms:
        assert any(line.startswith(term) for line in text.splitlines()), term
    assert "Slope ratio per year, August 2021" in text
    assert "120 months, 2015-01 to 2024-12" in text


def test_the_sentence_the_method_and_the_diagnostics_are_there_without_marks(result):
    text = as_text(result)
    assert result.summary() in text
    assert "negative binomial, HAC lag 6, normal quantile" in text
    assert "Ljung-Box" in text
    assert "**" not in text


def deaths(**choices):
    outcome = Outcome("deaths", "deaths", "deaths per month", "simulation", "", MONTHS, measured())
    return analyse(
        outcome, Specification((WHEN,), likelihood="gaussian", harmonics=0, **{"errors": "hac:4", **choices})
    )


def test_a_gaussian_outcome_reads_in_its_own_unit():
    result = deaths()
    lines = as_text(result).splitlines()
    assert "Coefficients in deaths per month; time in years from the (first) intervention on" in lines
    level = next(line for line in lines if line.startswith("Level change, January 2021"))
    assert f"{result.level.estimate:.1f} deaths per month " in level
    assert f"{result.level.low:.1f} to {result.level.high:.1f}" in level
    assert any(line.startswith("Change of the means in month 12 ") for line in lines)
    assert any(line.startswith("Slope change per year") and "deaths per month per year" in line for line in lines)
    assert not any(line.startswith("Dispersion") for line in lines)


def test_the_noise_is_named_once():
    found = deaths(errors="ar1-reml")
    assert f"Noise: rho {found.fit.noise['rho']:.3g}" in as_text(found).replace("−", "-")
    counts = analyse(load_outcome("events", start="2015-01"), Specification(("2021-08",), errors="hac:6"))
    assert "Noise:" not in as_text(counts)


def test_small_numbers_keep_their_digits():
    outcome = Outcome("share", "share", "share", "simulation", "", MONTHS, measured() / 1e4)
    text = as_text(analyse(outcome, Specification((WHEN,), likelihood="gaussian", errors="independent", harmonics=0)))
    row = next(line for line in text.splitlines() if line.startswith("step "))
    assert "0.0000 " not in row
    assert "0.000" in row


def test_shapes_of_a_bending_course_are_counted_and_not_listed():
    result = deaths()
    bent = replace(
        result.fit,
        design=result.fit.design.with_column("bend_1", np.sin(np.arange(108.0))),
        coefficients=np.append(result.fit.coefficients, 0.5),
        covariance=np.pad(result.fit.covariance, (0, 1)),
    )
    text = as_text(replace(result, fit=bent))
    assert "the 1 shapes of the course before are not listed" in text
    assert not any(line.startswith("bend_1") for line in text.splitlines())
    assert "not listed" not in as_text(result)


def test_observed_excess_has_its_line():
    result = deaths()
    found = tuple(effects(with_untouched(result.fit), unit="deaths", unit_of_value="deaths per month"))
    text = as_text(replace(result, effects=found))
    line = next(line for line in text.splitlines() if line.startswith("Observed excess, 36 months"))
    assert " deaths " in line


def test_the_conventional_fit_stands_beside_a_calibrated_one(result):
    text = as_text(analyse(result.outcome, Specification(("2021-08",))))
    level = result.level
    assert "Conventional (95% interval)" in text
    assert f"{level.estimate:.2f} ({level.low:.2f} to {level.high:.2f})" in text
    assert "Conventional" not in as_text(result)


def test_a_certificate_is_told_and_its_coverage_is_the_reason_of_the_default(result):
    calibrated = analyse(result.outcome, Specification(("2021-08",)))
    certificate = certify(calibrated.fit, replicates=199)
    text = as_text(calibrated, certificate, others(calibrated))
    assert certificate.summary() in text
    assert f"the conventional one ({certificate.conventional}) {100 * certificate.conventional_coverage:.0f}%" in text
    assert certificate.summary() not in as_text(calibrated)


def test_what_others_would_have_reported_is_named_as_it_is_asked_for(result):
    calibrated = analyse(result.outcome, Specification(("2021-08",)))
    beside = others(calibrated)
    text = as_text(calibrated, beside=beside)
    table = text.partition("What others would have reported (95% interval in brackets)\n")[2].splitlines()
    for row, line in zip(beside.to_dict("records"), table[1:], strict=False):
        assert line.split()[:2] == [row["likelihood"], row["errors"]]
        assert f"{row['level_ratio']:.2f} ({row['level_ratio_low']:.2f} to {row['level_ratio_high']:.2f})" in line
    assert len(beside) == 5
    assert others(result) is None


def test_a_model_that_fails_beside_says_why_in_its_row(result):
    calibrated = analyse(result.outcome, Specification(("2021-08",)))
    beside = others(calibrated)
    beside.loc[1, ["level_ratio", "slope_ratio", "relative_excess", "points_before", "points_after"]] = np.nan
    beside.loc[1, "problem"] = "its iterations overflow"
    text = as_text(calibrated, beside=beside)
    assert any(line.startswith("poisson") and line.endswith("its iterations overflow") for line in text.splitlines())
    assert "Points before" not in text


def test_sums_are_counted_beside_points(result):
    assert "; 120 points used." in as_text(result)
    one = with_sum(result, (3, 4, 7))
    assert "; 117 points and 1 sum of 3 more used." in as_text(one)
    outcome = replace(one.outcome, values=np.where(np.arange(120) == 9, np.nan, one.outcome.values))
    spans = [span.periods for span in outcome.spans]
    design = build_design(outcome.times, one.specification, observed=outcome.observed, spans=spans)
    hole = replace(one, outcome=outcome, design=design)
    assert "; 116 points and 1 sum of 3 more used, 1 is in neither." in as_text(hole)
