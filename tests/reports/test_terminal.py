"""An analysis as text for a terminal."""

import pytest

from analysis.its import Specification, analyse
from analysis.outcome import load_outcome
from analysis.reports.terminal import as_text


@pytest.fixture(scope="module")
def result():
    return analyse(load_outcome("events", start="2015-01"), Specification(("2021-08",)))


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
