"""The scale on which effects are told: ratios where the mean has a log link, changes where it has none."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from turningpoint.arrays import Array

Link = Literal["log", "identity"]
LARGEST_LOG_MEAN = 600.0
"""Log means are cut here (10²⁶⁰), so that sums of the means and their ratios stay finite."""


@dataclass(frozen=True)
class Scale:
    """What goes with a link of the mean, whose ``inverse`` leads from the linear predictor to it, element by element.

    ``contrast`` : what an effect at one moment is called. ``null`` : its value where nothing changed. ``total`` : the
    effect that sums up all periods after.
    """

    link: Link
    contrast: Literal["ratio", "change"]
    null: float
    total: Literal["relative_excess", "expected_excess"]
    inverse: Callable[[Array], Array]

    @property
    def level(self) -> str:
        """Name of the effect at the intervention."""
        return f"level_{self.contrast}"

    @property
    def slope(self) -> str:
        """Column of a comparison that holds the change of slope."""
        return f"slope_{self.contrast}"


RATIOS = Scale("log", "ratio", 1.0, "relative_excess", np.exp)
CHANGES = Scale("identity", "change", 0.0, "expected_excess", np.asarray)


def scale_of_likelihood(likelihood: str) -> Scale:
    """The scale that goes with a likelihood: counts are told by ratios, a gaussian outcome by changes."""
    return CHANGES if likelihood == "gaussian" else RATIOS
