"""What goes with a link."""

import numpy as np
import pytest

from turningpoint.its.effects.effect import Effect
from turningpoint.its.model.scale import CHANGES, RATIOS, scale_of_likelihood
from turningpoint.its.model.specification import LIKELIHOODS


def test_counts_are_told_by_ratios_and_a_gaussian_outcome_by_changes():
    assert [scale_of_likelihood(name) is CHANGES for name in LIKELIHOODS] == [n == "gaussian" for n in LIKELIHOODS]
    assert (RATIOS.link, CHANGES.link) == ("log", "identity")
    assert (RATIOS.level, CHANGES.slope, RATIOS.total) == ("level_ratio", "slope_change", "relative_excess")


@pytest.mark.parametrize("scale", [RATIOS, CHANGES], ids=["ratios", "changes"])
def test_no_effect_on_the_predictor_is_the_null(scale):
    assert scale.inverse(np.zeros(1))[0] == scale.null


def test_an_effect_knows_its_scale_by_its_unit():
    effects = [Effect("e", "e", 1.0, None, None, 0.95, unit, "m", "2021-08") for unit in ("ratio", "share", "deaths")]
    assert [effect.scale.null for effect in effects] == [1.0, 0.0, 0.0]
