"""Words shared by every room."""

import pytest

from analysis import tables
from analysis.wording import confidence_label, decimals_for


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.5, "50% interval"),
        (0.95, "95% interval"),
        (0.975, "97.5% interval"),
        (0.995, "99.5% interval"),
        (0.999, "99.9% interval"),
        (0.57, "57% interval"),  # 100 × 0.57 is 56.99999999999999
    ],
)
def test_a_level_is_not_rounded_away(confidence, words):
    assert confidence_label(confidence) == words


def test_tables_hand_on_the_same_words():
    assert tables.confidence_label is confidence_label
    assert tables.decimals_for is decimals_for
