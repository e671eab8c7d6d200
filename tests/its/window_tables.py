"""Effects, and tables of windows whose intervals have given ends."""

import pandas as pd

from turningpoint.its.effects.effect import Effect

LEVEL = Effect("level_ratio", "jump", 1.9, 1.2, 3.0, 0.95, "ratio", "made up", "2021-08")
CHANGE = Effect("level_change", "jump", 3.14, -0.5, 6.8, 0.9, "mm", "made up", "2021-08")


def windows(effect, *ends):
    """Windows with these ends of the intervals of an effect."""
    low, high = zip(*ends, strict=True)
    middle = [(one + other) / 2 for one, other in ends]
    starts = [f"{2013 + i}-01" for i in range(len(ends))]
    return pd.DataFrame(
        {"window_start": starts, effect.name: middle, f"{effect.name}_low": low, f"{effect.name}_high": high}
    )
